"""A draft of groups put into words: groups with their members' cards, who is in none and why, and how good it is.

Pure, on what rounds.py read. Imports numpy and scipy: import this module inside functions only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from desktop.services.language import say, say_many
from desktop.services.matching.drafted import plain_draft, request_of
from desktop.services.matching.engine import Progress, report
from desktop.services.matching.explain import card
from desktop.services.matching.group_moves import not_with
from desktop.services.matching.group_types import Group, GroupCard, Groups
from desktop.services.matching.groups_causes import ungrouped
from desktop.services.matching.groups_explain import group_cards, why_not_group
from desktop.services.matching.groups_round import GroupRound
from desktop.services.matching.rules import broken
from desktop.services.matching.scoring import score_table
from desktop.services.matching.store import GroupPlan, ProposalRow
from desktop.services.matching.store_rounds import TeamRow
from desktop.services.matching.stored import StoredDraft
from desktop.services.matching.traits import canonical
from desktop.services.matching.types import Applicant, Card, Draft, DraftGroup, Grouping, PairKey, Unplaced, WhyNot

_NO_PLAN = GroupPlan(1, 1, 1, 0, 0, 0)


def explain_groups(stored: StoredDraft, progress: Progress | None = None) -> Draft:
    """Explain a draft of groups as it stands, changes by hand included. Raises Cancelled."""
    report(progress, 0, 2)
    plan = stored.row.groups or _NO_PLAN
    groups = groups_of(stored)
    shown = tuple(_group(stored, plan, one) for one in group_cards(groups))
    report(progress, 1, 2)
    cards = tuple(canonical_cards(one for group in shown for one in group.cards))
    return replace(
        plain_draft(stored, cards),
        unplaced=tuple(_unplaced(stored, groups)),
        settled=groups.value == plan.value,
        groups=shown,
        grouping=Grouping(plan.least, plan.most, plan.leaders, plan.bound, _gap(plan, groups), *_short(groups)),
    )


def why_not_grouped(stored: StoredDraft, pair: PairKey) -> WhyNot:
    """Say why a mentee is not in a mentor's group: every rule, or the exact cost. Error: LockedGroupImpossible."""
    return why_not_group(groups_of(stored), *pair)


def groups_of(stored: StoredDraft) -> Groups:
    """Give the groups of a draft as the maker of groups gives them, who is in none left out."""
    plan = stored.row.groups or _NO_PLAN
    mentees, mentors = stored.by_uid("mentee"), stored.by_uid("mentor")
    teams = {team.leader: team for team in stored.teams}
    placed = [p for p in stored.places if p.mentee in mentees and p.mentor in mentors and p.mentor in teams]
    scores = {p.mentee: p.score or 0 for p in placed}
    found = []
    for leader in canonical(mentors[uid] for uid in {p.mentor or "" for p in placed}):
        members = canonical(mentees[p.mentee] for p in placed if p.mentor == leader.uid)
        team = teams[leader.uid]
        second = mentors.get(team.second or "")
        found.append(Group(leader, second, team.period, members, tuple(scores[a.uid] for a in members)))
    return Groups(
        request=request_of(stored.row, stored.people, stored.places),
        sizes=(plan.least, plan.most),
        leaders=plan.leaders,
        groups=tuple(found),
        unplaced=(),
        base=plan.base,
        bound=plan.bound,
        trials=0,
    )


def canonical_cards(cards: Iterator[Card]) -> Iterator[Card]:
    """Give cards in the mentees' canonical order."""
    known = {one.mentee.uid: one for one in cards}
    return (known[one.uid] for one in canonical(card.mentee for card in known.values()))


def _gap(plan: GroupPlan, groups: Groups) -> Fraction:
    return Fraction(max(0, plan.bound - groups.value), plan.bound) if plan.bound else Fraction(0)


def _short(groups: Groups) -> tuple[int, int]:
    return groups.short if groups.base else (0, 0)


def _group(stored: StoredDraft, plan: GroupPlan, one: GroupCard) -> DraftGroup:
    group, locked = one.group, {p.mentee for p in stored.places if p.locked}
    cards = tuple(
        replace(
            card(mentee, group.leader, stored.row.settings, locked=mentee.uid in locked),
            period=group.period,
            stays=(mentee.uid, group.leader.uid) in stored.staying,
        )
        for mentee in group.members
    )
    few = say_many(
        "only {n} student, fewer than you asked for", "only {n} students, fewer than you asked for", len(cards)
    )
    warnings = (*([few] if len(cards) < plan.least else []), *one.warnings)
    return DraftGroup(group.leader, group.second, group.period, cards, warnings, one.reasons)


def _unplaced(stored: StoredDraft, groups: Groups) -> Iterator[Unplaced]:
    """Explain who is in no group; where there is room by now, that it was changed by hand."""
    taking_part = [a for a in stored.people if a.role == "mentor" or a.uid not in groups.request.left_out]
    table = score_table(taking_part, groups.request.settings)
    made = GroupRound(groups.request, groups.sizes, groups.leaders, table)
    teams = {team.leader: team for team in stored.teams}
    places: Mapping[str, ProposalRow] = {p.mentee: p for p in stored.places}
    for one in ungrouped(made, made.arrangement(groups)):
        free = one.cause != "left_out" and any(
            _fits(stored, groups, group, teams, one.mentee) for group in groups.groups
        )
        if free and not places[one.mentee.uid].locked:
            why = say("The draft was changed by hand since it was solved: a group has room for this student.")
            yield Unplaced(one.mentee, "changed", why, say("Solving again would look at this student anew."))
        else:
            yield one


def _fits(stored: StoredDraft, groups: Groups, group: Group, teams: Mapping[str, TeamRow], mentee: Applicant) -> bool:
    """Whether a student could join a group as it stands."""
    if len(group.members) >= groups.sizes[1] or (mentee.uid, group.leader.uid) in groups.request.bans:
        return False
    if broken(mentee, group.leader, stored.row.settings):
        return False
    return not not_with(stored, stored.people, teams[group.leader.uid], mentee.uid)
