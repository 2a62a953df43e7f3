"""Fixtures of these tests."""

import pytest

from desktop.views.notes.page import NotesPage
from tests.views.desks import desk, folder, open_desk, school_folder
from tests.views.notes.bench import the_page
from tests.views.school import Desk

__all__ = ["desk", "folder", "open_desk", "school_folder"]


@pytest.fixture
def page(desk: Desk) -> NotesPage:  # noqa: F811 - the fixture above
    """The page of notes."""
    return the_page(desk)
