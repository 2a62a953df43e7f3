"""A sheet that asks for one name: of a filter to keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.services.language import say
from desktop.services.vault.types import Changes
from desktop.views.people.saving import SavingSheet
from desktop.views.widgets.fields import Form
from desktop.views.widgets.labels import label

if TYPE_CHECKING:
    from desktop.views.page import Page

_LONGEST = 100


class NameSheet(SavingSheet):
    """`words` say what is asked for; `keep` is the writing verb, which takes the name."""

    def __init__(self, page: Page, words: str, keep: Callable[..., Changes]) -> None:
        super().__init__(page, say("Save this filter"), say("Everybody who works with this school sees it."), width=440)
        self._keep = keep
        self.form = Form()
        self.name = self.form.line("name", say("Name"), say("One of this name gives way."))
        self.name.setMaxLength(_LONGEST)
        self.body.addWidget(label(words, "muted"))
        self.body.addWidget(self.form)
        self.finish()
        self.name.setFocus()

    def save(self) -> None:
        """Keep it."""
        name = self.name.text().strip()
        if not name:
            self.form.show_errors({"name": say("Type a name.")})
            return
        self.form.show_errors({})
        self.begin_saving()
        self._page.session.write(self, self._keep, name, done=self._done, failed=self.show_error)

    def _done(self, _changes: Changes) -> None:
        self.accept()
        self._page.shell.toast(say("Filter saved."), undo=True)
