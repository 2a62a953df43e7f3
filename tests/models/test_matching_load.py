"""The draft by mentor: places, mentees, periods, and what is taken twice."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QAbstractItemModel

from desktop.models import matching as matches
from desktop.models import matching_load as model
from desktop.models.rows import Row, Rows
from desktop.services import matching
from desktop.services.vault import Workspace
from tests.services.matching.school import School


class ModelTester(Protocol):
    """Qt's own checks of a model."""

    def check(self, model: QAbstractItemModel) -> None:
        """Fail where the model breaks Qt's rules."""
        ...


def rows_of(ws: Workspace) -> dict[str, Row]:
    return {row[model.LOAD].mentor.number: row for row in model.load_rows(matches.load_board(ws))}


def cells(row: Row) -> dict[str, str]:
    return {column.key: column.display(row) for column in model.load_columns()}


def test_each_mentor_says_places_mentees_and_a_period_taken_twice(
    workspace: Workspace, qtmodeltester: ModelTester
) -> None:
    school = School(workspace)
    school.add("900", "mentor", places=3)
    school.add("901", "mentor", periods=("Tue1",), interests=("drawing",))
    school.add("100", "mentee")
    school.add("101", "mentee")
    assert model.load_rows(matches.load_board(workspace)) == ()
    matching.propose(workspace)
    rows = rows_of(workspace)
    busy, idle = cells(rows["900"]), cells(rows["901"])
    assert (busy["places"], busy["used"], busy["left"]) == ("3", "2", "1 free")
    assert busy["mentees"] == "Robin Family100, Robin Family101"
    assert busy["periods"] == "Mon3\ntwice Mon3"
    assert (idle["mentees"], idle["periods"], idle["left"]) == ("nobody", "–", "1 free")
    assert "Would meet two students Mon3." in model.period_words(rows["900"][model.LOAD])
    counts = [words for _, words in model.load_filter_words(tuple(rows.values()))]
    assert counts == ["All 2", "With places 2", "Full 0", "With nobody 1", "Clashes 1"]
    assert "Family101" in model.row_words(rows["900"])
    table = Rows(model.load_columns(), search=model.row_words)
    table.show(rows.values())
    qtmodeltester.check(table)
