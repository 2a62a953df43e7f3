"""The password again: asked for before something leaves Peerkeep, is shown in spite of a rule, or a right changes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from desktop.models.asking_again import AskingAgain, give
from desktop.models.school import Waiting, password_wait
from desktop.models.session import Session
from desktop.models.start import sample_password
from desktop.services.language import say
from desktop.views.messages import Messages
from desktop.views.start.countdown import Countdown
from desktop.views.start.password import PasswordField
from desktop.views.widgets import Button, Sheet, label

# What is about to happen, where several places say it; give them to say().
BEFORE_PAPER = "It names people, and paper can be read by whoever finds it."
BEFORE_FILE = "It names people, and the file is not encrypted: whoever gets it can read it."

_DEMANDED = (
    "There were 100 wrong tries in a row. Nothing was changed or erased. Lock, and set a new password with the "
    "recovery words."
)


class AskAgain:
    """Asks for the password, unless it was given within the last two minutes; unlocking counts.

    `ask_again(why, then)`: `why` is a sentence that says what needs it; `then` is called when it was right, else never.
    """

    def __init__(self, window: QWidget, session: Session) -> None:
        """Ask in sheets over `window`."""
        self._window, self._session = window, session
        self._asking = AskingAgain(session)

    def __call__(self, why: str, then: Callable[[], object]) -> None:
        """Do `then`, at once or after the password."""
        if self._asking.needed:
            over = QApplication.activeModalWidget() or self._window
            AgainSheet(over, self._session, why, self._asking.note_given, then).open()
        else:
            then()


class AgainSheet(Sheet):
    """One field. What comes after it happens when the sheet is closed, so that it may open another."""

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        why: str,
        given: Callable[[], object],
        then: Callable[[], object],
    ) -> None:
        super().__init__(parent, say("Your password once more"), why, width=480)
        self._session, self._given, self._then = session, given, then
        self._busy = self._demanded = False
        self.messages = Messages()
        self.password = PasswordField(say("Your password"))
        self.countdown = Countdown(session.clock.monotonic)
        self.body.addWidget(self.messages)
        signed_in = session.signed_in
        name = signed_in.label if signed_in else ""
        self.body.addWidget(label(say("Password of {name}", name=name), "strong"))
        self.body.addWidget(self.password)
        self.body.addWidget(self.countdown)
        hint = say("So that nobody else does this at a laptop left open. It then holds for two minutes.")
        known = sample_password(signed_in.folder, name) if signed_in is not None and signed_in.sample else ""
        if known:
            hint = say("Everybody here is invented. The password is: {password}", password=known)
        self.body.addWidget(label(hint, "small"))
        self.add_cancel()
        self.button = self.add_button(Button(say("Go on"), self._on_go, kind="filled"))
        self.password.changed.connect(lambda _: self._show_button())
        self.password.entered.connect(self.button.click)
        self.countdown.over.connect(self._show_button)
        self.password.setFocus()
        self._show_button()
        self._ask_wait()

    def unkept(self) -> tuple[str, ...]:
        """A password typed halfway is nothing to warn of."""
        return ()

    def _show_button(self) -> None:
        free = not self._busy and not self._demanded and not self.countdown.running
        self.button.setEnabled(free and bool(self.password.text()))

    def _on_go(self) -> None:
        self.messages.clear_errors()
        self._set_busy(busy=True)
        self._session.ask(self, give, self.password.text(), done=self._on_done, failed=self._on_failed)

    def _on_done(self, _changes: object) -> None:
        self._given()
        self.password.wipe()
        self.accept()
        self._then()

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(busy=False)
        self.messages.show_error(error)
        self.password.line.selectAll()
        self.password.setFocus()
        self._ask_wait()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.button.set_text(say("One moment") if busy else say("Go on"))
        self._show_button()

    def _ask_wait(self) -> None:
        self._session.ask(self, password_wait, done=self._on_wait)

    def _on_wait(self, waiting: Waiting) -> None:
        self._demanded = waiting.words_demanded
        if self._demanded:
            self.messages.clear_errors()
            self.messages.show_words(say(_DEMANDED), "danger")
        elif waiting.seconds:
            self.countdown.start(waiting.seconds)
        self._show_button()
