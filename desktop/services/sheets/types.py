"""What reading a file gives: rows of text, tables, and the book that a file or folder is. No meaning of any column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One row. number: 1-based, as a spreadsheet numbers it. lone_quote, nul, overlong: what was odd about it."""

    number: int
    cells: tuple[str, ...]
    lone_quote: bool = False
    nul: bool = False
    overlong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """How a file was read, and its rows that are not blank, once: wide files never stand in memory as cells.

    damaged: some bytes fit no character. Going through the rows raises CellTooLong, TooManyColumns, TooManyRows.
    """

    rows: Iterator[Row]
    encoding: str
    delimiter: str
    damaged: bool
    notices: Sequence[str] = ()
    """Translated sentences about how the table was read, such as formulas without a stored value; whole only when
    all rows have been gone through."""


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a book. name: the sheet's, or the file's with its ending as written; unique in the book.

    In a zip file or folder it is the path inside, and for one of several sheets of a workbook there, path/sheet.
    """

    name: str
    size: int
    """Bytes or, where it is known, a measure of how much there is; only to put the larger first."""
    kind: str = "text"
    """text, sheet, or xml (which has content only, no table)."""
