"""A draft as it is stored, with the situation of today: read once, asked by all that explain, change or publish it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from desktop.services.matching import joining
from desktop.services.matching.errors import NoDraft, NotInRound
from desktop.services.matching.gather import Situation, look
from desktop.services.matching.round_errors import NoSuchDraft
from desktop.services.matching.store import PairRow, ProposalRow, RoundRow
from desktop.services.matching.store_rounds import OverrideRow, TeamRow
from desktop.services.matching.types import Applicant, PairKey, Role
from desktop.services.programme import the_programme
from desktop.services.vault import Workspace


@dataclass(frozen=True)
class StoredDraft:
    """A round: what it knew, what it proposes, what was decided otherwise, its groups, and the situation of today."""

    row: RoundRow
    people: tuple[Applicant, ...]
    places: tuple[ProposalRow, ...]
    now: Situation
    overrides: tuple[OverrideRow, ...] = ()
    teams: tuple[TeamRow, ...] = ()

    def by_uid(self, role: Role) -> dict[str, Applicant]:
        """Give those of a role by uid."""
        return {a.uid: a for a in self.people if a.role == role}

    @cached_property
    def staying(self) -> dict[PairKey, str]:
        """Give the period's label ("" for none) of each active pair that this round proposes too, by mentee and mentor.

        Only a round for everybody knows such pairs.
        """
        if self.row.scope == "waiting":
            return {}
        labels = {uid: label for label, uid in self.now.period_uids.items()}
        proposed = {(p.mentee, p.mentor) for p in self.places}
        found = ((pair.mentee, pair.mentor, labels.get(pair.period or "", "")) for pair in self.now.pairs)
        return {(mentee, mentor): label for mentee, mentor, label in found if (mentee, mentor) in proposed}

    @cached_property
    def ending(self) -> tuple[PairRow, ...]:
        """Give the active pairs that publishing ends: of the mentees of this round, all that do not stay.

        A second row of the same two ends too.
        """
        if self.row.scope == "waiting":
            return ()
        mentees, seen, found = {p.mentee for p in self.places}, set[PairKey](), []
        for pair in self.now.pairs:
            key = pair.mentee, pair.mentor
            if pair.mentee in mentees and (key not in self.staying or key in seen):
                found.append(pair)
            seen.add(key)
        return tuple(found)

    def place(self, mentee: str) -> ProposalRow:
        """Give a mentee's place. Error: NotInRound."""
        found = next((p for p in self.places if p.mentee == mentee), None)
        if found is None:
            raise NotInRound
        return found


def open_draft(ws: Workspace, programme: str) -> RoundRow | None:
    """Give the draft that is worked on; those put aside are not."""
    return next((row for row in joining.rounds(ws, programme, "draft") if row.aside is None), None)


def the_draft(ws: Workspace) -> RoundRow:
    """Give the draft that is worked on. Error: NoDraft."""
    found = open_draft(ws, the_programme(ws).uid)
    if found is None:
        raise NoDraft
    return found


def some_draft(ws: Workspace, uid: str) -> RoundRow:
    """Give a draft, put aside or not. Error: NoSuchDraft."""
    found = joining.round_of(ws, uid)
    if found is None or found.state != "draft":
        raise NoSuchDraft
    return found


def read(ws: Workspace, row: RoundRow) -> StoredDraft:
    """Read all of a round."""
    now = look(ws, row.scope)
    return StoredDraft(
        row,
        joining.entries(ws, row.uid, now.names),
        joining.proposals(ws, row.uid),
        now,
        joining.overrides(ws, row.uid),
        joining.teams(ws, row.uid) if row.groups else (),
    )


def both(pair: PairKey, people: Iterable[Applicant]) -> tuple[Applicant, Applicant]:
    """Find mentee and mentor among these. Error: NotInRound."""
    known = {(a.uid, a.role): a for a in people}
    mentee, mentor = known.get((pair[0], "mentee")), known.get((pair[1], "mentor"))
    if mentee is None or mentor is None:
        raise NotInRound
    return mentee, mentor
