"""Whom to call when a child may be at risk: edited here, shown everywhere, kept in the clear."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.models.school import Contact, set_contacts
from desktop.services.language import say
from desktop.views.page import Page
from desktop.views.widgets import Button, label

_SPARE = 2


class ContactsEditor(QWidget):
    """Lines of name, role and telephone number; empty lines are left out."""

    def __init__(self, page: Page, contacts: Sequence[Contact]) -> None:
        super().__init__()
        self._page = page
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            label(
                say(
                    "The school's own people to call. These lines are kept unencrypted, so that the card works while "
                    "Peerkeep is locked: no students here."
                ),
                "small",
            )
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        words = (say("Name"), say("Role"), say("Telephone"))
        for place, heading in enumerate(words):
            grid.addWidget(label(heading, "strong"), 0, place)
            grid.setColumnStretch(place, 1)
        self._lines: list[list[QLineEdit]] = []
        blank = [Contact("", say("{Lead}") if not contacts else "", "")] + [Contact("", "", "")] * _SPARE
        for number, contact in enumerate([*contacts, *blank][: max(len(contacts) + 1, 3)], 1):
            line = [QLineEdit(text) for text in (contact.name, contact.role, contact.phone)]
            for place, field in enumerate(line):
                field.setAccessibleName(f"{words[place]} {number}")
                grid.addWidget(field, number, place)
            self._lines.append(line)
        column.addLayout(grid)
        row = QHBoxLayout()
        row.addWidget(Button(say("Save the numbers"), self._save, writes=True))
        row.addStretch(1)
        column.addLayout(row)

    def _save(self) -> None:
        texts = ([field.text().strip() for field in line] for line in self._lines)
        contacts = tuple(Contact(*text) for text in texts if text[0] or text[2])
        shell = self._page.shell
        self._page.write(set_contacts, contacts, done=lambda _: shell.toast(say("Numbers saved"), undo=True))
