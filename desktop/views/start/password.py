"""Password fields: shown on demand, paste allowed, a hint about caps lock, a meter with reasons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.models.start import Verdict, judge
from desktop.models.tasks import Task, Tasks
from desktop.services.language import say
from desktop.views.widgets import Button, Meter, label
from desktop.views.widgets.secrets import keep_secret


class _Line(QLineEdit):
    """Notices that letters come in capitals without Shift, which is what caps lock looks like everywhere."""

    capitals = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Compare the letter with the Shift key."""
        text = event.text()
        if len(text) == 1 and text.isalpha() and text.upper() != text.lower():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.capitals.emit(text.isupper() != shift)
        super().keyPressEvent(event)


class PasswordField(QWidget):
    """A password with an eye to show it. Signals: `changed(str)`, `entered()` for Enter."""

    changed = Signal(str)
    entered = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        keep_secret(self)  # also while it is shown
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.line = _Line()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName(name)
        self.line.setMaxLength(4096)
        self._eye = Button(say("Show the password"), self._on_eye, kind="icon", icon="eye-outline")
        row.addWidget(self.line, 1)
        row.addWidget(self._eye)
        column.addLayout(row)
        self._caps = label(say("Caps Lock seems to be on."), "warning")
        self._caps.hide()
        column.addWidget(self._caps)
        self.line.capitals.connect(self._caps.setVisible)
        self.line.textChanged.connect(self.changed)
        self.line.returnPressed.connect(self.entered)
        self.setFocusProxy(self.line)

    def text(self) -> str:
        """Give what was typed."""
        return self.line.text()

    def wipe(self) -> None:
        """Empty the field."""
        self.line.clear()

    def _on_eye(self) -> None:
        hidden = self.line.echoMode() == QLineEdit.EchoMode.Password
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._eye.set_icon("eye-off-outline" if hidden else "eye-outline", "muted")
        self._eye.set_text(say("Hide the password") if hidden else say("Show the password"))


class NewPassword(QWidget):
    """A new password, typed twice, with a meter and the reason while it is not good enough.

    `first` and `second` say what the fields are called. `names` are words it must not be made of.
    Signal `judged()` when `ready` may have changed.
    """

    judged = Signal()

    def __init__(self, tasks: Tasks, first: str = "", second: str = "") -> None:
        super().__init__()
        self._tasks = tasks
        self.names: tuple[str, ...] = ()
        self._task: Task | None = None
        self._verdict = Verdict(0, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        first, second = first or say("Password"), second or say("The same password again")
        self.first, self.second = PasswordField(first), PasswordField(second)
        self._meter = Meter()
        self._reason = label("", "muted")
        column.addWidget(label(first, "strong"))
        column.addWidget(self.first)
        column.addWidget(self._meter)
        column.addWidget(self._reason)
        column.addSpacing(6)
        column.addWidget(label(second, "strong"))
        column.addWidget(self.second)
        self._same = label("", "muted")
        column.addWidget(self._same)
        self.first.changed.connect(self._on_changed)
        self.second.changed.connect(lambda _: self._show())
        self.setFocusProxy(self.first)
        self._show()

    @property
    def ready(self) -> bool:
        """Whether the password is taken and was typed twice alike."""
        return self._verdict.strength > 0 and self.first.text() == self.second.text()

    def text(self) -> str:
        """Give the password."""
        return self.first.text()

    def _on_changed(self, text: str) -> None:
        if self._task is not None:
            self._task.cancel()
        self._verdict = Verdict(0, "")
        self._task = self._tasks.compute(self, judge, text, *self.names, done=self._on_judged)

    def _on_judged(self, verdict: Verdict) -> None:
        self._task = None
        self._verdict = verdict if self.first.text() else Verdict(0, "")
        self._show()

    def _show(self) -> None:
        steps = [say("Not yet"), say("Enough"), say("Good"), say("Strong"), say("Very strong")]
        strength = self._verdict.strength
        self._meter.show_value(strength, 4, steps[strength], "", "warning" if strength == 0 else "")
        hint = say("15 characters or more. Several words in a row are easy to remember. You can paste one.")
        self._reason.setText(self._verdict.reason or hint)
        second = self.second.text()
        alike = second == self.first.text()
        self._same.setText("" if not second else say("The two are the same.") if alike else say("The two differ."))
        self.judged.emit()
