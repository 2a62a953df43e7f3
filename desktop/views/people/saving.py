"""The base of the forms of the People page: Cancel, Save, and what cannot be saved said in the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.services.language import say
from desktop.views.messages import sentence_of
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.labels import label
from desktop.views.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.views.page import Page


class SavingSheet(Sheet):
    """A form with Cancel and Save. What cannot be saved is said here, and what was typed stays."""

    def __init__(self, page: Page, title: str, purpose: str = "", *, width: int, words: str = "") -> None:
        super().__init__(page.shell.window_widget, title, purpose, width=width)
        self._page = page
        self._error = label("", "error")
        self._error.hide()
        self._words = words or say("Save")

    def finish(self) -> None:
        """Put the line for errors and the buttons under the form."""
        self.body.addWidget(self._error)
        self.add_cancel()
        self.save_button = self.add_button(Button(self._words, self.save, kind="filled", writes=True))

    def save(self) -> None:
        """Check and save."""

    def show_error(self, error: Exception) -> None:
        """Say what went wrong; the form stays as it is."""
        self.save_button.setEnabled(True)
        self._error.setText(sentence_of(error))
        self._error.show()

    def begin_saving(self) -> None:
        """Say nothing any more, and take no second click."""
        self._error.hide()
        self.save_button.setEnabled(False)
