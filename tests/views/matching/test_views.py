"""What the views of a draft have in common: the same mentee in all, the key that goes through them, empty drafts."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.services import matching, programme
from desktop.services.clock import SystemClock
from desktop.services.vault import Workspace
from desktop.views.matching.draft_part import DraftPart
from desktop.views.matching.heat import HeatView
from desktop.views.matching.heat_grid import HeatGrid
from desktop.views.widgets import Button
from tests import vaults
from tests.services.matching.school import School
from tests.views.matching.conftest import Bench, OpenBench


def test_f6_goes_through_the_views_with_the_same_mentee_and_the_keyboard(drafted: Bench) -> None:
    drafted.choose("12")
    uid, part = drafted.page.panel.mentee, drafted.page.draft_part
    seen = []
    for _ in part._there:
        drafted.key(Qt.Key.Key_F6)
        seen.append(part.view)
        assert part.uid == part.current().chosen_uid() == uid
        assert QApplication.focusWidget() is part.current().keyboard()
    assert seen[:3] == ["board", "heat", "mentors"]
    assert seen[-1] == "list"
    assert drafted.page.panel.mentee == uid
    listed = drafted.page.keys()
    assert ("F6", "Next view of the draft") in listed


def test_everything_that_takes_the_keyboard_in_a_view_has_a_name(drafted: Bench) -> None:
    for _ in drafted.page.draft_views:
        drafted.key(Qt.Key.Key_F6)
        part = drafted.page.draft_part
        wanting = [
            type(widget).__name__
            for widget in part.findChildren(QWidget)
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible() and not widget.accessibleName()
        ]
        assert not [name for name in wanting if name not in ("QScrollArea", "QScrollBar", "QHeaderView", "_Names")]


def without_mentors(ws: Workspace) -> object:
    mentors = [part.uid for part in programme.participants(ws) if part.role == "mentor"]
    return programme.withdraw(ws, mentors)


def test_a_draft_without_a_mentor_says_so_in_every_view(bench: Bench) -> None:
    bench.write(without_mentors)
    bench.write(matching.propose)
    part: DraftPart = bench.page.draft_part
    for view, words in (
        ("board", "No place 10"),
        ("heat", "Nobody to compare"),
        ("mentors", "All 0"),
        ("list", "All 10"),
    ):
        part.show_view(view)
        bench.settle()
        shown = [one.text() for one in part.findChildren(QWidget) if hasattr(one, "text") and one.isVisible()]
        assert words in " ".join(shown), view


def test_a_change_elsewhere_is_read_by_each_view_when_it_is_shown(drafted: Bench) -> None:
    part = drafted.page.draft_part
    part.show_view("heat")
    part.show_view("board")
    drafted.settle()
    drafted.choose("10")
    drafted.key(Qt.Key.Key_L)
    part.show_view("heat", drafted.page.panel.mentee)
    drafted.settle()
    heat = part.current()
    assert isinstance(heat, HeatView)
    here = heat.grid.currentIndex()
    assert heat.table.cell(here.row(), here.column()).locked


def test_a_long_name_and_many_cards_stay_inside_the_window(open_bench: OpenBench, folder: Path) -> None:
    def fill(ws: Workspace) -> None:
        school = School(ws)
        for n in range(3):
            school.add(f"9{n}" + "9" * 50, "mentor", places=9)
        for n in range(8):
            school.add(f"{n:02}" + "1" * 50, "mentee")
        matching.propose(ws)

    ws = vaults.reopen(folder, SystemClock())
    fill(ws)
    ws.close()
    bench = open_bench(folder)
    bench.window.resize(1000, 700)
    for view in ("board", "heat", "mentors", "list"):
        bench.page.draft_part.show_view(view)
        bench.settle()
        assert bench.window.width() == 1000, view
        assert bench.page.draft_part.width() < 1000, view


def test_very_large_text_puts_the_further_buttons_under_the_title(drafted: Bench) -> None:
    drafted.window.look.apply("light", 200)
    drafted.window.resize(1366, 768)
    drafted.page.refresh()
    drafted.settle()
    main = drafted.button("Publish 8 pairs")
    assert main.mapTo(drafted.page, main.rect().topRight()).x() <= drafted.page.width()
    assert (
        drafted.button("More").mapTo(drafted.page, drafted.button("More").rect().center()).y()
        > main.geometry().bottom()
    )
    assert drafted.button("Propose again").isVisible()
    drafted.page.draft_part.show_view("heat", drafted.page.rows[-1][0])
    drafted.settle()
    grid = drafted.page.draft_part.current().keyboard()
    assert isinstance(grid, HeatGrid)
    grid.setFocus()
    drafted.key(Qt.Key.Key_Up)
    here = grid.viewport().mapTo(drafted.page, grid.visualRect(grid.currentIndex()).center())
    assert drafted.page.rect().contains(here), "the page has scrolled to the cell"
    drafted.window.look.apply("light", 100)


def test_where_nobody_takes_part_there_is_no_menu(open_bench: OpenBench, folder: Path) -> None:
    bench = open_bench(folder)
    words = {button.words for button in bench.page.findChildren(Button) if button.isVisible()}
    assert words == {"Go to People"}
