"""Why a mentee is in no group, and what would change it: nothing is promised that was not tried.

Who fits no mentor at all is told as in rounds of pairs (causes.py). Otherwise it is the groups: those that would suit
are full, meet when the student is not free, or could not come about because too few others can be there.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from desktop.services.language import say, say_many
from desktop.services.matching.arrays import Index, np
from desktop.services.matching.causes import case_of, names_of, rule_cause
from desktop.services.matching.engine import Solved, run
from desktop.services.matching.groups_problem import CLOSED, Arrangement
from desktop.services.matching.groups_round import GroupRound
from desktop.services.matching.traits import either, folded
from desktop.services.matching.types import Applicant, Unplaced


def ungrouped(made: GroupRound, found: Arrangement) -> tuple[Unplaced, ...]:
    """Explain every mentee in no group, in canonical order; those the counsellor left out come last."""
    causes = _Causes(made, found)
    said = [causes.explain(int(i)) for i in np.nonzero(found.group_of < 0)[0]]
    out = [a for a in made.request.applicants if a.role == "mentee" and a.uid in made.request.left_out]
    why = say("You left this student out of this draft.")
    said.extend(Unplaced(a, "left_out", why, "") for a in sorted(out, key=lambda a: (a.number, a.source_key)))
    return tuple(said)


class _Causes:
    """The groups as they stand, asked about one mentee after the other."""

    def __init__(self, made: GroupRound, found: Arrangement) -> None:
        self.made, self.found, self.problem = made, found, made.problem
        self.open: Index = np.nonzero(found.slot_of != CLOSED)[0]
        self.size = np.bincount(found.group_of[found.group_of >= 0], minlength=len(found.slot_of))
        self.label = {k: v for a in made.table.mentors for k, v in folded(a.periods).items()}

    @cached_property
    def pairs(self) -> Solved:
        """The same people as pairs: for those whom no mentor fits."""
        request = self.made.request
        return run(replace(request, locks=(), kept=(), settings=replace(request.settings, one_per_period=False)))

    @cached_property
    def with_larger(self) -> Arrangement | None:
        """The groups with one more seat each, solved again."""
        least, most = self.made.sizes
        return self.made.with_locks(self.made.locks, (least, most + 1)).solve(self.found.slot_of)[0]

    def explain(self, row: int) -> Unplaced:
        """Find the cause of one mentee."""
        mentee = self.made.table.mentees[row]
        fitting = self.problem.scores[row] >= 0
        if not fitting.any():
            cause, why = rule_cause(self.pairs, case_of(self.pairs, mentee))
            return Unplaced(mentee, cause, why, "")
        suits = self.open[fitting[self.open]]
        there = suits[self.problem.mentee_free[row, self.found.slot_of[suits]]]
        if len(there):
            return self._full(row, mentee, there)
        if not self.problem.meeting[row].any():
            return self._too_few(row, mentee)
        if len(suits):
            return self._other_slot(row, mentee, suits)
        names = names_of(self._people(np.nonzero(self.problem.meeting[row])[0]))
        return Unplaced(mentee, "group_closed", self._closed(names), "")

    def _people(self, columns: Index) -> tuple[Applicant, ...]:
        return tuple(self.made.table.mentors[j] for j in columns)

    def _closed(self, names: str) -> str:
        return say(
            "A group with {names} would take students from others, which would then be too small, "
            "or somebody who leads or attends another group then.",
            names=names,
        )

    def _full(self, row: int, mentee: Applicant, there: Index) -> Unplaced:
        """Every group that suits and meets when the student is free is full, or holds who leads at that time."""
        own = self.problem.self_of[row]
        busy = own >= 0 and self.found.slot_of[own] != CLOSED
        if busy and bool((self.found.slot_of[there] == self.found.slot_of[own]).all()):
            why = say(
                "Groups that would suit meet when this student leads one: {names}.", names=names_of(self._people(there))
            )
            return Unplaced(mentee, "leads_then", why, "")
        why = say_many(
            "The only group that would suit and meets when this student is free is full ({names}).",
            "All {n} groups that would suit and meet when this student is free are full ({names}).",
            len(there),
            names=names_of(self._people(there)),
        )
        larger, change = self.with_larger, ""
        if larger is not None and larger.group_of[row] >= 0 and larger.coverage > self.found.coverage:
            change = say("Groups of up to {n} would place this student.", n=self.made.sizes[1] + 1)
        return Unplaced(mentee, "group_full", why, change)

    def _too_few(self, row: int, mentee: Applicant) -> Unplaced:
        """Nowhere could as many come together with this student as a group needs."""
        least = self.made.sizes[0]
        most, column, slot = self._largest(row)
        if not most:
            why = say("No {mentor} who would suit is free to lead when this student is free.")
            return Unplaced(mentee, "group_too_few", why, "")
        why = say_many(
            "No group of {least} is possible with this student: at most {n} can be there at one time.",
            "No group of {least} is possible with this student: at most {n} can be there at one time.",
            most,
            least=least,
        )
        return Unplaced(mentee, "group_too_few", why, self._smaller(row, most, column, slot))

    def _largest(self, row: int) -> tuple[int, int, int]:
        """Give how many could come at most to a group that suits a mentee, and that group's column and slot."""
        allowed = self.problem.scores >= 0
        found = (0, 0, 0)
        for j in np.nonzero(allowed[row])[0].tolist():
            for s in np.nonzero(self.problem.mentee_free[row] & self.problem.mentor_free[j])[0].tolist():
                n = int((allowed[:, j] & self.problem.mentee_free[:, s]).sum())
                found = max(found, (n, -j, -s)) if n else found
        return found[0], -found[1], -found[2]

    def _smaller(self, row: int, least: int, column: int, slot: int) -> str:
        """Try groups of at least so many, with that group open."""
        slot_of = self.found.slot_of.copy()
        slot_of[column] = slot
        tried = self.made.with_locks(self.made.locks, (least, max(least, self.made.sizes[1]))).solve(slot_of)[0]
        if tried is None or tried.group_of[row] < 0 or tried.coverage <= self.found.coverage:
            return ""
        return say("A least size of {n} would place this student.", n=least)

    def _other_slot(self, row: int, mentee: Applicant, suits: Index) -> Unplaced:
        """The groups that suit meet when the student is not free."""
        free = list(folded(mentee.periods).values())
        why = say(
            "No group that would suit meets when this student is free ({periods}): other times with {names}.",
            periods=either(free),
            names=names_of(self._people(suits)),
        )
        room = suits[self.size[suits] < self.made.sizes[1]]
        own = self.problem.self_of[row]
        room = room[self.found.slot_of[room] != self.found.slot_of[own]] if own >= 0 else room
        if not len(room):
            return Unplaced(mentee, "group_slot", why, "")
        best = max(room.tolist(), key=lambda j: (int(self.problem.scores[row, j]), -j))
        change = say(
            "Being free {period} as well would place this student, with {name}.",
            period=self.label[self.made.slots[self.found.slot_of[best]]],
            name=self.made.table.mentors[best].name,
        )
        return Unplaced(mentee, "group_slot", why, change)
