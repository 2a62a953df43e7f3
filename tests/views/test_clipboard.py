"""LEAK-06: what is copied from a confidential note carries the marks of the histories, and goes by itself, at the lock
and at the end, if still ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.session import Session
from desktop.views.clipboard import Clipboard, copy_confidential
from desktop.views.notes.text import NoteField, shown_text
from tests.views.conftest import MakeWindow, show, unlock
from tests.views.test_window import TODAY

TEXT = "Finn says he was ill."
COUNSELLING, PROGRAMME = 2, 1
COPY = (Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
ALL = (Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def host(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    QVBoxLayout(made)
    qtbot.addWidget(made)
    yield made
    QGuiApplication.clipboard().clear()


def put(host: QWidget, widget: QWidget, qtbot: QtBot) -> None:
    layout = host.layout()
    assert layout is not None
    layout.addWidget(widget)
    show(qtbot, host)
    widget.setFocus()


def formats() -> set[str]:
    return set(QGuiApplication.clipboard().mimeData().formats())


def is_marked() -> bool:
    names = " ".join(formats())
    marks = ("x-kde-passwordManagerHint", "CanIncludeInClipboardHistory", "CanUploadToCloudClipboard")
    return all(mark in names for mark in (*marks, "ExcludeClipboardContentFromMonitorProcessing"))


@pytest.mark.parametrize("text", [TEXT, TEXT * 400])
@pytest.mark.parametrize("tier", [PROGRAMME, COUNSELLING, 4])
def test_copying_from_a_shown_text(host: QWidget, qtbot: QtBot, text: str, tier: int) -> None:
    widget = shown_text(text, tier)
    put(host, widget, qtbot)
    qtbot.keyClick(widget, *ALL)
    qtbot.keyClick(widget, *COPY)
    assert QGuiApplication.clipboard().text() == text
    assert is_marked() == (tier != PROGRAMME)


def test_copying_by_the_menu(host: QWidget, qtbot: QtBot) -> None:
    widget = shown_text(TEXT, COUNSELLING)
    put(host, widget, qtbot)
    for words in ("Select all", "Copy"):
        QApplication.sendEvent(
            widget, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, widget.rect().center(), widget.mapToGlobal(
                widget.rect().center()))
        )  # fmt: skip
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        next(action for action in menu.actions() if action.text() == words).trigger()
        menu.close()
    assert QGuiApplication.clipboard().text() == TEXT
    assert is_marked()


@pytest.mark.parametrize("key", [Qt.Key.Key_C, Qt.Key.Key_X])
def test_copying_and_cutting_while_writing(host: QWidget, qtbot: QtBot, session: Session, key: Qt.Key) -> None:
    field = NoteField("Note", session.drafts, "note:1")
    put(host, field, qtbot)
    for tier in (COUNSELLING, PROGRAMME):
        field.set_tier(tier)
        field.setPlainText(TEXT)
        field.selectAll()
        qtbot.keyClick(field, key, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() == TEXT
        assert is_marked() == (tier == COUNSELLING)


def test_what_was_copied_from_a_note_goes_by_itself(host: QWidget, qtbot: QtBot) -> None:
    watch = Clipboard(host, kept_ms=30)
    widget = shown_text(TEXT, COUNSELLING)
    put(host, widget, qtbot)
    assert isinstance(widget, QLabel)
    widget.setSelection(0, 4)
    qtbot.keyClick(widget, *COPY)
    assert QGuiApplication.clipboard().text() == TEXT[:4]
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "", timeout=2_000)
    assert not watch._timer.isActive()


def test_what_somebody_else_put_there_meanwhile_stays(host: QWidget, qtbot: QtBot) -> None:
    watch = Clipboard(host, kept_ms=30)
    widget = shown_text(TEXT * 400, COUNSELLING)
    put(host, widget, qtbot)
    assert isinstance(widget, QPlainTextEdit)
    widget.selectAll()
    widget.copy()
    QGuiApplication.clipboard().setText("of another program")
    qtbot.waitUntil(lambda: not watch._timer.isActive(), timeout=2_000)
    assert QGuiApplication.clipboard().text() == "of another program"


def test_what_a_killed_process_left_there_goes_at_the_next_start(host: QWidget, qtbot: QtBot) -> None:
    copy_confidential(TEXT)
    Clipboard(host)
    assert QGuiApplication.clipboard().text() == ""
    QGuiApplication.clipboard().setText("of another program")
    Clipboard(host)
    assert QGuiApplication.clipboard().text() == "of another program"


@pytest.mark.parametrize("ours", [True, False])
@pytest.mark.parametrize("ends", ["lock", "close"])
def test_the_lock_and_the_end_take_out_what_is_ours_and_nothing_else(
    qtbot: QtBot, make_window: MakeWindow, session: Session, folder: Path, ends: str, ours: bool
) -> None:
    window = make_window((TODAY,))
    unlock(qtbot, session, folder)
    copy_confidential(TEXT)
    if not ours:
        window._clipboard._ours = False  # another program had the keyboard when it put this there
        QGuiApplication.clipboard().blockSignals(True)
        QGuiApplication.clipboard().setText("of another program")
        QGuiApplication.clipboard().blockSignals(False)
    getattr(window, ends)()
    assert QGuiApplication.clipboard().text() == ("" if ours else "of another program")


@pytest.mark.parametrize("text", [TEXT, TEXT * 400])
def test_copying_takes_a_selection_first(host: QWidget, qtbot: QtBot, text: str) -> None:
    """Copying a whole note needs a step more: to select it. Nothing offers it in one."""
    QGuiApplication.clipboard().setText("before")
    widget = shown_text(text, COUNSELLING)
    put(host, widget, qtbot)
    qtbot.keyClick(widget, *COPY)
    assert QGuiApplication.clipboard().text() == "before"
