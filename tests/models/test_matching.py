"""What the Matching page shows of a draft and of published pairs, over a real workspace."""

from __future__ import annotations

from pytestqt.modeltest import ModelTester

from desktop.models import matching as model
from desktop.models import matching_pairs as pairs
from desktop.models.rows import Column, Row, Rows
from desktop.services import matching
from desktop.services.vault import Workspace
from tests.services.matching.school import School, two_and_three


def shown(columns: tuple[Column, ...], row: Row) -> dict[str, str]:
    return {column.key: column.display(row) for column in columns}


def draft_of(ws: Workspace) -> School:
    school = two_and_three(ws)
    school.add("103", "mentee", periods=("Fri9",))
    matching.propose(ws)
    return school


def test_the_draft_is_a_sound_model(workspace: Workspace, qtmodeltester: ModelTester) -> None:
    draft_of(workspace)
    rows = Rows(model.draft_columns(), search=model.row_words)
    rows.show(model.draft_rows(model.load_board(workspace)))
    assert rows.rowCount() == 4
    for column in range(rows.columnCount()):
        rows.sort(column)
    rows.search("family100")
    assert rows.rowCount() == 1
    qtmodeltester.check(rows)


def test_a_row_says_who_with_whom_how_well_and_why(workspace: Workspace) -> None:
    school = draft_of(workspace)
    matching.lock(workspace, school.uid["100"])
    board = model.load_board(workspace)
    rows = {row[0]: shown(model.draft_columns(), row) for row in model.draft_rows(board)}
    pair = rows[school.uid["100"]]
    assert pair["mentee"] == "Robin Family100\nYear 8"
    assert pair["mentor"] == "Robin Family901\nYear 10"
    assert pair["fit"].endswith("\nlocked")
    assert pair["reasons"][0].isupper()
    alone = rows[school.uid["103"]]
    assert alone["mentor"] == "no place"
    assert alone["fit"] == "–"
    assert alone["reasons"] == "No mentor is free Fri9."


def test_the_head_says_what_is_proven_and_what_was_decided(workspace: Workspace) -> None:
    school = draft_of(workspace)
    draft = model.load_board(workspace).draft
    assert draft is not None
    assert model.title_of(draft).endswith("round, draft")
    assert model.placed_words(draft) == "3 of 4 placed"
    assert model.weakest_words(draft).startswith("weakest pair: ")
    assert model.proof_words(draft) == "Proven: no other draft places more."
    matching.leave_out(workspace, school.uid["102"])
    matching.propose(workspace)
    draft = model.load_board(workspace).draft
    assert draft is not None
    assert "with what you decided" in model.proof_words(draft)
    matching.unlock(workspace, school.uid["102"])
    draft = model.load_board(workspace).draft
    assert draft is not None
    assert model.proof_words(draft).startswith("Changed by hand")


def test_the_parts_of_the_page_come_and_go(workspace: Workspace) -> None:
    assert not model.load_board(workspace).anybody
    draft_of(workspace)
    assert model.load_board(workspace).parts == ("draft",)
    matching.publish(workspace)
    assert model.load_board(workspace).parts == ("pairs", "ready")
    matching.propose(workspace)
    assert model.load_board(workspace).parts == ("draft", "pairs")


def test_published_pairs_say_when_they_meet_and_how_they_ended(
    workspace: Workspace, qtmodeltester: ModelTester
) -> None:
    draft_of(workspace)
    matching.publish(workspace)
    first, second = matching.pairs(workspace)[:2]
    matching.end_pair(workspace, first.uid, "left")
    matching.set_period(workspace, second.uid, None)
    board = model.load_board(workspace)
    rows = {row[0]: shown(pairs.pair_columns(), row) for row in pairs.pair_rows(board)}
    assert rows[first.uid]["state"].startswith("ended ")
    assert rows[first.uid]["state"].endswith("One of the two left")
    assert rows[second.uid]["slot"] == "no period yet"
    assert [words for _, words in pairs.pair_filter_words(pairs.pair_rows(board))] == [
        "All 2",
        "First meeting 2",
        "Clashes 0",
        "No period 1",
        "Ended 1",
    ]
    assert pairs.find_pairs(workspace, second.mentee_number)[0][0] == second.uid
    table = Rows(pairs.pair_columns(), search=pairs.row_words)
    table.show(pairs.pair_rows(board))
    qtmodeltester.check(table)


def test_choices_are_a_sound_model(workspace: Workspace, qtmodeltester: ModelTester) -> None:
    school = draft_of(workspace)
    found = model.load_choices(workspace, school.uid["103"])
    rows = Rows(model.choice_columns())
    rows.show(found.rows)
    assert all(model.choice_words(row[model.CHOICE]).startswith("Not allowed: ") for row in rows.shown)
    assert not any(model.can_choose(row[model.CHOICE]) for row in rows.shown)
    qtmodeltester.check(rows)
