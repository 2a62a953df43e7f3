"""What kind a file is, by its first bytes and not by its ending, and the reader for that kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from desktop.services.refusals import TooLarge
from desktop.services.sheets.archive import Archive
from desktop.services.sheets.errors import (
    BinaryWorkbook,
    EmptyFile,
    NotATable,
    NumbersFile,
    SheetRefused,
    Spreadsheet,
    ZipInZip,
)
from desktop.services.sheets.markup import check_markup, in_pieces, root_of
from desktop.services.sheets.ods import open_flat_ods, open_ods
from desktop.services.sheets.text import MOST_BYTES, read_table
from desktop.services.sheets.types import Part, Table
from desktop.services.sheets.web import Web
from desktop.services.sheets.xml2003 import ROOT, Xml2003

Known = Callable[[Sequence[str]], int]

MOST_XML: Final = 50 * 1024 * 1024
_ZIP_STARTS: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_COMPOUND_START: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# An XLS stream without the compound file around it, as some systems write it.
_BARE_XLS: Final = (b"\x09\x08\x10\x00\x00\x06", b"\x09\x08\x08\x00\x00\x05", b"\x09\x08\x08\x00\x00\x06")
_BLANK: Final = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_WEB: Final = re.compile(rb"<(?:!doctype\s+html|html|head|table|meta|style|body)", re.IGNORECASE)
_DECLARATION: Final = b"<?xml"


class Source(Protocol):
    """A file that has been opened: its parts, and the rows of each."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """The tables in it."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What is to be said of the whole; what is to be said of a part stands in its table."""

    def table(self, name: str, known: Known, most_rows: int) -> Table:
        """Give a part as a table."""

    def content(self, name: str) -> bytes:
        """Give the bytes of a part of text or XML."""


class TextFile:
    """A CSV file of any make: a book of one part."""

    def __init__(self, data: bytes, name: str) -> None:
        """Keep the bytes. Raises TooLarge."""
        _check_size(len(data))
        self._data = data
        self.parts = (Part(name, len(data)),)
        self.notices: tuple[str, ...] = ()

    def table(self, name: str, known: Known, most_rows: int) -> Table:
        """Give the rows. Raises as `text.read_table`."""
        return read_table(self._data, known, most_rows)

    def content(self, name: str) -> bytes:
        """Give the bytes."""
        return self._data


class XmlFile:
    """An XML file: content only, which has been read through once."""

    def __init__(self, data: bytes, name: str) -> None:
        """Check the bytes. Raises TooLarge, UnsafeMarkup, MarkupDamaged."""
        if len(data) > MOST_XML:
            raise TooLarge
        check_markup(data)
        self._data = data
        self.parts = (Part(name, len(data), "xml"),)
        self.notices: tuple[str, ...] = ()

    def table(self, name: str, known: Known, most_rows: int) -> Table:
        """Raise NotATable: which records make a table, only an area knows."""
        raise NotATable

    def content(self, name: str) -> bytes:
        """Give the bytes."""
        return self._data


class Sheets(Protocol):
    """What the readers of the makes of workbooks have in common."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """The sheets to read."""

    def is_filled(self, name: str) -> bool:
        """Say whether anything stands in a sheet, as far as that can be told without reading all of it."""

    def table(self, name: str, most_rows: int) -> Table:
        """Give a sheet as a table."""


class Workbook:
    """The sheets of a workbook that hold anything at all."""

    def __init__(self, book: Sheets) -> None:
        """Leave out the sheets that are empty. Raises EmptyFile where all are."""
        self._book = book
        self.notices: tuple[str, ...] = ()
        self.parts = tuple(part for part in book.parts if self._is_filled(part.name))
        if not self.parts:
            raise EmptyFile

    def _is_filled(self, name: str) -> bool:
        try:
            return self._book.is_filled(name)
        except SheetRefused:
            return True  # to be said when it is asked for

    def table(self, name: str, known: Known, most_rows: int) -> Table:
        """Give a sheet as a table."""
        return self._book.table(name, most_rows)

    def content(self, name: str) -> bytes:
        """Raise Spreadsheet: a sheet has no bytes of its own."""
        raise Spreadsheet


def is_zip(data: bytes) -> bool:
    """Say whether this is a zip file, of whatever kind."""
    return data.startswith(_ZIP_STARTS)


def open_zip(archive: Archive) -> tuple[str, Source] | None:
    """Open the workbook that a zip file is; None where it is a zip file of files.

    Raises BinaryWorkbook, NumbersFile, NotATable, TooLarge, and as the readers.
    """
    names = {name.lower() for name in archive.members}
    if "xl/workbook.bin" in names:
        raise BinaryWorkbook
    if "[content_types].xml" in names:
        if not any(name.startswith("xl/") for name in names):
            raise NotATable
        _check_size(archive.packed)
        from desktop.services.sheets.xlsx import Xlsx  # openpyxl takes half a second to import

        return "xlsx", Workbook(Xlsx(archive))
    if "content.xml" in names or "encrypted-package" in names:
        _check_size(archive.packed)
        return "ods", Workbook(open_ods(archive))
    if any(name.endswith(".iwa") or name == "index.zip" for name in names):
        raise NumbersFile
    return None


def open_file(data: bytes, name: str) -> tuple[str, Source]:
    """Open a file that is no zip file of files: its kind, and its reader. `name` is that of the part of a text.

    Raises TooLarge, SheetRefused (one class per situation).
    """
    if is_zip(data):
        _check_size(len(data))
        found = open_zip(Archive(data))
        if found is None:
            raise ZipInZip
        return found
    if data.startswith((_COMPOUND_START, *_BARE_XLS)):
        _check_size(len(data))
        from desktop.services.sheets.xls import Xls  # as with openpyxl

        return "xls", Workbook(Xls(data))
    head = data[:4096].lstrip(_BLANK)
    if head[:13].lower() == b"mime-version:":  # a page of the web with its pictures in one file
        raise Spreadsheet
    if head.startswith(b"<"):
        return _open_markup(data, head, name)
    return "text", TextFile(data, name)


def _check_size(size: int) -> None:
    if size > MOST_BYTES:
        raise TooLarge


def _open_markup(data: bytes, head: bytes, name: str) -> tuple[str, Source]:
    if _WEB.match(head):
        _check_size(len(data))
        return "xls", Workbook(Web(data))
    root = root_of(in_pieces(data))
    if root == ROOT:
        _check_size(len(data))
        return "xls", Workbook(Xml2003(data))
    if root == "document" and b"office:spreadsheet" in data:
        _check_size(len(data))
        return "ods", Workbook(open_flat_ods(data))
    if root or head.startswith(_DECLARATION):
        return "xml", XmlFile(data, name)
    return "text", TextFile(data, name)
