"""The People page: everybody of the school, who takes part, and how they come in."""
