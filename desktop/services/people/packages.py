"""The files of a OneRoster set, wherever they lie: in a zip file or a folder, in an enclosing folder or not.

Nothing is unpacked to disk, and no name inside is used as a path. Only what is asked for is unpacked, and no more
of it than a school's file can have, whatever the archive says of itself.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from itertools import islice
from pathlib import Path
from typing import Final

from desktop.services.files import read_bounded
from desktop.services.people.errors import NotARoster
from desktop.services.refusals import sentences
from desktop.services.sheets.errors import Spreadsheet, ZipTooLarge, ZipUnreadable
from desktop.services.sheets.text import MOST_BYTES

MOST_ZIP: Final = 100 * 1024 * 1024
MOST_MEMBERS: Final = 1000
ALONE: Final = ""
_MEGABYTE: Final = 1024 * 1024
_WANTED: Final = frozenset({"users.csv", "roles.csv", "demographics.csv", "manifest.csv"})
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)

Members = dict[str, bytes]


def files_of_zip(data: bytes) -> Members:
    """Give the files that are read of a set in a zip file; where it holds one CSV file only, that as ALONE.

    Raises NotARoster, Spreadsheet, ZipUnreadable, ZipTooLarge.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _from_archive(archive)
    except _DAMAGE as error:
        raise ZipUnreadable from error


def _from_archive(archive: zipfile.ZipFile) -> Members:
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise ZipTooLarge(most=MOST_BYTES // _MEGABYTE)
    names = {info.filename for info in infos}
    if names & {"[Content_Types].xml", "content.xml"}:
        raise Spreadsheet
    files = [(info.filename.replace("\\", "/"), info) for info in infos]
    tables = [(name, info) for name, info in files if _is_table(name)]
    users = sorted((name.count("/"), name) for name, _ in tables if _last(name) == "users.csv")
    if users:
        folder = users[0][1].rpartition("/")[0]
        wanted = {_last(name): info for name, info in reversed(tables) if name.rpartition("/")[0] == folder}
        return {name: _unpacked(archive, info) for name, info in wanted.items() if name in _WANTED}
    if len(tables) == 1:
        return {ALONE: _unpacked(archive, tables[0][1])}
    raise NotARoster


def _is_table(name: str) -> bool:
    return name.lower().endswith(".csv") and not name.startswith("__MACOSX/") and not _last(name).startswith("._")


def _last(name: str) -> str:
    return name.rpartition("/")[2].lower()


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    # The length that the archive states may lie, so the reading itself is bounded.
    with archive.open(info) as member:
        data = member.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ZipTooLarge(most=MOST_BYTES // _MEGABYTE)
    return data


def files_of_folder(folder: Path) -> Members:
    """Give the same of a folder, or of the first folder in it that holds a users.csv.

    Raises NotARoster, and the FileRefused of the file system.
    """
    with sentences():
        inside = sorted(islice(folder.iterdir(), MOST_MEMBERS))
        for place in (folder, *(entry for entry in inside if entry.is_dir())):
            found = _tables_in(place)
            if "users.csv" in found:
                return {name: read_bounded(path, MOST_BYTES) for name, path in found.items() if name in _WANTED}
        alone = list(_tables_in(folder).values())
    if len(alone) == 1:
        return {ALONE: read_bounded(alone[0], MOST_BYTES)}
    raise NotARoster


def _tables_in(folder: Path) -> dict[str, Path]:
    entries = sorted(islice(folder.iterdir(), MOST_MEMBERS), reverse=True)
    return {entry.name.lower(): entry for entry in entries if _is_table(entry.name)}
