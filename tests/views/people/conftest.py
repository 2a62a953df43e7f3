"""Fixtures of these tests."""

import pytest

from desktop.views.people.page import PeoplePage
from tests.views.desks import desk, folder, open_desk, school_folder
from tests.views.school import Desk

__all__ = ["desk", "folder", "open_desk", "people_page", "school_folder"]


@pytest.fixture
def people_page(desk: Desk) -> PeoplePage:
    """The People page in front."""
    page = desk.go("people")
    assert isinstance(page, PeoplePage)
    return page
