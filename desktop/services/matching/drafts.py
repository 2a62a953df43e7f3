"""A draft put into words and times: pairs with cards and weekly periods, and the unplaced with causes.

Pure, on what rounds.py read. Imports numpy and scipy: import this module inside functions only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from desktop.services.language import say
from desktop.services.matching.engine import Progress, Solved, run
from desktop.services.matching.explain import card
from desktop.services.matching.gather import Situation
from desktop.services.matching.slots import plan
from desktop.services.matching.store import ProposalRow, RoundRow
from desktop.services.matching.traits import canonical, common, folded
from desktop.services.matching.types import Applicant, Card, Draft, Load, Request, Role, Unplaced
from desktop.services.matching.unplaced import unplaced


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft as read: the round, what it knew, what it proposes, and the situation of today."""

    row: RoundRow
    people: tuple[Applicant, ...]
    places: tuple[ProposalRow, ...]
    now: Situation


def request_of(row: RoundRow, people: tuple[Applicant, ...], places: Sequence[ProposalRow]) -> Request:
    """Give the run that a draft's locks, bans and decisions by hand ask for."""
    return Request(
        applicants=people,
        settings=row.settings,
        bans=row.bans,
        locks=tuple((p.mentee, p.mentor) for p in places if p.locked and p.mentor is not None),
        left_out=tuple(p.mentee for p in places if p.locked and p.mentor is None),
    )


def explain(stored: StoredDraft, progress: Progress | None = None) -> Draft:
    """Explain a draft as it stands, changes by hand included. Raises what engine.run raises, and Cancelled."""
    solved = run(request_of(stored.row, stored.people, stored.places))
    shown = cards_of(stored)
    paired = {one.mentee.uid: one.mentor.uid for one in shown}
    load = Counter(paired.values())
    waiting = [a for a in stored.people if a.role == "mentee" and a.uid not in paired]
    best = {solved.table.mentees[i].uid: solved.table.mentors[j].uid for i, j in solved.pairs}
    return Draft(
        uid=stored.row.uid,
        label=stored.row.label,
        made=stored.row.made,
        cards=shown,
        unplaced=_unplaced(solved, waiting, best, progress),
        loads=tuple(Load(mentor, load[mentor.uid]) for mentor in canonical(_by_uid(stored, "mentor").values())),
        bans=stored.row.bans,
        by_hand=frozenset(p.mentee for p in stored.places if p.by_hand),
        floor=solved.solution.floor,
        settled=best == paired,
        outdated=stored.now.inputs != stored.row.inputs,
    )


def cards_of(stored: StoredDraft) -> tuple[Card, ...]:
    """Make the cards in the mentees' canonical order, each with its period."""
    mentees, mentors = _by_uid(stored, "mentee"), _by_uid(stored, "mentor")
    held = {p.mentee: p for p in stored.places if p.mentee in mentees and p.mentor in mentors}
    load = Counter(p.mentor for p in held.values())
    found = []
    for mentee in canonical(mentees[uid] for uid in held):
        place = held[mentee.uid]
        mentor = mentors[place.mentor or ""]
        found.append(card(mentee, mentor, stored.row.settings, locked=place.locked, load=load[mentor.uid]))
    return with_periods(found, stored.now)


def _by_uid(stored: StoredDraft, role: Role) -> dict[str, Applicant]:
    return {a.uid: a for a in stored.people if a.role == role}


def with_periods(cards: Sequence[Card], now: Situation) -> tuple[Card, ...]:
    """Give each pair a period of the week, mentor by mentor, with the fewest clashes; a clash is a warning."""
    chosen: dict[str, str] = {}
    clashing: set[str] = set()
    for uid in dict.fromkeys(one.mentor.uid for one in cards):
        mine = [one for one in cards if one.mentor.uid == uid]
        taken = now.taken.get(uid, ())
        found = plan({one.mentee.uid: shared_periods(one.mentee, one.mentor, now.week) for one in mine}, taken)
        load = Counter((*taken, *found.values()))
        chosen.update(found)
        clashing |= {mentee for mentee, label in found.items() if load[label] > 1}
    said = say("the {mentor} meets two students in one period")
    return tuple(
        replace(
            one,
            period=chosen.get(one.mentee.uid, ""),
            warnings=(*one.warnings, said) if one.mentee.uid in clashing else one.warnings,
        )
        for one in cards
    )


def shared_periods(mentee: Applicant, mentor: Applicant, week: Sequence[str]) -> list[str]:
    """Give the periods both have, in the order of the week."""
    place = {key: at for at, key in enumerate(folded(week))}
    both = common(folded(mentee.periods), folded(mentor.periods))
    return sorted(both, key=lambda label: (place.get(next(iter(folded([label]))), len(place)), label))


def _unplaced(
    solved: Solved, waiting: Sequence[Applicant], best: Mapping[str, str], progress: Progress | None
) -> tuple[Unplaced, ...]:
    """Explain who has nobody: the matcher's cause, or that the draft was changed since it was solved."""
    causes = {one.mentee.uid: one for one in unplaced(solved, progress)}
    names = {mentor.uid: mentor.name for mentor in solved.table.mentors}
    found = []
    for mentee in canonical(waiting):
        if mentee.uid in causes:
            found.append(causes[mentee.uid])
        else:
            why = say("The draft was changed by hand since it was solved.")
            name = names[best[mentee.uid]]
            change = say("Solving again would place this student with {name}.", name=name)
            found.append(Unplaced(mentee, "changed", why, change))
    return tuple(found)
