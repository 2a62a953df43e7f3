"""Drafts in a list, two compared, and proposing otherwise, as the window says it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QAbstractItemModel

from desktop.models import matching as matches
from desktop.models import matching_drafts as model
from desktop.models.rows import Rows
from desktop.services import matching
from desktop.services.matching.types import SCOPES
from desktop.services.vault import Workspace
from tests.services.matching.school import School, two_and_three


class ModelTester(Protocol):
    """Qt's own checks of a model."""

    def check(self, model: QAbstractItemModel) -> None:
        """Fail where the model breaks Qt's rules."""
        ...


def two_drafts(ws: Workspace) -> School:
    """A draft put aside, and another in which one mentee is left out."""
    school = two_and_three(ws)
    model.propose_otherwise(ws, model.Wish("waiting", keep=False))
    matching.leave_out(ws, school.uid["102"])
    model.propose_otherwise(ws, model.Wish("everybody", keep=True))
    matching.unlock(ws, school.uid["102"])
    matching.solve_again(ws)
    return school


def cells(columns: tuple[model.Column, ...], row: tuple[object, ...]) -> dict[str, str]:
    return {column.key: column.display(row) for column in columns}


def test_the_list_says_which_is_present_and_whom_each_is_for(workspace: Workspace, qtmodeltester: ModelTester) -> None:
    two_drafts(workspace)
    rows = model.line_rows(model.drafts(workspace))
    first, second = (cells(model.line_columns(), row) for row in rows)
    assert (first["state"], first["placed"], first["scope"]) == ("present", "3", "Everybody, as if nobody had a pair")
    assert (second["state"], second["placed"], second["worst"]) == ("put aside", "2", second["worst"].lower())
    table = Rows(model.line_columns())
    table.show(rows)
    qtmodeltester.check(table)


def test_comparing_says_who_is_elsewhere_and_what_differs(workspace: Workspace, qtmodeltester: ModelTester) -> None:
    two_drafts(workspace)
    present, aside = model.drafts(workspace)
    found = model.compare(workspace, aside.uid, present.uid)
    rows = model.difference_rows(found)
    shown = {cells(model.difference_columns(), row)["mentee"]: cells(model.difference_columns(), row) for row in rows}
    assert shown["Robin Family102"]["first"] == "nobody"
    assert shown["Robin Family102"]["second"].startswith("Robin Family90")
    assert shown["Robin Family102"]["points"].startswith("+")
    said = model.summary_words(found)
    assert "Placed: 2 and 3." in said
    assert found.settings
    assert model.summary_words(model.compare(workspace, aside.uid, aside.uid)) == "The two place everybody alike."
    table = Rows(model.difference_columns())
    table.show(rows)
    qtmodeltester.check(table)


def test_every_scope_is_offered_with_a_sentence(workspace: Workspace) -> None:
    assert [key for key, _ in model.scope_options()] == list(SCOPES)
    assert len({model.scope_sentence(key) for key in SCOPES}) == len(SCOPES)
    assert model.usual_wish(matches.load_board(workspace)) == model.Wish("waiting", keep=False)


def test_groups_are_proposed_of_the_sizes_wished_and_offered_so_again(workspace: Workspace) -> None:
    two_and_three(workspace)
    wish = model.Wish("waiting", keep=False, groups=True, least=1, most=3)
    model.propose_otherwise(workspace, wish)
    board = matches.load_board(workspace)
    assert board.draft is not None
    assert board.draft.groups
    assert model.usual_wish(board) == model.Wish("waiting", keep=True, groups=True, least=1, most=3)
    assert model.scope_words(model.drafts(workspace)[0]).endswith("in groups")
