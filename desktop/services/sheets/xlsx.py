"""XLSX workbooks by openpyxl: which sheets there are, and the rows of each as a stream.

Only values are read: macros, links, pictures, comments and connections stay where they are. Of openpyxl, the readers of
the parts that hold values are called, one by one, so that no other part is opened; a workbook of its own it would also
read for its theme, charts and names. The dimension that a sheet states is not believed (IMP-07).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import Final

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import Stylesheet
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.xml.constants import ARC_STYLE
from openpyxl.xml.functions import fromstring

from desktop.services.sheets.archive import Archive, check_parts
from desktop.services.sheets.damage import as_damage
from desktop.services.sheets.errors import WorkbookDamaged
from desktop.services.sheets.grid import MOST_MERGES, Cells, Gatherer, Merge, Oddities, as_rows
from desktop.services.sheets.listing import said_of_links, said_of_macros, said_of_styles, seen_sheets
from desktop.services.sheets.numbers import Show, plain, shower
from desktop.services.sheets.text import MOST_ROWS
from desktop.services.sheets.types import Part, Table
from desktop.services.sheets.xlsx_cells import SheetReader
from desktop.services.sheets.xlsx_parts import Parts

# openpyxl finds merged cells only where it holds the whole sheet in memory.
_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_MOST_LISTED: Final = 5000


class _WorkbookReader(ExcelReader):
    """openpyxl's reader of workbooks, on parts that are watched."""

    def __init__(self, parts: Parts) -> None:
        self.archive = parts  # type: ignore[assignment]  # which does what is asked of a ZipFile
        self.valid_files = parts.namelist()
        self.read_only = self.data_only = True
        self.keep_vba = self.keep_links = self.rich_text = False
        self.shared_strings = []
        with as_damage(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.read_manifest()
            self.read_workbook()
        self.styles, self.styled = self._styles()

    def _styles(self) -> tuple[Stylesheet | None, bool]:
        """Give how cells are shown, and False where that cannot be read: some systems write what openpyxl refuses."""
        try:
            with as_damage(), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = fromstring(self.archive.read(ARC_STYLE)) if ARC_STYLE in self.valid_files else None
                # The stubs want a tree narrower than ElementTree's.
                return (None if tree is None else Stylesheet.from_tree(tree)), True  # type: ignore[arg-type]
        except WorkbookDamaged:
            return None, False


class Xlsx:
    """A workbook. `parts` are the sheets that are seen; `notices` say what of it was left alone."""

    def __init__(self, archive: Archive) -> None:
        """Weigh and check the archive, and read which sheets it has.

        Raises WorkbookTooLarge, WorkbookDamaged, UnsafeMarkup.
        """
        archive.check_workbook()
        check_parts(archive)
        self._archive = archive
        self._parts = Parts(archive)
        self._reader = _WorkbookReader(self._parts)
        self._texts: list[str] | None = None
        with as_damage():
            self._shown = list(self._shows())
            self._places, left_out = seen_sheets(self._sheets())
            self.notices = (*self._notices(), *left_out)
        self.parts = tuple(Part(name, archive.size(place), "sheet") for name, place in self._places.items())

    def _sheets(self) -> list[tuple[str, str, bool]]:
        """Give name, place, and whether it is hidden, of each sheet that is in the file."""
        found: dict[str, tuple[str, str, bool]] = {}
        self._reader.parser.sheets = list(self._reader.parser.sheets)[:_MOST_LISTED]
        for sheet, relation in self._reader.parser.find_sheets():
            place = self._parts.name_of(relation.Target)
            if relation.Type.endswith("/worksheet") and relation.TargetMode != "External" and place:
                found.setdefault(place, (sheet.name or "", place, sheet.state != "visible"))
        if not found:
            raise WorkbookDamaged
        return list(found.values())

    def _shows(self) -> Iterator[Show]:
        """Give how the numbers of each cell style are shown."""
        styles, from_1904 = self._reader.styles, self._reader.wb.epoch == CALENDAR_MAC_1904
        if styles is None:
            return
        for style in styles.cell_styles:
            own = style.numFmtId - BUILTIN_FORMATS_MAX_SIZE
            code = styles.number_formats[own] if 0 <= own < len(styles.number_formats) else ""
            yield shower(style.numFmtId, code, from_1904)

    def _notices(self) -> Iterator[str]:
        names = [name.lower() for name in self._archive.members]
        if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
            yield said_of_macros()
        if not self._reader.styled:
            yield said_of_styles()
        outside = any(relation.TargetMode == "External" for relation in self._reader.parser.rels.values())  # type: ignore[attr-defined]  # it is a dictionary by id
        if outside or any("/externallinks/" in name for name in names):
            yield said_of_links()

    def is_filled(self, name: str) -> bool:
        """Say whether anything stands in a sheet."""
        return next(self._numbered(self._places[name], MOST_ROWS, Oddities(), []), None) is not None

    def table(self, name: str, most_rows: int) -> Table:
        """Give a sheet as a table, its rows as a stream. Raises WorkbookDamaged, TooMuchText."""
        place = self._places[name]
        notices = list(self.notices)
        rows = as_rows(self._numbered(place, most_rows, Oddities(), notices), self._merges(place))
        return Table(rows, "", "", False, notices)

    def _numbered(
        self, place: str, most_rows: int, oddities: Oddities, notices: list[str]
    ) -> Iterator[tuple[int, Cells]]:
        reader = SheetReader(Gatherer(most_rows), self._all_texts(), self._shown or [plain], oddities)
        yield from reader.rows(self._parts.rows(place))
        notices += oddities.sentences()

    def _merges(self, place: str) -> list[Merge]:
        """Find the merged cells, which stand behind the rows: hence before them, by their letters alone."""
        found: list[Merge] = []
        rest = b""
        for piece in self._archive.part(place):
            window = rest + piece
            if b"mergeCell" in window and len(found) < MOST_MERGES:
                for left, top, right, bottom in _MERGED.findall(window):
                    found.append(Merge(int(top), _column(left), int(bottom), _column(right)))
            rest = window[-200:]
        return sorted(dict.fromkeys(found), key=lambda merge: merge.top)

    def _all_texts(self) -> list[str]:
        if self._texts is None:
            with as_damage():
                self._reader.read_strings()
            self._texts = self._reader.shared_strings
        return self._texts


def _column(letters: bytes) -> int:
    """Give the position of a column, 0-based; one that no sheet has is far to the right."""
    try:
        return column_index_from_string(letters.decode()) - 1
    except ValueError:
        return 20_000
