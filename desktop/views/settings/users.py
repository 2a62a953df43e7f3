"""The card of users in the settings: who may unlock, with which role."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models import users as model
from desktop.models.session import OPEN
from desktop.services.language import say, say_many
from desktop.views.settings.users_sheets import InviteSheet, RemoveSheet, RoleSheet, UsersSheet
from desktop.views.shell import Shell
from desktop.views.widgets import Button, Card, RecordRow, badge, clear_layout, label

_WHY = "Whoever is let in can read what their role opens, and keeps what they have copied."
_ICONS = {
    model.COORDINATOR: ("account-outline", "muted"),
    model.COUNSELLOR: ("square-rounded-outline", "tier2"),
    model.LEAD: ("shield-outline", "tier3"),
}


class UsersCard(Card):
    """Lists who may unlock. Who manages users can let somebody in, change a role, and remove. Signal `read(Team)`."""

    read = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell, self._session = shell, shell.session
        self.team: model.Team | None = None
        self.head.addWidget(label(say("Who may unlock"), "heading"), 1)
        self._count = badge("")
        self._count.hide()
        self.head.addWidget(self._count)
        self.body.addLayout(self.head)
        words = say(
            "Everybody has a name, a role and a password of their own. A role is a set of keys: what a role does not "
            "open, no setting and no trick opens either."
        )
        self.body.addWidget(label(words, "muted"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.body.addLayout(self._rows)
        self._said = label("", "small")
        self.body.addWidget(self._said)
        row = QHBoxLayout()
        self.invite_button = Button(say("Let somebody in"), self.invite, icon="account-plus-outline", writes=True)
        row.addWidget(self.invite_button)
        row.addStretch(1)
        self.body.addLayout(row)

    def refresh(self) -> None:
        """Read who may unlock."""
        if self._session.state == OPEN:
            self._session.ask(self, model.load, done=self.show_team)

    def show_team(self, team: model.Team) -> None:
        """Show them."""
        self.team = team
        here: QWidget | None = self.window().focusWidget()
        before = here.accessibleName() if here is not None and self.isAncestorOf(here) else ""
        clear_layout(self._rows)
        for person in team.people:
            self._rows.addWidget(self._row(person, alone=len(team.people) == 1))
        if not team.has_lead:
            words = say(
                "What is handed in to safeguarding needs somebody who can read it. Let the {lead} in, or give that "
                "role to somebody above."
            )
            self._rows.addWidget(
                RecordRow(say("No {lead} is named yet"), words, icon="shield-alert-outline", tone="warning")
            )
        if team.unfinished:
            self._rows.addWidget(self._unfinished())
        self._count.setText(say_many("1 person", "{n} people", len(team.people)))
        self._count.show()
        self.invite_button.setVisible(team.may_manage)
        self._said.setText("" if team.may_manage else say("Users are managed by {names}.", names=team.managers))
        self._said.setVisible(not team.may_manage)
        if before:
            QTimer.singleShot(0, self, partial(self._take_keyboard, before))
        self.read.emit(team)

    def invite(self) -> None:
        """Ask for the password, then whom to let in."""
        self._ask(partial(InviteSheet, self._shell, private_notes=self._private))

    def open_again(self, key: str, user: str = "") -> None:
        """Open a sheet again after a lock, once it is read who may unlock."""
        if self.team is None:
            self.read.connect(lambda _: self.open_again(key, user), Qt.ConnectionType.SingleShotConnection)
        elif self.team.may_manage and key == "invite":
            self.invite()
        elif self.team.may_manage:
            act = {"role": self.change_role, "remove": self.remove}[key]
            for person in self.team.people:
                if person.uid == user:
                    act(person)

    def change_role(self, person: model.Person) -> None:
        """Ask for the password, then for the new role."""
        self._ask(partial(RoleSheet, self._shell, person, private_notes=self._private))

    def remove(self, person: model.Person) -> None:
        """Ask for the password, then whether to remove."""
        self._ask(partial(RemoveSheet, self._shell, person))

    @property
    def _private(self) -> bool:
        return self.team is not None and self.team.private_notes

    def _take_keyboard(self, name: str) -> None:
        """Go back to the button of that name, made anew; to the one that is always there where it is gone."""
        items = filter(None, (self._rows.itemAt(at) for at in range(self._rows.count())))
        rows = [row for row in (item.widget() for item in items) if row is not None]
        for row in rows:
            row.show()  # a layout shows what it was given a moment later, and what is hidden takes no keyboard
        buttons = [button for row in rows for button in row.findChildren(Button) if button.accessibleName() == name]
        (buttons or [self.invite_button])[-1].setFocus()

    def _ask(self, make: Callable[[], UsersSheet]) -> None:
        def show() -> None:
            sheet = make()
            sheet.changed.connect(self.on_changed)
            sheet.open()

        self._shell.ask_again(say(_WHY), show)

    def on_changed(self) -> None:
        """Read anew, here and in the window."""
        self._session.refresh_signed_in()
        self.refresh()

    def finish(self) -> None:
        """Make the new keys that are still to be made."""
        task = self._session.ask(
            self, model.finish, failed=self._shell.messages.show_error, title=say("Making new keys")
        )
        task.finished.connect(self.refresh)

    def _unfinished(self) -> RecordRow:
        words = say(
            "Somebody lost what they could open, or their password may be known, and not every new key is made. It is "
            "done at your next unlock."
        )
        now = Button(say("Make them now"), self.finish, writes=True)
        title = say("New keys are still to be made")
        return RecordRow(title, words, icon="key-outline", tone="warning", button=now)

    def _row(self, person: model.Person, *, alone: bool) -> RecordRow:
        icon, tone = _ICONS.get(person.role, ("account-outline", "muted"))
        row = RecordRow(person.label, person.detail, icon=icon, tone=tone)
        beside = row.layout()
        if beside is None or self.team is None or not self.team.may_manage:
            return row
        buttons = [
            (say("Change the role\u2026"), say("Change the role of {name}", name=person.label), self.change_role)
        ]
        if not person.me:
            buttons.append((say("Remove\u2026"), say("Remove {name}", name=person.label), self.remove))
        for words, name, act in buttons:
            button = Button(words, partial(act, person), writes=True)
            button.setAccessibleName(name)
            beside.addWidget(button)
        return row
