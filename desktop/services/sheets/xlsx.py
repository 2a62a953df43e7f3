"""XLSX workbooks: which sheets there are, and the rows of each as a stream.

Source: ECMA-376 part 1 (SpreadsheetML), transitional and strict alike, since prefixes and namespaces are not looked at.
Only values are read: macros, links, pictures, comments and connections stay where they are. The dimension that a
sheet states is not believed (IMP-07): rows are counted as they come.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from desktop.services.sheets.archive import Archive, check_parts
from desktop.services.sheets.errors import TooMuchText, WorkbookDamaged
from desktop.services.sheets.grid import MOST_MERGES, MOST_TEXT, Cells, Gatherer, Merge, Oddities, as_rows
from desktop.services.sheets.listing import said_of_links, said_of_macros, seen_sheets
from desktop.services.sheets.markup import Attributes, Reader
from desktop.services.sheets.numbers import Show, plain, shower
from desktop.services.sheets.streaming import read_part, streamed
from desktop.services.sheets.text import MOST_CELL, MOST_ROWS
from desktop.services.sheets.types import Part, Table
from desktop.services.sheets.xlsx_cells import SheetReader, column_of, unescaped

_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_LOOK_AT: Final = 16  # pieces: a megabyte
_MOST_LISTED: Final = 5000
_MOST_STRINGS: Final = 2_000_000
_MOST_FORMATS: Final = 70_000


class _Relations(Reader):
    """The targets of a part's relations by their id, and by the last word of their kind."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = base
        self.targets: dict[str, tuple[str, str]] = {}
        self.outside: set[str] = set()

    def start(self, name: str, attributes: Attributes) -> None:
        if name != "Relationship" or len(self.targets) > _MOST_LISTED:
            return
        kind = attributes.get("Type", "").rpartition("/")[2]
        if attributes.get("TargetMode") == "External":
            self.outside.add(kind)
            return
        target = attributes.get("Target", "").replace("\\", "/")
        place = posixpath.normpath(posixpath.join("/", self._base, target)).lstrip("/")
        self.targets[attributes.get("Id", "")] = (kind, place)

    def of_kind(self, kind: str) -> str:
        return next((place for found, place in self.targets.values() if found == kind), "")


class _Workbook(Reader):
    """The sheets by name with the id of their relation, whether they are hidden, and how days are counted."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, bool]] = []
        self.from_1904 = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true", "on")
        elif name == "sheet" and len(self.sheets) < _MOST_LISTED:
            relation = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            self.sheets.append((attributes.get("name", ""), relation, "idden" in attributes.get("state", "")))


class _Styles(Reader):
    """How the numbers of each cell style are shown."""

    def __init__(self, from_1904: bool) -> None:
        super().__init__()
        self._from_1904 = from_1904
        self._codes: dict[int, str] = {}
        self._within = False
        self.shown: list[Show] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt" and len(self._codes) < _MOST_FORMATS:
            self._codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._within = True
        elif name == "xf" and self._within and len(self.shown) < _MOST_FORMATS:
            number = _number(attributes.get("numFmtId"))
            self.shown.append(shower(number, self._codes.get(number, ""), self._from_1904))

    def end(self, name: str) -> None:
        self._within = self._within and name != "cellXfs"


class _Strings(Reader):
    """The texts that cells share. How to say a text (phonetic runs) is no part of it."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._length = self._total = 0
        self._aside = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "si":
            self._pieces, self._length = [], 0
        elif name == "rPh":
            self._aside = True
        elif name == "t" and not self._aside:
            self.listen(self._hear)

    def _hear(self, text: str) -> None:
        if self._length <= MOST_CELL:
            self._pieces.append(text)
            self._length += len(text)

    def end(self, name: str) -> None:
        if name == "t":
            self.listen(None)
        elif name == "rPh":
            self._aside = False
        elif name == "si":
            self.texts.append(unescaped("".join(self._pieces)))
            self._total += self._length
            if len(self.texts) > _MOST_STRINGS or self._total > MOST_TEXT:
                raise TooMuchText(row=1)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


class Xlsx:
    """A workbook. `parts` are the sheets that are seen; `notices` say what of it was left alone."""

    def __init__(self, archive: Archive) -> None:
        """Weigh and check the archive, and read which sheets it has.

        Raises WorkbookTooLarge, WorkbookDamaged, UnsafeMarkup.
        """
        archive.check_workbook()
        self._archive = archive
        self._names = {name.lower(): name for name in archive.members}
        self._outside: set[str] = set()
        check_parts(archive)
        main = self._relations("").of_kind("officeDocument") or "xl/workbook.xml"
        self._workbook = _Workbook()
        self._parse(self._workbook, main)
        self._targets = self._relations(main)
        self._texts: list[str] | None = None
        self._shown: list[Show] | None = None
        self._places, left_out = seen_sheets(self._sheets())
        self.parts = tuple(Part(name, archive.size(place), "sheet") for name, place in self._places.items())
        self.notices = (*self._notices(), *left_out)

    def _relations(self, part: str) -> _Relations:
        folder, _, name = part.rpartition("/")
        found = _Relations(folder)
        place = self._names.get(posixpath.join(folder, "_rels", f"{name}.rels").lower())
        if place:
            self._parse(found, place)
        self._outside |= found.outside
        return found

    def _parse(self, reader: Reader, place: str) -> None:
        read_part(reader, self._archive.part(self._names.get(place.lower(), "")))

    def _sheets(self) -> list[tuple[str, str, bool]]:
        """Give name, place, and whether it is hidden, of each sheet that is in the file."""
        found: dict[str, tuple[str, str, bool]] = {}
        for name, relation, hidden in self._workbook.sheets:
            kind, place = self._targets.targets.get(relation, ("", ""))
            if kind == "worksheet" and place.lower() in self._names:
                found.setdefault(place.lower(), (name, self._names[place.lower()], hidden))
        if not found:
            raise WorkbookDamaged
        return list(found.values())

    def _notices(self) -> Iterator[str]:
        names = self._names.keys()
        if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
            yield said_of_macros()
        if any("/externallinks/" in name for name in names) or self._outside:
            yield said_of_links()

    def is_filled(self, name: str) -> bool:
        """Say whether anything stands in a sheet, as far as its beginning tells."""
        pieces = self._archive.part(self._places[name])
        gatherer = Gatherer(MOST_ROWS)
        reader = SheetReader(gatherer, self._all_texts(), self._all_shown(), Oddities())
        for piece in islice(pieces, _LOOK_AT):
            reader.feed(piece)
            if gatherer.rows:
                return True
        return next(pieces, None) is not None

    def table(self, name: str, most_rows: int) -> Table:
        """Give a sheet as a table, its rows as a stream. Raises WorkbookDamaged, TooMuchText."""
        place = self._places[name]
        notices = list(self.notices)
        oddities = Oddities()
        rows = as_rows(self._numbered(place, most_rows, oddities, notices), self._merges(place))
        return Table(rows, "", "", False, notices)

    def _numbered(
        self, place: str, most_rows: int, oddities: Oddities, notices: list[str]
    ) -> Iterator[tuple[int, Cells]]:
        gatherer = Gatherer(most_rows)
        reader = SheetReader(gatherer, self._all_texts(), self._all_shown(), oddities)
        yield from streamed(reader, self._archive.part(place), gatherer, oddities, notices)

    def _merges(self, place: str) -> list[Merge]:
        """Find the merged cells, which stand behind the rows: hence before them, by their letters alone."""
        found: list[Merge] = []
        rest = b""
        for piece in self._archive.part(place):
            window = rest + piece
            if b"mergeCell" in window and len(found) < MOST_MERGES:
                for left, top, right, bottom in _MERGED.findall(window):
                    found.append(Merge(int(top), column_of(left.decode()), int(bottom), column_of(right.decode())))
            rest = window[-200:]
        return sorted(dict.fromkeys(found), key=lambda merge: merge.top)

    def _all_texts(self) -> list[str]:
        if self._texts is None:
            strings = _Strings()
            place = self._targets.of_kind("sharedStrings")
            if place and place.lower() in self._names:
                self._parse(strings, place)
            self._texts = strings.texts
        return self._texts

    def _all_shown(self) -> list[Show]:
        if self._shown is None:
            styles = _Styles(self._workbook.from_1904)
            place = self._targets.of_kind("styles")
            if place and place.lower() in self._names:
                self._parse(styles, place)
            self._shown = styles.shown or [plain]
        return self._shown
