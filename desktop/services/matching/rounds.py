"""The round: propose, look, lock, change by hand, solve again, publish. Verbs that take the open workspace.

A draft is seen by nothing else until it is published. Every verb is one step and can be undone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from desktop.services.language import say
from desktop.services.matching import joining, store
from desktop.services.matching.errors import DraftOutdated, NoDraft, NothingToPublish, NotInRound, PairForbidden
from desktop.services.matching.gather import Situation, look
from desktop.services.matching.rules import broken, missing
from desktop.services.matching.settings import Settings
from desktop.services.matching.store import PairRow, ProposalRow, RoundRow
from desktop.services.matching.types import Applicant, Broken, Draft, PairKey, WhyNot
from desktop.services.vault import Changes, Workspace, new_uid, uid_of

_TIER = "programme"
Progress = Callable[[int, int], bool]


def propose(ws: Workspace, progress: Progress | None = None) -> Changes:
    """Make a draft from everybody who takes part now; a present draft gives way, its locks and bans are kept.

    Errors: NotFounded, NothingWeighs, LocksContradict, LockForbidden, Cancelled.
    """
    from desktop.services.matching.drafts import request_of
    from desktop.services.matching.engine import VERSION, report, run

    now = look(ws)
    old = _open_draft(ws, now.programme)
    held = {p.mentee: p for p in joining.proposals(ws, old.uid) if p.locked} if old else {}
    bans = old.bans if old else ()
    count = store.count_rounds(ws, now.programme)
    row = RoundRow(
        new_uid(),
        now.programme,
        say("Round {n}", n=count + 1),
        "draft",
        now.settings,
        bans,
        VERSION,
        now.inputs,
        ws.clock.now().isoformat(timespec="seconds"),
    )
    solved = run(request_of(row, now.applicants, tuple(held.values())))
    report(progress, 1, 2)
    places = [
        _place(solved.table.mentees[i].uid, solved.table.mentors[j], int(solved.table.scores[i, j]), held)
        for i, j in solved.pairs
    ]
    placed = {p.mentee for p in places}
    places += [
        replace(held.get(a.uid, ProposalRow(a.uid, None, None, False, False)), mentor=None, score=None)
        for a in now.applicants
        if a.role == "mentee" and a.uid not in placed
    ]
    with ws.step(_TIER, "propose_round", about=str(len(placed))) as step:
        if old:
            store.close_round(step, old.uid, "discarded")
        store.insert_round(step, row, now.applicants, places)
        step.uid = row.uid
    return step.changes


def solve_again(ws: Workspace, progress: Progress | None = None) -> Changes:
    """Solve the present draft again around its locks and bans, with what is known now.

    Errors: NoDraft, and what propose raises.
    """
    _the_draft(ws)
    return propose(ws, progress)


def draft(ws: Workspace, progress: Progress | None = None) -> Draft | None:
    """Give the present draft, explained; None without one. Errors: Cancelled, and propose's."""
    now = look(ws)
    row = _open_draft(ws, now.programme)
    if row is None:
        return None  # before numpy is loaded: most looks at the page find no draft
    from desktop.services.matching.drafts import StoredDraft, explain

    people = joining.entries(ws, row.uid, now.names)
    return explain(StoredDraft(row, people, joining.proposals(ws, row.uid), now), progress)


def why_not(ws: Workspace, mentee: str, mentor: str) -> WhyNot:
    """Say why two people (uids) are not together in the draft: every rule, or the exact cost. Error: NoDraft."""
    from desktop.services.matching import explain
    from desktop.services.matching.drafts import request_of
    from desktop.services.matching.engine import run

    row = _the_draft(ws)
    people = joining.entries(ws, row.uid, look(ws).names)
    pair = joining.shown(ws, mentee, mentor)
    return explain.why_not(run(request_of(row, people, joining.proposals(ws, row.uid))), pair)


def lock(ws: Workspace, mentee: str) -> Changes:
    """Keep a mentee's pair as it is when solving again. Errors: NoDraft, NotInRound."""
    row, place = _the_place(ws, mentee)
    return _put(ws, "lock_pair", row, replace(place, locked=True))


def unlock(ws: Workspace, mentee: str) -> Changes:
    """Let a mentee's place be decided by solving again. Errors: NoDraft, NotInRound."""
    row, place = _the_place(ws, mentee)
    by_hand = place.by_hand and place.mentor is not None
    return _put(ws, "unlock_pair", row, replace(place, locked=False, by_hand=by_hand))


def leave_out(ws: Workspace, mentee: str) -> Changes:
    """Keep a mentee without a mentor in this draft. Errors: NoDraft, NotInRound."""
    row, place = _the_place(ws, mentee)
    return _put(ws, "leave_out", row, ProposalRow(place.mentee, None, None, True, True))


def swap(ws: Workspace, mentee: str, mentor: str, instead_of: str | None = None) -> Changes:
    """Give a mentee another mentor by hand, and lock the pair.

    `instead_of` is a mentee who gives up the place and takes the other's old one where the rules allow it,
    else has nobody. Errors: NoDraft, NotInRound, PairForbidden with every rule it breaks.
    """
    mentee, mentor = joining.shown(ws, mentee, mentor)
    row, place = _the_place(ws, mentee)
    now = look(ws)
    people = joining.entries(ws, row.uid, now.names)
    others = {p.mentee: p for p in joining.proposals(ws, row.uid) if p.mentee != mentee}
    if instead_of is not None and (instead_of not in others or others[instead_of].mentor != mentor):
        raise NotInRound
    changed = [_moved(row.settings, people, now, others, mentee, mentor, instead_of)]
    if instead_of is not None:
        others[mentee] = changed[0]
        changed.append(_exchange(row.settings, people, now, others, instead_of, place.mentor))
    return _put(ws, "place_by_hand", row, *changed)


def ban(ws: Workspace, mentee: str, mentor: str) -> Changes:
    """Rule a pair out in this draft; if they are together, the mentee waits until it is solved again."""
    mentee, mentor = joining.shown(ws, mentee, mentor)
    row, place = _the_place(ws, mentee)
    with ws.step(_TIER, "ban_pair", person=mentee) as step:
        store.put_bans(step, row, {*row.bans, (mentee, mentor)})
        if place.mentor == mentor:
            joining.put_proposal(ws, step, row.uid, ProposalRow(mentee, None, None, False, False))
    return step.changes


def allow(ws: Workspace, mentee: str, mentor: str) -> Changes:
    """Take back a ban. Error: NoDraft."""
    mentee, mentor = joining.shown(ws, mentee, mentor)
    row = _the_draft(ws)
    with ws.step(_TIER, "allow_pair", person=mentee) as step:
        store.put_bans(step, row, set(row.bans) - {(mentee, mentor)})
    return step.changes


def discard(ws: Workspace) -> Changes:
    """Throw the draft away; nothing else changes. Error: NoDraft."""
    row = _the_draft(ws)
    with ws.step(_TIER, "discard_draft") as step:
        store.close_round(step, row.uid, "discarded")
    return step.changes


def publish(ws: Workspace) -> Changes:
    """Make the draft's pairs real, each with a weekly period, as one step.

    Errors: NoDraft, NothingToPublish, DraftOutdated where a pair breaks a hard rule by now.
    """
    from desktop.services.matching.drafts import StoredDraft, cards_of

    row = _the_draft(ws)
    now = look(ws)
    places = [p for p in joining.proposals(ws, row.uid) if p.mentor is not None]
    if not places:
        raise NothingToPublish
    _still_allowed(row.settings, now, places)
    stored = StoredDraft(row, joining.entries(ws, row.uid, now.names), tuple(places), now)
    day = ws.clock.today().isoformat()
    with ws.step(_TIER, "publish_round", about=str(len(places))) as step:
        store.close_round(step, row.uid, "published", ws.clock.now().isoformat(timespec="seconds"))
        for one in cards_of(stored):
            store.insert_pair(
                step,
                row.programme,
                PairRow(
                    uid_of("pair", row.uid, one.mentee.uid),
                    one.mentee.uid,
                    one.mentor.uid,
                    row.uid,
                    one.score,
                    now.period_uids.get(one.period),
                    day,
                    "active",
                    None,
                    "",
                ),
            )
        step.uid = row.uid
    return step.changes


def _place(mentee: str, mentor: Applicant, score: int, held: dict[str, ProposalRow]) -> ProposalRow:
    before = held.get(mentee)
    return ProposalRow(mentee, mentor.uid, score, before is not None, before is not None and before.by_hand)


def _put(ws: Workspace, verb: str, row: RoundRow, *places: ProposalRow) -> Changes:
    with ws.step(_TIER, verb, about=places[0].mentee, person=places[0].mentee) as step:
        for place in places:
            joining.put_proposal(ws, step, row.uid, place)
        step.uid = row.uid
    return step.changes


def _open_draft(ws: Workspace, programme: str) -> RoundRow | None:
    return next(iter(joining.rounds(ws, programme, "draft")), None)


def _the_draft(ws: Workspace) -> RoundRow:
    from desktop.services.programme import the_programme

    found = _open_draft(ws, the_programme(ws).uid)
    if found is None:
        raise NoDraft
    return found


def _the_place(ws: Workspace, mentee: str) -> tuple[RoundRow, ProposalRow]:
    row = _the_draft(ws)
    mentee, _ = joining.shown(ws, mentee, "")
    place = next((p for p in joining.proposals(ws, row.uid) if p.mentee == mentee), None)
    if place is None:
        raise NotInRound
    return row, place


def _moved(
    settings: Settings,
    people: tuple[Applicant, ...],
    now: Situation,
    others: dict[str, ProposalRow],
    mentee: str,
    mentor: str,
    instead_of: str | None,
) -> ProposalRow:
    """Check a pair made by hand against what the draft knew and what is known now; give it with its score."""
    from desktop.services.matching.criteria import breakdown

    used = Counter(p.mentor for p in others.values() if p.mentee != instead_of)
    for known in (people, now.applicants):
        rules = _rules_of((mentee, mentor), known, settings, used)
        if rules:
            raise PairForbidden(missing=missing(rules))
    one, other = _both((mentee, mentor), people)
    return ProposalRow(mentee, mentor, breakdown(one, other, settings).score, True, True)


def _exchange(
    settings: Settings,
    people: tuple[Applicant, ...],
    now: Situation,
    others: dict[str, ProposalRow],
    mentee: str,
    mentor: str | None,
) -> ProposalRow:
    """Give who lost a place the place that became free, if the rules allow it."""
    rest = {uid: p for uid, p in others.items() if uid != mentee}
    if mentor is not None:
        try:
            return replace(_moved(settings, people, now, rest, mentee, mentor, None), locked=False)
        except PairForbidden:
            pass
    return ProposalRow(mentee, None, None, False, False)


def _both(pair: PairKey, people: tuple[Applicant, ...]) -> tuple[Applicant, Applicant]:
    mentee = next((a for a in people if a.uid == pair[0] and a.role == "mentee"), None)
    mentor = next((a for a in people if a.uid == pair[1] and a.role == "mentor"), None)
    if mentee is None or mentor is None:
        raise NotInRound
    return mentee, mentor


def _rules_of(
    pair: PairKey, people: tuple[Applicant, ...], settings: Settings, used: Counter[str | None]
) -> tuple[Broken, ...]:
    """List the rules a pair breaks, beside `used` places of each mentor by others."""
    mentee, mentor = _both(pair, people)
    return broken(mentee, replace(mentor, places=mentor.places - used[mentor.uid]), settings)


def _still_allowed(settings: Settings, now: Situation, places: list[ProposalRow]) -> None:
    """Refuse to publish a pair that what changed since the draft forbids. Error: DraftOutdated."""
    for place in places:
        used = Counter(p.mentor for p in places if p.mentee != place.mentee)
        try:
            rules = _rules_of((place.mentee, place.mentor or ""), now.applicants, settings, used)
        except NotInRound:
            raise DraftOutdated(missing=say("somebody who still takes part")) from None
        if rules:
            raise DraftOutdated(missing=missing(rules))
