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
from desktop.views.widgets.fields import Choice, Form, Tick
from desktop.views.widgets.labels import label

if TYPE_CHECKING:
    from desktop.views.people.page import PeoplePage

_KIND = "kind"
# As much of a value as the button repeats.
_LONGEST = 24


class BulkSheet(SavingSheet):
    """Choose what to change and to what. Nothing can be saved until something is typed, or taken away on purpose."""

    def __init__(self, page: PeoplePage, uids: tuple[str, ...]) -> None:
        title = say_many("Change 1 person", "Change {n} people", len(uids))
        purpose = say("All of them get the same. One undo takes it back.")
        super().__init__(page, title, purpose, width=480, words=title)
        self._people, self._uids = page, uids
        self.comes_back("bulk", people=uids)
        self.form = Form()
        self.field = Choice(say("What to change"), model.many_fields())
        self.form.add("field", say("What to change"), self.field)
        self._values = QStackedWidget()
        self.typed = Form()
        self.line = self.typed.line("value", say("New value"))
        kinds = [(kind, listed.kind_words(kind)) for kind in listed.KINDS]
        self.kinds = Choice(say("New kind"), [("", say("Choose the kind")), *kinds])
        chosen = Form()
        chosen.add(_KIND, say("New kind"), self.kinds)
        self._values.addWidget(self.typed)
        self._values.addWidget(chosen)
        self._hint = label("", "small")
        self.empty = Tick(say("Leave it empty for all of them"))
        self.field.chosen.connect(self._show_field)
        self.line.textChanged.connect(lambda _: self._show_words())
        self.kinds.chosen.connect(lambda _: self._show_words())
        self.empty.toggled.connect(self._show_words)
        self.body.addWidget(self.form)
        self.body.addWidget(self._values)
        self.body.addWidget(self._hint)
        self.body.addWidget(self.empty)
        self.finish()
        self._show_field()
        self.line.setFocus()

    def _show_field(self, _field: str = "") -> None:
        field = self.field.value()
        self._values.setCurrentIndex(1 if field == _KIND else 0)
        languages = say("Separate several by a semicolon. They take the place of those named before.")
        self._hint.setText(languages if field == "languages" else "")
        self._hint.setVisible(field == "languages")
        self.empty.setVisible(field != _KIND)
        self.empty.setChecked(False)  # what was ticked for one detail is not meant for the next
        self._offer(field)
        self._show_words()

    def _offer(self, field: str) -> None:
        """Offer the years and forms there are, so that a slip makes no new one."""
        everybody = self._people.everybody
        known = {"form": everybody.forms, "year": everybody.years} if everybody else {}
        completer = QCompleter(list(known.get(field, ())), self.line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.line.setCompleter(completer)

    def value(self) -> str:
        """Give what all of them get; "" takes the detail away, where that is ticked."""
        if self.field.value() == _KIND:
            return self.kinds.value()
        return "" if self.empty.isChecked() else self.line.text().strip()

    def _show_words(self, _ticked: bool = False) -> None:
        """Say on the button what it does and to how many; off while nothing is typed and nothing taken away."""
        field, value, many = self.field.value(), self.value(), len(self._uids)
        takes_away = field != _KIND and self.empty.isChecked()
        self.line.setEnabled(not takes_away)
        self.save_button.setEnabled(bool(value) or takes_away)
        detail = dict(model.many_fields())[field]
        if takes_away:
            words = say_many(
                "Empty it for 1 person: {detail}", "Empty it for {n} people: {detail}", many, detail=detail
            )
        elif value:
            said = listed.kind_words(value) if field == _KIND else value
            said = said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}\u2026"
            words = say_many(
                "Change 1 person: {detail} \u201c{value}\u201d",
                "Change {n} people: {detail} \u201c{value}\u201d",
                many,
                detail=detail,
                value=said,
            )
        else:
            words = say_many("Change 1 person", "Change {n} people", many)
        self.save_button.set_text(words)

    def save(self) -> None:
        """Change them."""
        if not self.save_button.isEnabled():
            return
        field, value = self.field.value(), self.value()
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
