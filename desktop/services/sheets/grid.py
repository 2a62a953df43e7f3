"""Cells of a workbook to rows: the limits that hold for every kind of file, and what merged cells mean.

Limits: security.md IMP-02 to IMP-04. Blank cells and rows, which spreadsheet programs store by the million, count for
nothing but the time to pass over them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from desktop.services.language import fold, say_many
from desktop.services.sheets.errors import CellTooLong, TooManyColumns, TooManyRows, TooMuchText
from desktop.services.sheets.text import MOST_CELL, MOST_COLUMNS
from desktop.services.sheets.types import Row

MOST_TEXT: Final = 40_000_000
LAST_ROW: Final = 1_048_576
_HEADER_WITHIN: Final = 50
MOST_MERGES: Final = 20_000

Cells = dict[int, str]


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that were joined: first and last row (1-based) and column (0-based); the first cell holds the text."""

    top: int
    left: int
    bottom: int
    right: int


class Gatherer:
    """Takes the cells of one row after the other and gives rows. `rows` holds those finished and not yet taken."""

    def __init__(self, most_rows: int) -> None:
        """Begin with no row."""
        self.rows: list[tuple[int, Cells]] = []
        self.number = 0
        self._cells: Cells = {}
        self._most_rows = most_rows
        self._filled = 0
        self._text = 0

    def begin(self, number: int) -> None:
        """Begin row `number`; where a file counts in another way, the next one."""
        self.number = number if 0 < number <= LAST_ROW else self.number + 1
        self._cells = {}

    def put(self, column: int, text: str) -> None:
        """Set a cell of the row that has begun. Raises TooManyColumns, CellTooLong, TooMuchText."""
        if column >= MOST_COLUMNS:
            raise TooManyColumns(row=self.number, most=MOST_COLUMNS)
        if len(text) > MOST_CELL:
            raise CellTooLong(row=self.number, most=MOST_CELL // (1024 * 1024))
        self._text += len(text)
        if self._text > MOST_TEXT:
            raise TooMuchText(row=self.number)
        self._cells[column] = text

    def finish(self, times: int = 1) -> None:
        """End the row, which stands there `times`; one without text is passed over. Raises TooManyRows, TooMuchText."""
        if not any(map(str.strip, self._cells.values())):
            return
        for number in range(self.number, self.number + times):
            self._filled += 1
            if self._filled > self._most_rows + 1:
                raise TooManyRows(row=number, most=self._most_rows)
            self.rows.append((number, self._cells))
        self.number += times - 1
        self._text += (times - 1) * sum(map(len, self._cells.values()))
        if self._text > MOST_TEXT:
            raise TooMuchText(row=self.number)

    def taken(self) -> list[tuple[int, Cells]]:
        """Hand over the rows finished since the last call."""
        rows, self.rows = self.rows, []
        return rows


@dataclass(slots=True)
class Oddities:
    """What was odd about the cells of a sheet, to be said once it is read."""

    formulas: int = 0
    """Formulas without a stored value."""
    long_numbers: int = 0
    """Numbers of more digits than a spreadsheet program keeps."""

    def sentences(self) -> Iterator[str]:
        """Say what was found."""
        if self.formulas:
            yield say_many(
                "{n} cell holds a formula without a stored value; the formula is shown as text. "
                "Open the file in its spreadsheet program and save it again to have values.",
                "{n} cells hold formulas without stored values; the formulas are shown as text. "
                "Open the file in its spreadsheet program and save it again to have values.",
                self.formulas,
            )
        if self.long_numbers:
            yield say_many(
                "{n} number has more than 15 digits, of which spreadsheet programs keep 15. Check it.",
                "{n} numbers have more than 15 digits, of which spreadsheet programs keep 15. Check them.",
                self.long_numbers,
            )


def as_rows(numbered: Iterator[tuple[int, Cells]], merges: Sequence[Merge] = ()) -> Iterator[Row]:
    """Give rows with the text of merged cells wherever a person sees it.

    `merges` by their tops; those of a row are in it when the row comes, later ones may be added later.
    """
    rows = _down(numbered, merges)
    head = list(islice(rows, _HEADER_WITHIN))
    for number, cells in chain(_joined_header(head, merges), rows):
        width = max(cells) + 1
        found = tuple([cells.get(column, "") for column in range(width)])
        yield Row(number, found, nul=any("\0" in cell for cell in found))


def _down(rows: Iterator[tuple[int, Cells]], merges: Sequence[Merge]) -> Iterator[tuple[int, Cells]]:
    """Repeat what stands in tall merged cells in each row beside them: a form's name over all its students."""
    under_way: dict[int, tuple[int, str]] = {}  # by column: the last row, and the text
    met = 0
    for number, cells in rows:
        for column, (bottom, text) in list(under_way.items()):
            if bottom < number:
                del under_way[column]
            elif not cells.get(column, "").strip():
                cells = {**cells, column: text}
        while met < min(len(merges), MOST_MERGES) and merges[met].top <= number:
            merge = merges[met]
            met += 1
            text = cells.get(merge.left, "")
            if merge.top == number < merge.bottom and text.strip():
                under_way[merge.left] = (merge.bottom, text)
        yield number, cells


def _joined_header(head: list[tuple[int, Cells]], merges: Sequence[Merge]) -> list[tuple[int, Cells]]:
    """Make one row of a header in two, where wide merged cells name groups of the columns below.

    "Guardian 1" over "Name" and "Phone" gives "Guardian 1 Name" where another group has a "Name" too, else "Name".
    A merged cell that stands alone in its row is a title, and stays one; below a header, merged cells are data.
    """
    by_top: dict[int, list[Merge]] = {}
    for merge in merges[:MOST_MERGES]:
        if merge.left < merge.right < MOST_COLUMNS:
            by_top.setdefault(merge.top, []).append(merge)
    fullest = 0
    for above, (number, cells) in enumerate(head[:-1]):
        groups = [merge for merge in by_top.get(number, ()) if cells.get(merge.left, "").strip()]
        below_number, below = head[above + 1]
        if groups and below_number == max(merge.bottom for merge in groups) + 1:
            joined = _joined(cells, below, groups)
            if joined and 2 * fullest <= len(joined):
                return [*head[:above], (below_number, joined), *head[above + 2 :]]
        fullest = max(fullest, sum(1 for text in cells.values() if text.strip()))
    return head


def _joined(cells: Cells, below: Cells, groups: Sequence[Merge]) -> Cells:
    """Give the header that two rows make together; nothing where they are no such rows."""
    covered = {column: cells[merge.left].strip() for merge in groups for column in range(merge.left, merge.right + 1)}
    others = {column: text for column, text in cells.items() if column not in covered and text.strip()}
    # Each other column has its heading in one of the two rows, or in a cell as tall as both.
    doubled = any(below.get(column, text).strip() not in ("", text.strip()) for column, text in others.items())
    if doubled or (not others and len(groups) == 1) or not all(_names_parts(merge, below) for merge in groups):
        return {}
    often = Counter(fold(text.strip()) for text in below.values())
    joined = {**below, **others}
    for column, group in covered.items():
        part = below.get(column, "").strip()
        if often[fold(part)] > 1 and part:
            joined[column] = f"{group} {part}"
    return joined


def _names_parts(merge: Merge, below: Cells) -> bool:
    parts = [below.get(column, "").strip() for column in range(merge.left, merge.right + 1)]
    words = [part for part in parts if part]
    return len(words) > 1 and len(set(words)) == len(words) and not any(word.isdigit() for word in words)
