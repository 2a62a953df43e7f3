"""A rotation that stops: at every stage, killed, cancelled, without room. Old or new, never neither."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.services import files
from desktop.services.errors import Cancelled
from desktop.services.vault import (
    Password,
    Workspace,
    compartment,
    finish,
    keyring,
    list_users,
    open_workspace,
    remove_user,
    unfinished,
    verify,
)
from desktop.services.vault.errors import WrongPassword
from desktop.services.vault.slots import Secret
from desktop.services.vault.staff_errors import KeyNotChanged
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows
from tests.services.vault.staffed import (
    COORDINATOR,
    COUNSELLOR,
    FOUNDER,
    LEAD,
    RECOVERY,
    error_of,
    opens,
    person,
)


def as_(folder: Path, secret: object, clock: FakeClock) -> Workspace:
    return open_workspace(folder, secret, clock=clock)  # type: ignore[arg-type]  # a Password or Words


def files_open(folder: Path, keys: dict[str, str]) -> set[str]:
    return {name for name, key in keys.items() if opens(folder / f"{name}.db", key)}


def keys_of(folder: Path, secret: Password) -> dict[str, str]:
    return {name: grant.key for name, grant in person(folder, secret).grants.items()}


def stages(
    school: Path,
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[[Workspace], object],
    who: Secret = FOUNDER,
) -> list[Path]:
    """Let the founder or another act, and give the folder as it was before and after each change of a keyring or of a file's key."""
    made: list[Path] = []

    def snap() -> None:
        made.append(
            Path(shutil.copytree(school, place / f"stage {len(made)}", ignore=shutil.ignore_patterns("*.lock")))
        )

    def watched(real: Callable[..., None]) -> Callable[..., None]:
        def do(*args: object, **options: object) -> None:
            snap()
            real(*args, **options)
            snap()

        return do

    monkeypatch.setattr(keyring, "save", watched(keyring.save))
    monkeypatch.setattr(compartment, "change_key", watched(compartment.change_key))
    ws = as_(school, who, FakeClock())
    act(ws)
    ws.close()
    monkeypatch.undo()
    monkeypatch.setenv("PEERKEEP_HOME", str(place / "home"))
    return made


def test_a_rotation_that_stops_anywhere_opens_for_who_may_and_is_finished(
    school: Path, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AUTH-12 for keys: at every stage exactly one key opens each file, and who may has it; then the owner finishes."""
    before = keys_of(school, COUNSELLOR)
    found = stages(school, tmp_path, monkeypatch, lambda ws: remove_user(ws, COUNSELLOR.user))
    assert len(found) >= 8
    removed = 0
    for stage in found:
        shutil.rmtree(os.environ["PEERKEEP_HOME"], ignore_errors=True)
        gone = bool([user for user in keyring.load(stage).users if user.get("removed")])
        removed += gone
        ws = as_(stage, COORDINATOR, clock)  # no owner: reads and writes on with whichever key opens
        half = unfinished(ws)
        rows.add_person(ws)
        assert (verify(ws).ok, ws.notices) == (True, ())
        ws.close()
        ws = as_(stage, RECOVERY if stage is found[3] else FOUNDER, clock)
        assert unfinished(ws) == ()
        assert ws.notices == ()
        assert verify(ws).ok
        ws.close()
        for who in (COORDINATOR, LEAD, RECOVERY):
            assert error_of(stage, who, clock) is None
        if gone:
            assert error_of(stage, COUNSELLOR, clock) is WrongPassword
            assert not files_open(stage, before) & {"programme", "counselling"}
        else:
            assert not half
            assert error_of(stage, COUNSELLOR, clock) is None
    assert removed >= 6


def test_a_keyring_of_half_a_rotation_has_a_second_copy_that_mends_it(
    school: Path, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = stages(school, tmp_path, monkeypatch, lambda ws: remove_user(ws, COUNSELLOR.user))
    for stage in found[1::3]:
        shutil.rmtree(os.environ["PEERKEEP_HOME"], ignore_errors=True)
        (stage / keyring.NAME).unlink()
        (stage / keyring.SECOND).rename(stage / keyring.NAME)
        assert error_of(stage, COORDINATOR, clock) is None
        assert error_of(stage, FOUNDER, clock) is None
        assert (stage / keyring.NAME).read_bytes() == (stage / keyring.SECOND).read_bytes()


def remove_and_kill(school: Path, clock: FakeClock, place: Path, times: int) -> None:
    noise = random.Random("rotation")
    stopped = {"before": 0, "between": 0, "after": 0}
    for turn in range(times):
        folder = vaults.copy(school, place / f"turn {turn}")
        shutil.rmtree(os.environ["PEERKEEP_HOME"], ignore_errors=True)
        ready, go = os.pipe()
        child = os.fork()
        if child == 0:
            with contextlib.suppress(BaseException):
                ws = vaults.reopen(folder, clock)
                os.write(go, b"x")
                remove_user(ws, COUNSELLOR.user)
            os._exit(0)
        os.read(ready, 1)
        time.sleep(noise.uniform(0, 0.35))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(ready)
        os.close(go)
        plain = json.loads((folder / keyring.NAME).read_bytes())
        gone = any(user.get("removed") for user in plain["users"])
        half = any("next" in stated for stated in plain["compartments"].values())
        stopped["between" if half else "after" if gone else "before"] += 1
        ws = as_(folder, COORDINATOR, clock)
        rows.add_person(ws)
        assert verify(ws).ok
        assert not [notice for notice in ws.notices if not notice.startswith("left:")]
        ws.close()
        ws = as_(folder, FOUNDER, clock)
        assert unfinished(ws) == ()
        assert verify(ws).ok
        ws.close()
        assert (error_of(folder, COUNSELLOR, clock) is WrongPassword) == gone
        shutil.rmtree(folder)
    assert times < 100 or stopped["between"], stopped


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the writer is forked")
def test_six_kills_of_a_removal(school: Path, clock: FakeClock, tmp_path: Path) -> None:
    """Old or new, never neither: killed at any point, who may unlock does, and the next owner finishes."""
    remove_and_kill(school, clock, tmp_path, 6)


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the writer is forked")
def test_three_hundred_kills_of_a_removal(school: Path, clock: FakeClock, tmp_path: Path) -> None:
    remove_and_kill(school, clock, tmp_path, 300)


@pytest.mark.parametrize("why", ["cancelled", "full"])
def test_what_stops_a_rotation_leaves_it_to_the_next_unlock(
    school: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    before = keys_of(school, COUNSELLOR)
    ws = as_(school, FOUNDER, clock)

    def full(path: Path, key: str, new: str) -> None:
        raise KeyNotChanged(file=path.name)

    expected: type[Exception] = Cancelled
    if why == "full":
        expected = KeyNotChanged
        monkeypatch.setattr(compartment, "change_key", full)
    with pytest.raises(expected):
        remove_user(ws, COUNSELLOR.user, lambda done, total: why == "full" or done == 0)
    assert COUNSELLOR.user not in [user.label for user in list_users(ws)]
    assert unfinished(ws) == ("counselling", "programme")
    monkeypatch.undo()
    monkeypatch.setenv("PEERKEEP_HOME", str(school.parent / "home"))
    rows.add_person(ws)  # the open workspace goes on
    assert verify(ws).ok
    ws.close()
    assert error_of(school, COUNSELLOR, clock) is WrongPassword
    ws = as_(school, LEAD, clock)
    assert (unfinished(ws), verify(ws).ok, ws.notices) == ((), True, ())
    ws.close()
    assert not files_open(school, before) & {"programme", "counselling"}


def test_the_lock_may_interrupt_while_files_get_new_keys(
    school: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ws = as_(school, FOUNDER, clock)
    real = compartment.change_key

    def interrupted(path: Path, key: str, new: str) -> None:
        ws.interrupt()
        real(path, key, new)

    monkeypatch.setattr(compartment, "change_key", interrupted)
    remove_user(ws, COUNSELLOR.user)
    assert unfinished(ws) == ()
    ws.close()


def test_a_disk_without_room_is_said_before_any_file_is_touched(
    school: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ws = as_(school, FOUNDER, clock)
    monkeypatch.setattr(files, "free_space", lambda place: 1000)
    with pytest.raises(files.DiskFull):
        remove_user(ws, COUNSELLOR.user)
    monkeypatch.undo()
    monkeypatch.setenv("PEERKEEP_HOME", str(school.parent / "home"))
    assert finish(ws) == ("counselling", "programme")
    assert verify(ws).ok
    ws.close()
