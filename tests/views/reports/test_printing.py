"""Printing: our own numbered copies as pictures, the register afterwards, and nothing left behind."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog

from desktop.models import pdf_pages
from desktop.models import reports as model
from desktop.services.errors import Cancelled
from desktop.services.files import temp_home
from desktop.views.reports.printing import ask_printer, print_copies
from tests.services.reports import builders
from tests.views.reports.conftest import Reports

ROOT = Path(__file__).resolve().parents[3]


def printer_to(path: Path, *, paper: str = "a4", wide: bool = False) -> QPrinter:
    """A real printer that prints into a file."""
    pdf_pages.any_printer()  # asked before anything else of printing, as the program does
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    pdf_pages.set_up_paper(printer, paper, wide=wide)
    return printer


def pdfs_under(*folders: Path) -> list[Path]:
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if path.read_bytes()[:5] == b"%PDF-"]


@pytest.fixture
def own_temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tmp"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(folder))
    return folder


def test_all_copies_are_printed_once_and_then_recorded(shown: Reports, tmp_path: Path) -> None:
    shown.show("staff-pack")
    panel = shown.page.panel
    assert panel is not None
    panel.copies.set_value(3)
    shown.wait()
    document, pages = shown.page.document, shown.page.preview.pages
    assert document is not None
    printer = printer_to(tmp_path / "printed.pdf")
    printer.setCopyCount(7)  # what somebody may have typed into the system's dialog
    print_copies(shown.window, printer, document)
    assert shown.releases() == ()
    shown.settle()
    printed = PdfReader(tmp_path / "printed.pdf")
    assert len(printed.pages) == 3 * pages
    (release,) = shown.releases()
    assert (release.form, release.copies, release.first_copy) == ("print", 3, 1)


@pytest.mark.parametrize(("answer", "said"), [(QDialog.DialogCode.Accepted, 1), (QDialog.DialogCode.Rejected, 0)])
def test_the_print_dialog_is_opened_and_not_waited_for(
    shown: Reports, monkeypatch: pytest.MonkeyPatch, answer: QDialog.DialogCode, said: int
) -> None:
    """The printer that the dialog believes in takes nothing, so an accepted dialog ends in the printer's refusal."""
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Staff room"])
    shown.show("staff-pack")
    assert shown.page.document is not None
    dialog = ask_printer(shown.window, shown.page.document)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.done(answer)
    shown.settle()
    assert len([text for text in shown.window.messages.texts() if "printer did not take" in text]) == said
    assert shown.releases() == ()


@pytest.mark.parametrize(("paper", "points"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_paper_is_white_and_filled(tmp_path: Path, paper: str, points: tuple[int, int]) -> None:
    pack = builders.pack(edition=builders.edition(copies=1, paper=paper))
    printer = printer_to(tmp_path / "printed.pdf", paper=paper)
    model.print_copies(printer, pack)
    printed = (tmp_path / "printed.pdf").read_bytes()
    pages = pdf_pages.open_pages(printed)
    assert pages.sizes[0] == pytest.approx(points, abs=1)
    image, _ = pdf_pages.picture(printed, 0, 600)
    assert image.pixelColor(2, 2).name() == "#ffffff"
    assert dark_share(image) == pytest.approx(dark_share(pdf_pages.picture(model.one_copy(pack), 0, 600)[0]), rel=0.15)


def dark_share(image: QImage) -> float:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return sum(
        bytes(grey.constScanLine(row))[column] < 128
        for row in range(0, grey.height(), 3)
        for column in range(0, grey.width(), 3)
    ) / (grey.height() * grey.width() / 9)


def test_the_register_lies_across(tmp_path: Path) -> None:
    register = builders.register(20)
    printer = printer_to(tmp_path / "printed.pdf", wide=True)
    model.print_copies(printer, register)
    width, height = pdf_pages.open_pages((tmp_path / "printed.pdf").read_bytes()).sizes[0]
    assert width > height


def test_other_paper_in_the_printer_gets_the_whole_page(tmp_path: Path) -> None:
    printer = printer_to(tmp_path / "printed.pdf", paper="letter")
    model.print_copies(printer, builders.pack(edition=builders.edition(copies=1)))
    printed = (tmp_path / "printed.pdf").read_bytes()
    assert pdf_pages.open_pages(printed).sizes[0] == pytest.approx((612, 792), abs=1)


def test_a_cancelled_print_is_not_recorded(shown: Reports, tmp_path: Path) -> None:
    shown.show("staff-pack")
    panel = shown.page.panel
    assert panel is not None
    panel.copies.set_value(30)
    shown.wait()
    assert shown.page.document is not None
    task = print_copies(shown.window, printer_to(tmp_path / "printed.pdf"), shown.page.document)
    with shown.qtbot.waitSignal(task.progressed, timeout=20_000):
        pass
    task.cancel()
    shown.settle()
    assert shown.releases() == ()
    assert any("Printing was cancelled" in text for text in shown.window.messages.texts())


def test_a_printer_that_takes_nothing_is_told(shown: Reports, tmp_path: Path) -> None:
    shown.show("staff-pack")
    assert shown.page.document is not None
    print_copies(shown.window, printer_to(tmp_path / "nowhere" / "printed.pdf"), shown.page.document)
    shown.settle()
    assert any("printer did not take" in text for text in shown.window.messages.texts())
    assert shown.releases() == ()


def test_locking_does_not_wait_for_the_printer(shown: Reports, ended: object, tmp_path: Path) -> None:
    shown.show("staff-pack")
    panel = shown.page.panel
    assert panel is not None
    panel.copies.set_value(40)
    shown.wait()
    assert shown.page.document is not None
    task = print_copies(shown.window, printer_to(tmp_path / "printed.pdf"), shown.page.document)
    with shown.qtbot.waitSignal(task.progressed, timeout=20_000):
        pass
    shown.window.lock()
    assert getattr(ended, "times", 0) == 1


def test_preview_print_and_cancel_leave_no_file(shown: Reports, own_temp: Path, own_home: Path, tmp_path: Path) -> None:
    shown.show("pair-register")
    assert shown.page.document is not None
    print_copies(shown.window, printer_to(tmp_path / "printed.pdf"), shown.page.document)
    shown.settle()

    def stop(_done: int, _pages: int) -> bool:
        return False

    with pytest.raises(Cancelled):
        model.print_copies(printer_to(own_temp / "cancelled.pdf"), shown.page.document, stop)
    (own_temp / "cancelled.pdf").unlink(missing_ok=True)
    assert pdfs_under(own_temp, own_home, temp_home()) == []
    assert list(own_temp.iterdir()) == []


CRASHING = """
    import os, sys
    from pathlib import Path
    from PySide6.QtWidgets import QApplication
    app = QApplication([])
    from desktop.services.files import use_private_temp
    use_private_temp()
    from desktop.models import pdf_pages, reports
    from tests.services.reports import builders
    from tests.views.reports.test_printing import printer_to

    def crash(done, pages):
        if done == 2:
            os._exit(9)
        return True

    pack = builders.pack(edition=builders.edition(copies=4))
    pages = reports.preview(pack)
    pdf_pages.picture(pages.pdf, 0, 700)
    reports.print_copies(printer_to(Path(sys.argv[1])), pack, crash)
"""


def test_a_crash_while_printing_leaves_no_file(own_temp: Path, own_home: Path, tmp_path: Path) -> None:
    target = tmp_path / "printed.pdf"
    code = textwrap.dedent(CRASHING)
    ended = subprocess.run([sys.executable, "-c", code, str(target)], cwd=ROOT, timeout=120)
    assert ended.returncode == 9
    target.unlink(missing_ok=True)
    assert pdfs_under(own_temp, own_home) == []


LAZY = """
    import sys
    from PySide6.QtWidgets import QApplication
    from pathlib import Path
    app = QApplication([])
    from PySide6.QtTest import QTest
    from desktop.features import FEATURES
    from desktop.models.locking import IdleWatch
    from desktop.models.preferences import Preferences
    from desktop.models.session import Session
    from desktop.models.tasks import Tasks
    from desktop.services.clock import SystemClock
    from desktop.views.main_window import MainWindow
    from desktop.views.theme import Look
    from tests import vaults

    session, look = Session(Tasks()), Look(app)
    look.apply("light")
    window = MainWindow(session, Preferences(), look, FEATURES, lambda: None, IdleWatch())
    window.show()
    session.unlock(window, lambda: vaults.reopen(Path(sys.argv[1]), SystemClock()), failed=print)
    while session.state != "open" or session.tasks.busy:
        QTest.qWait(20)
    for feature in window.shown_features:
        window.go(feature.key)
        while session.tasks.busy:
            QTest.qWait(20)
    heavy = ["reportlab", "pandas", "numpy", "scipy", "openpyxl", "zxcvbn", "PySide6.QtPdf", "PySide6.QtPrintSupport"]
    session.close()
    print(*(name for name in heavy if name in sys.modules))
"""


def test_heavy_libraries_wait_until_they_are_needed(folder: Path) -> None:
    """The window opens, unlocks and shows every page without them."""
    code = textwrap.dedent(LAZY)
    ended = subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, timeout=120, capture_output=True)
    assert (ended.stdout.decode().split(), ended.returncode) == ([], 0), ended.stderr.decode()
