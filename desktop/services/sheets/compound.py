"""The streams of a compound file, in which XLS and other old files of Microsoft programs stand.

Source: [MS-CFB]. Every number in it is a stranger's: chains are followed no further than the file is long, and the
result is never longer than the file.
"""

from __future__ import annotations

import struct
from typing import Final

from desktop.services.sheets.errors import WorkbookDamaged

_LAST: Final = 0xFFFFFFFA  # numbers of sectors end here; above are marks
_ENTRY: Final = 128
_HEAD_TABLES: Final = 109
_STREAM, _ROOT = 2, 5
_MOST_ENTRIES: Final = 10_000


class Compound:
    """A compound file. `names` of all its streams and storages, in the case in which they are written."""

    def __init__(self, data: bytes) -> None:
        """Read the directory. Raises WorkbookDamaged."""
        try:
            self._read(data)
        except (struct.error, IndexError) as error:
            raise WorkbookDamaged from error

    def _read(self, data: bytes) -> None:
        self._data = data
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            raise WorkbookDamaged
        self._size = 1 << shift
        self._most = len(data) // self._size + 1
        (directory,) = struct.unpack_from("<I", data, 48)
        self._least, small_table = struct.unpack_from("<II", data, 56)
        self._table = self._whole_table()
        self._entries: dict[str, tuple[int, int, int]] = {}
        found = self._joined(self._chain(directory))
        for at in range(0, min(len(found), _MOST_ENTRIES * _ENTRY) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", found, at + 64)
            if kind:
                name = found[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
                start, size = struct.unpack_from("<II", found, at + 116)
                self._entries.setdefault("/" if kind == _ROOT else name, (kind, start, size))
        self.names = frozenset(self._entries)
        self._small_table = struct.unpack(
            f"<{len(table) // 4}I", table[: len(table) // 4 * 4]
        ) if (table := self._joined(self._chain(small_table))) else ()  # fmt: skip

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        return self._data[at : at + self._size]

    def _whole_table(self) -> tuple[int, ...]:
        """Give the next sector of each sector, from the sectors that the head and its continuation name."""
        places = list(struct.unpack_from(f"<{_HEAD_TABLES}I", self._data, 76))
        (more,) = struct.unpack_from("<I", self._data, 68)
        entries = self._size // 4
        for _ in range(self._most):
            if more >= _LAST:
                break
            further = struct.unpack(f"<{entries}I", self._sector(more))
            places += further[:-1]
            more = further[-1]
        named = [self._sector(place) for place in places if place < _LAST][: self._most]
        whole = b"".join(sector for sector in named if len(sector) == self._size)
        return struct.unpack(f"<{len(whole) // 4}I", whole)

    def _chain(self, first: int) -> list[int]:
        found: list[int] = []
        while first < min(_LAST, len(self._table)):
            found.append(first)
            if len(found) > self._most:
                raise WorkbookDamaged
            first = self._table[first]
        return found

    def _joined(self, sectors: list[int]) -> bytes:
        return b"".join(self._sector(number) for number in sectors)

    def stream(self, name: str) -> bytes:
        """Give a stream by its name. Raises WorkbookDamaged."""
        kind, start, size = self._entries.get(name, (0, 0, 0))
        if kind != _STREAM:
            raise WorkbookDamaged
        if size >= self._least:
            return self._joined(self._chain(start))[:size]
        holder = self._joined(self._chain(self._entries.get("/", (0, _LAST, 0))[1]))
        pieces: list[bytes] = []
        while start < len(self._small_table) and len(pieces) * 64 < size:
            pieces.append(holder[start * 64 : start * 64 + 64])
            start = self._small_table[start]
        return b"".join(pieces)[:size]
