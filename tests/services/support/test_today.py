"""The list of a day, on a real workspace with a published round."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from desktop.services import matching, meetings, notes, support, transfer
from desktop.services.meetings import MeetingDraft
from desktop.services.support.types import NO_COPY, NO_WORDS, OLD_COPY, WORDS_UNPROVEN
from desktop.services.vault import Workspace, new_words, prove_words
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.matching.school import School
from tests.services.meetings.builders import pair, period


def test_an_empty_workspace_waits_for_nothing_but_words(workspace: Workspace) -> None:
    today = support.today(workspace)
    assert today.day == date(2026, 11, 18)
    assert today.school_day
    assert (today.due, today.unrecorded, today.unsigned, today.waiting) == ((), (), (), 0)
    assert today.banners == (NO_WORDS,)


def test_a_published_round_is_due_and_who_is_left_waits(workspace: Workspace, clock: FakeClock) -> None:
    school = School(workspace)
    school.add("900", "mentor", periods=("Wed3",))
    school.add("100", "mentee", periods=("Wed3",))
    school.add("101", "mentee", periods=("Wed3",))
    assert support.today(workspace).waiting == 2
    matching.propose(workspace)
    matching.publish(workspace)
    today = support.today(workspace)
    assert today.waiting == 1
    (row,) = today.due
    assert (row.slot, row.mentor_name) == ("Wed3", "Robin Family900")
    assert not today.nothing_waits
    clock.forward(days=8)
    later = support.today(workspace)
    assert later.due == ()
    assert later.unrecorded == ()  # nothing is overdue of a pair that waits for its first meeting
    meetings.record(workspace, date(2026, 11, 18), [MeetingDraft(row.pair)])
    assert [one.day for one in support.today(workspace).unrecorded] == ["2026-11-25"]
    meetings.record(workspace, date(2026, 11, 25), [MeetingDraft(row.pair)])
    assert support.today(workspace).unrecorded == ()


def test_five_school_days_are_looked_back_over_a_weekend(workspace: Workspace) -> None:
    for number, label in enumerate(("Mon1", "Tue1", "Wed1", "Thu1", "Fri1")):
        pair(workspace, str(number), period(workspace, label))
    today = support.today(workspace)
    assert [row.day for row in today.unrecorded] == [
        "2026-11-11", "2026-11-12", "2026-11-13", "2026-11-16", "2026-11-17",
    ]  # fmt: skip
    assert len(today.due) == 1


def test_notes_wait_for_their_signature_after_two_days(workspace: Workspace, clock: FakeClock) -> None:
    person = School(workspace).add("100", "mentee")
    note = notes.write(workspace, 2, person, "text").uid
    clock.forward(hours=48)
    assert support.today(workspace).unsigned == ()
    clock.forward(minutes=1)
    assert [head.uid for head in support.today(workspace).unsigned] == [note]
    notes.sign(workspace, 2, note)
    assert support.today(workspace).unsigned == ()


def test_a_copy_is_asked_for_after_seven_days(workspace: Workspace, clock: FakeClock, tmp_path: Path) -> None:
    clock.forward(days=7)
    assert NO_COPY not in support.today(workspace).banners
    clock.forward(minutes=1)
    assert NO_COPY in support.today(workspace).banners
    transfer.copy_out(workspace, tmp_path / "c")
    assert support.today(workspace).banners == (NO_WORDS,)
    assert support.today(workspace).last_copy == clock.today()
    clock.forward(days=7, minutes=1)
    assert support.today(workspace).banners == (NO_WORDS, OLD_COPY)


def test_words_that_were_put_off_are_said(tmp_path: Path, clock: FakeClock) -> None:
    ws = vaults.make(tmp_path / "W.peerkeep", clock, words=new_words())
    prove_words(ws, proven=False)
    assert support.today(ws).banners == (WORDS_UNPROVEN,)
    prove_words(ws)
    assert support.today(ws).nothing_waits
    ws.close()


def test_the_first_days_of_a_year_look_back_at_nothing(workspace: Workspace, clock: FakeClock) -> None:
    clock.forward(days=-100)
    assert clock.today() < date(2026, 9, 1)
    today = support.today(workspace)
    assert today.unrecorded == ()
    assert not today.school_day
    clock.forward(days=-1)
    assert support.today(workspace).due == ()
