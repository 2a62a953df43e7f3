"""Stand-ins for the world, each with a test of its own."""
