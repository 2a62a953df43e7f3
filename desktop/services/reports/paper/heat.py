"""The map of a draft in black and white: how everybody fits everybody, on as many pages as needed.

A letter names the band, a cross a pair that a rule forbids, a thick frame the pair of the draft; the shade only helps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, PageBreak

from desktop.services.language import say, show_date
from desktop.services.matching.types import BANDS
from desktop.services.reports.layout import Line, line
from desktop.services.reports.matching_types import HEAT, HeatPaper
from desktop.services.reports.matching_words import title
from desktop.services.reports.paper.fit import in_line
from desktop.services.reports.paper.flow import Text, draw_line
from desktop.services.reports.paper.page import content_width, fitted, page_size
from desktop.services.reports.style import BODY, CELL, CHART_TITLE, INK, MUTED, RULE, SMALL, Style
from desktop.services.reports.text import isolate, one_line
from desktop.services.reports.types import PersonLine

_WIDE, _HIGH = 20.0, 15.0
_MOST_SIDE, _MOST_TOP = 134.0, 92.0
_LEAST_HEAD: Final = 40.0
_TITLE: Final = 24.0
# What the page's own head and foot take.
_AROUND: Final = 118.0
# How many rows fewer the first page has, below title and key.
_LESS: Final = 6
_TITLE_STYLE: Final = Style(22, 28, "bold")
_NAME: Final = Style(9, 11)
_SIZES: Final = (9.0, 8.0, 7.0, 6.0)
_CELL: Final = Style(9, 11, "bold", align="centre")
_FORBIDDEN: Final = Style(11, 11, colour=MUTED, align="centre")
# Shades of grey by band, best first: a letter is read on all of them.
_SHADES: Final = ("#C4C4C4", "#DCDCDC", "#F0F0F0", "#FFFFFF")
_CROSS: Final = "×"


def expected(made: HeatPaper) -> int:
    """Guess the number of pages."""
    rows, columns = _room(made)
    return 1 + -(-len(made.mentees) // rows) * -(-len(made.mentors) // columns)


def story(made: HeatPaper) -> list[Flowable]:
    """Give the heading with the key, and the tiles of the map row by row."""
    below = say(
        "{mentees_n} {mentees} by {mentors_n} {mentors} · draft of {day}",
        mentees_n=len(made.mentees),
        mentors_n=len(made.mentors),
        day=show_date(made.made),
    )
    blocks: list[Flowable] = [Text(title(HEAT), _TITLE_STYLE), Text(" · ".join((*_school(made), below)), SMALL)]
    blocks.append(Text(say("This paper names students. Give each copy only to somebody it is meant for."), SMALL))
    if not made.mentees or not made.mentors:
        return [*blocks, Text(say("There is nobody to show: a map needs {mentors} and {mentees}."), BODY)]
    blocks.append(_Key())
    for at, tile in enumerate(_tiles(made)):
        blocks += [PageBreak(), tile] if at else [tile]
    return blocks


def _school(made: HeatPaper) -> list[str]:
    return [isolate(part, 80) for part in (made.school, made.programme) if one_line(part)]


def _room(made: HeatPaper) -> tuple[int, int]:
    """Say how many rows and columns a page holds."""
    _, high = page_size(made.edition.paper, wide=True)
    side, top = _heads(made)
    across = content_width(made.edition.paper, wide=True) - side
    return max(1, int((high - _AROUND - _TITLE - top - 2) / _HIGH)), max(1, int(across / _WIDE))


def _heads(made: HeatPaper) -> tuple[float, float]:
    """Say how wide the names of rows and how high those of columns are, the same on every page."""

    def needs(people: Sequence[PersonLine], most: float) -> float:
        widest = max((line(isolate(one.name), _NAME.weight, _NAME.size).width for one in people), default=0.0)
        return min(most, max(_LEAST_HEAD, widest + 9))

    return needs(made.mentees, _MOST_SIDE), needs(made.mentors, _MOST_TOP)


def _tiles(made: HeatPaper) -> list[_Tile]:
    most_rows, most_columns = _room(made)
    heads = _heads(made)
    return [
        _Tile(made, rows, columns, heads)
        for rows in _rows(len(made.mentees), most_rows)
        for columns in _shares(len(made.mentors), most_columns)
    ]


def _rows(count: int, most: int) -> list[range]:
    """Cut the rows into shares; the first stands below the title and the key."""
    first = min(count, max(1, most - _LESS))
    return [range(first), *_shares(count, most, first)]


def _shares(count: int, most: int, start: int = 0) -> list[range]:
    """Cut a count, from `start`, into as few equal shares as fit."""
    parts = max(1, -(-(count - start) // most))
    each = max(1, -(-(count - start) // parts))
    return [range(at, min(at + each, count)) for at in range(start, count, each)]


def letter(band: str) -> str:
    """Give the letter of a band."""
    return say(band)[:1].upper()


class _Key(Flowable):
    """What letters, crosses and frames mean, and that nothing more is told."""

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """Take one line."""
        self.width, self.height = available, _HIGH + 6
        return self.width, self.height

    def draw(self) -> None:
        """Draw a cell and its meaning, one beside the other."""
        x = 0.0
        signs = [(letter(band), shade, say(band)) for (band, _), shade in zip(BANDS, _SHADES, strict=True)]
        signs += [(_CROSS, "#FFFFFF", say("a rule forbids the pair")), ("", "#FFFFFF", say("proposed in the draft"))]
        for at, (sign, shade, words) in enumerate(signs):
            _box(self, x, 3, shade, framed=at == len(signs) - 1)
            style = _FORBIDDEN if sign == _CROSS else _CELL
            draw_line(self.canv, line(sign, style.weight, style.size), x, 7, style, _WIDE)
            said = line(words, CELL.weight, CELL.size)
            draw_line(self.canv, said, x + _WIDE + 6, 7, CELL)
            x += _WIDE + 6 + said.width + 18


class _Tile(Flowable):
    """A part of the map with its own headings of rows and columns."""

    def __init__(self, made: HeatPaper, rows: range, columns: range, heads: tuple[float, float]) -> None:
        super().__init__()
        self._side, self._top = heads
        self._made, self._rows, self._columns = made, rows, columns

    def wrap(self, _available: float, _height: float) -> tuple[float, float]:
        """Take what the cells and headings need."""
        self.width = self._side + len(self._columns) * _WIDE
        self.height = _TITLE + self._top + len(self._rows) * _HIGH + 1
        return self.width, self.height

    def draw(self) -> None:
        """Draw the title, the headings, the cells, and the frames above them."""
        made, top = self._made, self.height - _TITLE - self._top
        at = line(self._title(), CHART_TITLE.weight, CHART_TITLE.size)
        draw_line(self.canv, at, 0, self.height - 15, CHART_TITLE)
        for place, column in enumerate(self._columns):
            self._column(made.mentors[column], self._side + place * _WIDE, top)
        for place, row in enumerate(self._rows):
            y = top - (place + 1) * _HIGH
            self._row(made.mentees[row], row, y)
        framed = [pair for pair in made.chosen if pair[0] in self._rows and pair[1] in self._columns]
        for row, column in framed:
            x = self._side + (column - self._columns.start) * _WIDE
            self._mark(x, top - (row - self._rows.start + 1) * _HIGH)

    def _title(self) -> str:
        mentees, mentors = self._made.mentees, self._made.mentors
        return say(
            "{Mentees} {first} to {last} of {all}, {mentors} {first_over} to {last_over} of {all_over}",
            first=self._rows.start + 1,
            last=self._rows.stop,
            all=len(mentees),
            first_over=self._columns.start + 1,
            last_over=self._columns.stop,
            all_over=len(mentors),
        )

    def _row(self, person: PersonLine, row: int, y: float) -> None:
        style, name = _fitted(person, self._side - 8)
        draw_line(self.canv, name, 0, y + 4.5, style)
        self.canv.setStrokeColor(HexColor(RULE))
        self.canv.setLineWidth(0.3)
        self.canv.line(0, y, self._side, y)
        for place, column in enumerate(self._columns):
            x, band = self._side + place * _WIDE, self._made.cells[row][column]
            sign, style, shade = _CROSS, _FORBIDDEN, "#FFFFFF"
            if band:
                sign, style = letter(band), _CELL
                shade = _SHADES[[name for name, _ in BANDS].index(band)]
            _box(self, x, y, shade)
            draw_line(self.canv, line(sign, style.weight, style.size), x, y + 4, style, _WIDE)

    def _column(self, person: PersonLine, x: float, y: float) -> None:
        """Write a name upwards."""
        style, name = _fitted(person, self._top - 8)
        self.canv.saveState()
        self.canv.translate(x + _WIDE / 2 + 3, y + 4)
        self.canv.rotate(90)
        draw_line(self.canv, name, 0, 0, style)
        self.canv.restoreState()

    def _mark(self, x: float, y: float) -> None:
        self.canv.setStrokeColor(HexColor(INK))
        self.canv.setLineWidth(2)
        self.canv.rect(x + 0.8, y + 0.8, _WIDE - 1.6, _HIGH - 1.6, stroke=1, fill=0)


def _box(on: Flowable, x: float, y: float, shade: str, *, framed: bool = False) -> None:
    """Draw an empty cell."""
    on.canv.setFillColor(HexColor(shade))
    on.canv.setStrokeColor(HexColor(INK if framed else RULE))
    on.canv.setLineWidth(2 if framed else 0.4)
    on.canv.rect(x + 0.8 * framed, y + 0.8 * framed, _WIDE - 1.6 * framed, _HIGH - 1.6 * framed, stroke=1, fill=1)


def _fitted(person: PersonLine, room: float) -> tuple[Style, Line]:
    """Set a name on one line; what is too long is cut and gets the number, which nobody else has."""
    found = in_line(isolate(person.name), _NAME, _SIZES, room)
    if found is not None:
        return found
    small = Style(_SIZES[-1], _SIZES[-1])
    number = line(f" ({one_line(person.number, 12)})", small.weight, small.size)
    name = fitted(isolate(person.name), small, room - number.width)
    return small, Line(name.runs + number.runs, name.width + number.width)
