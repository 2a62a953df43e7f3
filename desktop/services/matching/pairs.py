"""Published pairs: who meets whom in which period, changing the period, ending a pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from desktop.services import people
from desktop.services.matching import joining, store, store_rounds
from desktop.services.matching.errors import NoSuchPair, NotTheirPeriod
from desktop.services.matching.facts import number_of
from desktop.services.matching.round_types import Team
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
    # A group is one meeting, however many pairs belong to it.
    meets = {(row.mentor, row.period, row.team or row.uid) for row in rows if row.state == "active" and row.period}
    busy: Counter[tuple[str, str | None]] = Counter((mentor, period) for mentor, period, _ in meets)
    found = [_pair(row, everybody, names, week, busy[row.mentor, row.period] > 1) for row in rows]
    return tuple(sorted(found, key=lambda pair: (pair.mentor_number, pair.mentee_number, pair.since, pair.uid)))


def teams(ws: Workspace) -> tuple[Team, ...]:
    """Read the published groups to which an active pair belongs, by name. Error: NotFounded."""
    programme, same = the_programme(ws).uid, people.kept(ws)
    used = {row.team for row in joining.pairs(ws, programme)}
    found = store_rounds.published_teams(ws, programme)
    return tuple(
        Team(uid, label, same.of(leader), same.of(second) if second else None)
        for uid, (leader, second, label) in sorted(found.items(), key=lambda item: (item[1][2], item[0]))
        if uid in used
    )


def period_choices(ws: Workspace, pair: str) -> tuple[PeriodChoice, ...]:
    """Give the periods both have, in the week's order, and which of them the mentor has taken. Error: NoSuchPair.

    Of a pair in a group, the periods that all of the group have.
    """
    row = _active(ws, pair)
    together = _together(ws, row)
    others = {
        other.period
        for other in joining.pairs(ws, the_programme(ws).uid)
        if other.mentor == row.mentor and other not in together
    }
    return tuple(PeriodChoice(period.uid, period.label, period.uid in others) for period in _shared(ws, together))


def set_period(ws: Workspace, pair: str, period: str | None) -> Changes:
    """Change when a pair meets (a uid, or None for not fixed); its group with it. A clash is allowed; `pairs` shows it.

    Errors: NoSuchPair, NotTheirPeriod.
    """
    row = _active(ws, pair)
    together = _together(ws, row)
    if period is not None and period not in {shared.uid for shared in _shared(ws, together)}:
        raise NotTheirPeriod
    with ws.step(_TIER, "set_period", about=pair, person=row.mentee) as step:
        for one in together:
            store.put_pair(step, one, period=period)
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


def _together(ws: Workspace, row: PairRow) -> tuple[PairRow, ...]:
    """Give the active pairs that meet together: those of its group, or the pair alone."""
    found = joining.pairs(ws, the_programme(ws).uid)
    return tuple(one for one in found if one.uid == row.uid or (row.team is not None and one.team == row.team))


def _shared(ws: Workspace, together: Sequence[PairRow]) -> tuple[Period, ...]:
    """Give the periods in which everybody of these pairs is free, who helps to lead them too."""
    everybody = {uid for row in together for uid in (row.mentee, row.mentor)}
    if together[0].team:
        _, second, _ = store_rounds.published_teams(ws, the_programme(ws).uid)[together[0].team]
        everybody |= {people.kept(ws).of(second)} if second else set()
    common = set.intersection(*(set(people.person(ws, uid).periods) for uid in everybody))
    return tuple(period for period in people.periods(ws) if period.label in common)


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
