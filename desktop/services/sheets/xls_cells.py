"""The cells of one XLS sheet, one after another. Knows no workbook: texts and formats are handed in.

Source: [MS-XLS] 2.4 (records of cells), 2.5.122 and 2.5.217 (numbers), 2.5.10 (errors).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from desktop.services.sheets.errors import TooMuchText, WorkbookDamaged
from desktop.services.sheets.grid import MOST_MERGES, Merge, Oddities
from desktop.services.sheets.numbers import Show, plain
from desktop.services.sheets.xls_records import BOF, END, Record, records, text_of

_LABELSST, _LABEL, _RSTRING, _NUMBER, _RK, _MULRK = 0xFD, 0x204, 0xD6, 0x203, 0x27E, 0xBD
_FORMULA, _STRING, _BOOLERR, _MERGED = 0x06, 0x207, 0x205, 0xE5
_IN_CELLS: Final = frozenset({_LABELSST, _LABEL, _RSTRING, _NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR})
_ERRORS: Final = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_LOOK_AT: Final = 5000  # records
_MOST_UNSORTED: Final = 1_000_000

Cell = tuple[int, int, str]


def sheet_records(stream: bytes, place: int) -> Iterator[Record]:
    """Yield the records of the sheet that begins at `place`, without those of charts in it. Raises WorkbookDamaged."""
    depth = 0
    for kind, data in records(stream, place):
        if kind == BOF:
            depth += 1
        elif depth == 0:
            raise WorkbookDamaged
        elif kind == END:
            depth -= 1
            if depth == 0:
                return
        elif depth == 1:
            yield kind, data


def survey(stream: bytes, place: int) -> tuple[list[Merge], bool]:
    """Find the merged cells, which stand behind the rows, and whether the rows come one after the other.

    Some programs write cells as they please. Raises struct.error, WorkbookDamaged.
    """
    found: list[Merge] = []
    last, ordered = 0, True
    for kind, data in sheet_records(stream, place):
        if kind in _IN_CELLS:
            row = data[0] | data[1] << 8 if len(data) > 1 else 0
            ordered = ordered and row >= last
            last = row
        elif kind == _MERGED and len(found) < MOST_MERGES:
            count = min(struct.unpack_from("<H", data)[0], (len(data) - 2) // 8)
            for index in range(count):
                top, bottom, left, right = struct.unpack_from("<HHHH", data, 2 + 8 * index)
                found.append(Merge(top + 1, left, bottom + 1, right))
    return sorted(found, key=lambda merge: merge.top), ordered


def has_cells(stream: bytes, place: int) -> bool:
    """Say whether a sheet has cells, as far as its beginning tells. Raises WorkbookDamaged."""
    kinds = [kind for kind, _ in islice(sheet_records(stream, place), _LOOK_AT)]
    return len(kinds) == _LOOK_AT or not _IN_CELLS.isdisjoint(kinds)


class CellReader:
    """Reads cells of a sheet as row, column (both 0-based) and text; those without text are left out."""

    def __init__(
        self,
        stream: bytes,
        place: int,
        texts: Sequence[str],
        shown: Sequence[Show],
        codepage: str,
        oddities: Oddities,
    ) -> None:
        """Begin a sheet. `shown`: how each style shows numbers; `codepage`: "" for BIFF8."""
        self._stream, self._place, self._texts, self._shown = stream, place, texts, shown
        self._codepage, self._oddities = codepage, oddities

    def cells(self) -> Iterator[Cell]:
        """Yield the cells as they stand. Raises struct.error, WorkbookDamaged."""
        waiting: tuple[int, int] | None = None  # a formula whose text stands in a record of its own
        for kind, data in sheet_records(self._stream, self._place):
            if kind == _STRING and waiting:
                yield from _if_text(*waiting, text_of(data, 0, self._codepage))
                waiting = None
            elif kind == _MULRK:
                yield from self._row_of_numbers(data)
            elif kind in _IN_CELLS:
                row, column, style = struct.unpack_from("<HHH", data)
                waiting = (row, column) if kind == _FORMULA and data[12:14] == b"\xff\xff" and not data[6] else None
                yield from _if_text(row, column, self._text(kind, data, style))

    def sorted_cells(self, cells: Iterable[Cell]) -> list[Cell]:
        """Give the cells by rows. Raises TooMuchText."""
        found: list[Cell] = []
        for cell in cells:
            found.append(cell)
            if len(found) > _MOST_UNSORTED:
                raise TooMuchText(row=cell[0] + 1)
        return sorted(found, key=lambda cell: cell[:2])

    def _row_of_numbers(self, data: bytes) -> Iterator[Cell]:
        row, first = struct.unpack_from("<HH", data)
        for index in range((len(data) - 6) // 6):
            style, raw = struct.unpack_from("<Hi", data, 4 + 6 * index)
            yield from _if_text(row, first + index, self._number(style, _packed(raw)))

    def _text(self, kind: int, data: bytes, style: int) -> str:
        if kind == _LABELSST:
            place = int(struct.unpack_from("<I", data, 6)[0])
            if place >= len(self._texts):
                raise WorkbookDamaged
            return self._texts[place]
        if kind in (_LABEL, _RSTRING):
            return text_of(data, 6, self._codepage)
        if kind == _RK:
            return self._number(style, _packed(struct.unpack_from("<i", data, 6)[0]))
        if kind == _BOOLERR:
            value, is_error = struct.unpack_from("<BB", data, 6)
            return _ERRORS.get(value, "#N/A") if is_error else _yes(value)
        if kind == _FORMULA and data[12:14] == b"\xff\xff":
            return {1: _yes(data[8]), 2: _ERRORS.get(data[8], "#N/A")}.get(data[6], "")
        return self._number(style, struct.unpack_from("<d", data, 6)[0])

    def _number(self, style: int, number: float) -> str:
        if abs(number) >= 1e15:
            self._oddities.long_numbers += 1
        return self._shown[style](number) if style < len(self._shown) else plain(number)


def _if_text(row: int, column: int, text: str) -> Iterator[Cell]:
    if text:
        yield row, column, text


def _yes(value: int) -> str:
    return "Yes" if value else "No"


def _packed(raw: int) -> float:
    """Undo how numbers are packed into 30 bits: the lowest says hundredths, the next says a whole number."""
    number = float(raw >> 2) if raw & 2 else struct.unpack("<d", b"\0\0\0\0" + struct.pack("<i", raw & ~3))[0]
    return number / 100 if raw & 1 else number
