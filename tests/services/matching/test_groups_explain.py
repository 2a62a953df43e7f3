"""What is said of groups: cards, why somebody is not in a group, and why somebody is in none."""

from __future__ import annotations

from dataclasses import replace

from desktop.services.matching.group_types import Groups
from desktop.services.matching.groups import match_groups
from desktop.services.matching.groups_explain import group_cards, why_not_group
from desktop.services.matching.types import Applicant, Request
from tests.services.matching.builders import mentee, mentor
from tests.services.matching.club_school import best_value, broken_by, club_school

MOVES = 60


def at(number: str, *periods: str, **given: object) -> Applicant:
    """A mentee who is free then."""
    return mentee(number, periods=periods, **given)


def lead(number: str, *periods: str, **given: object) -> Applicant:
    """A mentor who is free then."""
    return mentor(number, periods=periods, **given)


def two_groups() -> Groups:
    """Six mentees in two full groups on Monday, those who like music with the one who does."""
    chess = [at(f"{n}", "Mon", "Tue") for n in (100, 101, 102)]
    music = [at(f"{n}", "Mon", interests=("music",)) for n in (103, 104, 105)]
    leads = (lead("900", "Mon", "Tue"), lead("901", "Mon", interests=("music",)), lead("902", "Fri"))
    return match_groups(Request((*chess, *music, *leads)), (2, 3), moves=MOVES)


def test_a_card_tells_what_members_share_with_the_leader() -> None:
    """MATCH-9.11: common interests and goals with their numbers, and wishes by name."""
    people = [at("100", "Mon", wants=("900",)), at("101", "Mon"), at("102", "Mon", interests=("music",))]
    groups = match_groups(Request((*people, lead("900", "Mon"))), (1, 4), moves=MOVES)
    (card,) = group_cards(groups)
    assert card.reasons == (
        "Mentee 100 asked for Mentor 900",
        "2 of 3 chose chess, and so did Mentor 900",
        "3 of 3 have the goal maths, and so has Mentor 900",
    )
    assert card.warnings == ()


def test_a_card_warns() -> None:
    """MATCH-9.11: no second leader, little in common, many years apart, as small as may be."""
    people = [at("100", "Mon", interests=("music",), goals=("English",), year_rank=5), at("101", "Mon")]
    groups = match_groups(Request((*people, lead("900", "Mon", year_rank=12))), (2, 4), 2, moves=MOVES)
    said = " | ".join(group_cards(groups)[0].warnings)
    assert "no second mentor is left" in said
    assert "little in common with Mentor 900: Mentee 100" in said
    assert "more than 4 years apart: Mentee 100" in said
    assert "as small as a group may be" in said


def test_why_not_names_every_rule() -> None:
    """MATCH-9.11: all rules that forbid a mentee with a leader, and what the counsellor decided."""
    groups = two_groups()
    why = why_not_group(groups, "e100", "m902")
    assert [rule.rule for rule in why.rules] == ["period"]
    banned = replace(groups, request=replace(groups.request, bans=(("e100", "m901"),)))
    assert [rule.rule for rule in why_not_group(banned, "e100", "m901").rules] == ["banned"]
    locked = replace(groups, request=replace(groups.request, locks=(("e100", "m900"),)))
    assert [rule.rule for rule in why_not_group(locked, "e100", "m901").rules] == ["locked"]
    assert why_not_group(groups, "nobody", "m900").rules[0].rule == "not_in_round"
    alone = match_groups(Request((at("100", "Mon"), at("101", "Tue"), lead("900", "Mon", "Tue"))), (2, 3), moves=MOVES)
    assert [rule.rule for rule in why_not_group(alone, "e100", "m900").rules] == ["group_too_few"]


def test_why_not_tells_the_cost_and_who_moves() -> None:
    """MATCH-9.11: a full group says so, with what it would cost and who would have to move."""
    groups = two_groups()
    why = why_not_group(groups, "e100", "m901")
    assert why.cost is not None
    assert (why.cost.left_out, why.cost.points > 0, len(why.cost.moves)) == (0, True, 2)
    assert why.sentence.startswith(f"The group of Mentor 901 is full. It would cost {why.cost.points} points overall.")
    assert "would move to Mentor 900." in why.sentence
    assert why_not_group(groups, "e100", "m900").sentence == "They are together in this draft."


def test_why_not_says_when_a_group_would_have_to_meet() -> None:
    """MATCH-9.11: who is not free when the group meets is told so, and when it would have to meet instead."""
    people = [at(f"{n}", "Mon") for n in (100, 101, 102)]
    groups = match_groups(Request((*people, at("103", "Tue"), lead("900", "Mon", "Tue"))), (1, 4), moves=MOVES)
    why = why_not_group(groups, "e103", "m900")
    assert why.cost is not None
    assert why.cost.left_out == 2
    assert "Mentee 103 is not free Mon, when this group meets. It would have to meet Tue." in why.sentence
    assert "It would leave 2 more students without a group." in why.sentence


def test_the_cost_is_that_of_solving_again() -> None:
    """MATCH-9.11: no forced pair costs less than the best there is without it, and cost plus result is a real one."""
    for seed in (0, 5):
        request = Request(club_school(seed, 14, 4))
        groups = match_groups(request, (2, 4), moves=MOVES)
        placed, total = best_value(request, (2, 4))
        for one in (a for a in request.applicants if a.role == "mentee"):
            for other in (a for a in request.applicants if a.role == "mentor"):
                cost = why_not_group(groups, one.uid, other.uid).cost
                if cost is not None:
                    with_it = (groups.coverage - cost.left_out, groups.total - cost.points)
                    assert with_it <= (placed, total)


def test_causes_tell_what_is_missing_and_what_was_tried() -> None:
    """MATCH-9.11: full, too few at one time, another slot, and rules; a change is promised only where it places."""
    groups = two_groups()
    extra = (*groups.request.applicants, at("106", "Mon"), at("107", "Wed"), at("108", "Tue"), at("109", "Fri"))
    more = match_groups(Request(extra), (2, 3), moves=MOVES)
    causes = {one.mentee.number: (one.cause, one.change) for one in more.unplaced}
    assert broken_by(more) == []
    assert causes["107"] == ("period", "")
    assert causes["109"][0] == "group_too_few"
    for one in more.unplaced:
        if "up to" in one.change:
            assert one.mentee.uid not in {
                u.mentee.uid for u in match_groups(more.request, (2, 4), moves=MOVES).unplaced
            }


def test_two_who_are_kept_apart_are_in_different_groups() -> None:
    """MATCH-9.11: nobody shares a group with somebody they avoid or are kept from, whatever it costs."""
    one, two = at("100", "Mon", blocked=("101",)), at("101", "Mon")
    groups = match_groups(Request((one, two, at("102", "Mon"), lead("900", "Mon"))), (1, 4), moves=MOVES)
    assert groups.coverage == 2
    assert broken_by(groups) == []
    apart = match_groups(Request((one, two, lead("900", "Mon"), lead("901", "Mon"))), (1, 4), moves=MOVES)
    assert [len(g.members) for g in apart.groups] == [1, 1]
    held = match_groups(replace(apart.request, locks=(("e101", "m900"),)), (1, 4), moves=MOVES)
    assert {g.leader.number: g.members[0].number for g in held.groups} == {"900": "101", "901": "100"}
