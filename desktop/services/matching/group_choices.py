"""Moving a student of a draft to another group by hand: every group, and what moving means. Reads, writes nothing.

Moving changes nobody else's group, so the cost is the difference of two scores.
"""

from __future__ import annotations

from collections import Counter

from desktop.services.language import say
from desktop.services.matching.by_hand import rules_of, the_place
from desktop.services.matching.choices import Choice, cost_words
from desktop.services.matching.criteria import breakdown
from desktop.services.matching.group_moves import not_with
from desktop.services.matching.store import ProposalRow
from desktop.services.matching.store_rounds import TeamRow
from desktop.services.matching.stored import StoredDraft, both
from desktop.services.matching.types import Broken, Cost
from desktop.services.vault import Workspace


def group_choices(ws: Workspace, mentee: str) -> tuple[Choice, ...]:
    """Give the leader of every group for one mentee: the present one, then the cheapest, then those not allowed.

    Errors: NoDraft, NotInRound.
    """
    stored, place = the_place(ws, mentee)
    led = {one.mentor for one in stored.places if one.mentor}
    found = [_choice(stored, place, team) for team in stored.teams if team.leader in led]
    return tuple(sorted(found, key=_order))


def _choice(stored: StoredDraft, place: ProposalRow, team: TeamRow) -> Choice:
    plan = stored.row.groups
    pair = (place.mentee, team.leader)
    mentee, leader = both(pair, stored.people)
    others = sum(one.mentor == team.leader for one in stored.places if one.mentee != place.mentee)
    left = (plan.most if plan else 0) - others - (place.mentor == team.leader)
    score = breakdown(mentee, leader, stored.row.settings).score
    if place.mentor == team.leader:
        return Choice(leader, score, left, True, (), Cost(0, 0, 0, ()), say("They are together in this draft."))
    rules = _rules(stored, team, pair, full=left <= 0)
    if rules:
        return Choice(leader, 0, left, False, rules, None, " ".join(rule.sentence for rule in rules))
    points = (place.score or 0) - score
    cost = Cost(points, points, 0 if place.mentor else -1, ())
    return Choice(leader, score, left, False, (), cost, " ".join(cost_words(cost, weaker=False)))


def _rules(stored: StoredDraft, team: TeamRow, pair: tuple[str, str], *, full: bool) -> tuple[Broken, ...]:
    """List what forbids a move, as `by_hand.swap` would."""
    known = (stored.people, stored.now.applicants)
    used = Counter[str | None]()
    found = {rule.rule: rule for people in known for rule in rules_of(stored.row.settings, people, pair, used)}
    if pair in stored.row.bans:
        found["banned"] = Broken("banned", say("You ruled this pair out in this draft."))
    if full:
        found["group_full"] = Broken("group_full", say("The group is full."))
    lacks = "" if found else next(filter(None, (not_with(stored, people, team, pair[0]) for people in known)), "")
    if lacks:
        found["group_not_with"] = Broken("group_not_with", say("What is missing: {missing}.", missing=lacks))
    return tuple(found.values())


def _order(choice: Choice) -> tuple[int, int, str, str]:
    kind = 2 if choice.rules else 0 if choice.present else 1
    return kind, choice.cost.points if choice.cost else len(choice.rules), choice.mentor.number, choice.mentor.uid
