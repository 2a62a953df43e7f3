"""New recovery words: shown once, proven by typing three, and only then in force."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.models.school import replace_words
from desktop.models.start import words_and_rows
from desktop.services.language import say
from desktop.views.messages import Messages
from desktop.views.shell import Shell
from desktop.views.start.words import WordsProof, WordsShown
from desktop.views.start.words_paper import ask_printer
from desktop.views.widgets import Button, Sheet

_PURPOSE = (
    "Write them on paper. Once these are proven, the words you had before do not open this workspace any more. Copies "
    "and backups made before still open with them: destroy those, or keep the old sheet as safe as them."
)


class RecoverySheet(Sheet):
    """Two steps: write down, prove. The former words stay in force until the new ones are proven."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent, say("New recovery words"), say(_PURPOSE), width=640)
        self._shell = shell
        self._words, rows = words_and_rows()
        self.messages = Messages()
        self.body.addWidget(self.messages)
        self._shown = WordsShown(rows, lambda: ask_printer(self, shell.session, self.messages, rows))
        self._proof = WordsProof(self._words)
        self._proof.hide()
        self.body.addWidget(self._shown)
        self.body.addWidget(self._proof)
        self._proof.changed.connect(self._on_changed)
        self.add_cancel()
        self._button = self.add_button(Button(say("I have written them down"), self._on_next, kind="filled"))

    def _on_next(self) -> None:
        if self._proof.isHidden():
            self._shown.hide()
            self._proof.show()
            self._proof.setFocus()
            self._button.set_text(say("Use these words"))
            self._button.setEnabled(False)
            return
        self._button.setEnabled(False)
        session = self._shell.session
        session.ask(self, replace_words, self._words, done=self._on_done, failed=self._on_failed)

    def _on_changed(self) -> None:
        self._button.setEnabled(self._proof.proven)

    def _on_done(self, _none: None) -> None:
        self._shell.session.refresh_signed_in()
        self._shell.toast(say("The new recovery words are in force"))
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self._button.setEnabled(True)
        self.messages.show_error(error)
