"""The full check names the small files beside the compartments that opening found missing or damaged, and mends."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.services.vault import open_workspace
from tests.fakes.clock import FakeClock
from tests.services.vault.checked import report
from tests.services.vault.opened import SECRET


def found(folder: Path) -> set[str]:
    return {f"{problem.compartment}: {problem.where}" for problem in report(folder).problems}


@pytest.mark.parametrize("content", [None, b"", b"{}", b"not json", b"[]", b'{"workspace": "x"}'])
def test_heads_that_cannot_be_read(filled: Path, content: bytes | None) -> None:
    damage(filled / "heads.json", content)
    assert found(filled) == {"workspace: heads.json"}
    assert report(filled).ok, "opening mended it"


@pytest.mark.parametrize("content", [None, b"", b"not json"])
def test_heads_are_missed_on_a_laptop_that_never_saw_the_workspace(
    filled: Path, own_home: Path, content: bytes | None
) -> None:
    damage(filled / "heads.json", content)
    for path in (own_home / "workspaces").iterdir():
        path.unlink()
    assert found(filled) == {"workspace: heads.json"}


@pytest.mark.parametrize("content", [None, b"", b"not json", b"{}"])
def test_a_second_copy_of_the_keyring_that_is_none(filled: Path, content: bytes | None) -> None:
    damage(filled / "keyring.bak", content)
    assert found(filled) == {"workspace: keyring.bak"}
    assert report(filled).ok, "opening mended it"


def test_a_whole_workspace_and_a_copy_of_its_folder_are_well(filled: Path, own_home: Path, tmp_path: Path) -> None:
    beside = tmp_path / "beside.peerkeep"
    shutil.copytree(filled, beside)
    assert report(filled).ok
    for path in (own_home / "workspaces").iterdir():
        path.unlink()
    assert report(beside).ok


def test_a_new_workspace_is_well(workspace_folder: Path) -> None:
    open_workspace(workspace_folder, SECRET, clock=FakeClock()).close()
    assert report(workspace_folder).ok


def damage(path: Path, content: bytes | None) -> None:
    """Take a file away, or put something else in its place."""
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
