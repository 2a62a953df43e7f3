"""The questions a file leaves open, each with examples from the file, and what an import would write as decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from desktop.models.people_imports_rows import OUT
from desktop.models.people_imports_types import KINDS, AskKey, Look, Opened, Option, Question
from desktop.services.language import say, say_many, show_date
from desktop.services.people.dates import ORDERS, settle
from desktop.services.people.roster_errors import DateOrderUnclear
from desktop.services.people.roster_types import ColumnExample, PartChoice
from desktop.services.people.types import ImportPlan

_EXAMPLES: Final = 3
_MOST_DATES: Final = 500


def kind_words(kind: str) -> str:
    """Say what a file may hold."""
    words = {
        "students": say("Students"),
        "staff": say("Staff"),
        "participants": say("Who takes part"),
        "pairs": say("Pairs there are already"),
    }
    return words.get(kind, kind)


def which_kind(opened: Opened) -> Question:
    """Ask what the file holds."""
    meanings = {
        "students": say("The list of the school's students; the others are told apart by it."),
        "staff": say("Teachers and others who work with the {programme}."),
        "participants": say("{Mentors} and {mentees} who signed up, with interests and free periods."),
        "pairs": say("Who meets whom already, each pair in one row."),
    }
    texts = [_such_as(column) for column in opened.examples[:8]]
    why = say("Its columns do not say so: {texts}.", texts=", ".join(texts)) if texts else ""
    options = tuple(Option(kind, kind_words(kind), meanings[kind]) for kind in KINDS)
    return Question("kind", say("What does this file hold?"), why, options)


def _such_as(column: ColumnExample) -> str:
    unheaded = column.heading.startswith("#")
    heading = say("Column {n}", n=column.position + 1) if unheaded else column.heading
    return say("{heading} (such as {value})", heading=heading, value=column.values[0]) if column.values else heading


def which_part(opened: Opened) -> Question:
    """Ask which sheet or file is meant."""
    options = tuple(Option(choice.name, choice.name, _about_part(choice)) for choice in opened.choices)
    return Question("part", say("Which of these is the list you mean?"), opened.why, options)


def _about_part(choice: PartChoice) -> str:
    rows = say_many("1 row", "{n} rows", choice.rows)
    headings = ", ".join(filter(None, choice.headings[:8])) + (" …" if len(choice.headings) > 8 else "")
    first = "; ".join(", ".join(filter(None, row[:5])) for row in choice.example[:_EXAMPLES])
    lines = [f"{rows}: {headings}" if headings else rows]
    if first:
        lines.append(say("It begins: {texts}", texts=first))
    return "\n".join(lines)


def which_role() -> Question:
    """Ask whether a bare list of names is of mentors or of mentees."""
    options = (
        Option("mentor", say("{Mentors}"), say("Everybody on this list takes part as {mentor}.")),
        Option("mentee", say("{Mentees}"), say("Everybody on this list takes part as {mentee}.")),
    )
    return Question("role", say("Who is on this list?"), say("No column of the file says it."), options)


def which_order(material: Any, orders: tuple[str, ...], examples: tuple[str, ...] = ()) -> Question:  # noqa: ANN401 - a roster or another file; only its cells are looked at
    """Ask in which order dates are written, with what each of the examples would be."""
    texts = dict.fromkeys((*examples, *_open_dates(material)))
    examples = _telling(tuple(texts)[:_MOST_DATES], orders or ORDERS[:2])
    words = {"dmy": say("Day, month, year"), "mdy": say("Month, day, year"), "ymd": say("Year, month, day")}
    options = tuple(
        Option(order, words[order], _as_read(examples[:_EXAMPLES], order)) for order in orders or ORDERS[:2]
    )
    why = say("They can be read in more than one way, for example {texts}.", texts=", ".join(examples[:4]))
    asked = say("In which order are the dates of this file written?")
    return Question("order", asked, why if examples else "", options)


def _as_read(examples: tuple[str, ...], order: str) -> str:
    days = _days(examples, order)
    read = [
        say("{text} is {day}", text=text, day=show_date(day)) for text, day in zip(examples, days, strict=True) if day
    ]
    return ", ".join(read)


def _days(examples: tuple[str, ...], order: str) -> tuple[date | None, ...]:
    try:
        return settle(examples, date.today(), order).days
    except DateOrderUnclear:
        return (None,) * len(examples)


def _open_dates(material: Any) -> tuple[str, ...]:  # noqa: ANN401 - as above
    births = [row.birth for row in getattr(material, "students", ())[:2000]]
    days = [text for line in getattr(material, "lines", ())[:2000] for text in (line.since, line.ended)]
    texts = dict.fromkeys(text for text in (*births, *days) if text)
    return tuple(text for text in texts if text[:1].isdigit() and not text[:4].isdigit())


def _telling(examples: tuple[str, ...], orders: tuple[str, ...]) -> tuple[str, ...]:
    """Put first what the orders read as different days: 02/06 tells more than 01/01."""
    read = [_days(examples, order) for order in orders]
    differs = {text: len(set(days)) > 1 for text, *days in zip(examples, *read, strict=True)}
    return tuple(sorted(differs, key=lambda text: not differs[text]))


def writes(look: Look, answers: Mapping[AskKey, str]) -> int:
    """Count whom importing would write, each once, with what is decided."""
    said = {ask.key: ask for ask in look.asks if ask.key in answers}
    joined = {key[2] for key in said if key[0] == "same" and answers[key] == "same"}
    out = {ask.row for key, ask in said.items() if answers[key] == OUT}
    more = sum(ask.weight(answers[key]) for key, ask in said.items() if not (key[0] == "left" and key[1] in joined))
    return look.writes - len(out) + more


def open_words(kind: str, n: int) -> str:
    """Say what becomes of questions about rows that nobody answers; "" where none is open."""
    if not n:
        return ""
    if kind in ("participants", "pairs"):
        return say_many(
            "1 question is open. Without an answer the row is left out.",
            "{n} questions are open. Without an answer the rows are left out.",
            n,
        )
    return say_many(
        "1 question is open. Without an answer nobody is joined, and nobody's state changes.",
        "{n} questions are open. Without an answer nobody is joined, and nobody's state changes.",
        n,
    )


def go_words(look: Look, kind: str, n: int) -> str:
    """Say on the button what importing would do."""
    if n and isinstance(look.plan, ImportPlan) and look.plan.guardians:
        return say_many("Import 1 person", "Import {n} people", n)
    words = {
        "students": say_many("Import 1 student", "Import {n} students", n),
        "staff": say_many("Import 1 member of staff", "Import {n} members of staff", n),
        "participants": say_many("Import 1 participant", "Import {n} participants", n),
        "pairs": say_many("Import 1 pair", "Import {n} pairs", n),
    }
    return words[kind] if n else say("Nothing to import")


def running_words(kind: str) -> str:
    """Say what goes on."""
    words = {
        "students": say("Importing students"),
        "staff": say("Importing staff"),
        "participants": say("Importing participants"),
        "pairs": say("Importing pairs"),
    }
    return words[kind]
