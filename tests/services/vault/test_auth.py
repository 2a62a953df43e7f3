"""Passwords and recovery as security.md C1 states them, each test named by its ID."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.services import files
from desktop.services.errors import KnownError
from desktop.services.vault import (
    Password,
    Words,
    Workspace,
    add_recovery,
    add_user,
    change_password,
    confirm_words,
    keyring,
    new_words,
    open_workspace,
    recover_password,
    sealing,
    steps,
    tries,
    unlock,
    verify,
)
from desktop.services.vault.errors import (
    KeyringMissing,
    KeyringOlder,
    LookingOnly,
    MustWait,
    NoSuchUser,
    NotThePassword,
    PasswordNamesSchool,
    PasswordSame,
    PasswordTooShort,
    WordsDemanded,
    WordsNeeded,
    WrongPassword,
    WrongWords,
)
from desktop.services.vault.heads import Tried, laptop_record
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows

NEW = "four otters by the weir"
WRONG = Password(vaults.USER, "eight herons over water")
RIGHT = Password(vaults.USER, vaults.PASSWORD)
WORDS = new_words()


def opens(folder: Path, password: str, clock: FakeClock, user: str = vaults.USER) -> bool:
    try:
        open_workspace(folder, Password(user, password), clock=clock).close()
    except WrongPassword:
        return False
    return True


def fail(folder: Path, clock: FakeClock, times: int) -> None:
    """Try wrongly, waiting as long as it takes."""
    for _ in range(times):
        clock.forward(hours=1)
        with pytest.raises(WrongPassword):
            open_workspace(folder, WRONG, clock=clock)


def must_wait(folder: Path, clock: FakeClock, secret: Password = RIGHT) -> int:
    with pytest.raises(MustWait) as error:
        open_workspace(folder, secret, clock=clock)
    assert str(error.value.values["seconds"]) in str(error.value)
    return int(str(error.value.values["seconds"]))


def verbs(ws: Workspace) -> list[tuple[str, str]]:
    return [(info.verb, info.about) for info in steps(ws, 20)]


@pytest.fixture
def recoverable(workspace_folder: Path, clock: FakeClock) -> Path:
    """A closed workspace with recovery words and a second user."""
    ws = vaults.reopen(workspace_folder, clock)
    add_recovery(ws, WORDS)
    add_user(ws, "New Coordinator", "coordinator", "five lanterns at noon", cost=vaults.CHEAP)
    ws.close()
    return workspace_folder


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


# AUTH-02: delays


def test_auth_02_five_tries_are_free_then_each_waits_longer(workspace_folder: Path, clock: FakeClock) -> None:
    assert [tries.step_after(n) for n in (0, 4, 5, 6, 7, 12, 13, 14, 99, 100_000)] == [
        0, 0, 2, 4, 8, 256, 512, 900, 900, 900,
    ]  # fmt: skip
    for _ in range(5):
        with pytest.raises(WrongPassword):
            open_workspace(workspace_folder, WRONG, clock=clock)
    for step in (2, 4, 8, 16):
        assert must_wait(workspace_folder, clock) == step
        clock.forward(seconds=step - 1)
        assert must_wait(workspace_folder, clock) == 1
        clock.forward(seconds=1)
        with pytest.raises(WrongPassword):
            open_workspace(workspace_folder, WRONG, clock=clock)
    clock.forward(seconds=32)
    vaults.reopen(workspace_folder, clock).close()
    assert opens(workspace_folder, vaults.PASSWORD, clock)


def test_auth_02_waiting_tries_count_for_nothing(workspace_folder: Path, clock: FakeClock) -> None:
    fail(workspace_folder, clock, 5)
    for _ in range(20):
        assert must_wait(workspace_folder, clock, WRONG) == 2


def test_auth_02_waits_are_each_persons_own(recoverable: Path, clock: FakeClock) -> None:
    """Nobody shuts a colleague out, and nobody ends the wait for a colleague's password by typing their own."""
    fail(recoverable, clock, 6)
    assert opens(recoverable, "five lanterns at noon", clock, "New Coordinator")
    assert must_wait(recoverable, clock) == 4


def test_auth_02_after_a_hundred_only_the_words_open(recoverable: Path, clock: FakeClock) -> None:
    content = (recoverable / "keyring.json").read_bytes()
    record = laptop_record(keyring.load(recoverable).workspace, recoverable)
    uid = keyring.load(recoverable).users[0]["user"]
    record.tries[uid] = Tried(98, 0)
    record.save()
    fail(recoverable, clock, 2)
    clock.forward(days=400)
    with pytest.raises(WordsDemanded):
        open_workspace(recoverable, RIGHT, clock=clock)
    assert (recoverable / "keyring.json").read_bytes() == content
    ws = open_workspace(recoverable, Words(" ".join(WORDS)), clock=clock)
    recover_password(ws, vaults.USER, NEW, cost=vaults.CHEAP)
    ws.close()
    assert opens(recoverable, NEW, clock)


def test_auth_02_without_words_the_longest_wait_goes_on(workspace_folder: Path, clock: FakeClock) -> None:
    """Nothing else could open it then: that would be erasing."""
    record = laptop_record(keyring.load(workspace_folder).workspace, workspace_folder)
    record.tries[keyring.load(workspace_folder).users[0]["user"]] = Tried(150, 0)
    record.save()
    assert must_wait(workspace_folder, clock) == 900
    clock.forward(minutes=15)
    vaults.reopen(workspace_folder, clock).close()


def test_auth_02_the_count_survives_a_restart_and_a_kill(
    workspace_folder: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A try counts before the key is derived: a process killed meanwhile has tried too."""
    fail(workspace_folder, clock, 4)

    def killed(*_args: object) -> None:
        stated = laptop_record(keyring.load(workspace_folder).workspace, workspace_folder)
        assert [one.count for one in stated.tries.values()] == [5]
        raise WrongPassword

    with monkeypatch.context() as patched:
        patched.setattr(tries, "open_person", killed)
        with pytest.raises(WrongPassword):
            open_workspace(workspace_folder, RIGHT, clock=clock)
    assert must_wait(workspace_folder, clock) == 2


def test_auth_02_what_is_no_wrong_password_counts_for_nothing(workspace_folder: Path, clock: FakeClock) -> None:
    vaults.reopen(workspace_folder, clock).close()
    path = workspace_folder / "programme.db"
    whole = path.read_bytes()
    path.write_bytes(b"")
    for _ in range(8):
        with pytest.raises(KnownError) as error:
            open_workspace(workspace_folder, RIGHT, clock=clock)
        assert not isinstance(error.value, MustWait | WrongPassword)
    path.write_bytes(whole)
    vaults.reopen(workspace_folder, clock).close()


# AUTH-03: clocks


@pytest.mark.parametrize("years", [-10, 10])
def test_auth_03_a_clock_set_anew_neither_shortens_nor_prolongs(
    workspace_folder: Path, clock: FakeClock, years: int
) -> None:
    fail(workspace_folder, clock, 9)
    assert must_wait(workspace_folder, clock) == 32
    clock._now += timedelta(days=365 * years)
    assert must_wait(workspace_folder, clock) == 32
    clock.forward(seconds=32)
    vaults.reopen(workspace_folder, clock).close()


def test_auth_03_a_fresh_start_waits_the_full_step(workspace_folder: Path, clock: FakeClock) -> None:
    """The clock that nobody sets begins anew with the computer."""
    fail(workspace_folder, clock, 9)
    fresh = FakeClock()
    assert must_wait(workspace_folder, fresh) == 32
    fresh.forward(seconds=31)
    assert must_wait(workspace_folder, fresh) == 1
    fresh.forward(seconds=1)
    assert opens(workspace_folder, vaults.PASSWORD, fresh)


@pytest.mark.parametrize("now", [0, 1, 10**6, 10**15])
@pytest.mark.parametrize("at", [0, 1, 10**6, 10**15])
def test_auth_03_no_wait_is_longer_than_its_step(now: int, at: int) -> None:
    for count in (5, 9, 99, 10**9):
        assert 0 <= tries.seconds_left(Tried(count, at), now) <= tries.step_after(count)
    assert tries.seconds_left(Tried(9, at), at) == 32 or at > 0


@pytest.mark.parametrize(
    "change", [{"tries": {"u": [1e999, 0]}}, {"tries": {"u": ["x"]}}, {"tries": 5}, {"untold": []}]
)
def test_a_damaged_record_keeps_nobody_out(workspace_folder: Path, clock: FakeClock, change: dict[str, object]) -> None:
    vaults.reopen(workspace_folder, clock).close()
    path = laptop_record(keyring.load(workspace_folder).workspace, workspace_folder).path
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    vaults.reopen(workspace_folder, clock).close()


# AUTH-04


def test_auth_04_removing_the_keyring_resets_nothing(workspace_folder: Path, clock: FakeClock) -> None:
    fail(workspace_folder, clock, 6)
    kept = (workspace_folder / "keyring.json").read_bytes()
    (workspace_folder / "keyring.json").unlink()
    with pytest.raises(KeyringMissing) as error:
        open_workspace(workspace_folder, RIGHT, clock=clock)
    assert "keyring.bak" in str(error.value)
    (workspace_folder / "keyring.json").write_bytes(kept)
    assert must_wait(workspace_folder, clock) == 4


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


# AUD-04: failed tries and unlocks are journalled


def test_aud_04_unlocking_tells_of_the_failed_tries_before(recoverable: Path, clock: FakeClock) -> None:
    fail(recoverable, clock, 3)
    with pytest.raises(WrongWords):
        open_workspace(recoverable, Words(" ".join(new_words())), clock=clock)
    ws = unlock(recoverable, Password("New Coordinator", "five lanterns at noon"), clock=clock)
    assert verbs(ws)[:2] == [("unlock", ""), ("failed_unlock", "4")]
    assert steps(ws)[1].words == "4 failed tries to unlock"
    ws.close()
    ws = unlock(recoverable, RIGHT, clock=clock)
    assert [verb for verb, _ in verbs(ws)[:3]] == ["unlock", "unlock", "failed_unlock"]
    assert verify(ws).ok
    ws.close()


def test_aud_04_tries_wait_where_they_cannot_be_journalled(
    workspace_folder: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(workspace_folder, clock, 2)

    def full(*_args: object, **_more: object) -> None:
        raise files.DiskFull

    with monkeypatch.context() as patched:
        patched.setattr(Workspace, "event", full)
        unlock(workspace_folder, RIGHT, clock=clock).close()
    ws = unlock(workspace_folder, RIGHT, clock=clock)
    assert verbs(ws)[1] == ("failed_unlock", "2")
    ws.close()


def test_auth_14_nothing_secret_is_shown_by_what_holds_it() -> None:
    shown = repr(Password("u", NEW)) + repr(Words(" ".join(WORDS))) + repr(replace(Tried(), count=1))
    assert NEW not in shown
    assert WORDS[0] not in shown
