"""Letting somebody in, changing a role, removing: what each means stands above its button."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from desktop.models import users as model
from desktop.models.tasks import Task
from desktop.services.language import say
from desktop.views.messages import Messages
from desktop.views.shell import Shell
from desktop.views.widgets import (
    Button,
    Card,
    Choice,
    Form,
    IconLabel,
    ProgressLine,
    Sheet,
    clear_layout,
    label,
    selectable,
)
from desktop.views.widgets.secrets import keep_secret


class UsersSheet(Sheet):
    """One change to who may unlock. Signal `changed()` when it is done."""

    changed = Signal()

    def __init__(self, shell: Shell, title: str, purpose: str) -> None:
        super().__init__(shell.window_widget, title, purpose, width=600)
        self._shell, self._session = shell, shell.session
        self._task: Task | None = None
        self.messages = Messages()
        self.body.addWidget(self.messages)

    def make_foot(self, words: str, act: Callable[[], object], kind: str = "filled") -> None:
        """Add the line of progress and the two buttons."""
        self.progress = QHBoxLayout()
        self.body.addLayout(self.progress)
        self.body.addStretch(1)
        self.cancel = self.add_cancel()
        self.button = self.add_button(Button(words, act, kind=kind))

    def run(self, task: Task) -> None:
        """Show how far a change is; it cannot be done twice meanwhile."""
        self.messages.clear_errors()
        self._task = task
        self.button.setEnabled(False)
        self.progress.addWidget(ProgressLine(task))
        self.progress.addStretch(1)
        task.finished.connect(partial(self._on_finished, task))

    def reject(self) -> None:
        """Stop what runs; what is begun of new keys is finished at the next unlock of who manages users."""
        if self._task is not None:
            self._task.cancel()
        super().reject()

    def failed(self, error: Exception) -> None:
        """Say why it was not done."""
        self.messages.show_error(error)

    def done_with(self, words: str) -> None:
        """Close, and say what was done."""
        self._shell.toast(words)
        self.changed.emit()
        self.accept()

    def _on_finished(self, task: Task) -> None:
        self._task = None
        if task.stop.is_set():
            self.messages.show_words(say("Stopped. What was begun is finished at your next unlock."), "warning")
        clear_layout(self.progress)
        self.button.setEnabled(True)
        self.changed.emit()


class InviteSheet(UsersSheet):
    """A name, a role, and a first password to hand over, which is shown this once."""

    def __init__(self, shell: Shell, *, private_notes: bool) -> None:
        purpose = say("They unlock with a password from you, and choose one of their own before anything else.")
        super().__init__(shell, say("Let somebody in"), purpose)
        self.comes_back("invite")
        self._private = private_notes
        self.form = Form()
        name_hint = say("It is shown before unlocking, so that people can be told apart. Initials are enough.")
        self.name = self.form.line("name", say("Name"), name_hint)
        self.role = Choice(say("Role"), ((role, model.role_words(role)) for role in model.ROLES))
        self.role.choose(model.COUNSELLOR)
        self.role.chosen.connect(lambda _: self._show_role())
        self.form.add("role", say("Role"), self.role)
        self._opens = label("", "small")
        self.form.layout().addWidget(self._opens)  # type: ignore[union-attr]
        hint = say("Proposed words, easy to read out. You can type another: 15 characters or more.")
        self.password = QLineEdit(model.propose_password())
        keep_secret(self.password)
        self.form.add("password", say("First password"), self.password, hint)
        self._anew = label(say("New words were proposed; the former ones were not kept."), "warning")
        self._anew.hide()
        self.form.layout().addWidget(self._anew)  # type: ignore[union-attr]
        self.body.addWidget(self.form)
        self.make_foot(say("Let them in"), self.let_in)
        self._show_role()
        self.name.setFocus()

    def put_back(self, beside: None) -> None:
        """Say after a lock that other words stand here: whoever noted the former ones would hand over the wrong."""
        self._anew.show()
        self.password.setAccessibleDescription(self._anew.text())

    def unkept(self) -> tuple[str, ...]:
        """The proposed password was not typed by anybody."""
        return (self.name.text(),) if self.name.isModified() and self.name.text().strip() else ()

    def let_in(self) -> None:
        """Let them in."""
        missing = not self.name.text().strip()
        self.form.show_errors({"name": say("This is needed.")} if missing else {})
        if not missing:
            args = self.name.text(), self.role.value(), self.password.text()
            title = say("Letting somebody in")
            self.run(self._session.ask(self, model.invite, *args, done=self._on_done, failed=self.failed, title=title))

    def _show_role(self) -> None:
        self._opens.setText(model.role_opens(self.role.value(), private_notes=self._private))

    def _on_done(self, name: str) -> None:
        """Show the password once more, now that it is in force, to be handed over."""
        self.form.hide()
        self.way = None  # they are let in, and the password is not kept
        card = Card()
        head = QHBoxLayout()
        head.addWidget(IconLabel("key-outline", "accent", 24))
        head.addWidget(label(say("{name} may unlock now, with this password:", name=name), "strong"), 1)
        card.body.addLayout(head)
        self.shown = selectable(self.password.text(), "heading")
        card.body.addWidget(self.shown)
        self.body.insertWidget(1, card)
        words = say(
            "Say it or hand it over on paper, to them alone. It is not shown again. At their first unlock they choose "
            "a password that you do not know; until then you could unlock in their name."
        )
        self.body.insertWidget(2, label(words, "muted"))
        self.cancel.hide()
        self.button.hide()
        close = self.add_button(Button(say("I have noted it"), self.accept, kind="filled"))
        close.setFocus()
        self.name.setModified(False)


class RoleSheet(UsersSheet):
    """Another role: what it opens, and what it takes away."""

    def __init__(self, shell: Shell, person: model.Person, *, private_notes: bool) -> None:
        purpose = say("{name} is now: {role}.", name=person.label, role=model.role_words(person.role))
        super().__init__(shell, say("Change the role of {name}", name=person.label), purpose)
        self.comes_back("role", user=person.uid)
        self._person, self._private = person, private_notes
        self.role = Choice(say("New role"), ((role, model.role_words(role)) for role in model.ROLES))
        self.role.choose(person.role)
        self.role.chosen.connect(lambda _: self.show_role())
        self.body.addWidget(self.role)
        self._opens = label("", "muted")
        self.body.addWidget(self._opens)
        self.lost = label("", "warning")
        self.lost.hide()
        self.body.addWidget(self.lost)
        self.make_foot(say("Change the role"), self.change)
        self.show_role()
        self.role.setFocus()

    def show_role(self) -> None:
        """Say what the chosen role opens, and ask what it takes away."""
        self._opens.setText(model.role_opens(self.role.value(), private_notes=self._private))
        self.button.setEnabled(False)
        self._on_lost("")
        if self.role.value() != self._person.role:
            args = self._person.uid, self.role.value()
            self._session.ask(self, model.keys_lost, *args, done=self._on_lost, failed=self.failed)

    def change(self) -> None:
        """Change it."""
        args, title = (self._person.uid, self.role.value()), say("Changing the role")
        done = partial(self._on_done, self.role.value())
        self.run(self._session.write(self, model.change_role, *args, done=done, failed=self.failed, title=title))

    def _on_lost(self, words: str) -> None:
        self.lost.setText(words)
        self.lost.setVisible(bool(words))
        self.button.setEnabled(self.role.value() != self._person.role)
        self.button.set_text(say("Change the role and make new keys") if words else say("Change the role"))

    def _on_done(self, role: str, _changes: object) -> None:
        words = say("{name} is now: {role}.", name=self._person.label, role=model.role_words(role))
        self.done_with(words)


class RemoveSheet(UsersSheet):
    """Removing: what stays, what is lost, and what cannot be taken back."""

    def __init__(self, shell: Shell, person: model.Person) -> None:
        purpose = say("They cannot unlock this workspace any more. What they wrote for others stays.")
        super().__init__(shell, say("Remove {name}", name=person.label), purpose)
        self.comes_back("remove", user=person.uid)
        self._person = person
        if person.private:
            words = say("Their private notes stay closed for good: nobody else has a key to them.")
            self.body.addWidget(label(words, "warning"))
        self.lost = label("", "warning")
        self.body.addWidget(self.lost)
        self.body.addWidget(label(say("This cannot be undone. They can be let in again as somebody new."), "muted"))
        self.make_foot(say("Remove {name} and make new keys", name=person.label), self.remove, "danger")
        self.cancel.setFocus()
        self._session.ask(self, model.keys_lost, person.uid, "", done=self.lost.setText, failed=self.failed)

    def remove(self) -> None:
        """Remove them."""
        title = say("Making new keys")
        self.run(
            self._session.write(
                self, model.remove, self._person.uid, done=self._on_done, failed=self.failed, title=title
            )
        )

    def _on_done(self, _changes: object) -> None:
        self.done_with(say("{name} cannot unlock any more.", name=self._person.label))
