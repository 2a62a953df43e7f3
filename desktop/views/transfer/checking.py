"""The full check of the open workspace, by hand: a card on the Transfer page, and a sheet that says what was found."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from desktop.models import health as model
from desktop.models.session import OPEN
from desktop.services.language import say, say_many
from desktop.views.shell import Shell
from desktop.views.transfer.salvaging import SalvageSheet
from desktop.views.transfer.task_sheet import TaskSheet, scrolling_list
from desktop.views.widgets import (
    Button,
    Card,
    RecordRow,
    label,
)

_LIST_HEIGHT = 260


class CheckCard(Card):
    """Offers the full check."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(say("Is everything as it was saved?"))
        self._shell = shell
        words = say(
            "The newest records are looked at each time you unlock. The full check reads every file, every record and "
            "every step of who did what, and names what was damaged, put back or changed past Peerkeep."
        )
        self.body.addWidget(label(words, "muted"))
        self.body.addSpacing(4)
        self.button = Button(say("Check everything"), self.check, key="Ctrl+Shift+K", icon="check-circle-outline")
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def check(self) -> None:
        """Show the sheet and begin."""
        if self._shell.session.state == OPEN:
            CheckSheet(self._shell).start()


class CheckSheet(TaskSheet):
    """Checks, with progress and cancel, and lists what was found."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.window_widget, say("Check everything"), width=640)
        self._shell, self._session = shell, shell.session
        self.body.addLayout(self.state)
        self.found = QVBoxLayout()
        self.found.setSpacing(6)
        self.body.addLayout(self.found)
        self.body.addStretch(1)
        self._close = self.add_cancel()

    def start(self) -> None:
        """Show the sheet and begin."""
        title = say("Reading everything")
        self.show_task(self._session.ask(self, model.check, done=self._on_checked, failed=self._on_failed, title=title))
        self.open()

    def _on_checked(self, checked: model.Checked) -> None:
        self._close.set_text(say("Close"))
        if not checked.findings:
            self.show_done(say("Everything is as it should be."))
        else:
            n = len(checked.findings)
            words = say_many("1 thing is not as it should be:", "{n} things are not as they should be:", n)
            self.show_wrong(words)
            self.found.addWidget(scrolling_list([_row(one) for one in checked.findings], _LIST_HEIGHT))
            self._advise(checked)
        self.found.addWidget(label(checked.looked_at, "muted"))

    def _advise(self, checked: model.Checked) -> None:
        if not checked.damage:
            return
        words = say(
            "Make no backup over an older one now. Rehearse a backup from before; or salvage, which makes a new "
            "workspace of everything that can be read and says what is lost. Show this list to your IT staff."
        )
        self.found.addWidget(label(words, "warning"))
        self.salvage_button = self.add_button(
            Button(say("Salvage\u2026"), self._salvage, kind="filled", icon="lifebuoy")
        )

    def _salvage(self) -> None:
        self.accept()
        salvage_here(self._shell)

    def _on_failed(self, error: Exception) -> None:
        self._close.set_text(say("Close"))
        self.show_failed(error)


def _row(one: model.Finding) -> RecordRow:
    row = RecordRow(one.where, f"{one.what}\n{one.place}", icon="alert-outline", tone="danger")
    row.setAccessibleName(f"{one.where}. {one.what}")
    return row


def salvage_here(shell: Shell) -> None:
    """Offer to salvage the workspace that is open."""
    signed_in = shell.session.signed_in
    if signed_in is not None:
        SalvageSheet(shell.window_widget, shell.session, signed_in.folder, lambda _folder: shell.lock()).start()
