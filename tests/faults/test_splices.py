"""FILE-02 to FILE-05 at random: bits, ends and pages of every file of a workspace; more by `python -m tests.faults`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.damage import harm, splice
from tests.faults.operations import school
from tests.faults.reaching import remember_people


@pytest.fixture
def folder(workspace_folder: Path) -> Iterator[Path]:
    """A workspace with people, notes, a draft and a backup; its key is derived once."""
    end = remember_people()
    yield school(workspace_folder)
    end()


def test_file_04_and_05_pages_of_other_times_and_places(folder: Path) -> None:
    assert splice(folder, 14).said > 6


@pytest.mark.parametrize("kind", ["flip", "cut"])
def test_file_02_and_03_every_file_of_a_workspace(folder: Path, kind: str) -> None:
    assert harm(folder, kind, 22).said > 10


@pytest.mark.long
def test_two_thousand_splices(folder: Path) -> None:
    print(splice(folder, 2000))


@pytest.mark.long
@pytest.mark.parametrize("kind", ["flip", "cut"])
def test_ten_thousand_times_of_each_kind(folder: Path, kind: str) -> None:
    print(harm(folder, kind, 10_000))
