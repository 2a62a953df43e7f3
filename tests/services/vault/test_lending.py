"""Private notes lent to a substitute: named, read only, told on both ends, and over by itself."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.services.errors import KnownError
from desktop.services.vault import (
    Password,
    Workspace,
    add_recovery,
    add_user,
    find_user,
    keyring,
    lend_private,
    lendings,
    list_users,
    new_words,
    open_workspace,
    recover_password,
    remove_user,
    take_back,
    verify,
)
from desktop.services.vault.errors import LentOnly, WrongPassword
from desktop.services.vault.lending_errors import LentAlready, NoPrivateNotes, NotASubstitute, NothingLent, UnfitDay
from desktop.services.vault.staff_errors import WordsFirst
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows, staffed
from tests.services.vault.staffed import COORDINATOR, COUNSELLOR, FOUNDER, LEAD, error_of, opens, person, texts

WEEK = timedelta(days=7)


def lent_by_counsellor(school: Path, clock: FakeClock) -> str:
    """Let the counsellor lend her notes to the lead for a week; give the key they had."""
    ws = open_workspace(school, COUNSELLOR, clock=clock)
    assert lend_private(ws, LEAD.user, clock.today() + WEEK)
    name = ws.compartment_name("private")
    key = ws.opened.grants[name].key
    ws.close()
    return key


def told(ws: Workspace, tier: str) -> list[str]:
    verbs = ("lend_private", "take_back", "end_lending")
    return [verb for (verb,) in ws.rows(tier, "SELECT verb FROM @.step ORDER BY clock") if verb in verbs]


def test_a_substitute_reads_and_writes_nothing(school: Path, clock: FakeClock) -> None:
    lent_by_counsellor(school, clock)
    ws = open_workspace(school, LEAD, clock=clock)
    assert ws.compartments == ("programme", "counselling", "safeguarding", "private", "lent")
    assert texts(ws, "lent") == [f"{staffed.CANARY} private of {COUNSELLOR.user}"]
    student = ws.value("programme", "SELECT uid FROM @.person")
    with pytest.raises(LentOnly), ws.step("lent", "write_note", person=student):
        pass
    ws.event("lent", "read_note", about="n")
    (lending,) = lendings(ws)
    assert (lending.owner_label, lending.to_label, lending.mine) == (COUNSELLOR.user, LEAD.user, False)
    assert (lending.until, lending.running) == (clock.today() + WEEK, True)
    assert (verify(ws).ok, told(ws, "counselling")) == (True, ["lend_private"])
    ws.close()
    ws = open_workspace(school, COUNSELLOR, clock=clock)
    assert lendings(ws)[0].mine
    assert told(ws, "private") == ["lend_private"]
    assert ws.value("private", "SELECT count(*) FROM @.step WHERE verb = 'read_note'") == 1, "the author sees who read"
    assert verify(ws).ok
    ws.close()
    for other in (FOUNDER, COORDINATOR):
        ws = open_workspace(school, other, clock=clock)
        assert not ws.holds("lent")
        assert lendings(ws) == ()
        ws.close()


def test_it_ends_by_itself(school: Path, clock: FakeClock) -> None:
    key = lent_by_counsellor(school, clock)
    clock.forward(days=7)
    ws = open_workspace(school, LEAD, clock=clock)
    assert ws.holds("lent"), "its last day is a day of it"
    ws.close()
    clock.forward(days=1)
    ws = open_workspace(school, LEAD, clock=clock)
    assert not ws.holds("lent")
    assert not lendings(ws)[0].running
    ws.close()
    ws = open_workspace(school, COUNSELLOR, clock=clock)
    name = ws.compartment_name("private")
    assert lendings(ws) == ()
    assert told(ws, "private") == ["lend_private", "end_lending"]
    assert texts(ws, "private")
    assert (verify(ws).ok, ws.notices) == (True, ())
    ws.close()
    assert not opens(school / f"{name}.db", key), "the author's next unlock made a new key"
    assert name not in person(school, LEAD).grants


def test_taken_back_at_once_with_a_new_key_and_lent_again(school: Path, clock: FakeClock, tmp_path: Path) -> None:
    """What the substitute opened before stays readable in old copies: that is said, and so it is."""
    key = lent_by_counsellor(school, clock)
    copy = Path(shutil.copytree(school, tmp_path / "kept"))
    ws = open_workspace(school, COUNSELLOR, clock=clock)
    assert take_back(ws)
    staffed.write(ws, "private", rows.add_person(ws), "written after")
    path = school / ws.file_of("private")
    with pytest.raises(NothingLent):
        take_back(ws)
    assert lend_private(ws, FOUNDER.user, clock.today())
    with pytest.raises(LentAlready):
        lend_private(ws, LEAD.user, clock.today())
    assert lend_private(ws, FOUNDER.user, clock.today() + WEEK)
    assert verify(ws).ok
    ws.close()
    assert not opens(path, key)
    assert opens(copy / path.name, key)
    ws = open_workspace(school, LEAD, clock=clock)
    assert not ws.holds("lent")
    ws.close()
    ws = open_workspace(school, FOUNDER, clock=clock)
    assert "written after" in texts(ws, "lent")
    ws.close()
    (school / keyring.SECOND).unlink()
    for name in (keyring.NAME, keyring.SECOND):  # the keyring of the lending put back: the files do not open by it
        shutil.copy(copy / name, school / name)
    assert error_of(school, COUNSELLOR, clock) is not None


def test_who_can_be_a_substitute_and_until_when(school: Path, clock: FakeClock) -> None:
    ws = open_workspace(school, FOUNDER, clock=clock)
    add_user(ws, "New Here", "counsellor", vaults.GIVEN, cost=vaults.CHEAP)
    before = (school / keyring.NAME).read_bytes()
    today = clock.today()
    refusals: tuple[tuple[type[KnownError], str, int], ...] = (
        (NotASubstitute, COORDINATOR.user, 1),
        (NotASubstitute, FOUNDER.user, 1),
        (NotASubstitute, "New Here", 1),
        (UnfitDay, LEAD.user, -1),
        (UnfitDay, LEAD.user, 400),
    )
    for kind, who, days in refusals:
        with pytest.raises(kind):
            lend_private(ws, who, today + timedelta(days=days))
    ws.close()
    ws = open_workspace(school, COORDINATOR, clock=clock)
    with pytest.raises(NoPrivateNotes):
        lend_private(ws, LEAD.user, today)
    ws.close()
    assert (school / keyring.NAME).read_bytes() == before


def test_it_is_over_where_the_substitute_or_the_author_is_removed(school: Path, clock: FakeClock) -> None:
    lent_by_counsellor(school, clock)
    ws = open_workspace(school, FOUNDER, clock=clock)
    remove_user(ws, COUNSELLOR.user)
    ws.close()
    assert error_of(school, COUNSELLOR, clock) is WrongPassword
    ws = open_workspace(school, LEAD, clock=clock)
    assert not ws.holds("lent")
    assert lendings(ws) == ()
    assert verify(ws).ok
    lend_private(ws, FOUNDER.user, clock.today() + WEEK)
    assert find_user(ws, FOUNDER.user).private
    ws.close()
    ws = open_workspace(school, FOUNDER, clock=clock)
    assert ws.holds("lent")
    ws.close()


def test_a_substitute_who_was_recovered_reads_no_more(school: Path, clock: FakeClock) -> None:
    """The words open nothing private, also not by a new password for somebody to whom it was lent."""
    lent_by_counsellor(school, clock)
    ws = open_workspace(school, staffed.RECOVERY, clock=clock)
    recover_password(ws, LEAD.user, "eight geese in a row", cost=vaults.CHEAP)
    ws.close()
    ws = open_workspace(school, Password(LEAD.user, "eight geese in a row"), clock=clock)
    assert not ws.holds("lent")
    assert not lendings(ws)[0].running
    ws.close()
    ws = open_workspace(school, COUNSELLOR, clock=clock)
    assert lendings(ws) == ()
    assert (verify(ws).ok, told(ws, "private")) == (True, ["lend_private", "end_lending"])
    ws.close()


def test_a_new_key_of_private_notes_that_was_not_finished_is(
    school: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.services.vault import compartment
    from desktop.services.vault.staff_errors import KeyNotChanged

    lent_by_counsellor(school, clock)
    ws = open_workspace(school, COUNSELLOR, clock=clock)

    def full(path: Path, key: str, new: str) -> None:
        raise KeyNotChanged(file=path.name)

    monkeypatch.setattr(compartment, "change_key", full)
    with pytest.raises(KeyNotChanged):
        take_back(ws)
    monkeypatch.undo()
    monkeypatch.setenv("PEERKEEP_HOME", str(school.parent / "home"))
    assert lendings(ws) == ()
    staffed.write(ws, "private", rows.add_person(ws), "with the former key")
    ws.close()
    ws = open_workspace(school, LEAD, clock=clock)
    assert not ws.holds("lent")
    ws.close()
    ws = open_workspace(school, COUNSELLOR, clock=clock)
    (own,) = [one for one in ws.keyring.own_parts() if one["user"] == ws.user.uid]
    assert ("next" in own, own["epoch"]) == (False, 2)
    assert "with the former key" in texts(ws, "private")
    assert (verify(ws).ok, ws.notices) == (True, ())
    ws.close()


def test_a_workspace_of_the_first_form_opens_lends_and_asks_for_new_words(
    school: Path, clock: FakeClock, tmp_path: Path
) -> None:
    """Private notes once stood among what the owner signs, and nobody noted for whom the words' grants are sealed."""
    folder = tmp_path / "First form.peerkeep"
    ws = vaults.make(folder, clock, words=staffed.WORDS)
    owner = ws.opened.owner
    assert owner
    ws.close()
    ring = keyring.load(folder)
    (own,) = ring.own
    ring.shared[own["compartment"]] = {"epoch": own["epoch"], "recipient": own["recipient"]}
    ring.grants += own["grants"]
    ring.own, ring.recovery = [], ""
    ring.sign(owner)
    keyring.save(folder, ring)
    plain = json.loads((folder / keyring.NAME).read_bytes())
    assert not plain.keys() & {"own", "authors", "recovery", "owners_before"}
    vaults.colleague(folder, clock, COUNSELLOR.user, "counsellor", COUNSELLOR.password)
    ws = vaults.reopen(folder, clock)
    assert [user.private for user in list_users(ws)] == [True, True]
    with pytest.raises(WordsFirst):
        remove_user(ws, COUNSELLOR.user)
    add_recovery(ws, new_words())
    assert lend_private(ws, COUNSELLOR.user, clock.today())
    assert take_back(ws)
    remove_user(ws, COUNSELLOR.user)
    assert (verify(ws).ok, ws.notices) == (True, ())
    ws.close()
    vaults.reopen(folder, clock).close()
