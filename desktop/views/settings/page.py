"""The settings page: looks and lock of this laptop account, the school, its terms, the numbers at risk, the words."""

from __future__ import annotations

import json
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.models import capture
from desktop.models.school import SchoolFacts, keep_words, keys_to_come, read_facts, rename_school, set_terms
from desktop.services.language import PROFILES, profile, say
from desktop.views.page import Page
from desktop.views.settings.contacts import ContactsEditor
from desktop.views.settings.lending import LendingCard
from desktop.views.settings.password import PasswordSheet
from desktop.views.settings.recovery import RecoverySheet
from desktop.views.settings.users import UsersCard
from desktop.views.shell import Shell
from desktop.views.start.terms import TermsEditor
from desktop.views.widgets import Button, Card, Choice, Form, Tick, clear_layout, label
from desktop.views.widgets.left_fields import fill_fields, read_fields

_WORDS_WHY = "Whoever knows the recovery words can open this workspace without a password."
_WORDS_WAIT = (
    "They do not open safeguarding notes yet: that is done when the {lead} unlocks next. Keep the sheet from before "
    "until then: with a backup made before, its words open what that holds."
)
_TEXT_SIZES = (100, 110, 125, 150, 175, 200)


def _pictures() -> str:
    """Say whether other programs can take a picture of this window (LEAK-07)."""
    if capture.possible():
        return say("Screenshots and shared screens do not show this window: the system keeps it out of them.")
    return say(
        "On Linux no program can keep its window out of screenshots and shared screens: before you share your screen, "
        "lock Peerkeep or blank it with F9."
    )


class SettingsPage(Page):
    """Everything that can be set; what belongs to the school is one step with Undo."""

    watches: ClassVar[tuple[str, ...]] = ("setting", "term")
    sheets: ClassVar = {
        "password": lambda page: page.change_password(),
        "invite": lambda page: page.users.open_again("invite"),
        "role": lambda page, user: page.users.open_again("role", user),
        "remove": lambda page, user: page.users.open_again("remove", user),
        "lend": lambda page: page.lending.lend_again(),
    }

    def __init__(self, shell: Shell) -> None:
        super().__init__(
            shell, say("Settings"), say("How Peerkeep looks and locks here, and what it knows of the school.")
        )
        self.content.addWidget(self._make_laptop())
        self._password = self._make_password()
        self.content.addWidget(self._password)
        self._school = Card(say("School"))
        self._terms = Card(say("{Terms}"))
        self._contacts = Card(say("A child may be at risk"))
        self._recovery = Card(say("Recovery words"))
        self.users, self.lending = UsersCard(shell), LendingCard(shell)
        self.users.read.connect(self.lending.show_team)
        self.users.read.connect(lambda _: self._go_to_wanted())
        self.lending.changed.connect(self.users.on_changed)
        for card in (self.users, self.lending, self._school, self._terms, self._contacts, self._recovery):
            self.content.addWidget(card)
        self.content.addStretch(1)
        self.content.insertWidget(self.content.count() - 1, self._make_audit())
        self._wanted = ""
        self._left: dict[str, str] = {}
        # What was typed in the lines of this page before a lock; they are made when the school is read.
        self._typed = ""
        self._terms_editor: TermsEditor | None = None

    def refresh(self) -> None:
        """Read the school's settings."""
        self.ask(read_facts, done=self._on_facts)
        self.ask(keys_to_come, done=self._show_keys)
        self.users.refresh()

    def show_place(self, place: dict[str, str]) -> None:
        """Go to a part: contacts, recovery, password, terms, users or lending; or back to what `place` gave."""
        self._wanted = place.get("part", "")
        self._left = place if "scrolled" in place else {}
        self._typed = place.get("typed", "")
        self._go_to_wanted()

    def place(self) -> dict[str, str]:
        """Say how far down one is, and what is typed and not saved."""
        return {"scrolled": str(self.scrolled()), "typed": json.dumps(self._typed_now())}

    def _typed_now(self) -> dict[str, Any]:
        kept = read_fields(self, only_typed=True)
        return kept | {"terms": self._terms_editor.lines if self._terms_editor else 0} if kept["fields"] else {}

    def _type_again(self, kept: dict[str, Any]) -> None:
        """Put back what was typed and not saved before a lock; what others saved since stays where nothing was."""
        while self._terms_editor is not None and self._terms_editor.lines < kept.get("terms", 0):
            self._terms_editor.add_line()
        if kept:
            fill_fields(self, kept)

    def _make_laptop(self) -> Card:
        card = Card(say("This laptop"))
        form = Form()
        preferences = self.shell.preferences
        themes = {
            "system": say("As the system"),
            "light": say("Light"),
            "dark": say("Dark"),
            "contrast": say("High contrast"),
        }
        theme = Choice(say("Colours"), themes.items())
        theme.choose(preferences.theme)
        theme.chosen.connect(partial(preferences.set, "theme"))
        form.add("theme", say("Colours"), theme)
        sizes = Choice(say("Size of text"), ((str(n), say("{n} %", n=n)) for n in _TEXT_SIZES))
        sizes.choose(str(preferences.text_percent))
        sizes.chosen.connect(lambda value: preferences.set("text_percent", int(value)))
        form.add("text_percent", say("Size of text"), sizes)
        idle = Choice(
            say("Lock after"), ((str(n), say("{n} minutes without a touch", n=n)) for n in (1, 2, 3, 5, 10, 15))
        )
        idle.choose(str(preferences.idle_minutes))
        idle.chosen.connect(lambda value: preferences.set("idle_minutes", int(value)))
        form.add(
            "idle_minutes", say("Lock after"), idle, say("What you are typing is kept and comes back after unlocking.")
        )
        card.body.addWidget(form)
        card.body.addWidget(label(_pictures(), "small"))
        self._network = Tick(say("Allow writing in workspaces on network drives"))
        self._network.setAccessibleName(self._network.text())
        self._network.setChecked(preferences.network_allowed)
        self._network.toggled.connect(partial(preferences.set, "allow_network"))
        card.body.addWidget(self._network)
        why = say("A lost connection can damage a workspace there. It holds from the next unlocking on.")
        card.body.addWidget(label(why, "small"))
        return card

    def _make_password(self) -> Card:
        card = Card(say("Your password"))
        note = say("Change it when somebody may have seen it. There is no need to change it from time to time.")
        change = Button(say("Change the password"), self.change_password, writes=True)
        self._keys_words = label("", "warning")
        self._keys_words.hide()
        self._refill(card, label(note), self._keys_words, change)
        return card

    def _show_keys(self, to_come: str) -> None:
        self._keys_words.setText(to_come)
        self._keys_words.setVisible(bool(to_come))

    def _make_audit(self) -> Card:
        card = Card(say("Who did what"))
        note = say("Unlocking, reading, printing, saving and every change, by whom and when; and whether all is there.")
        self._refill(
            card, label(note), Button(say("Show who did what"), partial(self.shell.go, "audit"), icon="history")
        )
        return card

    def _on_facts(self, facts: SchoolFacts) -> None:
        self._fill_school(facts)
        self._fill_terms(facts)
        self._refill(self._contacts, ContactsEditor(self, facts.school.contacts))
        self._fill_recovery(facts)
        typed, self._typed = self._typed, ""
        if typed:
            self._type_again(json.loads(typed))
        self._go_to_wanted()

    def _fill_school(self, facts: SchoolFacts) -> None:
        form = Form()
        name = form.line("name", say("Name of the school"), text=facts.school.name)
        languages = form.line(
            "languages",
            say("Languages everybody speaks"),
            say("Separate with semicolons. Who names none is taken to speak these."),
            "; ".join(facts.school.languages),
        )
        country = say(
            "Country: {country}. It was chosen when the workspace was made.",
            country=PROFILES[facts.school.profile].title,
        )
        save = Button(say("Save the school"), lambda: self._save_school(name, languages), writes=True)
        self._refill(self._school, form, label(country, "small"), save)

    def _save_school(self, name: QLineEdit, languages: QLineEdit) -> None:
        spoken = tuple(filter(None, (word.strip() for word in languages.text().split(";"))))
        self.write(rename_school, name.text(), spoken, done=lambda _: self.shell.toast(say("School saved"), undo=True))

    def _fill_terms(self, facts: SchoolFacts) -> None:
        editor = self._terms_editor = TermsEditor(facts.terms, profile().date_order)

        def save() -> None:
            terms = editor.terms()
            if terms is not None:
                self.write(set_terms, terms, done=lambda _: self.shell.toast(say("{Terms} saved"), undo=True))

        note = label(say("Silences and due dates count school days of these {terms}."), "small")
        self._refill(self._terms, note, editor, Button(say("Save the {terms}"), save, writes=True))

    def _fill_recovery(self, facts: SchoolFacts) -> None:
        keep: tuple[QWidget, ...] = ()
        if facts.has_recovery and facts.words_used:
            state = say("The words set a new password here. Keep them only if nobody else has seen the sheet.")
            stay = partial(self.shell.ask_again, say(_WORDS_WHY), self._keep_words)
            keep = (Button(say("Nobody else has seen the sheet: keep the words"), stay, writes=True),)
        elif facts.has_recovery and facts.words_proven:
            state = say("The words were written down and proven. If the sheet is lost or was seen, make new ones.")
        elif facts.has_recovery:
            state = say("The words were shown but not proven. Make new ones and prove them by typing three.")
        elif not facts.alone:
            state = say(
                "There are no recovery words. Whoever forgets their password has to be let in anew, and what was "
                "theirs alone stays closed for good. Once all who manage users forgot theirs, nobody can be let in."
            )
        else:
            state = say("There are no recovery words. If you forget your password, nobody can open this workspace.")
        if facts.closed_to_words:
            state = f"{state} {say(_WORDS_WAIT)}"
        make = Button(say("Make new recovery words"), self.make_words, writes=True)
        self._refill(self._recovery, label(state), *keep, *([make] if facts.manages else []))

    def change_password(self) -> None:
        """Ask for the present password and a new one."""
        sheet = PasswordSheet(self, self.shell)
        sheet.accepted.connect(lambda: self.ask(keys_to_come, done=self._show_keys))
        sheet.open()

    def make_words(self) -> None:
        """Ask for the password, then show new recovery words."""
        self.shell.ask_again(say(_WORDS_WHY), self._make_words)

    def _make_words(self) -> None:
        sheet = RecoverySheet(self, self.shell)
        sheet.accepted.connect(self.refresh)
        sheet.open()

    def _keep_words(self) -> None:
        self.ask(keep_words, done=self._on_kept)

    def _on_kept(self, _none: None) -> None:
        self.session.refresh_signed_in()
        self.shell.toast(say("The recovery words stay in force"))
        self.refresh()

    def _refill(self, card: Card, *widgets: QWidget) -> None:
        while card.body.count() > 1:
            item = card.body.takeAt(1)
            widget = item.widget() if item else None
            layout = item.layout() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
            elif isinstance(layout, QHBoxLayout):
                clear_layout(layout)
        for widget in widgets:
            if isinstance(widget, Button):
                row = QHBoxLayout()
                row.addWidget(widget)
                row.addStretch(1)
                card.body.addLayout(row)
            else:
                card.body.addWidget(widget)

    def _go_to_wanted(self) -> None:
        card = {
            "contacts": self._contacts,
            "recovery": self._recovery,
            "password": self._password,
            "terms": self._terms,
            "users": self.users,
            "lending": self.lending,
        }.get(self._wanted)
        if self.users.team is None:
            return  # what is below the users would be pushed out of sight again
        left, self._left = self._left, {}
        if left:
            self.scroll_back(int(left["scrolled"]))
            return
        field: QWidget | None = card.findChild(QLineEdit) or card.findChild(Button) if card else None
        if self._wanted == "places":
            field = self._network
        if field is not None:
            self._wanted = ""
            field.setFocus()
            self.scroll_to(field)
