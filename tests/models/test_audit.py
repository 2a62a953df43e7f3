"""What the session has journalled by itself: who came in, and that the one before locked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.models import audit as model
from desktop.models import start
from desktop.models.drafts import PLACE_KEY
from desktop.models.session import Session
from desktop.models.tasks import Tasks
from desktop.services import audit
from desktop.services.vault.drafts import Draft
from tests import vaults


@pytest.fixture
def sessions(qtbot: QtBot) -> Iterator[list[Session]]:
    made: list[Session] = []
    yield made
    for session in made:
        session.close()


def entered(qtbot: QtBot, sessions: list[Session], folder: Path) -> Session:
    """Unlock in a session of its own, after the last one is closed."""
    for session in sessions:
        session.close()
    made = Session(Tasks())
    sessions.append(made)
    with qtbot.waitSignal(made.signed_in_changed, timeout=10_000):
        made.unlock(made, start.by_password(folder, vaults.USER, vaults.PASSWORD), failed=pytest.fail)
    return made


def asked(qtbot: QtBot, session: Session, verb: Any, *args: object) -> Any:  # noqa: ANN401 - any verb
    got: list[Any] = []
    session.ask(session, verb, *args, done=got.append, failed=pytest.fail)
    qtbot.waitUntil(lambda: bool(got), timeout=10_000)
    return got[0]


def test_unlocking_and_locking_are_recorded(qtbot: QtBot, sessions: list[Session], workspace_folder: Path) -> None:
    """AUD-04: locking waits for no disk; the place it leaves to come back to tells of it, once."""
    session = entered(qtbot, sessions, workspace_folder)
    session.drafts.note(PLACE_KEY, Draft("", page="notes"))
    session.drafts.seal_now()
    for _ in range(2):
        session = entered(qtbot, sessions, workspace_folder)
    found = asked(qtbot, session, audit.entries)
    assert sorted(one.verb for one in found[:4]) == ["lock", "unlock", "unlock", "unlock"]
    assert [one.kind for one in found[:4]] == ["unlock"] * 4
    assert "found_workspace" in {one.verb for one in found[4:]}


def test_rows_are_read_as_they_are_asked_for(qtbot: QtBot, sessions: list[Session], workspace_folder: Path) -> None:
    session = entered(qtbot, sessions, workspace_folder)
    told = asked(qtbot, session, model.load, model.Wanted(days=model.TODAY, kind="unlock"))
    assert [row[model.WHAT] for row in told.rows.rows] == ["unlocking"]
    assert [label for _, label in told.people] == [vaults.USER, "The recovery words"]
    words = model.asked_words(model.Wanted(model.WEEK, told.people[0][0], "out"), told.people)
    assert words == "Last 7 days, Sample Counsellor, Printing and exporting"
