"""The recovery words on one sheet of paper: numbered, in their rows, with the check letters. Nothing touches the disk.

The school is not named on it: whoever finds the sheet should not learn what it opens. A line is left to write on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from desktop.services.errors import KnownError
from desktop.services.language import profile, say, show_date

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_INCH = 25.4
# Millimetres: around the page, for the check letter at the right, and between rows of words.
_MARGIN, _LETTER, _ROW = 20.0, 14.0, 17.0
_PER_ROW = 6
_WRAPPED = Qt.TextFlag.TextWordWrap


class WordsNotPrinted(KnownError):
    """The printer took no page."""

    sentence: ClassVar[str] = "The printer did not take the sheet. Check the printer, or write the words down by hand."


def paper() -> str:
    """Name the paper of the profile: "a4" or "letter"."""
    return profile().paper


def print_words(printer: QPrinter, rows: Sequence[str], today: date) -> None:
    """Print the sheet once. `rows` are those of `vault.sheet`: six words and a check letter in brackets.

    Raises `WordsNotPrinted`.
    """
    printer.setCopyCount(1)
    painter = QPainter()
    if not painter.begin(printer):
        raise WordsNotPrinted
    try:
        _Sheet(printer, painter).draw(rows, today)
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()
    if printer.printerState() == printer.PrinterState.Error:
        raise WordsNotPrinted


class _Sheet:
    """Draws down the page in millimetres."""

    def __init__(self, printer: QPrinter, painter: QPainter) -> None:
        self._painter = painter
        self._scale = printer.resolution() / _INCH
        page = printer.pageLayout().fullRectPixels(printer.resolution())
        self._width = page.width() / self._scale
        self._down = _MARGIN

    def draw(self, rows: Sequence[str], today: date) -> None:
        """Draw everything."""
        self._line(say("Peerkeep: recovery words"), 18, bold=True, after=4)
        self._line(
            say(
                "If the password is forgotten, these 24 words open the workspace. So they do for whoever finds this "
                "sheet: keep it where you keep keys, not in the laptop's bag."
            ),
            11,
            after=4,
        )
        self._line(say("The letter in brackets at the end of a row finds slips of the pen."), 9, after=8)
        for number, row in enumerate(rows):
            self._words(number, row.split())
        self._down += 6
        self._line(say("Workspace: {line}", line="." * 60), 11, after=5)
        self._line(say("Printed {day}. A sheet of newer words makes this one worthless.", day=show_date(today)), 9)

    def _line(self, text: str, points: float, *, bold: bool = False, after: float = 0) -> None:
        self._use(points, bold=bold)
        room = self._rect(_MARGIN, self._width - 2 * _MARGIN, 60)
        drawn = self._painter.boundingRect(room, _WRAPPED, text)
        self._painter.drawText(room, _WRAPPED, text)
        self._down += drawn.height() / self._scale + after

    def _words(self, row: int, words: Sequence[str]) -> None:
        wide = (self._width - 2 * _MARGIN - _LETTER) / _PER_ROW
        for place, word in enumerate(words):
            left = _MARGIN + place * wide
            self._use(12, bold=place < _PER_ROW)
            self._painter.drawText(self._rect(left, wide, 8), Qt.AlignmentFlag.AlignBottom, word)
            if place < _PER_ROW:
                self._use(7)
                number = self._rect(left, wide, 8).translated(0, 8 * self._scale)
                self._painter.drawText(number, Qt.AlignmentFlag.AlignTop, str(row * _PER_ROW + place + 1))
        self._down += _ROW

    def _use(self, points: float, *, bold: bool = False) -> None:
        font = QFont(self._painter.font())
        font.setPointSizeF(points)
        font.setBold(bold)
        self._painter.setFont(font)

    def _rect(self, left: float, width: float, height: float) -> QRectF:
        return QRectF(left * self._scale, self._down * self._scale, width * self._scale, height * self._scale)
