"""The parts of an XLSX file as openpyxl asks for them, watched while they are unpacked.

openpyxl believes a file. Whatever it reads passes here: nothing is defined, nests without end, or holds more elements
than a tree of them should (IMP-08). Of a sheet, only the rows are handed on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NoReturn

from desktop.services.sheets.archive import MEGABYTE, MOST_UNPACKED, Archive
from desktop.services.sheets.errors import (
    MarkupDamaged,
    TooManyColumns,
    TooManyRows,
    TooMuchText,
    UnsafeMarkup,
    WorkbookDamaged,
    WorkbookTooLarge,
)
from desktop.services.sheets.grid import LAST_ROW, MOST_TEXT
from desktop.services.sheets.markup import Attributes, Reader
from desktop.services.sheets.text import MOST_CELL, MOST_COLUMNS, MOST_ROWS

_MOST_DEPTH: Final = 50
_MOST_TOGETHER: Final = 200_000  # elements of which openpyxl makes a tree
_MOST_ELEMENTS: Final = 12_000_000
_MOST_STRINGS: Final = 2_000_000
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


class Watched(Reader):
    """A part as a file to read from, read once. `done` once the rows of a sheet are over."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        """Begin at the first piece."""
        super().__init__()
        self._pieces = pieces
        self._elements = self._together = 0
        self._first = True
        self._cut = -1

    def begin(self, name: str, attributes: Attributes) -> None:
        """Count an element. Raises UnsafeMarkup, WorkbookTooLarge."""
        self.depth += 1
        self._together += 1
        if self.depth > _MOST_DEPTH:
            raise UnsafeMarkup
        if self._together > _MOST_TOGETHER:
            self.too_many()

    def too_many(self) -> NoReturn:
        """Say that there are too many elements for a tree."""
        raise WorkbookTooLarge(most=MOST_UNPACKED // MEGABYTE)

    def finish(self, name: str) -> None:
        """Meet the end of an element."""
        self.depth -= 1

    def read(self, _size: int = -1) -> bytes:
        """Give the next piece, of whatever size; nothing at the end. Raises WorkbookDamaged, and of limits."""
        piece = b"" if self.done else next(self._pieces, b"")
        if self._first:  # programs declare their names at the beginning
            self._first = False
            for strict, usual in _STRICT:
                piece = piece.replace(strict, usual)
        before = self._fed
        if not self.done:
            try:
                self.feed(piece, last=not piece)
            except MarkupDamaged as error:
                raise WorkbookDamaged from error
        return piece[: self._cut - before] if self._cut >= 0 and not before > self._cut else piece

    def close(self) -> None:
        """Close it, as a file is closed."""

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


class WatchedRows(Watched):
    """A sheet as far as its rows go: what stands behind them, openpyxl may take amiss."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        """Begin at the first piece."""
        super().__init__(pieces)
        self._rows = self._text = 0
        self._within = False
        self.listen(self._hear)

    def begin(self, name: str, attributes: Attributes) -> None:
        """Count an element; those of one row together. Raises TooManyRows, TooManyColumns, UnsafeMarkup."""
        self.depth += 1
        self._together += 1
        if self.depth <= 3:
            if self.depth == 2:
                self._within = self._within or name[name.find(":") + 1 :] == "sheetData"
            elif self._within:
                self._begin_row()
        elif self.depth > _MOST_DEPTH:
            raise UnsafeMarkup
        if self._together > _MOST_TOGETHER:
            self.too_many()

    def _begin_row(self) -> None:
        self._elements += self._together
        self._together = self._text = 0
        self._rows += 1
        if self._rows > LAST_ROW or self._elements > _MOST_ELEMENTS:
            raise TooManyRows(row=self._rows, most=MOST_ROWS)

    def too_many(self) -> NoReturn:
        """Say that a row has too many cells."""
        if not self._within:
            super().too_many()
        raise TooManyColumns(row=self._rows, most=MOST_COLUMNS)

    def finish(self, name: str) -> None:
        """Meet the end of an element."""
        self.depth -= 1
        if self._within and self.depth == 1 and not self.done:
            self.done = True
            self._cut = self.parser.CurrentByteIndex

    def _hear(self, text: str) -> None:
        self._text += len(text)
        if self._text > 16 * MOST_CELL:
            raise TooMuchText(row=self._rows)


class WatchedTexts(Watched):
    """The texts that cells share."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        """Begin at the first piece."""
        super().__init__(pieces)
        self._text = 0
        self.listen(self._hear)

    def begin(self, name: str, attributes: Attributes) -> None:
        """Count an element; those of one text together. Raises TooMuchText, UnsafeMarkup, WorkbookTooLarge."""
        super().begin(name, attributes)
        if self.depth == 2:
            self._together = 0
            self._elements += 1
            if self._elements > _MOST_STRINGS:
                raise TooMuchText(row=1)

    def _hear(self, text: str) -> None:
        self._text += len(text)
        if self._text > MOST_TEXT:
            raise TooMuchText(row=1)


class Parts:
    """The archive as openpyxl uses one. Names may have other capitals and backslashes than those by which they go."""

    filename = ""

    def __init__(self, archive: Archive) -> None:
        """Keep the archive, which has been weighed and checked."""
        self._archive = archive
        self._names = {name.lower(): name for name in archive.members}

    def namelist(self) -> list[str]:
        """Give the names."""
        return list(self._archive.members)

    def name_of(self, name: str) -> str:
        """Give the name by which a part really goes; "" where there is none."""
        return self._names.get(name.replace("\\", "/").lstrip("/").lower(), "")

    def _pieces(self, name: str) -> Iterator[bytes]:
        place = self.name_of(name)
        if not place:
            raise KeyError(name)
        return self._archive.part(place)

    def open(self, name: str, _mode: str = "r") -> Watched:
        """Open a part. Raises KeyError where it is missing."""
        return WatchedTexts(self._pieces(name))

    def rows(self, name: str) -> WatchedRows:
        """Open a sheet. Raises KeyError where it is missing."""
        return WatchedRows(self._pieces(name))

    def read(self, name: str) -> bytes:
        """Give a part of which a tree is made. Raises KeyError where it is missing."""
        watched = Watched(self._pieces(name))
        return b"".join(iter(watched.read, b""))
