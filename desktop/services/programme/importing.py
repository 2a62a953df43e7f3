"""Bringing a participants file into the workspace: what it would do, and doing it as one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from desktop.services.errors import Cancelled
from desktop.services.language import say, say_many
from desktop.services.people import availability
from desktop.services.people.import_runs import MOST_PROBLEMS, record_run
from desktop.services.people.mappings import write_mapping
from desktop.services.programme import joining
from desktop.services.programme.errors import LooksLikePairs, RoleMissing
from desktop.services.programme.headings import role_of_table
from desktop.services.programme.intentions import Intent, Known, intend, look
from desktop.services.programme.participants_file import columns_known, parse_participants
from desktop.services.programme.parts import read_part
from desktop.services.programme.types import NO_ANSWERS, ROLES, Answers, ParticipantFile, ParticipantPlan
from desktop.services.sheets.book import Book
from desktop.services.sheets.types import Row
from desktop.services.vault import Changes, Step, Workspace

_TIER = "programme"
Progress = Callable[[int, int], bool]


def read_participants(
    source: Path | Book,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    role: str | None = None,
) -> ParticipantFile:
    """Read who takes part from a file of any make, the template or a school's own sheet.

    sheet: which table of several; mapping: heading to field (headings.FIELDS, "-" leaves out), it wins over what is
    recognised; role: mentor or mentee, for everybody of whom the file does not say it.
    Errors: NotAParticipantsFile, RoleMissing, LooksLikePairs, SheetUnclear, UnknownHeading, UnknownField, SheetRefused
    and FileRefused; ValueError for another role.
    """
    if role is not None and role not in ROLES:
        raise ValueError("no such role")
    file, name, notices = read_part(
        source,
        sheet,
        columns_known,
        lambda rows, table: _parsed(rows, table, mapping, role),
        (RoleMissing, LooksLikePairs),
    )
    said = tuple((mapping or {}).items())
    return replace(file, notices=(*file.notices, *notices), sheet=name, mapping=said)


def _parsed(rows: Sequence[Row], table: str, mapping: Mapping[str, str] | None, role: str | None) -> ParticipantFile:
    """Read the rows; what a table called Mentors leaves unsaid, its name says."""
    try:
        return parse_participants(rows, mapping, role)
    except RoleMissing:
        named = role_of_table(table)
        if not named:
            raise
    file = parse_participants(rows, mapping, named)
    word = say("{mentor}") if named == "mentor" else say("{mentee}")
    because = say("Everybody is taken for a {role}, because the table is called so.", role=word)
    return replace(file, notices=(because, *file.notices))


def plan_participants(ws: Workspace, file: ParticipantFile, answers: Answers = NO_ANSWERS) -> ParticipantPlan:
    """Say what importing `file` would do; nothing is written. answers: to questions of an earlier plan.

    Error: NotFounded.
    """
    known = look(ws, answers)
    return _plan(known, intend(known, file), file, answers)


def _plan(known: Known, intent: Intent, file: ParticipantFile, answers: Answers) -> ParticipantPlan:
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    for key in intent.enrolments:
        counts[intent.fate(known, key)] += 1
    lifted = sum(w.kind == "avoid" and s == "lifted" for of in intent.wishes.values() for w, s in of.items())
    notices = [*file.notices, *known.asking.notices()]
    if lifted:
        notices.append(say_many("The file lifts 1 avoid that stood.", "The file lifts {n} avoids that stood.", lifted))
    return ParticipantPlan(
        **counts,
        unknown=tuple(known.asking.unknown),
        new_periods=tuple(intent.new_periods.values()),
        problems=tuple(sorted((*file.problems, *intent.problems), key=lambda problem: problem.row)),
        notices=tuple(notices),
        file=file,
        questions=tuple(sorted(known.asking.questions, key=lambda question: question.row)),
        answers=answers,
        people=len({person for person, _ in intent.enrolments}),
    )


def import_participants(
    ws: Workspace, file: ParticipantFile, answers: Answers = NO_ANSWERS, progress: Progress | None = None
) -> Changes:
    """Enrol, and take over answers, free periods and wishes, in one step; a list in the file replaces the one here.

    What cannot be taken (`plan_participants` lists it) and what is asked but not answered stays out, the rest goes in.
    The same file a second time changes nothing; else `uid` of the changes is the import run. `progress(done, total)`
    counts students; where it answers False, nothing is written. Errors: NotFounded, Cancelled.
    """
    known = look(ws, answers)
    intent = intend(known, file)
    differing = [key for key in intent.enrolments if intent.fate(known, key) != "unchanged"]
    persons = list(dict.fromkeys(person for person, _ in differing))
    with ws.step(_TIER, "import_participants", about=str(len(differing))) as step:
        availability.add_periods(step, intent.new_periods)
        for done, person in enumerate(persons):
            if progress is not None and not progress(done, len(persons)):
                raise Cancelled
            _write(step, known, intent, person)
        if persons:
            if file.mapping:
                write_mapping(ws, step, file.headings, "participants", dict(file.mapping), file.sheet)
            step.uid = _record(ws, step, _plan(known, intent, file, answers))
    if progress is not None:
        progress(len(persons), len(persons))
    return step.changes


def _write(step: Step, known: Known, intent: Intent, person: str) -> None:
    for key in ((person, role) for role in ROLES):
        now = intent.enrolments.get(key)
        if now is not None and now != known.enrolments.get(key):
            joining.put(step, key not in known.enrolments, now, known.programme)
    free = intent.free_of(known, person)
    if free is not None:
        availability.set_free(step, person, known.free.get(person, {}), free)
    for wish, state in intent.wishes.get(person, {}).items():
        joining.put_wish(step, known.same, wish, state)


def _record(ws: Workspace, step: Step, plan: ParticipantPlan) -> str:
    """Write down what the import was; give its uid."""
    counts = {
        "people": plan.people, "enrolments": plan.total, "new": plan.new, "changed": plan.changed,
        "unchanged": plan.unchanged, "unknown": len(plan.unknown), "asked": len(plan.questions),
        "problems": len(plan.problems),
    }  # fmt: skip
    columns = tuple((column.heading, column.field) for column in plan.file.columns if column.field)
    return record_run(ws, step, "participants", "table", columns, counts, plan.problems[:MOST_PROBLEMS], plan.notices)
