"""Students and files with sensible defaults."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.services import people
from desktop.services.people.types import PersonDraft
from desktop.services.programme.participants_file import COLUMNS, parse_participants
from desktop.services.programme.types import ParticipantFile
from desktop.services.sheets.types import Row
from desktop.services.vault import Workspace


def students(ws: Workspace, *numbers: str) -> dict[str, str]:
    """Add a student per number and give their uids by number."""
    for number in numbers:
        people.add_person(ws, PersonDraft(number=number, family=f"Family{number}", given="Robin", year="8"))
    return {person.number: person.uid for person in people.list_people(ws)}


def file_of(*rows: dict[str, str], columns: Sequence[str] = COLUMNS) -> ParticipantFile:
    """Read rows given as cells by column."""
    table = [Row(1, tuple(columns))]
    table += [Row(at, tuple(row.get(name, "") for name in columns)) for at, row in enumerate(rows, start=2)]
    return parse_participants(table)


def dump(ws: Workspace) -> dict[str, list[tuple[object, ...]]]:
    """Read what the programme area stores."""
    tables = ("setting", "term", "closed_day", "period", "programme", "participant", "wish", "free_period")
    return {table: ws.rows("programme", f"SELECT * FROM @.{table} ORDER BY uid") for table in tables}
