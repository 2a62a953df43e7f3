"""Records of an XML file one after another, each as the few texts that are wanted; nothing else is kept.

A document type is refused, so nothing can be defined, expanded or fetched (security.md IMP-08). Namespaces are read
over: every version of a format has its own. Knows nothing of people.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from desktop.services.people.errors import XmlDamaged, XmlNotTaken
from desktop.services.sheets.errors import TooManyRows
from desktop.services.sheets.text import MOST_ROWS

_AT_ONCE: Final = 64 * 1024
_DEEPEST: Final = 64
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


class _Found(Exception):
    """Ends the search for the root."""


def root_of(data: bytes) -> str:
    """Give the name of the outermost element without its namespace; "" where the bytes are no XML.

    Raises XmlNotTaken where a document type stands before it.
    """
    parser = _parser()
    names: list[str] = []

    def start(name: str, _attributes: Mapping[str, str]) -> None:
        names.append(_local(name))
        raise _Found

    parser.StartElementHandler = start
    with contextlib.suppress(_Found, expat.ExpatError, ValueError, LookupError):
        parser.Parse(data[: 4 * _AT_ONCE], False)
    return names[0] if names else ""


def records(data: bytes, wanted: frozenset[str], kept: frozenset[str]) -> Iterator[Record]:
    """Go through the elements named in `wanted`, with the texts of the elements and attributes named in `kept`.

    Raises XmlDamaged, XmlNotTaken, TooManyRows.
    """
    reader = _Reader(wanted, kept)
    count = 0
    try:
        for start in range(0, len(data), _AT_ONCE):
            reader.parser.Parse(data[start : start + _AT_ONCE], False)
            for record in reader.take():
                count += 1
                if count > MOST_ROWS:
                    raise TooManyRows(row=count, most=MOST_ROWS)
                yield record
        reader.parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the last two: an encoding that nobody knows
        raise XmlDamaged(line=reader.parser.CurrentLineNumber) from error


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    return parser


def _refuse(*_about: object) -> int:
    raise XmlNotTaken


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


class _Reader:
    """Collects records while the parser goes through the file."""

    def __init__(self, wanted: frozenset[str], kept: frozenset[str]) -> None:
        self.parser = _parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._wanted = wanted
        self._kept = kept
        self._depth = 0
        self._record: Record | None = None
        self._path: list[str] = []
        self._pieces: list[str] | None = None
        self._length = 0
        self._done: list[Record] = []

    def take(self) -> list[Record]:
        """Give what was completed since the last time."""
        done, self._done = self._done, []
        return done

    def _start(self, full_name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise XmlNotTaken
        name = _local(full_name)
        if self._record is None:
            if name not in self._wanted:
                return
            self._record, self._path = Record(name), []
        else:
            self._path.append(name)
            self._pieces, self._length = ([], 0) if name in self._kept else (None, 0)
        for key, value in attributes.items():
            if f"@{_local(key)}" in self._kept:
                self._record.texts.append(("/".join(self._path) + f"@{_local(key)}", value[:_LONGEST]))

    def _text(self, text: str) -> None:
        if self._pieces is not None and self._length < _LONGEST:
            self._pieces.append(text)
            self._length += len(text)

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._record is None:
            return
        if not self._path:
            self._done.append(self._record)
            self._record = None
            return
        if self._pieces is not None:
            self._record.texts.append(("/".join(self._path), "".join(self._pieces)[:_LONGEST].strip()))
            self._pieces = None
        self._path.pop()
