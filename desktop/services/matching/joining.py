"""Rounds and pairs of people who have several records, read under the one that is shown.

A draft may have been made while two records were two people. What it knew of both is put together; whoever it would
pair with themselves waits; and their pairs are locked no more, since what was locked for each may not do for both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from desktop.services import people
from desktop.services.matching import store, store_rounds
from desktop.services.matching.store import PairRow, ProposalRow, RoundRow
from desktop.services.matching.store_rounds import OverrideRow, TeamRow
from desktop.services.matching.traits import folded
from desktop.services.matching.types import Applicant, PairKey
from desktop.services.people import Kept
from desktop.services.vault import Step, Workspace


def shown(ws: Workspace, mentee: str, mentor: str) -> PairKey:
    """Give the uids under which two people are shown."""
    same = people.kept(ws)
    return same.of(mentee), same.of(mentor)


def rounds(ws: Workspace, programme: str, state: str) -> tuple[RoundRow, ...]:
    """Read the rounds of a programme in a state, newest first."""
    same = people.kept(ws)
    found = store.rounds(ws, programme, state)
    return tuple(_round(row, same) for row in found) if same.targets else found


def round_of(ws: Workspace, uid: str) -> RoundRow | None:
    """Read one round."""
    found, same = store.round_of(ws, uid), people.kept(ws)
    return _round(found, same) if found and same.targets else found


def _round(row: RoundRow, same: Kept) -> RoundRow:
    return replace(row, bans=_pairs(row.bans, same), kept=_pairs(row.kept, same))


def _pairs(pairs: Iterable[PairKey], same: Kept) -> tuple[PairKey, ...]:
    shown = dict.fromkeys((same.of(mentee), same.of(mentor)) for mentee, mentor in pairs)
    return tuple((mentee, mentor) for mentee, mentor in shown if mentee != mentor)


def overrides(ws: Workspace, round_uid: str) -> tuple[OverrideRow, ...]:
    """Read what was decided otherwise in a round."""
    same = people.kept(ws)
    found = store_rounds.overrides(ws, round_uid)
    if not same.targets:
        return found
    return tuple(replace(row, mentee=same.of(row.mentee), mentor=same.of(row.mentor)) for row in found)


def teams(ws: Workspace, round_uid: str) -> tuple[TeamRow, ...]:
    """Read the groups of a round."""
    same = people.kept(ws)
    found = store_rounds.teams(ws, round_uid)
    if not same.targets:
        return found
    return tuple(replace(row, leader=same.of(row.leader), second=row.second and same.of(row.second)) for row in found)


def entries(ws: Workspace, round_uid: str, names: Mapping[str, str]) -> tuple[Applicant, ...]:
    """Read what a round knew of each person; names are those of today."""
    same = people.kept(ws)
    found = store.entries(ws, round_uid, names)
    return joined_entries(found, same, names) if same.targets else found


def joined_entries(found: Iterable[Applicant], same: Kept, names: Mapping[str, str]) -> tuple[Applicant, ...]:
    """Make one of what was known of one person in one role. Pure."""
    groups: dict[tuple[str, str], list[Applicant]] = {}
    numbers: dict[str, list[Applicant]] = {}
    for one in found:
        groups.setdefault((same.of(one.uid), one.role), []).append(one)
        numbers.setdefault(same.of(one.uid), []).append(one)
    # Wishes name numbers: those of joined records become the number that the one applicant has.
    told: dict[str, str] = {}
    for uid, parts in numbers.items():
        first = min(parts, key=lambda one: same.all(uid).index(one.uid))
        told |= {one.number: first.number for one in parts if one.number != first.number}
    return tuple(_entry(group, same, told, names) for group in groups.values())


def _entry(group: list[Applicant], same: Kept, told: Mapping[str, str], names: Mapping[str, str]) -> Applicant:
    uid = same.of(group[0].uid)
    parts = sorted(group, key=lambda one: same.all(uid).index(one.uid))
    first = parts[0]
    number = told.get(first.number, first.number)

    def wished(kind: str) -> tuple[str, ...]:
        found = {told.get(other, other) for part in parts for other in getattr(part, kind)}
        return tuple(sorted(found - {number}))

    def union(name: str) -> tuple[str, ...]:
        if len(parts) == 1:
            return tuple(getattr(first, name))
        return tuple(folded(word for part in parts for word in getattr(part, name)).values())

    return replace(
        first,
        uid=uid,
        number=number,
        name=names.get(uid, first.name),
        interests=union("interests"),
        goals=union("goals"),
        languages=union("languages"),
        periods=union("periods"),
        places=max(part.places for part in parts),
        wants=wished("wants"),
        avoids=wished("avoids"),
        subjects=union("subjects"),
        experiences=union("experiences"),
        met=tuple(dict.fromkeys(told.get(other, other) for part in parts for other in part.met if other != number)),
        blocked=wished("blocked"),
        failed=wished("failed"),
        families=tuple(sorted({uid for part in parts for uid in part.families})),
        resting=max(part.resting for part in parts),
        taken=union("taken"),
    )


def proposals(ws: Workspace, round_uid: str) -> tuple[ProposalRow, ...]:
    """Read the proposals of a round, one for each mentee."""
    same = people.kept(ws)
    found = store.proposals(ws, round_uid)
    if not same.targets:
        return found
    known = {one.uid for one in store.entries(ws, round_uid, {})}
    return joined_proposals(found, same, {uid for uid in known if len(known.intersection(same.all(uid))) > 1})


def joined_proposals(found: Iterable[ProposalRow], same: Kept, both: Collection[str]) -> tuple[ProposalRow, ...]:
    """Give each mentee one place: what is locked before what has a mentor, then that of the record shown. Pure.

    both: those of several records in the round.
    """
    groups: dict[str, list[ProposalRow]] = {}
    for place in found:
        loose = place.mentor is not None and (place.mentee in both or place.mentor in both)
        kept = replace(place, locked=False) if loose else place
        groups.setdefault(same.of(place.mentee), []).append(kept)
    return tuple(_place(uid, group, same) for uid, group in groups.items())


def _place(uid: str, group: list[ProposalRow], same: Kept) -> ProposalRow:
    order = same.all(uid)
    best = min(group, key=lambda one: (not one.locked, one.mentor is None, not one.by_hand, order.index(one.mentee)))
    mentor = None if best.mentor is None else same.of(best.mentor)
    if mentor == uid:
        return ProposalRow(uid, None, None, locked=False, by_hand=False)
    return replace(best, mentee=uid, mentor=mentor)


def put_proposal(ws: Workspace, step: Step, round_uid: str, place: ProposalRow) -> None:
    """Write one proposal over those that are there, of every record of the mentee."""
    for record in people.kept(ws).all(place.mentee):
        store.put_proposal(step, round_uid, replace(place, mentee=record))


def pairs(ws: Workspace, programme: str, *, ended: bool = False) -> tuple[PairRow, ...]:
    """Read the active pairs of a programme, and the ended ones too if asked; those of every record."""
    same = people.kept(ws)
    found = store.pairs(ws, programme, ended=ended)
    if not same.targets:
        return found
    return tuple(replace(row, mentee=same.of(row.mentee), mentor=same.of(row.mentor)) for row in found)
