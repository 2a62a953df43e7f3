"""Who, and the password or the recovery words: what a file is opened with while no workspace is open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from desktop.models.start import wrong_words
from desktop.models.transfer import Secret, by_password, by_words
from desktop.services.language import say
from desktop.views.start.password import PasswordField
from desktop.views.widgets import Button, Choice, label
from desktop.views.widgets.secrets import keep_secret


class SecretFields(QWidget):
    """Asks one of `users` for the password called `name` (`title` over the field), or for the words where there are."""

    def __init__(self, users: Sequence[str], name: str, title: str, *, words: bool) -> None:
        super().__init__()
        self._several, self._with_words = len(users) > 1, False
        self._who = Choice(say("Who you are"), [(user, user) for user in users])
        self._who_label, self._password_label = label(say("Who you are"), "strong"), label(title, "strong")
        self.password = PasswordField(name)
        self.words = QPlainTextEdit()
        keep_secret(self.words)
        self.words.setAccessibleName(say("Recovery words"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(self.words.fontMetrics().lineSpacing() * 4 + 16)
        self.words.setPlaceholderText(say("The 24 recovery words, row by row"))
        self.other = Button(say("Use the recovery words"), self._on_other, kind="quiet")
        self.other.setVisible(words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self._who_label, self._who, self._password_label, self.password, self.words, self.other):
            column.addWidget(widget)
        self._show()

    def wrong(self) -> str:
        """Say what is wrong with the words as typed; "" where nothing is, or the password is used."""
        return wrong_words(self.words.toPlainText()) if self._with_words else ""

    def secret(self) -> Secret:
        """Give what was typed."""
        if self._with_words:
            return by_words(self.words.toPlainText())
        return by_password(self._who.value(), self.password.text())

    def focus(self) -> None:
        """Put the keyboard into the field that is shown."""
        (self.words if self._with_words else self.password).setFocus()

    def _on_other(self) -> None:
        self._with_words = not self._with_words
        self._show()
        self.focus()

    def _show(self) -> None:
        for widget in (self._who, self._who_label):
            widget.setVisible(self._several and not self._with_words)
        self.password.setVisible(not self._with_words)
        self._password_label.setVisible(not self._with_words)
        self.words.setVisible(self._with_words)
        self.other.set_text(say("Use the password") if self._with_words else say("Use the recovery words"))
