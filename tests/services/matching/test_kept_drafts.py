"""Drafts put aside, taken up, named, compared; and drafts that outlive all that changes under them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop.services import matching, people, programme
from desktop.services.matching.errors import DraftOutdated, LocksContradict, NoDraft, NothingWeighs
from desktop.services.matching.round_errors import DraftNameMissing, LockAndBan, NoSuchDraft, NotTakingPart
from desktop.services.vault import Workspace, undo_last
from tests.services.matching.school import School, two_and_three
from tests.services.matching.test_rounds import shown, the_draft


def test_drafts_are_put_aside_taken_up_named_and_discarded(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.propose(workspace)
    matching.leave_out(workspace, school.uid["102"])
    matching.propose(workspace, keep=True)
    second, first = matching.drafts(workspace)
    assert (first.label, first.aside is None, second.label, second.aside) == ("Round 1", False, "Round 2", None)
    assert (first.coverage, second.coverage) == (2, 2)
    matching.take_up(workspace, first.uid)
    assert [one.uid for one in matching.drafts(workspace)] == [first.uid, second.uid]
    assert the_draft(workspace).uid == first.uid
    matching.rename_draft(workspace, second.uid, "  The other\none ")
    assert matching.drafts(workspace)[1].label == "The other one"
    with pytest.raises(DraftNameMissing):
        matching.rename_draft(workspace, second.uid, "  ")
    matching.set_aside(workspace)
    assert matching.draft(workspace) is None
    with pytest.raises(NoDraft):
        matching.publish(workspace)
    matching.discard(workspace, second.uid)
    assert [one.uid for one in matching.drafts(workspace)] == [first.uid]
    for verb in (matching.discard, matching.take_up):
        with pytest.raises(NoSuchDraft):
            verb(workspace, second.uid)
    with pytest.raises(NoSuchDraft):
        matching.compare(workspace, first.uid, second.uid)
    undo_last(workspace)
    assert len(matching.drafts(workspace)) == 2


def test_two_drafts_are_compared_by_who_differs_and_by_what_counts(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.propose(workspace)
    settings = matching.settings(workspace)
    weights = tuple((key, 0 if key == "interests" else weight) for key, weight in settings.weights)
    matching.set_settings(workspace, replace(settings, weights=weights, least_gap=2, one_per_period=True))
    pairs = [(school.uid["102"], school.uid["901"]), (school.uid["101"], school.uid["900"])]
    matching.propose(workspace, "everybody", keep=True, locks=pairs, bans=[(school.uid["100"], school.uid["900"])])
    second, first = matching.drafts(workspace)
    found = matching.compare(workspace, first.uid, second.uid)
    (one, other) = found.differ
    assert [a.number for a in (one.mentee, one.first, one.second) if a] == ["100", "901"]
    assert [a.number for a in (other.mentee, other.first, other.second) if a] == ["102", "900", "901"]
    assert (one.second_score, found.same) == (None, 1)
    scores = {card.mentee.number: card.score for card in the_draft(workspace).cards}
    assert other.second_score == scores["102"]
    assert found.second.total == sum(scores.values())
    assert found.settings == (
        "The first is for: Mentees who wait for a mentor. The second is for: Everybody, as if nobody had a pair.",
        "Other pairs are ruled out in the two.",
        "Interests: High (30) in the first, None (0) in the second.",
        "Least distance in years: 1 in the first, 2 in the second.",
        "One mentee of a mentor in a period: no in the first, yes in the second.",
    )


def archive(school: School) -> None:
    people.archive_people(school.ws, [school.uid["901"]])


def withdraw(school: School) -> None:
    school.withdraw("901")


def other_periods(school: School) -> None:
    people.set_availability(school.ws, school.uid["900"], [])
    people.set_availability(school.ws, school.uid["901"], [school.period["Tue1"]])


def keep_apart(school: School) -> None:
    for number in ("900", "901"):
        programme.set_wishes(school.ws, school.uid[number], avoids=[school.uid["100"], school.uid["101"]])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (archive, "Robin Family901 takes part no more."),
        (withdraw, "Robin Family901 takes part no more."),
        (other_periods, "2 students gave other free periods."),
        (keep_apart, "Wishes, or who is kept apart, changed for 2 students."),
    ],
)
def test_a_draft_outlives_what_changes_and_says_what(
    workspace: Workspace, change: Callable[[School], None], said: str
) -> None:
    """A mentor archived or withdrawn, a slot grid changed, people kept apart: the draft stands, publishing refuses."""
    school = two_and_three(workspace)
    matching.propose(workspace)
    before = shown(the_draft(workspace))
    assert the_draft(workspace).changes == ()
    change(school)
    draft = the_draft(workspace)
    assert draft.outdated
    assert draft.changes == (said,)
    assert shown(draft) == before
    with pytest.raises(DraftOutdated):
        matching.publish(workspace)
    assert matching.pairs(workspace) == ()
    assert shown(the_draft(workspace)) == before
    matching.solve_again(workspace)
    assert the_draft(workspace).changes == ()


def test_what_else_changed_is_said_and_does_not_stop_publishing(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.propose(workspace)
    part = next(p for p in programme.participants(workspace) if p.person == school.uid["100"])
    programme.set_answers(workspace, part.uid, interests=["chess"])
    school.add("103", "mentee")
    settings = matching.settings(workspace)
    matching.set_settings(workspace, replace(settings, balance=50))
    assert the_draft(workspace).changes == (
        "Robin Family103 takes part now.",
        "1 student gave other answers.",
        "What counts was changed: Points for each further mentee of a mentor.",
    )
    matching.publish(workspace)
    assert len(matching.pairs(workspace)) == 3


def test_weights_all_zero_are_refused_and_the_draft_stays(workspace: Workspace) -> None:
    two_and_three(workspace)
    matching.propose(workspace)
    settings = matching.settings(workspace)
    with pytest.raises(NothingWeighs):
        matching.set_settings(workspace, replace(settings, weights=tuple((key, 0) for key, _ in settings.weights)))
    assert the_draft(workspace).changes == ()


def test_a_criterion_nobody_answered_changes_nothing(workspace: Workspace) -> None:
    two_and_three(workspace)
    settings = matching.settings(workspace)
    only = tuple((key, 30 if key == "goals" else 0) for key, _ in settings.weights)
    matching.set_settings(workspace, replace(settings, weights=only))
    matching.propose(workspace)
    draft = the_draft(workspace)
    assert draft.coverage == 3
    assert {card.score for card in draft.cards} == {0}
    assert all("based on 0 of 1: nothing given under Goals" in card.warnings for card in draft.cards)


@pytest.mark.parametrize("roles", [(), ("mentor",), ("mentee",)])
def test_with_nobody_ready_the_draft_is_empty_and_says_why(workspace: Workspace, roles: tuple[str, ...]) -> None:
    school = School(workspace)
    for role in roles:
        school.add("900", role)
    for scope in ("waiting", "everybody", "keep"):
        matching.propose(workspace, scope)
        draft = the_draft(workspace)
        assert draft.cards == ()
        assert [one.why for one in draft.unplaced] == ["No mentor takes part."] * ("mentee" in roles)


def test_all_ruled_out_and_one_mentor_for_all_say_what_is_wrong(workspace: Workspace) -> None:
    school = School(workspace)
    school.add("900", "mentor")
    for number in ("100", "101", "102"):
        school.add(number, "mentee")
    matching.propose(workspace)
    draft = the_draft(workspace)
    assert (draft.coverage, {one.cause for one in draft.unplaced}) == (1, {"competition"})
    bans = [(school.uid[number], school.uid["900"]) for number in ("100", "101", "102")]
    matching.propose(workspace, bans=bans)
    draft = the_draft(workspace)
    assert (draft.coverage, {one.cause for one in draft.unplaced}) == (0, {"banned"})
    assert "Allowing the pair with Robin Family900 again" in draft.unplaced[0].change


def test_locks_that_cannot_be_change_nothing(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.propose(workspace)
    before, uid = the_draft(workspace), school.uid
    pair = (uid["100"], uid["900"])
    for refusal, locks, bans in (
        (LockAndBan, [pair], [pair]),
        (LocksContradict, [pair, (uid["100"], uid["901"])], []),
        (LocksContradict, [(uid["100"], uid["901"]), (uid["101"], uid["901"])], []),
        (NotTakingPart, [(uid["900"], uid["100"])], []),
        (NotTakingPart, [], [("nobody", uid["900"])]),
    ):
        with pytest.raises(refusal):
            matching.propose(workspace, locks=locks, bans=bans)
    assert the_draft(workspace) == before
    matching.propose(workspace, locks=[pair])
    assert shown(the_draft(workspace))["100"] == "900"


def test_a_lock_on_somebody_who_left_is_no_lock_on_somebody_else(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.propose(workspace)
    matching.lock(workspace, school.uid["100"])
    school.withdraw("901")
    matching.solve_again(workspace)
    draft = the_draft(workspace)
    assert [card for card in draft.cards if card.locked] == []
    assert "left_out" not in {one.cause for one in draft.unplaced}
