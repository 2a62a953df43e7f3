"""Checks of the program as text: layers, sizes, forbidden calls."""
