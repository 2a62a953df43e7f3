"""XLS workbooks of Excel 5 to 2003, and of the many programs that still write them, by xlrd: sheets and their rows.

Only values are read, from a stream without anything else (xls_stream.py). Whatever xlrd raises means damage.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import xlrd
from xlrd.biffh import XLRDError, error_text_from_code
from xlrd.sheet import Sheet

from desktop.services.sheets.damage import as_damage
from desktop.services.sheets.errors import WorkbookDamaged, WorkbookLocked
from desktop.services.sheets.grid import MOST_MERGES, Cells, Gatherer, Merge, Oddities, as_rows
from desktop.services.sheets.listing import said_of_macros, seen_sheets
from desktop.services.sheets.numbers import Show, plain, shower
from desktop.services.sheets.types import Part, Table
from desktop.services.sheets.xls_stream import Silence, stream_of

_FILLED: Final = frozenset(
    {xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE, xlrd.XL_CELL_BOOLEAN, xlrd.XL_CELL_ERROR}
)


class Xls:
    """A workbook. `parts` are the sheets that are seen; `notices` say what of it was left alone."""

    def __init__(self, data: bytes) -> None:
        """Read which sheets there are. Raises WorkbookLocked, WorkbookDamaged, Spreadsheet, NotATable."""
        stream, macros = stream_of(data)
        with as_damage():
            self._book = _opened(stream)
            self._shown = list(self._shows())
            found = self._sheets()
        if not found:
            raise WorkbookDamaged
        self._places, left_out = seen_sheets(found)
        self.parts = tuple(Part(name, len(data), "sheet") for name in self._places)
        self.notices = (*([said_of_macros()] if macros else ()), *left_out)

    def _sheets(self) -> list[tuple[str, int, bool]]:
        """Give name, position, and whether it is hidden, of each sheet; of those at one place the first."""
        hidden: list[int] = self._book._sheet_visibility  # type: ignore[attr-defined]  # else known of sheets read only
        places: list[int] = self._book._sh_abs_posn  # type: ignore[attr-defined]
        found: dict[int, tuple[str, int, bool]] = {}
        for position, name in enumerate(self._book.sheet_names()):
            found.setdefault(places[position], (name, position, bool(hidden[position])))
        return list(found.values())

    def _shows(self) -> Iterator[Show]:
        """Give how the numbers of each cell style are shown."""
        for style in self._book.xf_list:
            found = self._book.format_map.get(style.format_key)
            code = found.format_str if found and style.format_key >= 164 else ""
            yield shower(style.format_key, code, self._book.datemode == 1)

    def is_filled(self, name: str) -> bool:
        """Say whether anything stands in a sheet."""
        with as_damage():
            sheet = self._sheet(name)
            return any(not _FILLED.isdisjoint(sheet.row_types(row)) for row in range(sheet.nrows))

    def table(self, name: str, most_rows: int) -> Table:
        """Give a sheet as a table, its rows as a stream. Going through them raises of limits."""
        notices = list(self.notices)
        with as_damage():
            sheet = self._sheet(name)
        merges = [Merge(top + 1, left, bottom, right - 1) for top, bottom, left, right in sheet.merged_cells]
        merges = sorted(merges[:MOST_MERGES], key=lambda merge: merge.top)
        return Table(as_rows(self._numbered(sheet, most_rows, notices), merges), "", "", False, notices)

    def _sheet(self, name: str) -> Sheet:
        """Read a sheet; one at a time is kept."""
        place = self._places[name]
        for other in self._places.values():
            if other != place and self._book.sheet_loaded(other):
                self._book.unload_sheet(other)
        return self._book.sheet_by_index(place)

    def _numbered(self, sheet: Sheet, most_rows: int, notices: list[str]) -> Iterator[tuple[int, Cells]]:
        oddities, gatherer = Oddities(), Gatherer(most_rows)
        for row in range(sheet.nrows):
            gatherer.begin(row + 1)
            with as_damage():
                kinds, values = sheet.row_types(row), sheet.row_values(row)
                for column, kind in enumerate(kinds):
                    if kind in _FILLED and (text := self._text(kind, values[column], sheet, row, column, oddities)):
                        gatherer.put(column, text)
            gatherer.finish()
            yield from gatherer.taken()
        notices += oddities.sentences()

    def _text(self, kind: int, value: str | float, sheet: Sheet, row: int, column: int, oddities: Oddities) -> str:
        if isinstance(value, str):
            return value
        if kind == xlrd.XL_CELL_BOOLEAN:
            return "Yes" if value else "No"
        if kind == xlrd.XL_CELL_ERROR:
            return error_text_from_code.get(int(value), "#N/A")
        number = float(value)
        if abs(number) >= 1e15:
            oddities.long_numbers += 1
        style = sheet.cell_xf_index(row, column)
        return self._shown[style](number) if 0 <= style < len(self._shown) else plain(number)


def _opened(stream: bytes) -> xlrd.book.Book:
    try:
        return xlrd.open_workbook(
            file_contents=stream, logfile=Silence(), formatting_info=True, on_demand=True, ragged_rows=True
        )
    except XLRDError as error:
        raise WorkbookLocked if "encrypted" in str(error) else WorkbookDamaged from error
