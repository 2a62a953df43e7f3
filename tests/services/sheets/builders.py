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
