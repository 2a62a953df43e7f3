"""The board, by keyboard and mouse: walking over cards, choosing, locking, swapping with the cost said before."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.models import matching_board as model
from desktop.views.matching.board import BoardView
from desktop.views.matching.choosing import ChoosingSheet
from desktop.views.matching.lane import Lane
from tests.views.matching.conftest import Bench


@pytest.fixture
def board(drafted: Bench) -> BoardView:
    """The board over the draft, the keyboard in it."""
    drafted.click("View of the draft: Board")
    view = drafted.page.draft_part.current()
    assert isinstance(view, BoardView)
    view.keyboard().setFocus()
    return view


def wait_for_cost(bench: Bench, board: BoardView) -> None:
    bench.settle()
    bench.qtbot.waitUntil(lambda: not board.waiting, timeout=10_000)
    bench.settle()


def numbers(board: BoardView) -> dict[str, list[str]]:
    return {key: [row[1].mentee.number for row in lane.rows.shown] for key, lane in board.lanes.items()}


def go_to(bench: Bench, board: BoardView, number: str) -> Lane:
    row = next(row for row in bench.page.rows if row[1].mentee.number == number)
    board.choose(row[0])
    lane = board.keyboard()
    assert isinstance(lane, Lane)
    lane.setFocus()
    bench.settle()
    return lane


def two_swappable(bench: Bench, board: BoardView) -> tuple[str, str, str]:
    """Find two cards whose exchange is allowed; give their numbers and what it would cost."""
    rows = [row for row in bench.page.rows if hasattr(row[1], "mentor")]
    for one in rows:
        for other in rows:
            if one[1].mentor.number != other[1].mentor.number:
                said = bench.write(model.exchange_price, one[0], other[0])
                if said.cost is not None and not said.cost.left_out:
                    return one[1].mentee.number, other[1].mentee.number, said.sentence
    raise AssertionError("nobody can be swapped")


def test_arrows_walk_over_all_cards_and_the_panel_follows(drafted: Bench, board: BoardView) -> None:
    filled = [lane for lane in board.lanes.values() if lane.rows.shown]
    assert [lane.isVisible() for lane in board.lanes.values()] == [bool(some) for some in numbers(board).values()]
    for lane in filled:
        lane.setMaximumWidth(200)  # one card across
    drafted.settle()
    board.choose_first()
    filled[0].setFocus()
    seen = set()
    for lane in filled:
        assert QApplication.focusWidget() is lane
        drafted.key(Qt.Key.Key_Home)
        for _ in lane.rows.shown:
            seen.add(board.chosen_uid())
            assert drafted.page.panel.mentee == board.chosen_uid()
            drafted.key(Qt.Key.Key_Down)
        if lane is not filled[-1]:
            drafted.key(Qt.Key.Key_Right)
    assert seen == {row[0] for row in drafted.page.rows}
    drafted.key(Qt.Key.Key_Left)
    assert QApplication.focusWidget() is filled[-2]


def test_enter_lists_mentors_l_locks_o_leaves_out_and_undo_brings_back(drafted: Bench, board: BoardView) -> None:
    lane = go_to(drafted, board, "10")
    drafted.key(Qt.Key.Key_Return)
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, ChoosingSheet)
    sheet.close()
    drafted.settle()
    drafted.key(Qt.Key.Key_L)
    assert "locked" in model.card_words(drafted.page.row(board.chosen_uid()) or ())
    assert QApplication.focusWidget() is lane
    drafted.key(Qt.Key.Key_O)
    assert "10" in numbers(board)[model.NOBODY]
    assert QApplication.focusWidget() is board.lanes[model.NOBODY]
    assert "left out" in drafted.texts(drafted.page.side)
    drafted.control(Qt.Key.Key_Z)
    assert "10" not in numbers(board)[model.NOBODY]


def test_space_picks_up_the_cost_is_said_and_enter_swaps(drafted: Bench, board: BoardView) -> None:
    one, other, sentence = two_swappable(drafted, board)
    before = drafted.pairs()
    go_to(drafted, board, one)
    drafted.key(Qt.Key.Key_Space)
    assert "is picked up" in board.status.text()
    go_to(drafted, board, other)
    lane = board.keyboard()
    drafted.key(Qt.Key.Key_Up if lane.currentIndex().row() else Qt.Key.Key_Down)  # type: ignore[attr-defined]
    drafted.key(Qt.Key.Key_Escape)
    assert drafted.pairs() == before
    go_to(drafted, board, one)
    drafted.key(Qt.Key.Key_Space)
    board.aim(go_to(drafted, board, other).current_uid())
    wait_for_cost(drafted, board)
    assert sentence in board.status.text()
    drafted.key(Qt.Key.Key_Return)
    after = drafted.pairs()
    assert after[one] == before[other]
    assert after[other] == before[one]
    assert {n for n in after if after[n] != before[n]} == {one, other}
    assert "Swapped" in drafted.texts(drafted.window)
    assert drafted.page.row(board.chosen_uid())[1].mentee.number == one  # type: ignore[index]
    drafted.control(Qt.Key.Key_Z)
    assert drafted.pairs() == before


def test_dragging_says_the_cost_and_letting_go_beside_a_card_changes_nothing(drafted: Bench, board: BoardView) -> None:
    one, other, sentence = two_swappable(drafted, board)
    before = drafted.pairs()

    def middle(number: str) -> tuple[Lane, QPoint]:
        lane = go_to(drafted, board, number)
        return lane, lane.visualRect(lane.currentIndex()).center()

    target, there = middle(other)
    lane, here = middle(one)
    away = lane.viewport().mapFromGlobal(target.viewport().mapToGlobal(there))
    button = Qt.MouseButton.LeftButton
    for end, drops in ((QPoint(-4000, 0), False), (away, True)):
        QTest.mousePress(lane.viewport(), button, pos=here)
        QTest.mouseMove(lane.viewport(), here + QPoint(40, 40))
        QTest.mouseMove(lane.viewport(), end)
        wait_for_cost(drafted, board)
        assert board.dragging
        assert (sentence in board.status.text()) is drops
        QTest.mouseRelease(lane.viewport(), button, pos=end)
        drafted.settle()
        assert not board.carried
        assert (drafted.pairs() != before) is drops
    assert drafted.pairs()[one] == before[other]


def test_who_cannot_be_swapped_stays_and_it_says_why(drafted: Bench, board: BoardView) -> None:
    before = drafted.pairs()
    go_to(drafted, board, "19")
    drafted.key(Qt.Key.Key_Space)
    board.aim(go_to(drafted, board, "10").current_uid())
    wait_for_cost(drafted, board)
    assert "These two cannot be paired" in board.status.text()
    drafted.key(Qt.Key.Key_Return)
    assert drafted.pairs() == before
    assert "These two cannot be paired" in board.status.text()


def test_search_narrows_every_column_and_says_of_how_many(drafted: Bench, board: BoardView) -> None:
    drafted.control(Qt.Key.Key_F)
    drafted.qtbot.keyClicks(board.search, "family12")
    drafted.qtbot.waitUntil(lambda: not board.waiting)
    assert [number for some in numbers(board).values() for number in some] == ["12"]
    assert " of " in drafted.texts(board)
    board.choose(drafted.page.rows[0][0])
    assert board.chosen_uid() == drafted.page.rows[0][0]
    assert board.search.text() == ""


def test_the_view_and_the_card_come_back(drafted: Bench, board: BoardView) -> None:
    go_to(drafted, board, "12")
    place = drafted.page.place()
    assert place["view"] == "board"
    drafted.click("View of the draft: List")
    assert drafted.page.panel.mentee == place["uid"] == drafted.page.draft.chosen_uid()
    drafted.page.show_place(place)
    drafted.settle()
    assert drafted.page.place() == place
    assert drafted.window.preferences.columns("matching-view") == ("board",)


def test_cards_side_by_side_are_walked_over_like_a_grid(drafted: Bench, board: BoardView) -> None:
    lane = max(board.lanes.values(), key=lambda one: one.rows.rowCount())
    lane.setFixedWidth(520)
    drafted.settle()
    assert lane.across() >= 2
    across, last = lane.across(), lane.rows.rowCount() - 1
    assert last >= 2
    lane.setFocus()
    lane.go_to(0)
    for key, place in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Down, across),
        (Qt.Key.Key_Up, 0),
    ):
        drafted.key(key)
        assert lane.currentIndex().row() == place
    for _ in range(last + 1):
        drafted.key(Qt.Key.Key_Down)
    assert lane.currentIndex().row() // across == last // across


def test_columns_with_many_cards_are_wider_and_empty_ones_give_their_room(drafted: Bench, board: BoardView) -> None:
    drafted.settle()
    widths = {key: lane.width() for key, lane in board.lanes.items() if lane.rows.rowCount()}
    counts = {key: board.lanes[key].rows.rowCount() for key in widths}
    assert max(counts, key=lambda key: counts[key]) == max(widths, key=lambda key: widths[key])
    assert all(board.lanes[key].isHidden() for key in board.lanes if key not in widths)


def test_every_column_begins_with_its_first_card_and_no_card_is_cut(drafted: Bench, board: BoardView) -> None:
    for width, height in ((1366, 768), (1366, 500), (1000, 700), (1920, 1080)):
        drafted.window.resize(width, height)
        drafted.settle()
        for lane in board.lanes.values():
            if lane.isVisible():
                lane.scrollToTop()
                first = lane.visualRect(lane.rows.index(0, 0))
                assert (first.left(), first.top()) == (0, 0), (width, lane.key)
                assert lane.across() * first.width() <= lane.viewport().width(), (width, lane.key)
