"""Sheets: as high as what is inside, also when it grows later; the keys of a page; the search for everything."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.views.feature import Hit
from desktop.views.keys_sheet import KeysSheet
from desktop.views.palette import Palette
from desktop.views.theme import Look
from desktop.views.widgets import Button, Chips, SearchField, Sheet, label
from tests.views.conftest import show

LONG = "Somebody else here has this number already. Nothing was changed. Check the number, or open that person."


@pytest.fixture
def host(qtbot: QtBot, look: Look) -> QWidget:
    """Give a window of the usual size."""
    window = QWidget()
    window.resize(1366, 768)
    qtbot.addWidget(window)
    show(qtbot, window)
    return window


def whole(line: QWidget) -> bool:
    """Say whether all of a line is in sight at its width."""
    return line.isVisible() and line.height() >= line.heightForWidth(line.width())


def test_sheet_grows_with_a_sentence_that_comes_later_and_shrinks_when_it_goes(qtbot: QtBot, host: QWidget) -> None:
    sheet = Sheet(host, "Add a person", width=300)
    field, error = QLineEdit(), label("", "error")
    error.hide()
    sheet.body.addWidget(field)
    sheet.body.addWidget(error)
    sheet.add_cancel()
    sheet.open()
    qtbot.waitUntil(sheet.isVisible)
    before, high = sheet.height(), field.height()
    error.setText(LONG)
    error.show()
    qtbot.waitUntil(lambda: sheet.height() > before)
    assert whole(error)
    assert field.height() == high
    error.hide()
    qtbot.waitUntil(lambda: sheet.height() == before)


def test_sheet_asks_again_when_the_window_system_answers_with_an_older_size(qtbot: QtBot, host: QWidget) -> None:
    sheet = Sheet(host, "Open a copy", width=300)
    words = label(LONG)
    sheet.body.addWidget(words)
    sheet.open()
    qtbot.waitUntil(sheet.isVisible)
    fitting = sheet.height()
    sheet.setMinimumHeight(0)
    sheet.resize(sheet.width(), 60)
    qtbot.waitUntil(lambda: sheet.height() == fitting)
    assert whole(words)


def test_escape_says_first_that_what_was_typed_goes(qtbot: QtBot, host: QWidget) -> None:
    sheet = Sheet(host, "Add a person")
    field, search = QLineEdit("as it was"), SearchField("Search")
    sheet.body.addWidget(field)
    sheet.body.addWidget(search)
    closed: list[int] = []
    sheet.rejected.connect(lambda: closed.append(1))
    sheet.open()
    qtbot.waitUntil(sheet.isVisible)
    qtbot.keyClicks(search, "nobody")
    qtbot.keyClicks(field, "Folasade")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    said = [line for line in sheet.findChildren(QLabel) if "Escape again" in line.text()]
    assert len(said) == 1
    assert said[0].isVisible()
    qtbot.keyClicks(field, "!")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not closed  # more was typed since: it is said again
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert closed == [1]


def test_escape_closes_at_once_where_nothing_typed_is_lost(qtbot: QtBot, host: QWidget) -> None:
    sheet = Sheet(host, "Details")
    field = QLineEdit("as it was")
    sheet.body.addWidget(field)
    closed: list[int] = []
    sheet.rejected.connect(lambda: closed.append(1))
    sheet.open()
    qtbot.waitUntil(sheet.isVisible)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert closed == [1]


def test_every_key_of_a_page_with_many_can_be_read(qtbot: QtBot, host: QWidget) -> None:
    keys = [(f"Alt+{letter}", f"What {letter} does") for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    sheet = KeysSheet(host, (("On this page", [*keys, ("Topics", LONG)]), ("Everywhere", keys)))
    sheet.open()
    qtbot.waitUntil(sheet.isVisible)
    lines = [line for line in sheet.findChildren(type(label(""))) if line.text()]
    assert {"Topics", LONG, "What Z does"} <= {line.text() for line in lines}
    assert all(whole(line) for line in lines)
    assert sheet.height() <= host.height()


def test_pages_that_begin_as_typed_come_before_notes_that_hold_the_word(qtbot: QtBot, host: QWidget) -> None:
    opened: list[str] = []

    def hit(title: str, detail: str = "") -> Hit:
        return Hit(title, detail, "castle", partial(opened.append, title))

    palette = Palette(
        host,
        [hit("Meetings", "Page"), hit("Notes", "Page"), hit("Redo record of 6 meetings")],
        [lambda _text, found: found([hit("Note about Ada")])],
    )
    palette.open()
    qtbot.waitUntil(palette.isVisible)
    qtbot.keyClicks(palette.field, "Meetings")
    qtbot.waitUntil(lambda: palette.list.count() == 3)
    shown = [palette.list.item(row).text().split("\u2003")[0] for row in range(3)]
    assert shown == ["Meetings", "Note about Ada", "Redo record of 6 meetings"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert opened == ["Meetings"]


def test_search_says_that_nothing_was_found_in_a_line_that_cannot_be_chosen(qtbot: QtBot, host: QWidget) -> None:
    palette = Palette(host, [Hit("Notes", "Page", "castle", host.hide)], [])
    palette.open()
    qtbot.waitUntil(palette.isVisible)
    qtbot.keyClicks(palette.field, "xyzzy")
    qtbot.waitUntil(lambda: palette.list.count() == 1)
    assert palette.list.item(0).text() == "Nothing found"
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(palette.field, key)
    assert palette.isVisible()
    palette.field.clear()
    assert palette.list.item(0).text().startswith("Notes")


def test_enter_presses_the_button_that_has_the_keyboard(qtbot: QtBot, host: QWidget) -> None:
    pressed: list[str] = []
    for kind in ("", "choice", "filled"):
        button = Button(kind, partial(pressed.append, kind), kind=kind)
        button.setParent(host)
        button.show()
        qtbot.keyClick(button, Qt.Key.Key_Return)
        qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == ["", "choice", "filled"]


def test_enter_on_a_chip_of_a_sheet_is_for_its_main_action(qtbot: QtBot, host: QWidget) -> None:
    done: list[str] = []
    chips = Chips("Kind", (("a", "One"), ("b", "Two")))
    sheet = Sheet(host, "Choose")
    sheet.body.addWidget(chips)
    sheet.add_button(Button("Save", partial(done.append, "saved"), kind="filled"))
    sheet.open()
    qtbot.waitUntil(sheet.isVisible)
    chip = chips.findChild(Button)
    assert chip is not None
    qtbot.keyClick(chip, Qt.Key.Key_Return)
    assert (done, chips.value()) == (["saved"], "")
    beside = Chips("Kind", (("a", "One"),))
    QVBoxLayout(host).addWidget(beside)
    QApplication.processEvents()
    other = beside.findChild(Button)
    assert other is not None
    qtbot.keyClick(other, Qt.Key.Key_Return)
    assert beside.value() == "a"
