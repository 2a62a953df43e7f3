"""What would give an unplaced mentee a mentor: the smallest change, tried before it is said.

Every change is put into a copy of the request and the whole round is solved again; only if the mentee is
placed then is the sentence given. Where nothing simple helps, nothing is promised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from desktop.services.language import say, say_many
from desktop.services.matching.causes import (
    Bottleneck,
    Case,
    bottleneck_of,
    case_of,
    competition_cause,
    names_of,
    rule_cause,
)
from desktop.services.matching.engine import Progress, Solved, report, run
from desktop.services.matching.rules import year_text
from desktop.services.matching.traits import folded, listing, traits
from desktop.services.matching.types import Applicant, PairKey, Request, Unplaced

# How many periods, or mentors, of the same kind of change are tried for one student.
TRIES = 3
_NEW = "new mentor"


@dataclass(frozen=True)
class Change:
    """A change of the request: people in their new form, or what is lifted; and the sentence if it works."""

    sentence: str
    people: tuple[Applicant, ...] = ()
    lifted_ban: PairKey | None = None
    lifted_lock: PairKey | None = None
    taken_in: str = ""

    def apply(self, request: Request) -> Request:
        """Give the request with the change."""
        new = {(a.uid, a.role): a for a in self.people}
        known = {(a.uid, a.role) for a in request.applicants}
        applicants = tuple(new.get((a.uid, a.role), a) for a in request.applicants)
        return replace(
            request,
            applicants=applicants + tuple(a for key, a in new.items() if key not in known),
            bans=tuple(pair for pair in request.bans if pair != self.lifted_ban),
            locks=tuple(pair for pair in request.locks if pair != self.lifted_lock),
            left_out=tuple(uid for uid in request.left_out if uid != self.taken_in),
        )


def unplaced(solved: Solved, progress: Progress | None = None) -> tuple[Unplaced, ...]:
    """Explain every mentee without a mentor, in canonical order. Raises Cancelled."""
    trials = _Trials(solved)
    waiting = [i for i, j in enumerate(solved.solution.mentor_of) if j < 0]
    found = []
    for done, row in enumerate(waiting):
        report(progress, done, len(waiting))
        found.append(_explain(trials, row))
    out = [a for a in solved.request.applicants if a.role == "mentee" and a.uid in solved.request.left_out]
    found.extend(_left_out(trials, mentee) for mentee in sorted(out, key=lambda a: (a.number, a.source_key)))
    return tuple(found)


class _Trials:
    """Re-solves with a change, each different one once."""

    def __init__(self, solved: Solved) -> None:
        self.solved = solved
        self._placed: dict[Change, frozenset[str]] = {}

    def placed(self, change: Change) -> frozenset[str]:
        """Uids of who is placed with the change."""
        key = replace(change, sentence="")
        if key not in self._placed:
            self._placed[key] = run(change.apply(self.solved.request)).placed
        return self._placed[key]

    def first_that_places(self, mentee: Applicant, changes: Iterator[Change]) -> str:
        """Give the sentence of the first change that places the mentee, "" if none does."""
        return next((change.sentence for change in changes if mentee.uid in self.placed(change)), "")

    def best_that_places(self, mentee: Applicant, changes: Iterable[Change]) -> str:
        """Give the sentence of the change with which most are placed, the mentee among them; "" if there is none."""
        found = [(len(placed), change) for change in changes if mentee.uid in (placed := self.placed(change))]
        return max(found, key=lambda one: one[0])[1].sentence if found else ""


def _explain(trials: _Trials, row: int) -> Unplaced:
    solved = trials.solved
    mentee = solved.table.mentees[row]
    if (solved.problem.scores[row] >= 0).any():
        found = bottleneck_of(solved, row)
        key, why = competition_cause(found)
        return Unplaced(mentee, key, why, _relief(trials, mentee, found))
    case = case_of(solved, mentee)
    key, why = rule_cause(solved, case)
    # A period in which this student takes somebody else's place is no help where there is one in which nobody loses it.
    change = trials.best_that_places(mentee, _more_periods(case))
    return Unplaced(mentee, key, why, change or trials.first_that_places(mentee, _changes(solved, case)))


def _left_out(trials: _Trials, mentee: Applicant) -> Unplaced:
    back = Change(say("Taken back in, this student would get a {mentor}."), taken_in=mentee.uid)
    return Unplaced(
        mentee,
        "left_out",
        say("You left this student out of this draft."),
        trials.first_that_places(mentee, iter([back])),
    )


def _changes(solved: Solved, case: Case) -> Iterator[Change]:
    """Changes that might help where no mentor fits, the smallest first."""
    yield from _years(solved, case)
    for mentor in case.only("places")[:TRIES]:
        yield Change(
            say("One more place with {name} would place this student.", name=mentor.name), (replace(mentor, places=1),)
        )
    for mentor in case.only("banned")[:TRIES]:
        yield Change(
            say("Allowing the pair with {name} again would place this student.", name=mentor.name),
            lifted_ban=(case.mentee.uid, mentor.uid),
        )
    yield from _new_mentor(solved, case)


def _more_periods(case: Case) -> Iterator[Change]:
    """One more free period of the mentee, those with most fitting mentors first."""
    fitting = Counter(label for mentor in case.only("period") for label in folded(mentor.periods).values())
    for label, _ in sorted(fitting.items(), key=lambda item: (-item[1], item[0]))[:TRIES]:
        said = say("Being free {period} as well would place this student.", period=label)
        if not case.mentee.periods:
            said = say("Being free {period} would place this student.", period=label)
        yield Change(said, (replace(case.mentee, periods=(*case.mentee.periods, label)),))


def _years(solved: Solved, case: Case) -> Iterator[Change]:
    """The missing school year, of the mentee or of a mentor who would fit."""
    least = solved.request.settings.least_gap
    waiting = case.only("year_unknown")
    if case.mentee.year_rank is None:
        known = sorted((m for m in waiting if m.year_rank is not None), key=lambda m: -(m.year_rank or 0))
        for mentor in known[:1]:
            lower = replace(case.mentee, year_rank=(mentor.year_rank or 0) - least)
            yield Change(
                say("Entering a school {year} below {highest} would place this student.", highest=year_text(mentor)),
                (lower,),
            )
        return
    for mentor in waiting[:TRIES]:
        higher = replace(mentor, year_rank=case.mentee.year_rank + least)
        yield Change(
            say(
                "Entering the school {year} of {name} would place this student, if it is above {own}.",
                name=mentor.name,
                own=year_text(case.mentee),
            ),
            (higher,),
        )


def _new_mentor(solved: Solved, case: Case) -> Iterator[Change]:
    """One more mentor; with it a period and a year where the mentee has none, said as needed together."""
    mentee, missing = case.mentee, []
    if not traits(mentee, solved.request.settings).periods:
        labels = sorted({label for mentor in solved.table.mentors for label in folded(mentor.periods).values()})
        if not labels:
            return
        mentee = replace(mentee, periods=(labels[0],))
        missing.append(say("a free period such as {period}", period=labels[0]))
    if mentee.year_rank is None:
        mentee = replace(mentee, year_rank=0)
        missing.append(say("a recorded school {year}"))
    for places in (1, 2, 3):
        for label in list(folded(mentee.periods).values())[:TRIES]:
            new = new_mentor(solved, mentee, label, mentee, places)
            said = _new_mentor_words(solved, new, missing)
            yield Change(said, (new, mentee) if missing else (new,))


def new_mentor(solved: Solved, mentee: Applicant, period: str, oldest: Applicant, places: int = 1) -> Applicant:
    """Make up the mentor who would just fit: one period, one language, and just above the oldest to be placed."""
    spoken = traits(mentee, solved.request.settings).languages
    school = [text for key, text in spoken.items() if key in folded(solved.request.settings.school_languages)]
    return Applicant(
        uid=_NEW,
        number="",
        source_key=_NEW,
        role="mentor",
        name=_NEW,
        periods=(period,),
        places=places,
        languages=tuple(school or spoken.values())[:1],
        year=year_text(oldest) or say("that {year}"),
        year_rank=(oldest.year_rank or 0) + solved.request.settings.least_gap,
    )


def _new_mentor_words(solved: Solved, new: Applicant, missing: list[str]) -> str:
    """Say what a new mentor has to bring, and what the mentee lacks beside that."""
    one = describe(solved, new)
    if missing:
        return say("Needed together: {things}.", things=listing([*missing, one]))
    return say("{One} would place this student.", One=one[:1].upper() + one[1:])


def describe(solved: Solved, new: Applicant) -> str:
    """Describe a mentor who is not there yet: when free, how old, which language if not the school's."""
    school = folded(solved.request.settings.school_languages)
    language = next((text for key, text in folded(new.languages).items() if key not in school), "")
    room = say_many("one more {mentor}", "one more {mentor} with room for {n} students", new.places)
    if language:
        return say(
            "{one} who is free {period}, speaks {language} and is above {own}",
            one=room,
            period=new.periods[0],
            language=language,
            own=new.year,
        )
    return say("{one} who is free {period} and above {own}", one=room, period=new.periods[0], own=new.year)


def _relief(trials: _Trials, mentee: Applicant, found: Bottleneck) -> str:
    """Say what would widen a bottleneck: a lock undone, one more mentor, or as many places as are missing."""
    said = []
    if unlocking := trials.first_that_places(mentee, _unlockings(trials.solved, found)):
        return unlocking
    said.append(_one_more_mentor(trials, mentee, found))
    said.append(_more_places(trials, mentee, found))
    return " ".join(text for text in said if text)


def _one_more_mentor(trials: _Trials, mentee: Applicant, found: Bottleneck) -> str:
    """Say what one more mentor would do, at a time that suits many of those who wait; "" if the student is not free."""
    waiting = [a for a in found.mentees if a.uid not in trials.solved.placed]
    own = folded(mentee.periods)
    key = next((key for key in _good_periods(waiting) if key in own), "")
    if not key:
        return ""
    oldest = max((a for a in waiting if key in folded(a.periods)), key=lambda a: a.year_rank or 0)
    new = new_mentor(trials.solved, mentee, own[key], oldest)
    placed = trials.placed(Change("", (new,)))
    if mentee.uid in placed:
        return _new_mentor_words(trials.solved, new, [])
    one = describe(trials.solved, new)
    more = len(placed) > len(trials.solved.placed)
    return say("{One} would place one of them.", One=one[:1].upper() + one[1:]) if more else ""


def _good_periods(waiting: list[Applicant]) -> list[str]:
    """Give the periods in which most of these are free: few plans for all instead of one for each."""
    counts = Counter(key for a in waiting for key in folded(a.periods))
    best = sorted(counts, key=lambda key: (-counts[key], key))
    return best if len(waiting) <= TRIES else best[:TRIES]


def _more_places(trials: _Trials, mentee: Applicant, found: Bottleneck) -> str:
    """Say how many more places would do: for everybody in the bottleneck, else for everybody who has nobody."""
    solved = trials.solved
    waiting = {a.uid for a in found.mentees} - solved.placed
    places = _missing_places(solved, waiting)
    if waiting <= trials.placed(Change("", places)):
        return say_many(
            "One more place with {names} would place this student.",
            "{n} more places, with {names}, would place all of them.",
            len(waiting),
            names=names_of(places),
        )
    everybody = {a.uid for a in solved.table.mentees} - solved.placed
    places = _missing_places(solved, everybody)
    if mentee.uid not in trials.placed(Change("", places)):
        return ""
    return say_many(
        "{n} more place, with {names}, would place everybody for whom anybody fits.",
        "{n} more places, with {names}, would place everybody for whom anybody fits.",
        _added(solved, places),
        names=names_of(places),
    )


def _added(solved: Solved, changed: tuple[Applicant, ...]) -> int:
    """Count the places that the changed mentors have more than now."""
    now = {mentor.uid: mentor.places for mentor in solved.table.mentors}
    return sum(mentor.places - now[mentor.uid] for mentor in changed)


def _unlockings(solved: Solved, found: Bottleneck) -> Iterator[Change]:
    """Locks on the mentors of a bottleneck, undone one at a time."""
    there = {mentor.uid for mentor in found.mentors}
    names = {a.uid: a.name for a in solved.table.mentees + solved.table.mentors}
    for lock in [lock for lock in solved.request.locks if lock[1] in there and lock[0] in names][:TRIES]:
        yield Change(
            say(
                "Without the lock on {mentee_name} with {mentor_name} this student could be placed.",
                mentee_name=names[lock[0]],
                mentor_name=names[lock[1]],
            ),
            lifted_lock=lock,
        )


def _missing_places(solved: Solved, waiting: set[str]) -> tuple[Applicant, ...]:
    """Give one place more to the best mentor of each of these mentees for whom anybody fits."""
    more: Counter[int] = Counter()
    for i, mentee in enumerate(solved.table.mentees):
        if mentee.uid in waiting and (solved.problem.scores[i] >= 0).any():
            more[int(solved.problem.scores[i].argmax())] += 1
    mentors = solved.table.mentors
    return tuple(replace(mentors[j], places=mentors[j].places + n) for j, n in sorted(more.items()))
