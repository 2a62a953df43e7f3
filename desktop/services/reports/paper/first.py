"""The form for a first meeting: a page a pair, to tick, to fill in by hand and to sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, PageBreak, Spacer

from desktop.services.language import say, show_date
from desktop.services.reports.layout import Line, line
from desktop.services.reports.matching_types import FIRST, FirstForm, FirstForms
from desktop.services.reports.matching_words import title
from desktop.services.reports.paper.fit import in_box
from desktop.services.reports.paper.flow import Text, draw_line
from desktop.services.reports.paper.pack import heading
from desktop.services.reports.paper.page import content_width
from desktop.services.reports.rules import year_word
from desktop.services.reports.style import BODY, INK, MUTED, SMALL, Style
from desktop.services.reports.text import isolate, one_line
from desktop.services.reports.types import PersonLine

_PART: Final = Style(12.5, 16, "bold", before=11, after=3)
_NAME: Final = Style(17, 21, "bold")
_NAMES: Final = (17.0, 15.0, 13.0, 11.0, 9.0, 7.5)
_LABEL: Final = Style(9.5, 12, colour=MUTED)
_WORDS: Final = Style(11.5, 15)
_CHECK: Final = 20.0
_LINE: Final = 28.0
_SIGN: Final = 31.0


def expected(made: FirstForms) -> int:
    """Guess the number of pages."""
    return max(1, len(made.forms_of))


def story(made: FirstForms) -> list[Flowable]:
    """Give a page for each pair, or say that none waits."""
    width = content_width(made.edition.paper, wide=False)
    blocks: list[Flowable] = []
    for at, form in enumerate(made.forms_of):
        blocks += [PageBreak()] if at else []
        blocks += _page(made, form, width)
    if blocks:
        return blocks
    blocks = heading(title(FIRST), made.school, made.programme, show_date(made.edition.as_of), width)
    return [*blocks, Text(say("No pair waits for its first meeting."), BODY)]


def _page(made: FirstForms, form: FirstForm, width: float) -> list[Flowable]:
    place = " · ".join(isolate(part, 80) for part in (made.school, made.programme) if one_line(part))
    day = show_date(form.planned_on) if form.planned_on else ""
    return [
        Text(title(FIRST), Style(22, 28, "bold")),
        Text(place, SMALL),
        Spacer(width, 6),
        _Pair(form),
        _Blanks([(say("Day"), day), (say("Time and place"), ""), (say("Adult who is there"), form.adult)]),
        Text(say("Tick what was done"), _PART),
        _Checks(made.checks),
        Text(say("What the two want to reach"), _PART),
        _Goals(made.goals),
        Text(say("The next meeting"), _PART),
        _Blanks([(say("Day"), ""), (say("Time and place"), one_line(form.period, 60))]),
        Text(say("Signatures"), _PART),
        _Signatures(made.signers),
    ]


def _details(person: PersonLine) -> str:
    parts = (year_word(person.year), isolate(person.form, 40) if one_line(person.form) else "")
    return " · ".join(part for part in parts if part)


class _Pair(Flowable):
    """The two side by side."""

    def __init__(self, form: FirstForm) -> None:
        super().__init__()
        self._form = form

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """Take the width and a fixed height."""
        self.width, self.height = available, 60.0
        return self.width, self.height

    def draw(self) -> None:
        """Draw role, name, and year and form of each."""
        form, half = self._form, (self.width - 20) / 2
        self.canv.setStrokeColor(HexColor(INK))
        self.canv.setLineWidth(1)
        self.canv.line(0, self.height - 1, self.width, self.height - 1)
        for x, role, person in ((0.0, say("{Mentor}"), form.mentor), (half + 20, say("{Mentee}"), form.mentee)):
            details = _details(person)
            head = f"{role} · {details}" if details else role
            style, found = in_box(head, _LABEL, (9.5, 8.5, 7.5, 6.5, 5.5), half, 12)
            draw_line(self.canv, found[0], x, self.height - 15, style)
            style, found = in_box(isolate(person.name), _NAME, _NAMES, half, 34)
            y = self.height - 20 - style.size
            for at in found:
                draw_line(self.canv, at, x, y, style)
                y -= style.leading


class _Blanks(Flowable):
    """Labels with a line behind each to write on; what is known stands on it already."""

    def __init__(self, fields: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._fields = fields

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """Take one row."""
        self.width, self.height = available, 38.0
        return self.width, self.height

    def draw(self) -> None:
        """Draw the fields side by side, the first one short."""
        shares = (0.24, *[0.76 / (len(self._fields) - 1)] * (len(self._fields) - 1))
        x = 0.0
        for share, (words, value) in zip(shares, self._fields, strict=True):
            wide = self.width * share - 12
            _rule(self, x, 4, wide)
            draw_line(self.canv, line(words, _LABEL.weight, _LABEL.size), x, 26, _LABEL)
            if value:
                style, found = in_box(isolate(value), _WORDS, (11.5, 10.0, 8.5, 7.0, 6.0), wide, 16)
                draw_line(self.canv, found[0], x, 8, style)
            x += wide + 12


class _Checks(Flowable):
    """A box to tick and words for each."""

    def __init__(self, checks: Sequence[str]) -> None:
        super().__init__()
        self._checks = checks

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """Take a line for each."""
        self.width, self.height = available, _CHECK * len(self._checks)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the boxes under each other."""
        self.canv.setStrokeColor(HexColor(INK))
        self.canv.setLineWidth(1)
        for at, words in enumerate(self._checks):
            y = self.height - (at + 1) * _CHECK
            self.canv.rect(0.5, y + 4, 11, 11, stroke=1, fill=0)
            style, found = in_box(words, _WORDS, (11.5, 10.5, 9.5, 8.5, 7.5), self.width - 22, 15)
            draw_line(self.canv, found[0], 21, y + 6, style)


class _Goals(Flowable):
    """Numbered lines."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """Take a line for each."""
        self.width, self.height = available, _LINE * self._count
        return self.width, self.height

    def draw(self) -> None:
        """Draw the lines under each other."""
        for at in range(self._count):
            y = self.height - (at + 1) * _LINE + 4
            draw_line(self.canv, line(f"{at + 1}.", _WORDS.weight, _WORDS.size), 0, y + 3, _WORDS)
            _rule(self, 21, y, self.width - 21)


class _Signatures(Flowable):
    """A line to sign on for each, with who signs below it and room for the day."""

    def __init__(self, signers: Sequence[str]) -> None:
        super().__init__()
        self._signers = signers
        self._labels: tuple[Line, ...] = tuple(line(words, _LABEL.weight, _LABEL.size) for words in signers)

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """Take a line for each."""
        self.width, self.height = available, _SIGN * len(self._signers)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the lines under each other."""
        day = line(say("Day"), _LABEL.weight, _LABEL.size)
        for at, words in enumerate(self._labels):
            y = self.height - (at + 1) * _SIGN + 12
            _rule(self, 0, y, self.width * 0.7)
            _rule(self, self.width * 0.74, y, self.width * 0.26)
            draw_line(self.canv, words, 0, y - 10.5, _LABEL)
            draw_line(self.canv, day, self.width * 0.74, y - 10.5, _LABEL)


def _rule(on: Flowable, x: float, y: float, width: float) -> None:
    """Draw a line to write on."""
    on.canv.setStrokeColor(HexColor(MUTED))
    on.canv.setLineWidth(0.7)
    on.canv.line(x, y, x + width, y)
