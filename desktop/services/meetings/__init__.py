"""Meetings of pairs: which are due, what became of them, how often and how long. Public verbs.

A day is recorded as a whole: one step for all rows that changed. Words about what was said belong into notes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from desktop.services import matching, people
from desktop.services.matching.errors import NoSuchPair
from desktop.services.matching.first_days import met_first, met_in_person
from desktop.services.matching.types import Pair
from desktop.services.meetings import store
from desktop.services.meetings.errors import NoSuchMeeting, PairNotThen, RowNotValid
from desktop.services.meetings.plan import Plan, read_plan
from desktop.services.meetings.rules import check_row, complete, count, were_pair
from desktop.services.meetings.types import HELD, DueRow, Meeting, MeetingDraft, Totals
from desktop.services.vault import Changes, Step, Workspace, uid_of

__all__ = [
    "DueRow",
    "Meeting",
    "MeetingDraft",
    "Totals",
    "check_row",
    "due",
    "last_met",
    "meetings_between",
    "meetings_of",
    "record",
    "totals",
    "unrecorded",
    "without_period",
]

_TIER: Final = "programme"


def due(ws: Workspace, day: date) -> tuple[DueRow, ...]:
    """List the pairs that were to meet on a school day and those of which something is recorded, in the day's order."""
    plan = read_plan(ws)
    recorded = _shown(ws, store.between(ws, day.isoformat(), day.isoformat()))
    rows = [plan.row(plan.pairs[one.pair], day, one) for one in recorded if one.pair in plan.pairs]
    done = {one.pair for one in recorded}
    rows += [plan.row(pair, day) for pair in plan.pairs.values() if pair.uid not in done and plan.meets_on(pair, day)]
    return tuple(sorted(rows, key=plan.place))


def without_period(ws: Workspace, day: date) -> tuple[DueRow, ...]:
    """List the pairs of that day that have no weekly period yet and of which nothing is recorded on it."""
    plan = read_plan(ws)
    done = {one.pair for one in store.between(ws, day.isoformat(), day.isoformat())}
    free = [
        pair
        for pair in plan.pairs.values()
        if plan.period_of(pair) is None and pair.uid not in done and were_pair(pair.since, pair.ended, day)
    ]
    return tuple(sorted((plan.row(pair, day) for pair in free), key=plan.place))


def unrecorded(ws: Workspace, since: date, until: date) -> tuple[DueRow, ...]:
    """List what was due from `since` to `until` and has no entry, oldest day first."""
    plan = read_plan(ws)
    done = {(one.pair, one.held_on) for one in store.between(ws, since.isoformat(), until.isoformat())}
    rows = [
        plan.row(pair, day)
        for pair in plan.pairs.values()
        for day in plan.days_of(pair, since, until)
        if (pair.uid, day.isoformat()) not in done
    ]
    return tuple(sorted(rows, key=lambda row: (row.day, plan.place(row))))


def record(ws: Workspace, day: date, rows: Sequence[MeetingDraft]) -> Changes:
    """Record the rows of a day in one step; rows that say what is known already change nothing.

    A meeting that was held is the first meeting of a pair that waits for it.

    `about` of the step is the number of meetings that changed. Raises `RowNotValid`, `PairNotThen`, `NoSuchMeeting`
    and matching's `NoSuchPair`; then nothing is recorded.
    """
    plan = read_plan(ws)
    checked = [_checked(ws, plan, place, draft, day) for place, draft in enumerate(rows, start=1)]
    changed: set[str] = set()
    now, author = ws.clock.now().isoformat(timespec="seconds"), ws.user.uid
    with ws.step(_TIER, "record_meetings") as step:
        for draft in checked:
            known = store.one(ws, draft.uid)
            if known is not None and _same(known, draft):
                continue
            pair = plan.pairs[draft.pair]
            store.put(step, draft, known, mentee=pair.mentee, day=day.isoformat(), author=author, now=now)
            changed.add(draft.uid)
            if pair.begins is not None:
                _begin(ws, step, pair, day.isoformat(), known, draft)
        step.about = str(len(changed))
        step.uid = checked[0].uid if len(checked) == 1 else ""
    return step.changes


def _begin(ws: Workspace, step: Step, pair: Pair, day: str, known: Meeting | None, draft: MeetingDraft) -> None:
    """Let a pair begin with the first meeting that was held; not any more where that one was not held after all."""
    first = pair.first_met
    if draft.status == HELD:
        first = min(first or day, day)
    elif known is not None and known.status == HELD and first == day and not met_in_person(ws, pair.uid):
        held = [one.held_on for one in store.of_pairs(ws, [pair.uid]) if one.status == HELD]
        first = min(held, default=None)
    if first != pair.first_met:
        met_first(ws, step, pair, date.fromisoformat(first) if first else None)


def _checked(ws: Workspace, plan: Plan, place: int, draft: MeetingDraft, day: date) -> MeetingDraft:
    """Give a row as it is to be stored, with the uid of its meeting."""
    pair = plan.pairs.get(draft.pair)
    if pair is None:
        raise NoSuchPair
    wrong = check_row(draft, day, ws.clock.today())
    if wrong:
        raise RowNotValid(row=place, why=next(iter(wrong.values())))
    if not were_pair(pair.since, pair.ended, day):
        raise PairNotThen(row=place)
    if draft.uid:
        known = store.one(ws, draft.uid)
        if known is None or (known.pair, known.held_on) != (draft.pair, day.isoformat()):
            raise NoSuchMeeting
        return complete(replace(draft, period=known.period))
    period = draft.period or (pair.period if plan.meets_on(pair, day) else None)
    uid = uid_of("meeting", draft.pair, day.isoformat(), period or "")
    return complete(replace(draft, period=period, uid=uid))


def _same(known: Meeting, draft: MeetingDraft) -> bool:
    names = ("status", "minutes", "mentor_came", "mentee_came", "topics", "mood_mentor", "mood_mentee", "next_step")
    return all(getattr(known, name) == getattr(draft, name) for name in names)


def meetings_of(ws: Workspace, pair: str = "", person: str = "") -> tuple[Meeting, ...]:
    """List the meetings of a pair, or of a person as mentor or mentee, newest first."""
    shown = people.kept(ws).of(person)
    pairs = [one.uid for one in matching.pairs(ws, ended=True) if one.uid == pair or shown in {one.mentor, one.mentee}]
    return _shown(ws, store.of_pairs(ws, pairs))


def meetings_between(ws: Workspace, since: date, until: date) -> tuple[Meeting, ...]:
    """List the meetings of all pairs on some days, both ends included, oldest first."""
    known = {pair.uid for pair in matching.pairs(ws, ended=True)}
    found = store.between(ws, since.isoformat(), until.isoformat())
    return _shown(ws, [one for one in found if one.pair in known])


def _shown(ws: Workspace, found: Sequence[Meeting]) -> tuple[Meeting, ...]:
    """Give meetings with their mentees under the uids that are shown."""
    same = people.kept(ws)
    return tuple(replace(one, mentee=same.of(one.mentee)) for one in found) if same.targets else tuple(found)


def last_met(ws: Workspace) -> dict[str, date]:
    """Give the last day on which each pair met, by the pair's uid."""
    return {pair: date.fromisoformat(day) for pair, day in store.last_held(ws).items()}


def totals(ws: Workspace, since: date, until: date) -> Totals:
    """Add up the meetings of some days, both ends included, for all and for each pair."""
    plan = read_plan(ws)
    by_pair: defaultdict[str, list[Meeting]] = defaultdict(list)
    for one in store.between(ws, since.isoformat(), until.isoformat()):
        by_pair[one.pair].append(one)
    each = {pair.uid: _totals(plan, pair, by_pair[pair.uid], since, until) for pair in plan.pairs.values()}
    return _sum(since, until, each)


def _sum(since: date, until: date, each: dict[str, Totals]) -> Totals:
    def total(name: str) -> int:
        return sum(getattr(one, name) for one in each.values())

    return Totals(
        since,
        until,
        due=total("due"),
        held=total("held"),
        missed_mentor=total("missed_mentor"),
        missed_mentee=total("missed_mentee"),
        missed_both=total("missed_both"),
        school_closed=total("school_closed"),
        rescheduled=total("rescheduled"),
        minutes=total("minutes"),
        by_pair=each,
    )


def _totals(plan: Plan, pair: Pair, meetings: list[Meeting], since: date, until: date) -> Totals:
    seen = count(one.status for one in meetings)
    return Totals(
        since,
        until,
        due=len(plan.days_of(pair, since, until)),
        held=seen[HELD],
        missed_mentor=seen["missed_mentor"],
        missed_mentee=seen["missed_mentee"],
        missed_both=seen["missed_both"],
        school_closed=seen["school_closed"],
        rescheduled=seen["rescheduled"],
        minutes=sum(one.minutes or 0 for one in meetings if one.status == HELD),
    )
