"""From what the other areas know to a document. Pure: who asks the workspace is __init__.py.

Every count of students that a document gets leaves here banded (suppression.py) or as a whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desktop.services.language import say, say_many
from desktop.services.meetings.types import HELD, MISSED, Totals
from desktop.services.people.names import display_name, sort_name
from desktop.services.people.rules import year_rank
from desktop.services.people.types import Period, Person
from desktop.services.programme.calendar import is_school_day, week_begin
from desktop.services.programme.types import SchoolCalendar
from desktop.services.reports import suppression
from desktop.services.reports.suppression import bands
from desktop.services.reports.types import (
    Edition,
    Group,
    Headcount,
    PairRegister,
    PairRow,
    PersonLine,
    StaffPack,
    Week,
)

_Year = tuple[int | None, str]
_YEAR: Final = timedelta(days=365)


@dataclass(frozen=True)
class PairFact:
    """A pair as reports need it: uids of the pair, its people and its period; `ended` is None while it goes on.

    `waits`: it goes on, but waits for its first meeting.
    """

    uid: str
    mentor: str
    mentee: str
    period: str
    since: date
    ended: date | None
    waits: bool = False


@dataclass(frozen=True)
class MeetingFact:
    """A meeting as reports need it. `status` as the schema lists them; minutes None where nobody wrote them down."""

    pair: str
    day: date
    status: str
    minutes: int | None


@dataclass(frozen=True)
class Facts:
    """All that a document is made of. `mentors` and `mentees` are uids of those enrolled."""

    school: str
    programme: str
    calendar: SchoolCalendar
    people: Mapping[str, Person]
    periods: Mapping[str, Period]
    mentors: frozenset[str]
    mentees: frozenset[str]
    pairs: tuple[PairFact, ...]
    meetings: tuple[MeetingFact, ...]


@dataclass(frozen=True)
class Figures:
    """What the meetings area counts of the present school year: totals, and how many due have no entry."""

    totals: Totals
    unrecorded: int


def staff_pack(facts: Facts, figures: Figures, edition: Edition, threshold: int, needs: Sequence[str]) -> StaffPack:
    """Make the staff-meeting pack of the days that `figures` are of: a school year until the edition's day."""
    totals = figures.totals
    starts, today = totals.since, totals.until
    recent = [one for one in facts.meetings if starts <= one.day <= today]
    held = [one for one in recent if one.status == HELD]
    missed = [one for one in recent if one.status in MISSED]
    stated = [one.minutes for one in held if one.minutes is not None]
    active = [pair for pair in facts.pairs if pair.ended is None]
    mentors, mentees = _headcounts(facts, active, threshold)
    paired = {pair.mentee for pair in active}
    return StaffPack(
        edition,
        facts.school,
        facts.programme,
        starts.isoformat(),
        today.isoformat(),
        pairs_active=len(active),
        pairs_ended=sum(pair.ended is not None and pair.ended >= starts for pair in facts.pairs),
        meetings_held=totals.held,
        meetings_planned=totals.planned,
        meetings_missed=totals.missed,
        minutes=totals.minutes if stated else None,
        mentors=mentors,
        mentees=mentees,
        mentors_by_year=bands(by_year(facts.people, _taking_part(facts, active)[0]), threshold)
        if mentors.exact
        else (),
        paired_by_year=bands(by_year(facts.people, paired), threshold) if len(paired) == len(active) else (),
        threshold=threshold,
        weeks=_weeks(facts.calendar, starts, today, held, missed),
        rooms_in=_rooms(facts, active),
        needs=(*needs, *_needs(mentees, len(active))),
        missing=(
            *_missing(facts, figures, len(recent), len(held) - len(stated)),
            *_rough(mentors, mentees, threshold),
        ),
    )


def pair_register(facts: Facts, edition: Edition, *, initials: bool) -> PairRegister:
    """Make the register of all pairs, those that ended too."""
    held: dict[str, list[date]] = defaultdict(list)
    for one in facts.meetings:
        if one.status == HELD:
            held[one.pair].append(one.day)
    rows = tuple(
        PairRow(
            _line(facts.people.get(pair.mentor), pair.mentor),
            _line(facts.people.get(pair.mentee), pair.mentee),
            pair.since.isoformat(),
            facts.periods[pair.period].label if pair.period in facts.periods else "",
            len(held[pair.uid]),
            max(held[pair.uid]).isoformat() if held[pair.uid] else "",
            "ended" if pair.ended else "waits" if pair.waits else "active",
        )
        for pair in facts.pairs
    )
    return PairRegister(edition, facts.school, facts.programme, rows, initials)


def year_begin(facts: Facts, today: date) -> date:
    """Give the first day of the school year: the earliest term begun within a year, else the first pair or meeting."""
    terms = [term.starts for term in facts.calendar.terms if today - _YEAR < term.starts <= today]
    known = terms or [pair.since for pair in facts.pairs] + [one.day for one in facts.meetings]
    return min((day for day in known if day <= today), default=today)


def by_year(people: Mapping[str, Person], chosen: Iterable[str]) -> list[Group]:
    """Count `chosen` by school year, over every year of the school, those with nobody in them too.

    Spellings of one year ("7", "Year 7") count as one, by rank; the commonest spelling names it.
    """
    spellings: dict[_Year, Counter[str]] = defaultdict(Counter)
    counts: Counter[_Year] = Counter()
    picked = frozenset(chosen)
    for uid, person in people.items():
        rank, label = year_rank(person.year), person.year.strip()
        year = (rank, "" if rank is not None else label)
        if person.kind == "student" or uid in picked:
            spellings[year][label] += 1
        counts[year] += uid in picked
    return [Group(names.most_common(1)[0][0], year[0], counts[year]) for year, names in spellings.items()]


def _weeks(
    calendar: SchoolCalendar, starts: date, today: date, held: Sequence[MeetingFact], missed: Sequence[MeetingFact]
) -> tuple[Week, ...]:
    """Count meetings by week, over every week with school; none where there was no meeting."""
    if not held and not missed:
        return ()
    met = Counter(week_begin(one.day, calendar) for one in held)
    lost = Counter(week_begin(one.day, calendar) for one in missed)
    begin, weeks = week_begin(starts, calendar), []
    while begin <= today:
        school = any(is_school_day(begin + timedelta(days=n), calendar) for n in range(7))
        if school or met[begin] or lost[begin]:
            weeks.append(Week(begin.isoformat(), met[begin], met[begin] + lost[begin]))
        begin += timedelta(days=7)
    return tuple(weeks)


def _rooms(facts: Facts, active: Sequence[PairFact]) -> tuple[str, ...]:
    used = {pair.period for pair in active} & facts.periods.keys()
    ordered = sorted((facts.periods[uid] for uid in used), key=lambda p: (p.weekday or 8, p.position, p.label))
    return tuple(period.label for period in ordered)


def _headcounts(facts: Facts, active: Sequence[PairFact], threshold: int) -> tuple[Headcount, Headcount]:
    """Count mentors and mentees as they may be printed."""
    mentors, mentees = _taking_part(facts, active)
    if not (mentors or mentees or facts.pairs or facts.meetings):
        return suppression.NOBODY, suppression.NOBODY
    paired = {pair.mentee for pair in active}
    return (
        suppression.mentors(len(mentors), len(active), threshold),
        suppression.mentees(len(mentees), len(paired), len(active), threshold),
    )


def _taking_part(facts: Facts, active: Sequence[PairFact]) -> tuple[frozenset[str], frozenset[str]]:
    """Give mentors and mentees; who withdrew while a pair goes on still takes part."""
    return facts.mentors | {pair.mentor for pair in active}, facts.mentees | {pair.mentee for pair in active}


def _rough(mentors: Headcount, mentees: Headcount, threshold: int) -> list[str]:
    """Say why numbers are not given exactly."""
    if mentors.exact and mentees.exact:
        return []
    return [
        say("Numbers of students that would show a group of fewer than {few} are not given exactly.", few=threshold)
    ]


def _needs(mentees: Headcount, pairs: int) -> list[str]:
    """Ask for what the figures show: mentors for those who wait, and names of those who might like one.

    Where few wait the same is said as where nobody does: otherwise the sentence would tell.
    """
    asked = []
    if mentees.exact and mentees.most > pairs:
        asked.append(say("{n} {mentees} are waiting. Who would make a good {mentor}?", n=mentees.most - pairs))
    else:
        asked.append(say("Who would make a good {mentor}? Tell the {counsellor} in person."))
    asked.append(say("Students who might like a {mentor}: tell the {counsellor} in person, rather than by e-mail."))
    return asked


def _missing(facts: Facts, figures: Figures, recorded: int, silent: int) -> tuple[str, ...]:
    """Say what the figures do not know; `silent` meetings state no minutes."""
    said = []
    if not facts.pairs:
        said.append(say("No pairs have been published."))
    elif not recorded:
        said.append(say("No meetings have been recorded."))
    if figures.unrecorded:
        said.append(
            say_many(
                "{n} weekly meeting that was due has no entry: it counts neither as held nor missed.",
                "{n} weekly meetings that were due have no entry: they count neither as held nor missed.",
                figures.unrecorded,
            )
        )
    if silent:
        said.append(
            say_many(
                "{n} meeting held states no minutes; the minutes are those of the others.",
                "{n} meetings held state no minutes; the minutes are those of the others.",
                silent,
            )
        )
    if any(not facts.people[uid].year.strip() for uid in facts.mentors | facts.mentees if uid in facts.people):
        said.append(say("Not everybody who takes part has a {year} in the records."))
    said.append(say("Training is not in the figures: it is not recorded in Peerkeep yet."))
    return tuple(said)


def _line(person: Person | None, uid: str) -> PersonLine:
    if person is None:
        return PersonLine(uid, say("Unknown student"), "")
    return PersonLine(uid, display_name(person), person.number, person.year, person.form, sort_name(person))
