"""The reason for which a rule is decided otherwise: a list to choose from and the button that does it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models import matching_why_not as model
from desktop.services.language import say
from desktop.views import theme
from desktop.views.widgets.fields import Choice
from desktop.views.widgets.labels import label


class ReasonLine(QWidget):
    """Hidden until rules forbid a pair that somebody may decide otherwise. Signal `changed()`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        self.choice = Choice(say("Why it is decided otherwise"), model.reason_options())
        self.choice.chosen.connect(self._on_chosen)
        words = label(say("Why it is decided otherwise"), "strong")
        words.setBuddy(self.choice)
        column.addWidget(words)
        column.addWidget(self.choice)
        self.hide()

    def _on_chosen(self, _reason: str) -> None:
        theme.mark(self.choice, "wrong", False)
        self.changed.emit()

    def reason(self) -> str:
        """Give the code of the reason, "" for none yet."""
        return self.choice.value() if not self.isHidden() else ""

    def offer(self, offered: bool) -> None:
        """Show it where it is needed."""
        self.setVisible(offered)

    def needed(self, act: Callable[[str], object]) -> None:
        """Act with the reason; without one, go to the list and mark it."""
        if self.reason():
            act(self.reason())
        else:
            theme.mark(self.choice, "wrong", True)
            self.choice.setFocus(Qt.FocusReason.OtherFocusReason)
