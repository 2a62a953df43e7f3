"""CRASH-01 to CRASH-10: kill -9 at any moment of any writing: the workspace opens, is whole, and holds everything that
was acknowledged.

Some kills of each operation here, more of each by `python3 run.py test -m long tests/faults`, any number by
`python -m tests.faults` (README, "Campaigns").
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import vaults
from tests.faults.killing import Writers, kill_again_and_again
from tests.faults.operations import OPERATIONS, older, school

# What is done all day is killed more often here; the long forms kill all alike.
TIMES = {"step": 8, "note": 8, "draft": 5}
OTHERS = 3


@pytest.fixture(scope="module")
def writers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writers]:
    """One server for all; its writers take the home of the test's own laptop from its folder's side."""
    made = Writers(tmp_path_factory.mktemp("home"))
    yield made
    made.close()


@pytest.fixture
def home(writers: Writers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this test be the laptop on which the writers write."""
    monkeypatch.setenv("PEERKEEP_HOME", str(writers.home))


@pytest.fixture(scope="module")
def schools(template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """A workspace with 24 people who can be paired, and, for migrations, one that an older program made."""
    places = {today: tmp_path_factory.mktemp("school") for today in (True, False)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PEERKEEP_HOME", str(places[True] / "home"))
        school(vaults.copy(template, places[True] / "Northfield.peerkeep"))
        older(places[False] / "Northfield.peerkeep")
    return places


@pytest.fixture
def folder(request: pytest.FixtureRequest, home: None, schools: dict[bool, Path], tmp_path: Path) -> Path:
    """A copy of that which an operation needs, in a folder of its own."""
    operation = OPERATIONS[request.getfixturevalue("operation")]
    place = tmp_path / "place"
    shutil.copytree(schools[operation.write is not None], place, ignore=shutil.ignore_patterns("home"))
    return place / "Northfield.peerkeep"


@pytest.mark.parametrize("operation", OPERATIONS)
def test_crash_01_to_10_killed_at_any_moment(writers: Writers, folder: Path, operation: str) -> None:
    """AUTH-12 as well: of a password that is being changed exactly one opens."""
    times = TIMES.get(operation, OTHERS)
    figures = kill_again_and_again(writers, folder, operation, times)
    assert figures.acknowledged


@pytest.mark.long
@pytest.mark.parametrize("operation", OPERATIONS)
def test_two_hundred_kills(writers: Writers, folder: Path, operation: str) -> None:
    kill_again_and_again(writers, folder, operation, 200)
