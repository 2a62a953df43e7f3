"""Two drafts side by side: who is placed better where, and what counts differently in the two. Verb."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.services import people
from desktop.services.language import say, say_many
from desktop.services.matching import joining
from desktop.services.matching.kept_drafts import line_of
from desktop.services.matching.round_types import Comparison, Difference
from desktop.services.matching.settings_words import differences
from desktop.services.matching.store import ProposalRow, RoundRow
from desktop.services.matching.stored import some_draft
from desktop.services.matching.traits import canonical
from desktop.services.matching.types import SCOPES, Applicant
from desktop.services.vault import Workspace


def compare(ws: Workspace, first: str, second: str) -> Comparison:
    """Compare two drafts (uids), by what each knew of people. Error: NoSuchDraft."""
    a, b = some_draft(ws, first), some_draft(ws, second)
    everybody = people.list_people(ws)
    names = people.labels(everybody)
    mine, other = (joining.entries(ws, row.uid, names) for row in (a, b))
    places, others = (joining.proposals(ws, row.uid) for row in (a, b))
    return Comparison(
        line_of(ws, a),
        line_of(ws, b),
        tuple(_differ((*mine, *other), places, others)),
        (*_decided(a, b), *differences(a.settings, b.settings), *_numbers(mine, other)),
    )


def _differ(
    applicants: Sequence[Applicant], places: Sequence[ProposalRow], others: Sequence[ProposalRow]
) -> Iterator[Difference]:
    known = {(a.uid, a.role): a for a in applicants}
    before, after = ({p.mentee: p for p in of} for of in (places, others))
    mentees = canonical(known[uid, "mentee"] for uid in {**before, **after} if (uid, "mentee") in known)
    for mentee in mentees:
        one, other = before.get(mentee.uid), after.get(mentee.uid)
        first, second = (p.mentor if p else None for p in (one, other))
        if first != second:
            yield Difference(
                mentee,
                known.get((first or "", "mentor")),
                one.score if one and first else None,
                known.get((second or "", "mentor")),
                other.score if other and second else None,
            )


def _decided(a: RoundRow, b: RoundRow) -> Iterator[str]:
    """Say whom each is for, and whether it is of groups, where that differs."""
    if a.scope != b.scope:
        yield say("The first is for: {first}. The second is for: {second}.", first=_scope(a), second=_scope(b))
    if bool(a.groups) != bool(b.groups):
        yield say("The first is of groups.") if a.groups else say("The second is of groups.")
    if set(a.bans) != set(b.bans):
        yield say("Other pairs are ruled out in the two.")


def _scope(row: RoundRow) -> str:
    return say(SCOPES[row.scope]) if row.scope in SCOPES else row.scope


def _numbers(mine: Sequence[Applicant], other: Sequence[Applicant]) -> Iterator[str]:
    """Say that other people take part."""
    apart = {(a.uid, a.role) for a in mine} ^ {(a.uid, a.role) for a in other}
    if apart:
        yield say_many(
            "1 person takes part in one of the two only.", "{n} people take part in one of the two only.", len(apart)
        )
