"""Tick sheets: one for each person, with room for the numbers they name and a list of whom they may have met."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, PageBreak, Spacer

from desktop.services.language import fold, say, show_date
from desktop.services.reports.layout import Line, line
from desktop.services.reports.matching_types import TICKS, BadgeLine, TickSheets
from desktop.services.reports.matching_words import title
from desktop.services.reports.paper.badges import role_word, shape
from desktop.services.reports.paper.fit import in_box, in_line
from desktop.services.reports.paper.flow import Text, draw_line
from desktop.services.reports.paper.pack import heading
from desktop.services.reports.paper.page import content_width, page_size
from desktop.services.reports.style import BODY, INK, MUTED, RULE, SMALL, Style
from desktop.services.reports.text import isolate, one_line

_COLUMNS: Final = 3
# How high a line of the list is: the lower the longer the list.
_LEAST_ROW, _MOST_ROW = 15.0, 24.0
_GAP: Final = 14.0
_HEAD: Final = 66.0
_LINE: Final = 46.0
_CODE_ROOM: Final = 30.0
# A longer name is cut in the list: there the number is what counts, and the badge has it whole.
_LONGEST: Final = 70
# What the page's own head and foot take, and the words between the parts of a sheet.
_AROUND: Final = 118.0
_WORDS: Final = 59.0
_NAME: Final = Style(24, 28, "bold")
_NAME_SIZES: Final = (24.0, 20.0, 17.0, 14.0, 12.0, 10.0, 8.0)
_CELL: Final = Style(10.5, _LEAST_ROW)
_LOW_SIZES: Final = (10.5, 9.5, 8.5, 7.5, 6.5, 5.5)
_HIGH_SIZES: Final = (10.5, 9.5)
_TWO_LINES: Final = 20.0
_OTHER: Final = {"mentor": "mentee", "mentee": "mentor"}
_CODE: Final = Style(10.5, _LEAST_ROW, "bold", align="right")
_ASK: Final = Style(13, 18, after=4)
_ORDINAL: Final = Style(12, 16, "bold")


def expected(made: TickSheets) -> int:
    """Guess the number of pages."""
    return max(1, len(made.people))


def story(made: TickSheets) -> list[Flowable]:
    """Give the sheets in the order of the list."""
    width = content_width(made.edition.paper, wide=False)
    if not made.people:
        blocks = heading(title(TICKS), made.school, made.programme, show_date(made.day), width)
        return [*blocks, Text(say("Nobody has a badge yet."), BODY)]
    room = page_size(made.edition.paper, wide=False)[1] - _AROUND
    first, further = room - _HEAD - _LINE * made.most - _WORDS, room - _HEAD
    names, rows = _told_apart(made.people), _rows(made.people, first)
    column = (width - _GAP * (_COLUMNS - 1)) / _COLUMNS
    cells = {one: _cell(one, names[one], column, rows[one.role]) for one in made.people}
    blocks = []
    for at, person in enumerate(made.people):
        others = [cells[one] for one in made.people if one.role != person.role and one.uid != person.uid]
        row = rows[_OTHER[person.role]]
        parts = _shared_out(others, int(first / row + 0.01), int(further / row))
        blocks += [PageBreak()] if at else []
        blocks += [_Head(person, made), *_asked(made, width), _Names(parts[0], row)]
        for part in parts[1:]:
            blocks += [PageBreak(), _Head(person, made), _Names(part, row)]
    return blocks


def _rows(people: Sequence[BadgeLine], room: float) -> dict[str, float]:
    """Say how high a line is in the list of each role, so that a short list is read easily and a long one fits."""
    counts = {role: sum(one.role == role for one in people) for role in _OTHER}
    lines = {role: max(1, -(-count // _COLUMNS)) for role, count in counts.items()}
    return {role: min(_MOST_ROW, max(_LEAST_ROW, room / n)) for role, n in lines.items()}


def _asked(made: TickSheets, width: float) -> list[Flowable]:
    """Say what to do, and leave room for the numbers."""
    asked = say("Whom did you enjoy talking to? Write their badge numbers, best first.")
    to = one_line(made.give_to, 80)
    give = say("Give this sheet to {name} before you go.", name=isolate(to)) if to else ""
    return [
        Text(asked, _ASK),
        _Lines(made.most),
        Text(give, SMALL) if give else _GiveTo(),
        Text(say("Only those who run the {programme} read it. You may leave lines empty."), SMALL),
        Spacer(width, 6),
    ]


def _told_apart(people: Sequence[BadgeLine]) -> dict[BadgeLine, str]:
    """Call people as their badges do, in full where two of a role are called alike."""
    called: dict[tuple[str, str], int] = {}
    for one in people:
        key = one.role, fold(one.short)
        called[key] = called.get(key, 0) + 1
    return {one: one.short if called[one.role, fold(one.short)] == 1 else one.name for one in people}


_Cell = tuple[Line, Style, tuple[Line, ...]]


def _cell(one: BadgeLine, name: str, width: float, row: float) -> _Cell:
    """Set a number and a name in a column: on one line, on two small ones where it is very long."""
    code = line(one_line(one.code, 12), _CODE.weight, _CODE.size)
    room, name = width - _CODE_ROOM - 6, one_line(name, _LONGEST)
    high = row > _TWO_LINES
    fitted = in_line(isolate(name), _CELL, _HIGH_SIZES if high else _LOW_SIZES, room)
    if fitted is not None:
        return code, fitted[0], (fitted[1],)
    style, found = in_box(isolate(name), _CELL, (8.5, 7.5, 6.0, 5.0, 4.0), room, row - 2)
    return code, style, tuple(found[:3])


def _shared_out(cells: Sequence[_Cell], first: int, further: int) -> list[list[list[_Cell]]]:
    """Share the list out to pages, and there to columns of equal length, read downwards."""
    pages: list[list[list[_Cell]]] = []
    left = list(cells)
    while left or not pages:
        rows = min(further if pages else first, -(-len(left) // _COLUMNS))
        here, left = left[: rows * _COLUMNS], left[rows * _COLUMNS :]
        rows = max(1, rows)
        pages.append([here[at : at + rows] for at in range(0, len(here), rows)])
    return pages


class _Head(Flowable):
    """Whose sheet it is: number in its shape, full name, and the day."""

    def __init__(self, person: BadgeLine, made: TickSheets) -> None:
        super().__init__()
        self._person = person
        parts = (role_word(person.role), one_line(made.label, 60), show_date(made.day), one_line(made.school, 60))
        self._below = " · ".join(isolate(part) for part in parts if part)

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """Take the width and a fixed height."""
        self.width, self.height = available, _HEAD
        return available, _HEAD

    def draw(self) -> None:
        """Draw the number at the left, name and day beside it."""
        used = shape(self.canv, self._person.role, self._person.code, 0, 18, 44) + 14
        style, found = in_box(isolate(self._person.name), _NAME, _NAME_SIZES, self.width - used, 30)
        y = 58 - style.size * 0.8
        for at in found:
            draw_line(self.canv, at, used, y, style)
            y -= style.leading
        fitted = in_line(self._below, SMALL, (9.5, 8.5, 7.5, 6.5, 5.5, 4.5), self.width - used)
        if fitted is not None:
            draw_line(self.canv, fitted[1], used, 19, fitted[0])
        self.canv.setFillColor(HexColor(RULE))
        self.canv.rect(0, 8, self.width, 0.8, stroke=0, fill=1)


class _Lines(Flowable):
    """A frame for a number and a line for a name, as often as somebody may be named."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """Take the width and a line for each."""
        self.width, self.height = available, _LINE * self._most
        return self.width, self.height

    def draw(self) -> None:
        """Draw the frames under each other."""
        words = (say("First"), say("Second"), say("Third"))
        widest = max(line(word, _ORDINAL.weight, _ORDINAL.size).width for word in words)
        self.canv.setStrokeColor(HexColor(INK))
        for at in range(self._most):
            y = self.height - (at + 1) * _LINE
            word = words[at] if at < len(words) else str(at + 1)
            draw_line(self.canv, line(word, _ORDINAL.weight, _ORDINAL.size), 0, y + 15, _ORDINAL)
            self.canv.setLineWidth(1.1)
            self.canv.rect(widest + 14, y + 4, 78, _LINE - 10, stroke=1, fill=0)
            start = widest + 14 + 78 + 14
            name = line(say("Name"), SMALL.weight, SMALL.size)
            draw_line(self.canv, name, start, y + 10, SMALL)
            self.canv.setLineWidth(0.6)
            self.canv.line(start + name.width + 8, y + 9, self.width, y + 9)


class _GiveTo(Flowable):
    """A line for who collects the sheets."""

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """Take the width and a line."""
        self.width, self.height = available, 18.0
        return self.width, self.height

    def draw(self) -> None:
        """Draw the words and a line behind them."""
        words = line(say("Give this sheet to"), SMALL.weight, SMALL.size)
        draw_line(self.canv, words, 0, 5, SMALL)
        self.canv.setStrokeColor(HexColor(MUTED))
        self.canv.setLineWidth(0.6)
        self.canv.line(words.width + 6, 4, words.width + 206, 4)


class _Names(Flowable):
    """The list of the other side in columns, ruled so that the eye stays in its line."""

    def __init__(self, columns: Sequence[Sequence[_Cell]], row: float) -> None:
        super().__init__()
        self._row = row
        self.columns = columns
        self._rows = max((len(column) for column in columns), default=0)

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """Take the width and a line for each row."""
        self.width, self.height = available, self._rows * self._row
        return self.width, self.height

    def draw(self) -> None:
        """Draw numbers in bold with names beside them."""
        wide = (self.width - _GAP * (_COLUMNS - 1)) / _COLUMNS
        self.canv.setStrokeColor(HexColor(RULE))
        self.canv.setLineWidth(0.3)
        for place, column in enumerate(self.columns):
            x = place * (wide + _GAP)
            for at, (code, style, name) in enumerate(column):
                y = self.height - (at + 1) * self._row
                self.canv.line(x, y + 0.5, x + wide, y + 0.5)
                middle = y + (self._row - 6) / 2
                draw_line(self.canv, code, x, middle, _CODE, _CODE_ROOM - 4)
                below = middle + (len(name) - 1) * style.leading * 0.5
                for part in name:
                    draw_line(self.canv, part, x + _CODE_ROOM + 4, below, style)
                    below -= style.leading
