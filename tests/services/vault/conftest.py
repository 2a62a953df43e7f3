"""What several tests of the vault need."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.services.vault import Workspace
from tests import media, vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import checked, opened, staffed


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where the system has one: thousands of steps write heads and records."""
    memory = Path("/dev/shm")
    where = Path(tempfile.mkdtemp(dir=memory if os.access(memory, os.W_OK) else tmp_path))
    yield where
    shutil.rmtree(where, ignore_errors=True)


def _made(template: Path, place: Path, fill: Callable[[Workspace], None]) -> Path:
    """Fill a workspace on a laptop of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PEERKEEP_HOME", str(place / "home"))
        fill(vaults.reopen(vaults.copy(template, place / template.name), FakeClock()))
    return place


def _again(made: Path, template: Path, place: Path) -> Path:
    """Copy a filled workspace, with the laptop that knows it, for one test."""
    folder = vaults.copy(made / template.name, place / template.name)
    shutil.copytree(made / "home", place / "home", dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def made_for_check(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _made(template, tmp_path_factory.mktemp("made"), checked.fill)


@pytest.fixture
def filled(made_for_check: Path, template: Path, tmp_path: Path) -> Path:
    """A closed workspace whose steps 1 to 5 of this laptop write people, and two notes."""
    return _again(made_for_check, template, tmp_path)


@pytest.fixture(scope="session")
def made_crowded(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _made(template, tmp_path_factory.mktemp("made"), opened.fill)


@pytest.fixture
def crowded(made_crowded: Path, template: Path, tmp_path: Path) -> Path:
    """A closed workspace with 200 people and long notes."""
    return _again(made_crowded, template, tmp_path)


@pytest.fixture(scope="session")
def made_staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("staffed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PEERKEEP_HOME", str(place / "home"))
        return staffed.make(place / "Northfield.peerkeep")


@pytest.fixture
def school(made_staffed: Path, tmp_path: Path) -> Path:
    """A closed workspace with a lead, a counsellor, a coordinator and recovery words, new to this laptop."""
    return vaults.copy(made_staffed, tmp_path / made_staffed.name)


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    """A closed workspace of the same user, with the same password, that has nothing to do with the other."""
    folder = tmp_path / "Elsewhere.peerkeep"
    vaults.make(folder, FakeClock()).close()
    return folder


@pytest.fixture
def read_only(workspace_folder: Path, tmp_path: Path) -> Iterator[Path]:
    """A workspace on a medium that cannot be written."""
    with media.mounted(tmp_path / "medium") as place:
        folder = Path(shutil.copytree(workspace_folder, place / "Northfield.peerkeep"))
        media.protect(place)
        yield folder
