"""How a file comes to the import: dropped anywhere on the page, or chosen; and how one left open comes back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from desktop.models import people_imports as model
from desktop.models.people_imports_flow import ImportFlow
from desktop.models.people_imports_kept import DRAFT_KEY
from desktop.services.language import say
from desktop.views import theme
from desktop.views.people.importing import ImportSheet
from desktop.views.people.ways import ImportWays
from desktop.views.widgets.file_choice import ask_for_file, ask_for_folder, ask_where_to_save
from desktop.views.widgets.labels import IconLabel, label

if TYPE_CHECKING:
    from desktop.views.people.page import PeoplePage


class DropHint(QFrame):
    """Lies over a widget while a file is dragged across it, and says what letting go would do."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        theme.role(self, "drop")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QVBoxLayout(self)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(8)
        column.addWidget(IconLabel("file-import-outline", "accent", 48), 0, Qt.AlignmentFlag.AlignHCenter)
        for words, role in (
            (say("Let go to import"), "title"),
            (say("A file or a folder. Nothing is changed before you have seen what it would do."), "muted"),
        ):
            line = label(words, role, wrap=False)
            column.addWidget(line, 0, Qt.AlignmentFlag.AlignHCenter)
        self.hide()

    def cover(self) -> None:
        """Show it over all of its host."""
        host = self.parentWidget()
        if host is not None:
            self.setGeometry(host.rect())
        self.show()
        self.raise_()


def dropped_paths(data: QMimeData) -> list[str]:
    """Give the files and folders that are dragged."""
    return [str(Path(url.toLocalFile())) for url in data.urls() if url.isLocalFile()]


class Imports(QObject):
    """The imports of a page."""

    def __init__(self, page: PeoplePage) -> None:
        super().__init__(page)
        self._page = page
        self.hint = DropHint(page)
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def choose(self) -> None:
        """Ask what to import."""
        ways = ImportWays(self._page)
        ways.setAcceptDrops(True)
        ways.installEventFilter(self)
        ways.open()

    def choose_file(self) -> None:
        """Ask for a file."""
        words = say("Lists of people (*.csv *.txt *.tsv *.xlsx *.xlsm *.xls *.ods *.xml *.zip);;All files (*)")
        dialog = ask_for_file(self._page, say("Choose a list of people"), words, self.open)
        dialog.setObjectName("choose-roster")

    def choose_folder(self) -> None:
        """Ask for a folder."""
        ask_for_folder(self._page, say("Choose the folder of an export"), self.open)

    def open(self, path: str, kind: str = "", *, another: bool = False) -> None:
        """Show what importing a file or folder would do; `another`: ask for another table of it."""
        flow = ImportFlow(self._page.session)
        flow.start(path, kind, another=another)
        ImportSheet(self._page, flow).open()

    def take_up(self) -> None:
        """Open again what a lock closed."""
        kept = self._page.session.drafts.find(DRAFT_KEY)
        if kept is not None and not self._page.window().findChildren(ImportSheet):
            flow = ImportFlow(self._page.session)
            flow.take_up(kept)
            ImportSheet(self._page, flow).open()

    def save_template(self) -> None:
        """Save an empty participants file."""
        ask_where_to_save(self._page, say("Save a template"), "participants.csv", "csv", self.save_template_as)

    def save_template_as(self, path: str) -> None:
        """Save it under a path."""
        done = lambda _: self._page.shell.toast(say("The template is saved."))  # noqa: E731 - one use
        self._page.session.tasks.compute(self, model.save_template, path, done=done)

    # drops

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files that are dragged over the page; its fields of text leave them to it."""
        kind = event.type()
        if kind == QEvent.Type.Show and watched is self._page:
            for field in self._page.findChildren(QLineEdit):
                field.setAcceptDrops(False)
            QTimer.singleShot(0, self, self.take_up)
        elif kind == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            if dropped_paths(event.mimeData()):
                event.acceptProposedAction()
                self.hint.cover()
            return True
        elif kind == QEvent.Type.DragLeave:
            self.hint.hide()
        elif kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self._drop(event)
            return True
        return super().eventFilter(watched, event)

    def _drop(self, event: QDropEvent) -> None:
        self.hint.hide()
        paths = dropped_paths(event.mimeData())
        if not paths:
            return
        event.acceptProposedAction()
        ways = self._page.window().findChild(ImportWays)
        if ways is not None:
            ways.accept()
        if len(paths) == 1:
            self.open(paths[0])
        else:
            words = say("Drop one file, or the folder that holds them all. Nothing was changed.")
            self._page.shell.messages.show_words(words, "warning")
