"""The sheet with the details for who helps from outside: shown first, and copied only on demand."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from desktop.services.language import say
from desktop.views.shell import Shell
from desktop.views.widgets import Button, Sheet


class DetailsSheet(Sheet):
    """Versions and rounded sizes; names, texts, paths and days are not among them."""

    def __init__(self, shell: Shell, text: str) -> None:
        purpose = say("Versions and rough sizes, for whoever helps you. No name, no text and no exact number is in it.")
        super().__init__(shell.window_widget, say("Details for support"), purpose, width=560)
        self.comes_back("details")
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(say("Details for support"))
        self.text.setMinimumHeight(260)
        self.body.addWidget(self.text, 1)
        self.add_cancel(say("Close"))
        self.add_button(Button(say("Copy"), self._copy, kind="filled", icon="content-copy"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.accept()
