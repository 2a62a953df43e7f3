"""What a file does not prove, asked one thing at a time, each answer with what it would mean for this file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.models.people_imports_types import Option, Question
from desktop.views import theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.cards import scrolling
from desktop.views.widgets.labels import ElidedLabel, IconLabel, label

_NUMBERED = 9
# Percent of the usual size of text.
_LARGE, _HUGE = 130, 160


def large_text() -> bool:
    """Say whether the text is so large that what can be shorter should be."""
    return theme.pixels(100) > _LARGE


def huge_text() -> bool:
    """Say whether the text is so large that explanations must be one line, or nothing else has room."""
    return theme.pixels(100) > _HUGE


class OptionButton(Button):
    """An answer with lines under its words; `number` is its key, 0 for none."""

    def __init__(self, option: Option, act: Callable[[], object], number: int = 0, icon: str = "") -> None:
        super().__init__(option.words, act, kind="choice")
        self.setText("")
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 10, 18, 10)
        row.setSpacing(16)
        if icon:
            row.addWidget(IconLabel(icon, "accent", 24))
        words = QVBoxLayout()
        words.setSpacing(0)
        lines = [option.words, *filter(None, option.meaning.split("\n"))]
        for at, text in enumerate(lines):
            line = ElidedLabel("muted" if at else "strong")
            line.show_text(text)
            words.addWidget(line)
        row.addLayout(words, 1)
        if number:
            row.addWidget(label(str(number), "small", wrap=False), 0, Qt.AlignmentFlag.AlignVCenter)
            QShortcut(QKeySequence(str(number)), self).activated.connect(self.click)
        for one in self.findChildren(QWidget):
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleDescription(option.meaning)
        self.setToolTip(option.meaning)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(24 + len(lines) * QFontMetrics(self.font()).lineSpacing())


class QuestionPart(QWidget):
    """One question; `answer(value)` is called with what was chosen."""

    def __init__(self, question: Question, answer: Callable[[str], object]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(10)
        column.addWidget(label(question.words, "heading"))
        if question.why:
            column.addWidget(label(question.why, "muted"))
        inside = QWidget()
        options = QVBoxLayout(inside)
        options.setContentsMargins(0, 0, 8, 0)
        options.setSpacing(8)
        self.buttons: list[OptionButton] = []
        for number, option in enumerate(question.options, 1):
            button = OptionButton(option, partial(answer, option.value), number if number <= _NUMBERED else 0)
            self.buttons.append(button)
            options.addWidget(button)
        options.addStretch(1)
        column.addWidget(scrolling(inside), 1)

    def arrive(self) -> None:
        """Take the keyboard."""
        if self.buttons:
            self.buttons[0].setFocus()
