"""The Notes page: reading one note at a time, and writing with the tier chosen first."""
