"""A workspace with a whole staff: who made it, a lead, a counsellor and a coordinator, and recovery words."""

from __future__ import annotations

import contextlib
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from desktop.services.errors import KnownError
from desktop.services.vault import Password, Words, Workspace, keyring, new_words, open_workspace
from desktop.services.vault.slots import Opened, Secret, open_person
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows

FOUNDER = Password(vaults.USER, vaults.PASSWORD)
LEAD = Password("Our Lead", "two bridges in the fog")
COUNSELLOR = Password("Our Counsellor", "nine otters on the ice")
COORDINATOR = Password("Our Coordinator", "five lanterns at noon")
WORDS = new_words()
RECOVERY = Words(" ".join(WORDS))
CANARY = "CANARY-7b1f-heron"


def make(folder: Path) -> Path:
    """Make it, closed, with a note in every part that somebody of these writes in."""
    clock = FakeClock()
    vaults.make(folder, clock, words=WORDS).close()
    for who, role in ((LEAD, "lead"), (COUNSELLOR, "counsellor"), (COORDINATOR, "coordinator")):
        vaults.colleague(folder, clock, who.user, role, who.password)
    for who, tiers in ((LEAD, ("safeguarding", "private")), (COUNSELLOR, ("counselling", "private"))):
        ws = open_workspace(folder, who, clock=clock)
        student = rows.add_person(ws)
        for tier in tiers:
            write(ws, tier, student, f"{CANARY} {tier} of {who.user}")
        ws.close()
    return folder


def write(ws: Workspace, tier: str, student: str, text: str) -> None:
    with ws.step(tier, "write_note", person=student) as step:
        rows.note(step, student, text)


def texts(ws: Workspace, tier: str) -> list[str]:
    return [text for (text,) in ws.rows(tier, "SELECT text FROM @.note_text ORDER BY rowid")]


def person(folder: Path, secret: Secret) -> Opened:
    return open_person(keyring.load(folder), secret)


def opens(path: Path, key: str) -> bool:
    """Try a raw key on a file, by SQLCipher alone."""
    with contextlib.closing(sqlite.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        try:
            connection.execute(f"PRAGMA key=\"x'{key}'\"")
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite.DatabaseError:
            return False
    return True


def error_of(folder: Path, secret: Secret, clock: FakeClock) -> type[BaseException] | None:
    """Give the kind of error with which somebody's unlock ends, None where it succeeds."""
    try:
        open_workspace(folder, secret, clock=clock).close()
    except KnownError as error:
        return type(error)
    return None
