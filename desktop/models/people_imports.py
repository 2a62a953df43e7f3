"""The imports of the People page: what a file would do, laid out as rows, and what it leaves to be asked.

Reading needs no workspace; comparing and importing run on the worker.
"""

from __future__ import annotations

from pathlib import Path

from desktop.models.rows import Column, Row
from desktop.services import files, people, programme
from desktop.services.language import say
from desktop.services.people import PersonDraft
from desktop.services.people.columns import field_of
from desktop.services.people.errors import NoHeader, NoNameColumn, NoNumberColumn
from desktop.services.people.types import ImportPlan, Roster
from desktop.services.programme.types import ParticipantFile, ParticipantPlan
from desktop.services.vault import Workspace

PLAN_KIND, PLAN_ROW, PLAN_NAME, PLAN_WHAT = 1, 2, 3, 4
# What can be asked about a column; any other is left out.
_ASKED = ("number", "name", "family", "given", "preferred", "birth_date", "year", "form")
# Nobody goes through more columns than this.
_MOST_COLUMNS = 40


def field_words(column: str) -> str:
    """Say what a column of a person is called."""
    words = {
        "number": say("number"),
        "name": say("full name"),
        "family": say("family name"),
        "given": say("given name"),
        "preferred": say("preferred name"),
        "birth_date": say("birth date"),
        "year": say("{year}"),
        "form": say("{form}"),
        "kind": say("kind"),
        "status": say("state"),
    }
    return words.get(column, column)


def plain(value: object) -> str:
    """Show a value, a dash for none."""
    return str(value) if value not in (None, "") else "–"


def read_roster(path: str) -> Roster:
    """Read a roster file or folder; needs no workspace."""
    return people.read_roster(Path(path))


def read_named(path: str, names: tuple[str, ...], skip: int) -> Roster:
    """Read a roster whose columns somebody named."""
    return people.read_roster(Path(path), no_header=names, skip=skip)


def plan_roster(ws: Workspace, roster: Roster, date_order: str | None) -> ImportPlan:
    """Compare a roster with the workspace."""
    return people.plan_import(ws, roster, date_order)


import_roster = people.import_roster


def asks_columns(error: Exception) -> bool:
    """Say whether a person can help by saying which column is which."""
    return isinstance(error, NoHeader | NoNumberColumn | NoNameColumn)


def first_rows(path: str) -> tuple[tuple[str, ...], ...]:
    """Give the first rows of a file, to ask which column is which."""
    return people.first_rows(Path(path))


def columns_of(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, str], ...]:
    """Give of each column (a sample of its cells, the field it probably is or '')."""
    width = min(max((len(row) for row in rows), default=0), _MOST_COLUMNS)
    found: list[tuple[str, str]] = []
    for at in range(width):
        cells = [row[at] for row in rows if at < len(row)]
        known = field_of(cells[0]) if cells else None
        guess = {"full_name": "name"}.get(known[0], known[0]) if known else ""
        taken = {field for _, field in found}
        found.append(
            (", ".join(filter(None, cells[:4])) or "–", guess if guess in _ASKED and guess not in taken else "")
        )
    return tuple(found)


def begins_with_headings(rows: tuple[tuple[str, ...], ...]) -> bool:
    """Guess whether the first row is one of headings: those hold no digits, and a student has a number."""
    return bool(rows) and not any(c.isdigit() for cell in rows[0] for c in cell)


def column_choices() -> tuple[tuple[str, str], ...]:
    """List what a column can be."""
    return (("", say("leave out")), *((name, field_words(name)) for name in _ASKED))


def read_participants(path: str) -> ParticipantFile:
    """Read a participants file; needs no workspace."""
    return programme.read_participants(Path(path))


def plan_participants(ws: Workspace, file: ParticipantFile) -> ParticipantPlan:
    """Compare a participants file with the workspace."""
    return programme.plan_participants(ws, file)


import_participants = programme.import_participants


def save_template(path: str) -> None:
    """Write an empty participants file to fill in."""
    files.write_whole(Path(path), programme.participants_template())


# the dry run


def plan_columns() -> tuple[Column, ...]:
    """Make the columns of a dry run."""
    return (
        Column(
            "kind",
            say("What"),
            lambda row: plan_words(row[PLAN_KIND]),
            width=11,
            tone=lambda row: "warning" if row[PLAN_KIND] in ("look", "skipped") else "",
        ),
        Column(
            "row",
            say("Row"),
            lambda row: str(row[PLAN_ROW] or ""),
            sort=lambda row: row[PLAN_ROW],
            width=5,
            numeric=True,
        ),
        Column("name", say("Who"), lambda row: row[PLAN_NAME], width=22, tip=lambda row: row[PLAN_NAME]),
        Column("detail", say("Details"), lambda row: row[PLAN_WHAT], width=30, tip=lambda row: row[PLAN_WHAT]),
    )


def plan_words(kind: str) -> str:
    """Say what would happen to a row."""
    words = {
        "new": say("new"),
        "changed": say("changed"),
        "unchanged": say("unchanged"),
        "missing": say("missing"),
        "skipped": say("left out"),
        "look": say("to look at"),
    }
    return words.get(kind, kind)


def plan_rows(plan: ImportPlan) -> tuple[Row, ...]:
    """Lay a dry run out as rows of a table."""
    rows: list[Row] = []
    names = {new.row: people.sort_name(new.draft) for new in plan.new}
    names |= {changed.row: people.sort_name(changed.person) for changed in plan.changed}
    told: set[tuple[str, int, str]] = set()
    for problem in plan.problems:
        kind = "skipped" if problem in plan.skipped else "look"
        complaint = kind, problem.row, problem.message
        if complaint in told:  # both names of a row may have the same fault
            continue
        told.add(complaint)
        rows.append((f"p{len(rows)}", kind, problem.row, names.get(problem.row, ""), problem.message))
    for changed in plan.changed:
        what = "; ".join(
            say("{field}: {old} → {new}", field=field_words(f), old=plain(old), new=plain(new))
            for f, old, new in changed.fields
        )
        rows.append((f"c{changed.person.uid}", "changed", changed.row, people.sort_name(changed.person), what))
    for new in plan.new:
        rows.append((f"n{new.row}", "new", new.row, people.sort_name(new.draft), _about(new.draft)))
    for person in plan.missing:
        rows.append((f"m{person.uid}", "missing", 0, people.sort_name(person), say("Not in the file; stays as it is.")))
    for person in plan.unchanged:
        rows.append((f"u{person.uid}", "unchanged", 0, people.sort_name(person), ""))
    return tuple(rows)


def participant_rows(plan: ParticipantPlan) -> tuple[Row, ...]:
    """Lay out what is to be looked at in a participants file; a row whose student is not here stands once."""
    numbers = {row.row: row.number for row in plan.file.rows}
    rows: dict[tuple[str, int, str], Row] = {}
    left = say("Not in the roster; left out.")
    for problem in plan.problems:
        number = numbers.get(problem.row, "")
        absent = problem.field == "number" and number in plan.unknown
        kind, words = ("skipped", left) if absent else ("look", problem.message)
        rows.setdefault((kind, problem.row, words), (f"p{len(rows)}", kind, problem.row, number, words))
    return tuple(rows.values())


def _about(draft: PersonDraft) -> str:
    return ", ".join(filter(None, (draft.number, draft.year and say("{Year} {n}", n=draft.year), draft.form)))
