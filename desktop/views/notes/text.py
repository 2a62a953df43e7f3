"""The text of a note: the field in which it is typed, and the way it is shown."""

from __future__ import annotations

import re

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QClipboard, QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QPlainTextEdit, QWidget

from desktop.services.language import say
from desktop.services.notes.types import PROGRAMME
from desktop.views.clipboard import confidential, copy_confidential
from desktop.views.widgets.draft_text import DraftTextEdit
from desktop.views.widgets.labels import selectable

# A label lays all its text out anew at each change of width; beyond this that is felt.
_LONG = 6_000
# A label cannot break a line within a word.
_LONG_WORD = re.compile(r"\S{40}")


class NoteField(DraftTextEdit):
    """A field for the text of a note; what is shown in it and not changed is no draft."""

    def set_tier(self, tier: int) -> None:
        """Treat what is copied out as the tier asks."""
        self.confidential = tier != PROGRAMME

    def show_text(self, text: str) -> None:
        """Show what is saved."""
        self._quiet = True
        self.setPlainText(text)
        self._quiet = False

    def changed_from(self, saved: str) -> bool:
        """Say whether something is typed that is not saved."""
        typed = self.toPlainText()
        return bool(typed) and typed != saved


class _Confidential(QLabel):
    """A label whose own copying would leave out the marks: its copying is done here."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy with the marks."""
        if event.matches(QKeySequence.StandardKey.Copy):
            copy_confidential(self.selectedText())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Mark what was put beside the clipboard by marking it, where the system does that."""
        super().mouseReleaseEvent(event)
        if QGuiApplication.clipboard().supportsSelection():
            copy_confidential(self.selectedText(), QClipboard.Mode.Selection)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(say("Copy"), lambda: copy_confidential(self.selectedText()))
        copy.setEnabled(self.hasSelectedText())
        menu.addAction(say("Select all"), lambda: self.setSelection(0, len(self.text())))
        menu.popup(event.globalPos())


class _LongText(QPlainTextEdit):
    """A long text that scrolls by itself."""

    def __init__(self, text: str, tier: int) -> None:
        super().__init__(text)
        self._tier = tier
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setMinimumHeight(360 if len(text) > _LONG else 160)
        self.setAccessibleName(say("Text of the note"))

    def createMimeDataFromSelection(self) -> QMimeData:
        """Give what copying and dragging take along."""
        taken = super().createMimeDataFromSelection()
        return taken if self._tier == PROGRAMME else confidential(taken.text())


def shown_text(text: str, tier: int) -> QWidget:
    """Show a text that can be marked and copied; of the confidential tiers, copying leaves it out of histories."""
    if len(text) > _LONG or _LONG_WORD.search(text):
        return _LongText(text, tier)
    return selectable(text, kind=QLabel if tier == PROGRAMME else _Confidential)
