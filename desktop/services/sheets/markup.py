"""XML read as a stream of starts, ends and texts, and nothing else: no definitions, no entities, no other files.

IMP-08: whatever the encoding, expat itself meets the document type, so nothing can hide it. What strangers may
make large is bounded: how deep elements nest, how long one tag is. Prefixes are dropped from names, since programs
choose them as they like. Knows no file format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NoReturn
from xml.parsers import expat

from desktop.services.sheets.errors import MarkupDamaged, NestedTooDeep, SheetRefused, UnsafeMarkup

Attributes = dict[str, str]

PIECE: Final = 64 * 1024
_MOST_TAG: Final = 4 * 1024 * 1024
_MOST_DEPTH: Final = 200
_SAYS_TYPE: Final = tuple("<!DOCTYPE".encode(name) for name in ("ascii", "utf-16-le", "utf-16-be", "utf-32-le"))


class Reader:
    """A parse that is under way. Overwrite `start`, `end` and `text`; `feed` the pieces."""

    def __init__(self) -> None:
        """Make a parser that refuses definitions."""
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.buffer_size = 32 * 1024
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.finish
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.EntityDeclHandler = _refuse
        self.parser.ExternalEntityRefHandler = _refuse
        self.parser.SkippedEntityHandler = _refuse
        self._fed = 0
        self.depth = 0
        self.done = False  # set where what is wanted has been met, and the rest need not be read

    def begin(self, name: str, attributes: Attributes) -> None:
        """Take the start of an element from the parser."""
        self.deeper()
        self.start(name[name.find(":") + 1 :], attributes)

    def deeper(self) -> None:
        """Count a level. Raises NestedTooDeep where there are more than any document has."""
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise NestedTooDeep(most=_MOST_DEPTH)

    def finish(self, name: str) -> None:
        """Take the end of an element from the parser."""
        self.depth -= 1
        self.end(name[name.find(":") + 1 :])

    def start(self, name: str, attributes: Attributes) -> None:
        """Meet the start of an element; its name without prefix."""

    def end(self, name: str) -> None:
        """Meet the end of an element."""

    def listen(self, handler: Callable[[str], None] | None) -> None:
        """Give the texts from here on to `handler`; None lets them pass unheard."""
        self.parser.CharacterDataHandler = handler

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        """Parse a piece. Raises UnsafeMarkup, MarkupDamaged, and what the handlers raise."""
        try:
            self.parser.Parse(piece, last)
        except expat.ExpatError as error:
            raise MarkupDamaged(line=error.lineno) from error
        except (LookupError, ValueError) as error:  # an encoding that Python or expat does not know
            raise MarkupDamaged(line=1) from error
        self._fed += len(piece)
        if not last and self._fed - self.parser.CurrentByteIndex > _MOST_TAG:
            raise UnsafeMarkup


def _refuse(*_words: object) -> NoReturn:
    raise UnsafeMarkup


def read_through(reader: Reader, pieces: Iterable[bytes]) -> None:
    """Feed all pieces, to the end. Raises as `Reader.feed`."""
    for piece in pieces:
        reader.feed(piece)
    reader.feed(b"", last=True)


class _Root(Reader):
    """Reads as far as the first element, before which alone definitions can stand."""

    name = ""

    def start(self, name: str, attributes: Attributes) -> None:
        self.name = self.name or name


def root_of(pieces: Iterable[bytes]) -> str:
    """Give the name of the first element, having refused definitions before it; "" where this is no XML.

    Raises UnsafeMarkup.
    """
    reader = _Root()
    seen = b""
    try:
        for piece in pieces:
            seen = piece
            reader.feed(piece)
            if reader.name:
                break
    except MarkupDamaged:
        # No XML for us; but what looks like a definition in it might be one for another reader.
        if any(word in seen.upper() for word in _SAYS_TYPE):
            raise UnsafeMarkup from None
    return reader.name


def in_pieces(data: bytes) -> Iterable[bytes]:
    """Cut bytes into pieces to feed."""
    return (data[at : at + PIECE] for at in range(0, len(data), PIECE))


def check_markup(data: bytes) -> None:
    """Read XML through once: well formed, nothing defined, nothing nested without end.

    Raises UnsafeMarkup, MarkupDamaged.
    """
    read_through(Reader(), in_pieces(data))


def is_refusal_of_content(error: SheetRefused) -> bool:
    """Say whether an error comes from what XML holds rather than from limits of a table."""
    return isinstance(error, UnsafeMarkup | MarkupDamaged)
