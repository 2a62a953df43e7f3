"""How the pairs of the sample school began, and what the matcher knows of those who wait. By verbs alone.

What happens here draws from a chance of its own: it changes no pair of the first round, no meeting and no note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Final

from desktop.services import matching, people, programme
from desktop.services.matching.beginnings import CHECKS, SIGNERS, Held, hold_first, miss_first, plan_first
from desktop.services.matching.blocking import keep_apart
from desktop.services.matching.meet import close_meet, plan_meet, set_named
from desktop.services.matching.trial import move_review, review_trial, set_slip
from desktop.services.people.types import GuardianLink
from desktop.services.programme.calendar import is_school_day
from desktop.services.programme.participants_file import parse_participants
from desktop.services.sample.adults import COUNSELLORS
from desktop.services.sample.answers import Answers
from desktop.services.sample.files import participants_rows
from desktop.services.sample.moments import Timeline
from desktop.services.sample.wording import BLOCK_REASON, FIRST_GOALS, MEET_LABEL
from desktop.services.sheets.types import Row
from desktop.services.vault import Workspace

EARLY: Final = 2
# Places in the list of pairs: often missed meetings (a change), a mood that falls (a review that is due).
_CHANGED: Final = (4, 17, 30)
_REVIEWED: Final = 3
_REVIEW_DAYS_AGO: Final = 2
_FAMILIES: Final = 2
_SHARE_ENTERED: Final = 0.6
_NAME_BACK: Final = 4


class Beginnings:
    """Tells how pairs begin, week by week."""

    def __init__(self, ws: Workspace, rng: Random, laid: Timeline) -> None:
        """`rng` is for what is told here alone."""
        self._ws, self._rng, self._laid = ws, rng, laid
        self._begun: set[str] = set()

    def met(self, day: date, pairs: Iterable[str]) -> None:
        """Give the first meetings of `pairs` (uids), who met on `day`, their checklist, signatures and goals.

        Of some only the day is known: somebody recorded the meeting and never came to the list.
        """
        for pair in pairs:
            if pair in self._begun:
                continue
            self._begun.add(pair)
            if self._rng.random() < _SHARE_ENTERED:
                hold_first(self._ws, pair, day, self._held(day))

    def _held(self, day: date) -> Held:
        rng = self._rng
        left_out = rng.choice(("", "", "", "ending", "contact"))
        shares = {"guardian_mentee": 0.8, "guardian_mentor": 0.7}
        return Held(
            checks=tuple(code for code in CHECKS if code != left_out),
            signed=tuple(code for code in SIGNERS if rng.random() < shares.get(code, 1.1)),
            adult=" ".join(rng.choice(COUNSELLORS)),
            goals=tuple(rng.sample(FIRST_GOALS, rng.choice((1, 2, 2, 3)))),
            next_on=day + timedelta(weeks=1),
        )

    def join(self, later: Sequence[Answers]) -> None:
        """Let a second group sign up: two of them are paired at once, for the others a meet-and-greet is held."""
        ws = self._ws
        order = sorted(later[3:], key=lambda one: (bool(one.avoids), -len(one.availability), one.student.number))
        early = order[:EARLY]
        import_answers(ws, early)
        matching.propose(ws)
        matching.publish(ws)
        waiting = [one for one in later if one not in early]
        import_answers(ws, waiting)
        by_number = {one.number: one.uid for one in people.list_people(ws) if one.number}
        self._meet_and_greet([by_number[one.student.number] for one in waiting])

    def _meet_and_greet(self, waiting: Sequence[str]) -> None:
        """Hold it this afternoon; who is without a partner names up to three."""
        ws, rng = self._ws, self._rng
        free = free_mentors(ws)
        event = plan_meet(ws, ws.clock.today(), MEET_LABEL).uid
        for mentee in waiting:
            set_named(ws, event, mentee, rng.sample(free, min(len(free), rng.choice((2, 3, 3)))))
        for mentor in free[:_NAME_BACK]:
            set_named(ws, event, mentor, rng.sample(waiting, rng.choice((1, 2, 2, 3))))
        close_meet(ws, event)
        self._kin(waiting, free)

    def _kin(self, waiting: Sequence[str], free: Sequence[str]) -> None:
        """Let two who wait be looked after by somebody who looks after a mentor as well; keep two others apart."""
        ws = self._ws
        for mentee, mentor in zip(waiting[3:], free[:_FAMILIES], strict=False):
            links = [one.link for one in people.guardians(ws, mentee)]
            of_mentor = [one.link for one in people.guardians(ws, mentor) if one.link.may_contact]
            aunt = GuardianLink(of_mentor[0].guardian, "relative", place=len(links) + 1)
            people.set_guardians(ws, mentee, (*links, aunt))
        keep_apart(ws, waiting[-1], free[-1], BLOCK_REASON)

    def up_to_today(self) -> None:
        """Tell yesterday: a change without blame, a review that is due, and two pairs who have not met yet."""
        ws, today = self._ws, self._laid.today
        week = {period.uid: period.weekday for period in people.periods(ws)}
        pairs = matching.pairs(ws)
        first = [pair for pair in pairs if not pair.waits]
        calm = [first[place] for place in _CHANGED if week.get(first[place].period or "") != today.isoweekday()]
        review_trial(ws, calm[0].uid, "change")
        due = first[_REVIEWED]
        move_review(ws, due.uid, today - timedelta(days=_REVIEW_DAYS_AGO))
        set_slip(ws, due.uid, "mentee", "unsure")
        set_slip(ws, due.uid, "mentor", "yes")
        adult = " ".join(COUNSELLORS[0])
        days = (today + timedelta(days=n) for n in range(1, 60))
        planned = next(day for day in days if is_school_day(day, self._laid.calendar))
        for at, pair in enumerate(pair for pair in pairs if pair.waits):
            if at:
                plan_first(ws, pair.uid, planned, adult)
            else:
                miss_first(ws, pair.uid, "mentee", again_on=today)


def free_mentors(ws: Workspace) -> list[str]:
    """Give the mentors with a place to spare, as uids, by number."""
    used = Counter(pair.mentor for pair in matching.pairs(ws))
    able = [one.person for one in programme.participants(ws) if one.role == "mentor" and one.places > used[one.person]]
    return sorted(able, key=lambda uid: people.person(ws, uid).number)


def import_answers(ws: Workspace, answers: Iterable[Answers], columns: Sequence[str] = ()) -> None:
    """Bring participants in by a file, all of its columns or some."""
    header, *cells = participants_rows(answers)
    kept = [at for at, name in enumerate(header) if not columns or name in columns]
    rows = [Row(at, tuple(line[place] for place in kept)) for at, line in enumerate((header, *cells), start=1)]
    programme.import_participants(ws, parse_participants(rows))
