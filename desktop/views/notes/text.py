"""The text of a note: the field in which it is typed, and the way it is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from desktop.services.language import say
from desktop.views.widgets.draft_text import DraftTextEdit
from desktop.views.widgets.labels import selectable

# A label lays all its text out anew at each change of width; beyond this that is felt.
_LONG = 6_000


class NoteField(DraftTextEdit):
    """A field for the text of a note; what is shown in it and not changed is no draft."""

    def show_text(self, text: str) -> None:
        """Show what is saved."""
        self._quiet = True
        self.setPlainText(text)
        self._quiet = False

    def changed_from(self, saved: str) -> bool:
        """Say whether something is typed that is not saved."""
        typed = self.toPlainText()
        return bool(typed) and typed != saved


def shown_text(text: str) -> QWidget:
    """Show a text that can be marked and copied; a very long one scrolls by itself."""
    if len(text) <= _LONG:
        return selectable(text)
    field = QPlainTextEdit(text)
    field.setReadOnly(True)
    field.setFrameShape(QFrame.Shape.NoFrame)
    field.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    field.setMinimumHeight(360)
    field.setAccessibleName(say("Text of the note"))
    return field
