"""What the rows of a participants file ask for, compared with what the workspace holds; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from desktop.services import people
from desktop.services.language import say
from desktop.services.people import Kept, availability
from desktop.services.people.asking import Asking, Whom
from desktop.services.people.rules import LONGEST_LABEL, label_key, place_of_period
from desktop.services.people.types import Period
from desktop.services.programme import joining
from desktop.services.programme.enrolment import the_programme, wanted_states
from desktop.services.programme.headings import names_a_time
from desktop.services.programme.participants_file import twice
from desktop.services.programme.rules import WEEKDAY
from desktop.services.programme.types import Answers, Participant, ParticipantFile, ParticipantRow, RowProblem, Wish
from desktop.services.vault import Workspace, uid_of


@dataclass(frozen=True)
class Known:
    """What the workspace holds, as far as an import asks.

    `states` are wishes by person, `free` the rows of free periods by person and period, `periods` those of the week by
    the key of their label.
    """

    programme: str
    today: date
    asking: Asking
    enrolments: dict[tuple[str, str], Participant]
    states: dict[str, dict[Wish, str]]
    periods: dict[str, Period]
    same: Kept
    free: dict[str, dict[str, tuple[str, ...]]]

    def period_uid(self, key: str) -> str:
        """Give the uid of a period by its key, also of one that is still to be made."""
        return self.periods[key].uid if key in self.periods else uid_of("period", key)


@dataclass
class Intent:
    """What is to be written: enrolments by (person, role), free periods and wishes by person.

    rows: which row of the file each enrolment comes from.
    """

    enrolments: dict[tuple[str, str], Participant] = field(default_factory=dict)
    free: dict[str, dict[str, str]] = field(default_factory=dict)
    wishes: dict[str, dict[Wish, str]] = field(default_factory=dict)
    new_periods: dict[str, str] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    rows: dict[tuple[str, str], int] = field(default_factory=dict)

    def free_of(self, known: Known, person: str) -> set[str] | None:
        """Give the periods in which a person shall be free, as uids; None where the file does not say."""
        return {known.period_uid(key) for key in self.free[person]} if person in self.free else None

    def fate(self, known: Known, key: tuple[str, str]) -> str:
        """Say whether an enrolment, and what comes with it, is new, changed or unchanged."""
        before = known.enrolments.get(key)
        if before is None or before.status != "enrolled":
            return "new"
        free = self.free_of(known, key[0])
        same_free = free is None or free == known.free.get(key[0], {}).keys()
        same = before == self.enrolments[key] and same_free and not self.wishes.get(key[0])
        return "unchanged" if same else "changed"


def look(ws: Workspace, answers: Answers) -> Known:
    """Read what is needed. Error: NotFounded."""
    states: dict[str, dict[Wish, str]] = {}
    for wish, state in joining.wish_states(ws).items():
        states.setdefault(wish.person, {})[wish] = state
    programme = the_programme(ws).uid
    return Known(
        programme,
        ws.clock.today(),
        Asking(people.list_people(ws), ws.clock.today(), answers, people.known_as(ws)),
        {(one.person, one.role): one for one in joining.enrolments(ws, programme)},
        states,
        {label_key(period.label): period for period in people.periods(ws)},
        people.kept(ws),
        availability.free_rows(ws),
    )


def intend(known: Known, file: ParticipantFile) -> Intent:
    """Work out what the rows ask for. A person in two roles has one availability and one set of wishes: both rows'."""
    intent = Intent()
    wants: dict[str, list[str]] = {}
    avoids: dict[str, list[str]] = {}
    wished: dict[tuple[int, str], list[str]] = {}
    for row, person in _persons(known, file, intent):
        intent.enrolments[person, row.role] = _enrolment(known, row, person)
        intent.rows[person, row.role] = row.row
        if row.availability is not None:
            labels = _labels(known, row, row.availability, intent)
            if labels or not row.availability:  # what is not understood takes nothing away
                intent.free.setdefault(person, {}).update(labels)
        for kind, cells, into in (("wants", row.wants, wants), ("avoids", row.avoids, avoids)):
            if cells is None:
                continue
            if (row.row, kind) not in wished:  # a row of both roles asks once
                wished[row.row, kind] = _others(known, row, kind, cells, person, intent)
            into.setdefault(person, []).extend(wished[row.row, kind])
    for labels in intent.free.values():
        for key, label in labels.items():
            if key not in known.periods:
                intent.new_periods.setdefault(key, label)
    for person in dict.fromkeys((*wants, *avoids)):
        intent.wishes[person] = wanted_states(
            known.states.get(person, {}), person, wants.get(person), avoids.get(person)
        )
    return intent


def _persons(known: Known, file: ParticipantFile, intent: Intent) -> list[tuple[ParticipantRow, str]]:
    """Find whose each row is, and leave out the rows of one person in one role but one."""
    found: dict[int, Whom] = {}
    kept: dict[tuple[str, str], ParticipantRow] = {}
    for row in file.rows:
        if row.row not in found:
            clue = row.clue if row.clue else replace(row.clue, row=row.row, number=row.number)
            found[row.row] = known.asking.whom(clue, "person")
            if found[row.row].message:
                intent.problems.append(RowProblem(row.row, "number", found[row.row].message))
        person = found[row.row].person
        if person is None:
            continue
        before = kept.get((person.uid, row.role))
        if before is not None:
            intent.problems.append(twice(row.row, before.row, stamped=file.stamped))
        if before is None or file.stamped:
            kept[person.uid, row.role] = row
    return sorted(((row, person) for (person, _), row in kept.items()), key=lambda one: one[0].row)


def _labels(known: Known, row: ParticipantRow, labels: Iterable[str], intent: Intent) -> dict[str, str]:
    """Give labels of periods by their key; what cannot be a label is listed and left out."""
    found: dict[str, str] = {}
    for label in labels:
        key = label_key(label)
        if key not in known.periods and not names_a_time(label):
            message = say("This is no time of the school's week and was left out. Add the period first if it is one.")
            intent.problems.append(RowProblem(row.row, "availability", message))
        elif key and len(label) <= LONGEST_LABEL:
            found.setdefault(same_period(known.periods, key, label), label)
        else:
            message = say("A period needs a label of 1 to {most} characters, such as Mon3.", most=LONGEST_LABEL)
            intent.problems.append(RowProblem(row.row, "availability", message))
    return found


def same_period(periods: Mapping[str, Period], key: str, label: str) -> str:
    """Give the key of the period that is meant: by its label, else the only one at that time or of that weekday."""
    weekday, position = place_of_period(label)
    if key in periods or weekday is None:
        return key
    of_day = {other: period for other, period in periods.items() if period.weekday == weekday}
    only_day = WEEKDAY.fullmatch(label.strip()) is not None
    fitting = [other for other, period in of_day.items() if only_day or period.position == position]
    return fitting[0] if len(fitting) == 1 else key


def _enrolment(known: Known, row: ParticipantRow, person: str) -> Participant:
    before = known.enrolments.get((person, row.role))
    if before is None:
        uid = uid_of("participant", known.programme, person, row.role)
        before = Participant(uid, person, row.role, 1, (), (), (), "withdrawn", known.today)
    return replace(
        before,
        places=before.places if row.places is None else row.places,
        interests=before.interests if row.interests is None else row.interests,
        goals=before.goals if row.goals is None else row.goals,
        languages=before.languages if row.languages is None else row.languages,
        subjects=before.subjects if row.subjects is None else row.subjects,
        experiences=before.experiences if row.experiences is None else row.experiences,
        style=_style(before.style, row.style),
        status="enrolled",
        since=before.since if before.status == "enrolled" else known.today,
    )


def _style(before: Sequence[int], said: Sequence[int | None]) -> tuple[int, ...]:
    """Put what a row says of the sliders over what was known; () for no answer at all."""
    held = (*before, *[0] * (len(said) - len(before)))
    style = tuple(old if new is None else new for old, new in zip(held, said, strict=False))
    return style if any(style) else ()


def _others(
    known: Known, row: ParticipantRow, kind: str, cells: Sequence[str], person: str, intent: Intent
) -> list[str]:
    """Turn those wished for into uids; who is not here, or the student, is listed and left out."""
    found: list[str] = []
    unknown = dict(known.asking.unknown)
    for whom in known.asking.several(row.row, kind, cells):
        message = whom.message
        if whom.person is not None and whom.person.uid != person:
            found.append(whom.person.uid)
            continue
        if whom.person is not None:
            message = say("This is the student's own number.")
        if message:
            intent.problems.append(RowProblem(row.row, kind, message))
    # A wish for somebody who is not here leaves nobody out: it is a problem of its row.
    known.asking.unknown = unknown
    return found
