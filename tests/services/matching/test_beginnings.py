"""A pair begins with a dated first meeting, is on trial, and can be changed without blame."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.services import matching
from desktop.services.matching.beginnings import (
    CHECKS,
    Held,
    first_meeting,
    hold_first,
    miss_first,
    plan_first,
    set_goals,
    take_back_first,
)
from desktop.services.matching.errors import NoSuchPair, NotAFirstDay, NoTrial, SlipsNotHere, TooManyGoals
from desktop.services.matching.trial import move_review, review_trial, set_slip, slips, trials
from desktop.services.vault import Workspace, undo_last
from tests.fakes.clock import FakeClock
from tests.services.matching.school import School, two_and_three
from tests.services.vault import rows


@pytest.fixture
def school(workspace: Workspace) -> School:
    made = two_and_three(workspace)
    matching.propose(workspace)
    matching.publish(workspace)
    return made


@pytest.fixture
def pair(school: School) -> str:
    return next(pair.uid for pair in matching.pairs(school.ws) if pair.mentee == school.uid["100"])


def test_a_pair_waits_until_its_first_meeting_is_dated(school: School, pair: str) -> None:
    ws, today = school.ws, school.ws.clock.today()
    assert first_meeting(ws, pair).waits
    plan_first(ws, pair, today + timedelta(days=1), "Ms Adeyemi")
    planned = first_meeting(ws, pair)
    assert planned.waits
    assert planned.planned_on == (today + timedelta(days=1)).isoformat()
    held = Held(checks=("adult", "limits"), signed=("mentor",), adult="Ms Adeyemi", goals=("Talk once a week", ""))
    hold_first(ws, pair, today, held)
    found = first_meeting(ws, pair)
    assert not found.waits
    assert found.held_on == today.isoformat()
    assert found.unchecked == tuple(code for code in CHECKS if code not in ("adult", "limits"))
    assert "mentor" not in found.unsigned
    assert [goal.words for goal in found.goals] == ["Talk once a week"]
    undo_last(ws)
    assert first_meeting(ws, pair).waits


def test_somebody_who_does_not_come_moves_it_and_the_pair_goes_on_waiting(school: School, pair: str) -> None:
    ws, today = school.ws, school.ws.clock.today()
    plan_first(ws, pair, today)
    miss_first(ws, pair, "mentee", today + timedelta(days=7))
    found = first_meeting(ws, pair)
    assert found.waits
    assert (found.absent, found.planned_on) == ("mentee", (today + timedelta(days=7)).isoformat())
    miss_first(ws, pair, "both")
    assert first_meeting(ws, pair).planned_on is None


def test_a_day_to_come_or_before_the_pair_is_refused(school: School, pair: str) -> None:
    ws, today = school.ws, school.ws.clock.today()
    before = rows.dump(ws)
    for day in (today + timedelta(days=1), today - timedelta(days=1)):
        with pytest.raises(NotAFirstDay):
            hold_first(ws, pair, day, Held())
    with pytest.raises(TooManyGoals):
        hold_first(ws, pair, today, Held(goals=("a", "b", "c", "d")))
    with pytest.raises(NoSuchPair):
        hold_first(ws, "nobody", today, Held())
    assert rows.dump(ws) == before


def test_goals_are_reached_dropped_and_added(school: School, pair: str) -> None:
    ws, today = school.ws, school.ws.clock.today()
    hold_first(ws, pair, today, Held(goals=("a", "b", "c")))
    first = first_meeting(ws, pair).goals[0]
    with pytest.raises(TooManyGoals):
        set_goals(ws, pair, {}, ["d"])
    set_goals(ws, pair, {first.uid: "reached"}, ["d"])
    assert {goal.words: goal.state for goal in first_meeting(ws, pair).goals} == {
        "a": "reached", "b": "open", "c": "open", "d": "open"
    }  # fmt: skip


def test_the_trial_is_reviewed_on_a_school_day_and_a_change_is_without_blame(
    school: School, pair: str, clock: FakeClock
) -> None:
    ws = school.ws
    assert trials(ws) == ()
    with pytest.raises(NoTrial):
        review_trial(ws, pair, "go_on")
    hold_first(ws, pair, ws.clock.today(), Held())
    (trial,) = trials(ws)
    on = date.fromisoformat(trial.review_on)
    assert on >= ws.clock.today() + timedelta(days=60)
    assert on.isoweekday() < 6
    assert not trial.due
    clock.forward(days=90)
    assert trials(ws)[0].due
    review_trial(ws, pair, "change")
    assert trials(ws) == ()
    ended = next(one for one in matching.pairs(ws, ended=True) if one.uid == pair)
    assert (ended.state, ended.reason) == ("ended", "unsuited")


def test_after_a_change_both_wait_and_are_not_proposed_together_again(
    school: School, pair: str, clock: FakeClock
) -> None:
    ws = school.ws
    hold_first(ws, pair, ws.clock.today(), Held())
    review_trial(ws, pair, "change")
    matching.propose(ws)
    draft = matching.draft(ws)
    assert draft
    (waiting,) = draft.unplaced
    assert waiting.mentee.uid == school.uid["100"]
    assert "waits until" in waiting.why
    clock.forward(days=20)
    matching.propose(ws)
    mentor = next(one.mentor for one in matching.pairs(ws, ended=True) if one.uid == pair)
    rules = {rule.rule for rule in matching.why_not(ws, school.uid["100"], mentor).rules}
    assert "failed_before" in rules
    assert "cooling" not in rules


def test_a_review_moves_and_a_pair_goes_on(school: School, pair: str) -> None:
    ws = school.ws
    hold_first(ws, pair, ws.clock.today(), Held())
    move_review(ws, pair, date(2027, 3, 1))
    assert trials(ws)[0].review_on == "2027-03-01"
    review_trial(ws, pair, "go_on")
    assert trials(ws) == ()
    assert trials(ws, reviewed=True)[0].outcome == "go_on"


def test_slips_stay_in_the_counselling_compartment(school: School, pair: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ws = school.ws
    hold_first(ws, pair, ws.clock.today(), Held())
    set_slip(ws, pair, "mentee", "unsure")
    set_slip(ws, pair, "mentee", "no")
    assert slips(ws, pair)["mentee"][0] == "no"
    assert trials(ws)[0].slips == 1
    told = str([found for name, found in rows.dump(ws).items() if name.startswith("programme.")])
    assert "unsure" not in told
    monkeypatch.setattr(type(ws), "holds", lambda self, compartment: compartment == "programme")
    assert trials(ws)[0].slips is None
    with pytest.raises(SlipsNotHere):
        slips(ws, pair)
    with pytest.raises(SlipsNotHere):
        set_slip(ws, pair, "mentor", "yes")


def test_a_first_meeting_entered_for_the_wrong_pair_is_taken_back(school: School, pair: str) -> None:
    ws = school.ws
    hold_first(ws, pair, ws.clock.today(), Held())
    take_back_first(ws, pair)
    assert first_meeting(ws, pair).held_on is None
