"""Deciding otherwise than a rule, with a reason: priced first, shown, kept on publishing, taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop.services import matching, people, programme
from desktop.services.matching import choices
from desktop.services.matching.errors import DraftOutdated, PairForbidden
from desktop.services.matching.round_errors import NothingToOverride, PeriodNeeded
from desktop.services.vault import Changes, Workspace, undo_last
from tests.services.matching.school import School, two_and_three
from tests.services.matching.test_rounds import shown, the_draft


def with_young(ws: Workspace) -> School:
    """A mentor of the mentees' own year who is never free when they are: two rules that may be decided otherwise."""
    school = two_and_three(ws)
    school.add("902", "mentor", year="8", periods=("Fri1",))
    matching.propose(ws)
    return school


def overrides(ws: Workspace) -> int:
    return int(ws.value("programme", "SELECT count(*) FROM @.round_override"))


def test_it_is_priced_first_and_then_done_exactly_so(workspace: Workspace) -> None:
    school = with_young(workspace)
    mentee, mentor = school.uid["100"], school.uid["902"]
    (choice,) = [one for one in choices.choices(workspace, mentee) if one.mentor.uid == mentor]
    assert choice.overridable
    assert [rule.rule for rule in choice.rules] == ["period", "year"]
    assert choices.price(workspace, mentee, mentor) == choice
    before = the_draft(workspace)
    assert matching.override(workspace, mentee, mentor, "agreed_by_hand").verb == "override_rule"
    draft = the_draft(workspace)
    assert choice.cost is not None
    assert before.total - draft.total == choice.cost.points
    card = next(card for card in draft.cards if card.mentee.uid == mentee)
    assert (card.locked, card.overridden, card.score, card.period) == (True, ("period", "year"), choice.score, "")
    assert card.warnings[0] == (
        "Overridden: a free period in common and a mentor in a year that your rules allow. Both agreed to it in person"
    )
    assert draft.settled
    assert next(one for one in choices.choices(workspace, mentee) if one.present).mentor.uid == mentor
    undo_last(workspace)
    assert the_draft(workspace) == before


@pytest.mark.parametrize("take_back", [matching.unlock, matching.leave_out])
def test_it_is_taken_back_with_the_pair(workspace: Workspace, take_back: Callable[[Workspace, str], Changes]) -> None:
    school = with_young(workspace)
    matching.override(workspace, school.uid["100"], school.uid["902"], "staff_decided")
    assert overrides(workspace) == 1
    take_back(workspace, school.uid["100"])
    assert overrides(workspace) == 0
    matching.solve_again(workspace)
    assert shown(the_draft(workspace)).get("100") != "902"


def test_it_goes_on_into_a_new_proposal_and_is_published(workspace: Workspace) -> None:
    school = with_young(workspace)
    matching.override(workspace, school.uid["100"], school.uid["902"], "time_arranged")
    matching.solve_again(workspace)
    assert shown(the_draft(workspace))["100"] == "902"
    matching.publish(workspace)
    pair = next(one for one in matching.pairs(workspace) if one.mentor_number == "902")
    assert (pair.period, pair.slot) == (None, "")
    assert matching.why_pair(workspace, pair.uid).warnings[0].endswith("A time to meet is arranged with staff")


def test_a_further_rule_since_stops_publishing(workspace: Workspace) -> None:
    school = with_young(workspace)
    matching.override(workspace, school.uid["100"], school.uid["902"], "time_arranged")
    part = next(p for p in programme.participants(workspace) if p.person == school.uid["902"])
    programme.set_answers(workspace, part.uid, languages=["Welsh"])
    with pytest.raises(DraftOutdated) as refused:
        matching.publish(workspace)
    assert "a language in common. " in str(refused.value)


def test_what_protects_somebody_is_never_decided_otherwise(workspace: Workspace) -> None:
    school = with_young(workspace)
    pair = (school.uid["100"], school.uid["902"])
    with pytest.raises(ValueError, match="reason"):
        matching.override(workspace, *pair, "because")
    with pytest.raises(NothingToOverride):
        matching.override(workspace, school.uid["100"], school.uid["900"], "agreed_by_hand")
    programme.set_wishes(workspace, school.uid["902"], avoids=[school.uid["100"]])
    with pytest.raises(PairForbidden) as refused:
        matching.override(workspace, *pair, "agreed_by_hand")
    assert "need not be kept apart" in str(refused.value)
    matching.propose(workspace)
    (choice,) = [one for one in choices.choices(workspace, school.uid["100"]) if one.mentor.uid == pair[1]]
    assert (choice.overridable, choice.cost) == (False, None)
    matching.ban(workspace, school.uid["101"], school.uid["902"])
    with pytest.raises(PairForbidden) as refused:
        matching.override(workspace, school.uid["101"], school.uid["902"], "agreed_by_hand")
    assert "a pair that you did not rule out" in str(refused.value)
    assert overrides(workspace) == 0


def test_where_nobody_meets_two_in_a_period_no_lock_makes_that_necessary(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.set_settings(workspace, replace(matching.settings(workspace), one_per_period=True))
    people.set_availability(workspace, school.uid["101"], [school.period["Mon3"]])
    school.add("902", "mentor")
    matching.propose(workspace)
    mine = [card.mentee.number for card in the_draft(workspace).cards if card.mentor.number == "900"]
    assert len(mine) == 1
    matching.lock(workspace, school.uid[mine[0]])
    before = the_draft(workspace)
    other = next(card.mentee.uid for card in before.cards if card.mentor.number == "901")
    with pytest.raises(PeriodNeeded):
        matching.swap(workspace, other, school.uid["900"])
    with pytest.raises(PairForbidden) as refused:
        choices.place(workspace, other, school.uid["900"])
    assert "a period of their own with the mentor" in str(refused.value)
    assert the_draft(workspace) == before
