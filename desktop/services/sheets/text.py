"""Text of a school's file to rows of cells: delimiter, quotes, line ends, limits. Knows nothing of students.

RFC 4180 is where it starts; what real exports do beyond it is read as a person would read it. A quotation mark
without its partner is a character like any other: it never swallows the rows after it.
Limits: security.md IMP-02 to IMP-04.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Final

from desktop.services.sheets.encodings import decode
from desktop.services.sheets.errors import CellTooLong, EmptyFile, NotText, Spreadsheet, TooManyColumns, TooManyRows
from desktop.services.sheets.types import Row, Table

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_CELL: Final = 1024 * 1024
MOST_COLUMNS: Final = 200
MOST_ROWS: Final = 50_000

_DELIMITERS: Final = (",", ";", "\t", "|")
_SAMPLE_ROWS: Final = 60
_SPREADSHEET_STARTS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MARKUP: Final = re.compile(rb"\s*<(?:!doctype|html|table|\?xml|meta|head)", re.IGNORECASE)
_BINARY_STARTS: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"MZ\x90",
    b"SQLite format 3",
    b"{\\rtf",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
)
_LINE_END: Final = re.compile(r"\r*\n|\r")
_SEPARATOR_LINE: Final = re.compile(r'"?sep=(\\t|.)"?[\s,;]*', re.IGNORECASE | re.DOTALL)


def read_table(data: bytes, known: Callable[[Sequence[str]], int], most_rows: int = MOST_ROWS) -> Table:
    """Read a CSV file of any make. `known` counts the recognised column names in a row; it settles the delimiter.

    Raises EmptyFile, NotText, Spreadsheet.
    """
    if data.startswith(_SPREADSHEET_STARTS):
        raise Spreadsheet
    # Some systems export a page of the web and call it a spreadsheet.
    if data.startswith(_BINARY_STARTS) or _MARKUP.match(data[:200]):
        raise NotText
    decoded = decode(data)
    text = decoded.text.lstrip("\ufeff")
    _check_text(text)
    delimiter, start = _delimiter(text, known)
    rows = (row for row in _rows(text, delimiter, start, most_rows) if any(map(str.strip, row.cells)))
    return Table(rows, decoded.encoding, delimiter, decoded.damaged)


def clean(cell: str) -> str:
    """Give a cell as one line of text: composed accents, single blanks, no control or direction characters."""
    if cell.isascii() and cell.isprintable():
        return " ".join(cell.split()) if "  " in cell else cell.strip(" ")
    # "Cf" holds marks of direction and byte-order marks, but also the joiners that Persian and Hindi names need.
    kept = (
        c for c in cell if c.isspace() or c in "\u200c\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")
    )
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def _check_text(text: str) -> None:
    if not text.strip("\0 \r\n\t,;|\ufeff"):
        if len(text) > MOST_ROWS:  # "nothing" that goes on for ever is refused by its row number instead
            return
        raise EmptyFile
    head = text[:20_000]
    odd = sum(1 for c in head if (c < " " and c not in "\t\r\n\f\v\0\x1a\x1e\x1f") or c == "\ufffd")
    if odd + head.count("\0") // 2 > len(head) * 0.05:
        raise NotText


def _delimiter(text: str, known: Callable[[Sequence[str]], int]) -> tuple[str, int]:
    """Give the delimiter, and the number of leading characters that only state it."""
    end = _LINE_END.search(text)
    first = text[: end.start() if end else len(text)][:40]
    stated = _SEPARATOR_LINE.fullmatch(first)
    if stated:
        return ("\t" if stated.group(1) == "\\t" else stated.group(1)), len(first)
    return max(_DELIMITERS, key=lambda delimiter: _fitness(text, delimiter, known)), 0


def _fitness(text: str, delimiter: str, known: Callable[[Sequence[str]], int]) -> tuple[int, float, int]:
    sample = [row.cells for row in islice(_rows(text, delimiter, 0, _SAMPLE_ROWS * 50, strict=False), _SAMPLE_ROWS)]
    widths = Counter(len(cells) for cells in sample if any(cells))
    if not widths:
        return 0, 0.0, 0
    width, times = widths.most_common(1)[0]
    evenness = times / widths.total() if width > 1 else 0.0
    return max(known(cells) for cells in sample), evenness, width


def _rows(text: str, delimiter: str, start: int, most_rows: int, *, strict: bool = True) -> Iterator[Row]:
    position, number, width, has_nul = start, 0, 0, "\0" in text
    while position < len(text):
        number += 1
        if number > most_rows + 1 and strict:
            raise TooManyRows(row=number, most=most_rows)
        line, after = _line_at(text, position)
        lone = False
        if '"' in line:
            cells, after, lone = _quoted(text, position, line, after, delimiter, width)
        else:
            cells = line.split(delimiter, MOST_COLUMNS + 1)
        if strict:
            _check_limits(cells, number, after - position)
        nul = has_nul and any("\0" in cell for cell in cells)
        width = max(width, len(cells))
        yield Row(number, tuple(cells), lone, nul)
        position = after


def _line_at(text: str, position: int) -> tuple[str, int]:
    end = _LINE_END.search(text, position)
    return (text[position : end.start()], end.end()) if end else (text[position:], len(text))


def _check_limits(cells: Sequence[str], number: int, length: int) -> None:
    if len(cells) > MOST_COLUMNS:
        raise TooManyColumns(row=number, most=MOST_COLUMNS)
    if length > MOST_CELL and any(len(cell) > MOST_CELL for cell in cells):
        raise CellTooLong(row=number, most=MOST_CELL // (1024 * 1024))


@cache
def _cell_pattern(delimiter: str) -> re.Pattern[str]:
    d = re.escape(delimiter)
    blank = "[ ]*" if delimiter == "\t" else r"[ \t]*"
    return re.compile(rf'(?:{blank}"([^"]*(?:""[^"]*)*)"{blank}(?={d}|\Z)|([^{d}]*))({d}|\Z)')


def _quoted(text: str, position: int, line: str, after: int, delimiter: str, width: int) -> tuple[list[str], int, bool]:
    """Split a line that holds quotation marks; a quoted cell may go on over several lines."""
    alone, lone = _split(line, delimiter)
    if not lone or line.count('"') % 2 == 0:  # marks in pairs leave nothing open
        return alone, after, lone
    end = _closing(text, after)
    if end - after <= MOST_CELL:
        joined = text[position:end].rstrip("\r\n")
        cells, broken = _split(joined, delimiter)
        # Two lone marks in different rows look like one long cell; the number of columns tells them apart.
        if not broken and (len(cells) == width or len(alone) != width):
            return cells, end, False
    elif len(alone) != width:
        return [text[position:end]], end, False
    return alone, after, True


def _closing(text: str, after: int) -> int:
    """Find the end of the line in which an open quotation is closed, looking no further than the longest cell."""
    limit = after + MOST_CELL
    position = text.find('"', after, limit)
    while position >= 0:
        end = _LINE_END.search(text, position)
        stop, following = (end.start(), end.end()) if end else (len(text), len(text))
        if text.count('"', position, stop) % 2:
            return following
        position = text.find('"', following, limit)
    return min(limit + 1, len(text))


def _split(record: str, delimiter: str) -> tuple[list[str], bool]:
    """Split by delimiter outside quotes; True if a quotation mark opened a cell and was not closed properly."""
    cells: list[str] = []
    lone = False
    for found in _cell_pattern(delimiter).finditer(record):
        quoted, bare, end = found.groups()
        if quoted is not None:
            cells.append(quoted.replace('""', '"'))
        else:
            lone = lone or "\n" in bare or "\r" in bare or bare.lstrip(" \t").startswith('"')
            cells.append(bare)
        if not end or len(cells) > MOST_COLUMNS:
            break
    return cells, lone
