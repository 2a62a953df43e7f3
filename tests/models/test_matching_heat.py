"""The map of scores: what each cell says, how a name is found, and the answer to a cell."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QAbstractItemModel, Qt

from desktop.models import matching as matches
from desktop.models import matching_heat as model
from desktop.services import matching
from desktop.services.matching.types import Draft
from desktop.services.vault import Workspace
from tests.services.matching.school import School, two_and_three


class ModelTester(Protocol):
    """Qt's own checks of a model."""

    def check(self, model: QAbstractItemModel) -> None:
        """Fail where the model breaks Qt's rules."""
        ...


def map_of(ws: Workspace) -> tuple[model.HeatTable, Draft]:
    board = matches.load_board(ws)
    assert board.draft is not None
    table = model.HeatTable()
    table.show(model.load_heat(ws), board.sort, board.draft)
    return table, board.draft


def school_of(ws: Workspace) -> School:
    school = two_and_three(ws)
    school.add("103", "mentee", periods=("Fri1",))
    matching.propose(ws)
    matching.lock(ws, school.uid["100"])
    return school


def test_cells_agree_with_the_draft(workspace: Workspace, qtmodeltester: ModelTester) -> None:
    school = school_of(workspace)
    table, draft = map_of(workspace)
    for card in draft.cards:
        row, column = table.row_of(card.mentee.uid), table.column_of(card.mentor.uid)
        cell = table.cell(row, column)
        assert (cell.score, cell.band, cell.chosen) == (card.score, card.band, True)
        assert cell.locked is (card.mentee.uid == school.uid["100"])
        assert table.chosen_column(row) == column
        said = str(table.data(table.index(row, column), Qt.ItemDataRole.ToolTipRole))
        assert said.startswith(f"{card.mentee.name} with {card.mentor.name}: {card.band}, {card.score} points")
        assert ("locked" in said) is cell.locked
    alone = table.row_of(school.uid["103"])
    assert {table.cell(alone, column).letter for column in range(2)} == {"\u00d7"}
    assert table.chosen_column(alone) == -1
    assert sum(table.cell(i, j).chosen for i in range(4) for j in range(2)) == len(draft.cards)
    assert [one.number for one in table.mentees] == ["100", "101", "102", "103"]
    qtmodeltester.check(table)


def test_every_letter_has_a_meaning_of_its_own() -> None:
    letters = [letter for letter, _ in model.legend()]
    assert letters == ["S", "G", "F", "W", "\u00d7"]


def test_a_name_is_found_by_either_name_mentees_before_mentors(workspace: Workspace) -> None:
    school_of(workspace)
    table, _ = map_of(workspace)
    assert table.search("family102", 0, 1) == (2, 1)
    assert table.search("robin", 2, 0) == (2, 0)
    assert table.search("r", 2, 0) == (3, 0), "one letter goes on to the next"
    assert table.search("r", 3, 0) == (0, 0), "and round"
    assert table.search("family901", 3, 0) == (3, 1)
    assert table.search("nobody", 0, 0) is None


def test_the_answer_to_a_cell_is_a_cost_or_rules(workspace: Workspace) -> None:
    school = school_of(workspace)
    matching.unlock(workspace, school.uid["100"])
    free = model.load_cell(workspace, school.uid["101"], school.uid["901"], groups=False)
    assert not free.rules
    assert model.can_place(free)
    assert model.cost_words(free) == free.sentence
    barred = model.load_cell(workspace, school.uid["103"], school.uid["900"], groups=False)
    assert not model.can_place(barred)
    assert model.may_decide(barred)
    (rule,) = model.rules_words(barred)
    assert "no free period in common" in rule
    assert rule not in model.cost_words(barred)
    assert "With a reason" in model.cost_words(barred)


def test_of_groups_it_says_why_not(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.propose_groups(workspace, 2, 3)
    found = model.load_cell(workspace, school.uid["100"], school.uid["901"], groups=True)
    assert not model.can_place(found)
    assert not model.may_decide(found)
    assert found.sentence
