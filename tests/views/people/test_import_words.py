"""What the import says while it asks: nothing is cut, nothing that was cancelled goes without a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu

from desktop.models import people_imports_rows as rows
from desktop.models.people_imports_asking import which_order
from desktop.services.people.reading import read_roster
from desktop.views.people.columns import ColumnsPart
from desktop.views.people.importing import ImportSheet
from desktop.views.people.page import PeoplePage
from desktop.views.widgets.buttons import Button
from tests.views.people.import_desk import choose, look, opened, take_in, write
from tests.views.school import Desk

HEAD = "number,family,given,birth_date,year,form\n"
FIRST = HEAD + "0042,Okafor,Ada,2012-05-13,9,9A\n0045,Marsh,Di,2011-03-04,10,10B\n"
LATER = HEAD + "0042,Okafor,Ada,2012-05-13,9,9A\n9045,Marsh,Di,2011-03-04,10,10B\n"


def shown(sheet: ImportSheet, words: str) -> QLabel:
    return next(one for one in sheet.findChildren(QLabel) if words in one.text() and one.isVisibleTo(sheet))


@pytest.mark.parametrize("percent", [100, 150])
def test_the_sentence_on_open_questions_is_never_cut(
    desk: Desk, people_page: PeoplePage, tmp_path: Path, percent: int
) -> None:
    desk.window.look.apply("light", percent)
    try:
        take_in(desk, people_page, write(tmp_path, FIRST))
        sheet = opened(desk, people_page, write(tmp_path, LATER, "later.csv"))
        line = shown(sheet, "1 question is open.")
        assert "nobody's state changes." in line.text()
        assert line.height() >= line.heightForWidth(line.width())
        assert sheet.rect().contains(line.geometry())
        why = shown(sheet, "A list of students, by its columns")
        assert why.wordWrap(), "what explains is read whole"
        assert why.height() >= why.heightForWidth(why.width())
        answers = [one for one in look(sheet).bar.answers if one.isVisible()]
        assert answers
        assert [one.text() for one in answers if one.visibleRegion().boundingRect() != one.rect()] == [], "cut"
    finally:
        desk.window.look.apply("light", 100)


def test_what_is_to_decide_is_chosen_at_once(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    take_in(desk, people_page, write(tmp_path, FIRST))
    sheet = opened(desk, people_page, write(tmp_path, LATER, "later.csv"))
    choose(desk, sheet, "Mentor01")
    desk.click("Show: To decide 1", sheet)
    desk.key(Qt.Key.Key_1)
    assert [(key[0], said) for key, said in sheet.flow.answers.items()] == [("same", "same")]
    assert look(sheet).rows.at(look(sheet).table.currentIndex().row())[rows.PLAN_KIND] == "alike"  # type: ignore[index]  # it is shown


def test_the_order_of_dates_is_asked_with_dates_that_tell(tmp_path: Path) -> None:
    born = ("01/01/2012", "02/02/2012", "03/03/2012", "04/04/2012", "05/05/2012", "02/06/2012", "07/08/2012")
    text = "number,family,given,birth_date\n" + "".join(f"{n},F,G,{day}\n" for n, day in enumerate(born, 1))
    roster = read_roster(Path(write(tmp_path, text)))
    asked = which_order(roster, ("dmy", "mdy"), born[:3])
    assert "02/06/2012, 07/08/2012, 01/01/2012" in asked.why
    assert asked.options[0].meaning.startswith("02/06/2012 is")
    assert asked.options[0].meaning != asked.options[1].meaning


def test_f2_lists_no_fields(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    sheet = opened(desk, people_page, write(tmp_path, "Nr;Wer;Was\n0042;Ada Okafor;x\n"), "students")
    assert isinstance(sheet.part, ColumnsPart)
    sheet.part.arrive()
    assert "or press Enter or F4 for the list" in desk.texts(sheet)
    desk.key(Qt.Key.Key_F4)
    menu = sheet.part.table.findChild(QMenu)
    assert menu is not None
    menu.close()
    desk.settle()
    assert "F2" not in desk.texts(sheet)


def test_a_cancelled_import_says_that_nothing_was_changed(desk: Desk, people_page: PeoplePage, tmp_path: Path) -> None:
    text = "number,family,given\n" + "".join(f"7{n:05},Fam{n},Giv{n}\n" for n in range(4_000))
    sheet = opened(desk, people_page, write(tmp_path, text))
    sheet.go_button.click()
    next(one for one in sheet.findChildren(Button) if one.accessibleName() == "Cancel: Importing students").click()
    desk.settle()
    assert sheet.flow.stage == "looking"
    assert "The import was cancelled. Nothing was changed." in desk.texts(sheet)
