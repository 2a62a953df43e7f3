"""Meetings: what is due, recording a day in one step, undo, late entry, totals. On a real workspace."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.services import meetings, people
from desktop.services.matching.errors import NoSuchPair
from desktop.services.meetings import MeetingDraft, errors
from desktop.services.programme import set_closed_days
from desktop.services.programme.types import ClosedDay
from desktop.services.vault import Workspace, new_uid, redo_last, undo_last, verify
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.meetings.builders import pair, period

TODAY = date(2026, 11, 18)  # a Wednesday


@pytest.fixture
def wednesday(workspace: Workspace) -> str:
    return period(workspace, "Wed3")


def test_what_is_due_follows_the_period_the_calendar_and_the_pair(workspace: Workspace, wednesday: str) -> None:
    early = period(workspace, "Wed1")
    first, second = pair(workspace, "1", wednesday), pair(workspace, "2", early)
    pair(workspace, "3", period(workspace, "Thu1"))
    gone = pair(workspace, "4", wednesday, ended="2026-11-11")
    pair(workspace, "5", wednesday, since="2026-11-19")
    rows = meetings.due(workspace, TODAY)
    assert [row.pair for row in rows] == [second, first]
    assert all(row.planned and row.meeting is None and row.day == "2026-11-18" for row in rows)
    assert (rows[1].slot, rows[1].period) == ("Wed3", wednesday)
    assert (rows[1].mentor_name, rows[1].mentee_name) == ("Robin Family91", "Robin Family11")
    assert {row.pair for row in meetings.due(workspace, date(2026, 11, 11))} == {first, second, gone}
    assert meetings.due(workspace, date(2026, 11, 21)) == ()
    set_closed_days(workspace, [ClosedDay(TODAY, "snow")])
    assert meetings.due(workspace, TODAY) == ()


def test_pairs_without_a_day_are_listed_on_demand(workspace: Workspace, wednesday: str) -> None:
    pair(workspace, "1", wednesday)
    lunch = period(workspace, "Lunch")
    loose, odd = pair(workspace, "2"), pair(workspace, "3", lunch)
    assert {row.pair for row in meetings.without_period(workspace, TODAY)} == {loose, odd}
    assert len(meetings.due(workspace, TODAY)) == 1
    meetings.record(workspace, TODAY, [MeetingDraft(loose)])
    assert {row.pair for row in meetings.without_period(workspace, TODAY)} == {odd}
    assert {row.pair for row in meetings.due(workspace, TODAY)} >= {loose}


def test_a_day_is_recorded_in_one_step(workspace: Workspace, wednesday: str) -> None:
    uids = [pair(workspace, str(n), wednesday) for n in range(1, 6)]
    rows = [
        MeetingDraft(
            uids[0], topics=("exams", "friends"), mood_mentor=4, mood_mentee=2, next_step=" bring \n the book "
        ),
        MeetingDraft(uids[1], minutes=45),
        MeetingDraft(uids[2], "missed_mentee", minutes=30, mood_mentor=3, mood_mentee=3),
        MeetingDraft(uids[3], "school_closed"),
    ]
    done = meetings.record(workspace, TODAY, rows)
    assert (done.verb, done.about, done.count) == ("record_meetings", "4", 4)
    seen = {row.pair: row.meeting for row in meetings.due(workspace, TODAY)}
    first, long, missed, closed, open_ = (seen[uid] for uid in uids)
    assert open_ is None
    assert first is not None
    assert (first.status, first.minutes, first.mentor_came, first.mentee_came) == ("held", 30, True, True)
    assert (first.topics, first.mood_mentor, first.mood_mentee) == (("friends", "exams"), 4, 2)
    assert (first.next_step, first.author, first.held_on) == ("bring the book", vaults.USER, "2026-11-18")
    assert first.entered == "2026-11-18T10:42:00+00:00"
    assert first.period == wednesday
    assert long is not None
    assert long.minutes == 45
    assert missed is not None
    assert (missed.minutes, missed.mentor_came, missed.mentee_came) == (None, True, False)
    assert (missed.mood_mentor, missed.mood_mentee) == (3, None)
    assert closed is not None
    assert (closed.mentor_came, closed.mentee_came) == (None, None)
    assert undo_last(workspace).about == "record of 4 meetings"
    assert all(row.meeting is None for row in meetings.due(workspace, TODAY))
    redo_last(workspace)
    assert {row.pair: row.meeting for row in meetings.due(workspace, TODAY)} == seen
    assert verify(workspace).problems == ()


def test_what_is_recorded_can_be_changed_and_the_same_changes_nothing(
    workspace: Workspace, wednesday: str, clock: FakeClock
) -> None:
    first, second = pair(workspace, "1", wednesday), pair(workspace, "2", wednesday)
    rows = [MeetingDraft(first), MeetingDraft(second)]
    meetings.record(workspace, TODAY, rows)
    clock.forward(hours=3)
    assert not meetings.record(workspace, TODAY, rows)
    done = meetings.record(workspace, TODAY, [rows[0], MeetingDraft(second, "missed_both")])
    assert done.about == "1"
    (one,) = meetings.meetings_of(workspace, pair=second)
    assert one.status == "missed_both"
    assert one.entered == "2026-11-18T10:42:00+00:00"
    meetings.record(workspace, TODAY, [MeetingDraft(second, minutes=20, uid=one.uid)])
    (again,) = meetings.meetings_of(workspace, pair=second)
    assert (again.uid, again.status, again.minutes) == (one.uid, "held", 20)
    with pytest.raises(errors.NoSuchMeeting):
        meetings.record(workspace, TODAY - timedelta(days=7), [MeetingDraft(second, uid=one.uid)])
    with pytest.raises(errors.NoSuchMeeting):
        meetings.record(workspace, TODAY, [MeetingDraft(first, uid=one.uid)])


def test_a_period_that_changed_meanwhile_makes_no_second_meeting(workspace: Workspace, wednesday: str) -> None:
    uid = pair(workspace, "1", wednesday)
    meetings.record(workspace, TODAY, [MeetingDraft(uid)])
    with workspace.step("programme", "set_period") as step:
        step.update("pair", uid, period=None)
    (row,) = meetings.due(workspace, TODAY)
    assert row.meeting is not None
    assert not row.planned
    assert row.slot == "Wed3"
    meetings.record(workspace, TODAY, [MeetingDraft(uid, minutes=10, uid=row.meeting.uid)])
    assert [one.minutes for one in meetings.meetings_of(workspace, pair=uid)] == [10]


def test_a_meeting_outside_the_plan_and_a_late_one(workspace: Workspace, wednesday: str) -> None:
    uid = pair(workspace, "1", wednesday)
    saturday, last_week = date(2026, 11, 14), date(2026, 11, 11)
    meetings.record(workspace, saturday, [MeetingDraft(uid, minutes=60)])
    meetings.record(workspace, last_week, [MeetingDraft(uid)])
    extra, late = meetings.meetings_of(workspace, pair=uid)
    assert (extra.held_on, extra.period) == ("2026-11-14", None)
    assert (late.held_on, late.period, late.entered[:10]) == ("2026-11-11", wednesday, "2026-11-18")
    (row,) = meetings.due(workspace, saturday)
    assert not row.planned
    assert meetings.last_met(workspace) == {uid: saturday}


@pytest.mark.parametrize(("draft", "field"), [
    (MeetingDraft("", "forgotten"), "status"), (MeetingDraft("", minutes=0), "minutes"),
    (MeetingDraft("", minutes=601), "minutes"), (MeetingDraft("", minutes=-5), "minutes"),
    (MeetingDraft("", mentor_came=False), "mentor_came"), (MeetingDraft("", "missed_mentee", mentee_came=True), "mentee_came"),
    (MeetingDraft("", "school_closed", mentor_came=True), "mentor_came"), (MeetingDraft("", topics=("golf",)), "topics"),
    (MeetingDraft("", mood_mentor=0), "mood_mentor"), (MeetingDraft("", mood_mentee=6), "mood_mentee"),
    (MeetingDraft("", next_step="x" * 501), "next_step"),
])  # fmt: skip
def test_a_row_that_cannot_be_is_refused_with_its_field(
    workspace: Workspace, wednesday: str, draft: MeetingDraft, field: str
) -> None:
    assert set(meetings.check_row(draft, TODAY, TODAY)) == {field}
    good = pair(workspace, "1", wednesday)
    bad = MeetingDraft(**{name: getattr(draft, name) for name in draft.__slots__} | {"pair": good})
    with pytest.raises(errors.RowNotValid, match="Row 2: "):
        meetings.record(workspace, TODAY, [MeetingDraft(good), bad])
    assert meetings.meetings_of(workspace, pair=good) == ()


def test_days_to_come_can_be_called_off_only(workspace: Workspace, wednesday: str) -> None:
    uid, later = pair(workspace, "1", wednesday), TODAY + timedelta(days=7)
    with pytest.raises(errors.RowNotValid):
        meetings.record(workspace, later, [MeetingDraft(uid)])
    meetings.record(workspace, later, [MeetingDraft(uid, "school_closed", mentor_came=False)])
    assert meetings.last_met(workspace) == {}


def test_only_pairs_of_that_day_can_meet(workspace: Workspace, wednesday: str) -> None:
    uid = pair(workspace, "1", wednesday, since="2026-11-11", ended="2026-11-17")
    with pytest.raises(NoSuchPair):
        meetings.record(workspace, TODAY, [MeetingDraft(new_uid())])
    for day in (TODAY, date(2026, 11, 10)):
        with pytest.raises(errors.PairNotThen):
            meetings.record(workspace, day, [MeetingDraft(uid)])
    assert meetings.record(workspace, date(2026, 11, 17), [MeetingDraft(uid)])


def test_a_person_meets_as_mentor_and_as_mentee(workspace: Workspace, wednesday: str) -> None:
    uid = pair(workspace, "1", wednesday)
    meetings.record(workspace, TODAY, [MeetingDraft(uid)])
    for number in ("11", "91"):
        person = people.person_by_number(workspace, number).uid
        assert [one.pair for one in meetings.meetings_of(workspace, person=person)] == [uid]
    assert meetings.meetings_of(workspace, person=new_uid()) == ()
    assert meetings.meetings_of(workspace) == ()


def test_totals_add_up(workspace: Workspace, wednesday: str) -> None:
    first, second = pair(workspace, "1", wednesday), pair(workspace, "2", wednesday, since="2026-11-11")
    for day, rows in (
        (date(2026, 11, 4), [MeetingDraft(first)]),
        (date(2026, 11, 11), [MeetingDraft(first, minutes=20), MeetingDraft(second, "missed_mentor")]),
        (TODAY, [MeetingDraft(first, "missed_both"), MeetingDraft(second, "rescheduled")]),
    ):
        meetings.record(workspace, day, rows)
    sums = meetings.totals(workspace, date(2026, 11, 2), TODAY)
    assert (sums.due, sums.held, sums.missed, sums.planned, sums.minutes) == (5, 2, 2, 4, 50)
    assert (sums.missed_mentor, sums.missed_mentee, sums.missed_both, sums.rescheduled) == (1, 0, 1, 1)
    assert sums.by_pair[second].due == 2
    assert sums.by_pair[first].minutes == 50
    assert meetings.totals(workspace, date(2020, 1, 1), date(2020, 2, 1)).held == 0


def test_unrecorded_lists_what_was_due_and_has_no_entry(workspace: Workspace, wednesday: str) -> None:
    first, second = pair(workspace, "1", wednesday), pair(workspace, "2", wednesday, since="2026-11-11")
    meetings.record(workspace, date(2026, 11, 11), [MeetingDraft(first)])
    rows = meetings.unrecorded(workspace, date(2026, 11, 4), date(2026, 11, 17))
    assert [(row.day, row.pair) for row in rows] == [("2026-11-04", first), ("2026-11-11", second)]


def test_meetings_between_lists_the_days_asked_for_oldest_first(workspace: Workspace, wednesday: str) -> None:
    first, over = pair(workspace, "1", wednesday), pair(workspace, "2", wednesday, ended="2026-11-12")
    meetings.record(workspace, date(2026, 11, 11), [MeetingDraft(first), MeetingDraft(over, "missed_mentee")])
    meetings.record(workspace, date(2026, 11, 4), [MeetingDraft(first)])
    meetings.record(workspace, TODAY, [MeetingDraft(first)])
    found = meetings.meetings_between(workspace, date(2026, 11, 4), date(2026, 11, 11))
    assert [one.held_on for one in found] == ["2026-11-04", "2026-11-11", "2026-11-11"]
    assert {one.pair for one in found} == {first, over}
    assert len(meetings.meetings_between(workspace, date.min, date.max)) == 4
