"""A sheet of markup to rows, piece by piece: what is not yet asked for is not yet read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desktop.services.sheets.errors import MarkupDamaged, WorkbookDamaged
from desktop.services.sheets.grid import Cells, Gatherer, Oddities
from desktop.services.sheets.markup import Reader, read_through


def streamed(
    reader: Reader, pieces: Iterable[bytes], gatherer: Gatherer, oddities: Oddities, notices: list[str]
) -> Iterator[tuple[int, Cells]]:
    """Yield the rows that `reader` puts into `gatherer`; at the end, say in `notices` what was odd.

    Raises WorkbookDamaged, UnsafeMarkup, and of limits.
    """
    try:
        for piece in pieces:
            reader.feed(piece)
            yield from gatherer.taken()
            if reader.done:
                break
        else:
            reader.feed(b"", last=True)
            yield from gatherer.taken()
    except MarkupDamaged as error:
        raise WorkbookDamaged from error
    notices += oddities.sentences()


def read_part(reader: Reader, pieces: Iterable[bytes]) -> None:
    """Read a part of a workbook to its end. Raises WorkbookDamaged, UnsafeMarkup."""
    try:
        read_through(reader, pieces)
    except MarkupDamaged as error:
        raise WorkbookDamaged from error
