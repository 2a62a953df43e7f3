"""Many files at one place, a folder or a zip file, as the parts of one book.

No name inside is used as a path but those that the folder itself gave. Files that cannot be tables do not matter.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from desktop.services.files import read_unchanged
from desktop.services.language import say_many
from desktop.services.refusals import FileRefused, GoneWhileReading, NoSuchFile, TooLarge, sentences
from desktop.services.sheets.archive import MEGABYTE, MOST_MEMBERS, MOST_UNPACKED, Archive
from desktop.services.sheets.errors import (
    FolderTooFull,
    NothingInFolder,
    SheetRefused,
    Spreadsheet,
    ZipInZip,
    ZipTooLarge,
)
from desktop.services.sheets.kinds import MOST_XML, Known, Source, TextFile, XmlFile, open_file
from desktop.services.sheets.text import MOST_BYTES
from desktop.services.sheets.types import Part, Table

MOST_TOGETHER: Final = 100 * 1024 * 1024
_TEXTS: Final = (".csv", ".tsv", ".tab")
_PERHAPS: Final = (".txt", ".text")  # a list only where nothing else is one: most are notes to the reader
_WORKBOOKS: Final = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods", ".fods", ".numbers")
_MARKUP: Final = (".xml",)
_NOT_FILES: Final = ("._", "~$", ".~lock", ".")

Read = Callable[[str], bytes]


class Bundle:
    """The parts of a folder or zip file. Text and XML are read when asked for, workbooks at once."""

    def __init__(self, sizes: Mapping[str, int], read: Read, *, zipped: bool) -> None:
        """Take names with sizes in bytes, and the function that reads one whole.

        Raises NothingInFolder, ZipInZip, and, where no other file can be read, what kept it from that.
        """
        self._read = read
        self._read_already: dict[str, bytes] = {}
        self._sheets: dict[str, tuple[Source, str]] = {}
        self._refused: list[SheetRefused | FileRefused] = []
        self._together = 0
        self._workbooks = hashlib.sha256()
        names = [name for name in sizes if not _is_aside(name)]
        certain = [name for name in names if _ends(name, (*_TEXTS, *_WORKBOOKS, *_MARKUP))]
        parts: list[Part] = []
        for name in sorted(certain or [name for name in names if _ends(name, _PERHAPS)]):
            parts += self._parts_of(name, sizes[name])
        if not parts:
            inner = ZipInZip() if zipped and any(_ends(name, (".zip",)) for name in names) else NothingInFolder()
            raise self._refused[0] if self._refused else inner
        self.parts = tuple(parts)
        left = len(self._refused)
        said = say_many("{n} spreadsheet could not be read.", "{n} spreadsheets could not be read.", left)
        self.notices: tuple[str, ...] = (said,) if left else ()

    def _parts_of(self, name: str, size: int) -> Iterator[Part]:
        if _ends(name, _MARKUP):
            yield Part(name, size, "xml")
        elif not _ends(name, _WORKBOOKS):
            yield Part(name, size)
        else:
            source = self._opened(name, size)
            parts = source.parts if source else ()
            for part in parts:
                alone = len(parts) == 1 and part.kind == "sheet"
                unique = name if alone or part.kind != "sheet" else f"{name}/{part.name}"
                self._sheets[unique] = (source, part.name) if source else self._sheets[unique]
                yield Part(unique, part.size, part.kind)

    def _opened(self, name: str, size: int) -> Source | None:
        try:
            if size > MOST_BYTES or self._together + size > MOST_TOGETHER:
                raise TooLarge
            self._together += size
            data = self._read(name)
            self._workbooks.update(f"{name}\0".encode() + hashlib.sha256(data).digest())
            return open_file(data, name)[1]
        except (SheetRefused, TooLarge) as error:
            self._refused.append(error)
            return None

    def digest(self) -> str:
        """Give the SHA-256 of the names and contents of the files; of those too large to be read, name and size."""
        together = self._workbooks.copy()
        for part in self.parts:
            together.update(f"{part.name}\0{part.size}\0".encode())
            if part.kind != "sheet":
                with contextlib.suppress(SheetRefused, TooLarge):
                    data = self._read_already.get(part.name)
                    together.update(hashlib.sha256(self._read(part.name) if data is None else data).digest())
        return together.hexdigest()

    def content(self, name: str) -> bytes:
        """Give the bytes of a part of text or XML; the same bytes however often. Raises TooLarge and of reading."""
        if name in self._sheets:
            raise Spreadsheet
        if name not in self._read_already:
            data = self._read(name)
            if len(data) > MOST_XML:
                raise TooLarge
            if sum(map(len, self._read_already.values())) + len(data) > MOST_TOGETHER:
                raise TooLarge
            if _ends(name, _MARKUP):
                XmlFile(data, name)
            self._read_already[name] = data
        return self._read_already[name]

    def table(self, name: str, known: Known, most_rows: int) -> Table:
        """Give a part as a table."""
        if name in self._sheets:
            source, sheet = self._sheets[name]
            return source.table(sheet, known, most_rows)
        source = XmlFile(self.content(name), name) if _ends(name, _MARKUP) else TextFile(self.content(name), name)
        return source.table(name, known, most_rows)


def _ends(name: str, endings: tuple[str, ...]) -> bool:
    return name.lower().endswith(endings)


def _is_aside(name: str) -> bool:
    """Say whether a file is one that systems put beside others: hidden, locks, and what macOS adds."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(_NOT_FILES)


def _most(name: str) -> int:
    return MOST_XML if _ends(name, _MARKUP) else MOST_BYTES


def zip_bundle(archive: Archive) -> Bundle:
    """Give the files in a zip file. Raises ZipTooLarge, and as Bundle."""
    sizes = {name: archive.size(name) for name in archive.members}
    if sum(size for name, size in sizes.items() if size <= _most(name)) > MOST_UNPACKED:
        raise ZipTooLarge(most=MOST_BYTES // MEGABYTE)

    def read(name: str) -> bytes:
        return archive.read(name, _most(name))

    return Bundle(sizes, read, zipped=True)


def folder_bundle(folder: Path) -> Bundle:
    """Give the files in a folder and in the folders directly in it. Raises FolderTooFull, FileRefused, as Bundle."""
    with sentences():
        places = {place.relative_to(folder).as_posix(): place for place in _files_in(folder)}
        sizes = {name: place.stat().st_size for name, place in places.items()}

    def read(name: str) -> bytes:
        try:
            return read_unchanged(places[name], _most(name))
        except NoSuchFile as error:  # it was there when the folder was opened
            raise GoneWhileReading from error

    return Bundle(sizes, read, zipped=False)


def _files_in(folder: Path) -> list[Path]:
    found: list[Path] = []
    inside = _entries(folder)
    for entry in inside:
        if entry.is_file():
            found.append(entry)
        elif entry.is_dir() and not entry.name.startswith("."):
            with contextlib.suppress(PermissionError):  # somebody else's folder beside the list is no hindrance
                found += [place for place in _entries(entry) if place.is_file()]
        if len(found) > MOST_MEMBERS:
            raise FolderTooFull(most=MOST_MEMBERS)
    return found


def _entries(folder: Path) -> list[Path]:
    entries = list(islice(folder.iterdir(), MOST_MEMBERS + 1))
    if len(entries) > MOST_MEMBERS:
        raise FolderTooFull(most=MOST_MEMBERS)
    return sorted(entries)
