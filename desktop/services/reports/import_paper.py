"""The report of an import as a document: what was read, who is new or changed, what to look at. Draws nothing."""

from __future__ import annotations

from typing import Final

from desktop.services.language import say, show_date
from desktop.services.people.field_words import field_word, source_word, value_word
from desktop.services.people.types import ImportReport, ImportRun, ReportedPerson
from desktop.services.reports.types import ChangedLine, Edition, ImportPaper

MOST_LINES: Final = 1000
"""A table of more people than this is for the screen; the paper says how many more there are."""


def title(kind: str) -> str:
    """Give the title of such a report."""
    words = {
        "staff": say("Import of staff"),
        "participants": say("Import of participants"),
        "pairs": say("Import of pairs"),
    }
    return words.get(kind, say("Import of students"))


def import_paper(report: ImportReport, school: str, edition: Edition) -> ImportPaper:
    """Lay the report of an import out as a document."""
    run = report.run
    changed = [
        ChangedLine(one.number, one.name, field_word(name), value_word(name, old), value_word(name, new))
        for one in report.changed
        for name, old, new in one.fields
    ]
    new = [(one.number, one.name, _place(one)) for one in report.new]
    return ImportPaper(
        edition,
        school,
        run.kind,
        made_line(run),
        run.undone,
        _counts(run),
        tuple((heading, field_word(name)) for heading, name in run.columns),
        tuple(new[:MOST_LINES]),
        tuple(changed[:MOST_LINES]),
        tuple((one.row, field_word(one.field), one.message) for one in run.problems[:MOST_LINES]),
        run.notices,
        (len(new), len(changed), run.counts.get("problems", len(run.problems))),
    )


def _place(one: ReportedPerson) -> str:
    if one.kind == "guardian":
        return say("guardian")
    return ", ".join(part for part in (one.year, one.form) if part)


def made_line(run: ImportRun) -> str:
    """Say who made the import, when and of what: one line."""
    return say(
        "{what}, imported by {who} on {day} at {time}",
        what=source_word(run.source),
        who=run.author,
        day=show_date(run.made[:10]),
        time=run.made[11:16],
    )


def _counts(run: ImportRun) -> tuple[tuple[str, int], ...]:
    words = {
        "people": say("people in the file"),
        "enrolments": say("roles that they take"),
        "pairs": say("pairs in the file"),
        "new": say("new"),
        "changed": say("changed"),
        "unchanged": say("unchanged"),
        "there": say("here already"),
        "enrolled": say("enrolled with it"),
        "raised": say("{mentors} with more places than before"),
        "joined": say("known under another number"),
        "back": say("here again"),
        "left": say("have left"),
        "guardians": say("guardians added"),
        "guardians_changed": say("guardians known here with something new"),
        "unknown": say("not known here, and left out"),
        "asked": say("names that fitted several people"),
        "missing": say("not in the file, and as before"),
        "skipped": say("rows left out"),
    }
    counts = dict(run.counts)
    if counts.get("enrolments") == counts.get("people"):
        counts.pop("enrolments", None)  # everybody has one role
    always = ("people", "pairs", "new", "changed", "unchanged")
    return tuple((words[key], counts[key]) for key in words if counts.get(key) or (key in always and key in counts))
