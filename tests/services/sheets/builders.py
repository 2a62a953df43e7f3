"""Workbooks to read: by openpyxl where a spreadsheet program could have made them, by hand where none would."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from desktop.services.sheets import Book, open_book

ROWS: tuple[tuple[Any, ...], ...] = (("Number", "Family", "Given"), ("0042", "Okafor", "Ada"), ("0043", "Müller", "Bo"))


def xlsx(*rows: Sequence[Any], change: Callable[[Any], None] | None = None, **more: Sequence[Sequence[Any]]) -> bytes:
    """A workbook with one sheet of rows, and one for each further keyword; `change` may do anything to it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows or ROWS:
        sheet.append(row)
    for name, others in more.items():
        added = book.create_sheet(name)
        for row in others:
            added.append(row)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(files: dict[str, bytes | str], level: int = 6) -> bytes:
    """A zip file of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def members(data: bytes) -> dict[str, bytes | str]:
    """The files of a zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(data: bytes, **parts: bytes | str) -> bytes:
    """A zip file with some of its files replaced or added; in names, __ stands for / and _ for the dot."""
    files = members(data)
    for name, content in parts.items():
        files[name.replace("__", "/").replace("_", ".")] = content
    return zipped(files)


def book_of(data: bytes, folder: Path, name: str = "students.bin") -> Book:
    """Open bytes as a file."""
    path = folder / name
    path.write_bytes(data)
    return open_book(path)


def cells(book: Book, name: str = "") -> list[list[str]]:
    """All rows of a part, the first if none is named."""
    return [list(row.cells) for row in book.table(name or book.parts[0].name).rows]


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/xl/workbook.xml" ContentType="{CONTENT}.sheet.main+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{CONTENT}.sharedStrings+xml"/></Types>'
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def relations(*targets: tuple[str, str, str]) -> str:
    """A part of relations; each a kind, a target, and further attributes."""
    each = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{target}" {more}/>'
        for n, (kind, target, more) in enumerate(targets)
    )
    return f'<Relationships xmlns="{RELATIONS}">{each}</Relationships>'


def raw_parts(
    rows: str, after: str = "", strings: str = "", formats: str = "", before: str = ""
) -> dict[str, bytes | str]:
    """The parts of a workbook of one sheet; `rows` as they stand within sheetData."""
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml", "")),
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="Class" sheetId="1" r:id="r0"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml", ""),
            ("sharedStrings", "sharedStrings.xml", ""),
            ("styles", "styles.xml", ""),
        ),
        "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>",
        "xl/sharedStrings.xml": f"<sst {MAIN}>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet {MAIN}>{formats}</styleSheet>",
    }


def raw_xlsx(rows: str, **more: str) -> bytes:
    """The same as a file."""
    return zipped(raw_parts(rows, **more))


def inline(text: str, reference: str = "") -> str:
    """A cell with its text."""
    return (
        f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'
        if reference
        else f'<c t="inlineStr"><is><t>{text}</t></is></c>'
    )


SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)  # fmt: skip


def ods_cell(value: object, more: str = "") -> str:
    """A cell as LibreOffice writes it."""
    if value is None:
        return f"<table:table-cell {more}/>"
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}" {more}><text:p>{value}</text:p></table:table-cell>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}" {more}><text:p>{value}</text:p></table:table-cell>'
    if hasattr(value, "isoformat"):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}" {more}><text:p>shown</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string" {more}><text:p>{value}</text:p></table:table-cell>'


def ods_table(name: str, *rows: Sequence[object] | str, style: str = "ta1") -> str:
    """A sheet; a row is a sequence of values, or markup as it stands. Blank rows to the end as programs write them."""
    each = [
        row if isinstance(row, str) else f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>"
        for row in rows
    ]
    tail = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    return f'<table:table table:name="{name}" table:style-name="{style}"><table:table-column table:number-columns-repeated="16384"/>{"".join(each)}{tail}</table:table>'


def ods_content(*tables: str, before: str = "", root: str = "document-content") -> str:
    """The document of a workbook."""
    styles = (
        '<office:automatic-styles><style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>'
        '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    )  # fmt: skip
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:{root} {SPACES}>{styles}<office:body><office:spreadsheet>{"".join(tables)}</office:spreadsheet></office:body></office:{root}>'


def ods(*tables: str, **more: str) -> bytes:
    """A workbook of these sheets."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<manifest><file-entry full-path="/" media-type="{kind}"/></manifest>'
    return zipped({"mimetype": kind, "content.xml": ods_content(*tables, **more), "META-INF/manifest.xml": manifest})
