"""Pages of a PDF that lies in memory: their sizes, pictures of them, and putting them on paper.

Nothing here touches the disk. QtPdf comes with `load`, from the window's thread; then all may run beside the window.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from desktop.services import processes
from desktop.services.errors import BugError, Cancelled, KnownError

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter

Progress = Callable[[int, int], bool]

# Sharp print wants 300 dots to the inch; more only makes the printer slow, and a printer that has fewer is spared.
_MOST_DPI = 300
_LEAST_DPI = 200
_POINTS = 72


class PrinterRefused(KnownError):
    """The printer, or the file it prints to, took no page."""

    sentence: ClassVar[str] = (
        "The printer did not take the document. Nothing was entered in the register. "
        "Check the printer, or save the document as PDF."
    )


@dataclass(frozen=True)
class Pages:
    """A PDF and the sizes of its pages in points."""

    pdf: bytes
    sizes: tuple[tuple[float, float], ...]


class _Opened:
    """A PDF opened from memory for the length of a `with`."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf

    def __enter__(self) -> QPdfDocument:
        from PySide6.QtPdf import QPdfDocument

        self._buffer = QBuffer()
        self._buffer.setData(QByteArray(self._pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document = QPdfDocument()
        self._document.load(self._buffer)
        if self._document.status() != QPdfDocument.Status.Ready:
            raise BugError("a PDF of our own making cannot be read")
        return self._document

    def __exit__(self, *_: object) -> None:
        self._document.close()
        self._buffer.close()
        # Both belong to this thread and must end on it.
        del self._document, self._buffer


def load() -> None:
    """Load QtPdf, on the window's thread: a worker that does crashes the window now and then (desktop/ahead.py)."""
    import_module("PySide6.QtPdf")


def open_pages(pdf: bytes) -> Pages:
    """Measure the pages."""
    with _Opened(pdf) as document:
        sizes = tuple(document.pagePointSize(at) for at in range(document.pageCount()))
        return Pages(pdf, tuple((size.width(), size.height()) for size in sizes))


def picture(pdf: bytes, page: int, width: int) -> tuple[QImage, str]:
    """Draw a page `width` pixels wide on white, and give its text for those who cannot see it."""
    with _Opened(pdf) as document:
        size = document.pagePointSize(page)
        image = _drawn(document, page, QSize(width, max(1, round(width * size.height() / size.width()))))
        return image, document.getAllText(page).text()


def _drawn(document: QPdfDocument, page: int, size: QSize) -> QImage:
    """Draw on white: QtPdf itself leaves paper transparent, which prints black."""
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.drawImage(0, 0, document.render(page, size))
    painter.end()
    return image


def any_printer() -> bool:
    """Say whether a printer is set up; to be asked before anything else of printing."""
    from PySide6.QtPrintSupport import QPrinterInfo

    load()
    processes.print_locally()
    return bool(QPrinterInfo.availablePrinterNames())


def set_up_paper(printer: QPrinter, paper: str, *, wide: bool) -> None:
    """Propose the document's paper and orientation to a printer, without margins of its own."""
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter if paper == "letter" else QPageSize.PageSizeId.A4))
    set_up_orientation(printer, wide=wide)


def set_up_orientation(printer: QPrinter, *, wide: bool) -> None:
    """Turn the paper as the document lies, whatever a dialog said."""
    turned = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    printer.setPageOrientation(turned)


def put_on_paper(printer: QPrinter, pdf: bytes, progress: Progress | None = None) -> int:
    """Print every page once, as pictures, and give their number; the printer's own copies are set to one.

    Raises `PrinterRefused`, and `Cancelled` when `progress(pages done, pages)` says no; then the job is given up.
    """
    # The copies are numbered, so each is a document of its own; a printer that repeats them would repeat numbers.
    printer.setCopyCount(1)
    with _Opened(pdf) as document:
        painter = QPainter()
        if not painter.begin(printer):
            raise PrinterRefused
        try:
            _print_pages(printer, painter, document, progress)
        except BaseException:
            printer.abort()
            raise
        finally:
            painter.end()
        if printer.printerState() == printer.PrinterState.Error:
            raise PrinterRefused
        return document.pageCount()


def _print_pages(printer: QPrinter, painter: QPainter, document: QPdfDocument, progress: Progress | None) -> None:
    dots = min(max(printer.resolution(), _LEAST_DPI), _MOST_DPI)
    pages = document.pageCount()
    for page in range(pages):
        if progress and not progress(page, pages):
            raise Cancelled
        if page and not printer.newPage():
            raise PrinterRefused
        size = document.pagePointSize(page)
        wanted = QSize(round(size.width() * dots / _POINTS), round(size.height() * dots / _POINTS))
        sheet = printer.pageLayout().fullRectPixels(printer.resolution())
        painter.drawImage(_middle(wanted, sheet), _drawn(document, page, wanted))
    if progress and not progress(pages, pages):
        raise Cancelled


def _middle(size: QSize, sheet: QRect) -> QRect:
    """Fit a page into a sheet, whole and in the middle: the printer may hold other paper than was asked for."""
    fitted = size.scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
    left, top = (sheet.width() - fitted.width()) // 2, (sheet.height() - fitted.height()) // 2
    return QRect(left, top, fitted.width(), fitted.height())
