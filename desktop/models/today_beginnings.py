"""What of the beginnings of pairs waits today: first meetings to date, and trials to look at."""

from __future__ import annotations

from typing import Final

from desktop.models.today_lines import Line
from desktop.services import matching
from desktop.services.language import say, show_date
from desktop.services.matching.beginnings import FirstMeeting
from desktop.services.matching.types import Pair
from desktop.services.vault import Workspace

_SHOWN: Final = 5
Group = tuple[str, int, tuple[Line, ...]]


def beginnings(ws: Workspace) -> tuple[Group, ...]:
    """Give two groups: first meetings to plan or to date, and trials to look at. What is planned for later waits."""
    pairs = {pair.uid: pair for pair in matching.pairs(ws)}
    today = ws.clock.today().isoformat()
    firsts = ((pairs[uid], first) for uid, first in matching.first_meetings(ws).items() if first.waits and uid in pairs)
    waits = [(pair, first) for pair, first in firsts if (first.planned_on or "") <= today]
    waits.sort(key=lambda one: (one[1].planned_on is not None, one[1].planned_on or "", one[0].mentee_name))
    due = [(pairs[trial.pair], trial) for trial in matching.trials(ws) if trial.due and trial.pair in pairs]
    begun = tuple(_first(pair, first) for pair, first in waits[:_SHOWN])
    reviews = tuple(_review(pair, trial.review_on) for pair, trial in due[:_SHOWN])
    return (
        (say("First meetings"), len(waits), (*begun, *_more(len(waits), "waits"))),
        (say("Reviews of trials"), len(due), (*reviews, *_more(len(due), "review"))),
    )


def _first(pair: Pair, first: FirstMeeting) -> Line:
    words = say("Published, and no day is set for a first meeting")
    if first.planned_on is not None:
        words = say("First meeting was planned for {day}: did they meet?", day=show_date(first.planned_on))
    return _line(pair, words, "calendar-check-outline")


def _review(pair: Pair, day: str) -> Line:
    return _line(pair, say("Its trial was to be looked at on {day}", day=show_date(day)), "eye-outline")


def _line(pair: Pair, detail: str, icon: str) -> Line:
    title = say("{mentee} with {mentor}", mentee=pair.mentee_name, mentor=pair.mentor_name)
    place = (("part", "pairs"), ("uid", pair.uid))
    return Line(title, detail, icon, "warning", say("Open"), "matching", place)


def _more(n: int, narrow: str) -> tuple[Line, ...]:
    if n <= _SHOWN:
        return ()
    place = (("part", "pairs"), ("filter", narrow))
    more = say("And {n} more", n=n - _SHOWN)
    return (Line(more, say("All are on the page Matching."), "link-variant", "muted", say("All"), "matching", place),)
