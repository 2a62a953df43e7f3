"""The map of scores by keyboard: cells, names, the panel with cost or rules, placing; and that it reads in any theme."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.views.matching.heat import HeatView
from desktop.views.matching.shades import shade
from desktop.views.tokens import THEMES, Theme, contrast
from tests.views.matching.conftest import Bench


@pytest.fixture
def heat(drafted: Bench) -> HeatView:
    """The map of the draft, the keyboard in it."""
    drafted.click("View of the draft: Heat map")
    view = drafted.page.draft_part.current()
    assert isinstance(view, HeatView)
    view.grid.setFocus()
    return view


def type_name(bench: Bench, heat: HeatView, name: str) -> None:
    heat.grid._typing.stop()
    bench.qtbot.keyClicks(heat.grid, name)
    bench.settle()


def go_beside(bench: Bench, heat: HeatView, wanted: bool) -> tuple[str, str]:
    """Go from the first pair to a cell in its row that is allowed, or not; give the numbers of the two."""
    row = heat.grid.currentIndex().row()
    for column in range(heat.table.columnCount()):
        cell = heat.table.cell(row, column)
        if not cell.chosen and bool(cell.band) is wanted:
            heat.grid.go_to(row, column)
            bench.settle()
            return heat.table.mentees[row].number, heat.table.mentors[column].number
    raise AssertionError("no such cell")


def test_arrows_walk_and_the_panel_tells_of_each_cell(drafted: Bench, heat: HeatView) -> None:
    page = drafted.page
    drafted.page.draft_part.show_view("heat", drafted.page.rows[-1][0])
    drafted.settle()
    assert "of 1,000 points" in drafted.texts(page.side)
    assert "Would meet" in drafted.texts(page.side)
    go_beside(drafted, heat, wanted=True)
    said = drafted.texts(page.side)
    assert "not in this draft" in said
    assert "overall." in said
    column = heat.grid.currentIndex().column()
    drafted.key(Qt.Key.Key_Up if heat.grid.currentIndex().row() else Qt.Key.Key_Down)
    assert heat.grid.currentIndex().column() == column
    assert heat.table.mentees[heat.grid.currentIndex().row()].name in drafted.texts(page.side)


def test_letters_go_to_a_name_and_are_no_keys_of_the_page(drafted: Bench, heat: HeatView) -> None:
    before = drafted.pairs()
    type_name(drafted, heat, "family15")
    assert heat.table.mentees[heat.grid.currentIndex().row()].number == "15"
    type_name(drafted, heat, "family93")
    assert heat.table.mentors[heat.grid.currentIndex().column()].number == "93"
    type_name(drafted, heat, "p")
    type_name(drafted, heat, "o")
    assert drafted.pairs() == before
    assert drafted.page.part == "draft"


def test_enter_goes_to_the_panel_places_and_escape_comes_back(drafted: Bench, heat: HeatView) -> None:
    heat.choose(next(row[0] for row in drafted.page.rows if row[1].mentee.number == "10"))
    drafted.key(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is drafted.button("Lock", drafted.page.side)
    drafted.key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is heat.grid
    before = drafted.pairs()
    mentee, mentor = go_beside(drafted, heat, wanted=True)
    drafted.key(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is drafted.button("Place them together")
    drafted.key(Qt.Key.Key_Space)
    assert drafted.pairs()[mentee] == mentor
    here = heat.grid.currentIndex()
    cell = heat.table.cell(here.row(), here.column())
    assert (cell.chosen, cell.locked) == (True, True)
    drafted.control(Qt.Key.Key_Z)
    assert drafted.pairs() == before


def test_a_forbidden_cell_says_which_rules(drafted: Bench, heat: HeatView) -> None:
    type_name(drafted, heat, "family19")
    go_beside(drafted, heat, wanted=False)
    said = drafted.texts(drafted.page.side)
    assert "not allowed" in said
    assert "They have no free period in common" in said
    drafted.key(Qt.Key.Key_Return)
    drafted.click("Choose with a reason …")
    sheet = QApplication.activeModalWidget()
    assert sheet is not None
    assert sheet.table.chosen_uids() == (heat.table.mentors[heat.grid.currentIndex().column()].uid,)  # type: ignore[attr-defined]
    sheet.close()


def test_the_cell_comes_back(drafted: Bench, heat: HeatView) -> None:
    type_name(drafted, heat, "family15")
    go_beside(drafted, heat, wanted=True)
    place = drafted.page.place()
    drafted.click("View of the draft: List")
    drafted.page.show_place(place)
    drafted.settle()
    assert drafted.page.place() == place
    assert place["view"] == "heat"


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.key)
def test_letters_can_be_read_on_every_shade_and_shades_grow_with_the_score(theme: Theme) -> None:
    grounds = []
    for band in ("Weak", "Fair", "Good", "Strong"):
        ground, ink = shade(theme, band)
        assert contrast(ground.name(), ink.name()) >= 4.5, band
        grounds.append(ground.lightnessF())
    assert grounds == sorted(grounds, reverse=not theme.dark)
    ground, ink = shade(theme, "")
    assert contrast(ground.name(), ink.name()) >= 4.5
