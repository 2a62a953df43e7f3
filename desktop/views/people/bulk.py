"""One detail of everybody who is chosen, changed in one go and undone in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QStackedWidget

from desktop.models import people as model
from desktop.models import people_rows as listed
from desktop.services.language import say, say_many
from desktop.services.vault.types import Changes
from desktop.views.people.saving import SavingSheet
from desktop.views.widgets.fields import Choice, Form
from desktop.views.widgets.labels import label

if TYPE_CHECKING:
    from desktop.views.people.page import PeoplePage

_KIND = "kind"


class BulkSheet(SavingSheet):
    """Choose what to change and to what. Nothing typed takes the detail away from all of them."""

    def __init__(self, page: PeoplePage, uids: tuple[str, ...]) -> None:
        title = say_many("Change 1 person", "Change {n} people", len(uids))
        purpose = say("All of them get the same. One undo takes it back.")
        super().__init__(page, title, purpose, width=440, words=say("Change them"))
        self._people, self._uids = page, uids
        self.form = Form()
        self.field = Choice(say("What to change"), model.many_fields())
        self.form.add("field", say("What to change"), self.field)
        self._values = QStackedWidget()
        self.typed = Form()
        self.line = self.typed.line("value", say("New value"))
        self.kinds = Choice(say("New kind"), [(kind, listed.kind_words(kind)) for kind in listed.KINDS])
        chosen = Form()
        chosen.add(_KIND, say("New kind"), self.kinds)
        self._values.addWidget(self.typed)
        self._values.addWidget(chosen)
        self._hint = label("", "small")
        self.field.chosen.connect(self._show_field)
        self.line.textChanged.connect(lambda _: self._show_words())
        self.body.addWidget(self.form)
        self.body.addWidget(self._values)
        self.body.addWidget(self._hint)
        self.finish()
        self._show_field()
        self.line.setFocus()

    def _show_field(self, _field: str = "") -> None:
        field = self.field.value()
        self._values.setCurrentIndex(1 if field == _KIND else 0)
        hints = {"languages": say("Separate several by a semicolon. They take the place of those named before.")}
        empty = say("Leave it empty to take it away from all of them.")
        self._hint.setText("" if field == _KIND else hints.get(field, empty))
        self._offer(field)
        self._show_words()

    def _offer(self, field: str) -> None:
        """Offer the years and forms there are, so that a slip makes no new one."""
        everybody = self._people.everybody
        known = {"form": everybody.forms, "year": everybody.years} if everybody else {}
        completer = QCompleter(list(known.get(field, ())), self.line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.line.setCompleter(completer)

    def _show_words(self) -> None:
        """Say on the button what nothing typed would do."""
        takes_away = self.field.value() != _KIND and not self.line.text().strip()
        self.save_button.set_text(say("Take it away from all") if takes_away else say("Change them"))

    def save(self) -> None:
        """Change them."""
        field = self.field.value()
        value = self.kinds.value() if field == _KIND else self.line.text().strip()
        self.begin_saving()
        self._page.session.write(
            self, model.change_many, self._uids, field, value, done=self._done, failed=self.show_error
        )

    def _done(self, changes: Changes) -> None:
        self.accept()
        if changes:
            words = say_many("1 person changed.", "{n} people changed.", int(changes.about or 1))
            self._page.shell.toast(words, undo=True)
        else:
            self._page.shell.toast(say("They all had that already."))
