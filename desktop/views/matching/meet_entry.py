"""Entering by number whom people named, as fast as slips come in: a badge, up to three numbers, the next badge.

Nothing here waits for the workspace: numbers are looked up in the room that was read, and what is saved goes its way
while the next badge is typed.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.models import matching_meet as model
from desktop.services.language import say
from desktop.views import theme
from desktop.views.widgets.labels import label

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Line(QLineEdit):
    """A line that says when Enter or Escape was pressed, when the keyboard came, and whether spaces were typed."""

    entered, left, come = Signal(), Signal(), Signal()

    def __init__(self, name: str, characters: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMaxLength(40)
        self.spaced = False
        self.setFixedWidth(characters * self.fontMetrics().averageCharWidth() + theme.pixels(28))

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window where nothing is typed that they could take back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
            if (event.matches(undo) and not self.isUndoAvailable()) or (
                event.matches(redo) and not self.isRedoAvailable()
            ):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, and never reaches a button."""
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if not event.isAutoRepeat():
                self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            self.spaced = self.spaced or event.text() in (" ", ",")
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that the keyboard has come."""
        super().focusInEvent(event)
        self.come.emit()


class MeetEntry(QFrame):
    """Signal `named(Badge, tuple of Said)`: to be saved; what is wrong is said here and never leaves."""

    named = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        theme.role(self, "card")
        self._room: model.Room | None = None
        self.who: model.Badge | None = None
        self.badge = _Line(say("Badge"), 6)
        self.numbers = _Line(say("Numbers named"), 16)
        self.name, self.names = label("", "heading"), label("")
        self._hint = label("", "muted")
        self._lay_out()
        self.badge.entered.connect(self._on_badge)
        self.badge.textEdited.connect(lambda _: self._forget())
        self.badge.left.connect(self.clear)
        self.numbers.entered.connect(self._on_numbers)
        self.numbers.left.connect(self._back)
        self.numbers.come.connect(self._on_come)
        self.numbers.textChanged.connect(lambda _: self._show_names())
        self.clear()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        for line, words in ((self.badge, say("Badge")), (self.numbers, say("Named, up to three"))):
            column = QVBoxLayout()
            column.setSpacing(3)
            above = label(words, "strong", wrap=False)
            above.setBuddy(line)
            column.addWidget(above)
            column.addWidget(line)
            column.addStretch(1)
            row.addLayout(column)
        column = QVBoxLayout()
        column.setSpacing(2)
        for words_of in (self.name, self.names):
            column.addWidget(words_of)
        column.addStretch(1)
        row.addLayout(column, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 10, 16, 10)
        whole.setSpacing(4)
        whole.addLayout(row)
        whole.addWidget(self._hint)

    # for the part

    def show_room(self, room: model.Room) -> None:
        """Look numbers up in this room from now on; what is being typed stays."""
        other = self._room is None or self._room.meet.uid != room.meet.uid
        self._room = room
        if other:
            self.clear()
        elif self.who is not None:
            self.who = room.badges.get(self.who.code)
            self._show_names()

    def line(self) -> QWidget:
        """Give the line that is to be typed in."""
        return self.numbers if self.who is not None else self.badge

    def typed(self) -> dict[str, str]:
        """Say what stands in the two lines."""
        typed = {"badge": self.badge.text()}
        return {**typed, "numbers": self.numbers.text()} if self.who is not None else typed

    def type_again(self, typed: dict[str, str]) -> None:
        """Put back what `typed` said."""
        self.clear()
        self.badge.setText(typed.get("badge", ""))
        if "numbers" in typed and self._look_up():
            self.numbers.setText(typed["numbers"])
            self.numbers.setModified(True)
            self.numbers.spaced = " " in typed["numbers"].strip()

    def edit(self, code: str) -> None:
        """Show what was entered for a badge, to be changed."""
        self.badge.setText(code)
        if self._look_up():
            self._go_to_numbers()

    def clear(self) -> None:
        """Wait for the next badge."""
        self.badge.setText("")  # unlike clear, nothing to be taken back: Ctrl+Z is for what was saved
        self._forget()

    # a badge

    def _on_badge(self) -> None:
        if not self.badge.text().strip():
            self._say(self._first_hint())
        elif self._look_up():
            self._go_to_numbers()
        else:
            self._say(model.no_badge_words(self.badge.text()), wrong=True)
            self.badge.selectAll()

    def _look_up(self) -> bool:
        """Show whose badge it is, with what was entered before."""
        self.who = model.find_badge(self._room, self.badge.text()) if self._room else None
        if self.who is None or self._room is None:
            return False
        self.badge.setText(self.who.code)
        self.name.setText(model.who_words(self.who))
        self.numbers.setText(model.typed_again(self._room, self.who))
        self.numbers.setModified(False)
        self.numbers.spaced = False
        self.numbers.setEnabled(True)
        theme.mark(self.badge, "wrong", False)
        self._show_names()
        return True

    def _go_to_numbers(self) -> None:
        self.numbers.setFocus(Qt.FocusReason.OtherFocusReason)
        self.numbers.selectAll()
        announce(self, self.name.text())

    def _forget(self) -> None:
        """Show nobody: the number is about to be another."""
        self.who = None
        self.name.setText("")
        self.numbers.setText("")
        self.numbers.spaced = False
        theme.mark(self.badge, "wrong", False)
        self._say(self._first_hint())

    def _on_come(self) -> None:
        """Coming by Tab is as good as by Enter."""
        if self.who is None and self.badge.text().strip():
            self._on_badge()

    def _back(self) -> None:
        """Go back to the badge; what was typed stays."""
        self.badge.setFocus(Qt.FocusReason.OtherFocusReason)
        self.badge.selectAll()

    # whom they named

    def _said(self) -> tuple[model.Said, ...]:
        if self._room is None or self.who is None:
            return ()
        return model.read_named(self._room, self.who, self.numbers.text())

    def _on_numbers(self) -> None:
        if self.who is None:
            self.badge.setFocus(Qt.FocusReason.OtherFocusReason)
            self._on_badge()
            return
        said = self._said()
        if model.first_problem(said):
            self._refuse(said)
        elif self._goes_on(said):
            self.numbers.setText(self.numbers.text().strip() + " ")
            self._show_names()
        else:
            who, self.who = self.who, None
            self.clear()
            self.badge.setFocus(Qt.FocusReason.OtherFocusReason)
            self.named.emit(who, said)

    def _goes_on(self, said: tuple[model.Said, ...]) -> bool:
        """Whether Enter only parts two numbers: one was just typed, without spaces, and there may be another."""
        fresh = self.numbers.isModified() and not self.numbers.text().endswith(" ")
        return fresh and not self.numbers.spaced and 0 < len(said) < model.MOST_NAMED

    def _refuse(self, said: tuple[model.Said, ...]) -> None:
        """Say what is wrong, with the number chosen, so that the next key replaces it."""
        self._say(model.first_problem(said), wrong=True)
        at = 0
        text = self.numbers.text()
        for one in said:
            at = text.index(one.text, at)
            if one.problem:
                self.numbers.setSelection(at, len(one.text))
                return
            at += len(one.text)

    def _show_names(self) -> None:
        """Say with each key whose numbers they are."""
        said = self._said()
        self.names.setText(model.said_words(said))
        theme.mark(self.numbers, "wrong", False)
        if self.who is None:
            return
        words = model.first_problem(said)
        # A number is wrong only once it is whole: "1" may become "12".
        if words and self.numbers.text().endswith(" "):
            self._say(words, wrong=True)
        else:
            self._say(self._next_hint(said))

    # words

    def _first_hint(self) -> str:
        return say("Type the number of a badge, then Enter. Those of {mentors} begin with M.")

    def _next_hint(self, said: tuple[model.Said, ...]) -> str:
        if self.numbers.isModified() and self._goes_on(said):
            return say("Enter, then the next number. Enter once more saves.")
        if not said and self.who is not None and self.who.named:
            return say("Enter takes back whom they named.")
        if not said:
            return say("The numbers they wrote down, with spaces or Enter between. Enter with nothing goes on.")
        return say("Enter saves, and the next badge can be typed.")

    def _say(self, words: str, *, wrong: bool = False) -> None:
        self._hint.setText(words)
        theme.role(self._hint, "danger" if wrong else "muted")
        if wrong:
            announce(self, words)


def announce(widget: QWidget, words: str) -> None:
    """Let a screen reader say something."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))
