"""Users and grants: what a person's keys do not open stays unreadable whatever the program does."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from desktop.services.vault import (
    Password,
    Words,
    Workspace,
    add_recovery,
    add_user,
    change_role,
    closed_to_words,
    has_recovery,
    keyring,
    new_words,
    open_workspace,
    sealing,
    users,
    verify,
)
from desktop.services.vault.errors import NameMissing, NotHeld, PasswordTooShort, WrongWords
from desktop.services.vault.slots import Opened, open_person
from desktop.services.vault.staff_errors import CannotLetIn, OwnerOnly, UserExists
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows

COORDINATOR = Password("Our Coordinator", "five lanterns at noon")
LEAD = Password("Our Lead", "two bridges in the fog")
CANARY = "CANARY-7b1f-heron"


@pytest.fixture
def shared(workspace_folder: Path, clock: FakeClock) -> Path:
    """A closed workspace of three users with a note of every tier."""
    vaults.colleague(workspace_folder, clock, COORDINATOR.user, "coordinator", COORDINATOR.password)
    vaults.colleague(workspace_folder, clock, LEAD.user, "lead", LEAD.password)
    ws = vaults.reopen(workspace_folder, clock)
    student = rows.add_person(ws)
    for tier in ("counselling", "private"):
        with ws.step(tier, "write_note", person=student) as step:
            rows.note(step, student, f"{CANARY} {tier}")
    ws.close()
    return workspace_folder


def opened(folder: Path, secret: Password | Words) -> Opened:
    return open_person(keyring.load(folder), secret)


def opens(path: Path, key: str) -> bool:
    """Try a raw key on a file, by SQLCipher alone."""
    connection = sqlite.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        connection.execute(f"PRAGMA key=\"x'{key}'\"")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite.DatabaseError:
        return False
    finally:
        connection.close()
    return True


def secrets_of(who: Opened) -> set[str]:
    """Give every key, as 64 hex digits, that a person's slot and grants yield in any way."""
    raw = {grant.key for grant in who.grants.values()} | {who.signing.hex()}
    identities = {who.identity} | {i for grant in who.grants.values() for i in grant.identities}
    return raw | {sealing.by_secret(i.encode(), b"", "").hex() for i in identities}


def test_a_coordinators_keys_open_nothing_of_counselling(shared: Path) -> None:
    who = opened(shared, COORDINATOR)
    ring = keyring.load(shared)
    files = [f"{name}.db" for name in ring.compartments if name != "programme"] + [
        path.name for path in shared.glob("private-*.db")
    ]
    assert len(set(files)) >= 3
    for name, key in itertools.product(set(files), secrets_of(who)):
        assert not opens(shared / name, key)
    assert opens(shared / "programme.db", who.grants["programme"].key)


def test_a_coordinators_identities_open_no_other_grant(shared: Path) -> None:
    who = opened(shared, COORDINATOR)
    identities = (who.identity, *(i for grant in who.grants.values() for i in grant.identities))
    for grant in keyring.load(shared).grants:
        if grant["to"] != who.user:
            with pytest.raises(sealing.Unopened):
                sealing.open_with(identities, sealing.from_text(grant["sealed"]))


def test_a_coordinator_sees_no_sign_of_notes(shared: Path, clock: FakeClock) -> None:
    ws = open_workspace(shared, COORDINATOR, clock=clock)
    assert ws.compartments == ("programme",)
    for attempt in (
        lambda: ws.rows("counselling", "SELECT * FROM @.note"),
        lambda: ws.event("counselling", "read_note"),
        lambda: ws.tables_of("counselling"),
    ):
        with pytest.raises(NotHeld):
            attempt()
    everything = repr(rows.dump(ws)) + repr(ws.rows("programme", "SELECT * FROM @.journal"))
    assert CANARY not in everything
    assert verify(ws).ok
    ws.close()


def test_a_lead_opens_counselling_and_a_private_part_of_his_own(shared: Path, clock: FakeClock) -> None:
    ws = open_workspace(shared, LEAD, clock=clock)
    assert ws.compartments == ("programme", "counselling", "safeguarding", "private")
    assert ws.value("counselling", "SELECT text FROM @.note_text") == f"{CANARY} counselling"
    assert ws.rows("private", "SELECT text FROM @.note_text") == []
    with ws.step("private", "write_note") as step:
        rows.note(step, ws.value("programme", "SELECT uid FROM @.person"), "mine")
    assert verify(ws).ok
    ws.close()
    first = vaults.reopen(shared, clock)
    assert first.value("private", "SELECT text FROM @.note_text") == f"{CANARY} private"
    assert verify(first).ok
    first.close()


def test_recovery_words_open_all_but_private(shared: Path, clock: FakeClock) -> None:
    words = new_words()
    ws = open_workspace(shared, LEAD, clock=clock)
    assert not has_recovery(ws)
    add_recovery(ws, words)
    assert has_recovery(ws)
    ws.close()
    found = open_workspace(shared, Words(" ".join(words)), clock=clock)
    assert found.compartments == ("programme", "counselling", "safeguarding")
    found.close()
    who = opened(shared, Words(" ".join(words)))
    for path in shared.glob("private-*.db"):
        assert not any(opens(path, key) for key in secrets_of(who))


def test_new_words_end_the_old_ones(shared: Path, clock: FakeClock) -> None:
    former, present = new_words(), new_words()
    ws = open_workspace(shared, LEAD, clock=clock)
    add_recovery(ws, former)
    add_recovery(ws, present)
    ws.close()
    with pytest.raises(WrongWords):
        open_workspace(shared, Words(" ".join(former)), clock=clock)
    open_workspace(shared, Words(" ".join(present)), clock=clock).close()


def test_words_of_who_does_not_hold_safeguarding_open_it_once_the_lead_came(shared: Path, clock: FakeClock) -> None:
    """Whoever made the workspace has not got its key, and gives the words all else; until then it is said."""
    former, present = new_words(), new_words()
    ws = open_workspace(shared, LEAD, clock=clock)
    add_recovery(ws, former)
    kept = Path(shutil.copytree(shared, shared.with_name("kept")))
    assert closed_to_words(ws) == ()
    ws.close()
    ws = vaults.reopen(shared, clock)
    assert not ws.holds("safeguarding")
    add_recovery(ws, present)
    assert closed_to_words(ws) == ("safeguarding",)
    ws.close()
    assert set(opened(shared, Words(" ".join(present))).grants) == {"programme", "counselling"}
    assert "safeguarding" in opened(kept, Words(" ".join(former))).grants  # why their sheet is to be kept until then
    for secret in (COORDINATOR, Password(vaults.USER, vaults.PASSWORD), LEAD):
        ws = open_workspace(shared, secret, clock=clock)
        assert closed_to_words(ws) == (() if secret is LEAD else ("safeguarding",))
        told = ws.value("programme", "SELECT count(*) FROM @.step WHERE verb = 'open_to_words'")
        assert told == (secret is LEAD)
        ws.close()
    found = open_workspace(shared, Words(" ".join(present)), clock=clock)
    assert found.compartments == ("programme", "counselling", "safeguarding")
    assert verify(found).ok
    found.close()
    with pytest.raises(WrongWords):
        open_workspace(shared, Words(" ".join(former)), clock=clock)


def test_words_are_not_taken_from_a_part_that_nobody_could_give_them(workspace: Workspace, clock: FakeClock) -> None:
    """Who manages users gave up counselling, and its only holder cannot sign: the former words stay."""
    folder, words = workspace.folder, new_words()
    add_recovery(workspace, words)
    workspace.close()
    vaults.colleague(folder, clock, "Our Counsellor", "counsellor", "nine otters on the ice")
    ws = vaults.reopen(folder, clock)
    change_role(ws, vaults.USER, "coordinator")
    with pytest.raises(CannotLetIn):
        add_recovery(ws, new_words())
    ws.close()
    assert "counselling" in opened(folder, Words(" ".join(words))).grants


def test_only_the_owner_manages_users(shared: Path, clock: FakeClock) -> None:
    ws = open_workspace(shared, COORDINATOR, clock=clock)
    before = (shared / "keyring.json").read_bytes()
    with pytest.raises(OwnerOnly):
        add_user(ws, "A Friend", "lead", "nine otters under ice", cost=vaults.CHEAP)
    with pytest.raises(OwnerOnly):
        add_recovery(ws, new_words())
    assert (shared / "keyring.json").read_bytes() == before
    ws.close()


def test_refusals_of_new_users_change_nothing(workspace: Workspace) -> None:
    before = (workspace.folder / "keyring.json").read_bytes()
    for label, password, kind in (
        ("  ", "five lanterns at noon", NameMissing),
        ("sample counsellor", "five lanterns at noon", UserExists),
        ("New Lead", "short", PasswordTooShort),
    ):
        with pytest.raises(kind):
            add_user(workspace, label, "lead", password, cost=vaults.CHEAP)
    assert (workspace.folder / "keyring.json").read_bytes() == before
    assert [user.label for user in users(workspace)] == [vaults.USER]


def test_steps_say_who(shared: Path, clock: FakeClock) -> None:
    ws = open_workspace(shared, LEAD, clock=clock)
    student = rows.add_person(ws, given="Noor")
    assert ws.history("programme", "person", student)[0].by == "Our Lead"
    ws.close()


def test_two_users_of_one_laptop_write_one_chain(shared: Path, clock: FakeClock) -> None:
    for secret in (COORDINATOR, LEAD, COORDINATOR, Password(vaults.USER, vaults.PASSWORD)):
        ws = open_workspace(shared, secret, clock=clock)
        rows.add_person(ws)
        ws.close()
    ws = vaults.reopen(shared, clock)
    made_elsewhere = 1
    assert ws.value("programme", "SELECT count(DISTINCT device) FROM @.step") == made_elsewhere + 1
    assert verify(ws).ok
    ws.close()
