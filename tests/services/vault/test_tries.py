"""Wrong tries: their waits, and what the journal says of them (security.md AUTH-02, AUTH-03, AUTH-04, AUD-04)."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.services.errors import KnownError
from desktop.services.vault import (
    Password,
    Words,
    keyring,
    new_words,
    open_workspace,
    recover_password,
    steps,
    tries,
    unlock,
    verify,
)
from desktop.services.vault.errors import (
    KeyringMissing,
    MustWait,
    WordsDemanded,
    WrongPassword,
    WrongWords,
)
from desktop.services.vault.heads import Tried, laptop_record
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault.passwords import COORDINATOR, NEW, RIGHT, WORDS, make_recoverable, opens, verbs

WRONG = Password(vaults.USER, "eight herons over water")


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


@pytest.fixture
def recoverable(workspace_folder: Path, clock: FakeClock) -> Path:
    """A closed workspace with recovery words and a second user."""
    return make_recoverable(workspace_folder, clock)


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


# AUD-04: failed tries and unlocks are journalled


def test_aud_04_unlocking_tells_of_the_failed_tries_before(recoverable: Path, clock: FakeClock) -> None:
    fail(recoverable, clock, 3)
    with pytest.raises(WrongWords):
        open_workspace(recoverable, Words(" ".join(new_words())), clock=clock)
    before = (recoverable / "programme.db").read_bytes()
    ws = unlock(recoverable, COORDINATOR, clock=clock)
    assert (recoverable / "programme.db").read_bytes() == before
    ws.tell()
    assert verbs(ws)[:3] == [("unlock", ""), ("failed_unlock", "1"), ("failed_unlock", "3")]
    assert not any("unlock" in step.verb for step in steps(ws))
    ws.close()
    ws = unlock(recoverable, RIGHT, clock=clock)
    ws.event("programme", "read_list")
    assert [verb for verb, _ in verbs(ws)[1:4]] == ["unlock", "unlock", "failed_unlock"]
    assert verify(ws).ok
    ws.close()


def test_aud_04_tries_and_unlocks_wait_until_they_can_be_journalled(workspace_folder: Path, clock: FakeClock) -> None:
    fail(workspace_folder, clock, 2)
    unlock(workspace_folder, RIGHT, clock=clock).close()
    clock.forward(hours=1)
    ws = unlock(workspace_folder, RIGHT, clock=clock)
    ws.event("programme", "read_list")
    assert verbs(ws)[:4] == [("read_list", ""), ("unlock", ""), ("unlock", ""), ("failed_unlock", "2")]
    moments = [row[0] for row in ws.rows("programme", "SELECT at FROM @.step ORDER BY clock DESC LIMIT 4")]
    assert moments[0] == moments[1] > moments[2] == moments[3]
    assert not ws.record.kept
    ws.close()
