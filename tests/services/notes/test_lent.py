"""Private notes that are lent: read and found by the substitute until the day, changed by nobody but their author."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desktop.services import notes, people
from desktop.services.notes.errors import NoSuchNote, TierNotHeld
from desktop.services.people import PersonDraft
from desktop.services.vault import Password, Workspace, add_user, change_password, lend_private, open_workspace
from tests import vaults
from tests.fakes.clock import FakeClock

OWN = "nine quiet barges moored"
GIVEN = "five lanterns at noon"
UNTIL = date(2026, 12, 2)


@pytest.fixture(scope="session")
def made(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A closed workspace whose author has lent a private note to a substitute, with the note's uid; made once."""
    folder, clock = vaults.copy(template, tmp_path_factory.mktemp("lent") / "Northfield.peerkeep"), FakeClock()
    ws = vaults.reopen(folder, clock)
    sam = people.add_person(ws, PersonDraft("1", "Roth", "Sam")).uid
    note = notes.write(ws, notes.PRIVATE, sam, "a hunch about the otters").uid
    amara = add_user(ws, "Amara Okafor", "counsellor", GIVEN, cost=vaults.CHEAP)
    ws.close()
    ws = substitute(folder, clock, GIVEN)
    change_password(ws, GIVEN, OWN, cost=vaults.CHEAP)
    ws.close()
    ws = vaults.reopen(folder, clock)
    lend_private(ws, amara.uid, UNTIL)
    ws.close()
    return folder, note


@pytest.fixture
def lent(made: tuple[Path, str], tmp_path: Path) -> tuple[Path, str]:
    """Give the same as a folder of the test's own."""
    return vaults.copy(made[0], tmp_path / "Northfield.peerkeep"), made[1]


def substitute(folder: Path, clock: FakeClock, password: str = OWN) -> Workspace:
    return open_workspace(folder, Password("Amara Okafor", password), clock=clock)


def test_the_substitute_reads_and_finds_them(lent: tuple[Path, str], clock: FakeClock) -> None:
    folder, note = lent
    ws = substitute(folder, clock)
    (head,) = notes.all_notes(ws)
    assert (head.uid, head.tier, head.lent, head.mine, head.author) == (note, notes.PRIVATE, True, False, vaults.USER)
    assert notes.notes_about(ws, head.person) == (head,)
    assert notes.read(ws, notes.PRIVATE, note).text == "a hunch about the otters"
    (hit,) = notes.search(ws, "otters")
    assert hit.note == note
    assert notes.unsigned(ws) == ()  # whose it is, signs it
    own = notes.write(ws, notes.PRIVATE, head.person, "otters, says Amara").uid
    assert {found.note for found in notes.search(ws, "otters")} == {note, own}
    ws.close()
    # The author sees in the own compartment who read it.
    ws = vaults.reopen(folder, clock)
    read = ws.rows("private", "SELECT user FROM @.step WHERE verb = 'read_note'")
    assert [ws.labels[user] for (user,) in read] == ["Amara Okafor"]
    assert [head.uid for head in notes.all_notes(ws)] == [note]
    ws.close()


@pytest.mark.parametrize(
    "change",
    [
        lambda ws, note, person: notes.edit(ws, notes.PRIVATE, note, "changed", None),
        lambda ws, note, person: notes.sign(ws, notes.PRIVATE, note),
        lambda ws, note, person: notes.add_addendum(ws, notes.PRIVATE, note, "why", "more"),
        lambda ws, note, person: notes.refile(ws, notes.PRIVATE, note, person, "why"),
    ],
)
def test_the_substitute_changes_nothing(
    lent: tuple[Path, str], clock: FakeClock, change: Callable[[Workspace, str, str], object]
) -> None:
    folder, note = lent
    ws = substitute(folder, clock)
    other = people.add_person(ws, PersonDraft("2", "Lee", "Kim")).uid
    with pytest.raises(NoSuchNote):
        change(ws, note, other)
    assert notes.read(ws, notes.PRIVATE, note).text == "a hunch about the otters"
    ws.close()


def test_after_the_day_there_is_nothing(lent: tuple[Path, str], clock: FakeClock) -> None:
    folder, note = lent
    clock.forward(days=(UNTIL - clock.today()).days + 1)
    ws = substitute(folder, clock)
    assert notes.all_notes(ws) == ()
    with pytest.raises((NoSuchNote, TierNotHeld)):
        notes.read(ws, notes.PRIVATE, note)
    assert notes.search(ws, "otters") == ()
    ws.close()
