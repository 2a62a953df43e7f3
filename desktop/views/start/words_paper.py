"""Printing the sheet of recovery words: the system's dialog, then one page beside the window."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from desktop.models.session import Session
from desktop.models.tasks import Task
from desktop.services.language import say
from desktop.views.messages import Messages

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

# What a printer's queue shows to everybody in the staff room.
_JOB = "Peerkeep"


def ask_printer(parent: QWidget, session: Session, messages: Messages, rows: Sequence[str]) -> QDialog | None:
    """Open the system's print dialog and print when it is accepted; without a printer say so and give None."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    from desktop.models import pdf_pages, words_paper  # the wizard is there at every start, and printing hardly ever

    if not pdf_pages.any_printer():
        words = say("No printer is set up on this computer. Nothing was printed. Write the words down by hand.")
        messages.show_words(words, "warning")
        return None
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(_JOB)
    pdf_pages.set_up_paper(printer, words_paper.paper(), wide=False)
    dialog = QPrintDialog(printer, parent)
    dialog.setOptions(QPrintDialog.PrintDialogOption(0))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.finished.connect(partial(_on_answered, parent, session, messages, printer, tuple(rows)))
    QDialog.open(dialog)  # the print dialog's own open() wants a slot by name
    return dialog


def _on_answered(
    parent: QWidget, session: Session, messages: Messages, printer: QPrinter, rows: tuple[str, ...], answer: int
) -> None:
    if answer == QDialog.DialogCode.Accepted:
        print_sheet(parent, session, messages, printer, rows)


def print_sheet(
    parent: QWidget, session: Session, messages: Messages, printer: QPrinter, rows: tuple[str, ...]
) -> Task:
    """Print beside the window, which can lock meanwhile."""
    from desktop.models import words_paper

    done = say("Printed. Look whether the sheet is whole; a printer in another room may keep what it printed.")
    return session.tasks.compute(
        parent,
        words_paper.print_words,
        printer,
        rows,
        session.clock.today(),
        done=lambda _: messages.show_words(done),
        failed=messages.show_error,
        title=say("Printing"),
    )
