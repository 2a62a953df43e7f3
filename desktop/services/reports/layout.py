"""Breaking text into lines of runs, each run in one font. Pure but for the fonts it measures with."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from desktop.services.reports.fonts import Glyph, Weight, glyph
from desktop.services.reports.text import clean, direction, joined, needs_ordering, rejoined, visual

_NO_START: Final = frozenset("、。，．・：；？！」』】〉》）］…ー々")
_IDEOGRAPHS: Final = (("\u2e80", "\u9fff"), ("\uac00", "\ud7a3"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))
_NO_WIDTH: Final = frozenset("\u2068\u2069")


@dataclass(frozen=True)
class Run:
    """Neighbouring characters of one font, in the order of the page."""

    font: str
    text: str
    width: float


@dataclass(frozen=True)
class Line:
    """Runs of one line and their width in points."""

    runs: tuple[Run, ...]
    width: float


def lines(value: str, weight: Weight, size: float, width: float) -> tuple[Line, ...]:
    """Break `value` into lines of at most `width` points at `size`; never empty, never wider but for one character."""
    made: list[Line] = []
    for paragraph in clean(value, keep_isolates=True, keep_joiners=True).split("\n"):
        ordering = needs_ordering(paragraph)
        base = direction(paragraph)
        logical = joined(paragraph) if ordering else paragraph
        pieces = _wrapped(logical, weight, width * 1000 / size)
        if ordering:
            pieces = [visual(piece, base) for piece in rejoined(pieces)]
        made.extend(_line(piece, weight, size) for piece in pieces)
    return tuple(made)


def line(value: str, weight: Weight, size: float) -> Line:
    """Set `value` on one line, however long."""
    return lines(value.replace("\n", " "), weight, size, float("inf"))[0]


def _line(piece: str, weight: Weight, size: float) -> Line:
    glyphs = [glyph(char, weight) for char in piece if char not in _NO_WIDTH]
    runs = []
    for font, group in groupby(glyphs, key=lambda g: g.font):
        members: list[Glyph] = list(group)
        runs.append(Run(font, "".join(g.char for g in members), sum(g.width for g in members) * size / 1000))
    return Line(tuple(runs), sum(run.width for run in runs))


def _wrapped(paragraph: str, weight: Weight, limit: float) -> list[str]:
    """Cut a paragraph, in the order of reading, where its characters exceed `limit` thousandths of the size."""
    pieces: list[str] = []
    start, may_break, used, used_at_break = 0, 0, 0.0, 0.0
    for at, char in enumerate(paragraph):
        if at > start and _breaks_between(paragraph[at - 1], char):
            may_break, used_at_break = at, used
        wide = 0.0 if char in _NO_WIDTH else glyph(char, weight).width
        while used + wide > limit and at > start and char != " " and not unicodedata.combining(char):
            cut = may_break if may_break > start else at
            pieces.append(paragraph[start:cut].rstrip(" "))
            used -= used_at_break if cut == may_break else used
            start, used_at_break = cut, 0.0
        used += wide
    pieces.append(paragraph[start:].rstrip(" "))
    return pieces


def _breaks_between(before: str, char: str) -> bool:
    """Tell whether a line may end between two characters."""
    if before == " ":
        return char != " "
    if char in _NO_START or char == " ":
        return False
    return _stands_alone(before) or _stands_alone(char) or (before in "-–—/" and char.isalpha())


def _stands_alone(char: str) -> bool:
    """Tell whether a line may break on both sides: ideographs, kana, Hangul."""
    return any(first <= char <= last for first, last in _IDEOGRAPHS)
