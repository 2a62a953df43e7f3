"""The dry run of a sign-up sheet: who is enrolled anew or changed, whom a name may mean, and what is not understood."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from desktop.models.people_imports_rows import NOBODY, Fields, in_order
from desktop.models.people_imports_types import Ask
from desktop.models.rows import Row
from desktop.services import people
from desktop.services.language import say
from desktop.services.people.types import Question
from desktop.services.programme.intentions import Intent, Known, intend, look
from desktop.services.programme.types import Participant, ParticipantPlan, RowProblem
from desktop.services.vault import Workspace


def participant_notices(plan: ParticipantPlan) -> tuple[str, ...]:
    """Say what the table does not show."""
    periods = [say("New periods: {labels}.", labels=", ".join(plan.new_periods))] if plan.new_periods else []
    return (*plan.notices, *periods)


def participant_rows(ws: Workspace, plan: ParticipantPlan) -> tuple[Row, ...]:
    """Lay a dry run out: questions, problems, and each enrolment with what is new about it."""
    rows: list[Row] = [question_row(question) for question in plan.questions]
    asked = {question.row for question in plan.questions}
    texts = {row.row: row.clue.text or row.number for row in plan.file.rows}
    rows += problem_rows(plan.problems, texts, asked, frozenset({"number"}))
    known = look(ws, plan.answers)
    intent = intend(known, plan.file)
    persons = {person.uid: person for person in people.list_people(ws)}
    lines = {row.number: row.row for row in reversed(plan.file.rows) if row.number}
    for key, now in intent.enrolments.items():
        person = persons.get(key[0])
        if person is not None:
            kind = intent.fate(known, key)
            words = _words(known, intent, now, kind)
            uid = f"e{now.uid}"
            rows.append((uid, kind, lines.get(person.number, 0), people.sort_name(person), words, None))
    return in_order(rows)


def question_row(question: Question) -> Row:
    """Lay out a name that may mean several people, or somebody called almost so."""
    options = tuple((one.person.uid, one.caption) for one in question.candidates)
    ask = Ask(
        ("who", str(question.row), question.column),
        say("Who is {text} of row {row}?", text=question.text, row=question.row),
        (*options, (NOBODY, say("Nobody of these"))),
        usual=NOBODY,
        open=question.must,
    )
    return (f"q{question.row}-{question.column}", "who", question.row, question.text, question.why, ask)


def problem_rows(
    problems: Iterable[RowProblem], texts: Mapping[int, str], asked: Container[int], whom: Container[str]
) -> list[Row]:
    """List what is to be looked at. whom: the fields that say whom a row means; without them the row stays out."""
    found: dict[tuple[int, str], Row] = {}
    for problem in problems:
        if problem.row in asked and problem.field in whom:
            continue  # it stands as a question already
        text = texts.get(problem.row, "")
        kind = "skipped" if problem.field in whom else "look"
        row = (f"p{len(found)}", kind, problem.row, text, problem.message, None)
        found.setdefault((problem.row, problem.message), row)
    return list(found.values())


def _words(known: Known, intent: Intent, now: Participant, kind: str) -> str:
    role = say("{Mentor}") if now.role == "mentor" else say("{Mentee}")
    free = intent.free_of(known, now.person)
    before = known.enrolments.get((now.person, now.role))
    if kind == "changed" and before is not None:
        return ". ".join(filter(None, (role, _changes(before, now), _wishes(intent, now), _free(known, now, free))))
    lists = ", ".join((*now.interests[:4], *now.goals[:2]))
    periods = say("{n} free periods", n=len(free)) if free else ""
    return ". ".join(filter(None, (role, lists, periods)))


def _changes(before: Participant, now: Participant) -> str:
    fields: Fields = tuple(
        (name, ", ".join(getattr(before, name)), ", ".join(getattr(now, name)))
        for name in ("interests", "goals", "languages")
        if getattr(before, name) != getattr(now, name)
    )
    words = {"interests": say("interests"), "goals": say("goals"), "languages": say("languages")}
    found = [
        say("{field}: {old} → {new}", field=words[name], old=old or "–", new=new or "–") for name, old, new in fields
    ]
    if before.places != now.places:
        found.append(say("{field}: {old} → {new}", field=say("places"), old=before.places, new=now.places))
    return "; ".join(found)


def _wishes(intent: Intent, now: Participant) -> str:
    return say("Other wishes") if intent.wishes.get(now.person) else ""


def _free(known: Known, now: Participant, free: set[str] | None) -> str:
    differs = free is not None and free != known.free.get(now.person, {}).keys()
    return say("Other free periods") if differs else ""
