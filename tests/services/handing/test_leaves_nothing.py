"""DEL-01, as far as anything is deleted yet: what was handed in leaves nothing behind where it only passed through."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services import handing, notes, people
from desktop.services.handing import store
from desktop.services.people import PersonDraft
from desktop.services.vault import Workspace
from desktop.services.vault.drafts import Draft
from desktop.services.vault.pages import Pages
from desktop.services.vault.schema import hash_of
from tests.fakes.clock import FakeClock
from tests.services.handing.coordinators import at, counselling, invite

CANARY = "heron-under-the-bridge"


@pytest.fixture
def folder(workspace_folder: Path, clock: FakeClock) -> Path:
    """A workspace that a coordinator can unlock too."""
    invite(workspace_folder, clock)
    return workspace_folder


def plain(ws: Workspace, tier: str) -> bytes:
    """Decrypt every page of a file, free ones too."""
    name = ws.compartment_name(tier)
    pages = Pages((ws.folder / ws.file_of(tier)).read_bytes(), ws.opened.grants[name].key)
    assert pages.bad() == []
    return b"".join(pages.plain(page) for page in range(1, pages.count + 1))


def test_del_01_the_text_stands_nowhere_but_where_it_belongs(folder: Path, clock: FakeClock, own_home: Path) -> None:
    """DEL-01: no page of the programme, used or free, no draft, no other file has a word of it."""
    with at(folder, clock) as ws:
        ws.drafts.keep("handing", Draft(CANARY * 40, 3, "handing"))
        handing.hand_in(ws, handing.COUNSELLING, CANARY * 40)
        ws.drafts.drop("handing")
        assert CANARY.encode() not in plain(ws, "programme")
        assert list((folder / "drafts").glob("*")) == []
    with counselling(folder, clock) as ws:
        handing.take_in(ws)
        assert CANARY.encode() not in plain(ws, "programme")
        assert CANARY.encode() in plain(ws, "counselling")  # so it was looked for rightly
    for path in (*folder.rglob("*"), *own_home.rglob("*")):
        assert path.is_dir() or CANARY.encode() not in path.read_bytes(), path


def test_del_01_deleted_rows_are_overwritten(folder: Path, clock: FakeClock) -> None:
    """DEL-01: secure_delete reads 1 everywhere; of a sealed item that was taken in, its hash alone is left.

    The journal is append-only: had it the ciphertext, whoever held the keys of then could open it in any later copy.
    """
    with at(folder, clock) as ws:
        handing.hand_in(ws, handing.COUNSELLING, CANARY * 400)
    with counselling(folder, clock) as ws:
        ((_, sealed),) = store.sealed_items(ws, handing.COUNSELLING)
        pieces = [sealed[start : start + 60].encode() for start in range(0, len(sealed) - 60, 60)]
        there = plain(ws, "programme")
        assert sum(piece in there for piece in pieces) > len(pieces) * 0.9  # but for those that two pages share
        handing.take_in(ws)
        everything = [plain(ws, tier) for tier in ws.compartments]
        everything += [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
        assert not any(piece in content for piece in pieces for content in everything)
        assert hash_of(sealed).encode() in plain(ws, "programme")
        assert ws.value("programme", "SELECT count(*) FROM @.sealed_item_body") == 0
        assert [ws.value(tier, "PRAGMA @.secure_delete") for tier in ws.compartments] == [1] * len(ws.compartments)


def test_del_01_what_was_searched_is_on_no_disk(workspace: Workspace) -> None:
    """DEL-01: the words of notes are indexed in memory alone."""
    uid = people.add_person(workspace, PersonDraft("1", "Okafor", "Ada", year="8")).uid
    notes.write(workspace, 2, uid, CANARY)
    assert notes.search(workspace, CANARY)
    assert workspace.value("programme", "PRAGMA temp_store") == 2
    assert workspace.value("programme", "SELECT file FROM pragma_database_list WHERE name = 'temp'") in ("", None)
    assert CANARY.encode() not in plain(workspace, "programme")
