"""What a choice by hand is said to cost is what happens; what forbids one is said in full; who lacks what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.services import matching, programme
from desktop.services.errors import Cancelled
from desktop.services.matching.choices import Choice, alternatives, choices, place
from desktop.services.matching.errors import NoDraft, NotInRound, PairForbidden
from desktop.services.matching.readiness import readiness
from desktop.services.matching.types import Draft
from desktop.services.matching.what_counts import set_settings, settings
from desktop.services.vault import Workspace, undo_last
from tests.services.matching.school import School, two_and_three

TAGS = ("chess", "drawing", "music", "football", "baking")


def crowd(ws: Workspace) -> School:
    """Six mentors with seven places and eight mentees, with tastes that overlap in many ways."""
    school = School(ws)
    for n in range(6):
        periods = ("Mon3", "Tue1") if n % 2 else ("Mon3",)
        tastes = (TAGS[n % 5], TAGS[(n + 1) % 5])
        school.add(f"9{n}", "mentor", periods=periods, places=2 if n == 1 else 1, interests=tastes)
    for n in range(8):
        periods = ("Tue1",) if n in (2, 5) else ("Mon3", "Tue1")
        school.add(f"1{n}", "mentee", periods=periods, interests=(TAGS[n % 5], TAGS[(n * 2 + 1) % 5]))
    return school


def the_draft(ws: Workspace) -> Draft:
    found = matching.draft(ws)
    assert found is not None
    return found


def seats(draft: Draft) -> dict[str, str]:
    paired = {card.mentee.uid: card.mentor.uid for card in draft.cards}
    return paired | {one.mentee.uid: "" for one in draft.unplaced}


def check_all(ws: Workspace, mentee: str) -> int:
    """Do every choice of a mentee, compare, and undo."""
    before, tried = the_draft(ws), 0
    for choice in choices(ws, mentee):
        if choice.present or choice.rules:
            continue
        assert choice.cost is not None
        place(ws, mentee, choice.mentor.uid)
        after = the_draft(ws)
        assert before.total - after.total == choice.cost.points
        assert before.coverage - after.coverage == choice.cost.left_out
        moved = {uid for uid in seats(before) if seats(before)[uid] != seats(after)[uid]} - {mentee}
        assert moved == {move.mentee.uid for move in choice.cost.moves}
        assert after.settled
        assert next(c for c in after.cards if c.mentee.uid == mentee).locked
        undo_last(ws)
        tried += 1
    return tried


def test_every_choice_does_exactly_what_it_said(workspace: Workspace) -> None:
    school = crowd(workspace)
    matching.propose(workspace)
    assert sum(check_all(workspace, school.uid[f"1{n}"]) for n in range(8)) > 12


def test_also_from_a_draft_changed_by_hand(workspace: Workspace) -> None:
    school = crowd(workspace)
    matching.propose(workspace)
    placed = the_draft(workspace).cards
    matching.lock(workspace, placed[0].mentee.uid)
    matching.ban(workspace, placed[1].mentee.uid, placed[1].mentor.uid)
    matching.leave_out(workspace, placed[2].mentee.uid)
    for number in (placed[0].mentee.number, placed[1].mentee.number, placed[2].mentee.number):
        check_all(workspace, school.uid[number])


def test_the_present_mentor_comes_first_and_the_forbidden_last(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    school.add("902", "mentor", year="8", periods=("Fri1",), languages=("Welsh",))
    matching.propose(workspace)
    found = choices(workspace, school.uid["100"])
    assert [one.mentor.number for one in found] == ["901", "900", "902"]
    assert found[0].present
    assert found[0].sentence == "They are together in this draft."
    assert [rule.rule for rule in found[-1].rules] == ["period", "language", "year"]
    assert found[-1].overridable
    assert found[-1].cost is not None
    assert found[-1].sentence.endswith(
        "With a reason you may place them all the same. 880 points less overall. "
        "The weakest pair of the draft would be weaker."
    )
    with pytest.raises(PairForbidden):
        place(workspace, school.uid["100"], school.uid["902"])


def test_alternatives_are_the_cheapest_choices(workspace: Workspace) -> None:
    school = crowd(workspace)
    matching.propose(workspace)
    allowed = [c for c in choices(workspace, school.uid["10"]) if not c.present and not c.rules]
    found = alternatives(workspace, school.uid["10"], 2)
    assert len(found) == 2
    assert all(isinstance(one, Choice) and one in allowed for one in found)


def test_places_locked_away_and_pairs_ruled_out_are_said(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.propose(workspace)
    matching.lock(workspace, school.uid["100"])
    matching.ban(workspace, school.uid["102"], school.uid["900"])
    by_number = {one.mentor.number: one for one in choices(workspace, school.uid["102"])}
    assert by_number["900"].sentence == "You ruled this pair out in this draft."
    assert "is taken by a pair you locked" in by_number["901"].sentence
    with pytest.raises(PairForbidden):
        place(workspace, school.uid["102"], school.uid["901"])


def test_an_avoid_named_after_the_draft_was_made_still_forbids(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.propose(workspace)
    programme.set_wishes(workspace, school.uid["100"], avoids=[school.uid["900"]])
    with pytest.raises(PairForbidden):
        place(workspace, school.uid["100"], school.uid["900"])


def test_without_a_draft_or_a_part_in_it_there_is_nothing_to_choose(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    with pytest.raises(NoDraft):
        choices(workspace, school.uid["100"])
    matching.propose(workspace)
    with pytest.raises(NotInRound):
        choices(workspace, school.uid["900"])
    with pytest.raises(NotInRound):
        place(workspace, school.uid["100"], school.uid["101"])
    with pytest.raises(Cancelled):
        choices(workspace, school.uid["100"], lambda done, total: False)


def test_readiness_counts_and_names_what_is_lacking(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    school.add("103", "mentee", periods=(), interests=())
    school.add("902", "mentor", places=0)
    found = readiness(workspace)
    assert (found.mentors, found.places, found.mentees) == (3, 3, 4)
    lacks = [(one.who.number, one.must) for one in found.lacks]
    assert lacks == [("103", True), ("902", True), ("103", False)]
    matching.propose(workspace)
    matching.publish(workspace)
    assert (readiness(workspace).mentees, readiness(workspace).places) == (1, 0)


def test_readiness_says_what_counts_and_nobody_gave(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    assert readiness(workspace).silent == ("Nobody has given Goals, Subjects, Experiences and Style.",)
    for one in programme.participants(workspace):
        if one.role == "mentor":
            programme.set_answers(workspace, one.uid, subjects=["Maths"])
        elif one.person == school.uid["100"]:
            programme.set_answers(workspace, one.uid, style=(1, 0, 0, 0, 0, 0))
    assert readiness(workspace).silent == (
        "Nobody has given Goals and Experiences.",
        "No mentee who waits has given Subjects.",
        "No mentor has given Style.",
    )
    now = settings(workspace)
    weights = tuple((key, weight) for key, weight in now.weights if key == "interests")
    set_settings(workspace, replace(now, weights=weights))
    assert readiness(workspace).silent == (), "what does not weigh is not missed"
    matching.propose(workspace)
