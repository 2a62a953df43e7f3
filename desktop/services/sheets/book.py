"""A file or folder of a school as a book of named tables, whatever program wrote it.

Everything is read once, into memory; nothing is unpacked to disk, executed or followed. What kind a file is, its
first bytes say: its ending lies too often.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from desktop.services.files import read_unchanged
from desktop.services.refusals import sentences
from desktop.services.sheets.archive import Archive
from desktop.services.sheets.bundle import MOST_TOGETHER, folder_bundle, zip_bundle
from desktop.services.sheets.errors import NoSuchPart
from desktop.services.sheets.kinds import Known, Source, is_zip, open_file, open_zip
from desktop.services.sheets.text import MOST_ROWS
from desktop.services.sheets.types import Part, Table


def none_known(_cells: Sequence[str]) -> int:
    """Recognise no column, so that the rows themselves settle how they are divided."""
    return 0


@dataclass(frozen=True)
class Book:
    """What `open_book` gives. kind: text, xlsx, xls, ods, xml, zip or folder; an XLS may be one by name only."""

    kind: str
    source: Source
    digest_of: Callable[[], str]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The tables in it, by names that are unique; sheets that are hidden or empty are none."""
        return self.source.parts

    @property
    def notices(self) -> tuple[str, ...]:
        """Translated sentences about the book as a whole, such as spreadsheets in a folder that cannot be read."""
        return self.source.notices

    def table(self, name: str, known: Known = none_known, most_rows: int = MOST_ROWS) -> Table:
        """Give a part as a table with fresh rows. `known` counts the recognised column names in a row of text.

        Raises NoSuchPart, and of what the part is. Going through the rows raises of limits.
        """
        return self.source.table(self.part(name).name, known, most_rows)

    def content(self, name: str) -> bytes:
        """Give the bytes of a part of text or XML. Raises NoSuchPart, Spreadsheet, TooLarge, and of markup."""
        return self.source.content(self.part(name).name)

    def part(self, name: str) -> Part:
        """Give the part of that name, however its capitals and blanks are written. Raises NoSuchPart."""
        wanted = " ".join(name.split()).casefold()
        for fits in (lambda other: other == name, lambda other: " ".join(other.split()).casefold() == wanted):
            found = [part for part in self.parts if fits(part.name)]
            if len(found) == 1:
                return found[0]
        raise NoSuchPart(names=", ".join(part.name for part in self.parts[:20]))

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the file; of a folder, that of the names and contents of its files. Raises FileRefused."""
        return self.digest_of()


def open_book(path: Path) -> Book:
    """Open a file or folder. Raises SheetRefused (one class per situation, errors.py) and FileRefused."""
    with sentences():
        is_folder = path.is_dir()
    if is_folder:
        bundle = folder_bundle(path)
        return Book("folder", bundle, bundle.digest)
    data = read_unchanged(path, MOST_TOGETHER)
    kind, source = _opened(data, path.name)
    digest = hashlib.sha256(data).hexdigest()
    return Book(kind, source, lambda: digest)


def _opened(data: bytes, name: str) -> tuple[str, Source]:
    if is_zip(data):
        archive = Archive(data)
        if open_zip_found := open_zip(archive):
            return open_zip_found
        return "zip", zip_bundle(archive)
    return open_file(data, name)
