"""Taking back what was typed into the grid of meetings and is not saved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from desktop.models.meeting_cells import MINUTE, STATUS, TOPIC
from desktop.models.meeting_grid import MeetingGrid
from tests.models.test_meeting_grid import DAY, TODAY, cells, due, met, put


@pytest.fixture
def grid(qtbot: QtBot) -> MeetingGrid:
    made = MeetingGrid()
    made.show(DAY, [due("a"), due("b"), due("c", met("c"))], TODAY)
    return made


def test_each_cell_is_taken_back_and_typed_again_in_turn(grid: MeetingGrid) -> None:
    seen = [cells(grid)]
    for row, column, text in ((0, STATUS, "h"), (0, MINUTE, "ten"), (1, STATUS, "e"), (2, TOPIC, "exams")):
        put(grid, row, column, text)
        seen.append(cells(grid))
    grid.clear_row(0)
    seen.append(cells(grid))
    for before in reversed(seen[:-1]):
        assert grid.step_typing() is not None
        assert cells(grid) == before
    assert (grid.step_typing(), grid.as_text()) == (None, "")
    for after in seen[1:]:
        assert grid.step_typing(back=False) is not None
        assert cells(grid) == after
    assert grid.step_typing(back=False) is None


def test_typing_after_a_step_back_forgets_what_was_ahead(grid: MeetingGrid) -> None:
    put(grid, 0, STATUS, "h")
    assert grid.step_typing() == 0
    put(grid, 1, STATUS, "m")
    assert grid.step_typing(back=False) is None
    assert grid.step_typing() == 1


def test_what_is_saved_or_of_another_day_is_not_taken_back(grid: MeetingGrid) -> None:
    put(grid, 0, STATUS, "h")
    grid.show(DAY, [due("a"), due("b"), due("c", met("c"))], TODAY)
    assert grid.step_typing() == 0
    put(grid, 0, STATUS, "h")
    grid.show(DAY, [due("a", met("a", minutes=30, topics=(), mood_mentor=None, mood_mentee=None, next_step=""))], TODAY)
    assert (grid.unsaved(), grid.step_typing()) == ((), None)
    put(grid, 0, MINUTE, "20")
    grid.show(DAY - timedelta(days=1), [due("a")], TODAY)
    assert grid.step_typing() is None


def test_a_row_that_is_gone_is_passed_over(grid: MeetingGrid) -> None:
    put(grid, 0, STATUS, "h")
    put(grid, 1, STATUS, "m")
    grid.show(DAY, [due("a")], TODAY)
    assert grid.step_typing() == 0
