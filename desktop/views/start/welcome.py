"""The first page: make a workspace, open one, open a copy, or look at the sample school."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from desktop.models.start import ENDING
from desktop.services.language import say
from desktop.views.start.frame import StartPage
from desktop.views.widgets import Button, IconLabel, label


@dataclass(frozen=True)
class Way:
    """One way to begin: what it is, what it means, and what it does."""

    words: str
    meaning: str
    icon: str
    act: Callable[[], object]


class BigButton(Button):
    """A button with a sentence under its words."""

    def __init__(self, way: Way) -> None:
        super().__init__(way.words, way.act, kind="choice")
        self.setText("")
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 12, 18, 12)
        row.setSpacing(16)
        row.addWidget(IconLabel(way.icon, "accent", 26))
        words = QVBoxLayout()
        words.setSpacing(0)
        lines: list[QLabel] = [label(way.words, "strong", wrap=False), label(way.meaning, "muted", wrap=False)]
        for line in lines:
            words.addWidget(line)
        row.addLayout(words, 1)
        self.setAccessibleDescription(way.meaning)
        self.setToolTip("")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(24 + 2 * QFontMetrics(self.font()).lineSpacing())


class Welcome(StartPage):
    """`ways` in the order of likelihood; `near` are workspaces found in the documents folder."""

    def __init__(self, ways: Sequence[Way], near: Sequence[Path], open_near: Callable[[Path], object]) -> None:
        super().__init__(
            say("Welcome to Peerkeep"),
            say("Peer mentoring, kept on this laptop, encrypted, without any network. How do you want to begin?"),
        )
        if near:
            self.body.addWidget(label(say("In your documents"), "small"))
            for path in near:
                name = path.name.removesuffix(ENDING)
                words, meaning = say("Open {name}", name=name), say("Unlock it with your password.")
                self.body.addWidget(BigButton(Way(words, meaning, "lock-outline", partial(open_near, path))))
            self.body.addWidget(label(say("Or"), "small"))
        for way in ways:
            self.body.addWidget(BigButton(way))
        self.body.addStretch(1)

    def arrive(self) -> None:
        """Put the keyboard on the first way."""
        first = self.findChild(BigButton)
        if first is not None:
            first.setFocus()
