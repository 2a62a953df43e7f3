"""The members of a zip file, unpacked in memory piece by piece and only when asked for.

IMP-06: what an archive says of itself is weighed before anything is unpacked, and no more is unpacked than it says.
No name inside is ever used as a path.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from desktop.services.sheets.errors import (
    WorkbookDamaged,
    WorkbookLocked,
    WorkbookTooLarge,
    ZipLocked,
    ZipTooLarge,
    ZipUnreadable,
)
from desktop.services.sheets.markup import PIECE, root_of

MOST_MEMBERS: Final = 1000
MOST_UNPACKED: Final = 200 * 1024 * 1024
MOST_RATIO: Final = 100
MOST_MEMBER: Final = 20 * 1024 * 1024
MEGABYTE: Final = 1024 * 1024
# Below this, an archive is harmless however well it packs: thousands of equal cells do.
_SMALL: Final = 4 * MEGABYTE
_MARKUP_NAMES: Final = (".xml", ".rels", ".vml", ".rdf")
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    LookupError,
)


class Archive:
    """A zip file. `members` by name, with forward slashes; of equal names the last counts."""

    def __init__(self, data: bytes) -> None:
        """Read the directory. Raises ZipUnreadable, ZipTooLarge."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except _DAMAGE as error:
            raise ZipUnreadable from error
        if len(infos) > MOST_MEMBERS:
            raise ZipTooLarge(most=MOST_MEMBER // MEGABYTE)
        named = {info.filename.replace("\\", "/"): info for info in infos}
        self.members = {name: info for name, info in named.items() if name and not name.endswith("/")}
        self.packed = len(data)

    def check_workbook(self) -> None:
        """Refuse a bomb before anything is unpacked. Raises WorkbookTooLarge."""
        unpacked = sum(info.file_size for info in self.members.values())
        most = min(MOST_UNPACKED, max(_SMALL, MOST_RATIO * self.packed))
        alone = any(
            info.file_size > _SMALL and info.file_size > MOST_RATIO * info.compress_size
            for info in self.members.values()
        )
        if unpacked > most or alone:
            raise WorkbookTooLarge(most=MOST_UNPACKED // MEGABYTE)

    def size(self, name: str) -> int:
        """Return the unpacked size of a member as the archive states it."""
        return self.members[name].file_size

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a member unpacked; never more than the archive states. Raises ZipLocked, ZipUnreadable."""
        info = self.members[name]
        if info.flag_bits & 1:
            raise ZipLocked
        if info.compress_type not in _METHODS:  # the others unpack without bounds
            raise ZipUnreadable
        try:
            with self._zip.open(info) as member:
                while piece := member.read(PIECE):
                    yield piece
        except _DAMAGE as error:
            raise ZipUnreadable from error

    def read(self, name: str, most: int = MOST_MEMBER) -> bytes:
        """Return a member unpacked. Raises ZipTooLarge, and as `pieces`."""
        found: list[bytes] = []
        total = 0
        for piece in self.pieces(name):
            total += len(piece)
            if total > most:
                raise ZipTooLarge(most=most // MEGABYTE)
            found.append(piece)
        return b"".join(found)

    def part(self, name: str) -> Iterator[bytes]:
        """Yield a part of a workbook in pieces. Raises WorkbookDamaged (also where it is missing), WorkbookLocked."""
        if name not in self.members:
            raise WorkbookDamaged
        try:
            yield from self.pieces(name)
        except ZipLocked as error:
            raise WorkbookLocked from error
        except ZipUnreadable as error:
            raise WorkbookDamaged from error


def check_parts(archive: Archive) -> None:
    """Refuse definitions in any part, read or not (IMP-08): only the beginning of each is unpacked."""
    for name in archive.members:
        if name.lower().endswith(_MARKUP_NAMES):
            try:
                root_of(archive.part(name))
            except WorkbookDamaged:
                continue  # where it matters, it is met again when it is read
