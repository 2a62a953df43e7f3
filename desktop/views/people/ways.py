"""What can be imported: students first, then who takes part."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desktop.services.language import say
from desktop.views.start.welcome import BigButton, Way
from desktop.views.widgets.labels import label
from desktop.views.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.views.people.page import PeoplePage


class ImportWays(Sheet):
    """Each way closes the sheet and asks for its file."""

    def __init__(self, page: PeoplePage) -> None:
        super().__init__(
            page.shell.window_widget, say("Import"), say("First the students, then who takes part."), width=640
        )
        groups = (
            (
                say("Students of the school"),
                (
                    (
                        say("A list of students"),
                        say("CSV or text from the school's system, or a OneRoster zip file."),
                        "file-delimited-outline",
                        page.imports.choose_file,
                    ),
                    (
                        say("A OneRoster folder"),
                        say("The folder that holds users.csv."),
                        "folder-open-outline",
                        page.imports.choose_folder,
                    ),
                ),
            ),
            (
                say("Who takes part"),
                (
                    (
                        say("A list of participants"),
                        say("{Mentors} and {mentees} by student number, with interests and free periods."),
                        "account-check-outline",
                        page.imports.choose_participants,
                    ),
                    (
                        say("Save a template"),
                        say("An empty list of participants to fill in with a spreadsheet program."),
                        "download",
                        page.imports.save_template,
                    ),
                ),
            ),
        )
        for title, ways in groups:
            self.body.addWidget(label(title, "small"))
            for words, meaning, icon, act in ways:
                self.body.addWidget(BigButton(Way(words, meaning, icon, partial(self._go, act))))
        self.add_cancel()

    def _go(self, act: Callable[[], object]) -> None:
        """Close first, so that nothing opens under a sheet that is about to close."""
        self.accept()
        act()
