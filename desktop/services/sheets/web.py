"""Pages of the web that school systems call spreadsheets: each table of the page is a sheet.

Only rows, cells and their texts are looked at; scripts, styles and links are passed over. Read by looking for tags one
after the other, not by a parser of HTML: a page that means harm must not take longer than its length.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from desktop.services.sheets.encodings import decode
from desktop.services.sheets.errors import TooManyRows, WebPage
from desktop.services.sheets.grid import LAST_ROW, MOST_MERGES, Cells, Gatherer, Merge, as_rows
from desktop.services.sheets.text import MOST_CELL, MOST_COLUMNS, MOST_ROWS
from desktop.services.sheets.types import Part, Table

_TAG: Final = re.compile(r"<(/?)(table|tr|td|th)(?![a-z0-9])([^<>]*)", re.IGNORECASE)
_ASIDE: Final = re.compile(r"<(!--|script|style)", re.IGNORECASE)
_ASIDE_ENDS: Final = {
    "!--": re.compile("-->"),
    "script": re.compile("</script[^<>]*>", re.IGNORECASE),
    "style": re.compile("</style[^<>]*>", re.IGNORECASE),
}
_BREAK: Final = re.compile(r"\s*<(?:br|/p|/div|/li)(?![a-z0-9])[^<>]*>\s*", re.IGNORECASE)
_ANY_TAG: Final = re.compile(r"<[/!?a-zA-Z][^<>]*>")
_SPAN: Final = re.compile(r"\b(col|row)span\s{0,9}=\s{0,9}[\"']?(\d{1,5})", re.IGNORECASE)
_CHARSET: Final = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_\-]{1,40})", re.IGNORECASE)
_MOST_TABLES: Final = 100
_MOST_REACHED: Final = 5_000_000
_LOOK_AT: Final = 1_000_000


def _page_of(data: bytes) -> str:
    """Give the text of the page, without what a browser does not show."""
    stated = _CHARSET.search(data[:4096])
    page = ""
    if stated and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            page = data.decode(stated.group(1).decode())
        except (LookupError, ValueError):
            page = ""
    page = page or decode(data).text
    kept: list[str] = []
    at = 0
    while found := _ASIDE.search(page, at):
        kept.append(page[at : found.start()])
        end = _ASIDE_ENDS[found.group(1).lower()].search(page, found.end())
        at = end.end() if end else len(page)
    return "".join([*kept, page[at:]])


class Web:
    """A page. `parts` are its tables, "Table 1" and so on; those within cells belong to the cell."""

    notices: tuple[str, ...] = ()

    def __init__(self, data: bytes) -> None:
        """Find the tables. Raises WebPage where there is none."""
        self._page = _page_of(data)
        places: list[tuple[int, int]] = []
        depth = begin = 0
        for found in _TAG.finditer(self._page):
            if found.group(2).lower() != "table":
                continue
            if not found.group(1):
                begin = begin if depth else found.end()
                depth += 1
            elif depth:
                depth -= 1
                if not depth:
                    places.append((begin, found.start()))
        if depth:
            places.append((begin, len(self._page)))
        if not places:
            raise WebPage
        self._places = {f"Table {n}": place for n, place in enumerate(places[:_MOST_TABLES], 1)}
        self.parts = tuple(Part(name, end - start, "sheet") for name, (start, end) in self._places.items())

    def is_filled(self, name: str) -> bool:
        """Say whether anything stands in a table."""
        begin, end = self._places[name]
        rows = _Rows(self._page, begin, min(end, begin + _LOOK_AT), MOST_ROWS, []).numbered()
        return end - begin > _LOOK_AT or next(rows, None) is not None

    def table(self, name: str, most_rows: int) -> Table:
        """Give a table. Going through its rows raises of limits."""
        merges: list[Merge] = []
        begin, end = self._places[name]
        return Table(as_rows(_Rows(self._page, begin, end, most_rows, merges).numbered(), merges), "", "", False)


class _Rows:
    """Goes through the tags of one table."""

    def __init__(self, page: str, begin: int, end: int, most_rows: int, merges: list[Merge]) -> None:
        self._page, self._begin, self._end, self._merges = page, begin, end, merges
        self._gatherer = Gatherer(most_rows)
        self._number = self._column = self._reached = 0
        self._cell: tuple[int, str] | None = None  # where its text begins, and its attributes
        self._taken: dict[int, int] = {}  # columns that a tall cell above reaches into, and to which row

    def numbered(self) -> Iterator[tuple[int, Cells]]:
        """Yield the rows."""
        depth = 0
        for found in _TAG.finditer(self._page, self._begin, self._end):
            closes, name = bool(found.group(1)), found.group(2).lower()
            if name == "table":
                depth += -1 if closes else 1
            elif depth <= 0:
                self._end_cell(found.start())
                if name == "tr" and not closes:
                    yield from self._next_row()
                elif name != "tr" and not closes:
                    self._cell = (found.end() + 1, found.group(3))
        self._end_cell(self._end)
        yield from self._next_row()

    def _next_row(self) -> Iterator[tuple[int, Cells]]:
        if self._number:
            self._gatherer.finish()
            yield from self._gatherer.taken()
        self._number += 1
        if self._number > LAST_ROW:
            raise TooManyRows(row=self._number, most=MOST_ROWS)
        self._gatherer.begin(self._number)
        self._column = 0

    def _end_cell(self, end: int) -> None:
        if self._cell is None:
            return
        (begin, attributes), self._cell = self._cell, None
        if not self._number:
            self._number = 1
            self._gatherer.begin(1)
        while self._taken.get(self._column, 0) >= self._number:
            self._column += 1
        spans = {word.lower(): max(1, int(count)) for word, count in _SPAN.findall(attributes)}
        wide, tall = min(spans.get("col", 1), MOST_COLUMNS + 1), spans.get("row", 1)
        text = _text(self._page[begin : min(end, begin + 4 * MOST_CELL)])
        if text:
            self._gatherer.put(self._column, text)
            if (wide > 1 or tall > 1) and len(self._merges) < MOST_MERGES:
                last = self._number + tall - 1
                self._merges.append(Merge(self._number, self._column, last, self._column + wide - 1))
        if tall > 1 and self._column < MOST_COLUMNS:
            self._reached += wide
            if self._reached > _MOST_REACHED:
                raise TooManyRows(row=self._number, most=MOST_ROWS)
            self._taken.update(dict.fromkeys(range(self._column, self._column + wide), self._number + tall - 1))
        self._column += wide


def _text(markup: str) -> str:
    text = _ANY_TAG.sub("", _BREAK.sub("\n", markup))
    try:
        return html.unescape(text).strip()
    except ValueError:  # a character by a number of thousands of digits
        return text.strip()
