"""Rounds for everybody: pairs that stay, pairs that are replaced, one step and one undo; pairs that wait to begin."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.services import matching, meetings, people, programme, reports
from desktop.services.matching.errors import DraftOutdated
from desktop.services.meetings import MeetingDraft
from desktop.services.reports.rules import state_word
from desktop.services.vault import Workspace, undo_last
from tests.fakes.clock import FakeClock
from tests.services.matching.school import School, two_and_three
from tests.services.matching.test_rounds import dump, shown, the_draft


def published(ws: Workspace) -> dict[str, str]:
    return {pair.mentee_number: pair.mentor_number for pair in matching.pairs(ws)}


def wrong_way_round(ws: Workspace) -> School:
    """Publish pairs of which the matcher would make others: 100 draws like 901, and is with 900."""
    school = two_and_three(ws)
    matching.propose(ws)
    matching.swap(ws, school.uid["100"], school.uid["900"], instead_of=school.uid["101"])
    matching.publish(ws)
    assert published(ws) == {"100": "900", "101": "901", "102": "900"}
    return school


def test_everybody_begins_anew_and_replaced_pairs_end(workspace: Workspace) -> None:
    school = wrong_way_round(workspace)
    before = {pair.mentee_number: pair for pair in matching.pairs(workspace)}
    matching.propose(workspace, "everybody")
    draft = the_draft(workspace)
    assert shown(draft) == {"100": "901", "101": "900", "102": "900"}
    assert draft.scope == "everybody"
    assert set(draft.ending) == {
        (school.uid["100"], school.uid["900"]),
        (school.uid["101"], school.uid["901"]),
    }
    assert [card.mentee.number for card in draft.cards if card.stays] == ["102"]
    state = dump(workspace)
    assert matching.publish(workspace).about == "3"
    assert published(workspace) == {"100": "901", "101": "900", "102": "900"}
    after = {pair.mentee_number: pair for pair in matching.pairs(workspace)}
    assert replace(after["102"], clash=True) == replace(before["102"], clash=True)
    ended = [pair for pair in matching.pairs(workspace, ended=True) if pair.state == "ended"]
    assert {(pair.uid, pair.reason) for pair in ended} == {
        (before["100"].uid, "rematched"),
        (before["101"].uid, "rematched"),
    }
    undo_last(workspace)
    assert dump(workspace) == state


def test_kept_pairs_stay_unless_somebody_would_be_left_out(workspace: Workspace) -> None:
    school = wrong_way_round(workspace)
    matching.propose(workspace, "keep")
    draft = the_draft(workspace)
    assert shown(draft) == published(workspace)
    assert (draft.settled, draft.outdated, draft.ending) == (True, False, ())
    school.add("103", "mentee", periods=("Tue1",))  # only 900 is free on Tuesday, and has no place left
    school.add("902", "mentor", interests=("drawing",))
    matching.solve_again(workspace)
    draft = the_draft(workspace)
    assert draft.scope == "keep"
    assert draft.coverage == 4
    assert len(draft.ending) == 1
    assert sum(card.stays for card in draft.cards) == 2
    matching.publish(workspace)
    assert len(published(workspace)) == 4


def test_a_mentor_who_drops_out_moves_nobody_else(workspace: Workspace) -> None:
    school = wrong_way_round(workspace)
    school.add("902", "mentor")
    school.withdraw("901")
    matching.propose(workspace, "keep")
    draft = the_draft(workspace)
    assert shown(draft) == {"100": "900", "101": "902", "102": "900"}
    assert draft.ending == ((school.uid["101"], school.uid["901"]),)


def test_a_pair_of_somebody_who_left_the_programme_keeps_its_place(workspace: Workspace) -> None:
    school = wrong_way_round(workspace)
    school.withdraw("102")
    matching.propose(workspace, "everybody")
    draft = the_draft(workspace)
    assert {load.mentor.number: load.mentor.places for load in draft.loads} == {"900": 1, "901": 1}
    matching.publish(workspace)
    assert published(workspace) == {"100": "901", "101": "900", "102": "900"}


def test_a_pair_that_stays_keeps_its_period(workspace: Workspace) -> None:
    school = School(workspace)
    school.add("900", "mentor", places=2, periods=("Mon3", "Tue1"))
    school.add("100", "mentee", periods=("Mon3", "Tue1"))
    matching.propose(workspace)
    matching.publish(workspace)
    (pair,) = matching.pairs(workspace)
    matching.set_period(workspace, pair.uid, school.period["Tue1"])
    school.add("101", "mentee", periods=("Mon3", "Tue1"))
    matching.propose(workspace, "keep")
    assert {card.mentee.number: card.period for card in the_draft(workspace).cards} == {"100": "Tue1", "101": "Mon3"}
    matching.publish(workspace)
    assert {pair.mentee_number: pair.slot for pair in matching.pairs(workspace)} == {"100": "Tue1", "101": "Mon3"}


def test_a_published_pair_against_a_rule_that_may_be_decided_otherwise_stays(workspace: Workspace) -> None:
    school = wrong_way_round(workspace)
    people.set_availability(workspace, school.uid["100"], [])
    matching.propose(workspace, "keep")
    assert shown(the_draft(workspace))["100"] == "900"
    matching.publish(workspace)
    programme.set_wishes(workspace, school.uid["100"], avoids=[school.uid["900"]])
    matching.propose(workspace, "keep")
    assert shown(the_draft(workspace)).get("100") is None


def test_a_kept_pair_ended_meanwhile_is_told_and_not_published_again(workspace: Workspace) -> None:
    school = wrong_way_round(workspace)
    matching.propose(workspace, "keep")
    pair = next(one for one in matching.pairs(workspace) if one.mentee_number == "102")
    matching.end_pair(workspace, pair.uid, "unsuited")
    draft = the_draft(workspace)
    assert "Pairs were published or ended." in draft.changes
    with pytest.raises(DraftOutdated) as refused:
        matching.publish(workspace)
    assert "two whose pair did not fail before" in str(refused.value)
    assert school.uid["102"] not in {one.mentee for one in matching.pairs(workspace)}


def test_somebody_who_got_a_pair_meanwhile_is_named(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.propose(workspace)
    matching.set_aside(workspace)
    matching.propose(workspace)
    matching.publish(workspace)
    (kept,) = matching.drafts(workspace)
    matching.take_up(workspace, kept.uid)
    draft = the_draft(workspace)
    assert "have a mentor by now." in draft.changes[0]
    assert "Robin Family100" in draft.changes[0]
    with pytest.raises(DraftOutdated):
        matching.publish(workspace)
    assert len(matching.pairs(workspace)) == 3
    assert school.uid


def test_a_new_pair_waits_for_its_first_meeting_and_begins_with_the_one_recorded(
    workspace: Workspace, clock: FakeClock
) -> None:
    school = School(workspace)
    school.add("900", "mentor", periods=("Wed3",))
    school.add("100", "mentee", periods=("Wed3",))
    matching.propose(workspace)
    matching.publish(workspace)
    (pair,) = matching.pairs(workspace)
    assert (pair.waits, pair.begins, pair.first_met) == (True, "first_meeting", None)
    today = workspace.clock.today()
    (row,) = meetings.due(workspace, today)
    assert row.first
    clock.forward(days=14)
    span = (today, workspace.clock.today())
    assert meetings.unrecorded(workspace, *span) == ()
    assert meetings.totals(workspace, *span).due == 0
    assert [(one.state, state_word(one)) for one in reports.pair_register(workspace).rows] == [
        ("waits", "first meeting to come")
    ]
    meetings.record(workspace, date(2026, 11, 25), [MeetingDraft(pair.uid)])
    (pair,) = matching.pairs(workspace)
    assert (pair.waits, pair.first_met) == (False, "2026-11-25")
    assert [one.pair for one in matching.trials(workspace)] == [pair.uid]
    assert meetings.totals(workspace, *span).due == 2
    assert [one.day for one in meetings.unrecorded(workspace, *span)] == ["2026-12-02"]
    assert [one.state for one in reports.pair_register(workspace).rows] == ["active"]
    (met,) = meetings.meetings_of(workspace, pair.uid)
    meetings.record(workspace, date(2026, 11, 25), [MeetingDraft(pair.uid, "missed_mentee", uid=met.uid)])
    assert matching.pairs(workspace)[0].waits
    undo_last(workspace)
    assert not matching.pairs(workspace)[0].waits


def test_an_unknown_scope_is_no_scope(workspace: Workspace) -> None:
    two_and_three(workspace)
    with pytest.raises(ValueError, match="scope"):
        matching.propose(workspace, "some")
