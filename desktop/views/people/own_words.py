"""What people say of themselves: which fields a school asks and why, and what one person answers. None at first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.models import people_family as model
from desktop.services.language import say
from desktop.services.people.types import OwnField
from desktop.services.vault.types import Changes
from desktop.views import theme
from desktop.views.people.saving import SavingSheet
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.cards import scrolling
from desktop.views.widgets.fields import Form
from desktop.views.widgets.labels import label

if TYPE_CHECKING:
    from desktop.views.page import Page

_HEIGHT = 150


class _Row(QWidget):
    """A field: its name and why it is asked."""

    def __init__(self, field: OwnField) -> None:
        super().__init__()
        self.field = field
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.label, self.reason = QLineEdit(field.label), QLineEdit(field.reason)
        self.label.setPlaceholderText(say("What is asked, such as pronouns"))
        self.label.setAccessibleName(say("What is asked"))
        self.reason.setPlaceholderText(say("Why the school asks it"))
        self.reason.setAccessibleName(say("Why the school asks it"))
        row.addWidget(self.label, 2)
        row.addWidget(self.reason, 3)
        self.away = Button(say("Take this out"), kind="icon", icon="close", tone="text")
        row.addWidget(self.away)

    def typed(self) -> OwnField:
        """Give what is typed."""
        return OwnField(self.label.text().strip(), self.reason.text().strip(), self.field.uid)


class OwnFieldsSheet(SavingSheet):
    """The fields that a school asks; each needs a reason, which people are shown."""

    def __init__(self, page: Page) -> None:
        purpose = say(
            "Nothing is asked unless you add it here, and nobody has to answer. What is taken out is not asked any "
            "more; what was said comes back with it."
        )
        super().__init__(page, say("What people may say of themselves"), purpose, width=640)
        self.comes_back("own_fields")
        self.wait_for_answer()
        self.rows: list[_Row] = []
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(6)
        self._list.addStretch(1)
        area = scrolling(inside, modest=True)
        area.setMinimumHeight(theme.pixels(_HEIGHT))
        self.body.addWidget(area, 1)
        line = QHBoxLayout()
        line.addWidget(Button(say("Ask something"), lambda: self.add(OwnField("", "")), icon="plus"))
        line.addStretch(1)
        self.body.addLayout(line)
        self.finish()
        page.session.ask(self, model.load_own_fields, done=self._on_loaded)

    def _on_loaded(self, fields: tuple[OwnField, ...]) -> None:
        for field in fields or (OwnField("", ""),):
            self.add(field)
        self.answered()

    def beside(self) -> list[list[str]]:
        """Give the rows, of which some are new and some are gone."""
        return [[one.label, one.reason, one.uid] for one in (row.field for row in self.rows)]

    def put_back(self, beside: list[list[str]]) -> None:
        """Make these rows; their fields are filled then."""
        for row in tuple(self.rows):
            self._remove(row)
        for label_, reason, uid in beside:
            self.add(OwnField(label_, reason, uid))

    def add(self, field: OwnField) -> None:
        """Add a row."""
        row = _Row(field)
        row.away.clicked.connect(partial(self._remove, row))
        self.rows.append(row)
        self._list.insertWidget(self._list.count() - 1, row)
        QTimer.singleShot(0, row.label, row.label.setFocus)

    def _remove(self, row: _Row, _checked: bool = False) -> None:
        self.rows.remove(row)
        row.setParent(None)
        row.deleteLater()

    def save(self) -> None:
        """Save the fields; rows in which nothing is typed are left out."""
        typed = tuple(one for row in self.rows if (one := row.typed()).label or one.reason)
        self.begin_saving()
        self._page.session.write(self, model.save_own_fields, typed, done=self._done, failed=self.show_error)

    def _done(self, _changes: Changes) -> None:
        self.accept()
        self._page.shell.toast(say("Saved."), undo=True)


class OwnWordsSheet(SavingSheet):
    """What one person says of themselves, as far as they want to."""

    def __init__(self, page: Page, uid: str, name: str) -> None:
        purpose = say("Nobody has to answer. Write it as they say it.")
        super().__init__(page, say("In the words of {name}", name=name), purpose, width=460)
        self._uid = uid
        self.comes_back("own_words", person=uid, name=name)
        self.wait_for_answer()
        self.form = Form()
        self.lines: dict[str, QLineEdit] = {}
        self.body.addWidget(self.form)
        self.finish()
        self.save_button.setEnabled(False)
        page.session.ask(self, model.load_own, uid, done=self._on_loaded)

    def _on_loaded(self, found: tuple[tuple[OwnField, str], ...]) -> None:
        for field, said in found:
            self.lines[field.uid] = self.form.line(field.uid, field.label, field.reason, said)
        if not found:
            self.body.insertWidget(0, label(say("Nothing is asked at this school."), "muted"))
        self.save_button.setEnabled(bool(found))
        if self.lines:
            next(iter(self.lines.values())).setFocus()
        self.answered()

    def save(self) -> None:
        """Save what is said."""
        self.begin_saving()
        said = {uid: line.text().strip() for uid, line in self.lines.items()}
        self._page.session.write(self, model.save_own, self._uid, said, done=self._done, failed=self.show_error)

    def _done(self, _changes: Changes) -> None:
        self.accept()
        self._page.shell.toast(say("Saved."), undo=True)
