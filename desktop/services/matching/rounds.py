"""The round: propose, look, discard. Verbs that take the open workspace.

A draft is seen by nothing else until it is published (publishing.py). Changes by hand are in by_hand.py, drafts that
are kept aside in kept_drafts.py, solving again in again.py. Every verb is one step and can be undone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from desktop.services.language import say
from desktop.services.matching import joining, store, store_rounds
from desktop.services.matching.errors import LocksContradict
from desktop.services.matching.gather import Situation, look
from desktop.services.matching.round_errors import LockAndBan, NotTakingPart
from desktop.services.matching.store import ProposalRow, RoundRow
from desktop.services.matching.store_rounds import OverrideRow, TeamRow
from desktop.services.matching.stored import open_draft, read, some_draft, the_draft
from desktop.services.matching.types import SCOPES, Applicant, Draft, PairKey
from desktop.services.programme import the_programme
from desktop.services.vault import Changes, Workspace, new_uid

_TIER = "programme"
Progress = Callable[[int, int], bool]


@dataclass(frozen=True)
class Beginning:
    """A round about to be proposed: its row, who takes part, and what was decided, kept from the present draft.

    `held` are the places that stay as they are, by mentee; `old` gives way, or is put `aside`.
    """

    row: RoundRow
    now: Situation
    old: RoundRow | None
    held: dict[str, ProposalRow]
    overrides: tuple[OverrideRow, ...]
    aside: bool


def propose(
    ws: Workspace,
    scope: str = "waiting",
    progress: Progress | None = None,
    *,
    keep: bool = False,
    locks: Sequence[PairKey] = (),
    bans: Sequence[PairKey] = (),
) -> Changes:
    """Make a draft for a scope (types.SCOPES) from everybody who takes part now.

    A present draft gives way, or is put aside with `keep`; its locks and bans are kept, and these added. Errors:
    NotFounded, NothingWeighs, LocksContradict, LockForbidden, LockAndBan, NotTakingPart, TooManyPeople, Cancelled.
    """
    from desktop.services.matching.drafted import request_of
    from desktop.services.matching.engine import report, run

    begun = begin(ws, scope, keep=keep, locks=locks, bans=bans)
    solved = run(request_of(begun.row, begun.now.applicants, tuple(begun.held.values()), begun.overrides))
    report(progress, 1, 2)
    found = {
        solved.table.mentees[i].uid: (solved.table.mentors[j].uid, int(solved.table.scores[i, j]))
        for i, j in solved.pairs
    }
    return write(ws, "propose_round", begun, found)


def draft(ws: Workspace, progress: Progress | None = None) -> Draft | None:
    """Give the present draft, explained; None without one. Errors: Cancelled, and propose's."""
    row = open_draft(ws, the_programme(ws).uid)
    if row is None:
        return None  # before numpy is loaded: most looks at the page find no draft
    return explained(ws, row, progress)


def explained(ws: Workspace, row: RoundRow, progress: Progress | None = None) -> Draft:
    """Explain a draft, of pairs or of groups. Errors: as `draft`."""
    if row.groups:
        from desktop.services.matching.grouped import explain_groups

        return explain_groups(read(ws, row), progress)
    from desktop.services.matching.drafted import explain

    return explain(read(ws, row), progress)


def discard(ws: Workspace, draft: str | None = None) -> Changes:
    """Throw the present draft away, or one that was put aside (a uid); nothing else changes.

    Errors: NoDraft, NoSuchDraft.
    """
    row = the_draft(ws) if draft is None else some_draft(ws, draft)
    with ws.step(_TIER, "discard_draft") as step:
        store.close_round(step, row.uid, "discarded")
    return step.changes


def begin(ws: Workspace, scope: str, *, keep: bool, locks: Sequence[PairKey], bans: Sequence[PairKey]) -> Beginning:
    """Read what a new round begins with. Errors: NotFounded, LockAndBan, NotTakingPart, LocksContradict."""
    from desktop.services.matching.engine import VERSION

    if scope not in SCOPES:
        raise ValueError("no such scope")
    now = look(ws, scope)
    _check(now, locks, bans)
    old = open_draft(ws, now.programme)
    held = {p.mentee: p for p in joining.proposals(ws, old.uid) if p.locked} if old else {}
    held = {uid: p for uid, p in held.items() if (uid, p.mentor) not in bans}
    held |= {mentee: ProposalRow(mentee, mentor, None, locked=True, by_hand=True) for mentee, mentor in locks}
    ruled_out = dict.fromkeys((*(old.bans if old else ()), *bans))
    row = RoundRow(
        new_uid(),
        now.programme,
        say("Round {n}", n=store.count_rounds(ws, now.programme) + 1),
        "draft",
        now.settings,
        tuple(pair for pair in ruled_out if pair not in locks),
        VERSION,
        now.inputs,
        ws.clock.now().isoformat(timespec="seconds"),
        scope,
        kept=_kept(now) if scope == "keep" else (),
    )
    decided = joining.overrides(ws, old.uid) if old else ()
    overrides = tuple(one for one in decided if one.mentee in held and held[one.mentee].mentor == one.mentor)
    return Beginning(row, now, old, held, overrides, keep)


def write(
    ws: Workspace,
    verb: str,
    begun: Beginning,
    found: dict[str, tuple[str, int]],
    teams: Sequence[TeamRow] = (),
) -> Changes:
    """Write a new round with who is with whom (mentor and score by mentee); the old draft gives way."""
    places = [_place(a, found.get(a.uid), begun.held) for a in begun.now.applicants if a.role == "mentee"]
    with ws.step(_TIER, verb, about=str(len(found))) as step:
        if begun.old and begun.aside:
            store.put_aside(step, begun.old.uid, begun.row.made)
        elif begun.old:
            store.close_round(step, begun.old.uid, "discarded")
        store.insert_round(step, begun.row, begun.now.applicants, places)
        for one in begun.overrides:
            if found.get(one.mentee, ("", 0))[0] == one.mentor:
                store_rounds.insert_override(step, begun.row.uid, one)
        for team in teams:
            store_rounds.insert_team(step, begun.row.uid, team)
        step.uid = begun.row.uid
    return step.changes


def _check(now: Situation, locks: Sequence[PairKey], bans: Sequence[PairKey]) -> None:
    """Refuse what contradicts itself, and pairs of people who take no part."""
    if set(locks) & set(bans):
        raise LockAndBan
    if len({mentee for mentee, _ in locks}) < len(set(locks)):
        raise LocksContradict
    known = {(a.uid, a.role) for a in now.applicants}
    if any((mentee, "mentee") not in known or (mentor, "mentor") not in known for mentee, mentor in (*locks, *bans)):
        raise NotTakingPart


def _kept(now: Situation) -> tuple[PairKey, ...]:
    """Give the published pairs of those who take part."""
    known = {(a.uid, a.role) for a in now.applicants}
    found = ((pair.mentee, pair.mentor) for pair in now.pairs)
    return tuple(sorted({(a, b) for a, b in found if (a, "mentee") in known and (b, "mentor") in known}))


def _place(one: Applicant, found: tuple[str, int] | None, held: dict[str, ProposalRow]) -> ProposalRow:
    """Give a mentee's place; what was held before is held where it is the same."""
    before = held.get(one.uid)
    mentor, score = found or (None, None)
    if before is not None and before.mentor == mentor:
        return replace(before, mentee=one.uid, score=score)
    return ProposalRow(one.uid, mentor, score, locked=False, by_hand=False)
