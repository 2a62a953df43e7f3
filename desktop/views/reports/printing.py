"""Printing a document: the journal, the system's dialog, our own numbered copies page by page, then the register."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from desktop.models import pdf_pages
from desktop.models import reports as model
from desktop.models.tasks import Task
from desktop.services.language import say
from desktop.services.reports.types import Document
from desktop.views.shell import Shell

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

# What a printer's queue shows to everybody in the staff room.
_JOB = "Peerkeep"


def ask_printer(shell: Shell, document: Document) -> QDialog | None:
    """Open the system's print dialog and print when it is accepted; without a printer say so and give None."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    if not pdf_pages.any_printer():
        words = say("No printer is set up on this computer. Nothing was printed. You can save the document as PDF.")
        shell.messages.show_words(words, "warning")
        return None
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(_JOB)
    pdf_pages.set_up_paper(printer, document.edition.paper, wide=model.is_wide(document))
    dialog = QPrintDialog(printer, shell.window_widget)
    # Our copies are numbered and printed whole: neither ranges nor the printer's own copies.
    dialog.setOptions(QPrintDialog.PrintDialogOption(0))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.finished.connect(partial(_on_answered, shell, printer, document))
    QDialog.open(dialog)  # the print dialog's own open() wants a slot by name
    return dialog


def _on_answered(shell: Shell, printer: QPrinter, document: Document, answer: int) -> None:
    if answer == QDialog.DialogCode.Accepted:
        begin_printing(shell, printer, document)


def begin_printing(shell: Shell, printer: QPrinter, document: Document) -> None:
    """Journal that the document goes to the printer, and only then print it."""

    def go_on(_changes: object) -> None:
        print_copies(shell, printer, document)

    shell.session.ask(shell.session, model.begin_print, document, done=go_on)


def print_copies(shell: Shell, printer: QPrinter, document: Document) -> Task:
    """Print all copies beside the window, and enter them in the register when the last page is handed over.

    The session owns the work: leaving the page does not stop it, and what was printed is recorded.
    """
    session = shell.session
    pdf_pages.set_up_orientation(printer, wide=model.is_wide(document))
    task = session.tasks.compute(
        session,
        model.print_copies,
        printer,
        document,
        done=lambda _pages: session.write(
            session, model.record_print, document, done=lambda _: _on_printed(shell, document)
        ),
        title=say("Printing"),
    )
    task.finished.connect(partial(_on_finished, shell, task))
    return task


def _on_finished(shell: Shell, task: Task) -> None:
    if task.stop.is_set():
        words = say(
            "Printing was cancelled. Nothing was entered in the register. Collect and shred the pages that came out."
        )
        shell.messages.show_words(words, "warning")


def _on_printed(shell: Shell, document: Document) -> None:
    shell.messages.clear_errors()
    shell.toast(_printed(document))


def _printed(document: Document) -> str:
    edition = document.edition
    which = model.copies_words(edition.first_copy, edition.copies)
    return say("{which}: printed and entered in the register.", which=which)
