"""Fixtures of these tests."""

from tests.views.desks import desk, folder, open_desk, school_folder

__all__ = ["desk", "folder", "open_desk", "school_folder"]
