"""What can be imported, and from where: a file, a folder, or the template to fill in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desktop.models.people_imports import last_import
from desktop.models.people_imports_asking import kind_words
from desktop.services.language import say, show_date
from desktop.services.people.types import ImportRun
from desktop.views.people.importing_done import ReportRow
from desktop.views.start.welcome import BigButton, Way
from desktop.views.widgets.labels import label
from desktop.views.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.views.people.page import PeoplePage


class ImportWays(Sheet):
    """Each way closes the sheet and asks for its file."""

    def __init__(self, page: PeoplePage) -> None:
        purpose = say("First the students, then who takes part. What a file is, is found out when it is read.")
        super().__init__(page.shell.window_widget, say("Import"), purpose, width=660)
        self.comes_back("import_ways")
        imports = page.imports
        ways = (
            (
                say("Choose a file"),
                say("A list of students, staff, sign-ups or pairs: CSV, Excel, ODS, XML or a zip file."),
                "file-import-outline",
                imports.choose_file,
            ),
            (
                say("Choose a folder"),
                say("The files of a OneRoster or School Data Sync export."),
                "folder-open-outline",
                imports.choose_folder,
            ),
            (
                say("Save a template"),
                say("An empty list of participants to fill in with a spreadsheet program."),
                "download",
                imports.save_template,
            ),
        )
        for words, meaning, icon, act in ways:
            self.body.addWidget(BigButton(Way(words, meaning, icon, partial(self._go, act))))
        self.body.addWidget(label(say("Or drop a file or folder anywhere on the People page."), "small"))
        self._page = page
        self.add_cancel()
        page.session.ask(self, last_import, done=self._on_last)

    def _on_last(self, run: ImportRun | None) -> None:
        """Offer the report of the last import, where there was one."""
        if run is not None:
            at = self.body.count()
            words = say(
                "The last import: {kind}, {day}, {who}",
                kind=kind_words(run.kind),
                day=show_date(run.made[:10]),
                who=run.author,
            )
            self.body.insertWidget(at, label(words, "strong"))
            self.body.insertWidget(at + 1, ReportRow(self._page, run.uid, say("Print its report")))

    def _go(self, act: Callable[[], object]) -> None:
        """Close first, so that nothing opens under a sheet that is about to close."""
        self.accept()
        act()
