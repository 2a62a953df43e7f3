"""Fixtures of these tests: the school, with a coordinator who can unlock it too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.clock import FakeClock
from tests.services.handing.coordinators import COORDINATOR, SECRET, invite
from tests.views.desks import OpenDesk, desk, open_desk, school_folder
from tests.views.desks import folder as school
from tests.views.school import Desk

__all__ = ["desk", "open_desk", "school", "school_folder"]


@pytest.fixture
def folder(school: Path, clock: FakeClock) -> Path:  # noqa: F811 - the fixture above
    """A closed workspace of the test's own."""
    invite(school, clock)
    return school


@pytest.fixture
def coordinator(open_desk: OpenDesk, folder: Path) -> Desk:  # noqa: F811 - the fixture above
    """The window as the coordinator has it."""
    return open_desk(folder, COORDINATOR, SECRET)
