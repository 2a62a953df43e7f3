"""A file or folder of a school to a Roster, whichever of the known kinds it is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from desktop.services.files import read_bounded
from desktop.services.people.errors import SetIncomplete
from desktop.services.people.oneroster import read_set
from desktop.services.people.packages import ALONE, MOST_ZIP, Members, files_of_folder, files_of_zip
from desktop.services.people.roster import read_csv
from desktop.services.people.types import Roster
from desktop.services.refusals import TooLarge, sentences
from desktop.services.sheets.text import MOST_BYTES, clean, read_table

_ZIP_STARTS: Final = (b"PK\x03\x04", b"PK\x05\x06")


def first_rows(path: Path, most: int = 5) -> tuple[tuple[str, ...], ...]:
    """Give the first rows of a CSV file as they stand, to ask which column is which. Raises as `read_roster`."""
    data = read_bounded(path, MOST_BYTES)
    if data.startswith(_ZIP_STARTS):
        data = files_of_zip(data).get(ALONE, data)
    rows = islice(read_table(data, lambda cells: 0).rows, most)
    return tuple(tuple(clean(cell) for cell in row.cells) for row in rows)


def read_roster(path: Path, *, no_header: Sequence[str] | None = None, skip: int = 0) -> Roster:
    """Read a CSV file, or a OneRoster set as zip file or folder. `no_header`: names of the columns, - for none.

    With `no_header`, `skip` rows at the top are left out.

    Raises RosterRefused (one class per situation, people/errors.py) and the FileRefused of the file system.
    """
    with sentences():
        if path.is_dir():
            return _read_members(files_of_folder(path), no_header, skip)
    if path.name.lower() == "users.csv":
        return _read_users_file(path, no_header, skip)
    data = read_bounded(path, MOST_ZIP)
    if data.startswith(_ZIP_STARTS):
        return _read_members(files_of_zip(data), no_header, skip)
    if len(data) > MOST_BYTES:
        raise TooLarge
    return read_csv(data, no_header, skip)


def _read_users_file(path: Path, no_header: Sequence[str] | None, skip: int) -> Roster:
    """Read users.csv with the files beside it that belong to its set, where it is one."""
    data = read_bounded(path, MOST_BYTES)
    try:
        return read_set({**files_of_folder(path.parent), "users.csv": data})
    except SetIncomplete:
        return read_csv(data, no_header, skip)


def _read_members(members: Members, no_header: Sequence[str] | None, skip: int) -> Roster:
    return read_csv(members[ALONE], no_header, skip) if ALONE in members else read_set(members)
