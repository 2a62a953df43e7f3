"""One table of a set: where its columns stand by their standard names, and its rows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from desktop.services.people.roster import clean_cell
from desktop.services.people.roster_errors import SetIncomplete
from desktop.services.people.set_columns import known_in_sets, positions
from desktop.services.sheets.book import Book
from desktop.services.sheets.text import MOST_ROWS
from desktop.services.sheets.types import Row, Table

_HEADER_WITHIN: Final = 20
_MOST_LINES: Final = 5 * MOST_ROWS  # a person may have several roles


@dataclass(slots=True)
class SetTable:
    """A table of the set that is being read. rows: those below the header, once."""

    name: str
    positions: dict[str, int]
    rows: Iterator[Row]
    table: Table
    headings: Sequence[str]
    header_row: int

    def has(self, column: str) -> bool:
        """Say whether it has a column of this standard name, in small letters."""
        return column in self.positions

    def get(self, row: Row, column: str) -> str:
        """Give the cleaned cell of a column, "" where there is none."""
        position = self.positions.get(column, -1)
        return clean_cell(row.cells[position]) if 0 <= position < len(row.cells) else ""


def open_table(book: Book, name: str, *keys: str) -> SetTable:
    """Open a table at its header, the first row that has one of the columns. Raises SetIncomplete, and as the book."""
    table = book.table(name, known_in_sets, _MOST_LINES)
    for row in islice(table.rows, _HEADER_WITHIN):
        found = positions(row.cells)
        if found.keys() & set(keys):
            return SetTable(name, found, table.rows, table, row.cells, row.number)
    last = name.replace("\\", "/").rpartition("/")[2]
    raise SetIncomplete(file=last, column="userSourcedId" if "usersourcedid" in keys else "sourcedId")
