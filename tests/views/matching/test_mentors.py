"""The draft by mentor, by keyboard: sorting, filters, the panel with each pair, and back to a pair."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.models import matching_load as model
from desktop.views.matching.mentors import MentorsView
from tests.views.matching.conftest import Bench


@pytest.fixture
def mentors(drafted: Bench) -> MentorsView:
    """The view by mentor, the keyboard in it."""
    drafted.click("View of the draft: Mentors")
    view = drafted.page.draft_part.current()
    assert isinstance(view, MentorsView)
    view.table.setFocus()
    return view


def test_rows_are_sorted_and_the_panel_shows_each_pair(drafted: Bench, mentors: MentorsView) -> None:
    assert [row[model.LOAD].mentor.number for row in mentors.rows.shown] == [f"9{n}" for n in range(8)]
    used = [column.key for column in mentors.rows.columns].index("used")
    mentors.table.sortByColumn(used, Qt.SortOrder.AscendingOrder)
    counts = [row[model.LOAD].used for row in mentors.rows.shown]
    assert counts == sorted(counts, reverse=True)
    drafted.key(Qt.Key.Key_Home)
    load = mentors.rows.shown[0][model.LOAD]
    said = drafted.texts(drafted.page.side)
    assert load.mentor.name in said
    assert f"{load.used} of {load.mentor.places} places used" in said
    assert all(card.mentee.name in said for card in load.cards)


def test_enter_goes_beside_and_space_shows_the_pair_in_the_list(drafted: Bench, mentors: MentorsView) -> None:
    drafted.key(Qt.Key.Key_Home)
    load = mentors.rows.shown[0][model.LOAD]
    drafted.key(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is drafted.button(f"Show {load.cards[0].mentee.name}")
    drafted.key(Qt.Key.Key_Space)
    assert drafted.page.draft_part.view == "list"
    assert drafted.page.panel.mentee == load.cards[0].mentee.uid == drafted.page.draft.chosen_uid()


def test_the_mentor_comes_back_also_one_with_nobody(drafted: Bench, mentors: MentorsView) -> None:
    idle = next(row for row in mentors.rows.all if not row[model.LOAD].cards)
    mentors.table.choose(idle[0])
    drafted.settle()
    assert "Nobody is placed" in drafted.texts(drafted.page.side)
    place = drafted.page.place()
    drafted.click("View of the draft: List")
    drafted.page.show_place(place)
    drafted.settle()
    assert mentors.table.chosen_uids() == (idle[0],)
    assert drafted.page.place() == place


def test_filters_count_mentors(drafted: Bench, mentors: MentorsView) -> None:
    words = dict(model.load_filter_words(mentors._all))
    drafted.click(f"Show: {words['nobody']}")
    assert all(not row[model.LOAD].cards for row in mentors.rows.shown)
    assert mentors.rows.shown
