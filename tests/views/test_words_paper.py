"""The recovery words on paper: one page, every word with its number, and no name of the school."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desktop.models import pdf_pages, words_paper
from desktop.models.session import Session
from desktop.models.words_paper import WordsNotPrinted, print_words
from desktop.services.language import set_profile
from desktop.services.vault import new_words, sheet
from desktop.views.start.wizard import Wizard
from desktop.views.start.words_paper import ask_printer, print_sheet
from desktop.views.theme import Look

TODAY = date(2026, 11, 21)


def printer_to(path: Path, paper: str = "a4") -> QPrinter:
    pdf_pages.any_printer()  # asked before anything else of printing, as the program does
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    pdf_pages.set_up_paper(printer, paper, wide=False)
    return printer


def text_of(page: PageObject) -> str:
    """Read a page, with the letters that print joined (fl, ff) apart again."""
    return unicodedata.normalize("NFKC", page.extract_text())


@pytest.mark.parametrize("profile", ["uk", "us"])
def test_all_words_stand_on_one_page(look: Look, tmp_path: Path, profile: str) -> None:
    set_profile(profile)
    try:
        words = new_words()
        printer = printer_to(tmp_path / "words.pdf", words_paper.paper())
        printer.setCopyCount(5)  # what somebody may have typed into the system's dialog
        print_words(printer, sheet(words), TODAY)
        (page,) = PdfReader(tmp_path / "words.pdf").pages
        text = text_of(page)
        assert {*words, *(str(number) for number in range(1, 25))} <= set(text.split())
        assert text.count("[") == 4
        assert "2026" in text
        assert float(page.mediabox.width) == pytest.approx(595 if profile == "uk" else 612, abs=1)
    finally:
        set_profile("uk")


def test_a_printer_that_takes_nothing_is_said(tmp_path: Path, look: Look) -> None:
    with pytest.raises(WordsNotPrinted):
        print_words(printer_to(tmp_path / "nowhere" / "words.pdf"), sheet(new_words()), TODAY)


def test_the_wizard_prints_beside_the_window(
    qtbot: QtBot, look: Look, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = Wizard(session, lambda: None, lambda: None, tmp_path)
    qtbot.addWidget(wizard)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    assert ask_printer(wizard, session, wizard.messages, wizard._rows) is None
    assert "No printer is set up" in wizard.messages.texts()[0]
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Staff room"])
    dialog = ask_printer(wizard, session, wizard.messages, wizard._rows)
    assert dialog is not None
    dialog.done(QDialog.DialogCode.Rejected)
    task = print_sheet(wizard, session, wizard.messages, printer_to(tmp_path / "words.pdf"), wizard._rows)
    qtbot.waitUntil(lambda: any("Printed." in text for text in wizard.messages.texts()), timeout=10_000)
    assert not task.stop.is_set()
    assert set(wizard._words) <= set(text_of(PdfReader(tmp_path / "words.pdf").pages[0]).split())
