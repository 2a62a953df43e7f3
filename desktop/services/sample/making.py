"""Making the sample school: the public verbs in the order a year takes, with a clock that stands in the past.

Nothing here writes to the database itself: what a user cannot do through the verbs is not in the sample.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Final

from desktop.services import matching, people, programme
from desktop.services.clock import Clock
from desktop.services.errors import Cancelled
from desktop.services.language import PROFILES, say, set_profile
from desktop.services.matching.what_counts import set_settings, settings
from desktop.services.programme.types import Contact
from desktop.services.sample.adults import DEPUTY, LEAD
from desktop.services.sample.answers import (
    FURTHER,
    Answers,
    draw_mentees,
    draw_mentors,
    period_labels,
    with_further,
    with_wishes,
)
from desktop.services.sample.beginnings import Beginnings, import_answers
from desktop.services.sample.community import (
    WEEK_OF_SECOND_ROSTER,
    bring_in,
    draw_community,
    import_second_roster,
)
from desktop.services.sample.moments import PastClock, Timeline, in_the_past, timeline
from desktop.services.sample.story import WEEK_OF_LATER_GROUP, WEEK_OF_QUESTIONS, Stage, weeks_of
from desktop.services.sample.students import Student, draw_students
from desktop.services.vault import Workspace, make_workspace
from desktop.services.vault.sealing import Cost

SEED: Final = 1902
STUDENTS: Final = 300
MENTORS: Final = 45
MENTEES: Final = 40
LATER: Final = 12
DUE_TODAY: Final = 10
TRIAL_DAYS: Final = 70
SCHOOL: Final = "Wrenfield School"
USER: Final = "Sample Counsellor"
Progress = Callable[[int, int], bool]
_PHONES: Final = {"us": "(303) 555-01{:02}", "uk": "01632 9601{:02}", "other": "+00 555 01{:02}"}


@dataclass(frozen=True)
class Cast:
    """Who is in the sample: the school, those who take part from the start, and those who come later."""

    students: tuple[Student, ...]
    first: tuple[Answers, ...]
    later: tuple[Answers, ...]

    @property
    def numbers(self) -> frozenset[str]:
        """The student numbers of those who take part."""
        return frozenset(one.student.number for one in (*self.first, *self.later))


def make_sample_workspace(
    folder: Path,
    password: str,
    *,
    clock: Clock,
    profile: str = "uk",
    progress: Progress | None = None,
    cost: Cost | None = None,
) -> Workspace:
    """Make the sample school as a workspace of its own and give it open. It appears whole or not at all.

    From here on the words of `profile` are in force, as after opening any workspace. `cost` is that of the
    password's key derivation.

    Errors: those of `vault.make_workspace`, Cancelled.
    """
    set_profile(profile)
    return make_workspace(
        folder,
        school=SCHOOL,
        user=USER,
        password=password,
        private=PROFILES[profile].private_notes,
        found=lambda ws: make_sample(ws, progress, profile=profile),
        cost=cost,
        clock=clock,
    )


def make_sample(ws: Workspace, progress: Progress | None = None, *, profile: str = "uk", seed: int = SEED) -> None:
    """Fill a workspace that is not founded yet with the sample school, dated around `ws.clock.today()`.

    The same seed makes the same school on the same day, apart from uids and times. `progress(done, total)` counts
    weeks and a little more; where it answers False the making stops (Cancelled) with what is done until then.
    Errors: AlreadyFounded, Cancelled, FileRefused.
    """
    rng = Random(seed)  # noqa: S311 - the same school each time, no secret
    laid = timeline(ws.clock.today(), profile)
    cast = draw_cast(rng, laid, profile)
    # A chance of its own: whoever is added here changes no pair and no note.
    others = Random(seed + 2)  # noqa: S311 - as above
    community = draw_community(others, cast.students, cast.numbers, laid.starts, profile)
    begin: list[Stage] = [
        lambda _: _found(ws, laid, profile),
        lambda _: bring_in(ws, community),
        lambda _: import_answers(ws, cast.first),
        lambda clock: _pair(ws, clock, laid),
    ]
    # And one more for how pairs begin and for what is asked later in the year.
    later = Random(seed + 3)  # noqa: S311 - as above
    begun, further = Beginnings(ws, later, laid), with_further(later, (*cast.first, *cast.later))
    events = {
        WEEK_OF_SECOND_ROSTER: lambda: import_second_roster(ws, community),
        WEEK_OF_LATER_GROUP: lambda: begun.join(cast.later),
        WEEK_OF_QUESTIONS: lambda: import_answers(ws, further, FURTHER),
    }
    weeks = weeks_of(ws, Random(seed + 1), laid, events, begun)  # noqa: S311
    stages: list[Stage] = [*begin, *weeks, lambda clock: _yesterday(clock, laid, begun)]
    with in_the_past(ws, laid.before) as clock:
        for done, stage in enumerate(stages):
            if progress is not None and not progress(done, len(stages)):
                raise Cancelled
            stage(clock)
    if progress is not None:
        progress(len(stages), len(stages))


def draw_cast(rng: Random, laid: Timeline, profile: str) -> Cast:
    """Draw the students and who takes part. One student of the fourth year is mentor and mentee.

    Among those who come later are some whom no mentor can take: without free period, with a language that nobody
    else has, and one who avoids a mentor: the matching page shows why.
    """
    students = draw_students(rng, STUDENTS, laid.starts, profile)
    periods = period_labels(sorted(laid.calendar.weekdays))
    mentors = draw_mentors(rng, [s for s in students if s.index >= 3], MENTORS, periods)
    young = [s for s in students if s.index < 3]
    drawn = draw_mentees(rng, young, MENTEES - 1 + LATER, periods)
    both = next(mentor for mentor in mentors if mentor.student.index == 3)
    waiting = sorted(rng.sample(range(len(drawn)), LATER))
    first = [one for at, one in enumerate(drawn) if at not in waiting]
    later = [drawn[at] for at in waiting]
    first.append(replace(both, role="mentee", places=1))
    later[0] = replace(later[0], availability=())
    later[1] = replace(later[1], languages=("Tok Pisin",))
    later[2] = replace(later[2], availability=later[2].availability[:1])
    wished = with_wishes(rng, first + later, mentors)
    return Cast(students, (*mentors, *wished[: len(first)]), tuple(wished[len(first) :]))


def _found(ws: Workspace, laid: Timeline, profile: str) -> None:
    phone = _PHONES[profile]
    contacts = (
        Contact(" ".join(LEAD), say("{Lead}"), phone.format(11)),
        Contact(" ".join(DEPUTY), say("Deputy to the {lead}"), phone.format(12)),
        Contact(say("School office"), "", phone.format(10)),
    )
    weekdays = sorted(laid.calendar.weekdays)
    languages = ("English",)
    programme.found(
        ws, SCHOOL, profile, laid.terms, languages=languages, contacts=contacts, weekdays=weekdays, sample=True
    )
    programme.set_closed_days(ws, laid.closed)
    # Ten weeks, so that on each day of the ninth week one review is due: the one that is told of.
    set_settings(ws, replace(settings(ws), trial_days=TRIAL_DAYS))


def _pair(ws: Workspace, clock: PastClock, laid: Timeline) -> None:
    """Propose and publish the first round on the first day of the year."""
    clock.put(laid.starts, 9)
    matching.propose(ws)
    clock.put(laid.starts, 10)
    matching.publish(ws)
    clock.put(laid.starts, 11)
    _spread(ws, laid)


def _spread(ws: Workspace, laid: Timeline) -> None:
    """Move pairs by hand from crowded days of the week to quiet ones, as a school short of rooms does.

    Today's weekday gets a few more than the others: the first look should find something to do.
    """
    weekdays = {period.uid: period.weekday for period in people.periods(ws)}
    pairs = matching.pairs(ws)
    load = Counter(weekdays[pair.period] for pair in pairs if pair.period)
    wanted: dict[int | None, int] = dict.fromkeys(laid.calendar.weekdays, len(pairs) // len(laid.calendar.weekdays))
    wanted[laid.today.isoweekday()] = DUE_TODAY
    for pair in pairs:
        day = weekdays.get(pair.period or "")
        if load[day] <= wanted.get(day, 0):
            continue
        choices = [
            (load[to] - wanted.get(to, 0), one.uid, to)
            for one in matching.period_choices(ws, pair.uid)
            if not one.taken and (to := weekdays[one.uid]) != day
        ]
        room, period, to = min(choices, key=lambda choice: choice[0], default=(0, "", None))
        if room < 0:
            matching.set_period(ws, pair.uid, period)
            load[day] -= 1
            load[to] += 1


def _yesterday(clock: PastClock, laid: Timeline, begun: Beginnings) -> None:
    """Tell the end of the last school day."""
    clock.put(laid.past_school_days()[-1], 17)
    begun.up_to_today()
