"""The session on a real workspace: states, writes told to the bus, drafts, undo, the doorbell, the settings."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.models import start
from desktop.models.dates import date_hint, read_date
from desktop.models.doorbell import Doorbell, ring
from desktop.models.preferences import Preferences
from desktop.models.risk_card import read_risk_card
from desktop.models.school import Contact, read_facts, rename_school, replace_words, set_contacts
from desktop.models.session import Session
from desktop.models.tasks import Tasks
from desktop.services import vault
from desktop.services.language import lead_here
from desktop.services.settings import FILE_NAME, read_settings, write_settings
from desktop.services.vault.drafts import Draft
from desktop.services.vault.errors import WrongPassword
from tests import vaults


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    made = Session(Tasks())
    yield made
    made.close()


def unlock(qtbot: QtBot, session: Session, folder: Path) -> None:
    with qtbot.waitSignal(session.signed_in_changed, timeout=10_000):
        session.unlock(session, start.by_password(folder, vaults.USER, vaults.PASSWORD), failed=pytest.fail)


def test_states_go_round_and_what_is_open_is_known(session: Session, workspace_folder: Path, qtbot: QtBot) -> None:
    states: list[str] = []
    session.state_changed.connect(states.append)
    unlock(qtbot, session, workspace_folder)
    assert session.signed_in is not None
    assert session.signed_in.label == vaults.USER
    assert session.signed_in.school == vaults.SCHOOL
    assert (session.signed_in.has_lead, lead_here()) == (False, False)
    assert session.holds("counselling")
    assert not session.holds("safeguarding")
    session.close()
    assert states == ["unlocking", "open", "closed"]


def test_wrong_password_leaves_it_closed_and_the_next_try_works(
    session: Session, workspace_folder: Path, qtbot: QtBot
) -> None:
    errors: list[Exception] = []
    session.unlock(session, start.by_password(workspace_folder, vaults.USER, "not the password"), failed=errors.append)
    qtbot.waitUntil(lambda: len(errors) == 1, timeout=10_000)
    assert isinstance(errors[0], WrongPassword)
    assert session.state == "closed"
    unlock(qtbot, session, workspace_folder)


def test_cancelling_the_making_closes_and_gives_the_lock_back(
    session: Session, workspace_folder: Path, qtbot: QtBot
) -> None:
    began, gate = threading.Event(), threading.Event()

    def slow(progress: Callable[[int, int], bool]) -> vault.Workspace:
        ws = start.by_password(workspace_folder, vaults.USER, vaults.PASSWORD)()
        began.set()
        gate.wait(5)
        return ws

    task = session.unlock(session, slow, failed=pytest.fail, title="Making")
    assert began.wait(10)
    with qtbot.waitSignal(task.finished, timeout=5_000):
        task.cancel()
        gate.set()
    assert session.state == "closed"
    assert not start.holder_here(workspace_folder)
    unlock(qtbot, session, workspace_folder)


def test_a_write_is_told_even_if_the_asker_is_gone(session: Session, workspace_folder: Path, qtbot: QtBot) -> None:
    unlock(qtbot, session, workspace_folder)
    asker, answered = QObject(), []
    with qtbot.waitSignal(session.saved, timeout=5_000) as saved:
        session.write(asker, rename_school, "Quarry Bank", (), done=answered.append)
        asker.deleteLater()
    assert saved.args[0].verb == "set_school"
    assert answered == []
    assert session.saved_at is not None


def test_drafts_of_before_are_there_after_unlocking(session: Session, workspace_folder: Path, qtbot: QtBot) -> None:
    ws = vault.open_workspace(workspace_folder, vault.Password(vaults.USER, vaults.PASSWORD))
    ws.drafts.keep("note:1", Draft("half a sentence", 4, "people"))
    ws.close()
    unlock(qtbot, session, workspace_folder)
    assert session.drafts.find("note:1") == Draft("half a sentence", 4, "people")
    assert session.drafts.keys("people") == ("note:1",)


def test_closing_seals_what_was_noted_a_moment_ago(session: Session, workspace_folder: Path, qtbot: QtBot) -> None:
    unlock(qtbot, session, workspace_folder)
    session.drafts.note("note:2", Draft("just now"))
    session.close()
    ws = vault.open_workspace(workspace_folder, vault.Password(vaults.USER, vaults.PASSWORD))
    assert ws.drafts.find("note:2") == Draft("just now")
    ws.close()


def test_who_may_unlock_is_read_without_a_password(workspace_folder: Path) -> None:
    assert start.who_may_unlock(workspace_folder) == (vaults.USER,)


def test_numbers_at_risk_are_written_in_the_clear_and_read_without_unlocking(
    session: Session, workspace_folder: Path, qtbot: QtBot
) -> None:
    unlock(qtbot, session, workspace_folder)
    lead = Contact("M. Osei", "Lead", "01632 960111")
    with qtbot.waitSignal(session.saved, timeout=5_000):
        session.write(session, set_contacts, (lead,))
    assert read_risk_card(workspace_folder).contacts == (lead,)
    assert read_risk_card(workspace_folder).emergency == "999"
    assert read_risk_card(None).contacts == ()


def test_new_recovery_words_open_and_are_proven(session: Session, workspace_folder: Path, qtbot: QtBot) -> None:
    unlock(qtbot, session, workspace_folder)
    words, _rows = start.words_and_rows()
    facts: list[object] = []
    session.ask(session, replace_words, words)
    session.ask(session, read_facts, done=facts.append)
    qtbot.waitUntil(lambda: bool(facts), timeout=5_000)
    assert facts[0].has_recovery  # type: ignore[attr-defined]
    session.close()
    start.words_fit(workspace_folder, " ".join(words))


def test_a_ring_is_heard_once(qtbot: QtBot, own_home: Path, tmp_path: Path) -> None:
    """ENV-01: a second Peerkeep leaves a small file, and the first comes to the front."""
    bell = Doorbell()
    assert ring(tmp_path)
    bell.listen(tmp_path)  # what was rung before does not count
    assert ring(tmp_path)
    with qtbot.waitSignal(bell.rung, timeout=5_000):
        pass
    assert not any((own_home / "bells").iterdir())


def test_the_holder_of_a_workspace_is_known(session: Session, workspace_folder: Path, qtbot: QtBot) -> None:
    """ENV-01: so the second one rings instead of opening."""
    assert not start.holder_here(workspace_folder)
    unlock(qtbot, session, workspace_folder)
    assert start.holder_here(workspace_folder)


def test_settings_hold_only_what_is_allowed(own_home: Path) -> None:
    write_settings({**read_settings(), "text_percent": 150, "recent": ["/home/ada"], "idle_minutes": 99})
    stored = json.loads((own_home / FILE_NAME).read_text())
    assert "recent" not in stored
    assert "idle_minutes" not in stored
    assert read_settings()["text_percent"] == 150
    (own_home / FILE_NAME).write_text("{broken")
    assert read_settings()["text_percent"] == 100


def test_preferences_are_written_in_the_background(qtbot: QtBot, own_home: Path) -> None:
    tasks = Tasks()
    preferences = Preferences(tasks)
    preferences.set("theme", "dark")
    qtbot.waitUntil(lambda: (own_home / FILE_NAME).exists(), timeout=5_000)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert Preferences().theme == "dark"
    tasks.shutdown()


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("3/4/2026", "dmy", date(2026, 4, 3)),
        ("4/3/26", "mdy", date(2026, 4, 3)),
        ("2026-04-03", "dmy", date(2026, 4, 3)),
        ("3 Apr 2026", "mdy", date(2026, 4, 3)),
        ("April 3, 2026", "dmy", date(2026, 4, 3)),
        ("3.4.26", "dmy", date(2026, 4, 3)),
        ("31/2/2026", "dmy", None),
        ("soon", "dmy", None),
        ("", "dmy", None),
        ("3/4", "dmy", None),
    ],
)
def test_dates_are_read_as_people_type_them(text: str, order: str, day: date | None) -> None:
    assert read_date(text, order) == day


def test_hints_show_dates_that_are_read_back() -> None:
    for order in ("dmy", "mdy", "ymd"):
        assert all(read_date(part, order) == date(2026, 4, 3) for part in date_hint(order).split(" or "))


def test_a_folder_is_proposed_that_is_not_there(tmp_path: Path) -> None:
    first = start.folder_for("Quarry Bank School", tmp_path)
    assert first.name == "Quarry.peerkeep"
    first.mkdir()
    assert start.folder_for("Quarry Bank School", tmp_path).name == "Quarry2.peerkeep"
    assert start.nearby(tmp_path) == (first,)
