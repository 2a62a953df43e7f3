"""A forgotten password: the recovery words first, then whose password is set anew, and what that cannot bring back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop.models.session import Session
from desktop.models.start import ENDING, going_on, recovering, who_may_unlock, words_fit, wrong_words
from desktop.services.language import say
from desktop.views.start.frame import StartPage
from desktop.views.start.password import NewPassword
from desktop.views.widgets import Button, Choice, label

_FIRST = "Type the 24 recovery words, row by row, from your sheet. The letters in brackets may be typed or left out."
_OPENED = (
    "The words open what all {counsellors} share. They do not open private notes: by design only their author's former "
    "password does, so private notes written until now stay closed for good, and you begin new ones. The same goes for "
    "what was half typed when Peerkeep locked. Copies and backups made before still open with the former password, and "
    "with these words."
)


class ForgottenPage(StartPage):
    """Sets a new password in `folder` and opens it in the session. `back` goes to the unlock page."""

    def __init__(self, session: Session, folder: Path, back: Callable[[], object]) -> None:
        super().__init__(say("New password for {name}", name=folder.name.removesuffix(ENDING)))
        self._session, self._folder, self._leave = session, folder, back
        self._stack = QStackedWidget()
        self.text = QPlainTextEdit()
        self.who = Choice(say("Whose password is forgotten"))
        self._who_label = label(say("Whose password is forgotten"), "strong")
        self.password = NewPassword(session.tasks)
        self._add_step(label(say(_FIRST)), self.text)
        self._add_step(self._who_label, self.who, self.password, label(say(_OPENED), "muted"))
        self.text.setAccessibleName(say("Recovery words"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(140)
        self.body.addWidget(self._stack)
        self.body.addStretch(1)
        self.foot.addWidget(Button(say("Back"), self._on_back, kind="quiet", icon="arrow-left"))
        self.foot.addStretch(1)
        self.button = Button("", self._on_next, kind="filled")
        self.foot.addWidget(self.button)
        self.password.judged.connect(self._show_button)
        session.tasks.ask(self, who_may_unlock, folder, done=self._on_labels, failed=self.messages.show_error)
        self._go(0)

    def arrive(self) -> None:
        """Put the keyboard into the words."""
        self.text.setFocus()

    @property
    def step(self) -> int:
        """Which step is shown: 0 the words, 1 the new password."""
        return self._stack.currentIndex()

    def _add_step(self, *widgets: QWidget) -> None:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        self._stack.addWidget(part)

    def _on_labels(self, labels: Sequence[str]) -> None:
        self.who.set_options((name, name) for name in labels)
        self.who.setVisible(len(labels) > 1)
        self._who_label.setVisible(len(labels) > 1)
        self.password.names = (*labels, self._folder.name.removesuffix(ENDING))

    def _go(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        purposes = (
            say("Step 1 of 2. The recovery words show that you may."),
            say("Step 2 of 2. Choose a new password; the former one then opens nothing here."),
        )
        self.set_purpose(purposes[step])
        self._show_button()
        (self.text if step == 0 else self.password).setFocus()

    def _show_button(self) -> None:
        if not hasattr(self, "button"):
            return
        self.button.setEnabled(self.step == 0 or self.password.ready)
        self.button.set_text(say("Next") if self.step == 0 else say("Set the password and unlock"))

    def _on_back(self) -> None:
        if self.step:
            self._go(0)
        else:
            self._leave()

    def _on_next(self) -> None:
        self.messages.clear_errors()
        if self.step == 1:
            self._open(accept_older=False)
            return
        text = self.text.toPlainText()
        wrong = wrong_words(text)
        if wrong:
            self.messages.show_words(wrong, "danger")
            return
        self.button.setEnabled(False)
        done, failed = lambda _: self._go(1), self._on_failed
        self._session.tasks.ask(self, words_fit, self._folder, text, done=done, failed=failed)

    def _open(self, *, accept_older: bool) -> None:
        self.button.setEnabled(False)
        self.button.set_text(say("Setting the password"))
        who, text, password = self.who.value(), self.text.toPlainText(), self.password.text()
        opener = recovering(self._folder, text, who, password, accept_older=accept_older)
        self._session.unlock(self, opener, failed=self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self._show_button()
        self.messages.show_error(error)
        choice = going_on(error)
        if choice is not None:
            again = Button(choice[1], lambda: self._open(accept_older=True))
            self.messages.show_words(choice[0], "warning", again)
