"""Puts groups into words: a card for each, and why a mentee is not in a certain mentor's group.

Costs are exact for the groups as they stand: everybody may change groups, the other groups keep their periods.
Imports numpy and scipy: import this module inside functions only.
"""

from __future__ import annotations

from collections import Counter

from desktop.services.language import say, say_many
from desktop.services.matching.arrays import np
from desktop.services.matching.causes import names_of
from desktop.services.matching.explain import LARGE_GAP
from desktop.services.matching.group_types import Group, GroupCard, Groups
from desktop.services.matching.groups_problem import CLOSED, Arrangement
from desktop.services.matching.groups_round import GroupRound, round_of
from desktop.services.matching.rules import broken
from desktop.services.matching.traits import folded, year_gap
from desktop.services.matching.types import Applicant, Broken, Cost, Move, WhyNot, band_of

REASONS = 3
# Moves that are told by name.
_TOLD = 5


def group_cards(groups: Groups) -> tuple[GroupCard, ...]:
    """Explain every group, in the leaders' order."""
    return tuple(_card(groups, group) for group in groups.groups)


def _card(groups: Groups, group: Group) -> GroupCard:
    locked = {mentee for mentee, mentor in groups.request.locks if mentor == group.leader.uid}
    members = tuple(a.uid for a in group.members if a.uid in locked)
    return GroupCard(group, _reasons(group), _warnings(groups, group), members)


def _reasons(group: Group) -> tuple[str, ...]:
    """Say what several members have in common with the leader, what most have first; wishes come before."""
    wished = [a for a in group.members if group.leader.number in (*a.wants, *a.met)]
    said = []
    if wished:
        said.append(say("{names} asked for {name}", names=names_of(wished), name=group.leader.name))
    for key, template in (
        ("interests", "{n} of {all} chose {thing}, and so did {name}"),
        ("goals", "{n} of {all} have the goal {thing}, and so has {name}"),
    ):
        own = folded(getattr(group.leader, key))
        counts = Counter(k for a in group.members for k in folded(getattr(a, key)) if k in own)
        for k, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            if n > 1 or len(group.members) == 1:
                said.append(say(template, n=n, all=len(group.members), thing=own[k], name=group.leader.name))
    return tuple(said[:REASONS])


def _warnings(groups: Groups, group: Group) -> tuple[str, ...]:
    """Say what to look at twice."""
    found = []
    if groups.leaders > 1 and group.second is None:
        found.append(say("no second {mentor} is left who is free then and may be with everybody in the group"))
    weak = [a for a, score in zip(group.members, group.scores, strict=True) if band_of(score) == "Weak"]
    if weak:
        found.append(say("little in common with {name}: {names}", names=names_of(weak), name=group.leader.name))
    far = [a for a in group.members if (year_gap(a, group.leader) or 0) > LARGE_GAP]
    if far:
        found.append(say("more than {n} {years} apart: {names}", names=names_of(far), n=LARGE_GAP))
    numbers = {a.number for a in group.members}
    torn = [a for a in group.members if numbers & {*a.avoids, *a.blocked} - {a.number}]
    if torn:
        found.append(say("to be kept apart from somebody in this group: {names}", names=names_of(torn)))
    if len(group.members) == groups.sizes[0] > 1:
        found.append(say("as small as a group may be: if one leaves, it is too small"))
    return tuple(found)


def why_not_group(groups: Groups, mentee: str, leader: str) -> WhyNot:
    """Say why a mentee (uid) is not in the group of a mentor (uid): every rule that forbids it, else the exact cost."""
    made = round_of(groups.request, groups.sizes, groups.leaders)
    i, j = made.rows.get(mentee), made.columns.get(leader)
    if i is None or j is None:
        sentence = say("One of the two takes no part in this round.")
        return WhyNot((Broken("not_in_round", sentence),), None, sentence)
    now = made.arrangement(groups)
    if now.group_of[i] == j:
        return WhyNot((), Cost(0, 0, 0, ()), say("They are together in this draft."))
    rules = _forbidding(made, i, j)
    if rules:
        return WhyNot(rules, None, " ".join(rule.sentence for rule in rules))
    found = _forced(made, now, i, j)
    if found is None:
        sentence = say(
            "With this student in the group of {name}, the locked groups cannot come about.", name=_lead(made, j)
        )
        return WhyNot((Broken("group_impossible", sentence),), None, sentence)
    cost = _cost(made, now, found, i)
    return WhyNot((), cost, " ".join((*_facts(made, now, found, (i, j)), _price(cost), *_moves(cost))).strip())


def _lead(made: GroupRound, column: int) -> str:
    return made.table.mentors[column].name


def _forbidding(made: GroupRound, i: int, j: int) -> tuple[Broken, ...]:
    """Give hard rules, what the counsellor decided, and groups that could not be large enough."""
    mentee, mentor = made.table.mentees[i], made.table.mentors[j]
    found = list(broken(mentee, mentor, made.request.settings)) if made.table.scores[i, j] < 0 else []
    if (mentee.uid, mentor.uid) in made.request.bans:
        found.append(Broken("banned", say("You ruled this pair out in this draft.")))
    held = dict(made.locks)
    if held.get(i, j) != j:
        sentence = say("{name} is locked to {other}.", name=mentee.name, other=_lead(made, held[i]))
        found.append(Broken("locked", sentence))
    if not found and not made.problem.meeting[i, j]:
        sentence = say(
            "In no period that both have could {n} students who suit {name} come together.",
            n=made.sizes[0],
            name=mentor.name,
        )
        found.append(Broken("group_too_few", sentence))
    if not found and int(made.problem.held[j]) >= made.sizes[1]:
        found.append(
            Broken("locked_full", say("Every place of {name} is taken by a pair you locked.", name=mentor.name))
        )
    return tuple(found)


def _forced(made: GroupRound, now: Arrangement, i: int, j: int) -> Arrangement | None:
    """Solve again with the pair as a lock, in each slot that the two share, and give the best."""
    problem = made.with_locks((*made.locks, (i, j)))
    best = None
    own = int(now.slot_of[j])
    slots = np.nonzero(problem.slots[j])[0].tolist()
    for slot in sorted(slots, key=lambda s: s != own):
        slot_of = now.slot_of.copy()
        slot_of[j] = slot
        found, _ = problem.solve(slot_of)
        if found is not None and (best is None or found.rank > best.rank):
            best = found
    return best


def _cost(made: GroupRound, now: Arrangement, found: Arrangement, i: int) -> Cost:
    """Compare two arrangements; the forced mentee's move comes first."""
    mentees, mentors = made.table.mentees, made.table.mentors
    changed = [k for k in np.nonzero(found.group_of != now.group_of)[0].tolist() if k != i]
    moves = (Move(mentees[k], mentors[to] if (to := int(found.group_of[k])) >= 0 else None) for k in (i, *changed))
    points = now.total - found.total
    return Cost(points, points, now.coverage - found.coverage, tuple(moves))


def _facts(made: GroupRound, now: Arrangement, found: Arrangement, pair: tuple[int, int]) -> list[str]:
    """Say how the group stands: none, at another time, or full."""
    i, j = pair
    mentee, name, period = made.table.mentees[i], _lead(made, j), _period(made, j, int(found.slot_of[j]))
    said = []
    if now.slot_of[j] == CLOSED:
        said.append(say("{name} leads no group in this draft; it would meet {period}.", name=name, period=period))
    elif not made.problem.mentee_free[i, now.slot_of[j]]:
        meets = _period(made, j, int(now.slot_of[j]))
        said.append(say("{name} is not free {period}, when this group meets.", name=mentee.name, period=meets))
    elif int((now.group_of == j).sum()) >= made.sizes[1]:
        said.append(say("The group of {name} is full.", name=name))
    if now.slot_of[j] not in (CLOSED, found.slot_of[j]):
        said.append(say("It would have to meet {period}.", period=period))
    return said


def _period(made: GroupRound, column: int, slot: int) -> str:
    return folded(made.table.mentors[column].periods)[made.slots[slot]]


def _price(cost: Cost) -> str:
    if cost.left_out > 0:
        return say_many(
            "It would leave {n} more student without a group.",
            "It would leave {n} more students without a group.",
            cost.left_out,
        )
    if cost.left_out < 0 or cost.points < 0:
        return say("It would even be better as a whole: lock the two and propose again.")
    if cost.points:
        return say_many("It would cost {n} point overall.", "It would cost {n} points overall.", cost.points)
    return say("It would cost nothing overall: the two solutions are equally good.")


def _moves(cost: Cost) -> list[str]:
    """Name who else would have to change, the first few of many."""
    said = [_move(move.mentee, move.to) for move in cost.moves[1 : 1 + _TOLD]]
    more = len(cost.moves) - 1 - len(said)
    if more > 0:
        said.append(say_many("{n} more student would change groups.", "{n} more students would change groups.", more))
    return said


def _move(mentee: Applicant, to: Applicant | None) -> str:
    if to is None:
        return say("{name} would have no group.", name=mentee.name)
    return say("{name} would move to {other}.", name=mentee.name, other=to.name)
