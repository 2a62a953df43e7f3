"""The board's columns and cards, as words and as a sound model."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QAbstractItemModel

from desktop.models import matching as matches
from desktop.models import matching_board as model
from desktop.models.rows import Row, Rows
from desktop.services import matching
from desktop.services.vault import Workspace
from tests.services.matching.school import School, two_and_three


class ModelTester(Protocol):
    """Qt's own checks of a model."""

    def check(self, model: QAbstractItemModel) -> None:
        """Fail where the model breaks Qt's rules."""
        ...


def rows_of(ws: Workspace) -> tuple[Row, ...]:
    return matches.draft_rows(matches.load_board(ws))


def test_each_card_is_in_the_column_of_its_band(workspace: Workspace, qtmodeltester: ModelTester) -> None:
    school = two_and_three(workspace)
    school.add("103", "mentee", periods=("Fri1",))
    matching.propose(workspace)
    rows = rows_of(workspace)
    found = model.lanes(rows)
    assert tuple(found) == ("Strong", "Good", "Fair", "Weak", model.NOBODY)
    assert sum(map(len, found.values())) == len(rows) == 4
    assert [row[matches.ITEM].mentee.number for row in found[model.NOBODY]] == ["103"]
    assert all(row[matches.ITEM].band == band for band, some in found.items() if band != model.NOBODY for row in some)
    table = Rows(model.card_columns(), search=model.row_words)
    table.show(rows)
    qtmodeltester.check(table)


def test_a_card_says_who_when_why_and_its_marks(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.propose(workspace)
    matching.lock(workspace, school.uid["100"])
    row = next(row for row in rows_of(workspace) if row[0] == school.uid["100"])
    lines = model.lines_of(row)
    assert (lines.mentee, lines.where) == ("Robin Family100", "Year 8 · Year 10 · Mon3")
    assert lines.reason.lower() == row[matches.ITEM].reasons[0].lower()
    assert lines.locked
    assert lines.warned == bool(row[matches.ITEM].warnings)
    said = model.card_words(row)
    assert "Robin Family100 with Robin Family90" in said
    assert "locked" in said
    assert ("warning" in said) is lines.warned


def test_who_has_no_place_says_why(workspace: Workspace) -> None:
    school = School(workspace)
    school.add("900", "mentor")
    school.add("100", "mentee", periods=())
    matching.propose(workspace)
    (row,) = rows_of(workspace)
    lines = model.lines_of(row)
    assert (lines.mentor, lines.tone) == ("no place", "danger")
    assert lines.reason in model.card_words(row)
    matching.leave_out(workspace, school.uid["100"])
    (row,) = rows_of(workspace)
    assert (model.lines_of(row).mentor, model.lines_of(row).locked) == ("left out", True)


def test_counts_say_what_a_search_leaves() -> None:
    assert model.count_words(3, 3) == "3"
    assert model.count_words(1, 3) == "1 of 3"
