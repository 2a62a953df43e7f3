"""What changed since a draft was made, in words: who takes part, what they gave, what counts, the week. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from desktop.services.language import say, say_many
from desktop.services.matching.gather import Situation
from desktop.services.matching.settings_words import differing
from desktop.services.matching.store import RoundRow
from desktop.services.matching.traits import canonical, folded, listing
from desktop.services.matching.types import Applicant

# So many are named; more are counted.
_NAMED: Final = 3
_ANSWERS: Final = ("interests", "goals", "languages", "subjects", "experiences", "style", "own")
_BETWEEN: Final = ("wants", "avoids", "blocked", "families", "failed", "resting")
Same = Callable[[Applicant], object]


def changes_of(row: RoundRow, people: Sequence[Applicant], now: Situation) -> tuple[str, ...]:
    """Say what differs between what a draft knew and today; empty where a new proposal would be given the same."""
    kept = {(pair.mentee, pair.mentor) for pair in now.pairs}
    taking_part = {(a.uid, a.role) for a in now.applicants}
    then = {pair for pair in row.kept if (pair[0], "mentee") in taking_part and (pair[1], "mentor") in taking_part}
    moved = row.scope == "keep" and (
        then - kept or any((a, "mentee") in taking_part and (a, b) not in row.kept for a, b in kept)
    )
    if now.inputs == row.inputs and not moved:
        return ()
    said = [*_people(people, now), *_given(people, now), *_week(people, now)]
    if moved:
        said.append(say("Pairs were published or ended."))
    if titles := differing(row.settings, now.settings):
        said.append(say("What counts was changed: {titles}.", titles=listing(titles)))
    return tuple(said) or (say("Details of those who take part changed."),)


def _people(people: Sequence[Applicant], now: Situation) -> Iterator[str]:
    """Say who takes part no more, who has a pair by now, and who came."""
    before, after = {(a.uid, a.role): a for a in people}, {(a.uid, a.role): a for a in now.applicants}
    paired = {pair.mentee for pair in now.pairs}
    gone = canonical(a for key, a in before.items() if key not in after)
    placed = [a.name for a in gone if a.role == "mentee" and a.uid in paired]
    left = [a.name for a in gone if a.role == "mentor" or a.uid not in paired]
    came = [a.name for a in canonical(a for key, a in after.items() if key not in before)]
    yield from _said(left, "{names} takes part no more.", "{names} take part no more.", "{n} take part no more.")
    yield from _said(
        placed, "{names} has a {mentor} by now.", "{names} have a {mentor} by now.", "{n} have a {mentor} by now."
    )
    yield from _said(came, "{names} takes part now.", "{names} take part now.", "{n} more take part now.")


def _said(names: Sequence[str], one: str, some: str, many: str) -> Iterator[str]:
    if len(names) > _NAMED:
        yield say(many, n=len(names))
    elif names:
        yield say(one if len(names) == 1 else some, names=listing(names))


def _given(people: Sequence[Applicant], now: Situation) -> Iterator[str]:
    """Count those who gave something else."""
    after = {(a.uid, a.role): a for a in now.applicants}
    both = [(a, after[a.uid, a.role]) for a in people if (a.uid, a.role) in after]

    def count(of: Same, role: str = "") -> int:
        """Count people, not roles."""
        return len({a.uid for a, b in both if of(a) != of(b) and role in ("", a.role)})

    for n, one, many in (
        (count(lambda a: a.periods), "1 student gave other free periods.", "{n} students gave other free periods."),
        (
            count(lambda a: [getattr(a, name) for name in _ANSWERS]),
            "1 student gave other answers.",
            "{n} students gave other answers.",
        ),
        (
            count(lambda a: a.places, "mentor"),
            "1 {mentor} has another number of places.",
            "{n} {mentors} have another number of places.",
        ),
        (
            count(lambda a: (a.year_rank, a.year, a.form)),
            "1 student is in another {year} or class.",
            "{n} students are in another {year} or class.",
        ),
        (
            count(lambda a: [getattr(a, name) for name in _BETWEEN]),
            "Wishes, or who is kept apart, changed for 1 student.",
            "Wishes, or who is kept apart, changed for {n} students.",
        ),
        (
            count(lambda a: a.met),
            "1 student named others at a meet-and-greet.",
            "{n} students named others at a meet-and-greet.",
        ),
    ):
        if n:
            yield say_many(one, many, n)


def _week(people: Sequence[Applicant], now: Situation) -> Iterator[str]:
    """Name periods that somebody gave and that the week has no more."""
    week = folded(now.week)
    lost = {key: label for a in people for key, label in folded(a.periods).items() if key not in week}
    if lost:
        yield say(
            "The week of the school has no {periods} any more.", periods=listing(lost[key] for key in sorted(lost))
        )
