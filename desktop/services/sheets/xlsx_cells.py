"""The cells of one XLSX sheet as openpyxl reads them, as texts. Knows no workbook: texts and formats are handed in.

Source: ECMA-376 part 1, 18.3.1.4 (c) and 18.18.11 (types of cells).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, SubElement

from openpyxl.worksheet._reader import FORMULA_TAG, INLINE_STRING, VALUE_TAG, WorkSheetParser

from desktop.services.sheets.damage import as_damage
from desktop.services.sheets.errors import WorkbookDamaged
from desktop.services.sheets.grid import Cells, Gatherer, Oddities
from desktop.services.sheets.numbers import Show, iso, plain
from desktop.services.sheets.xlsx_parts import WatchedRows

_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Undo how control characters are written in XLSX: _x000D_ for a carriage return."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found.group(1), 16)
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


class _Unkept(dict[str, Any]):
    """Sizes of rows, which openpyxl would keep for all of them."""

    def __setitem__(self, key: str, value: object) -> None:
        """Keep nothing."""


class _SheetParser(WorkSheetParser):
    """openpyxl's reader of a sheet, which shows a formula without a stored value and a value against its type."""

    def __init__(self, source: WatchedRows, texts: Sequence[str]) -> None:
        super().__init__(source, texts, data_only=True)
        self.row_dimensions = _Unkept()

    def parse_column_dimensions(self, col: object) -> None:
        """Leave the widths of columns alone."""

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """Read a cell: column, value, data_type ("f" for a formula without a value), style_id."""
        kind = element.get("t", "n")
        if kind == "inlineStr":
            _shorten(element)
        try:
            cell: dict[str, Any] = super().parse_cell(element)
        except (ValueError, OverflowError):
            if kind not in ("n", "b", "d"):
                raise
            element.set("t", "str")
            cell = super().parse_cell(element)
        if kind == "s" and (element.findtext(VALUE_TAG) or "").strip().startswith("-"):
            raise WorkbookDamaged  # which Python would count from the end
        if cell["value"] is None and kind not in ("str", "inlineStr"):
            formula = element.find(FORMULA_TAG)
            if formula is not None:
                cell["value"], cell["data_type"] = f"={formula.text}" if formula.text else "", "f"
        return cell


def _shorten(element: Element) -> None:
    """Make a plain text in a cell its value, which openpyxl reads ten times faster."""
    inline = element.find(INLINE_STRING)
    if inline is not None and len(inline) == 1 and inline[0].tag.endswith("}t"):
        for old in element.findall(VALUE_TAG):
            element.remove(old)
        SubElement(element, VALUE_TAG).text = inline[0].text
        element.set("t", "str")


class SheetReader:
    """Reads the rows of a sheet. `texts`: the shared ones; `shown`: how each style shows numbers."""

    def __init__(self, gatherer: Gatherer, texts: Sequence[str], shown: Sequence[Show], oddities: Oddities) -> None:
        """Begin a sheet."""
        self._gatherer, self._texts, self._shown, self._oddities = gatherer, texts, shown, oddities

    def rows(self, source: WatchedRows) -> Iterator[tuple[int, Cells]]:
        """Yield the rows that hold anything. Raises WorkbookDamaged, UnsafeMarkup, and of limits."""
        gatherer = self._gatherer
        with as_damage():
            try:
                for number, cells in _SheetParser(source, self._texts).parse():
                    gatherer.begin(number)
                    for cell in cells:
                        if text := self._text(cell):
                            gatherer.put(cell["column"] - 1, text)
                    gatherer.finish()
                    yield from gatherer.taken()
            except ParseError:
                if not source.done:  # else it was cut behind the rows
                    raise

    def _text(self, cell: dict[str, Any]) -> str:
        """Give what a person sees in the cell; a formula without a value as it is written."""
        value = cell["value"]
        if value is None:
            return ""
        if cell["data_type"] == "f":
            self._oddities.formulas += 1
        if isinstance(value, str):
            return unescaped(value)
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, int | float):
            return self._number(value, cell["style_id"])
        if isinstance(value, time):
            return value.isoformat("minutes" if not value.second else "seconds")
        return iso(value) if isinstance(value, date) else str(value)

    def _number(self, value: float, style: int) -> str:
        if abs(value) >= 1e15:
            self._oddities.long_numbers += 1
        return self._shown[style](value) if 0 <= style < len(self._shown) else plain(value)
