"""A list of people as PDF, CSV or workbook: what the page shows, with a line of who made it, when, and of whom.

Nothing in a spreadsheet can start a formula: a quote stands before what would, and Peerkeep's own import takes it
away again. In files each part of a name has a column of its own, so that they can be read in again.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Final

from desktop.services.errors import Cancelled
from desktop.services.language import say, say_many, show_date
from desktop.services.reports.rules import AUDIT, PEOPLE
from desktop.services.reports.spreadsheet import safe
from desktop.services.reports.types import PeopleList

Progress = Callable[[int, int], bool]
_MOST_WIDTH: Final = 60
_STEP: Final = 500
# Columns whose whole numbers are numbers in a workbook; all else is text, with its leading zeros.
_COUNTED: Final = frozenset({"year", "free"})
_DIGITS: Final = 10
MOST_UPRIGHT: Final = 7
"""With more columns the page lies on its side."""


def title(kind: str = PEOPLE) -> str:
    """Give the title of such a list."""
    return say("Who did what") if kind == AUDIT else say("List of people")


def is_wide(made: PeopleList) -> bool:
    """Tell whether the page lies on its side."""
    return made.kind == AUDIT or len(made.heads) > MOST_UPRIGHT


def made_of(made: PeopleList) -> str:
    """Say of whom the list is: how many, and what was asked for."""
    n = len(made.rows)
    if not made.asked and made.kind == AUDIT:
        return say_many("1 entry", "{n} entries", n)
    if not made.asked:
        return say_many("1 person", "{n} people", n)
    return say("{n} of {total}: {asked}", n=n, total=made.total, asked=made.asked)


def source_line(made: PeopleList) -> str:
    """Say who made the list, when, for whom, and of whom it is: one line."""
    edition = made.edition
    return say(
        "{what} of {school}, made by {who} on {day} for {audience}: {people}",
        what=title(made.kind),
        school=made.school,
        who=edition.prepared_by,
        day=show_date(edition.as_of),
        audience=edition.audience,
        people=made_of(made),
    )


def write_people(made: PeopleList, form: str, progress: Progress | None = None) -> bytes:
    """Give a list of people in memory as `form`, csv or xlsx. Raises Cancelled."""
    return write_xlsx(made, progress) if form == "xlsx" else write_csv(made, progress)


def write_csv(made: PeopleList, progress: Progress | None = None) -> bytes:
    """Give the list as UTF-8 with the mark that Excel needs; the last row says where it is from."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(head) for head in made.heads])
    for at, row in enumerate(made.rows):
        _go_on(progress, at, len(made.rows))
        writer.writerow([safe(cell) for cell in row])
    writer.writerow([])
    writer.writerow([safe(source_line(made))])
    return out.getvalue().encode("utf-8-sig", errors="replace")


def write_xlsx(made: PeopleList, progress: Progress | None = None) -> bytes:
    """Give the list as a workbook: text, and numbers in years and counts; a second sheet says where it is from."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title(made.kind))
    sheet.freeze_panes = "A2"
    for at, width in enumerate(_widths(made)):
        sheet.column_dimensions[_letter(at)].width = width
    heads = []
    for head in made.heads:
        cell = WriteOnlyCell(sheet, _legal(safe(head)))
        cell.font = Font(bold=True)
        heads.append(cell)
    sheet.append(heads)
    for at, row in enumerate(made.rows):
        _go_on(progress, at, len(made.rows))
        sheet.append([_cell(WriteOnlyCell(sheet), *part) for part in zip(made.keys, row, strict=True)])
    about = book.create_sheet(say("About this list"))
    about.append([_text_cell(WriteOnlyCell(about), source_line(made))])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _text_cell(cell: object, text: str) -> object:
    """Make a cell that is text whatever it looks like: leading zeros stay, and nothing is computed."""
    cell.value = _legal(safe(text))  # type: ignore[attr-defined]  # openpyxl's write-only cell
    cell.data_type = "s"  # type: ignore[attr-defined]  # the same
    cell.number_format = "@"  # type: ignore[attr-defined]  # the same
    return cell


def _cell(cell: object, key: str, text: str) -> object:
    """Make a number, by which a spreadsheet can sort and count, of a plain whole one in a column of such; else text."""
    whole = text.isascii() and text.isdecimal() and len(text) < _DIGITS and str(int(text)) == text
    if key not in _COUNTED or not whole:
        return _text_cell(cell, text)
    cell.value = int(text)  # type: ignore[attr-defined]  # openpyxl's write-only cell
    return cell


def _legal(text: str) -> str:
    return text[:32_000]


def _widths(made: PeopleList) -> list[int]:
    """Give the columns' widths in characters, from the first rows."""
    some = made.rows[:200]
    return [
        min(_MOST_WIDTH, 2 + max(len(head), *(len(row[at]) for row in some), 0)) for at, head in enumerate(made.heads)
    ]


def _letter(at: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(at + 1))


def _go_on(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None and done % _STEP == 0 and not progress(done, total):
        raise Cancelled
