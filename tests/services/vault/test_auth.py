"""Passwords and recovery as security.md C1 states them, each test named by its ID."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.services import files
from desktop.services.errors import KnownError
from desktop.services.vault import (
    Password,
    Words,
    Workspace,
    add_recovery,
    change_password,
    confirm_words,
    keyring,
    new_words,
    open_workspace,
    recover_password,
    sealing,
    unlock,
    verify,
)
from desktop.services.vault.errors import (
    KeyringOlder,
    LookingOnly,
    MustWait,
    NoSuchUser,
    NotThePassword,
    PasswordNamesSchool,
    PasswordSame,
    PasswordTooShort,
    WordsNeeded,
    WrongWords,
)
from desktop.services.vault.heads import Tried
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows
from tests.services.vault.passwords import NEW, RIGHT, WORDS, make_recoverable, opens, verbs


@pytest.fixture
def recoverable(workspace_folder: Path, clock: FakeClock) -> Path:
    """A closed workspace with recovery words and a second user."""
    return make_recoverable(workspace_folder, clock)


# a new password by the former one


def test_a_new_password_opens_and_the_former_does_not(workspace_folder: Path, clock: FakeClock) -> None:
    ws = vaults.reopen(workspace_folder, clock)
    before = ws.keyring
    done = change_password(ws, vaults.PASSWORD, NEW, cost=vaults.CHEAP)
    assert (done.verb, ws.keyring.generation) == ("change_password", before.generation)
    assert ws.keyring.signature == before.signature  # one slot, nothing the owner signs
    assert ws.keyring.slots[0]["counter"] == before.slots[0]["counter"] + 1
    ws.close()
    assert not opens(workspace_folder, vaults.PASSWORD, clock)
    ws = open_workspace(workspace_folder, Password(vaults.USER, NEW), clock=clock)
    assert ws.compartments == ("programme", "counselling", "private")
    assert ws.opened.owner is not None
    assert verbs(ws)[0][0] == "change_password"
    assert verify(ws).ok
    ws.close()
    one, two = workspace_folder / "keyring.json", workspace_folder / "keyring.bak"
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    ("former", "new", "kind"),
    [
        ("eight herons over water", NEW, NotThePassword),
        (vaults.PASSWORD, vaults.PASSWORD, PasswordSame),
        (vaults.PASSWORD, "fourteen chars", PasswordTooShort),
        (vaults.PASSWORD, "Northfield School 1", PasswordNamesSchool),
        (vaults.PASSWORD, "sample counsellor 1", PasswordNamesSchool),
    ],
)
def test_what_is_refused_changes_nothing(workspace: Workspace, former: str, new: str, kind: type[KnownError]) -> None:
    content = (workspace.folder / "keyring.json").read_bytes()
    with pytest.raises(kind):
        change_password(workspace, former, new, vaults.SCHOOL, cost=vaults.CHEAP)
    assert (workspace.folder / "keyring.json").read_bytes() == content


def test_the_present_password_is_asked_with_the_same_waits(workspace: Workspace, clock: FakeClock) -> None:
    for _ in range(5):
        with pytest.raises(NotThePassword):
            change_password(workspace, "eight herons over water", NEW)
    with pytest.raises(MustWait):
        change_password(workspace, vaults.PASSWORD, NEW)
    clock.forward(seconds=2)
    change_password(workspace, vaults.PASSWORD, NEW, cost=vaults.CHEAP)
    assert workspace.record.tries == {}


def test_a_user_without_the_owners_key_changes_their_own(recoverable: Path, clock: FakeClock) -> None:
    theirs = Password("New Coordinator", "five lanterns at noon")
    ws = open_workspace(recoverable, theirs, clock=clock)
    change_password(ws, theirs.password, NEW, cost=vaults.CHEAP)
    ws.close()
    assert opens(recoverable, NEW, clock, "New Coordinator")
    assert opens(recoverable, vaults.PASSWORD, clock)


def test_nothing_changes_where_it_cannot_be_written(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """AUTH-12: the keyring cannot be replaced; no event tells of a change that was not made."""
    before, content = verbs(workspace), (workspace.folder / "keyring.json").read_bytes()

    def full(*_args: object, **_more: object) -> None:
        raise files.DiskFull

    with monkeypatch.context() as patched:
        patched.setattr(files, "write_whole", full)
        with pytest.raises(files.DiskFull):
            change_password(workspace, vaults.PASSWORD, NEW, cost=vaults.CHEAP)
    assert verbs(workspace) == before
    assert (workspace.folder / "keyring.json").read_bytes() == content


def test_nothing_changes_where_it_cannot_be_journalled(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """AUD-05: when the journal fails, the password stays what it was."""
    content = (workspace.folder / "keyring.json").read_bytes()

    def fails(*_args: object, **_more: object) -> None:
        raise files.DiskFull

    with monkeypatch.context() as patched:
        patched.setattr(Workspace, "_seal", fails)
        with pytest.raises(files.DiskFull):
            change_password(workspace, vaults.PASSWORD, NEW, cost=vaults.CHEAP)
    assert (workspace.folder / "keyring.json").read_bytes() == content


def test_the_former_keyring_put_back_is_noticed(workspace_folder: Path, clock: FakeClock) -> None:
    former = (workspace_folder / "keyring.json").read_bytes()
    ws = vaults.reopen(workspace_folder, clock)
    change_password(ws, vaults.PASSWORD, NEW, cost=vaults.CHEAP)
    ws.close()
    (workspace_folder / "keyring.json").write_bytes(former)
    with pytest.raises(KeyringOlder):
        open_workspace(workspace_folder, RIGHT, clock=clock)


# AUTH-07: recovery


def test_auth_07_the_words_set_a_new_password(recoverable: Path, clock: FakeClock) -> None:
    ws = vaults.reopen(recoverable, clock)
    with ws.step("private", "write_note", person="p") as step:
        note = rows.note(step, "p", "for nobody else")
        rows.wording(step, "p", note, "for nobody else")
    person = rows.add_person(ws)
    shared = ws.opened.grants["counselling"].key
    ws.close()
    copy_before = shutil.copytree(recoverable, recoverable.with_name("Before.peerkeep"))
    ws = unlock(recoverable, Words(" ".join(WORDS)), clock=clock)
    recover_password(ws, vaults.USER.upper(), NEW, vaults.SCHOOL, cost=vaults.CHEAP)
    assert ws.record.words_used
    ws.close()
    assert not opens(recoverable, vaults.PASSWORD, clock)
    ws = unlock(recoverable, Password(vaults.USER, NEW), clock=clock)
    assert ws.opened.owner is not None
    assert ws.opened.grants["counselling"].key == shared
    assert ws.value("programme", "SELECT count(*) FROM @.person WHERE uid = ?", (person,)) == 1
    # Private notes: by design the words do not open them; the author begins an empty compartment.
    assert ws.value("private", "SELECT count(*) FROM @.note") == 0
    with ws.step("private", "write_note", person="p") as step:
        note = rows.note(step, "p", "new")
        rows.wording(step, "p", note, "new")
    seen = [verb for verb, _ in verbs(ws) if "pass" in verb or "unlock" in verb]
    assert seen == ["unlock", "failed_unlock", "recover_password", "unlock"]
    assert verify(ws).ok
    ws.close()
    assert opens(recoverable, "five lanterns at noon", clock, "New Coordinator")
    # What is said of copies made before: they still open with the former password, private notes and all.
    old = open_workspace(copy_before, RIGHT, clock=clock, accept_older=True)
    assert old.value("private", "SELECT count(*) FROM @.note") == 1
    old.close()


def test_auth_07_the_words_are_replaced_or_confirmed_after(recoverable: Path, clock: FakeClock) -> None:
    ws = open_workspace(recoverable, Words(" ".join(WORDS)), clock=clock)
    recover_password(ws, vaults.USER, NEW, cost=vaults.CHEAP)
    ws.close()
    ws = open_workspace(recoverable, Password(vaults.USER, NEW), clock=clock)
    assert ws.record.words_used
    confirm_words(ws)
    assert (ws.record.words_used, verbs(ws)[0][0]) == (False, "confirm_words")
    add_recovery(ws, new_words())
    assert verbs(ws)[0][0] == "replace_words"
    ws.close()
    with pytest.raises(WrongWords):
        open_workspace(recoverable, Words(" ".join(WORDS)), clock=clock)


def test_auth_07_a_user_without_the_owners_key_gets_no_more_than_before(recoverable: Path, clock: FakeClock) -> None:
    ws = open_workspace(recoverable, Words(" ".join(WORDS)), clock=clock)
    recover_password(ws, "New Coordinator", NEW, cost=vaults.CHEAP)
    ws.close()
    ws = open_workspace(recoverable, Password("New Coordinator", NEW), clock=clock)
    assert ws.compartments == ("programme",)
    assert ws.opened.owner is None
    ws.close()
    assert opens(recoverable, vaults.PASSWORD, clock)


@pytest.mark.parametrize(
    ("user", "new", "kind"), [("Nobody", NEW, NoSuchUser), (vaults.USER, "short", PasswordTooShort)]
)
def test_auth_07_what_is_refused_changes_nothing(
    recoverable: Path, clock: FakeClock, user: str, new: str, kind: type[KnownError]
) -> None:
    content, there = (recoverable / "keyring.json").read_bytes(), sorted(recoverable.glob("*.db"))
    ws = open_workspace(recoverable, Words(" ".join(WORDS)), clock=clock)
    with pytest.raises(kind):
        recover_password(ws, user, new, cost=vaults.CHEAP)
    ws.close()
    assert (recoverable / "keyring.json").read_bytes() == content
    assert sorted(recoverable.glob("*.db")) == there


def test_auth_07_only_the_words_recover(workspace: Workspace) -> None:
    with pytest.raises(WordsNeeded):
        recover_password(workspace, vaults.USER, NEW)


def test_auth_07_a_failed_write_leaves_the_former_password(
    recoverable: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = sorted(recoverable.glob("*.db"))
    ws = open_workspace(recoverable, Words(" ".join(WORDS)), clock=clock)

    def full(*_args: object, **_more: object) -> None:
        raise files.DiskFull

    with monkeypatch.context() as patched:
        patched.setattr(keyring, "save", full)
        with pytest.raises(files.DiskFull):
            recover_password(ws, vaults.USER, NEW, cost=vaults.CHEAP)
    ws.close()
    assert sorted(recoverable.glob("*.db")) == there
    assert opens(recoverable, vaults.PASSWORD, clock)


def test_a_copy_looked_at_changes_no_password(workspace: Workspace) -> None:
    workspace.looking = True
    try:
        for verb in (lambda: change_password(workspace, vaults.PASSWORD, NEW), lambda: confirm_words(workspace)):
            with pytest.raises(LookingOnly):
                verb()
    finally:
        workspace.looking = False


# AUTH-11


@pytest.mark.parametrize("cost", [(64 * 1024 * 1024, 3, 1), (64 * 1024, 0, 1), (8, 3, 1)])
def test_auth_11_absurd_costs_are_refused(cost: tuple[int, int, int]) -> None:
    """Before any derivation and without memory: test_keyring has the whole opening, and its time."""
    assert not sealing.Cost(*cost).allowed()
    assert sealing.Cost().allowed()


def test_auth_14_nothing_secret_is_shown_by_what_holds_it() -> None:
    shown = repr(Password("u", NEW)) + repr(Words(" ".join(WORDS))) + repr(replace(Tried(), count=1))
    assert NEW not in shown
    assert WORDS[0] not in shown
