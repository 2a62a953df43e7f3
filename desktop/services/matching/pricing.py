"""One mentee of the draft with the round solved as if nothing were decided about them: what choosing is priced with.

Imports no numpy itself: the engine comes with the first question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from desktop.services.language import say
from desktop.services.matching import joining
from desktop.services.matching.criteria import breakdown
from desktop.services.matching.errors import NotInRound
from desktop.services.matching.gather import Situation
from desktop.services.matching.round_errors import NoGroupsHere
from desktop.services.matching.rules import broken
from desktop.services.matching.store import ProposalRow, RoundRow
from desktop.services.matching.stored import StoredDraft, read, the_draft
from desktop.services.matching.types import Applicant, Broken
from desktop.services.vault import Workspace

if TYPE_CHECKING:
    from desktop.services.matching.engine import Solved

# Who is with whom: uids of mentees to uids of mentors, None for nobody.
Seating = Mapping[str, str | None]


@dataclass(frozen=True)
class Case:
    """A mentee of the draft with the round solved as if nothing were decided about this one."""

    stored: StoredDraft
    solved: Solved
    at: int

    @property
    def row(self) -> RoundRow:
        """The round."""
        return self.stored.row

    @property
    def places(self) -> tuple[ProposalRow, ...]:
        """The draft as it stands."""
        return self.stored.places

    @property
    def now(self) -> Situation:
        """What is known today."""
        return self.stored.now

    @property
    def mentee(self) -> Applicant:
        """Whom it is about."""
        return self.solved.table.mentees[self.at]

    @cached_property
    def present(self) -> dict[str, str | None]:
        """Who is with whom in the draft as it stands."""
        return {place.mentee: place.mentor for place in self.places}

    @cached_property
    def rows(self) -> dict[str, int]:
        """The rows of the mentees."""
        return {one.uid: i for i, one in enumerate(self.solved.table.mentees)}

    @cached_property
    def columns(self) -> dict[str, int]:
        """The columns of the mentors."""
        return {one.uid: j for j, one in enumerate(self.solved.table.mentors)}

    def score(self, mentee: str, mentor: str | None) -> int | None:
        """Score a pair; None for nobody."""
        row, column = self.rows.get(mentee), self.columns.get(mentor or "")
        if row is None or column is None:
            return None
        table = self.solved.table
        found = int(table.scores[row, column])
        return found if found >= 0 else breakdown(table.mentees[row], table.mentors[column], self.row.settings).score

    def scores(self, seating: Seating) -> list[int]:
        """Give the scores of all pairs."""
        return [score for mentee, mentor in seating.items() if (score := self.score(mentee, mentor)) is not None]

    def after(self, column: int) -> dict[str, str | None]:
        """Solve again with this mentor for the mentee, and say who would be with whom."""
        from desktop.services.matching.solver import solve

        problem, table = self.solved.problem, self.solved.table
        found = solve(replace(problem, locks=tuple(sorted((*problem.locks, (self.at, column)))))).mentor_of
        seats = {table.mentees[i].uid: table.mentors[int(j)].uid if j >= 0 else None for i, j in enumerate(found)}
        return {**self.present, **seats}


def case_of(ws: Workspace, mentee: str) -> Case:
    """Solve the draft without what is decided about one mentee. Errors: as `choices`."""
    from desktop.services.matching.drafted import request_of
    from desktop.services.matching.engine import run

    mentee, _ = joining.shown(ws, mentee, "")
    stored = read(ws, the_draft(ws))
    if stored.row.groups:
        raise NoGroupsHere
    free = tuple(replace(p, locked=False) if p.mentee == mentee else p for p in stored.places)
    others = tuple(one for one in stored.overrides if one.mentee != mentee)
    solved = run(request_of(stored.row, stored.people, free, others))
    at = solved.row(mentee)
    if at is None or all(p.mentee != mentee for p in stored.places):
        raise NotInRound
    return Case(stored, solved, at)


def column_of(case: Case, mentor: str) -> int:
    """Give the column of a mentor. Error: NotInRound."""
    column = case.columns.get(mentor)
    if column is None:
        raise NotInRound
    return column


def changed(case: Case, column: int) -> tuple[ProposalRow, ...]:
    """Give the places that change when the mentee of a case gets this mentor, theirs locked."""
    after, mentee = case.after(column), case.mentee.uid
    return tuple(
        ProposalRow(old.mentee, after[old.mentee], case.score(old.mentee, after[old.mentee]), own, own)
        for old in case.places
        if (own := old.mentee == mentee) or after[old.mentee] != old.mentor
    )


def rules_then(case: Case, column: int) -> tuple[Broken, ...]:
    """List what forbids the pair: hard rules as the draft knew them, what was ruled out, what locked pairs take."""
    mentor = case.solved.table.mentors[column]
    found = broken(case.mentee, mentor, case.row.settings)
    if (case.mentee.uid, mentor.uid) in case.row.bans:
        found += (Broken("banned", say("You ruled this pair out in this draft.")),)
    held = sum(j == column for _, j in case.solved.problem.locks)
    if mentor.places and held >= mentor.places:
        found += (Broken("places", say("Every place of {name} is taken by a pair you locked.", name=mentor.name)),)
    elif held and _crowded(case, column):
        sentence = say("{name} meets a student of a pair you locked in the only period that suits.", name=mentor.name)
        found += (Broken("locked_period", sentence),)
    return found


def _crowded(case: Case, column: int) -> bool:
    """Whether the pairs locked to a mentor leave this mentee no period of their own."""
    problem = case.solved.problem
    rows = [i for i, j in problem.locks if j == column]
    return problem.periods is not None and problem.periods.seats(column, [*rows, case.at]) is None


def rules_today(case: Case, mentor: str) -> tuple[Broken, ...]:
    """List the hard rules that what is known today breaks. Error: NotInRound."""
    today = {(a.uid, a.role): a for a in case.now.applicants}
    one, other = today.get((case.mentee.uid, "mentee")), today.get((mentor, "mentor"))
    if one is None or other is None:
        raise NotInRound
    return broken(one, other, case.row.settings)
