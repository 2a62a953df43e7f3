"""Lending one's private notes to a named substitute, until a day; and taking them back before it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop.models import users as model
from desktop.models.dates import date_hint, read_date
from desktop.models.tasks import Task
from desktop.services.language import profile, say, show_date
from desktop.views.messages import Messages
from desktop.views.settings.users_sheets import UsersSheet
from desktop.views.shell import Shell
from desktop.views.widgets import Button, Card, Choice, Form, ProgressLine, RecordRow, clear_layout, label

_WHY = "Nobody else can read your private notes. Whoever you lend them to can, and may copy what they read."


class LendingCard(Card):
    """Hidden where there are no private notes to lend. Signal `changed()` after a lending began or ended."""

    changed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__(say("Your private notes"))
        self._shell, self._session = shell, shell.session
        self._team: model.Team | None = None
        # The sheet was open at the lock, and opens again once it is read to whom they can be lent.
        self._again = False
        self.messages = Messages()
        words = say(
            "While you are away, one named colleague can read them, and not write in them. It is noted in both your "
            "records, and ends by itself on the day you choose."
        )
        self.body.addWidget(label(words, "muted"))
        self.body.addWidget(self.messages)
        self._rows = QHBoxLayout()
        self.body.addLayout(self._rows)
        row = QHBoxLayout()
        self.lend_button = Button(
            say("Lend them to a substitute"), self.lend, icon="account-clock-outline", writes=True
        )
        self.back_button = Button(say("Take them back now"), self.take_back, icon="undo", writes=True)
        row.addWidget(self.lend_button)
        row.addWidget(self.back_button)
        row.addStretch(1)
        self._progress = row
        self.body.addLayout(row)
        self.hide()

    def show_team(self, team: model.Team) -> None:
        """Show what is lent now."""
        self._team = team
        mine = team.mine
        clear_layout(self._rows)
        if mine is not None:
            words = say("Lent to {name}, until {day}", name=mine.who, day=mine.until)
            detail = say("They can read all of them. On the day after, they can open them no more.")
            self._rows.addWidget(RecordRow(words, detail, icon="account-clock-outline", tone="tier4"))
        elif not team.substitutes:
            words = say(
                "There is nobody to lend them to: it takes a {counsellor} or {lead} with a password of their own."
            )
            self._rows.addWidget(RecordRow(say("Lent to nobody"), words, icon="lock-outline"))
        self.lend_button.setVisible(mine is None)
        self.lend_button.setEnabled(bool(team.substitutes))
        self.back_button.setVisible(mine is not None)
        self.setVisible(self._session.holds("private"))
        if self._again:
            self.lend_again()

    def lend_again(self) -> None:
        """Open the sheet again after a lock, where there still is somebody to lend them to."""
        self._again = self._team is None
        if self._team is not None and self._team.mine is None and self._team.substitutes:
            self.lend()

    def lend(self) -> None:
        """Ask for the password, then to whom and until when."""
        if self._team is not None:
            self._shell.ask_again(say(_WHY), partial(self._open, self._team))

    def take_back(self) -> None:
        """End it now."""
        self.messages.clear_errors()
        self.back_button.setEnabled(False)
        title = say("Making a new key")
        task = self._session.write(
            self, model.take_back, done=self._on_back, failed=self.messages.show_error, title=title
        )
        self._progress.insertWidget(2, ProgressLine(task))
        task.finished.connect(partial(self._on_finished, task))

    def _open(self, team: model.Team) -> None:
        sheet = LendSheet(self._shell, team)
        sheet.changed.connect(self.changed)
        sheet.open()

    def _on_back(self, _changes: object) -> None:
        self._shell.toast(say("Your private notes are yours alone again"))
        self.changed.emit()

    def _on_finished(self, _task: Task) -> None:
        self.back_button.setEnabled(True)


class LendSheet(UsersSheet):
    """To whom, and until when."""

    def __init__(self, shell: Shell, team: model.Team) -> None:
        purpose = say("One colleague can read all of them until a day, and write nothing in them.")
        super().__init__(shell, say("Lend your private notes"), purpose)
        self.comes_back("lend")
        self.form = Form()
        self.who = Choice(say("To whom"), team.substitutes)
        self.form.add("who", say("To whom"), self.who)
        order = profile().date_order
        until = show_date(model.propose_until(shell.session.clock.today()).isoformat())
        self.until = self.form.line("until", say("Until and with"), date_hint(order), until)
        self.body.addWidget(self.form)
        words = say("What they have read or copied by then they keep: a key can be taken back, knowledge cannot.")
        self.body.addWidget(label(words, "warning"))
        self.make_foot(say("Lend them"), self.lend)
        self.who.setFocus()

    def lend(self) -> None:
        """Lend them."""
        day = read_date(self.until.text(), profile().date_order)
        today = self._session.clock.today()
        errors = {}
        if day is None:
            errors["until"] = say("This is no day. Type it like {example}.", example=date_hint(profile().date_order))
        elif day < today:
            errors["until"] = say("This day is over. Choose today or a later one.")
        self.form.show_errors(errors)
        if day is not None and not errors:
            args = self.who.value(), day
            title = say("Lending")
            self.run(
                self._session.write(
                    self,
                    model.lend,
                    *args,
                    done=partial(self._on_done, day.isoformat()),
                    failed=self.failed,
                    title=title,
                )
            )

    def _on_done(self, day: str, _changes: object) -> None:
        self.done_with(say("Lent to {name} until {day}", name=self.who.currentText(), day=show_date(day)))
