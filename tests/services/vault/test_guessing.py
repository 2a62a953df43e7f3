"""AUTH-01 to AUTH-04 as somebody who guesses sees them: no hint by words or time, no way round the waits."""

from __future__ import annotations

import contextlib
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest

from desktop.services.errors import KnownError
from desktop.services.vault import Password, Words, add_recovery, keyring, new_words, open_workspace, sealing
from desktop.services.vault.errors import KeyringMissing, MustWait, WrongPassword, WrongWords
from desktop.services.vault.heads import laptop_record
from desktop.services.vault.slots import open_person
from tests import vaults
from tests.fakes.clock import FakeClock

# One letter off, nothing of it, too short, too long, empty.
WRONG = ("seven herons over watef", "x", "a" * 1000, "", "Seven Herons Over Water")


def took(ring: keyring.Keyring, secret: Password) -> float:
    """Measure one try in the processor's own time: other work on the machine does not count."""
    began = time.thread_time()
    with contextlib.suppress(WrongPassword):
        open_person(ring, secret)
    return time.thread_time() - began


def compare(ring: keyring.Keyring, tries: int, *secrets: Password) -> list[float]:
    """Give the median of each secret's tries, taken in turn."""
    every: list[list[float]] = [[] for _ in secrets]
    for _ in range(tries):
        for place, secret in enumerate(secrets):
            every[place].append(took(ring, secret))
    return [median(one) for one in every]


def as_people_have_it() -> float:
    """Measure one derivation of the cost that people's workspaces have; those of the tests have a cheaper one."""
    began = time.thread_time()
    sealing.by_password(b"x", bytes(16), sealing.Cost())
    return time.thread_time() - began


def test_auth_01_right_and_wrong_take_equally_long(workspace_folder: Path) -> None:
    """Before the files are opened, within a twentieth of the time that one try takes."""
    ring = keyring.load(workspace_folder)
    right, *wrong = compare(ring, 9, *(Password(vaults.USER, word) for word in (vaults.PASSWORD, *WRONG[:3])))
    assert all(abs(one - right) < 0.05 * as_people_have_it() for one in wrong), (right, wrong)


@pytest.mark.long
def test_auth_01_a_thousand_tries(workspace_folder: Path) -> None:
    ring = keyring.load(workspace_folder)
    right, *wrong = compare(ring, 200, *(Password(vaults.USER, word) for word in (vaults.PASSWORD, *WRONG[:4])))
    whole = median(as_people_have_it() for _ in range(9))
    print(f"{whole * 1000:.1f} ms; wrong less right: {', '.join(f'{(one - right) * 1000:+.2f}' for one in wrong)} ms")
    assert all(abs(one - right) < 0.05 * whole for one in wrong), (right, wrong)


def test_auth_01_a_name_that_nobody_has_takes_as_long(workspace_folder: Path) -> None:
    ring = keyring.load(workspace_folder)
    known, unknown = compare(ring, 11, Password(vaults.USER, "x"), Password("Nobody Of That Name", "x"))
    assert abs(known - unknown) < 0.5 * known  # in all, it was none


@pytest.mark.parametrize("user", [vaults.USER, "Nobody Of That Name"])
@pytest.mark.parametrize("password", WRONG)
def test_auth_01_one_message_for_whatever_was_wrong(workspace_folder: Path, user: str, password: str) -> None:
    with pytest.raises(WrongPassword) as error:
        open_workspace(workspace_folder, Password(user, password), clock=FakeClock())
    assert str(error.value) == str(WrongPassword())
    assert password not in str(error.value) or len(password) < 2


def test_auth_02_to_04_nothing_beside_the_workspace_ends_a_wait(workspace_folder: Path, clock: FakeClock) -> None:
    """The keyring exchanged for its second copy, the lock and the heads removed, another name: the wait goes on."""
    for _ in range(6):
        clock.forward(minutes=20)
        with pytest.raises(WrongPassword):
            open_workspace(workspace_folder, Password(vaults.USER, "x"), clock=clock)
    right = Password(vaults.USER, vaults.PASSWORD)
    for name in ("in-use.lock", "heads.json", "keyring.bak"):
        (workspace_folder / name).unlink(missing_ok=True)
        with pytest.raises(MustWait):
            open_workspace(workspace_folder, right, clock=clock)
    moved = workspace_folder.rename(workspace_folder.with_name("Elsewhere.peerkeep"))
    with pytest.raises(MustWait):
        open_workspace(moved, right, clock=clock)
    content = (moved / "keyring.json").read_bytes()
    (moved / "keyring.json").unlink()
    with pytest.raises(KnownError) as error:
        open_workspace(moved, right, clock=clock)
    assert isinstance(error.value, KeyringMissing) or "keyring" in str(error.value)
    (moved / "keyring.json").write_bytes(content)
    clock.forward(seconds=4)
    vaults.reopen(moved, clock).close()


def test_auth_02_wrong_words_are_counted_for_the_journal_and_need_no_wait(
    workspace_folder: Path, clock: FakeClock
) -> None:
    """24 words are not guessed; and nobody shuts out who has them by trying others."""
    ws = vaults.reopen(workspace_folder, clock)
    words = new_words()
    add_recovery(ws, words)
    ws.close()
    for _ in range(12):
        with pytest.raises(WrongWords):
            open_workspace(workspace_folder, Words(" ".join(new_words())), clock=clock)
    assert laptop_record(keyring.load(workspace_folder).workspace, workspace_folder).untold["recovery"][0] == 12
    open_workspace(workspace_folder, Words(" ".join(words)), clock=clock).close()


def test_auth_14_no_secret_in_what_objects_errors_and_tracebacks_say(
    workspace_folder: Path, clock: FakeClock, capfd: pytest.CaptureFixture[str]
) -> None:
    """The password, the words, every key and every signing key, in repr(), in refusals, and in SQLCipher's own log."""
    words = new_words()
    ws = vaults.reopen(workspace_folder, clock)
    add_recovery(ws, words)
    secrets = [vaults.PASSWORD, " ".join(words), ws.opened.identity, ws.record.signing]
    secrets += [grant.key for grant in ws.opened.grants.values()]
    secrets += [one for grant in ws.opened.grants.values() for one in grant.identities]
    secrets += [sealing.to_text(one) for one in (ws.opened.signing, ws.opened.owner) if one]
    said = [repr(one) for one in (*vars(ws).values(), *ws.opened.grants.values(), ws, vars(ws.drafts).keys())]
    said += [repr(Password(vaults.USER, vaults.PASSWORD)), repr(Words(" ".join(words)))]
    said += [traceback_of(lambda: ws.rows("programme", "SELECT nothing FROM @.nowhere"))]
    said += [traceback_of(lambda: ws.connection.execute(f"PRAGMA key=\"x'{ws.opened.grants['programme'].key}'\" x"))]
    said += [traceback_of(lambda: vaults.reopen(workspace_folder, clock))]
    ws.close()
    said += [traceback_of(lambda: open_workspace(workspace_folder, Words(" ".join(words[::-1])), clock=clock))]
    path = workspace_folder / "counselling.db"
    path.write_bytes(path.read_bytes()[:8192] + bytes(8192))
    said += [traceback_of(lambda: vaults.reopen(workspace_folder, clock)), *capfd.readouterr()]
    found = [secret[:8] + "..." for secret in secrets for text in said if secret in text]
    assert found == []


def traceback_of(refused: Callable[[], object]) -> str:
    """Give all that Python would print of an error."""
    try:
        refused()
    except Exception as error:
        return "".join(traceback.format_exception(error)) + repr(error) + repr(error.args)
    raise AssertionError("it was not refused")
