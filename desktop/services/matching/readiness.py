"""Who is ready for a round, and who lacks what: looked at before proposing, so that nobody is left behind for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.services import programme
from desktop.services.language import say
from desktop.services.matching.gather import look
from desktop.services.matching.traits import folded, listing
from desktop.services.matching.types import Applicant
from desktop.services.matching.what_counts import Criterion, criteria_of
from desktop.services.vault import Workspace


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that somebody has not given; `must` says that nobody can be paired with them without it."""

    who: Applicant
    words: str
    must: bool


@dataclass(frozen=True, slots=True)
class Readiness:
    """Who would take part in a round: counts of people, the mentors' places, and who lacks what, the gravest first.

    `silent` are sentences about what counts, but was answered by nobody, or by nobody on one side: it blocks nothing.
    """

    mentors: int
    places: int
    mentees: int
    lacks: tuple[Lack, ...]
    silent: tuple[str, ...] = ()


def readiness(ws: Workspace) -> Readiness:
    """Look at everybody who would take part in a round now. Mentees in a pair are not counted. Error: NotFounded."""
    now = look(ws)
    offered = {p.person: p.places for p in programme.participants(ws) if p.role == "mentor"}
    mentors = [a for a in now.applicants if a.role == "mentor"]
    mentees = [a for a in now.applicants if a.role == "mentee"]
    found = [
        Lack(one, missing, must)
        for one in (*mentees, *mentors)
        for missing, must in _lacks(one, offered.get(one.uid, 0))
    ]
    return Readiness(
        mentors=len(mentors),
        places=sum(one.places for one in mentors),
        mentees=len(mentees),
        lacks=tuple(sorted(found, key=lambda lack: (not lack.must, lack.who.role != "mentee", lack.who.name))),
        silent=_silent(criteria_of(ws, now)) if mentors and mentees else (),
    )


def _silent(found: Sequence[Criterion]) -> tuple[str, ...]:
    """Say what weighs without an answer to look at: by nobody, by no mentee, by no mentor."""
    weighing = [one for one in found if one.weight and one.asked]
    nobody = [one.title for one in weighing if not one.mentees and not one.mentors]
    mentors = [one.title for one in weighing if one.mentors and not one.mentees]
    mentees = [one.title for one in weighing if one.mentees and not one.mentors]
    said = (
        say("Nobody has given {what}.", what=listing(nobody)) if nobody else "",
        say("No {mentee} who waits has given {what}.", what=listing(mentors)) if mentors else "",
        say("No {mentor} has given {what}.", what=listing(mentees)) if mentees else "",
    )
    return tuple(filter(None, said))


def _lacks(one: Applicant, offered: int) -> list[tuple[str, bool]]:
    """Say what somebody lacks, and whether nobody can be paired with them without it."""
    found = []
    if not folded(one.periods):
        found.append((say("No free period is given."), True))
    if one.year_rank is None:
        found.append((say("No school {year} is given that can be compared."), True))
    if one.role == "mentor" and not offered:
        found.append((say("Has no places for {mentees}."), True))
    if not folded(one.interests) and not folded(one.goals):
        found.append((say("Neither interests nor goals are given, so little speaks for any pair."), False))
    return found
