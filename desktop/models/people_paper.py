"""The list that is shown, for paper and for spreadsheets: which columns, which texts, and the document they make.

On paper a column is what is on screen. In a file each part of a name stands by itself and dates are ISO 8601, so that
the file can be read in again, by Peerkeep too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from desktop.models import people_rows as listed
from desktop.models.arranging import Column, Row
from desktop.services import reports
from desktop.services.errors import Cancelled
from desktop.services.language import profile, say
from desktop.services.reports.types import PaperSize, PeopleList
from desktop.services.vault import Workspace

Progress = Callable[[int, int], bool]
_STEP = 1000
_MANY_COLUMNS = 8


@dataclass(frozen=True)
class Wanted:
    """What a person asks for. rows: whom, in their order; columns: keys as shown; asked: the filter in words."""

    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    asked: str
    total: int
    audience: str
    copies: int = 1
    paper: PaperSize = "a4"


def usual_paper() -> PaperSize:
    """Give the paper of the school's country."""
    return "letter" if profile().paper == "letter" else "a4"


def on_paper(ws: Workspace, wanted: Wanted, progress: Progress | None = None) -> PeopleList:
    """Make the document of what is on screen."""
    known = {column.key: column for column in listed.columns()}
    columns = [known[key] for key in wanted.columns if key in known]
    made = _document(ws, wanted, columns, progress)
    return _without_empty(made) if len(columns) > _MANY_COLUMNS else made


def _without_empty(made: PeopleList) -> PeopleList:
    """Leave out columns in which nobody has anything, where so many leave no room for those that say something."""
    full = [at for at in range(len(made.heads)) if any(row[at] for row in made.rows)]
    return replace(
        made,
        keys=tuple(made.keys[at] for at in full),
        heads=tuple(made.heads[at] for at in full),
        rows=tuple(tuple(row[at] for at in full) for row in made.rows),
    )


def in_file(ws: Workspace, wanted: Wanted, progress: Progress | None = None) -> PeopleList:
    """Make the document of a file: the same columns, as data."""
    usual = {column.key: column for column in listed.columns()}
    data = _data_columns()
    columns = [data.get(column.key, column) for key in wanted.columns for column in _parts(key, usual)]
    return _document(ws, wanted, columns, progress)


def headings(wanted: Sequence[str]) -> str:
    """Say which columns a document of some has."""
    known = {column.key: column.heading for column in listed.columns()}
    return ", ".join(known[key] for key in wanted if key in known)


def _document(ws: Workspace, wanted: Wanted, columns: Sequence[Column], progress: Progress | None) -> PeopleList:
    rows = []
    for at, row in enumerate(wanted.rows):
        if progress is not None and at % _STEP == 0 and not progress(at, len(wanted.rows)):
            raise Cancelled
        rows.append(tuple(column.display(row) for column in columns))
    made = reports.list_of_people(
        ws,
        [(column.key, column.heading) for column in columns],
        rows,
        audience=wanted.audience,
        asked=wanted.asked,
        total=wanted.total,
        copies=wanted.copies,
    )
    return replace(made, edition=replace(made.edition, paper=wanted.paper))


def _parts(key: str, usual: dict[str, Column]) -> Sequence[Column]:
    if key == "name":
        return _names()
    return (usual[key],) if key in usual else ()


def _names() -> tuple[Column, ...]:
    return (
        Column("family", say("Family name"), lambda row: row[listed.FAMILY]),
        Column("given", say("Given name"), lambda row: row[listed.GIVEN]),
        Column("preferred", say("Preferred name"), lambda row: row[listed.PREFERRED]),
    )


def _data_columns() -> dict[str, Column]:
    """Give the columns that say something else in a file than on screen."""
    found = (
        Column("number", say("Student number"), lambda row: row[listed.NUMBER]),
        Column("birth_date", say("Birth date"), lambda row: row[listed.BIRTH]),
        Column("preferred", say("Preferred name"), lambda row: row[listed.PREFERRED]),
        Column("languages", say("Languages"), lambda row: "; ".join(row[listed.LANGUAGES])),
        Column("since", say("Since"), listed.since),
        Column("state", say("State"), lambda row: listed.status_words(row[listed.STATE]) or say("here")),
    )
    return {column.key: column for column in found}
