"""Matching, played in the real window: ready, propose, look, lock, choose, rule out, publish, undo."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QProgressBar, QWidget

from desktop.models.rows import Rows
from desktop.services import matching, programme
from desktop.services.vault import Workspace
from desktop.views.matching.choosing import ChoosingSheet
from desktop.views.matching.page import MatchingPage
from tests.views.matching.conftest import Bench, OpenBench, withdraw_all


def sheet() -> ChoosingSheet:
    found = QApplication.activeModalWidget()
    assert isinstance(found, ChoosingSheet)
    return found


def names(rows: Rows) -> list[str]:
    return [str(row[1].mentee.number) for row in rows.shown]


# before a draft


def test_without_participants_it_says_where_to_begin(open_bench: OpenBench, folder: Path) -> None:
    bench = open_bench(folder)
    assert "Nobody is enrolled as mentor or mentee yet" in bench.texts(bench.page)
    bench.click("Go to People")
    assert bench.window._current == "people"


def test_it_says_who_is_ready_and_who_lacks_what(bench: Bench) -> None:
    said = bench.texts(bench.page)
    assert "8 mentors with 9 free places" in said
    assert "10 mentees who wait" in said
    assert "There is 1 mentee more than there are places" in said
    assert "Robin Family18" in said
    assert "No free period is given." in said
    bench.click("Open Robin Family18")
    assert bench.window._current == "people"


def test_with_mentors_only_nothing_can_be_proposed(bench: Bench) -> None:
    def only_mentors(ws: Workspace) -> object:
        return programme.withdraw(ws, [p.uid for p in programme.participants(ws) if p.role == "mentee"])

    bench.write(only_mentors)
    assert bench.button("Go to People")
    bench.propose()
    assert bench.page.part == "ready"
    bench.write(withdraw_all)
    assert "Matching begins with participants" in bench.texts(bench.page)


# the draft


def test_p_proposes_and_nothing_is_published_yet(drafted: Bench) -> None:
    page = drafted.page
    assert page.part == "draft"
    assert page.title.endswith("round, draft")
    assert "visible outside this page" in page.purpose
    said = drafted.texts(page)
    assert "8 of 10 placed" in said
    assert "Proven: no other draft places more." in said
    assert drafted.button("Publish 8 pairs").isEnabled()
    assert drafted.write(matching.pairs) == ()


def test_the_unmatched_come_first_each_with_its_own_cause(drafted: Bench) -> None:
    rows = drafted.page.draft.rows
    assert names(rows)[:2] == ["18", "19"]
    drafted.choose("18")
    first = drafted.texts(drafted.page.side)
    assert "no place" in first
    assert "No free period is recorded for this student." in first
    drafted.choose("19")
    second = drafted.texts(drafted.page.side)
    assert "No mentor is free Fri1." in second
    assert "Being free Mon3 as well would place this student." in second


def test_the_panel_shows_points_that_add_up(drafted: Bench) -> None:
    drafted.choose("10")
    card = drafted.page.draft.row(drafted.page.panel.mentee)
    assert card is not None
    bars = drafted.page.side.findChildren(QProgressBar)
    assert sum(bar.value() for bar in bars) == card[1].score
    assert sum(bar.maximum() for bar in bars) == 1000
    said = drafted.texts(drafted.page.side)
    assert f"{card[1].score} of 1,000 points" in said
    assert "Interests: both chose" in said
    assert "Would meet" in said
    assert "Instead of" in said


def test_filters_and_search_narrow_the_table(drafted: Bench) -> None:
    part = drafted.page.draft
    drafted.click("Show: Unmatched 2")
    assert names(part.rows) == ["18", "19"]
    drafted.click("Show: All 10")
    part.search.setFocus()
    drafted.qtbot.keyClicks(part.search, "family12")
    drafted.qtbot.waitUntil(lambda: names(part.rows) == ["12"])
    drafted.qtbot.keyClicks(part.search, "lx")
    drafted.qtbot.waitUntil(lambda: not part.rows.shown)
    assert "Nothing here matches" in drafted.texts(part)
    drafted.settle()
    assert "Locked 0" in [words for _, words in part._options]


def test_l_locks_and_unlocks_and_undo_takes_each_back(drafted: Bench) -> None:
    drafted.choose("10")
    drafted.key(Qt.Key.Key_L)
    row = drafted.page.draft.row(drafted.page.panel.mentee)
    assert row is not None
    assert row[1].locked
    assert "locked" in drafted.texts(drafted.page.side)
    drafted.click("Show: Locked 1")
    assert names(drafted.page.draft.rows) == ["10"]
    drafted.control(Qt.Key.Key_Z)
    assert "Locked 0" in [words for _, words in drafted.page.draft._options]
    drafted.click("Show: All 10")
    drafted.choose("10")
    drafted.key(Qt.Key.Key_L)
    drafted.key(Qt.Key.Key_L)
    assert "Locked 0" in [words for _, words in drafted.page.draft._options]


def test_a_lock_clicked_leaves_the_keyboard_in_the_table(drafted: Bench) -> None:
    drafted.choose("10")
    drafted.button("Lock", drafted.page.side).setFocus()
    drafted.key(Qt.Key.Key_Space)
    assert QApplication.focusWidget() is drafted.page.draft.table


def test_s_lists_every_mentor_with_cost_or_rules_and_enter_takes_one(drafted: Bench) -> None:
    drafted.choose("10")
    before = drafted.pairs()
    drafted.key(Qt.Key.Key_S)
    rows = sheet().rows
    assert len(rows.shown) == 8
    assert rows.shown[0][1].present
    cheapest = rows.shown[1][1]
    assert cheapest.sentence in drafted.texts(sheet())
    drafted.key(Qt.Key.Key_Return)
    after = drafted.pairs()
    assert after["10"] == cheapest.mentor.number
    moved = {uid for uid in before if before[uid] != after[uid]} - {"10"}
    assert moved == {move.mentee.number for move in cheapest.cost.moves}
    assert QApplication.activeModalWidget() is None
    drafted.propose()
    assert drafted.pairs()["10"] == cheapest.mentor.number
    drafted.control(Qt.Key.Key_Z)
    drafted.control(Qt.Key.Key_Z)
    assert drafted.pairs() == before


def test_a_forbidden_mentor_says_why_and_cannot_be_taken_without_a_reason(drafted: Bench) -> None:
    drafted.choose("19")
    drafted.key(Qt.Key.Key_S)
    assert all(row[1].rules for row in sheet().rows.shown)
    assert "They have no free period in common" in drafted.texts(sheet())
    assert not sheet().take_button.isEnabled()
    drafted.key(Qt.Key.Key_Return)
    assert drafted.pairs()["19"] == ""
    sheet().close()


def test_take_beside_the_table_does_what_it_says(drafted: Bench) -> None:
    drafted.choose("10")
    before = drafted.pairs()
    take = next(b for b in drafted.page.side.findChildren(QWidget) if b.accessibleName().endswith("instead"))
    words = take.accessibleName()
    drafted.click(words)
    after = drafted.pairs()
    assert after["10"] != before["10"]
    assert words == f"Take Robin Family{after['10']} instead"


def test_x_rules_out_until_proposed_again_and_can_be_allowed_again(drafted: Bench) -> None:
    drafted.choose("10")
    mentor = drafted.pairs()["10"]
    drafted.key(Qt.Key.Key_X)
    assert drafted.pairs()["10"] == ""
    assert "Changed by hand" in drafted.texts(drafted.page)
    drafted.propose()
    assert drafted.pairs()["10"] not in (mentor, "")
    drafted.choose("10")
    assert "Never in this draft" in drafted.texts(drafted.page.side)
    drafted.key(Qt.Key.Key_S)
    banned = next(row for row in sheet().rows.shown if row[1].mentor.number == mentor)
    assert "You ruled this pair out in this draft." in banned[1].sentence
    sheet().table.choose(banned[0])
    drafted.click("Allow again", sheet())
    assert not next(row for row in sheet().rows.shown if row[0] == banned[0])[1].rules
    sheet().close()
    assert "Never in this draft" not in drafted.texts(drafted.page.side)


def test_o_leaves_out_and_takes_back_in(drafted: Bench) -> None:
    drafted.choose("10")
    drafted.key(Qt.Key.Key_O)
    assert "You left this student out of this draft." in drafted.texts(drafted.page.side)
    drafted.propose()
    assert drafted.pairs()["10"] == ""
    drafted.choose("10")
    drafted.key(Qt.Key.Key_O)
    drafted.propose()
    assert "8 of 10 placed" in drafted.texts(drafted.page)


def test_answers_changed_meanwhile_are_said(drafted: Bench) -> None:
    def change(ws: Workspace) -> object:
        part = next(p for p in programme.participants(ws) if p.role == "mentee")
        return programme.set_answers(ws, part.uid, interests=("astronomy",))

    drafted.write(change)
    assert "have changed since this draft was made" in drafted.texts(drafted.page)
    drafted.propose()
    assert "have changed since" not in drafted.texts(drafted.page)


def test_discarding_and_its_undo(drafted: Bench) -> None:
    drafted.control(Qt.Key.Key_D)
    assert drafted.page.part == "ready"
    drafted.control(Qt.Key.Key_Z)
    assert drafted.page.part == "draft"


# published


def test_publishing_asks_nothing_and_can_be_undone(drafted: Bench) -> None:
    drafted.control(Qt.Key.Key_Return)
    assert drafted.page.part == "pairs"
    assert drafted.page.purpose == "8 published pairs"
    assert "8 pairs are published." in drafted.texts(drafted.window)
    assert all(row[1].slot for row in drafted.page.pairs.rows.shown)
    drafted.click("Undo")
    assert drafted.page.part == "draft"
    assert drafted.write(matching.pairs) == ()


def test_the_weekly_period_is_changed_by_hand(drafted: Bench) -> None:
    drafted.control(Qt.Key.Key_Return)
    rows = drafted.page.pairs.rows.shown
    row = next(row for row in rows if int(row[1].mentor_number) % 2 == 1)
    drafted.page.pairs.table.choose(row[0])
    drafted.settle()
    drafted.key(Qt.Key.Key_Return)
    choice = QApplication.focusWidget()
    assert isinstance(choice, QComboBox)
    labels = [choice.itemText(at) for at in range(choice.count())]
    assert labels[0] == "no period yet"
    other = next(at for at, text in enumerate(labels) if at and not text.startswith(row[1].slot))
    choice.setCurrentIndex(other)
    choice.activated.emit(other)
    drafted.settle()
    now = drafted.page.pairs.row(row[0])
    assert now is not None
    assert labels[other].startswith(now[1].slot)


def test_two_mentees_in_one_period_are_warned_of(drafted: Bench) -> None:
    def clash(ws: Workspace) -> object:
        found = matching.pairs(ws)
        twice = next(p for p in found if [q.mentor for q in found].count(p.mentor) > 1)
        other = next(p for p in found if p.mentor == twice.mentor and p.uid != twice.uid)
        return matching.set_period(ws, twice.uid, other.period)

    drafted.control(Qt.Key.Key_Return)
    drafted.write(clash)
    drafted.click("Show: Clashes 2")
    assert len(drafted.page.pairs.rows.shown) == 2
    drafted.page.pairs.choose_first()
    drafted.settle()
    assert "meets somebody else in this period too" in drafted.texts(drafted.page.side)


def test_a_pair_ends_and_the_mentee_waits_for_the_next_round(drafted: Bench) -> None:
    drafted.control(Qt.Key.Key_Return)
    drafted.page.pairs.choose_first()
    drafted.settle()
    drafted.control(Qt.Key.Key_E)
    assert drafted.page.purpose == "7 published pairs"
    drafted.click("Show: Ended 1")
    assert len(drafted.page.pairs.rows.shown) == 1
    drafted.click("Propose for 3 who wait")
    assert drafted.page.part == "draft"
    drafted.click("Part of the page: Published 7")
    assert drafted.page.part == "pairs"


# everywhere


def test_it_comes_back_to_the_same_place(drafted: Bench) -> None:
    drafted.choose("12")
    place = drafted.page.place()
    assert place["part"] == "draft"
    drafted.window._make_anew()
    page = drafted.window.pages["matching"]
    assert isinstance(page, MatchingPage)
    drafted.page = page
    page.show_place(place)
    drafted.settle()
    assert page.place() == place


def test_the_search_for_everything_finds_published_pairs(drafted: Bench) -> None:
    drafted.control(Qt.Key.Key_Return)
    hits: list[object] = []
    feature = drafted.window.shown_features[0]
    assert feature.find is not None
    feature.find(drafted.window, "family12", hits.extend)
    drafted.settle()
    assert len(hits) == 1
    hits[0].open()  # type: ignore[attr-defined]
    drafted.settle()
    assert drafted.page.place()["uid"]


def test_everything_that_takes_the_keyboard_has_a_name(drafted: Bench) -> None:
    drafted.choose("10")
    wanting = [
        type(widget).__name__
        for widget in drafted.page.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible() and not widget.accessibleName()
    ]
    assert not [name for name in wanting if name not in ("QScrollArea", "QScrollBar", "QHeaderView")]
    keys = dict(drafted.page.keys())
    assert {"P", "L", "X", "S", "O", "Ctrl+Return", "Ctrl+D", "Ctrl+F"} <= set(keys)


def test_a_narrow_window_stacks_and_nothing_is_wider_than_it(drafted: Bench) -> None:
    drafted.window.resize(1000, 768)
    drafted.choose("10")
    side = drafted.page.side
    assert side.mapTo(drafted.page, side.rect().topLeft()).y() > drafted.page.draft.table.height()
    assert drafted.window.width() == 1000


def test_sharing_the_width_is_not_taken_for_a_choice_of_widths(drafted: Bench) -> None:
    table = drafted.page.draft.table
    reasons = [column.key for column in drafted.page.draft.rows.columns].index("reasons")
    for width in (1000, 900, 1366):
        drafted.window.resize(width, 768)
        drafted.settle()
    assert drafted.window.preferences.widths("matching-draft") == {}
    table.resize(300, 300)
    assert table.isColumnHidden(reasons)
    table.resize(1200, 300)
    assert not table.isColumnHidden(reasons)
    assert drafted.window.preferences.widths("matching-draft") == {}
    table.setColumnWidth(0, 333)
    assert drafted.window.preferences.widths("matching-draft") == {"mentee": 333}
