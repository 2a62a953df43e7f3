"""The pairs of a draft as rows of paper, and names short enough for a map. Pure.

Reasons of wishes, of staff and of pairs that failed stay off paper: whoever waits because of one of them is listed
without why, and what two have been through is not spelled out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from desktop.services.language import fold, say, say_many
from desktop.services.matching.types import BANDS, Applicant, Card, Draft, Unplaced
from desktop.services.reports.matching_types import DraftPart, DraftRow, NoPlace
from desktop.services.reports.types import PersonLine

_EXPERIENCES: Final = "experiences"
# Rules that speak of what somebody wished, was kept from or has left: a paper that lies about must not tell them.
IN_CONFIDENCE: Final = frozenset({"avoids", "blocked", "family", "failed_before", "cooling"})
# Causes that name no rule, whatever else forbids.
_NEAREST: Final = "combination"
_OPEN_CAUSES: Final = frozenset({"competition", "locked_full", "left_out", "changed", "no_mentor"})


def draft_parts(draft: Draft, names: Mapping[str, PersonLine]) -> tuple[DraftPart, ...]:
    """Lay the pairs of a draft out under their bands, best first, or under their groups."""
    rows = {card.mentee.uid: _row(card, draft, names) for card in draft.cards}
    if draft.groups:
        return tuple(
            DraftPart(
                _group_title(named(group.leader.uid, group.leader.name, names), group.second, group.period),
                _in_order(rows[card.mentee.uid] for card in group.cards),
            )
            for group in draft.groups
        )
    parts = (DraftPart(say(band), _in_order(row for row in rows.values() if row.band == band)) for band, _ in BANDS)
    return tuple(part for part in parts if part.rows)


def short_names(names: Sequence[tuple[str, str, str, str]]) -> dict[str, str]:
    """Shorten (uid, called, family, number) so that all are told apart: more of the family name, then the number."""
    longest = max((len(family) for _, _, family, _ in names), default=0)
    found: dict[str, str] = {}
    left = list(names)
    for letters in range(1, longest + 2):
        tried = {uid: _shortened(called, family, letters) for uid, called, family, _ in left}
        count = _counted(tried.values())
        done = {uid for uid, shown in tried.items() if count[fold(shown)] == 1}
        found.update({uid: tried[uid] for uid in done})
        left = [one for one in left if one[0] not in done]
        if not left:
            return found
    for at, (uid, called, family, number) in enumerate(left, start=1):
        found[uid] = say("{name} ({detail})", name=_shortened(called, family, longest), detail=number or str(at))
    return found


def _shortened(called: str, family: str, letters: int) -> str:
    if not called or not family:
        return called or family
    return f"{called} {family}" if letters >= len(family) else f"{called} {family[:letters]}."


def _counted(texts: Iterable[str]) -> dict[str, int]:
    count: dict[str, int] = {}
    for text in texts:
        count[fold(text)] = count.get(fold(text), 0) + 1
    return count


def _in_order(rows: Iterable[DraftRow]) -> tuple[DraftRow, ...]:
    return tuple(sorted(rows, key=lambda row: (fold(row.mentee.order or row.mentee.name), row.mentee.number)))


def _row(card: Card, draft: Draft, names: Mapping[str, PersonLine]) -> DraftRow:
    told = {part.evidence for part in card.breakdown.parts if part.key == _EXPERIENCES and part.evidence}
    reasons = (say("something both have been through") if said in told else said for said in card.reasons)
    private = bool(IN_CONFIDENCE.intersection(card.overridden))
    marks = {
        "overridden": bool(card.overridden),
        "locked": card.locked,
        "by_hand": card.mentee.uid in draft.by_hand,
        "stays": card.stays,
    }
    return DraftRow(
        named(card.mentee.uid, card.mentee.name, names),
        named(card.mentor.uid, card.mentor.name, names),
        card.period,
        card.score,
        card.band,
        tuple(reasons),
        card.warnings[1:] if private else card.warnings,
        tuple(mark for mark, holds in marks.items() if holds),
    )


def no_place(one: Unplaced, names: Mapping[str, PersonLine], rules: Sequence[frozenset[str]]) -> NoPlace:
    """Say why somebody has no place, unless the sentence could tell what is known in confidence.

    `rules` are those that each {mentor} breaks: a sentence names what all of them break, or else who comes nearest.
    """
    why = one.why
    everywhere = frozenset.intersection(*rules) if rules else frozenset()
    told = everywhere or (frozenset().union(*rules) if one.cause == _NEAREST else frozenset())
    if one.cause in IN_CONFIDENCE or (one.cause not in _OPEN_CAUSES and told & IN_CONFIDENCE):
        why = say("Among other rules, one that is not for paper. The page Matching names them all.")
    return NoPlace(named(one.mentee.uid, one.mentee.name, names), why, one.change)


def notices(draft: Draft) -> Iterable[str]:
    """Say what somebody should know of the draft before reading it."""
    if draft.outdated:
        yield say("People or answers have changed since this draft was made.")
    if not draft.settled:
        yield say("Changed by hand: proposing again would change more.")
    if draft.ending:
        n = len(draft.ending)
        yield say_many("Publishing it ends 1 published pair.", "Publishing it ends {n} published pairs.", n)


def _group_title(leader: PersonLine, second: Applicant | None, period: str) -> str:
    helped = say("{leader} with {second}", leader=leader.name, second=second.name) if second else leader.name
    return say("{names}, {period}", names=helped, period=period) if period else helped


def named(uid: str, name: str, names: Mapping[str, PersonLine]) -> PersonLine:
    """Give somebody as documents name them, also who is not listed any more."""
    return names.get(uid) or PersonLine(uid, name, "", order=name)
