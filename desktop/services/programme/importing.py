"""Bringing a participants file into the workspace: what it would do, and doing it as one step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from desktop.services import people
from desktop.services.errors import Cancelled
from desktop.services.files import read_bounded
from desktop.services.language import say, say_many
from desktop.services.people import Kept, availability
from desktop.services.people.rules import LONGEST_LABEL, label_key
from desktop.services.people.types import Period, Person
from desktop.services.programme import joining
from desktop.services.programme.enrolment import the_programme, wanted_states
from desktop.services.programme.participants_file import columns_known, parse_participants
from desktop.services.programme.types import (
    ROLES,
    Participant,
    ParticipantFile,
    ParticipantPlan,
    ParticipantRow,
    RowProblem,
    Wish,
)
from desktop.services.sheets.text import MOST_BYTES, read_table
from desktop.services.vault import Changes, Step, Workspace, uid_of

_TIER = "programme"
Progress = Callable[[int, int], bool]


@dataclass(frozen=True)
class _Known:
    """What the workspace holds, as far as an import asks.

    `states` are wishes by person, `free` the rows of free periods by person and period.
    """

    programme: str
    today: date
    people: dict[str, list[Person]]
    enrolments: dict[tuple[str, str], Participant]
    states: dict[str, dict[Wish, str]]
    periods: dict[str, Period]
    same: Kept
    free: dict[str, dict[str, tuple[str, ...]]]


@dataclass
class _Intent:
    """What is to be written: enrolments by (person, role), free periods and wishes by person."""

    enrolments: dict[tuple[str, str], Participant] = field(default_factory=dict)
    free: dict[str, dict[str, str]] = field(default_factory=dict)
    wishes: dict[str, dict[Wish, str]] = field(default_factory=dict)
    new_periods: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, None] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)


def read_participants(path: Path) -> ParticipantFile:
    """Read a participants file of any encoding and delimiter.

    Errors: NotAParticipantsFile, and those of `sheets.text.read_table` and `files.read_bounded`.
    """
    table = read_table(read_bounded(path, MOST_BYTES), columns_known)
    file = parse_participants(tuple(table.rows))
    if not table.damaged:
        return file
    return replace(file, notices=(*file.notices, say("Some characters of the file could not be read.")))


def plan_participants(ws: Workspace, file: ParticipantFile) -> ParticipantPlan:
    """Say what importing `file` would do; nothing is written. Error: NotFounded."""
    known = _look(ws)
    intent = _intend(known, file.rows)
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    for key in intent.enrolments:
        counts[_fate(known, intent, key)] += 1
    lifted = sum(w.kind == "avoid" and s == "lifted" for of in intent.wishes.values() for w, s in of.items())
    notices = list(file.notices)
    if lifted:
        notices.append(say_many("The file lifts 1 avoid that stood.", "The file lifts {n} avoids that stood.", lifted))
    return ParticipantPlan(
        **counts,
        unknown=tuple(intent.unknown),
        new_periods=tuple(intent.new_periods.values()),
        problems=tuple(sorted((*file.problems, *intent.problems), key=lambda problem: problem.row)),
        notices=tuple(notices),
        file=file,
    )


def import_participants(ws: Workspace, file: ParticipantFile, progress: Progress | None = None) -> Changes:
    """Enrol, and take over answers, free periods and wishes, in one step; a list in the file replaces the one here.

    What cannot be taken (`plan_participants` lists it) stays out, the rest goes in. The same file a second time
    changes nothing. `progress(done, total)` counts students; where it answers False, nothing is written.
    Errors: NotFounded, Cancelled.
    """
    known = _look(ws)
    intent = _intend(known, file.rows)
    differing = [key for key in intent.enrolments if _fate(known, intent, key) != "unchanged"]
    persons = list(dict.fromkeys(person for person, _ in differing))
    with ws.step(_TIER, "import_participants", about=str(len(differing))) as step:
        availability.add_periods(step, intent.new_periods)
        for done, person in enumerate(persons):
            if progress is not None and not progress(done, len(persons)):
                raise Cancelled
            _write(step, known, intent, person)
    if progress is not None:
        progress(len(persons), len(persons))
    return step.changes


def _look(ws: Workspace) -> _Known:
    by_number: dict[str, list[Person]] = {}
    for person in people.list_people(ws):
        by_number.setdefault(person.number, []).append(person)
    states: dict[str, dict[Wish, str]] = {}
    for wish, state in joining.wish_states(ws).items():
        states.setdefault(wish.person, {})[wish] = state
    programme = the_programme(ws).uid
    return _Known(
        programme,
        ws.clock.today(),
        by_number,
        {(one.person, one.role): one for one in joining.enrolments(ws, programme)},
        states,
        {label_key(period.label): period for period in people.periods(ws)},
        people.kept(ws),
        availability.free_rows(ws),
    )


def _intend(known: _Known, rows: Iterable[ParticipantRow]) -> _Intent:
    """Work out what the rows ask for. A person in two roles has one availability and one set of wishes: both rows'."""
    intent = _Intent()
    wants: dict[str, list[str]] = {}
    avoids: dict[str, list[str]] = {}
    for row in rows:
        person = _person(known, row, intent)
        if person is None:
            continue
        intent.enrolments[person, row.role] = _enrolment(known, row, person)
        if row.availability is not None:
            intent.free.setdefault(person, {}).update(_labels(row, row.availability, intent))
        for kind, numbers, into in (("wants", row.wants, wants), ("avoids", row.avoids, avoids)):
            if numbers is not None:
                into.setdefault(person, []).extend(_others(known, row, kind, numbers, person, intent))
    for labels in intent.free.values():
        for key, label in labels.items():
            if key not in known.periods:
                intent.new_periods.setdefault(key, label)
    for person in dict.fromkeys((*wants, *avoids)):
        intent.wishes[person] = wanted_states(
            known.states.get(person, {}), person, wants.get(person), avoids.get(person)
        )
    return intent


def _labels(row: ParticipantRow, labels: Iterable[str], intent: _Intent) -> dict[str, str]:
    """Give labels of periods by their key; what cannot be a label is listed and left out."""
    found: dict[str, str] = {}
    for label in labels:
        key = label_key(label)
        if key and len(label) <= LONGEST_LABEL:
            found.setdefault(key, label)
        else:
            message = say("A period needs a label of 1 to {most} characters, such as Mon3.", most=LONGEST_LABEL)
            intent.problems.append(RowProblem(row.row, "availability", message))
    return found


def _person(known: _Known, row: ParticipantRow, intent: _Intent) -> str | None:
    """Find the student of a row by number; who is not there is listed, never invented."""
    found = known.people.get(row.number, [])
    present = [person for person in found if person.status == "present"]
    if len(present) == 1:
        return present[0].uid
    if not found:
        intent.unknown[row.number] = None
        message = say("Nobody here has this number.")
    elif present:
        message = say("Several people here have this number.")
    else:
        message = say("This student has left or is archived.")
    intent.problems.append(RowProblem(row.row, "number", message))
    return None


def _enrolment(known: _Known, row: ParticipantRow, person: str) -> Participant:
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
        status="enrolled",
        since=before.since if before.status == "enrolled" else known.today,
    )


def _others(
    known: _Known, row: ParticipantRow, kind: str, numbers: Iterable[str], person: str, intent: _Intent
) -> list[str]:
    """Turn wished numbers into uids; a number nobody has, or the student's own, is listed and left out."""
    found: list[str] = []
    for number in numbers:
        all_others = known.people.get(number, [])
        others = [other for other in all_others if other.status == "present"] or all_others
        if len(others) == 1 and others[0].uid != person:
            found.append(others[0].uid)
            continue
        if not others:
            message = say("Nobody here has the number {number}.", number=number)
        elif len(others) > 1:
            message = say("Several people here have the number {number}.", number=number)
        else:
            message = say("This is the student's own number.")
        intent.problems.append(RowProblem(row.row, kind, message))
    return found


def _fate(known: _Known, intent: _Intent, key: tuple[str, str]) -> str:
    before = known.enrolments.get(key)
    if before is None or before.status != "enrolled":
        return "new"
    free = _free(known, intent, key[0])
    same_free = free is None or free == known.free.get(key[0], {}).keys()
    same = before == intent.enrolments[key] and same_free and not intent.wishes.get(key[0])
    return "unchanged" if same else "changed"


def _free(known: _Known, intent: _Intent, person: str) -> set[str] | None:
    """Give the periods in which a person shall be free, as uids; None where the file does not say."""
    return {_period_uid(known, key) for key in intent.free[person]} if person in intent.free else None


def _period_uid(known: _Known, key: str) -> str:
    return known.periods[key].uid if key in known.periods else uid_of("period", key)


def _write(step: Step, known: _Known, intent: _Intent, person: str) -> None:
    for key in ((person, role) for role in ROLES):
        now = intent.enrolments.get(key)
        if now is not None and now != known.enrolments.get(key):
            joining.put(step, key not in known.enrolments, now, known.programme)
    free = _free(known, intent, person)
    if free is not None:
        availability.set_free(step, person, known.free.get(person, {}), free)
    for wish, state in intent.wishes.get(person, {}).items():
        joining.put_wish(step, known.same, wish, state)
