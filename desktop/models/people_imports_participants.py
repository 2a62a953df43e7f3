"""The dry run of a sign-up sheet: who is enrolled anew or changed, whom a name may mean, and what is not understood."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass

from desktop.models.people_imports_rows import NOBODY, Fields, about, in_order, named_apart, without_ask
from desktop.models.people_imports_types import Ask
from desktop.models.rows import Row
from desktop.services import people
from desktop.services.language import say, say_many
from desktop.services.people.field_words import field_word
from desktop.services.people.types import Question
from desktop.services.programme.intentions import Intent, Known, intend, look
from desktop.services.programme.types import Participant, ParticipantFile, ParticipantPlan, RowProblem
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
    known = look(ws, plan.answers)
    intent = intend(known, plan.file)
    rows += problem_rows(plan.problems, texts, asked, frozenset(intent.rows.values()), lambda field: field != "number")
    persons = {person.uid: person for person in people.list_people(ws)}
    about_of: dict[str, str] = {}
    for key, now in intent.enrolments.items():
        person = persons.get(key[0])
        if person is not None:
            kind = intent.fate(known, key)
            words = _words(known, intent, now, kind)
            uid = f"e{now.uid}"
            line = intent.rows[key]
            ask = without_ask(line) if kind != "unchanged" else None
            about_of[uid] = about(person)
            rows.append((uid, kind, line, people.sort_name(person), words, ask))
    return in_order(named_apart(rows, lambda row: about_of.get(row[0], "")))


@dataclass(frozen=True)
class Tally:
    """What a sign-up sheet writes, in people and in enrolments: who is mentor and mentee has two.

    unchanged: people; taken: the rows of the file that are in or were.
    """

    people: int
    enrolments: int
    unchanged: int
    taken: frozenset[int]


def tally(ws: Workspace, plan: ParticipantPlan) -> Tally:
    """Count what importing a sheet writes."""
    known = look(ws, plan.answers)
    intent = intend(known, plan.file)
    written = [key for key in intent.enrolments if intent.fate(known, key) != "unchanged"]
    persons = {person for person, _ in written}
    others = {person for person, _ in intent.enrolments} - persons
    return Tally(len(persons), len(written), len(others), frozenset(intent.rows.values()))


def tally_lines(done: Tally, file: ParticipantFile) -> tuple[tuple[str, int], ...]:
    """Say what was imported, so that it adds up."""
    rows = {row.row for row in file.rows} | {problem.row for problem in file.problems if problem.row}
    both = done.enrolments - done.people
    return (
        (say("enrolments"), done.enrolments if both else 0),
        (
            say_many(
                "person with two of them, as {mentor} and as {mentee}",
                "people with two of them, as {mentor} and as {mentee}",
                both,
            ),
            both,
        ),
        (say("unchanged"), done.unchanged),
        left_out_line(len(rows - done.taken)),
    )


def left_out_line(n: int) -> tuple[str, int]:
    """Say how many rows of the file are not in."""
    return say_many("row left out; its reason is in the report", "rows left out; the reasons are in the report", n), n


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
    problems: Iterable[RowProblem],
    texts: Mapping[int, str],
    asked: Container[int],
    taken: Container[int],
    harmless: Callable[[str], bool],
) -> list[Row]:
    """List what is to be looked at. taken: rows that come in; harmless: says of a field that they do so without it."""
    found: dict[tuple[int, str], Row] = {}
    for problem in problems:
        stays = problem.row in taken and harmless(problem.field)
        if problem.row in asked and not harmless(problem.field):
            continue  # it stands as a question already
        text = texts.get(problem.row, "")
        words = problem.message
        if not stays and problem.row:
            mend = say("To bring it in, put this right in the file and import the file again.")
            words = f"{words} {mend}"
        kind = "look" if stays or not problem.row else "skipped"
        ask = without_ask(problem.row) if stays else None
        row = (f"p{len(found)}", kind, problem.row, text, words, ask)
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
    words = {name: field_word(name) for name in ("interests", "goals", "languages", "subjects", "experiences")}
    fields: Fields = tuple(
        (name, ", ".join(getattr(before, name)), ", ".join(getattr(now, name)))
        for name in words
        if getattr(before, name) != getattr(now, name)
    )
    found = [
        say("{field}: {old} → {new}", field=words[name], old=old or "–", new=new or "–") for name, old, new in fields
    ]
    if before.places != now.places:
        found.append(say("{field}: {old} → {new}", field=say("places"), old=before.places, new=now.places))
    if before.style != now.style:
        found.append(say("Other answers about style"))
    return "; ".join(found)


def _wishes(intent: Intent, now: Participant) -> str:
    return say("Other wishes") if intent.wishes.get(now.person) else ""


def _free(known: Known, now: Participant, free: set[str] | None) -> str:
    differs = free is not None and free != known.free.get(now.person, {}).keys()
    return say("Other free periods") if differs else ""
