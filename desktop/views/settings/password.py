"""Changing one's own password: the present one, then the new one twice."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.models.school import Waiting, change_password, password_wait
from desktop.services.language import say
from desktop.views.messages import Messages
from desktop.views.shell import Shell
from desktop.views.start.countdown import Countdown
from desktop.views.start.password import NewPassword, PasswordField
from desktop.views.widgets import Button, Sheet, label


class PasswordSheet(Sheet):
    """Asks for the present password too, so that nobody changes it on a laptop left open."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        purpose = say(
            "From then on only the new password opens the workspace here. Copies and backups made before still open "
            "with the present one."
        )
        super().__init__(parent, say("Change your password"), purpose, width=560)
        self._shell = shell
        self.messages = Messages()
        self.former = PasswordField(say("Present password"))
        self.countdown = Countdown(shell.session.clock.monotonic)
        self.password = NewPassword(shell.session.tasks, say("New password"), say("The new password again"))
        signed_in = shell.session.signed_in
        self.password.names = (signed_in.school, signed_in.label) if signed_in else ()
        self.body.addWidget(self.messages)
        self.body.addWidget(label(say("Present password"), "strong"))
        self.body.addWidget(self.former)
        self.body.addWidget(self.countdown)
        self.body.addWidget(self.password)
        self.add_cancel()
        self.button = self.add_button(Button(say("Change the password"), self._on_change, kind="filled"))
        self.former.changed.connect(lambda _: self._show_button())
        self.password.judged.connect(self._show_button)
        self.countdown.over.connect(self._show_button)
        self.former.setFocus()
        self._busy = False
        self._show_button()
        self._ask_wait()

    def _show_button(self) -> None:
        ready = bool(self.former.text()) and self.password.ready
        self.button.setEnabled(ready and not self._busy and not self.countdown.running)

    def _on_change(self) -> None:
        self.messages.clear_errors()
        self._set_busy(busy=True)
        session = self._shell.session
        former, new = self.former.text(), self.password.text()
        session.write(self, change_password, former, new, done=self._on_done, failed=self._on_failed)

    def _on_done(self, _changes: object) -> None:
        self._shell.toast(say("The new password is in force"))
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(busy=False)
        self.messages.show_error(error)
        self.former.line.selectAll()
        self.former.setFocus()
        self._ask_wait()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.button.set_text(say("Changing the password") if busy else say("Change the password"))
        self._show_button()

    def _ask_wait(self) -> None:
        self._shell.session.ask(self, password_wait, done=self._on_wait)

    def _on_wait(self, waiting: Waiting) -> None:
        if waiting.seconds:
            self.countdown.start(waiting.seconds)
        self._show_button()
