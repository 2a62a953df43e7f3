"""A field of many lines whose text survives the lock, a crash and a restart."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from desktop.models.drafts import Draft, DraftKeeper
from desktop.models.text_steps import Step, TextSteps, texts_of
from desktop.views.clipboard import confidential
from desktop.views.widgets.typed_again import type_again

# Reading a long note out of the field costs some milliseconds; not at every key.
_READ_AFTER_MS = 250


class DraftTextEdit(QPlainTextEdit):
    """Plain text. `key` names the draft, e.g. "note:<uid of the person>"; page and record say where it stood.

    `text_paused(text, caret)` is emitted soon after typing. `restore()` brings a kept draft back and says
    whether there was one; call `settle()` after the commit that stored the text. What is copied out of a
    `confidential` field is kept out of histories and goes soon.
    """

    text_paused = Signal(str, int)

    def __init__(
        self, name: str, keeper: DraftKeeper, key: str, *, page: str = "", record: str = "", dialog: str = ""
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self._keeper, self._key = keeper, key
        self._page, self._record, self._dialog = page, record, dialog
        self._quiet = False
        self._steps = TextSteps()
        self.confidential = False
        # Something is typed beside the text and travels in `record`: then a draft without text is one too.
        self.typed_beside = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_READ_AFTER_MS)
        self._timer.timeout.connect(self.note_now)
        self.textChanged.connect(self._on_changed)

    @property
    def left_steps(self) -> tuple[str, list[Step]]:
        """The draft's key, and what was typed step by step since the text was shown."""
        return self._key, self._steps.steps

    def set_key(self, key: str, record: str = "", dialog: str = "") -> None:
        """Stand for another draft; what was typed under the old key is noted first."""
        self.flush()
        self._key, self._record, self._dialog = key, record, dialog

    def restore(self) -> bool:
        """Show the kept draft, with its caret, or nothing."""
        draft = self._keeper.find(self._key)
        self._quiet = True
        self._type_back(draft.text if draft else "")
        self._quiet = False
        if draft:
            cursor = self.textCursor()
            cursor.setPosition(min(draft.caret, len(draft.text)))
            self.setTextCursor(cursor)
        else:
            self.moveCursor(QTextCursor.MoveOperation.Start)
        return draft is not None

    def _type_back(self, text: str) -> None:
        """Show a text; what a lock left of its steps can still be taken back."""
        steps = self._keeper.steps.pop(self._key, ())
        first = texts_of(text, steps)
        self.setPlainText(text if first is None else first)
        if first is not None and steps:
            type_again(self, first, steps)
            self._steps = TextSteps(text, steps)

    def setPlainText(self, text: str) -> None:
        """Show a text that nobody typed."""
        super().setPlainText(text)
        self._steps.start(text)

    def settle(self) -> None:
        """Forget the draft and empty the field."""
        self._timer.stop()
        self._keeper.drop(self._key)
        self._quiet = True
        self.setPlainText("")
        self._quiet = False

    def flush(self) -> None:
        """Note what was typed since the last pause, and where the caret has gone since; the lock calls it."""
        kept = self._keeper.find(self._key)
        if self._timer.isActive():
            self._timer.stop()
            self.note_now()
        elif kept is not None and kept.caret != self.textCursor().position() and kept.text == self.toPlainText():
            self.note_now()

    def note_now(self) -> None:
        """Hand text and caret to the keeper; an emptied field has no draft, unless something is typed beside it."""
        text, caret = self.toPlainText(), self.textCursor().position()
        self._steps.note(text)
        if text or self.typed_beside:
            self._keeper.note(self._key, Draft(text, caret, self._page, self._record, self._dialog))
        else:
            self._keeper.drop(self._key)
        self.text_paused.emit(text, caret)

    def _on_changed(self) -> None:
        if not self._quiet and not self._timer.isActive():
            self._timer.start()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Give what copying, cutting and dragging take along."""
        taken = super().createMimeDataFromSelection()
        return confidential(taken.text()) if self.confidential else taken
