"""The ways in which programs write a table to disk, and what a file of the corpus is."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl

from tests.corpus.students import Student

Cells = Sequence[Sequence[Any]]
LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Entry:
    """A file or folder as a school would hand it over, and what is in it.

    write: puts it into a folder and gives its path. left_out: rows of other people or without a key. source: what it
    must be recognised as. described: whose public description its columns and quirks follow; columns: whether that
    names them, or leaves them to each school, so that we chose.
    """

    key: str
    country: str
    program: str
    described: str
    encoding: str
    write: Callable[[Path], Path]
    students: tuple[Student, ...]
    source: str = "table"
    mode: str = ""
    kind: str = "students"
    columns: str = "named"
    fields: tuple[str, ...] = ("number", "family", "given", "birth_date", "year")

    @property
    def checked(self) -> tuple[Student, ...]:
        """Three of them, whom the tests compare in every detail."""
        return self.students[0], self.students[len(self.students) // 2], self.students[-1]


def text(rows: Cells, delimiter: str = ",", end: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    """Rows as delimited text."""
    held = io.StringIO()
    csv.writer(held, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[call-overload]
    return held.getvalue()


def file(name: str, data: bytes | str, encoding: str = "utf-8") -> Callable[[Path], Path]:
    """Write one file of this name."""

    def write(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data.encode(encoding) if isinstance(data, str) else data)
        return path

    return write


def folder(name: str, files: Mapping[str, bytes | str]) -> Callable[[Path], Path]:
    """Write a folder of files."""

    def write(into: Path) -> Path:
        place = into / name
        for inside, data in files.items():
            path = place / inside
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.encode() if isinstance(data, str) else data)
        return place

    return write


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """A zip file; always the same bytes for the same files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return held.getvalue()


def xlsx(sheets: Mapping[str, Cells], *, change: Callable[[Any], None] | None = None) -> bytes:
    """A workbook of Excel; dates become typed cells."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book)
    held = io.BytesIO()
    book.save(held)
    with zipfile.ZipFile(held) as archive:  # as of one day, so that the bytes are always the same
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["docProps/core.xml"] = re.sub(
        rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2026-11-16T08:00:00Z", parts["docProps/core.xml"]
    )
    return zipped(parts)


_ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'office:version="1.2"><office:body><office:spreadsheet>'
)


def _ods_cell(value: Any) -> str:
    if value in (None, ""):
        return "<table:table-cell/>"
    if isinstance(value, date):
        shown = value.strftime("%d/%m/%Y")
        return f'<table:table-cell office:value-type="date" office:date-value="{value}"><text:p>{shown}</text:p></table:table-cell>'
    if isinstance(value, int):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'


def ods(sheets: Mapping[str, Cells]) -> bytes:
    """A workbook of LibreOffice, with the empty rows and columns to the end of the sheet that it writes, too."""
    body = ""
    for name, rows in sheets.items():
        body += f'<table:table table:name="{escape(name)}">'
        for row in rows:
            cells = "".join(map(_ods_cell, row))
            body += (
                f'<table:table-row>{cells}<table:table-cell table:number-columns-repeated="1010"/></table:table-row>'
            )
        body += '<table:table-row table:number-rows-repeated="1048500"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
        body += "</table:table>"
    content = _ODS_HEAD + body + "</office:spreadsheet></office:body></office:document-content>"
    files = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": _ODS_MANIFEST,
        "content.xml": content,
    }
    return zipped(files)
