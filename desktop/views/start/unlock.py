"""The unlock page: who, the password, and a way back for whoever forgot it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from desktop.models.session import Opener, Session
from desktop.models.start import (
    ENDING,
    SAMPLE_PASSWORD,
    by_password,
    by_words,
    going_on,
    is_sample,
    who_may_unlock,
    wrong_words,
)
from desktop.services.language import say
from desktop.views.start.frame import StartPage
from desktop.views.start.password import PasswordField
from desktop.views.widgets import Button, Choice, label

_WITH_WORDS = (
    "Type the 24 recovery words, row by row, from your sheet. They open what all {counsellors} share, "
    "not private notes."
)


class UnlockPage(StartPage):
    """Opens `folder` in the session. `leave` goes back to the first page."""

    def __init__(self, session: Session, folder: Path, leave: Callable[[], object]) -> None:
        super().__init__(say("Unlock {name}", name=folder.name.removesuffix(ENDING)))
        self._session, self._folder = session, folder
        self._opener: Callable[[bool], Opener] | None = None
        self._form = QWidget()
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(4)
        self._who = Choice(say("Who you are"))
        self._who_label = label(say("Who you are"), "strong")
        self.password = PasswordField(say("Password"))
        form.addWidget(self._who_label)
        form.addWidget(self._who)
        form.addSpacing(8)
        form.addWidget(label(say("Password"), "strong"))
        form.addWidget(self.password)
        self.body.addWidget(self._form)
        self._words = self._make_words()
        self.body.addWidget(self._words)
        self.body.addStretch(1)
        self.foot.addWidget(Button(say("Another workspace"), leave, kind="quiet"))
        self._forgot = Button(say("I forgot my password"), self._on_forgot, kind="quiet")
        self.foot.addWidget(self._forgot)
        self.foot.addStretch(1)
        self.button = Button(say("Unlock"), self._on_unlock, kind="filled", icon="lock-open-outline")
        self.foot.addWidget(self.button)
        self.password.entered.connect(self.button.click)
        self._form.setEnabled(False)
        session.tasks.ask(self, who_may_unlock, folder, done=self._on_labels, failed=self._on_unreadable)
        if is_sample(folder):
            note = say(
                "This is the sample school; everybody in it is invented. Its password is: {password}",
                password=SAMPLE_PASSWORD,
            )
            self.messages.show_words(note, lasting=True)

    def arrive(self) -> None:
        """Put the keyboard into the password."""
        self.password.setFocus()

    def _make_words(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(say(_WITH_WORDS)))
        self._text = QPlainTextEdit()
        self._text.setAccessibleName(say("Recovery words"))
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(140)
        column.addWidget(self._text)
        part.hide()
        return part

    def _on_labels(self, labels: Sequence[str]) -> None:
        self._who.set_options((name, name) for name in labels)
        self._who.setVisible(len(labels) > 1)
        self._who_label.setVisible(len(labels) > 1)
        self.set_purpose("" if len(labels) != 1 else say("You are {name}.", name=labels[0]))
        self._form.setEnabled(True)
        self.password.setFocus()

    def _on_unreadable(self, error: Exception) -> None:
        """Tell which of the file's troubles it is; there is nothing to type then."""
        self._form.hide()
        self._forgot.hide()
        self.button.hide()
        self.messages.show_error(error)

    def _on_forgot(self) -> None:
        to_words = self._words.isHidden()
        self._words.setVisible(to_words)
        self._form.setVisible(not to_words)
        self._forgot.set_text(say("Use the password") if to_words else say("I forgot my password"))
        (self._text if to_words else self.password).setFocus()

    def _on_unlock(self) -> None:
        self.messages.clear_errors()
        if self._words.isHidden():
            who, secret = self._who.value(), self.password.text()
            self._open(lambda older: by_password(self._folder, who, secret, accept_older=older))
            return
        text = self._text.toPlainText()
        wrong = wrong_words(text)
        if wrong:
            self.messages.show_words(wrong, "danger")
        else:
            self._open(lambda older: by_words(self._folder, text, accept_older=older))

    def _open(self, opener: Callable[[bool], Opener], *, accept_older: bool = False) -> None:
        self._opener = opener
        self.button.setEnabled(False)
        self.button.set_text(say("Unlocking"))
        self._session.unlock(self, opener(accept_older), failed=self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self.button.setEnabled(True)
        self.button.set_text(say("Unlock"))
        self.messages.show_error(error)
        choice = going_on(error)
        if choice is not None and self._opener is not None:
            opener = self._opener
            self.messages.show_words(
                choice[0], "warning", Button(choice[1], lambda: self._open(opener, accept_older=True))
            )
        self.password.line.selectAll()
        self.password.setFocus()
