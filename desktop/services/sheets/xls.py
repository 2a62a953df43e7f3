"""XLS workbooks of Excel 5 to 2003 and of the many programs that still write them: sheets, and the rows of each.

Source: [MS-XLS]. Only values are read. Written here rather than left to a library, since what a file says of itself
must not reserve memory: the readers at hand end the whole program on one damaged file in two thousand.
"""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from desktop.services.sheets.compound import Compound
from desktop.services.sheets.errors import NotATable, Spreadsheet, WorkbookDamaged, WorkbookLocked
from desktop.services.sheets.grid import Cells, Gatherer, Merge, Oddities, as_rows
from desktop.services.sheets.listing import said_of_macros, seen_sheets
from desktop.services.sheets.numbers import Show, shower
from desktop.services.sheets.types import Part, Table
from desktop.services.sheets.xls_cells import CellReader, has_cells, survey
from desktop.services.sheets.xls_records import BOF, CONTINUE, END, SHARED_TEXTS, records, shared_texts, text_of

_CODEPAGE, _DATEMODE, _FORMAT, _XF, _BOUNDSHEET, _FILEPASS = 0x42, 0x22, 0x41E, 0xE0, 0x85, 0x2F
_BIFF8, _BIFF5 = 0x600, 0x500
_STARTS: Final = (b"\x09\x08\x10\x00\x00\x06", b"\x09\x08\x08\x00\x00\x05", b"\x09\x08\x08\x00\x00\x06")
_MOST_LISTED: Final = 1000
_MAC: Final = {10000: "mac_roman", 32768: "mac_roman", 32769: "cp1252", 367: "ascii", 1200: "cp1252"}
_OTHERS: Final = frozenset({"WordDocument", "PowerPoint Document", "__properties_version1.0", "VisioDocument"})


@dataclass(slots=True)
class _Globals:
    """What a workbook says before its sheets."""

    codepage: str = ""
    from_1904: bool = False
    codes: dict[int, str] = field(default_factory=dict)
    formats: list[int] = field(default_factory=list)
    sheets: list[tuple[str, int, bool]] = field(default_factory=list)
    """Name, place in the stream, and whether it is hidden."""
    blocks: list[bytes] = field(default_factory=list)


def is_bare_xls(data: bytes) -> bool:
    """Say whether this is an XLS stream without the compound file around it, as some systems write it."""
    return data.startswith(_STARTS)


class Xls:
    """A workbook. `parts` are the sheets that are seen; `notices` say what of it was left alone."""

    def __init__(self, data: bytes) -> None:
        """Read which sheets there are. Raises WorkbookLocked, WorkbookDamaged, Spreadsheet, NotATable, TooMuchText."""
        macros = False
        self._surveyed: dict[int, tuple[list[Merge], bool]] = {}
        self._stream = data
        if not is_bare_xls(data):
            compound = Compound(data)
            self._stream = _stream_of(compound)
            macros = bool(compound.names & {"_VBA_PROJECT_CUR", "VBA"})
        try:
            found = _globals(self._stream)
            self._texts = shared_texts(found.blocks) if found.blocks else []
        except struct.error as error:
            raise WorkbookDamaged from error
        self._codepage = found.codepage
        self._shown: list[Show] = [
            shower(number, found.codes.get(number, ""), found.from_1904) for number in found.formats
        ]
        if not found.sheets:
            raise WorkbookDamaged
        self._places, left_out = seen_sheets(found.sheets)
        ends = sorted({*(place for _, place, _ in found.sheets), len(self._stream)})
        sizes = {place: next((end - place for end in ends if end > place), 0) for place in self._places.values()}
        self.parts = tuple(Part(name, sizes[place], "sheet") for name, place in self._places.items())
        self.notices = (*([said_of_macros()] if macros else ()), *left_out)

    def is_filled(self, name: str) -> bool:
        """Say whether anything stands in a sheet, as far as its beginning tells."""
        try:
            return has_cells(self._stream, self._places[name])
        except struct.error as error:
            raise WorkbookDamaged from error

    def table(self, name: str, most_rows: int) -> Table:
        """Give a sheet as a table, its rows as a stream. Going through them raises WorkbookDamaged and of limits."""
        place = self._places[name]
        notices = list(self.notices)
        if place not in self._surveyed:
            try:
                self._surveyed[place] = survey(self._stream, place)
            except struct.error as error:
                raise WorkbookDamaged from error
        merges, in_order = self._surveyed[place]
        rows = as_rows(self._numbered(place, most_rows, in_order, notices), merges)
        return Table(rows, "", "", False, notices)

    def _numbered(self, place: int, most_rows: int, in_order: bool, notices: list[str]) -> Iterator[tuple[int, Cells]]:
        oddities = Oddities()
        gatherer = Gatherer(most_rows)
        reader = CellReader(self._stream, place, self._texts, self._shown, self._codepage, oddities)
        try:
            cells = reader.cells()
            row = -1
            for at, column, text in cells if in_order else reader.sorted_cells(cells):
                if at != row:
                    if row >= 0:
                        gatherer.finish()
                        yield from gatherer.taken()
                    row = at
                    gatherer.begin(row + 1)
                gatherer.put(column, text)
            if row >= 0:
                gatherer.finish()
                yield from gatherer.taken()
        except struct.error as error:
            raise WorkbookDamaged from error
        notices += oddities.sentences()


def _stream_of(compound: Compound) -> bytes:
    if "EncryptedPackage" in compound.names:
        raise WorkbookLocked
    for name in ("Workbook", "WORKBOOK", "Book", "BOOK"):
        if name in compound.names:
            return compound.stream(name)
    raise NotATable if compound.names & _OTHERS else WorkbookDamaged


def _globals(stream: bytes) -> _Globals:
    found = _Globals()
    within_texts = False
    for index, (kind, data) in enumerate(records(stream, 0)):
        if index == 0:
            _check_version(kind, data, found)
        elif kind == CONTINUE:
            if within_texts:
                found.blocks.append(data)
            continue
        elif kind == _FILEPASS:
            raise WorkbookLocked
        elif kind == END:
            break
        elif kind == SHARED_TEXTS:
            found.blocks = [data]
        else:
            _take(kind, data, found)
        within_texts = kind == SHARED_TEXTS
    return found


def _check_version(kind: int, data: bytes, found: _Globals) -> None:
    if kind != BOF:
        raise Spreadsheet if kind in (0x09, 0x209, 0x409) else WorkbookDamaged
    (version,) = struct.unpack_from("<H", data)
    if version not in (_BIFF8, _BIFF5):
        raise Spreadsheet
    found.codepage = "" if version == _BIFF8 else "cp1252"


def _take(kind: int, data: bytes, found: _Globals) -> None:
    if kind == _CODEPAGE and found.codepage:
        found.codepage = _python_name(struct.unpack_from("<H", data)[0])
    elif kind == _DATEMODE:
        found.from_1904 = data[:1] == b"\1"
    elif kind == _FORMAT:
        (number,) = struct.unpack_from("<H", data)
        found.codes[number] = text_of(data, 2, found.codepage, short=bool(found.codepage))
    elif kind == _XF:
        found.formats.append(struct.unpack_from("<HH", data)[1])
    elif kind == _BOUNDSHEET:
        place, state, sort = struct.unpack_from("<IBB", data)
        if sort == 0 and len(found.sheets) < _MOST_LISTED:
            name = text_of(data, 6, found.codepage, short=True)
            found.sheets.append((name, place, bool(state & 3)))


def _python_name(number: int) -> str:
    name = _MAC.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
