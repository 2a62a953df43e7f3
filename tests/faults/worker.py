"""A real process that writes to a workspace and says what was acknowledged, so that it can be killed at any moment.

`python -m tests.faults.worker serve` imports once and forks a writer for each line "FOLDER OPERATION SEED"; where
there is no fork, `python -m tests.faults.worker FOLDER OPERATION SEED` is one writer. A writer prints its own process
id first, then one line per acknowledged write: what must be there after it is killed.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from desktop.services import backups, matching, notes, people, transfer
from desktop.services.clock import SystemClock
from desktop.services.vault import Password, Workspace, change_password, load_keyring, open_workspace, undo_last
from desktop.services.vault.errors import WrongPassword
from desktop.services.vault.slots import open_person
from tests import vaults

PASSWORDS = (vaults.PASSWORD, "four otters by the weir")
# Imported by the writers at first use; the parent imports them once for all.
WARM = ("scipy.optimize", "zxcvbn", "charset_normalizer")


def write_settings(ws: Workspace, seed: int) -> Iterator[str]:
    """Single steps, as every small edit is."""
    for number in range(1_000_000):
        with ws.step("programme", "set_school") as step:
            step.insert("setting", name=f"ack-{seed}-{number}", value="v" * (number % 7 * 900))
        yield f"{seed}-{number}"


def write_notes(ws: Workspace, seed: int) -> Iterator[str]:
    """Notes, each with a second wording."""
    person = people.list_people(ws)[0].uid
    for number in range(1_000_000):
        made = notes.write(ws, 2, person, f"first {seed}-{number} " + "x" * (number % 5 * 3000))
        yield f"first {seed}-{number}"
        notes.edit(ws, 2, made.uid, f"second {seed}-{number}")
        yield f"second {seed}-{number}"


def import_files(ws: Workspace, seed: int) -> Iterator[str]:
    """Whole files of students, each one step."""
    for number in range(1_000_000):
        mark = f"{seed}x{number}"
        lines = [f"{mark}x{row},Family{row},Given{row},9" for row in range(90)]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "roster.csv"
            path.write_text("\n".join(["Student Number,Last Name,First Name,Grade", *lines]), encoding="utf-8")
            people.import_roster(ws, people.plan_import(ws, people.read_roster(path)))
        yield mark


def publish_rounds(ws: Workspace, seed: int) -> Iterator[str]:
    """Publish a draft and take it back, again and again; a writer that was killed may have left it published."""
    if matching.pairs(ws):
        undo_last(ws)
    for number in range(1_000_000):
        if matching.draft(ws) is None:
            matching.propose(ws)
        matching.publish(ws)
        yield f"published {seed} {number}"
        undo_last(ws)
        yield f"taken back {seed} {number}"


def join_records(ws: Workspace, seed: int) -> Iterator[str]:
    """Join two records and part them, again and again; a writer that was killed may have left them joined."""
    if people.kept(ws).targets:
        undo_last(ws)
    one, other = people.list_people(ws)[:2]
    for number in range(1_000_000):
        people.merge_people(ws, one.uid, other.uid, {"preferred": f"{seed}x{number}"})
        yield f"joined {seed} {number}"
        undo_last(ws)
        yield f"parted {seed} {number}"


def change_passwords(ws: Workspace, seed: int) -> Iterator[str]:
    """Change the password there and back, again and again; a writer that was killed may have left the other one."""
    former, new = PASSWORDS if opens(ws.folder, PASSWORDS[0]) else PASSWORDS[::-1]
    for _ in range(1_000_000):
        change_password(ws, former, new, cost=vaults.CHEAP)
        yield new
        former, new = new, former


def opens(folder: Path, password: str) -> bool:
    """Say whether a password opens the keyring as it is, without counting it as a try."""
    try:
        open_person(load_keyring(folder), Password(vaults.USER, password))
    except WrongPassword:
        return False
    return True


def copy_out(ws: Workspace, seed: int) -> Iterator[str]:
    """Copies onto another folder."""
    for number in range(1_000_000):
        path = ws.folder.parent / f"{seed}-{number}.peerkeep-copy"
        transfer.copy_out(ws, path)
        yield path.name


def back_up(ws: Workspace, seed: int) -> Iterator[str]:
    """Backups, more than the rotation keeps."""
    for _ in range(1_000_000):
        yield backups.back_up(ws).path.name


OPERATIONS = {
    "step": write_settings,
    "note": write_notes,
    "import": import_files,
    "publish": publish_rounds,
    "merge": join_records,
    "copy": copy_out,
    "backup": back_up,
}
# Checked in a way of its own: the password that opens changes.
ALONE = {"password": change_passwords}


def write(folder: Path, operation: str, seed: int) -> None:
    """Open the workspace and write until killed, acknowledging each write after its verb returned."""
    random.seed(seed)
    say(f"pid {os.getpid()}")
    password = next(one for one in PASSWORDS if opens(folder, one))
    ws = open_workspace(folder, Password(vaults.USER, password), clock=SystemClock())
    say("ready")
    for acknowledged in (OPERATIONS | ALONE)[operation](ws, seed):
        say(f"ack {acknowledged}")


def say(line: str) -> None:
    """Print a line in one call: a killed process leaves whole lines."""
    os.write(1, f"{line}\n".encode())


def serve() -> None:
    """Fork a writer for every line read, and say when it has ended."""
    for name in WARM:
        with contextlib.suppress(ImportError):
            __import__(name)
    say("serving")
    for line in sys.stdin:
        folder, operation, seed = line.split("\t")
        child = os.fork()
        if child == 0:
            signal.alarm(60)
            try:
                write(Path(folder), operation, int(seed))
            except BaseException as error:  # noqa: BLE001 - a forked writer must not go on as its parent
                say(f"failed {type(error).__name__} {error}")
            os._exit(0)
        os.waitpid(child, 0)
        say("ended")


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        serve()
    else:
        write(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
