"""Labels, badges and rules. Always plain text: a name may hold what looks like markup."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from desktop.views import icons, theme

_LONG_WORD = 24
_LONG_WORDS = re.compile(rf"\S{{{_LONG_WORD},}}")
_EVERY = re.compile(r".{1,12}")
_BREAK = "\u200b"


def label(
    text: str, role: str = "", *, wrap: bool = True, parent: QWidget | None = None, kind: type[QLabel] = QLabel
) -> QLabel:
    """Make a label; `role` is one of the style sheet's: title, heading, strong, muted, small, warning, danger."""
    made = kind(breakable(text) if wrap else text, parent)
    if made.text() != text:
        made.setAccessibleName(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    made.setForegroundRole(QPalette.ColorRole.WindowText)
    if wrap:
        # At least as high as its text is at the width there is. Taking the policy as it is keeps its note that the
        # height follows from the width; Fixed would cap the height at a hint for another width.
        policy = made.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        made.setSizePolicy(policy)
    if role:
        theme.role(made, role)
    return made


def breakable(text: str) -> str:
    """Let a line break within words too long for any column, such as a name of sixty letters without a blank."""
    if len(text) < _LONG_WORD:
        return text
    return _LONG_WORDS.sub(lambda word: _BREAK.join(_EVERY.findall(word.group())), text)


def selectable(text: str, role: str = "", *, kind: type[QLabel] = QLabel) -> QLabel:
    """Make a label whose text can be marked and copied with mouse and keyboard."""
    made = label(text, role, kind=kind)
    made.setText(text)  # what is copied has nothing in it that was not typed
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    made.setAccessibleName(text)
    return made


def badge(text: str, tone: str = "") -> QLabel:
    """Make a small coloured word or number; `tone` is "", "warning", "danger" or "quiet"."""
    made = label(text, "badge", wrap=False)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    theme.mark(made, "tone", tone)
    return made


def rule() -> QFrame:
    """Make a thin horizontal line."""
    made = QFrame()
    made.setFixedHeight(1)
    theme.role(made, "rule")
    return made


class ElidedLabel(QLabel):
    """One line that gives way to what stands beside it, and says so with an ellipsis; the whole text is its tip."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        theme.role(self, role)

    def show_text(self, text: str) -> None:
        """Show another text."""
        self.setText(text)
        self.setToolTip(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as much as there is room for."""
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        flags = int(side | Qt.TextFlag.TextSingleLine)
        self.style().drawItemText(
            painter, self.rect(), flags, self.palette(), self.isEnabled(), shown, self.foregroundRole()
        )
        painter.end()


class IconLabel(QLabel):
    """An icon that stands by itself; `words` is what a screen reader says, empty for decoration."""

    def __init__(self, name: str, tone: str = "text", side: int = 20, words: str = "") -> None:
        super().__init__()
        self._name, self._tone, self._side = name, tone, side
        self.setAccessibleName(words)
        self._fit()

    def set_icon(self, name: str, tone: str = "text") -> None:
        """Show another icon."""
        self._name, self._tone = name, tone
        self.update()

    def _fit(self) -> None:
        side = theme.pixels(self._side)
        if self.width() != side or self.minimumWidth() != side:
            self.setFixedSize(side, side)

    def changeEvent(self, event: QEvent) -> None:
        """Grow and shrink with the size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ApplicationFontChange, QEvent.Type.FontChange):
            self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the moment."""
        if self._name:
            painter = QPainter(self)
            icons.icon(self._name, self._tone).paint(painter, self.rect())
            painter.end()
