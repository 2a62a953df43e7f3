"""The card of backups on the Transfer page: made, listed, checked; each can be rehearsed and restored."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.models import backups as model
from desktop.models.session import OPEN, Verb
from desktop.models.tasks import Task
from desktop.services.language import say, say_many
from desktop.views.shell import Shell
from desktop.views.transfer.rehearsal import RehearsalSheet
from desktop.views.transfer.restoring import RestoreSheet
from desktop.views.widgets import Button, Card, ProgressLine, RecordRow, badge, clear_layout, label

# More than these are asked for; a year of backups would push the rest of the page out of sight.
_AT_FIRST = 3


class BackupsCard(Card):
    """Lists the backups, newest first."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell, self._session = shell, shell.session
        self._shelf = model.Shelf((), "")
        self._all = False
        self._task: Task | None = None
        self.head.addWidget(label(say("Backups on this laptop"), "heading"), 1)
        self._room = badge("")
        self._room.hide()
        self.head.addWidget(self._room)
        self.body.addLayout(self.head)
        words = say(
            "A backup of everything is made by itself on each day on which something changed, encrypted and verified. "
            "It helps when a file is damaged or something was deleted. Against theft and a broken drive only a copy "
            "helps."
        )
        self.body.addWidget(label(words, "muted"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.body.addLayout(self._rows)
        self._progress = QVBoxLayout()
        self.body.addLayout(self._progress)
        self.body.addLayout(self._buttons())
        self._session.signed_in_changed.connect(self.refresh)

    def refresh(self) -> None:
        """List anew."""
        if self._session.state == OPEN:
            self._session.ask(self, model.load, done=self._on_shelf)

    def back_up(self) -> None:
        """Make a backup now."""
        self._run(model.back_up, say("Backing up"), self._on_made)

    def check_all(self) -> None:
        """Read all of them back."""
        self._run(model.check_all, say("Checking the backups"), self._on_checked)

    def rehearse(self, row: model.BackupRow) -> None:
        """Try one out."""
        RehearsalSheet(self._shell.window_widget, self._session, row, self.refresh).start()

    def restore(self, row: model.BackupRow) -> None:
        """Make a workspace of one."""
        RestoreSheet(self._shell.window_widget, self._session, row, self._shell.lock).open()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.now_button = Button(say("Back up now"), self.back_up, key="Ctrl+B", icon="archive-outline", writes=True)
        self.check_button = Button(say("Check all"), self.check_all)
        self.more_button = Button("", self._on_more, kind="quiet")
        for button in (self.now_button, self.check_button, self.more_button):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _run(self, verb: Verb, title: str, done: Any) -> None:  # noqa: ANN401 - a slot for a shelf
        if self._task is not None:
            return
        task = self._session.ask(self, verb, done=done, failed=self._on_failed, title=title)
        self._task = task
        row = QHBoxLayout()
        row.addWidget(ProgressLine(task))
        row.addStretch(1)
        self._progress.addLayout(row)
        task.finished.connect(partial(self._on_finished, task))
        self._show()

    def _on_finished(self, task: Task) -> None:
        self._task = None
        clear_layout(self._progress)
        if task.stop.is_set():
            self._shell.toast(say("Cancelled. All backups are as they were."))
        self._show()

    def _on_failed(self, error: Exception) -> None:
        self._shell.messages.show_error(error)

    def _on_made(self, shelf: model.Shelf) -> None:
        self._on_shelf(shelf)
        self._shell.toast(say("The backup is made, and was read back: it is whole."))
        self._session.refresh_signed_in()

    def _on_checked(self, shelf: model.Shelf) -> None:
        self._on_shelf(shelf)
        bad = sum(row.bad for row in shelf.rows)
        damaged = say_many("1 backup is damaged. Use the next older one.", "{n} backups are damaged.", bad)
        self._shell.toast(damaged if bad else say("All backups are whole."))

    def _on_shelf(self, shelf: model.Shelf) -> None:
        self._shelf = shelf
        self._show()

    def _on_more(self) -> None:
        self._all = not self._all
        self._show()

    def _how_one_comes(self) -> str:
        signed_in = self._session.signed_in
        if signed_in is not None and signed_in.sample:
            return say("The sample school gets none by itself. You can make one.")
        return say("The first is made by itself soon after unlocking. You can make one now.")

    def _show(self) -> None:
        clear_layout(self._rows)
        rows = self._shelf.rows
        for row in rows if self._all else rows[:_AT_FIRST]:
            self._rows.addWidget(self._row(row))
        if not rows:
            self._rows.addWidget(RecordRow(say("No backup yet"), self._how_one_comes(), icon="archive-outline"))
        self._room.setText(say_many("1 backup, {size}", "{n} backups, {size}", len(rows), size=self._shelf.room))
        self._room.setVisible(bool(rows))
        self.more_button.set_text(say("Show fewer") if self._all else say("Show all {n}", n=len(rows)))
        self.more_button.setVisible(len(rows) > _AT_FIRST)
        self.check_button.setVisible(bool(rows))
        self.now_button.setEnabled(self._task is None)
        self.check_button.setEnabled(self._task is None)

    def _row(self, row: model.BackupRow) -> RecordRow:
        icon, tone = ("alert-circle-outline", "danger") if row.bad else ("check-circle-outline", "accent")
        if not row.good and not row.bad:
            icon, tone = "archive-outline", "muted"
        shown = RecordRow(row.moment, row.detail, icon=icon, tone=tone)
        beside = shown.layout()
        for words, name, act in (
            (say("Rehearse"), say("Rehearse the backup: {moment}", moment=row.moment), self.rehearse),
            (say("Restore\u2026"), say("Restore the backup: {moment}", moment=row.moment), self.restore),
        ):
            button = Button(words, partial(act, row))
            button.setAccessibleName(name)
            button.setEnabled(not row.bad and self._task is None)
            if beside is not None:
                beside.addWidget(button)
        return shown
