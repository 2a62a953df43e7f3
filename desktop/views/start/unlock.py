"""The unlock page: who, the password, how long to wait after wrong ones, and a way back for whoever forgot it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models.session import Opener, Session
from desktop.models.start import (
    ENDING,
    SAMPLE_PASSWORD,
    Names,
    Waiting,
    before_next_try,
    by_password,
    changed_names,
    going_on,
    is_sample,
    is_wrong_secret,
    read_names,
)
from desktop.services.language import say
from desktop.views import theme
from desktop.views.start.countdown import Countdown
from desktop.views.start.frame import StartPage
from desktop.views.start.password import PasswordField
from desktop.views.widgets import Button, Choice, label

_DEMANDED = (
    "There were 100 wrong tries in a row. Nothing was erased. The password alone does not open the workspace here any "
    "more: set a new one with the recovery words."
)
_NO_WORDS = "The name or the password is not right. Nothing was changed. Try again. There are no recovery words here."


class UnlockPage(StartPage):
    """Opens `folder` in the session. `leave` goes back to the first page, `forgotten` to the recovery words.

    `failed` gets each error with the name and the password typed: it offers ways out where files are damaged.
    """

    def __init__(
        self,
        session: Session,
        folder: Path,
        leave: Callable[[], object],
        forgotten: Callable[[], object] = lambda: None,
        failed: Callable[[Exception, str, str], object] = lambda _error, _who, _password: None,
    ) -> None:
        super().__init__(say("Unlock {name}", name=folder.name.removesuffix(ENDING)))
        self._session, self._folder, self._failed = session, folder, failed
        self._opener: Callable[[bool], Opener] | None = None
        self._who = Choice(say("Who you are"))
        self._who_label = label(say("Who you are"), "strong")
        self.password = PasswordField(say("Password"))
        self.countdown = Countdown(session.clock.monotonic)
        self._form = self._make_form()
        self.body.addWidget(self._form)
        self.body.addStretch(1)
        self.foot.addWidget(Button(say("Another workspace"), leave, kind="quiet"))
        self._forgot = Button(say("I have forgotten my password"), forgotten, kind="quiet")
        self.foot.addWidget(self._forgot)
        self.foot.addStretch(1)
        self.button = Button(say("Unlock"), self._on_unlock, kind="filled", icon="lock-open-outline")
        self.foot.addWidget(self.button)
        self.password.entered.connect(self.button.click)
        self._who.chosen.connect(lambda _: self._on_chosen())
        self._who.settled.connect(lambda who: self.password.setFocus() if who else None)
        self.countdown.over.connect(self._on_wait_over)
        self._form.setEnabled(False)
        self._names: Names | None = None
        session.tasks.ask(self, read_names, folder, done=self._on_names, failed=self._on_unreadable)
        if is_sample(folder):
            note = say(
                "This is the sample school; everybody in it is invented. Its password is: {password}",
                password=SAMPLE_PASSWORD,
            )
            self.messages.show_words(note, lasting=True)

    def arrive(self) -> None:
        """Put the keyboard into the password."""
        self.password.setFocus()

    def wanted_height(self) -> int:
        """Leave room for a sentence about a wrong password, or about waiting."""
        return super().wanted_height() + theme.pixels(110)

    def _make_form(self) -> QWidget:
        part = QWidget()
        form = QVBoxLayout(part)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(4)
        form.addWidget(self._who_label)
        form.addWidget(self._who)
        form.addSpacing(8)
        form.addWidget(label(say("Password"), "strong"))
        form.addWidget(self.password)
        form.addWidget(self.countdown)
        return part

    def changeEvent(self, event: QEvent) -> None:
        """See who may unlock now, when one comes back to the window: it may have stood open since yesterday."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.look_again()

    def look_again(self) -> None:
        """Read the names anew where the keyring was replaced; what is chosen and typed stays."""
        if self._names is not None and self._session.state == "closed":
            self._session.tasks.ask(self, changed_names, self._folder, self._names, done=self._on_changed_names)

    def _on_changed_names(self, names: Names | None) -> None:
        if names is not None and self._session.state == "closed":
            chosen = "" if self._who.isHidden() else self._who.value()
            self._show_names(names)
            if len(names.labels) > 1:
                self._who.choose(chosen if chosen in names.labels else "")
            self._ask_wait()

    def _on_names(self, names: Names) -> None:
        self._show_names(names)
        self._form.setEnabled(True)
        (self._who if len(names.labels) > 1 else self.password).setFocus()
        self._ask_wait()

    def _show_names(self, names: Names) -> None:
        self._names, labels = names, names.labels
        several = len(labels) > 1
        # Nobody is proposed: a wrong try under another name counts against somebody who did nothing.
        nobody = [("", say("Choose your name"))] if several else []
        self._who.set_options([*nobody, *((name, name) for name in labels)])
        self._who.setVisible(several)
        self._who_label.setVisible(several)
        self.set_purpose("" if len(labels) != 1 else say("You are {name}.", name=labels[0]))
        self._forgot.setVisible(names.words)

    def _on_chosen(self) -> None:
        """What was said of one person is not true of another."""
        self.messages.clear_errors()
        self._ask_wait()

    def _on_unreadable(self, error: Exception) -> None:
        """Tell which of the file's troubles it is; there is nothing to type then."""
        self._form.hide()
        self._forgot.hide()
        self.button.hide()
        self.messages.show_error(error)
        self._failed(error, "", "")

    def _ask_wait(self) -> None:
        self._session.tasks.ask(self, before_next_try, self._folder, self._who.value(), done=self._on_wait)

    def _on_wait(self, waiting: Waiting) -> None:
        """Count down; or leave only the way of the recovery words, if that is how far it has come."""
        if waiting.words_demanded:
            self.messages.show_words(say(_DEMANDED), "danger")
            self._forgot.setFocus()
        elif waiting.seconds or self.countdown.running:
            self.countdown.start(waiting.seconds)
        self.password.setEnabled(not waiting.words_demanded)
        self.button.setEnabled(not waiting.words_demanded and not self.countdown.running)

    def _on_wait_over(self) -> None:
        if self._session.state == "closed" and self.password.isEnabled():
            self.button.setEnabled(True)

    def _on_unlock(self) -> None:
        self.messages.clear_errors()
        who, secret = self._who.value(), self.password.text()
        if not who:
            self.messages.show_words(say("Choose your name first, then type your password."), "warning")
            self._who.setFocus()
            return
        self._open(lambda older: by_password(self._folder, who, secret, accept_older=older))

    def _open(self, opener: Callable[[bool], Opener], *, accept_older: bool = False) -> None:
        self._opener = opener
        self._who.setEnabled(False)
        self.button.setEnabled(False)
        self.button.set_text(say("Unlocking"))
        self._session.unlock(self, opener(accept_older), failed=self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self._who.setEnabled(True)
        self.button.setEnabled(True)
        self.button.set_text(say("Unlock"))
        if is_wrong_secret(error) and self._forgot.isHidden():
            self.messages.show_words(say(_NO_WORDS), "danger")
        else:
            self.messages.show_error(error)
        choice = going_on(error)
        if choice is not None and self._opener is not None:
            opener = self._opener
            self.messages.show_words(
                choice[0], "warning", Button(choice[1], lambda: self._open(opener, accept_older=True))
            )
        typed = self.password.text()
        self.password.line.selectAll()
        self.password.setFocus()
        self._ask_wait()
        self._failed(error, self._who.value(), typed)
