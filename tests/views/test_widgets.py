"""The widgets: keys, tables that keep their place, forms, drafts, sheets that never run a loop of their own."""

from __future__ import annotations

from operator import itemgetter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.preferences import Preferences
from desktop.models.rows import Column, Rows
from desktop.models.session import Session
from desktop.services.errors import BugError
from desktop.services.language import set_lead_here
from desktop.services.vault.drafts import Draft
from desktop.views.theme import Look
from desktop.views.widgets import (
    Button,
    Chips,
    Choice,
    DraftTextEdit,
    Form,
    SearchField,
    Sheet,
    TableView,
    Tick,
    TierFrame,
    label,
    tier_of,
    tier_readers,
)
from desktop.views.widgets.scale import Scale
from tests.views.conftest import show
from tests.views.waiting import wait

COLUMNS = (Column("name", "Name", itemgetter(1)), Column("year", "Year", itemgetter(2)))
DATA = [(f"u{n}", f"Name {n:03}", str(n % 6)) for n in range(200)]


def test_key_of_a_button_works_and_stands_behind_its_words(qtbot: QtBot) -> None:
    host, pressed = QWidget(), []
    button = Button("Find & keep", lambda: pressed.append(1), key="N")
    QVBoxLayout(host).addWidget(button)
    qtbot.addWidget(host)
    show(qtbot, host)
    qtbot.keyClick(host, Qt.Key.Key_N)
    assert pressed == [1]
    assert button.text() == "Find && keep\u2003N"
    assert button.accessibleName() == "Find & keep"


def test_letters_typed_into_a_field_are_not_keys(qtbot: QtBot) -> None:
    host, pressed = QWidget(), []
    column, field = QVBoxLayout(host), QLineEdit()
    column.addWidget(Button("New note", lambda: pressed.append(1), key="N"))
    column.addWidget(field)
    qtbot.addWidget(host)
    show(qtbot, host)
    field.setFocus()
    qtbot.keyClicks(field, "nn")
    assert (field.text(), pressed) == ("nn", [])


def test_table_keeps_selection_and_place_by_uid(qtbot: QtBot, look: Look) -> None:
    model = Rows(COLUMNS)
    model.show(DATA)
    table = TableView("People", model, several=True)
    qtbot.addWidget(table)
    table.resize(500, 300)
    show(qtbot, table)
    table.choose("u50", "u60")
    top = model.at(table.rowAt(0))
    heard: list[tuple[str, ...]] = []
    table.chosen.connect(heard.append)
    model.show([("new", "Name -", "1"), *DATA])
    assert table.chosen_uids() == ("u50", "u60")
    assert model.at(table.rowAt(0)) == top
    assert heard == []
    model.search("name 060")
    assert table.chosen_uids() == ("u60",)
    assert heard == [("u60",)]


def test_table_opens_by_enter_and_sorts_by_its_headings(qtbot: QtBot, look: Look) -> None:
    model = Rows(COLUMNS)
    model.show(DATA)
    table = TableView("People", model)
    qtbot.addWidget(table)
    show(qtbot, table)
    qtbot.keyClick(table, Qt.Key.Key_End)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == ["u199"]
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert [row[2] for row in model.shown] == sorted((row[2] for row in DATA), reverse=True)
    assert table.chosen_uids() == ("u199",)


def test_column_widths_are_remembered(qtbot: QtBot, look: Look, own_home: Path) -> None:
    preferences = Preferences()
    model = Rows(COLUMNS)
    table = TableView("People", model, key="people", preferences=preferences)
    qtbot.addWidget(table)
    table.setColumnWidth(0, 333)
    preferences.flush()
    again = TableView("People", Rows(COLUMNS), key="people", preferences=Preferences())
    qtbot.addWidget(again)
    assert again.columnWidth(0) == 333


def test_a_change_of_text_size_chooses_no_widths(qtbot: QtBot, look: Look, own_home: Path) -> None:
    preferences = Preferences()
    table = TableView("People", Rows(COLUMNS), key="people", preferences=preferences)
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.show()
    for percent in (100, 150, 100):
        look.apply("light", percent)
        wait(20)
    assert preferences.widths("people") == {}


def test_form_shows_errors_under_fields_and_goes_to_the_first(qtbot: QtBot) -> None:
    form = Form()
    qtbot.addWidget(form)
    number, family = form.line("number", "Number"), form.line("family", "Family name")
    form.show()
    form.show_errors({"family": "A name is needed."})
    shown = [line.text() for line in form.findChildren(QLabel) if line.property("role") == "error" and line.isVisible()]
    assert shown == ["A name is needed."]
    assert family.property("wrong") is True
    assert number.property("wrong") is False
    form.show_errors({})
    assert family.property("wrong") is False


def test_chips_move_by_arrows_and_choose_one(qtbot: QtBot) -> None:
    chips = Chips("Mood", [("g", "good"), ("m", "mixed")])
    qtbot.addWidget(chips)
    show(qtbot, chips)
    first, second = chips.findChildren(Button)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    with qtbot.waitSignal(chips.chosen) as heard:
        qtbot.keyClick(second, Qt.Key.Key_Space)
    assert heard.args == ["m"]
    assert chips.value() == "m"


def test_choice_keeps_its_value_when_options_change(qtbot: QtBot) -> None:
    choice = Choice("Year", [("", "All"), ("7", "Year 7")])
    qtbot.addWidget(choice)
    choice.choose("7")
    choice.set_options([("", "All"), ("6", "Year 6"), ("7", "Year 7")])
    assert choice.value() == "7"


def test_search_field_is_emptied_by_escape(qtbot: QtBot) -> None:
    field = SearchField("Search")
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "ada")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_draft_is_noted_while_typing_and_restored_with_its_caret(qtbot: QtBot, session: Session) -> None:
    kept: dict[str, Draft] = {}

    class Store:
        """Keeps drafts in memory."""

        def keep(self, key: str, draft: Draft) -> None:
            kept[key] = draft

        def all(self) -> dict[str, Draft]:
            return kept

        def drop(self, key: str) -> None:
            kept.pop(key, None)

    session.drafts.use(Store())
    field = DraftTextEdit("Note", session.drafts, "note:1", page="people", record="u1")
    qtbot.addWidget(field)
    show(qtbot, field)
    with qtbot.waitSignal(session.drafts.kept, timeout=2_000):
        qtbot.keyClicks(field, "Finn was ill")
    assert kept["note:1"] == Draft("Finn was ill", 12, "people", "u1")
    again = DraftTextEdit("Note", session.drafts, "note:1")
    qtbot.addWidget(again)
    assert again.restore()
    assert (again.toPlainText(), again.textCursor().position()) == ("Finn was ill", 12)
    again.settle()
    qtbot.waitUntil(lambda: not kept)
    assert session.drafts.find("note:1") is None


def test_sheet_refuses_a_loop_of_its_own_and_has_a_generic_title(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    sheet = Sheet(host, "Re-file a note about Ada")
    qtbot.addWidget(sheet)
    assert sheet.windowTitle() == "Peerkeep"
    with pytest.raises(BugError):
        sheet.exec()


def test_frame_wears_its_tier_in_word_and_symbol(qtbot: QtBot) -> None:
    frame = TierFrame(2)
    qtbot.addWidget(frame)
    assert "Counselling" in frame.accessibleName()
    frame.set_tier(4)
    assert frame.property("tier") == "4"
    assert "Private" in frame.accessibleName()
    assert tier_of("private-ab12") == 4


def test_no_lead_is_named_where_there_is_none(qtbot: QtBot) -> None:
    try:
        set_lead_here(here=False)
        assert tier_readers(2) == "Only counsellors of this workspace can read this."
        set_lead_here(here=True)
        assert "safeguarding lead" in tier_readers(2)
    finally:
        set_lead_here(here=True)


def test_names_that_look_like_markup_stay_text(qtbot: QtBot) -> None:
    made = label("<b>Ada</b>")
    qtbot.addWidget(made)
    assert made.textFormat() == Qt.TextFormat.PlainText


def test_tick_paints_in_both_states(qtbot: QtBot, look: Look) -> None:
    tick = Tick("Allow")
    qtbot.addWidget(tick)
    tick.show()
    off = tick.grab().toImage()
    tick.setChecked(True)
    assert tick.grab().toImage() != off


def test_scale_is_answered_by_keys_and_clicks_and_the_answer_is_taken_back(qtbot: QtBot, look: Look) -> None:
    scale = Scale(("Quiet", "Lively"))
    show(qtbot, scale)
    assert (scale.value(), scale.accessibleName(), scale.accessibleDescription()) == (0, "Quiet – Lively", "No answer")
    for key, value, words in (
        (Qt.Key.Key_Right, 1, "Quiet"),
        (Qt.Key.Key_Right, 2, "More: Quiet"),
        (Qt.Key.Key_5, 5, "Lively"),
        (Qt.Key.Key_Left, 4, "More: Lively"),
        (Qt.Key.Key_3, 3, "In the middle"),
        (Qt.Key.Key_Delete, 0, "No answer"),
        (Qt.Key.Key_Left, 0, "No answer"),
    ):
        qtbot.keyClick(scale, key)
        assert (scale.value(), scale.accessibleDescription()) == (value, words)
    for place in (2, 5):
        qtbot.mouseClick(scale, Qt.MouseButton.LeftButton, pos=scale.dot(place).toPoint())
        assert scale.value() == place
    qtbot.mouseClick(scale, Qt.MouseButton.LeftButton, pos=scale.dot(5).toPoint())
    assert scale.value() == 0, "a click on what is chosen takes it back"
    blank = scale.grab().toImage()
    scale.setValue(5)
    assert scale.grab().toImage() != blank


def test_list_of_a_choice_shows_every_option_without_scrolling(qtbot: QtBot, look: Look) -> None:
    choice = Choice("Size of text", [(str(n), f"{n} %") for n in (100, 110, 125, 150, 175, 200)])
    qtbot.addWidget(choice)
    show(qtbot, choice)
    choice.showPopup()
    qtbot.waitUntil(choice.view().isVisible)
    assert choice.view().verticalScrollBar().maximum() == 0
    choice.hidePopup()


@pytest.mark.parametrize("percent", [100, 150])
def test_headings_and_contents_are_whole_while_there_is_room(
    qtbot: QtBot, look: Look, own_home: Path, request: pytest.FixtureRequest, percent: int
) -> None:
    request.addfinalizer(lambda: look.apply("light", 100))  # the look is one for all tests
    look.apply("light", percent)
    columns = (
        Column("name", "Name", lambda row: row[1], width=19, tone=lambda _: "strong", kept=True),
        Column("number", "Number", lambda row: row[2], width=3),
        Column("form", "Tutor group", lambda row: row[3], width=3),
        Column("state", "State", lambda _: "", width=30),
    )
    model = Rows(columns)
    model.show([(f"u{n}", "Poppy Cartwright-Hale", f"77012{n:02}", "9H") for n in range(50)])
    preferences = Preferences()
    table = TableView("People", model, key="people", preferences=preferences)
    qtbot.addWidget(table)
    table.resize(round(560 * percent / 100), 300)
    show(qtbot, table)
    bold = QFont(table.font())
    bold.setBold(True)
    strong, plain = QFontMetrics(bold), table.fontMetrics()
    for place in range(4):
        table.sortByColumn(place, Qt.SortOrder.AscendingOrder)
        assert table.columnWidth(0) >= strong.horizontalAdvance("Poppy Cartwright-Hale") + 20
        assert table.columnWidth(1) >= plain.horizontalAdvance("7701200") + 20
        for at, column in enumerate(columns):
            arrow = 20 if at == place else 0
            assert table.columnWidth(at) >= strong.horizontalAdvance(column.heading) + 20 + arrow
    assert table.horizontalScrollBar().maximum() == 0
    table.keep_as("people:staff", ("name", "form"))
    assert preferences.widths("people") == preferences.widths("people:staff") == {}, "nobody chose a width"


def test_first_column_takes_room_to_spare_and_gives_it_back(qtbot: QtBot, look: Look, own_home: Path) -> None:
    preferences = Preferences()
    table = TableView("People", Rows(COLUMNS), key="people", preferences=preferences)
    qtbot.addWidget(table)
    table.resize(200, 300)
    show(qtbot, table)
    narrow = table.columnWidth(0)
    table.resize(900, 300)
    qtbot.waitUntil(lambda: table.columnWidth(0) > narrow + narrow // 3)
    table.resize(200, 300)
    qtbot.waitUntil(lambda: table.columnWidth(0) == narrow)
    assert preferences.widths("people") == {}
    table.setColumnWidth(0, 77)
    table.resize(900, 300)
    assert (table.columnWidth(0), preferences.widths("people")) == (77, {"name": 77})
