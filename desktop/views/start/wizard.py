"""The first-run wizard: school and name, password, recovery words, term dates. Nothing is made before the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.models.reading_only import place_words
from desktop.models.session import Session
from desktop.models.start import (
    PROFILES,
    SetUp,
    check_names,
    folder_for,
    home_profile,
    making,
    proposed_terms,
    words_and_rows,
)
from desktop.services.language import say, set_profile
from desktop.views import theme
from desktop.views.start.frame import StartPage
from desktop.views.start.password import NewPassword
from desktop.views.start.terms import TermsEditor
from desktop.views.start.words import WordsProof, WordsShown
from desktop.views.start.words_paper import ask_printer
from desktop.views.widgets import Button, Choice, Form, Tick, label
from desktop.views.widgets.file_choice import ask_for_folder

_STEPS = 5


class Wizard(StartPage):
    """Gathers a `SetUp` and makes the workspace in the session. `leave` goes back to the first page."""

    def __init__(
        self, session: Session, leave: Callable[[], object], made: Callable[[], object], place: Path | None = None
    ) -> None:
        super().__init__(say("Make a workspace"))
        self._session, self._leave, self._made, self._place = session, leave, made, place
        self._step = 0
        self._proven = False
        self._words, self._rows = words_and_rows()
        self._stack = QStackedWidget()
        self.body.addWidget(self._stack)
        self._make_names()
        self._make_password()
        self._make_words()
        self._make_proof()
        self._terms = TermsEditor((), "dmy")
        self._add_step(self._terms)
        self.body.addStretch(1)
        self._back = Button(say("Back"), self._on_back, kind="quiet", icon="arrow-left")
        self._later = Button(say("Later"), self._on_later)
        self.button = Button(say("Next"), self._on_next, kind="filled")
        self.foot.addWidget(self._back)
        self.foot.addStretch(1)
        self.foot.addWidget(self._later)
        self.foot.addWidget(self.button)
        self._go(0)

    def wanted_height(self) -> int:
        """Be as high as the highest step, so that the buttons stay in their place."""
        return theme.pixels(700)

    def arrive(self) -> None:
        """Put the keyboard into the first field."""
        self._form_line.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter from any field, as soon as one may."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.button.click()
        else:
            super().keyPressEvent(event)

    def _add_step(self, *widgets: QWidget) -> None:
        step = QWidget()
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in widgets:
            if isinstance(widget, Button):
                row = QHBoxLayout()
                row.addWidget(widget)
                row.addStretch(1)
                column.addLayout(row)
            else:
                column.addWidget(widget)
        column.addStretch(1)
        self._stack.addWidget(step)

    def _make_names(self) -> None:
        self._form = Form()
        self._form_line = self._form.line("school", say("Name of the school"))
        self._form_line.textChanged.connect(self._on_school)
        user_hint = say("It is shown before unlocking, so that you can be told from others. Initials are enough.")
        self._user = self._form.line("user", say("Your name"), user_hint)
        self._profile = Choice(say("Country"), ((key, profile.title) for key, profile in PROFILES.items()))
        self._profile.choose(home_profile())
        self._profile.chosen.connect(self._on_profile)
        self._form.add("profile", say("Country"), self._profile, say("It decides words, dates, paper and terms."))
        self._private = Tick(say("Allow private notes, which only their author can read"))
        self._private.setChecked(PROFILES[self._profile.value()].private_notes)
        self._where = self._form.line("folder", say("Where it is kept"), text=str(folder_for("", self._place)))
        other = Button(say("Choose another place"), self._on_where, kind="quiet", icon="folder-open-outline")
        self._place_note = label("", "warning")
        self._place_note.hide()
        self._where.editingFinished.connect(self._look_at_place)
        self._add_step(self._form, other, self._place_note, self._private)
        self._look_at_place()

    def _make_password(self) -> None:
        self._password = NewPassword(self._session.tasks)
        self._password.judged.connect(self._show_buttons)
        warning = say(
            "Nobody can open the workspace without this password or the recovery words: not we, not your IT staff."
        )
        self._add_step(self._password, label(warning, "muted"))

    def _make_words(self) -> None:
        self._add_step(
            WordsShown(self._rows, lambda: ask_printer(self, self._session, self.messages, self._rows)),
            label(say("Write them on paper and keep the sheet where you keep keys, not in the laptop's bag."), "muted"),
        )

    def _make_proof(self) -> None:
        self._proof = WordsProof(self._words)
        self._proof.changed.connect(self._show_buttons)
        self._add_step(self._proof)

    def _on_school(self, text: str) -> None:
        if not self._where.isModified():
            self._where.setText(str(folder_for(text, self._place)))

    def _on_profile(self, key: str) -> None:
        set_profile(key)
        self._private.setChecked(PROFILES[key].private_notes)

    def _on_where(self) -> None:
        ask_for_folder(self, say("Where the workspace is kept"), self._on_place)

    def _on_place(self, path: str) -> None:
        self._where.setText(str(folder_for(self._form_line.text(), Path(path))))
        self._where.setModified(True)
        self._look_at_place()

    def _look_at_place(self) -> None:
        """Warn of a folder that does not stay on this laptop."""
        folder = Path(self._where.text()).expanduser()
        self._session.tasks.compute(self, place_words, folder, done=self._on_place_looked_at)

    def _on_place_looked_at(self, words: str) -> None:
        self._place_note.setText(words)
        self._place_note.setVisible(bool(words))

    def _on_next(self) -> None:
        if self._step == 0:
            errors = check_names(self._form_line.text(), self._user.text())
            self._form.show_errors(errors)
            if errors:
                return
        if self._step == 3:
            self._proven = True
        if self._step == _STEPS - 1:
            self._finish()
        else:
            self._go(self._step + 1)

    def _on_later(self) -> None:
        self._proven = False
        self._go(_STEPS - 1)

    def _on_back(self) -> None:
        if self._step == 0:
            self._leave()
        else:
            self._go(self._step - 1)

    def _go(self, step: int) -> None:
        entering_terms = step == _STEPS - 1 and self._step != step
        self._step = step
        if step == 1:
            self._password.names = (self._form_line.text(), self._user.text())
        if entering_terms:
            self._propose_terms()
        self._stack.setCurrentIndex(step)
        purposes = (
            say("Where you work and who you are."),
            say("One password opens the workspace."),
            say("If you forget the password, these 24 words open the workspace. They are shown this once."),
            say("Type three of the words from your sheet, to be sure that it is right."),
            say("When there is school. Silences and due dates count school days. You can change this later."),
        )
        self.set_purpose(say("Step {step} of {steps}. {what}", step=step + 1, steps=_STEPS, what=purposes[step]))
        self._show_buttons()
        first = (self._form_line, self._password, self.button, self._proof, self.button)[step]
        first.setFocus()

    def _propose_terms(self) -> None:
        profile = self._profile.value()
        set_profile(profile)
        terms = proposed_terms(profile, date.today())
        new = TermsEditor(terms, PROFILES[profile].date_order)
        self._terms.setParent(None)
        self._terms.deleteLater()
        self._terms = new
        step = self._stack.widget(_STEPS - 1)
        layout = step.layout() if step else None
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(0, new)

    def _show_buttons(self) -> None:
        if not hasattr(self, "button"):
            return
        ready = {1: self._password.ready, 3: self._proof.proven}.get(self._step, True)
        self.button.setEnabled(ready)
        words = {2: say("I have written them down"), _STEPS - 1: say("Make the workspace")}
        self.button.set_text(words.get(self._step, say("Next")))
        self._later.setVisible(self._step == 3)
        self._back.set_text(say("Back"))

    def _finish(self) -> None:
        terms = self._terms.terms()
        if terms is None:
            return
        setup = SetUp(
            Path(self._where.text()).expanduser(),
            self._form_line.text().strip(),
            self._user.text().strip(),
            self._password.text(),
            self._profile.value(),
            self._private.isChecked(),
            self._words,
            self._proven,
            terms,
        )
        self.messages.clear_errors()
        self.button.setEnabled(False)
        self.button.set_text(say("Making the workspace"))
        self._session.unlock(self, making(setup), failed=self._on_failed, done=lambda _: self._made())

    def _on_failed(self, error: Exception) -> None:
        self._show_buttons()
        self.messages.show_error(error)
