"""Reports: choose a document, look at the very pages, say for whom, then print or save; and what was made so far."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.models import pdf_pages
from desktop.models import reports as model
from desktop.models.pdf_pages import Pages
from desktop.models.tasks import Task
from desktop.services.language import say
from desktop.services.reports.types import Document
from desktop.views.again import BEFORE_FILE, BEFORE_PAPER
from desktop.views.feature import Found, Hit
from desktop.views.page import Page
from desktop.views.reports.options import OptionsPanel
from desktop.views.reports.overview import Overview
from desktop.views.reports.preview import PagePreview
from desktop.views.reports.printing import ask_printer
from desktop.views.shell import Shell
from desktop.views.widgets import Button, clear_layout, label, scrolling
from desktop.views.widgets.file_choice import ask_where_to_save

Act = Callable[[Document], object]


class ReportsPage(Page):
    """Documents on paper and as files."""

    watches: ClassVar[tuple[str, ...]] = (
        "pair",
        "meeting",
        "participant",
        "person",
        "period",
        "programme",
        "setting",
        "term",
        "closed_day",
        "release",
        "round",
        "proposal",
        "badge",
        "first_meeting",
    )
    scrolls: ClassVar[bool] = False

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, say("Reports"))
        self._kind = ""
        self._options: dict[str, model.Options] = {}
        self._panel: OptionsPanel | None = None
        self._document: Document | None = None
        self._wanted: Act | None = None
        self._task: Task | None = None
        self.overview = Overview(self.session.tasks, shell.preferences, self.open_report)
        self.preview = PagePreview(self.session.tasks)
        self._views = QStackedWidget()
        self._views.addWidget(scrolling(self.overview))
        self._views.addWidget(self._make_document())
        self.content.addWidget(self._views, 1)
        self.show_all()

    # going to and fro

    def open_report(self, kind: str) -> None:
        """Show one document with its options."""
        report = model.report(kind)
        if report is None:
            return
        self.show_all()
        pdf_pages.load()
        self._kind = kind
        self.set_title(report.title, report.mark)
        self._print = self.set_main_action(say("Print"), self.print_document, key="Ctrl+P", icon="printer-outline")
        if model.CSV in report.forms:
            self.add_action(Button(say("Save as CSV"), partial(self.save, model.CSV), icon="file-delimited-outline"))
        self.add_action(Button(say("Save as PDF"), partial(self.save, model.PDF), key="Ctrl+S", icon="download"))
        options = self._options.get(kind) or model.first_options(kind)
        self._panel = OptionsPanel(options, self.session.drafts, self._on_options)
        self.side.body.addWidget(self._panel)
        self.show_side()
        self._views.setCurrentIndex(1)
        self.preview.setFocus()
        self._prepare()

    def show_all(self) -> None:
        """Show the cards and the register again."""
        if self._panel is not None:
            self._options[self._kind] = self._panel.options
        self._kind, self._panel, self._wanted = "", None, None
        self._drop_document()
        self.preview.show_pages(Pages(b"", ()))
        self.side.clear()
        clear_layout(self._actions)
        self.set_title(
            say("Reports"), say("What others read, on paper or as a file. Nothing leaves before you say so.")
        )
        self._views.setCurrentIndex(0)

    def refresh(self) -> None:
        """Read the register, and the document that is shown, anew."""
        self.ask(model.load_releases, done=self.overview.show_releases)
        if self._panel is not None:
            self._prepare()

    def place(self) -> dict[str, str]:
        """Say which document is shown, with what was chosen for it."""
        return model.place_of(self._panel.options) if self._panel is not None else {}

    def show_place(self, place: dict[str, str]) -> None:
        """Show a document."""
        kind = place.get("report", "")
        if len(place) > 1:
            self._options[kind] = model.options_at(place)
        if kind:
            self.open_report(kind)

    # the document

    @property
    def document(self) -> Document | None:
        """The document whose pages are shown; None while it is being made."""
        return self._document

    @property
    def panel(self) -> OptionsPanel | None:
        """The options of the document that is shown."""
        return self._panel

    def print_document(self) -> None:
        """Ask for the password and the printer, and print."""
        self.shell.ask_again(say(BEFORE_PAPER), partial(self._when_ready, self._ask_printer))

    def save(self, form: str) -> None:
        """Ask for the password and where to save, and save."""
        self.shell.ask_again(say(BEFORE_FILE), partial(self._when_ready, partial(self._ask_where, form)))

    def save_to(self, document: Document, form: str, path: str) -> Task:
        """Save a document and enter it in the register."""
        done = partial(self._on_saved, form)
        return self.session.write(
            self.session, model.save, document, form, path, done=done, title=say("Saving the document")
        )

    def _on_options(self, _options: model.Options) -> None:
        self._prepare()

    def _prepare(self) -> None:
        """Make the document of the present options, then its pages; not any more once the workspace was closed."""
        if self._panel is None or self.session.signed_in is None:
            return
        self._drop_document()
        self._state.setText(say("Making the pages \u2026"))
        self._task = self.ask(model.prepare, self._panel.options, done=self._on_prepared, failed=self._on_failed)

    def _on_prepared(self, document: Document) -> None:
        if self._panel is None:
            return
        self._panel.show_document(document)
        self._task = self.session.tasks.compute(
            self,
            model.preview,
            document,
            done=partial(self._on_pages, document),
            failed=self._on_failed,
            progress=self._on_progress,
        )

    def _on_progress(self, done: int, pages: int) -> None:
        self._state.setText(say("Making the pages \u2026 {percent} %", percent=100 * done // max(pages, 1)))

    def _on_pages(self, document: Document, pages: Pages) -> None:
        self._task = None
        if self._panel is None or self._panel.waiting:
            return
        self._document = document
        self.preview.show_pages(pages)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            wanted(document)

    def _on_failed(self, error: Exception) -> None:
        self._task, self._wanted = None, None
        self._state.setText("")
        self.shell.messages.show_error(error)

    def _drop_document(self) -> None:
        self._document = None
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _when_ready(self, act: Act) -> None:
        """Do it with the document on screen; while that is being made, right after."""
        if self._document is not None and self._panel is not None and not self._panel.waiting:
            act(self._document)
        else:
            self._wanted = act
            if self._task is None and self._panel is not None and not self._panel.waiting:
                self._prepare()

    def _ask_printer(self, document: Document) -> None:
        ask_printer(self.shell, document)

    def _ask_where(self, form: str, document: Document) -> None:
        title = say("Save as PDF") if form == model.PDF else say("Save as CSV")
        name = model.file_name(document, form)
        ask_where_to_save(self, title, name, form, lambda path: self.save_to(document, form, path))

    def _on_saved(self, form: str, _changes: object) -> None:
        self.shell.messages.clear_errors()  # what could not be done before is done another way now
        words = say("Saved as PDF and entered in the register.")
        self.shell.toast(words if form == model.PDF else say("Saved as CSV and entered in the register."))

    # inside

    def _make_document(self) -> QWidget:
        around = QWidget()
        column = QVBoxLayout(around)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        bar = QHBoxLayout()
        bar.setSpacing(2)
        preview = self.preview
        self._state = label("", "small", wrap=False)
        bar.addWidget(Button(say("All reports"), self.show_all, key="Esc", kind="quiet", icon="arrow-left"))
        bar.addSpacing(10)
        bar.addWidget(self._icon(say("Previous page"), lambda: preview.go(preview.page - 1), "Ctrl+PgUp", "chevron-up"))
        bar.addWidget(self._icon(say("Next page"), lambda: preview.go(preview.page + 1), "Ctrl+PgDown", "chevron-down"))
        bar.addSpacing(6)
        bar.addWidget(self._state)
        bar.addStretch(1)
        bar.addWidget(self._icon(say("Smaller"), lambda: preview.zoom_by(-1), "Ctrl+-", "magnify-minus-outline"))
        bar.addWidget(self._icon(say("Larger"), lambda: preview.zoom_by(1), "Ctrl++", "magnify-plus-outline"))
        bar.addWidget(self._icon(say("Fit the width"), lambda: preview.zoom_by(0), "Ctrl+0", "arrow-expand-horizontal"))
        preview.moved.connect(self._on_moved)
        column.addLayout(bar)
        column.addWidget(preview, 1)
        return around

    def _icon(self, words: str, act: Callable[[], object], key: str, icon: str) -> Button:
        return Button(words, act, key=key, kind="icon", icon=icon, tone="text")

    def _on_moved(self, page: int, pages: int) -> None:
        if pages and self._document is not None:
            self._state.setText(say("Page {page} of {pages}", page=page, pages=pages))


def find(shell: Shell, text: str, found: Found) -> None:
    """Offer the documents in the search for everything."""
    words = text.casefold().split()
    found(
        [
            Hit(one.title, say("Report"), one.icon, partial(shell.go, "reports", report=one.key))
            for one in model.all_reports()
            if all(word in one.title.casefold() for word in words)
        ]
    )
