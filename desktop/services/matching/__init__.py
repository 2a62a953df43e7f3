"""Matching: who mentors whom, exact and explained."""
