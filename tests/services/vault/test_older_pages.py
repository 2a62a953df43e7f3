"""A page of an earlier copy put into the present file: each page authenticates, and the record is named all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services.vault import Workspace, verify
from desktop.services.vault.errors import OlderThanSeen
from desktop.services.vault.pages import LEAF_INDEX, LEAF_TABLE, Pages
from desktop.services.vault.unfit_errors import PartsOlder
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows, tampering

PAGE = 4096


def changed(folder: Path) -> tuple[bytes, list[str], Workspace]:
    """Change twenty people, and give the file before, their uids and the open workspace."""
    ws = vaults.reopen(folder, FakeClock())
    former = (folder / "programme.db").read_bytes()
    people = ws.rows("programme", "SELECT uid, given FROM @.person ORDER BY rowid LIMIT 20")
    for person, given in people:
        rows.edit(ws, "person", person, given=given.replace("P", "Q"))  # as long as before: every row stays on its page
    return former, [uid for uid, _ in people], ws


def splice(folder: Path, former: bytes, table: str) -> None:
    """Put one former leaf of a table or index in the place of the present one."""
    path = folder / "programme.db"
    present = path.read_bytes()
    pages = Pages(present, tampering.keys(folder)["programme"])
    for page in pages.walk(pages.roots()[table].root):
        at = slice((page - 1) * PAGE, page * PAGE)
        if pages.kind(page) in (LEAF_TABLE, LEAF_INDEX) and former[at] != present[at] and len(former) >= at.stop:
            path.write_bytes(present[: at.start] + former[at] + present[at.stop :])
            return
    raise AssertionError("no page of it changed")


def test_file_05_a_record_as_it_was_earlier_is_named(crowded: Path) -> None:
    """FILE-05: opening notices it, and the full check says which record stands as it was."""
    former, people, ws = changed(crowded)
    ws.close()
    splice(crowded, former, "person")
    ws = vaults.reopen(crowded, FakeClock())
    assert ws.notices == ("chain:programme",)
    (found,) = verify(ws).problems
    assert found.compartment == "programme"
    assert found.what == "is as it was earlier"
    assert found.where.removeprefix("table person, row ") in people
    ws.close()


@pytest.mark.parametrize("tree", ["journal", "journal_row"])
def test_file_05_an_older_page_of_the_journal_is_named(crowded: Path, tree: str) -> None:
    """FILE-05: the step that does not follow, or the file whose parts do not fit together."""
    former, _, ws = changed(crowded)
    ws.close()
    splice(crowded, former, tree)
    ws = vaults.reopen(crowded, FakeClock())
    problems = verify(ws).problems
    ws.close()
    assert {one.compartment for one in problems} == {"programme"}
    assert any(one.where.startswith(("step ", "file", "table ")) for one in problems)


@pytest.mark.parametrize("tree", ["counter"])
def test_file_05_parts_that_went_back_are_no_older_workspace(crowded: Path, tree: str) -> None:
    """FILE-05: the refusal names the file and the ways out; one page is older than the rest."""
    former, _, ws = changed(crowded)
    ws.close()
    present = (crowded / "programme.db").read_bytes()
    splice(crowded, former, tree)
    with pytest.raises(PartsOlder, match=r"Parts of the file programme\.db .*salvage.*health"):
        vaults.reopen(crowded, FakeClock())
    (crowded / "programme.db").write_bytes(former)
    with pytest.raises(OlderThanSeen) as whole:
        vaults.reopen(crowded, FakeClock())
    assert type(whole.value) is OlderThanSeen
    (crowded / "programme.db").write_bytes(present)
    vaults.reopen(crowded, FakeClock()).close()


def test_a_row_that_was_deleted_and_is_there_again_is_named(crowded: Path) -> None:
    ws = vaults.reopen(crowded, FakeClock())
    person = rows.add_person(ws, given="Gone")
    with ws.step("programme", "undo") as step:
        step.delete("person", person)
    ws.close()
    with tampering.raw(crowded) as connection:
        connection.execute(
            "INSERT INTO person (uid, number, source_key, kind, family, given, preferred, year, form, status) "
            "VALUES (?, '1', '', 'student', 'A', 'Gone', '', '', '', 'present')",
            (person,),
        )
    ws = vaults.reopen(crowded, FakeClock())
    assert ws.notices == ("chain:programme",)
    assert [(one.where, one.what) for one in verify(ws).problems] == [
        (f"table person, row {person}", "was deleted and is there again")
    ]
    ws.close()


def test_opening_takes_no_honest_row_for_an_older_one(crowded: Path) -> None:
    """Rows that were changed often, undone, deleted and made again; and a step with more entries than are looked at."""
    ws = vaults.reopen(crowded, FakeClock())
    people = [uid for (uid,) in ws.rows("programme", "SELECT uid FROM @.person LIMIT 10")]
    for given in ("One", "Two", "One"):
        for person in people:
            rows.edit(ws, "person", person, given=given)
    setting = {"name": "x", "value": "1"}
    for _ in range(2):
        with ws.step("programme", "set_school") as step:
            step.insert("setting", "made-and-gone", **setting)
        with ws.step("programme", "set_school") as step:
            step.update("setting", "made-and-gone", value="2")
            step.delete("setting", "made-and-gone")
    with ws.step("programme", "import_roster") as step:
        for _ in range(700):
            rows.person(step)
        step.update("person", people[0], given="Three")
        step.update("person", people[0], given="Four", year="11")
    ws.close()
    ws = vaults.reopen(crowded, FakeClock())
    assert ws.notices == ()
    assert verify(ws).ok
    ws.close()


def test_bad_pages_are_named_with_what_stands_on_them(crowded: Path) -> None:
    path = crowded / "programme.db"
    pages = Pages(path.read_bytes(), tampering.keys(crowded)["programme"])
    leaf = next(page for page in pages.walk(pages.roots()["person"].root) if pages.kind(page) == LEAF_TABLE)
    content = bytearray(path.read_bytes())
    content[leaf * PAGE - 2000] ^= 1
    path.write_bytes(content)
    ws = vaults.reopen(crowded, FakeClock())
    (found,) = verify(ws).problems
    ws.close()
    assert (found.where, found.what) == (f"file, page {leaf} (person)", "has pages that do not authenticate")
