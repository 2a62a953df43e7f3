"""Badges to cut out: eight to a page, first names large, roles told apart by shape so that grey paper shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from desktop.services.language import say, show_date
from desktop.services.reports.layout import line
from desktop.services.reports.matching_types import BADGES, BadgeLine, Badges
from desktop.services.reports.matching_words import title
from desktop.services.reports.paper.fit import in_box, in_line
from desktop.services.reports.paper.flow import Text, draw_line
from desktop.services.reports.paper.pack import heading
from desktop.services.reports.paper.page import content_width
from desktop.services.reports.rules import year_word
from desktop.services.reports.style import BODY, INK, MUTED, Style
from desktop.services.reports.text import isolate, one_line

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_ACROSS, _DOWN = 2, 4
A_PAGE: Final = _ACROSS * _DOWN
_PAD: Final = 13.0
_NAME: Final = Style(40, 47, "bold", align="centre")
_SIZES: Final = (46.0, 40.0, 34.0, 29.0, 25.0, 21.0, 18.0, 15.0, 13.0, 11.0, 9.0, 7.0)
_LEAST: Final = 13.0
_CODE: Final = Style(17, 20, "bold", align="centre")
_ROLE: Final = Style(13, 16, "bold")
_SMALL: Final = Style(10.5, 13, colour=MUTED)
_SMALLER: Final = (10.5, 9.0, 8.0, 7.0)
_WHITE: Final = "#FFFFFF"
_SHAPE: Final = 34.0


def expected(made: Badges) -> int:
    """Guess the number of pages."""
    return max(1, -(-len(made.people) // A_PAGE))


def story(made: Badges) -> list[Flowable]:
    """Give the pages of badges in order."""
    if not made.people:
        width = content_width(made.edition.paper, wide=False)
        blocks = heading(title(BADGES), made.school, made.programme, show_date(made.day), width)
        return [*blocks, Text(say("Nobody has a badge yet."), BODY)]
    below = " · ".join(part for part in (one_line(made.label, 60), show_date(made.day)) if part)
    return [_Page(made.people[at : at + A_PAGE], below) for at in range(0, len(made.people), A_PAGE)]


def shape(canvas: Canvas, role: str, code: str, x: float, y: float, size: float = _SHAPE) -> float:
    """Draw a badge's number in its role's shape, from its lower left corner; give how wide that is.

    {Mentors} are white on a dark round; {mentees} dark in a square frame.
    """
    mentor = role == "mentor"
    style = Style(size * 0.5, size * 0.6, "bold", _WHITE if mentor else INK, "centre")
    at = line(one_line(code, 12), style.weight, style.size)
    width = max(size, at.width + size * 0.55)
    canvas.saveState()
    canvas.setFillColor(HexColor(INK))
    canvas.setStrokeColor(HexColor(INK))
    canvas.setLineWidth(1.6)
    if mentor:
        canvas.roundRect(x, y, width, size, size / 2, stroke=1, fill=1)
    else:
        canvas.rect(x + 0.8, y + 0.8, width - 1.6, size - 1.6, stroke=1, fill=0)
    draw_line(canvas, at, x, y + size * 0.32, style, width)
    canvas.restoreState()
    return width


def role_word(role: str) -> str:
    """Name a role as a badge does."""
    return say("{Mentor}") if role == "mentor" else say("{Mentee}")


class _Page(Flowable):
    """A page of badges with the lines to cut along."""

    def __init__(self, people: Sequence[BadgeLine], below: str) -> None:
        super().__init__()
        self._people, self._below = people, below

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        """Take the whole page."""
        self.width, self.height = available, height
        return available, height

    def draw(self) -> None:
        """Draw the badges from the top left, and dashes between all of them."""
        wide, high = self.width / _ACROSS, self.height / _DOWN
        for at, person in enumerate(self._people):
            self._badge(person, (at % _ACROSS) * wide, self.height - (at // _ACROSS + 1) * high, wide, high)
        rows = -(-len(self._people) // _ACROSS)
        bottom = self.height - rows * high
        self.canv.setStrokeColor(HexColor(MUTED))
        self.canv.setLineWidth(0.6)
        self.canv.setDash(4, 3)
        for column in range(_ACROSS + 1):
            self.canv.line(column * wide, bottom, column * wide, self.height)
        for row in range(rows + 1):
            self.canv.line(0, self.height - row * high, self.width, self.height - row * high)
        self.canv.setDash()

    def _badge(self, person: BadgeLine, x: float, y: float, wide: float, high: float) -> None:
        room = wide - 2 * _PAD
        top = y + high - _PAD - _SHAPE
        used = shape(self.canv, person.role, person.code, x + _PAD, top)
        role = line(role_word(person.role), _ROLE.weight, _ROLE.size)
        draw_line(self.canv, role, x + _PAD + used + 9, top + 18, _ROLE)
        year = in_line(year_word(person.year), _SMALL, _SMALLER, room - used - 9) if person.year.strip() else None
        if year is not None:
            draw_line(self.canv, year[1], x + _PAD + used + 9, top + 4, year[0])
        low = y + _PAD + 14
        self._name(isolate(person.short), x + _PAD, low, room, top - low - 4)
        fitted = in_line(self._below, _SMALL, _SMALLER, room)
        if fitted is not None:
            draw_line(self.canv, fitted[1], x + _PAD, y + _PAD, fitted[0], room)

    def _name(self, name: str, x: float, y: float, wide: float, high: float) -> None:
        """Set the name as large as fits, in the middle of its room."""
        style, found = in_box(name, _NAME, _SIZES, wide, high, _LEAST)
        baseline = y + (high + len(found) * style.leading) / 2 - style.size * 0.98
        for at in found:
            draw_line(self.canv, at, x, baseline, style, wide)
            baseline -= style.leading
