"""Records of an XML file one after another, each as the few texts that are wanted; nothing else is kept.

Prefixes are read over, since every version of a format has its own. Knows nothing of people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from desktop.services.sheets.errors import TooManyRows
from desktop.services.sheets.markup import Attributes, Reader, in_pieces
from desktop.services.sheets.text import MOST_ROWS

_LONGEST: Final = 10_000
"""Characters of one text; a name or number is never nearly so long."""


@dataclass(slots=True)
class Record:
    """One element of a wanted name. texts: path below it ("Name/FirstName", "Name@kind") and text, as they stand."""

    name: str
    texts: list[tuple[str, str]] = field(default_factory=list)

    def get(self, *paths: str) -> str:
        """Give the first text of the first of the paths that has one."""
        for path in paths:
            for other, text in self.texts:
                if other == path and text:
                    return text
        return ""

    def ending(self, *names: str) -> str:
        """Give the first text of an element of one of the names, however deep it stands."""
        return next((text for path, text in self.texts if text and path.rpartition("/")[2] in names), "")


def records(data: bytes, wanted: frozenset[str], kept: frozenset[str], most: int = MOST_ROWS) -> Iterator[Record]:
    """Go through the elements named in `wanted`, with the texts of the elements and attributes named in `kept`.

    most: how many of them there may be. Raises UnsafeMarkup, MarkupDamaged, TooManyRows.
    """
    reader = _Records(wanted, kept)
    count = 0
    for piece in (*in_pieces(data), b""):
        reader.feed(piece, last=not piece)
        for record in reader.take():
            count += 1
            if count > most:
                raise TooManyRows(row=count, most=most)
            yield record


class _Records(Reader):
    """Collects records while the parser goes through the file."""

    def __init__(self, wanted: frozenset[str], kept: frozenset[str]) -> None:
        super().__init__()
        self._wanted = wanted
        self._kept = kept
        self._record: Record | None = None
        self._path: list[str] = []
        self._pieces: list[str] = []
        self._length = 0
        self._done: list[Record] = []

    def take(self) -> list[Record]:
        """Give what was completed since the last time."""
        done, self._done = self._done, []
        return done

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin a record, or a part of one."""
        if self._record is None:
            if name not in self._wanted:
                return
            self._record, self._path = Record(name), []
        else:
            self._path.append(name)
            self._pieces, self._length = [], 0
            self.listen(self._hear if name in self._kept else None)
        for key, value in attributes.items():
            attribute = f"@{key.rpartition(':')[2]}"
            if attribute in self._kept:
                self._record.texts.append(("/".join(self._path) + attribute, value[:_LONGEST]))

    def _hear(self, text: str) -> None:
        if self._length < _LONGEST:
            self._pieces.append(text)
            self._length += len(text)

    def end(self, name: str) -> None:
        """Keep a text, or complete the record."""
        if self._record is None:
            return
        if not self._path:
            self._done.append(self._record)
            self._record = None
            return
        if self._pieces:
            self._record.texts.append(("/".join(self._path), "".join(self._pieces)[:_LONGEST].strip()))
            self._pieces = []
        self.listen(None)
        self._path.pop()
