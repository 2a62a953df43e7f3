"""Changing one's own password: the present one, then the new one twice. Who was given one chooses their own first."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.models.school import Waiting, change_known_password, change_password, password_wait
from desktop.services.language import say
from desktop.services.vault.errors import MustWait, NotThePassword, WordsDemanded
from desktop.views.messages import Messages
from desktop.views.shell import Shell
from desktop.views.start.countdown import Countdown
from desktop.views.start.password import NewPassword, PasswordField
from desktop.views.widgets import Button, Sheet, Tick, label


class PasswordSheet(Sheet):
    """Asks for the present password too, so that nobody changes it on a laptop left open.

    With `given` the present one came from somebody else: then there is no way around it but locking.
    """

    def __init__(self, parent: QWidget, shell: Shell, *, given: bool = False) -> None:
        title, present = say("Change your password"), say("Present password")
        purpose = say(
            "From then on only the new password opens the workspace here. Copies and backups made before still open "
            "with the present one."
        )
        if given:
            title, present = say("Choose your own password"), say("The password you were given")
            purpose = say(
                "The password you unlocked with was given to you, so somebody else knows it. With one of your own, "
                "only you can unlock in your name."
            )
        super().__init__(parent, title, purpose, width=560)
        self._shell, self._given = shell, given
        if not given:  # else it is asked for at the next unlocking anyway
            self.comes_back("password")
        self.messages = Messages()
        self.former = PasswordField(present)
        self.countdown = Countdown(shell.session.clock.monotonic)
        self.password = NewPassword(shell.session.tasks, say("New password"), say("The new password again"))
        signed_in = shell.session.signed_in
        self.password.names = (signed_in.school, signed_in.label) if signed_in else ()
        self.body.addWidget(self.messages)
        self.body.addWidget(label(present, "strong"))
        self.body.addWidget(self.former)
        self.body.addWidget(self.countdown)
        self.body.addWidget(self.password)
        self.known = Tick(say("Somebody may know the present password"))
        if not given:
            self._add_known()
        if given:
            self.add_button(Button(say("Lock instead"), shell.lock, icon="lock-outline"))
        else:
            self._cancel = self.add_cancel()
        self._words = say("Use this password") if given else say("Change the password")
        self.button = self.add_button(Button(self._words, self._on_change, kind="filled"))
        self.former.changed.connect(lambda _: self._show_button())
        self.password.judged.connect(self._show_button)
        self.countdown.over.connect(self._show_button)
        self.former.setFocus()
        self._busy = False
        self._show_button()
        self._ask_wait()

    def _add_known(self) -> None:
        """Explain what it means to say that somebody may know the password."""
        signed_in = self._shell.session.signed_in
        words = say(
            "Everything you can open then gets new keys, which may take a minute. What is written from then on is "
            "closed to whoever knows the present password, even with an old copy. Private notes lent to you have to "
            "be lent again."
        )
        if signed_in is not None and not {"owner", "lead"} & set(signed_in.roles):
            words += " " + say("What you share with others follows when somebody who manages users unlocks.")
        self.known.setAccessibleDescription(words)
        self.body.addWidget(self.known)
        self.body.addWidget(label(words, "small"))

    def reject(self) -> None:
        """Stay until it is done, where somebody else knows the password: what is being done cannot be stopped."""
        if not self._given and not (self._busy and self.known.isChecked()):
            super().reject()

    def unkept(self) -> tuple[str, ...]:
        """Half a password is nothing to warn of."""
        return ()

    def _show_button(self) -> None:
        ready = bool(self.former.text()) and self.password.ready
        self.button.setEnabled(ready and not self._busy and not self.countdown.running)

    def _on_change(self) -> None:
        self.messages.clear_errors()
        self._set_busy(busy=True)
        session = self._shell.session
        former, new = self.former.text(), self.password.text()
        verb = change_known_password if self.known.isChecked() else change_password
        session.write(self, verb, former, new, done=self._on_done, failed=self._on_failed, progress=self._on_progress)

    def _on_progress(self, done: int, total: int) -> None:
        self.button.set_text(say("Making new keys: {percent} %", percent=100 * done // max(1, total)))

    def _on_done(self, _changes: object) -> None:
        self._shell.toast(say("The new password is in force"))
        self._shell.session.refresh_signed_in()
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(busy=False)
        self.messages.show_error(error)
        # Where the present password was right, it is the new one that has to be another.
        wrong = self.former if isinstance(error, NotThePassword | MustWait | WordsDemanded) else self.password.first
        wrong.line.selectAll()
        wrong.setFocus()
        self._ask_wait()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.known.setEnabled(not busy)
        if not self._given:
            self._cancel.setEnabled(not (busy and self.known.isChecked()))
        self.button.set_text(say("Changing the password") if busy else self._words)
        self._show_button()

    def _ask_wait(self) -> None:
        self._shell.session.ask(self, password_wait, done=self._on_wait)

    def _on_wait(self, waiting: Waiting) -> None:
        if waiting.seconds:
            self.countdown.start(waiting.seconds)
        self._show_button()


class OwnPassword:
    """Asks whoever unlocked with a password that somebody else chose for one of their own, before anything else."""

    def __init__(self, shell: Shell) -> None:
        """Watch who signs in."""
        self._shell = shell
        self._sheet: PasswordSheet | None = None
        shell.session.signed_in_changed.connect(self._on_signed_in)

    def _on_signed_in(self) -> None:
        signed_in = self._shell.session.signed_in
        if signed_in is None or not signed_in.given or signed_in.read_only or signed_in.looking:
            return  # where nothing can be saved there is nothing to choose
        if self._sheet is None:
            self._sheet = PasswordSheet(self._shell.window_widget, self._shell, given=True)
            self._sheet.open()
