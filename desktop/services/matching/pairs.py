"""Published pairs: who meets whom in which period, changing the period, ending a pair."""

from __future__ import annotations

from collections import Counter

from desktop.services import people
from desktop.services.matching import joining, store
from desktop.services.matching.errors import NoSuchPair, NotTheirPeriod
from desktop.services.matching.facts import number_of
from desktop.services.matching.store import PairRow
from desktop.services.matching.types import END_REASONS, Pair, PeriodChoice
from desktop.services.people.types import Period, Person
from desktop.services.programme import the_programme
from desktop.services.vault import Changes, Workspace

_TIER = "programme"


def pairs(ws: Workspace, *, ended: bool = False) -> tuple[Pair, ...]:
    """Read the published pairs, by the mentor's and the mentee's number; `ended` adds those that are over."""
    rows = joining.pairs(ws, the_programme(ws).uid, ended=ended)
    # Only who is in a pair is read: a school may have a hundred thousand others.
    wanted = {uid for row in rows for uid in (row.mentee, row.mentor)}
    everybody, names = people.some_people(ws, wanted), people.labels_of(ws, wanted)
    week = {period.uid: period for period in people.periods(ws)}
    busy = Counter((row.mentor, row.period or "") for row in rows if row.state == "active" and row.period)
    found = [_pair(row, everybody, names, week, busy[(row.mentor, row.period or "")] > 1) for row in rows]
    return tuple(sorted(found, key=lambda pair: (pair.mentor_number, pair.mentee_number, pair.since, pair.uid)))


def period_choices(ws: Workspace, pair: str) -> tuple[PeriodChoice, ...]:
    """Give the periods both have, in the week's order, and which of them the mentor has taken. Error: NoSuchPair."""
    row = _active(ws, pair)
    shared = _shared(ws, row)
    others = {
        other.period
        for other in joining.pairs(ws, the_programme(ws).uid)
        if other.mentor == row.mentor and other.uid != row.uid
    }
    return tuple(PeriodChoice(period.uid, period.label, period.uid in others) for period in shared)


def set_period(ws: Workspace, pair: str, period: str | None) -> Changes:
    """Change when a pair meets (a uid, or None for not fixed). A clash is allowed; `pairs` shows it.

    Errors: NoSuchPair, NotTheirPeriod.
    """
    row = _active(ws, pair)
    if period is not None and period not in {shared.uid for shared in _shared(ws, row)}:
        raise NotTheirPeriod
    with ws.step(_TIER, "set_period", about=pair, person=row.mentee) as step:
        store.put_pair(step, row, period=period)
        step.uid = pair
    return step.changes


def end_pair(ws: Workspace, pair: str, reason: str = "") -> Changes:
    """End a pair today; its mentor's place is free again. Errors: NoSuchPair; ValueError for an unknown reason."""
    if reason not in END_REASONS:
        raise ValueError("no such reason")
    row = _active(ws, pair)
    with ws.step(_TIER, "end_pair", about=pair, person=row.mentee) as step:
        store.put_pair(step, row, state="ended", ended=ws.clock.today().isoformat(), reason=reason)
        step.uid = pair
    return step.changes


def _active(ws: Workspace, pair: str) -> PairRow:
    found = next((row for row in joining.pairs(ws, the_programme(ws).uid) if row.uid == pair), None)
    if found is None:
        raise NoSuchPair
    return found


def _shared(ws: Workspace, row: PairRow) -> tuple[Period, ...]:
    free = {person.uid: set(person.periods) for person in people.list_people(ws)}
    both = free.get(row.mentee, set()) & free.get(row.mentor, set())
    return tuple(period for period in people.periods(ws) if period.label in both)


def _pair(
    row: PairRow, everybody: dict[str, Person], names: dict[str, str], week: dict[str, Period], clash: bool
) -> Pair:
    def number(uid: str) -> str:
        return number_of(everybody[uid]) if uid in everybody else ""

    return Pair(
        uid=row.uid,
        mentee=row.mentee,
        mentor=row.mentor,
        mentee_number=number(row.mentee),
        mentor_number=number(row.mentor),
        mentee_name=names.get(row.mentee, ""),
        mentor_name=names.get(row.mentor, ""),
        score=row.score,
        period=row.period,
        slot=week[row.period].label if row.period in week else "",
        since=row.since,
        state=row.state,
        ended=row.ended,
        reason=row.reason,
        round=row.round,
        clash=clash and row.state == "active",
        counted_from=row.counted_from,
        begins=row.begins,
        first_met=row.first_met,
        team=row.team,
    )
