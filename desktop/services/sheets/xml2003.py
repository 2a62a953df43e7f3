"""XML spreadsheets of 2003, which school systems still export and call .xls: sheets, and the rows of each as a stream.

Source: "XML Spreadsheet Reference" of Office XP and 2003 (SpreadsheetML).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desktop.services.sheets.errors import TooManyRows, WorkbookDamaged
from desktop.services.sheets.grid import LAST_ROW, MOST_MERGES, Gatherer, Merge, Oddities, as_rows
from desktop.services.sheets.listing import seen_sheets
from desktop.services.sheets.markup import Attributes, Reader, in_pieces
from desktop.services.sheets.numbers import Show, iso, plain, shower
from desktop.services.sheets.streaming import read_part, streamed
from desktop.services.sheets.text import MOST_CELL, MOST_ROWS
from desktop.services.sheets.types import Part, Table

ROOT: Final = "Workbook"
_BOOLEANS: Final = {"1": "Yes", "0": "No"}
_CUSTOM: Final = 164
_MOST_FORMATS: Final = 70_000
_MOST_LISTED: Final = 1000
_LONGEST_NUMBER: Final = 400


@dataclass(slots=True)
class _Listed:
    name: str
    rows: int = 0
    hidden: bool = False
    filled: bool = False


class _Listing(Reader):
    """The sheets with their names, and how each style shows numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[_Listed] = []
        self.shown: dict[str, Show] = {}
        self._style = ""

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "Worksheet" and len(self.sheets) < _MOST_LISTED:
            self.sheets.append(_Listed(attributes.get("ss:Name", "")))
        elif name == "Row" and self.sheets:
            self.sheets[-1].rows += 1
        elif name == "Data" and self.sheets:
            self.sheets[-1].filled = True
        elif name == "Visible" and self.sheets:
            self.listen(self._hear)
        elif name == "Style":
            self._style = attributes.get("ss:ID", "")
        elif name == "NumberFormat" and len(self.shown) < _MOST_FORMATS:
            self.shown[self._style] = shower(_CUSTOM, attributes.get("ss:Format", ""), from_1904=False)

    def _hear(self, text: str) -> None:
        if "Hidden" in text:
            self.sheets[-1].hidden = True

    def end(self, name: str) -> None:
        if name == "Visible":
            self.listen(None)


class _Sheet(Reader):
    """Gathers the rows of one sheet."""

    def __init__(self, position: int, gatherer: Gatherer, shown: dict[str, Show], oddities: Oddities) -> None:
        super().__init__()
        self._position, self._gatherer, self._shown, self._oddities = position, gatherer, shown, oddities
        self._sheet = -1
        self._number = self._column = self._rows = 0
        self._cell: Attributes | None = None
        self._kind = ""
        self._pieces: list[str] = []
        self._length = 0
        self.merges: list[Merge] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "Worksheet":
            self._sheet += 1
        elif self._sheet != self._position:
            return
        elif name == "Row":
            self._begin_row(attributes)
        elif name == "Cell":
            self._column = _index(attributes.get("ss:Index"), self._column + 1)
            self._cell, self._kind, self._pieces, self._length = attributes, "", [], 0
        elif name == "Data" and self._cell is not None:
            self._kind = attributes.get("ss:Type", "String")
            self.listen(self._hear)

    def _begin_row(self, attributes: Attributes) -> None:
        self._rows += 1
        if self._rows > LAST_ROW:
            raise TooManyRows(row=self._rows, most=MOST_ROWS)
        self._number = _index(attributes.get("ss:Index"), self._number + 1)
        self._gatherer.begin(self._number)
        self._column = 0

    def _hear(self, text: str) -> None:
        if self._length <= MOST_CELL:
            self._pieces.append(text)
            self._length += len(text)

    def end(self, name: str) -> None:
        if self._sheet != self._position:
            return
        if name == "Data":
            self.listen(None)
        elif name == "Cell" and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif name == "Row":
            self._gatherer.finish()
        elif name == "Table":
            self.done = True

    def _end_cell(self, cell: Attributes) -> None:
        text = self._text(cell, "".join(self._pieces))
        wide, tall = _index(cell.get("ss:MergeAcross"), 0), _index(cell.get("ss:MergeDown"), 0)
        if text:
            self._gatherer.put(self._column - 1, text)
            if (wide or tall) and len(self.merges) < MOST_MERGES:
                left = self._column - 1
                self.merges.append(Merge(self._number, left, self._number + tall, left + wide))
        self._column += wide

    def _text(self, cell: Attributes, value: str) -> str:
        if self._kind == "Number":
            return self._number_text(value, cell.get("ss:StyleID", "Default"))
        if self._kind == "DateTime":
            try:
                found = datetime.fromisoformat(value)
            except ValueError:
                return value
            return found.strftime("%H:%M") if found.year < 1900 else iso(found)
        if self._kind == "Boolean":
            return _BOOLEANS.get(value, value)
        if "ss:Formula" in cell and not value:
            self._oddities.formulas += 1
            return cell["ss:Formula"]
        return value

    def _number_text(self, value: str, style: str) -> str:
        try:
            number = float(value) if len(value) < _LONGEST_NUMBER else None
        except ValueError:
            number = None
        if number is None:
            return value
        if abs(number) >= 1e15:
            self._oddities.long_numbers += 1
        return self._shown.get(style, plain)(number)


def _index(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else otherwise


class Xml2003:
    """A workbook. `parts` are the sheets that are seen; `notices` say what of it was left alone."""

    def __init__(self, data: bytes) -> None:
        """Read which sheets there are. Raises WorkbookDamaged, UnsafeMarkup."""
        self._data = data
        listing = _Listing()
        read_part(listing, in_pieces(data))
        self._shown = listing.shown
        found = [(sheet.name, position, sheet.hidden) for position, sheet in enumerate(listing.sheets)]
        if not found:
            raise WorkbookDamaged
        self._positions, left_out = seen_sheets(found)
        self._listed = listing.sheets
        rows = {name: listing.sheets[position].rows for name, position in self._positions.items()}
        self.parts = tuple(Part(name, size, "sheet") for name, size in rows.items())
        self.notices = tuple(left_out)

    def is_filled(self, name: str) -> bool:
        """Say whether anything stands in a sheet."""
        return self._listed[self._positions[name]].filled

    def table(self, name: str, most_rows: int) -> Table:
        """Give a sheet as a table, its rows as a stream. Going through them raises WorkbookDamaged and of limits."""
        notices, oddities = list(self.notices), Oddities()
        gatherer = Gatherer(most_rows)
        sheet = _Sheet(self._positions[name], gatherer, self._shown, oddities)
        rows = as_rows(streamed(sheet, in_pieces(self._data), gatherer, oddities, notices), sheet.merges)
        return Table(rows, "", "", False, notices)
