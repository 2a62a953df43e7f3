"""Changes of the draft by hand: lock, unlock, leave out, swap, rule out and allow. Verbs, each one step."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from desktop.services.matching import joining, store, store_rounds
from desktop.services.matching.criteria import breakdown
from desktop.services.matching.errors import NotInRound, PairForbidden
from desktop.services.matching.group_moves import check_group
from desktop.services.matching.round_errors import GroupFull, NoSuchGroup, PeriodNeeded
from desktop.services.matching.rules import broken, missing
from desktop.services.matching.settings import Settings
from desktop.services.matching.slots import clashes, plan
from desktop.services.matching.store import ProposalRow
from desktop.services.matching.stored import StoredDraft, both, read, the_draft
from desktop.services.matching.traits import folded
from desktop.services.matching.types import Applicant, Broken, PairKey
from desktop.services.vault import Changes, Step, Workspace

_TIER = "programme"


def lock(ws: Workspace, mentee: str) -> Changes:
    """Keep a mentee's pair as it is when solving again. Errors: NoDraft, NotInRound, PeriodNeeded."""
    stored, place = the_place(ws, mentee)
    return put(ws, "lock_pair", stored, replace(place, locked=True))


def unlock(ws: Workspace, mentee: str) -> Changes:
    """Let a mentee's place be decided by solving again; a pair that only a reason allows is taken apart.

    Errors: NoDraft, NotInRound.
    """
    stored, place = the_place(ws, mentee)
    if any(one.mentee == place.mentee for one in stored.overrides):
        return put(ws, "unlock_pair", stored, ProposalRow(place.mentee, None, None, locked=False, by_hand=False))
    by_hand = place.by_hand and place.mentor is not None
    return put(ws, "unlock_pair", stored, replace(place, locked=False, by_hand=by_hand))


def leave_out(ws: Workspace, mentee: str) -> Changes:
    """Keep a mentee without a mentor in this draft. Errors: NoDraft, NotInRound."""
    stored, place = the_place(ws, mentee)
    return put(ws, "leave_out", stored, ProposalRow(place.mentee, None, None, locked=True, by_hand=True))


def swap(ws: Workspace, mentee: str, mentor: str, instead_of: str | None = None) -> Changes:
    """Give a mentee another mentor by hand, and lock the pair; in a draft of groups, move them to that mentor's group.

    `instead_of` is a mentee who gives up the place and takes the other's old one where the rules allow it,
    else has nobody. Errors: NoDraft, NotInRound, PairForbidden with every rule it breaks, PeriodNeeded; of groups
    NoSuchGroup, GroupFull.
    """
    stored, changed = swapped(ws, mentee, mentor, instead_of)
    return put(ws, "place_by_hand", stored, *changed)


def swapped(
    ws: Workspace, mentee: str, mentor: str, instead_of: str | None = None
) -> tuple[StoredDraft, tuple[ProposalRow, ...]]:
    """Give the draft and what `swap` would change in it; nothing is written. Errors: as `swap`."""
    mentee, mentor = joining.shown(ws, mentee, mentor)
    stored, place = the_place(ws, mentee)
    others = {p.mentee: p for p in stored.places if p.mentee != mentee}
    if instead_of is not None and (instead_of not in others or others[instead_of].mentor != mentor):
        raise NotInRound
    changed = [_moved(stored, others, (mentee, mentor), instead_of)]
    if instead_of is not None:
        others[mentee] = changed[0]
        changed.append(_exchange(stored, others, instead_of, place.mentor))
    check_periods(stored, changed)
    return stored, tuple(changed)


def ban(ws: Workspace, mentee: str, mentor: str) -> Changes:
    """Rule a pair out in this draft; if they are together, the mentee waits until it is solved again."""
    mentee, mentor = joining.shown(ws, mentee, mentor)
    stored, place = the_place(ws, mentee)
    with ws.step(_TIER, "ban_pair", person=mentee) as step:
        store.put_bans(step, stored.row, {*stored.row.bans, (mentee, mentor)})
        if place.mentor == mentor:
            gone = ProposalRow(mentee, None, None, locked=False, by_hand=False)
            joining.put_proposal(ws, step, stored.row.uid, gone)
            forget_overrides(step, stored, (gone,))
    return step.changes


def allow(ws: Workspace, mentee: str, mentor: str) -> Changes:
    """Take back a ban. Error: NoDraft."""
    mentee, mentor = joining.shown(ws, mentee, mentor)
    row = the_draft(ws)
    with ws.step(_TIER, "allow_pair", person=mentee) as step:
        store.put_bans(step, row, set(row.bans) - {(mentee, mentor)})
    return step.changes


def the_place(ws: Workspace, mentee: str) -> tuple[StoredDraft, ProposalRow]:
    """Give the present draft and a mentee's place in it. Errors: NoDraft, NotInRound."""
    stored = read(ws, the_draft(ws))
    mentee, _ = joining.shown(ws, mentee, "")
    return stored, stored.place(mentee)


def put(ws: Workspace, verb: str, stored: StoredDraft, *places: ProposalRow) -> Changes:
    """Write places as one step, and forget overrides of pairs that are no more. Error: PeriodNeeded."""
    check_periods(stored, places)
    with ws.step(_TIER, verb, about=places[0].mentee, person=places[0].mentee) as step:
        for place in places:
            joining.put_proposal(ws, step, stored.row.uid, place)
        forget_overrides(step, stored, places)
        step.uid = stored.row.uid
    return step.changes


def forget_overrides(step: Step, stored: StoredDraft, places: Iterable[ProposalRow]) -> None:
    """Take back overrides of mentees who are with somebody else now, or with nobody."""
    now = {place.mentee: place.mentor for place in places}
    for one in stored.overrides:
        if one.mentee in now and now[one.mentee] != one.mentor:
            store_rounds.delete_override(step, one.uid)


def check_periods(stored: StoredDraft, places: Iterable[ProposalRow]) -> None:
    """Refuse locks that would have a mentor meet two students in one period, where that is not to be."""
    if not stored.row.settings.one_per_period or stored.row.groups:
        return
    after = {p.mentee: p for p in stored.places} | {p.mentee: p for p in places}
    mentees, mentors = stored.by_uid("mentee"), stored.by_uid("mentor")
    for uid in {p.mentor for p in places if p.locked and p.mentor in mentors}:
        mentor = mentors[uid or ""]
        free = folded(mentor.periods).keys() - folded(mentor.taken).keys()
        own = {p.mentee: folded(mentees[p.mentee].periods) for p in after.values() if p.locked and p.mentor == uid}
        shared = {mentee: sorted(free & periods.keys()) for mentee, periods in own.items()}
        if clashes(list(plan({mentee: labels for mentee, labels in shared.items() if labels}).values())):
            raise PeriodNeeded


def _moved(
    stored: StoredDraft, others: Mapping[str, ProposalRow], pair: PairKey, instead_of: str | None
) -> ProposalRow:
    """Check a pair made by hand against what the draft knew and what is known now; give it with its score."""
    rest = [p for p in others.values() if p.mentee != instead_of]
    if stored.row.groups:
        check_group(stored, rest, pair)
    used = Counter[str | None]() if stored.row.groups else Counter(p.mentor for p in rest)
    for known in (stored.people, stored.now.applicants):
        rules = rules_of(stored.row.settings, known, pair, used)
        if rules:
            raise PairForbidden(missing=missing(rules))
    one, other = both(pair, stored.people)
    return ProposalRow(*pair, breakdown(one, other, stored.row.settings).score, locked=True, by_hand=True)


def _exchange(stored: StoredDraft, others: Mapping[str, ProposalRow], mentee: str, mentor: str | None) -> ProposalRow:
    """Give who lost a place the place that became free, if the rules allow it."""
    rest = {uid: p for uid, p in others.items() if uid != mentee}
    if mentor is not None:
        with contextlib.suppress(PairForbidden, GroupFull, NoSuchGroup):
            return replace(_moved(stored, rest, (mentee, mentor), None), locked=False)
    return ProposalRow(mentee, None, None, locked=False, by_hand=False)


def rules_of(
    settings: Settings, people: Iterable[Applicant], pair: PairKey, used: Counter[str | None]
) -> tuple[Broken, ...]:
    """List the rules a pair breaks, beside `used` places of each mentor by others. Error: NotInRound."""
    mentee, mentor = both(pair, people)
    return broken(mentee, replace(mentor, places=mentor.places - used[mentor.uid]), settings)
