"""The help page: in plain words, half of it about what Peerkeep does not protect against."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from desktop.services.language import say
from desktop.views.page import Page
from desktop.views.shell import Shell
from desktop.views.widgets import Button, Card, IconLabel, label


class HelpPage(Page):
    """Words, and the way to the keys."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, say("Help"), say("What Peerkeep does with what you write, and how to get about."))
        self.set_main_action(say("The keys of every page"), shell.show_keys, "K", icon="keyboard-outline")
        self.content.addWidget(_card(say("What it protects"), _protects(), "check"))
        self.content.addWidget(_card(say("What it cannot protect"), _does_not(), "alert-outline"))
        self.content.addWidget(_card(say("Who can read what"), _who(), "eye-outline"))
        getting_about = _card(say("Getting about"), _about(), "keyboard-outline")
        getting_about.body.addWidget(Button(say("A child may be at risk: whom to call"), shell.show_risk_card))
        self.content.addWidget(getting_about)
        self.content.addStretch(1)


def _card(title: str, lines: Sequence[str], icon: str) -> Card:
    card = Card(title)
    tone = "warning" if icon == "alert-outline" else "accent"
    for line in lines:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(IconLabel(icon, tone, 18), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(line), 1)
        card.body.addLayout(row)
    return card


def _protects() -> tuple[str, ...]:
    return (
        say(
            "A stolen or lost laptop: every name, note and number is encrypted; without a password or the "
            "recovery words it stays shut."
        ),
        say("A lost USB stick: a copy is encrypted as a whole and does not say what it is about."),
        say("A colleague with another role: notes are sealed with keys that their password does not open."),
        say(
            "A laptop left open: it locks by itself, and locking ends the program, so that nothing stays in its memory."
        ),
        say("A power cut or a crash: what was said to be saved is saved, and what you were typing comes back."),
        say("Changes behind your back: every change is kept in a sealed chain that shows tampering."),
        say("The network: Peerkeep has no part that could send or fetch anything."),
    )


def _does_not() -> tuple[str, ...]:
    return (
        say("Somebody who watches your screen or your keyboard while you work. F9 blanks the screen at once."),
        say("A program on this laptop that records keys or the screen, or an administrator who installs one."),
        say("Paper and files that you print or save from here: they are yours to look after."),
        say(
            "A password that others guess, and a forgotten password without the recovery words: then "
            "everything is lost."
        ),
        say(
            "Memory that the system writes to disk: ask your IT staff to switch on the disk encryption of this laptop."
        ),
        say("Old copies: whoever could open one can go on opening it."),
    )


def _who() -> tuple[str, ...]:
    return (
        say("{Programme}: everyone who works in the {programme}. Names, pairs, meetings, plain notes."),
        say("{Counselling}: {counsellors} only. Confidential notes."),
        say("Private: one author only, never copied to others, and lost with their password."),
        say("Recording something here is not reporting it. If a child may be at risk, press F2 and call."),
    )


def _about() -> tuple[str, ...]:
    return (
        say("Ctrl+K finds people, notes you may read, pages and actions."),
        say("Ctrl+Z takes back the last step and says which; there is no question beforehand."),
        say("F1 lists the keys of the page you are on. Tab goes through it in reading order."),
        say("Ctrl+L locks. What you are typing is kept, and you come back to the same place."),
    )
