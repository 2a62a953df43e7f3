"""How a pair begins: the first meeting with its checklist, who signed, one to three goals; active only when dated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desktop.services import programme
from desktop.services.language import show_date
from desktop.services.matching import joining, store, store_beginnings
from desktop.services.matching.errors import NoSuchPair, NotAFirstDay, TooManyGoals
from desktop.services.matching.settings import proposed
from desktop.services.matching.store import PairRow
from desktop.services.programme.calendar import is_school_day
from desktop.services.vault import Changes, Workspace

_TIER: Final = "programme"
MOST_GOALS: Final = 3
LONGEST_GOAL = 200
# What a first meeting is for (eepm.md, standard 4), as codes; untranslated words.
CHECKS: Final[dict[str, str]] = {
    "adult": "An adult was there",
    "limits": "What stays between the two, and what does not, was said",
    "safe": "Both know whom to tell when something is wrong",
    "contact": "How and when to be in contact was agreed",
    "rules": "The ground rules were read together",
    "ending": "It was said how a pair can end without blame",
}
SIGNERS: Final[dict[str, str]] = {
    "mentor": "{Mentor}",
    "mentee": "{Mentee}",
    "staff": "Member of staff",
    "guardian_mentee": "A parent or guardian of the {mentee}",
    "guardian_mentor": "A parent or guardian of the {mentor}",
}
ABSENT: Final[dict[str, str]] = {"": "Nobody", "mentor": "The {mentor}", "mentee": "The {mentee}", "both": "Both"}
GOAL_STATES: Final[dict[str, str]] = {"open": "Open", "reached": "Reached", "dropped": "Dropped"}


@dataclass(frozen=True, slots=True)
class Goal:
    """What a pair sets out to do: its words, and a key of GOAL_STATES."""

    uid: str
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class FirstMeeting:
    """The first meeting of a pair: planned, held (days as ISO text, None for not yet), and what came of it.

    `waits`: the pair is active only once it is held. `checks` and `signed` are codes of CHECKS and SIGNERS; `absent`
    is who did not come the last time it was planned.
    """

    pair: str
    waits: bool
    planned_on: str | None
    held_on: str | None
    adult: str = ""
    checks: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    next_on: str | None = None
    absent: str = ""
    goals: tuple[Goal, ...] = ()

    @property
    def unchecked(self) -> tuple[str, ...]:
        """Codes of the checklist that are open, in its order."""
        return tuple(code for code in CHECKS if code not in self.checks)

    @property
    def unsigned(self) -> tuple[str, ...]:
        """Codes of those who have not signed, in their order."""
        return tuple(code for code in SIGNERS if code not in self.signed)


@dataclass(frozen=True, slots=True)
class Held:
    """What was done at a first meeting: codes, the adult who was there, goals as words, the day of the next meeting."""

    checks: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    adult: str = ""
    goals: tuple[str, ...] = ()
    next_on: date | None = None


def first_meetings(ws: Workspace) -> dict[str, FirstMeeting]:
    """Give the first meeting of every active pair, by pair. Error: NotFounded."""
    planned, goals = store_beginnings.first_meetings(ws), _goals(ws)
    rows = joining.pairs(ws, programme.the_programme(ws).uid)
    return {row.uid: _first(row, planned, goals) for row in rows}


def first_meeting(ws: Workspace, pair: str) -> FirstMeeting:
    """Give the first meeting of a pair. Error: NoSuchPair."""
    return _first(_active(ws, pair), store_beginnings.first_meetings(ws), _goals(ws))


def plan_first(ws: Workspace, pair: str, day: date, adult: str = "") -> Changes:
    """Plan the first meeting, or move it. Error: NoSuchPair."""
    row, known = _active(ws, pair), store_beginnings.first_meetings(ws)
    before = known.get(pair)
    _, _, checks, signed, following, absent = before or _BLANK
    with ws.step(_TIER, "plan_first", about=pair, person=row.mentee) as step:
        meeting = (day.isoformat(), _line(adult), checks, signed, following, absent)
        store_beginnings.put_first(step, before is None, pair, row.mentee, meeting)
        step.uid = pair
    return step.changes


def hold_first(ws: Workspace, pair: str, day: date, held: Held) -> Changes:
    """Record that the two met first on a day: from then on the pair is active, and its trial begins.

    Errors: NoSuchPair, NotAFirstDay, TooManyGoals; ValueError for an unknown code.
    """
    row = _active(ws, pair)
    if not set(held.checks) <= CHECKS.keys() or not set(held.signed) <= SIGNERS.keys():
        raise ValueError("no such check or signer")
    if len(_lines(held.goals)) > MOST_GOALS:
        raise TooManyGoals(most=MOST_GOALS)
    since = date.fromisoformat(row.since[:10])
    if not since <= day <= ws.clock.today():
        raise NotAFirstDay(since=show_date(row.since))
    before, trials = store_beginnings.first_meetings(ws).get(pair), store_beginnings.trials(ws)
    goals = [(goal.uid, goal.words) for goal in _goals(ws).get(pair, ())]
    following = held.next_on.isoformat() if held.next_on else None
    meeting = ((before or _BLANK)[0] or day.isoformat(), _line(held.adult), held.checks, held.signed, following, "")
    review = review_day(ws, day)
    with ws.step(_TIER, "hold_first", about=pair, person=row.mentee) as step:
        store_beginnings.put_first(step, before is None, pair, row.mentee, meeting)
        store_beginnings.put_goals(step, pair, row.mentee, goals, _lines(held.goals), day.isoformat())
        store.put_pair(step, row, first_met=day.isoformat())
        if review and (pair not in trials or not trials[pair][1]):
            store_beginnings.put_trial(step, pair not in trials, pair, row.mentee, review)
        step.uid = pair
    return step.changes


def miss_first(ws: Workspace, pair: str, absent: str, again_on: date | None = None) -> Changes:
    """Record that somebody did not come, and when it is tried again; the pair stays not active.

    Errors: NoSuchPair; ValueError for an unknown code.
    """
    if absent not in ABSENT or not absent:
        raise ValueError("no such absence")
    row, before = _active(ws, pair), store_beginnings.first_meetings(ws).get(pair)
    _, adult, checks, signed, following, _ = before or _BLANK
    planned = again_on.isoformat() if again_on else None
    with ws.step(_TIER, "miss_first", about=pair, person=row.mentee) as step:
        meeting = (planned, adult, checks, signed, following, absent)
        store_beginnings.put_first(step, before is None, pair, row.mentee, meeting)
        step.uid = pair
    return step.changes


def take_back_first(ws: Workspace, pair: str) -> Changes:
    """Take the day of a first meeting back: it was entered for the wrong pair. Error: NoSuchPair."""
    row = _active(ws, pair)
    with ws.step(_TIER, "take_back_first", about=pair, person=row.mentee) as step:
        store.put_pair(step, row, first_met=None)
        step.uid = pair
    return step.changes


def set_goals(ws: Workspace, pair: str, goals: Mapping[str, str], new: Sequence[str] = ()) -> Changes:
    """Set the states of goals (uid to a key of GOAL_STATES) and add new ones.

    Errors: NoSuchPair, TooManyGoals where more than MOST_GOALS would be open; ValueError for an unknown state.
    """
    row, known = _active(ws, pair), _goals(ws).get(pair, ())
    if not set(goals.values()) <= GOAL_STATES.keys():
        raise ValueError("no such state of a goal")
    added = [words for words in _lines(new) if words not in {goal.words for goal in known}]
    open_ones = sum(goals.get(goal.uid, goal.state) == "open" for goal in known) + len(added)
    if open_ones > MOST_GOALS:
        raise TooManyGoals(most=MOST_GOALS)
    kept = [(goal.uid, goal.words) for goal in known]
    today = ws.clock.today().isoformat()
    with ws.step(_TIER, "set_goals", about=pair, person=row.mentee) as step:
        for goal in known:
            if goals.get(goal.uid, goal.state) != goal.state:
                store_beginnings.put_goal_state(step, goal.uid, goals[goal.uid])
        words = [*(goal.words for goal in known), *added]
        store_beginnings.put_goals(step, pair, row.mentee, kept, words, today)
        step.uid = pair
    return step.changes


_BLANK: Final[store_beginnings.Meeting] = (None, "", (), (), None, "")


def _first(
    row: PairRow, planned: Mapping[str, store_beginnings.Meeting], goals: Mapping[str, tuple[Goal, ...]]
) -> FirstMeeting:
    on, adult, checks, signed, following, absent = planned.get(row.uid, _BLANK)
    return FirstMeeting(
        pair=row.uid,
        waits=row.begins is not None and row.first_met is None,
        planned_on=on,
        held_on=row.first_met,
        adult=adult,
        checks=checks,
        signed=signed,
        next_on=following,
        absent=absent,
        goals=goals.get(row.uid, ()),
    )


def _goals(ws: Workspace) -> dict[str, tuple[Goal, ...]]:
    found: dict[str, list[Goal]] = {}
    for uid, pair, words, state in store_beginnings.goals(ws):
        found.setdefault(pair, []).append(Goal(uid, words, state))
    return {pair: tuple(of) for pair, of in found.items()}


def _active(ws: Workspace, pair: str) -> PairRow:
    found = next((row for row in joining.pairs(ws, programme.the_programme(ws).uid) if row.uid == pair), None)
    if found is None:
        raise NoSuchPair
    return found


def review_day(ws: Workspace, day: date) -> str:
    """Give the day on which a trial ends: the first school day from then on, "" where there are no trials."""
    the_programme = programme.the_programme(ws)
    settings = store.settings_of(ws, the_programme.uid) or proposed(the_programme.model)
    if not settings.trial_days:
        return ""
    calendar, on = programme.school_calendar(ws), day + timedelta(days=settings.trial_days)
    later = (on + timedelta(days=n) for n in range(60))
    return next((one for one in later if is_school_day(one, calendar)), on).isoformat()


def _line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_GOAL]


def _lines(texts: Iterable[str]) -> list[str]:
    return [line for line in dict.fromkeys(_line(text) for text in texts) if line]
