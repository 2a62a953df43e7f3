"""The grid of a day: what typing does, what cannot be read, and the text that survives a lock."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.models.meeting_cells import (
    MINUTE,
    MOOD_MENTEE,
    MOOD_MENTOR,
    NEXT,
    PAIR,
    SLOT,
    STATUS,
    TOPIC,
    all_topics,
    hint,
    read_topics,
    status_keys,
    topics_like,
)
from desktop.models.meeting_grid import MeetingGrid, kept_rows, pairs_of
from desktop.models.rows import ToneRole
from desktop.services.meetings.rules import TOPICS, topic_word
from desktop.services.meetings.types import DueRow, Meeting, MeetingDraft

DAY, TODAY = date(2026, 11, 18), date(2026, 11, 18)


def due(pair: str, meeting: Meeting | None = None, period: str | None = "wed3") -> DueRow:
    return DueRow(
        DAY.isoformat(), pair, "m", "e", f"Lou {pair}", f"Kim {pair}", period, "Wed3", planned=True, meeting=meeting
    )


def met(pair: str, status: str = "held", minutes: int | None = 40, **changes: object) -> Meeting:
    values: dict[str, object] = {
        "uid": f"met-{pair}", "pair": pair, "mentee": "e", "held_on": DAY.isoformat(), "period": "wed3", "status": status,
        "minutes": minutes, "mentor_came": True, "mentee_came": True, "topics": ("fun",), "mood_mentor": 4,
        "mood_mentee": 3, "next_step": "Chess", "author": "S", "entered": "2026-11-18T10:00:00+00:00",
    }  # fmt: skip
    return Meeting(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def grid(qtbot: QtBot) -> MeetingGrid:
    made = MeetingGrid()
    made.show(DAY, [due("a"), due("b"), due("c", met("c"))], TODAY)
    return made


def put(grid: MeetingGrid, row: int, column: int, text: str) -> bool:
    return grid.setData(grid.index(row, column), text)


def cell(grid: MeetingGrid, row: int, column: int) -> str:
    return str(grid.data(grid.index(row, column)))


def cells(grid: MeetingGrid) -> list[list[str]]:
    return [[cell(grid, row, column) for column in range(8)] for row in range(grid.rowCount())]


def test_passes_the_model_tester(grid: MeetingGrid, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(grid)


def test_pair_and_period_cannot_be_typed(grid: MeetingGrid) -> None:
    for column in (PAIR, SLOT):
        assert not grid.flags(grid.index(0, column)) & Qt.ItemFlag.ItemIsEditable
        assert not put(grid, 0, column, "x")
    assert grid.unsaved() == ()


def test_headings_have_the_words_of_the_profile(grid: MeetingGrid) -> None:
    words = [grid.headerData(n, Qt.Orientation.Horizontal) for n in range(8)]
    assert words[STATUS] == "What became of it"
    assert words[MOOD_MENTEE] == "Mentee's mood"
    assert grid.headerData(99, Qt.Orientation.Horizontal) is None


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("h", "held"), ("H", "held"), ("m", "mentor did not come"), ("e", "mentee did not come"), ("b", "neither came"),
     ("n", "no school"), ("r", "moved to another day"), ("moved", "moved to another day"), (" held ", "held")],
)  # fmt: skip
def test_a_letter_or_the_beginning_of_words_says_what_became_of_it(grid: MeetingGrid, typed: str, shown: str) -> None:
    put(grid, 0, STATUS, typed)
    assert cell(grid, 0, STATUS) == shown
    assert len(grid.unsaved()) == 1


def test_typing_anything_makes_a_row_held_with_the_usual_minutes(grid: MeetingGrid) -> None:
    put(grid, 0, NEXT, "Chess club on Friday")
    assert (cell(grid, 0, STATUS), cell(grid, 0, MINUTE)) == ("held", "30")
    assert grid.unsaved() == (MeetingDraft("a", minutes=30, next_step="Chess club on Friday", period="wed3"),)


def test_missed_meetings_have_neither_minutes_nor_the_mood_of_who_was_away(grid: MeetingGrid) -> None:
    put(grid, 0, MOOD_MENTOR, "4")
    put(grid, 0, MINUTE, "50")
    put(grid, 0, STATUS, "m")
    assert (cell(grid, 0, MINUTE), cell(grid, 0, MOOD_MENTOR)) == ("", "")
    put(grid, 0, MOOD_MENTOR, "5")
    assert "did not come" in grid.errors()[0][2]
    put(grid, 0, STATUS, "h")
    assert (cell(grid, 0, MINUTE), cell(grid, 0, MOOD_MENTOR)) == ("50", "5 very good")
    assert grid.errors() == []


WRONG = [
    (STATUS, "q", "h, m, e"), (MINUTE, "long", "number"), (MINUTE, "0", "1 to"), (MINUTE, "9999", "1 to"), (MINUTE, "-5", "number"),
    (MINUTE, "²", "number"), (TOPIC, "xyzzy", "not in the list"), (MOOD_MENTOR, "9", "1 to 5"), (MOOD_MENTEE, "good", "1 to 5"),
    (NEXT, "x" * 501, "500"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "typed", "why"), WRONG)
def test_what_is_wrong_stays_in_its_cell_and_is_said(grid: MeetingGrid, column: int, typed: str, why: str) -> None:
    put(grid, 1, MINUTE, "45")
    put(grid, 1, column, typed)
    assert cell(grid, 1, column) == typed
    ((row, at, sentence),) = grid.errors()
    assert (row, at) == (1, column)
    assert why in sentence
    index = grid.index(1, column)
    assert grid.data(index, ToneRole) == "danger"
    assert grid.data(index, Qt.ItemDataRole.ToolTipRole) == sentence
    assert grid.hint(1, column) == (sentence, True)
    put(grid, 1, column, "h" if column == STATUS else "3" if column != TOPIC else "fri")
    assert grid.errors() == []


def test_two_wrong_cells_are_two_errors(grid: MeetingGrid) -> None:
    put(grid, 0, MINUTE, "long")
    put(grid, 0, MOOD_MENTEE, "9")
    assert [(row, column) for row, column, _ in grid.errors()] == [(0, MINUTE), (0, MOOD_MENTEE)]
    put(grid, 0, MINUTE, "20")
    assert [(row, column) for row, column, _ in grid.errors()] == [(0, MOOD_MENTEE)]


def test_a_day_to_come_cannot_have_been_held(qtbot: QtBot) -> None:
    grid = MeetingGrid()
    grid.show(date(2026, 11, 25), [due("a")], TODAY)
    grid.set_status(0, "h")
    assert grid.errors()[0][1] == STATUS
    grid.set_status(0, "n")
    assert grid.errors() == []


def test_emptying_what_became_of_it_takes_back_a_row_that_says_nothing_else(grid: MeetingGrid) -> None:
    put(grid, 0, STATUS, "h")
    put(grid, 0, STATUS, "")
    assert grid.unsaved() == ()
    put(grid, 0, STATUS, "h")
    put(grid, 0, NEXT, "Chess")
    put(grid, 0, STATUS, "")
    assert cell(grid, 0, NEXT) == "Chess"
    assert len(grid.errors()) == 1


def test_what_is_typed_as_it_was_is_no_change(grid: MeetingGrid) -> None:
    assert not put(grid, 2, MINUTE, "40")
    put(grid, 2, MINUTE, "50")
    assert len(grid.unsaved()) == 1
    assert grid.unsaved()[0].uid == "met-c"
    put(grid, 2, MINUTE, "40")
    assert grid.unsaved() == ()
    assert grid.as_text() == ""


def test_escape_takes_a_row_back_to_what_is_recorded(grid: MeetingGrid) -> None:
    put(grid, 2, MINUTE, "50")
    put(grid, 2, MOOD_MENTEE, "xx")
    grid.clear_row(2)
    assert (cell(grid, 2, MINUTE), grid.unsaved(), grid.errors()) == ("40", (), [])


# topics


def test_every_topic_is_found_by_its_own_words_and_goes_in_and_out() -> None:
    for code in TOPICS:
        assert read_topics(topic_word(code)) == ((code,), "")
    everything = "; ".join(all_topics())
    assert read_topics(everything) == (tuple(TOPICS), "")


@pytest.mark.parametrize(
    ("typed", "codes"),
    [("fri, ex", ("friends", "exams")), ("FRI;fri", ("friends",)), ("music", ("clubs",)), ("", ()), (" , ;", ()),
     ("clubs, sport, music; fri", ("clubs", "friends")), ("getting_to", ())],
)  # fmt: skip
def test_beginnings_of_words_are_enough(typed: str, codes: tuple[str, ...]) -> None:
    found, unknown = read_topics(typed)
    assert found == codes or unknown


def test_hints_say_what_can_be_typed() -> None:
    assert all(words in hint(STATUS) for _, words in status_keys())
    assert "friendships" in hint(TOPIC, "study, fri")
    assert "tests" not in hint(TOPIC, "study, fri")
    assert hint(TOPIC, "xq").startswith("No topic")
    assert "5 very good" in hint(MOOD_MENTEE)
    assert topics_like("  ") == ()


# what survives


def test_text_goes_into_another_grid_and_no_other_day(grid: MeetingGrid, qtbot: QtBot) -> None:
    put(grid, 0, STATUS, "h")
    put(grid, 1, TOPIC, "nonsense")
    grid.open_cell(grid.index(2, NEXT), "half a wor")
    text = grid.as_text()
    assert set(pairs_of(kept_rows(text, DAY))) == {"a", "b", "c"}
    assert kept_rows(text, date(2026, 11, 19)) == []
    other = MeetingGrid()
    other.show(DAY, [due("c", met("c")), due("b"), due("a")], TODAY)
    other.take_back(text)
    assert cell(other, 2, STATUS) == "held"
    assert cell(other, 1, TOPIC) == "nonsense"
    assert cell(other, 0, NEXT) == "half a wor"
    other.show(date(2026, 11, 19), [due("a")], TODAY)
    other.take_back(text)
    assert other.unsaved() == ()


@pytest.mark.parametrize(
    "text",
    ["", "x", "[]", "{}", '{"day": 1}', '{"day": "2026-11-18", "rows": 7}', '{"day": "2026-11-18", "rows": [1, null]}',
     '{"day": "2026-11-18", "rows": [{"pair": "a", "status": "eaten", "minutes": "x", "topics": "fun", "mood_mentor": true, "raw": []}]}',
     '{"day": "2026-11-18", "rows": [{"pair": "zzz"}]}'],
)  # fmt: skip
def test_a_text_that_is_none_changes_nothing_but_what_it_may(grid: MeetingGrid, text: str) -> None:
    grid.take_back(text)
    assert grid.errors() == []
    assert {draft.pair for draft in grid.unsaved()} <= {"a"}


def test_reading_the_day_anew_keeps_what_is_typed_and_lets_go_of_what_is_recorded(grid: MeetingGrid) -> None:
    put(grid, 0, STATUS, "h")
    put(grid, 1, STATUS, "h")
    put(grid, 1, MINUTE, "45")
    saved = met("a", minutes=30, topics=(), mood_mentor=None, mood_mentee=None, next_step="")
    grid.show(DAY, [due("a", saved), due("b"), due("c", met("c"))], TODAY)
    assert [draft.pair for draft in grid.unsaved()] == ["b"]
    grid.show(DAY, [due("a"), due("b"), due("c", met("c"))], TODAY)
    assert [draft.pair for draft in grid.unsaved()] == ["b"]


def test_a_meeting_that_was_undone_is_recorded_anew(grid: MeetingGrid) -> None:
    put(grid, 2, MINUTE, "50")
    grid.show(DAY, [due("a"), due("b"), due("c")], TODAY)
    (draft,) = grid.unsaved()
    assert (draft.uid, draft.minutes) == ("", 50)


def test_a_row_is_added_once(grid: MeetingGrid) -> None:
    assert grid.add(due("d", period=None)) == 3
    assert grid.add(due("d", period=None)) == 3
    assert grid.add(due("a")) == 0
    assert grid.rowCount() == 4


TYPED = st.one_of(
    st.sampled_from(
        ["", "h", "m", "e", "b", "n", "r", "1", "3", "5", "45", "fri", "fri, ex", "clubs, sport, music", "q", "9"]
    ),
    st.text(max_size=12),
)
GESTURES = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, 2), st.integers(STATUS, NEXT), TYPED),
        st.tuples(st.just("open"), st.integers(0, 2), st.integers(STATUS, NEXT), TYPED),
        st.tuples(st.just("clear"), st.integers(0, 2), st.just(0), st.just("")),
    ),
    max_size=25,
)


@settings(max_examples=300, deadline=None)
@given(GESTURES)
def test_whatever_is_typed_comes_back(gestures: list[tuple[str, int, int, str]]) -> None:
    rows = [due("a"), due("b", met("b")), due("c", met("c", "missed_mentee", None))]
    grid = MeetingGrid()
    grid.show(DAY, rows, TODAY)
    for what, row, column, text in gestures:
        if what == "put":
            put(grid, row, column, text)
        elif what == "open":
            grid.open_cell(grid.index(row, column), text)
        else:
            grid.clear_row(row)
    text = grid.as_text()
    if grid._open is not None:  # an open cell is taken when it closes
        row, column, typed = grid._open
        put(grid, row, column, typed)
    other = MeetingGrid()
    other.show(DAY, rows, TODAY)
    other.take_back(text)
    assert cells(other) == cells(grid)
    assert other.errors() == grid.errors()
    assert other.unsaved() == grid.unsaved()
    assert other.as_text() == grid.as_text()
