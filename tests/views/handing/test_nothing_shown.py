"""ROLE-03: every screen of a coordinator says the same, word for word, with confidential notes and without any."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QCompleter,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.features import FEATURES
from desktop.models.locking import IdleWatch
from desktop.models.preferences import Preferences
from desktop.models.session import Session
from desktop.models.tasks import Tasks
from desktop.services import notes, people
from desktop.services.vault import undo_last
from desktop.views.main_window import MainWindow
from desktop.views.theme import Look
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.handing.coordinators import COORDINATOR, SECRET, at, counselling
from tests.views.conftest import Ended, show
from tests.views.school import Desk

CANARY = "heron-under-the-bridge"
ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


def write_notes(folder: Path, clock: FakeClock) -> None:
    """Write, read, sign, add to, re-file and take back confidential notes."""
    with counselling(folder, clock) as ws:
        one, other = (people.person_by_number(ws, number).uid for number in ("1001", "1002"))
        for tier in (2, 4):
            made = [notes.write(ws, tier, one, f"{CANARY} {n}").uid for n in range(4)]
            notes.read(ws, tier, made[0])
            notes.sign(ws, tier, made[0])
            notes.add_addendum(ws, tier, made[0], "later", CANARY)
            notes.refile(ws, tier, made[1], other, "of the other")
            notes.write(ws, tier, one, CANARY)
            undo_last(ws)


def words_of(widget: QWidget) -> Iterator[str]:
    """Give everything a widget shows or says, in its table and its lists too."""
    yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
        completer = widget.completer()
        if isinstance(completer, QCompleter):
            model = completer.model()
            yield from (str(model.index(row, 0).data()) for row in range(model.rowCount()))
    if isinstance(widget, QPlainTextEdit):
        yield widget.toPlainText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    if isinstance(widget, QTableView):
        model = widget.model()
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                yield from (str(model.index(row, column).data(role) or "") for role in ROLES)


def everything(window: QWidget) -> list[str]:
    """Give all words of a window, hidden ones too, without moments and uids."""
    said = [text for one in (window, *window.findChildren(QWidget)) for text in words_of(one) if text]
    return sorted(re.sub(r"\d\d:\d\d|[\d.,]+ [kM]B|[0-9a-f]{8,}", "…", text) for text in said)


def tour(desk: Desk) -> dict[str, list[str]]:
    """Go to every page, every part of a person, every search; give what was said at each."""
    found: dict[str, list[str]] = {}
    uid = str(desk.read(people.person_by_number, "1001").uid)
    for feature in FEATURES:
        page = desk.go(feature.key)
        found[feature.key] = everything(page)
        if feature.find is not None:
            for words in ("mentee01", "heron", "note", "counselling"):
                hits = desk.found(feature.key, words)
                found[f"{feature.key}: {words}"] = [f"{hit.title} | {hit.detail}" for hit in hits]
    page = desk.go("people", person=uid)
    for part in ("Week", "Notes 1", "History", "Details"):
        desk.click(part, page.side)
        found[part] = everything(page.side)
    found["notes about"] = everything(desk.go("notes", person=uid))
    found["new note"] = everything(desk.go("notes", about=uid))
    desk.go("handing", do="hand-in", about=uid)
    found["sheet"] = everything(desk.sheet())
    desk.sheet().close()
    signed_in = desk.session.signed_in
    assert signed_in is not None
    found["undo"] = [signed_in.undo, signed_in.redo, *signed_in.compartments, *signed_in.notices]
    found["window"] = [desk.window.windowTitle(), *everything(desk.window.statusBar() or desk.window)]
    return found


@pytest.fixture
def open_everything(qtbot: QtBot, look: Look, clock: FakeClock, ended: Ended) -> Iterator[list[Session]]:
    """Sessions to be closed when the test has ended."""
    sessions: list[Session] = []
    yield sessions
    for session in sessions:
        session.close()


def test_role_03_no_screen_shows_or_counts_a_note(
    qtbot: QtBot,
    look: Look,
    clock: FakeClock,
    ended: Ended,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    open_everything: list[Session],
) -> None:
    """ROLE-03: no index, snippet, sort key, count, preview, completion, undo, history or conflict tells of a note."""
    found = []
    for name in ("With", "Without"):
        monkeypatch.setenv("PEERKEEP_HOME", str(tmp_path / f"home {name}"))
        own = vaults.copy(folder, tmp_path / name / "W.peerkeep")
        if name == "With":
            write_notes(own, clock)
        with at(own, clock) as ws:
            person = people.person_by_number(ws, "1001").uid
            notes.write(ws, 1, person, "A programme note")
        session = Session(Tasks(), clock)
        open_everything.append(session)
        window = MainWindow(session, Preferences(session.tasks), look, list(FEATURES), ended, IdleWatch())
        window.resize(1366, 768)
        qtbot.addWidget(window)
        show(qtbot, window)
        found.append(tour(Desk(qtbot, window, session, clock).unlock(own, COORDINATOR, SECRET)))
        window.close()
    assert CANARY not in str(found)
    assert found[0].keys() == found[1].keys()
    for place, words in found[1].items():
        assert found[0][place] == words, place
