"""The records of an XLS stream, and the texts in them. Knows no sheet.

Source: [MS-XLS] 2.1.4 (records), 2.5.293 and 2.5.294 (texts), 2.4.265 (SST). BIFF8 is that of Excel 97 to 2003, BIFF5
that of Excel 5 and 95. The numbers in a file are a stranger's: counts are not believed, what is there is read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from desktop.services.sheets.errors import TooMuchText, WorkbookDamaged

BOF, END, CONTINUE = 0x809, 0x0A, 0x3C
SHARED_TEXTS: Final = 0xFC
_MOST_TEXTS: Final = 2_000_000

Record = tuple[int, bytes]


def records(stream: bytes, at: int) -> Iterator[Record]:
    """Yield kind and content of each record from `at` on. Raises WorkbookDamaged where one is cut off."""
    length, head, view = len(stream), struct.Struct("<HH"), stream
    while at + 4 <= length:
        kind, size = head.unpack_from(view, at)
        at += 4
        if at + size > length:
            raise WorkbookDamaged
        yield kind, view[at : at + size]
        at += size


class Texts:
    """Reads texts that go on over several blocks: behind each cut, a byte says the width of characters anew."""

    def __init__(self, blocks: list[bytes]) -> None:
        """Begin at the first block."""
        self._blocks, self._index, self._at = blocks, 0, 0

    def skip(self, count: int) -> None:
        """Pass over bytes, across blocks."""
        while count > 0 and self._index < len(self._blocks):
            step = min(count, len(self._blocks[self._index]) - self._at)
            count -= step
            self._at += step
            if count:
                self._index, self._at = self._index + 1, 0

    def take(self, count: int) -> bytes:
        """Give bytes, across blocks; fewer at the end."""
        found = b""
        while self._index < len(self._blocks):
            block = self._blocks[self._index]
            piece = block[self._at : self._at + count - len(found)]
            found += piece
            self._at += len(piece)
            if len(found) == count:
                break
            self._index, self._at = self._index + 1, 0
        return found

    def characters(self, count: int, wide: int) -> str:
        """Give that many characters."""
        found: list[str] = []
        while count > 0 and self._index < len(self._blocks):
            block = self._blocks[self._index]
            fits = min(count, (len(block) - self._at) >> wide)
            raw = block[self._at : self._at + (fits << wide)]
            found.append(raw.decode("utf-16-le" if wide else "latin-1", errors="replace"))
            self._at += len(raw)
            count -= fits
            if count:
                self._index, self._at = self._index + 1, 1
                following = self._blocks[self._index] if self._index < len(self._blocks) else b""
                wide = following[0] & 1 if following else 0
        return "".join(found)

    def text(self) -> str | None:
        """Give the next text; None at the end."""
        head = self.take(3)
        if len(head) < 3:
            return None
        count, flags = head[0] | head[1] << 8, head[2]
        runs = int.from_bytes(self.take(2), "little") if flags & 8 else 0
        sounds = int.from_bytes(self.take(4), "little") if flags & 4 else 0
        found = self.characters(count, flags & 1)
        self.skip(4 * runs + sounds)
        return found


def shared_texts(blocks: list[bytes]) -> list[str]:
    """Give the texts that cells share, as many as there are. Raises TooMuchText."""
    reader = Texts(blocks)
    reader.skip(8)  # how many there are said to be
    found: list[str] = []
    while (text := reader.text()) is not None:
        found.append(text)
        if len(found) > _MOST_TEXTS:
            raise TooMuchText(row=1)
    return found


def text_of(data: bytes, at: int, codepage: str, *, short: bool = False) -> str:
    """Give a text in a record: in BIFF8 with a byte of flags, in BIFF5 (`codepage` not "") in the code page."""
    size = 1 if short else 2
    count = int.from_bytes(data[at : at + size], "little")
    if codepage:
        return data[at + size : at + size + count].decode(codepage, errors="replace")
    head = data[at : at + size].ljust(2, b"\0")
    return Texts([head + data[at + size :]]).text() or ""
