"""ODS workbooks (LibreOffice, Google): which sheets there are, and the rows of each as a stream.

Source: OpenDocument 1.3 part 3. Programs store a blank sheet as one cell repeated sixteen thousand times in one row
repeated a million times: repeats are counted, never made. Only values are read; links are not followed. Our own, since
python-calamine 0.9.1 gives 42 where 00042 is shown, tells neither merged cells nor formulas without values, and takes
654 MB for one cell in row 50,000 and column 191.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from desktop.services.sheets.archive import Archive, check_parts
from desktop.services.sheets.errors import NotATable, TooManyRows, WorkbookLocked
from desktop.services.sheets.grid import MOST_MERGES, Gatherer, Merge, Oddities, as_rows
from desktop.services.sheets.listing import said_of_links, said_of_macros, seen_sheets
from desktop.services.sheets.markup import Attributes, Reader, in_pieces
from desktop.services.sheets.numbers import iso, plain
from desktop.services.sheets.streaming import read_part, streamed
from desktop.services.sheets.text import MOST_CELL, MOST_COLUMNS, MOST_ROWS
from desktop.services.sheets.types import Part, Table

_CONTENT: Final = "content.xml"
_DURATION: Final = re.compile(r"-?P(?:(\d{1,6})D)?T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})(?:[.,]\d*)?S)?")
_ZEROS: Final = re.compile(r"[^\d]{0,20}0[\d\- /]{0,30}[^\d]{0,20}")
_BOOLEANS: Final = {"true": "Yes", "false": "No"}
_NUMBERS: Final = frozenset({"float", "percentage", "currency"})
# What may stand in a cell without being its text.
_ASIDE: Final = frozenset({"annotation", "shapes", "frame", "object", "ruby-text", "note", "tracked-changes", "g"})
_CELLS: Final = frozenset({"table-cell", "covered-table-cell"})
_OFTEN: Final = frozenset({"table:table-cell", "table:covered-table-cell", "text:p", "text:span"})
_HOLDS: Final = frozenset({"office:value-type", "table:formula"})
_MOST_LISTED: Final = 1000
_MOST_BLANK: Final = 3_000_000

Pieces = Callable[[], Iterable[bytes]]


@dataclass(slots=True)
class _Listed:
    """A table by the name of itself and of its style, and how many rows are written out."""

    name: str
    style: str
    rows: int = 0
    filled: bool = False


class _Listing(Reader):
    """Which tables stand in the document itself, which of them are hidden, and how many rows are written out."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[_Listed] = []
        self.hidden_styles: set[str] = set()
        self.linked = False
        self._style = ""
        self._home = -1

    def begin(self, name: str, attributes: Attributes) -> None:
        """Meet the start of an element; cells and texts, which there are most of, say nothing once there was one."""
        if name in _OFTEN and self.tables and self.tables[-1].filled:
            self.deeper()
        else:
            super().begin(name, attributes)

    def finish(self, name: str) -> None:
        """Meet the end of an element."""
        self.depth -= 1

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "spreadsheet":
            self._home = self.depth + 1
        elif name == "table" and self.depth == self._home and len(self.tables) < _MOST_LISTED:
            self.tables.append(_Listed(attributes.get("table:name", ""), attributes.get("table:style-name", "")))
        elif name == "table-row" and self.tables:
            self.tables[-1].rows += 1
        elif self.tables and (name == "p" or (name == "table-cell" and _HOLDS & attributes.keys())):
            self.tables[-1].filled = True
        elif name == "style":
            self._style = attributes.get("style:name", "")
        elif name == "table-properties" and attributes.get("table:display") == "false" and self._few():
            self.hidden_styles.add(self._style)
        elif name == "table-source":
            self.linked = True

    def _few(self) -> bool:
        return len(self.hidden_styles) < _MOST_LISTED


def _count(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and 0 < len(text) < 9 else 1


class _Sheet(Reader):
    """Gathers the rows of the table at a position among those of the document."""

    def __init__(self, position: int, gatherer: Gatherer, oddities: Oddities) -> None:
        super().__init__()
        self._position, self._gatherer, self._oddities = position, gatherer, oddities
        self._home = self._table = -1
        self._within = False
        self._number = self._column = 0
        self._row: list[tuple[int, int, str]] = []
        self._repeated = 1
        self._cell: Attributes | None = None
        self._paragraphs: list[str] = []
        self._length = self._aside = self._blank = 0
        self.merges: list[Merge] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if not self._within:
            self._look_for_table(name)
        elif self._aside or name in _ASIDE:
            self._aside += 1
        elif name == "table-row":
            self._row, self._column = [], 0
            self._repeated = _count(attributes.get("table:number-rows-repeated"))
        elif name in _CELLS:
            self._cell, self._paragraphs, self._length = attributes, [], 0
        elif self._cell is not None:
            self._start_text(name, attributes)

    def _look_for_table(self, name: str) -> None:
        if name == "spreadsheet":
            self._home = self.depth + 1
        elif name == "table" and self.depth == self._home:
            self._table += 1
            self._within = self._table == self._position

    def _start_text(self, name: str, attributes: Attributes) -> None:
        if name == "p":
            self._paragraphs.append("")
            self.listen(self._hear)
        elif name == "s":
            self._hear(" " * min(_count(attributes.get("text:c")), 1000))
        elif name in ("tab", "line-break"):
            self._hear(" ")

    def _hear(self, text: str) -> None:
        if self._paragraphs and not self._aside and self._length <= MOST_CELL:
            self._paragraphs[-1] += text
            self._length += len(text)

    def end(self, name: str) -> None:
        if not self._within:
            return
        if self._aside:
            self._aside -= 1
        elif name == "p":
            self.listen(None)
        elif name in _CELLS:
            self._end_cell(covered=name != "table-cell")
        elif name == "table-row":
            self._end_row()
        elif name == "table" and self.depth + 1 == self._home:
            self._within, self.done = False, True

    def _end_cell(self, *, covered: bool) -> None:
        cell, self._cell = self._cell or {}, None
        repeated = _count(cell.get("table:number-columns-repeated"))
        # What a merged cell covers is kept by the program, but nobody sees it.
        text = "" if covered else self._text(cell)
        if text and not text.isspace():
            self._row.append((self._column, repeated, text))
            if "table:number-columns-spanned" in cell:  # which stands with that of rows
                self._note_merge(cell)
        else:
            self._blank += 1
            if self._blank > _MOST_BLANK:
                raise TooManyRows(row=self._number + 1, most=MOST_ROWS)
        self._column += repeated

    def _note_merge(self, cell: Attributes) -> None:
        wide, tall = _count(cell.get("table:number-columns-spanned")), _count(cell.get("table:number-rows-spanned"))
        if (wide > 1 or tall > 1) and len(self.merges) < MOST_MERGES:
            top = self._number + 1
            self.merges.append(Merge(top, self._column, top + tall - 1, self._column + wide - 1))

    def _end_row(self) -> None:
        first = self._number + 1
        self._number += self._repeated
        if not self._row:
            return
        self._gatherer.begin(first)
        for column, repeated, text in self._row:
            for place in range(column, column + min(repeated, MOST_COLUMNS + 1)):
                self._gatherer.put(place, text)
        self._gatherer.finish(self._repeated)

    def _text(self, cell: Attributes) -> str:
        kind, shown = cell.get("office:value-type", ""), "\n".join(self._paragraphs)
        if kind in _NUMBERS:
            return self._number_text(cell.get("office:value", ""), shown)
        if kind == "date":
            return _date_text(cell.get("office:date-value", "")) or shown
        if kind == "time":
            return _time_text(cell.get("office:time-value", "")) or shown
        if kind == "boolean":
            return _BOOLEANS.get(cell.get("office:boolean-value", ""), shown)
        if kind == "string":
            return cell.get("office:string-value", shown)
        if "table:formula" in cell and not shown:
            self._oddities.formulas += 1
            return "=" + cell["table:formula"].partition("=")[2]
        return shown

    def _number_text(self, value: str, shown: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return shown or value
        if abs(number) >= 1e15:
            self._oddities.long_numbers += 1
        # Only the text that is shown has the leading zeros of a format such as 00000.
        text, digits = plain(number), "".join(c for c in shown if c.isdecimal())
        padded = digits.startswith("0") and len(digits) > len(text) and digits.lstrip("0") == text.lstrip("0")
        return shown.strip() if padded and _ZEROS.fullmatch(shown.strip()) else text


def _date_text(value: str) -> str:
    try:
        return iso(datetime.fromisoformat(value[:26]))
    except ValueError:
        return ""


def _time_text(value: str) -> str:
    found = _DURATION.fullmatch(value)
    if not found:
        return ""
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return f"{24 * days + hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


class Ods:
    """A workbook. `parts` are the sheets that are seen; `notices` say what of it was left alone."""

    def __init__(self, pieces: Pieces, notices: tuple[str, ...] = ()) -> None:
        """Read which sheets there are. `pieces` gives the document each time. Raises WorkbookDamaged, UnsafeMarkup."""
        self._pieces = pieces
        listing = _Listing()
        read_part(listing, pieces())
        found = [
            (listed.name, position, listed.style in listing.hidden_styles)
            for position, listed in enumerate(listing.tables)
        ]
        if not found:
            raise NotATable
        self._positions, left_out = seen_sheets(found)
        self._listed = listing.tables
        rows = {name: listing.tables[position].rows for name, position in self._positions.items()}
        self.parts = tuple(Part(name, size, "sheet") for name, size in rows.items())
        self.notices = (*notices, *([said_of_links()] if listing.linked else ()), *left_out)

    def is_filled(self, name: str) -> bool:
        """Say whether anything stands in a sheet."""
        return self._listed[self._positions[name]].filled

    def table(self, name: str, most_rows: int) -> Table:
        """Give a sheet as a table, its rows as a stream. Going through them raises WorkbookDamaged and of limits."""
        notices, oddities = list(self.notices), Oddities()
        gatherer = Gatherer(most_rows)
        sheet = _Sheet(self._positions[name], gatherer, oddities)
        rows = as_rows(streamed(sheet, self._pieces(), gatherer, oddities, notices), sheet.merges)
        return Table(rows, "", "", False, notices)


def open_ods(archive: Archive) -> Ods:
    """Weigh and check the archive, and read which sheets it has.

    Raises WorkbookTooLarge, WorkbookLocked, WorkbookDamaged, UnsafeMarkup, NotATable.
    """
    archive.check_workbook()
    if "encrypted-package" in archive.members or b"encryption-data" in _manifest(archive):
        raise WorkbookLocked
    check_parts(archive)
    macros = any(name.startswith(("Basic/", "Scripts/")) for name in archive.members)
    return Ods(lambda: archive.part(_CONTENT), (said_of_macros(),) if macros else ())


def _manifest(archive: Archive) -> bytes:
    name = "META-INF/manifest.xml"
    return b"".join(islice(archive.part(name), 16)) if name in archive.members else b""


def open_flat_ods(data: bytes) -> Ods:
    """Read the same from one XML file (.fods). Raises WorkbookDamaged, UnsafeMarkup, NotATable."""
    return Ods(lambda: in_pieces(data))
