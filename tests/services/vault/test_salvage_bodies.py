"""Salvage of what is not journalled: a body comes along with the row that states its hash, or both are named as lost."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from desktop.services import backups
from desktop.services.vault import Workspace, verify
from desktop.services.vault.pages import Pages
from desktop.services.vault.schema import hash_of
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault.opened import SECRET

PAGE = 4096
SENT = 12


def put(ws: Workspace, uid: str, body: str) -> None:
    with ws.step("programme", "hand_in", about=uid) as step:
        step.insert("sealed_item", uid, person=uid, compartment="counselling", hash=hash_of(body))
        step.run("INSERT INTO @.sealed_item_body (uid, body) VALUES (?, ?)", (uid, body))


def held(ws: Workspace) -> dict[str, str]:
    return dict(ws.rows("programme", "SELECT uid, body FROM @.sealed_item_body"))


@pytest.fixture
def sent(workspace_folder: Path) -> dict[str, str]:
    """A workspace in which things wait, long and short."""
    ws = vaults.reopen(workspace_folder, FakeClock())
    noise = random.Random("bodies")
    bodies = {f"item-{n:02}": noise.randbytes(500 if n % 2 else 9000).hex() for n in range(SENT)}
    for uid, body in bodies.items():
        put(ws, uid, body)
    ws.close()
    return bodies


def spoil(path: Path, page: int) -> None:
    content = bytearray(path.read_bytes())
    content[(page - 1) * PAGE + 900] ^= 4
    path.write_bytes(content)


def salvaged(folder: Path) -> tuple[dict[str, str], set[str]]:
    """Salvage; give the bodies that came along and the items that are named as lost."""
    out = folder.with_name("Salvaged.peerkeep")
    done = backups.salvage(folder, out, SECRET, clock=FakeClock())
    assert done.problems == 0
    ws = vaults.reopen(out, FakeClock())
    found = held(ws)
    assert found.keys() == {uid for (uid,) in ws.rows("programme", "SELECT uid FROM @.sealed_item")}
    assert verify(ws).ok
    ws.close()
    shutil.rmtree(out)
    return found, {one.id for one in done.lost if one.table == "sealed_item"}


def test_everything_comes_along_from_a_whole_file(workspace_folder: Path, sent: dict[str, str]) -> None:
    assert salvaged(workspace_folder) == (sent, set())


def test_without_its_first_page_too(workspace_folder: Path, sent: dict[str, str]) -> None:
    """Then nothing says which table a record is of, but the journal, which names its uid."""
    spoil(workspace_folder / "programme.db", 1)
    assert salvaged(workspace_folder) == (sent, set())


def test_a_body_with_a_bad_page_is_named_and_the_others_come_along(
    workspace_folder: Path, sent: dict[str, str]
) -> None:
    path = workspace_folder / "programme.db"
    ws = vaults.reopen(workspace_folder, FakeClock())
    pages = Pages(path.read_bytes(), ws.opened.grants["programme"].key)
    ws.close()
    piece = sent["item-04"][9000:9100].encode()
    spoil(path, next(page for page in range(1, pages.count + 1) if piece in pages.plain(page)))
    del sent["item-04"]
    assert salvaged(workspace_folder) == (sent, {"item-04"})
