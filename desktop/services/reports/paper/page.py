"""What stands on every page: whose copy it is, when to shred it, page x of y. Knows ReportLab, no contents.

The pages are laid out once; each numbered copy repeats them with its own foot.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any, Final

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, LETTER, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from desktop.services.errors import Cancelled
from desktop.services.language import say, show_date
from desktop.services.reports.fonts import base_font
from desktop.services.reports.layout import Line, line, lines
from desktop.services.reports.paper.flow import draw_line
from desktop.services.reports.style import FOOTER, FOOTER_STRONG, MARGIN, RULE, Style
from desktop.services.reports.text import isolate
from desktop.services.reports.types import Edition, PaperSize

Progress = Callable[[int, int], bool]
"""Told pages done and expected; answers whether to go on."""

_SIZES: Final[dict[PaperSize, tuple[float, float]]] = {"a4": A4, "letter": LETTER}
_TOP, _FOOT = 50.0, 66.0
_MAKER: Final = "Peerkeep"


def page_size(paper: PaperSize, *, wide: bool) -> tuple[float, float]:
    """Give width and height in points."""
    size = _SIZES[paper]
    return landscape(size) if wide else size


def content_width(paper: PaperSize, *, wide: bool) -> float:
    """Give the width between the margins in points."""
    return page_size(paper, wide=wide)[0] - 2 * MARGIN


class _Pages(Canvas):
    """A canvas that keeps finished pages and writes them out once for each copy."""

    def __init__(
        self, out: BytesIO, size: tuple[float, float], edition: Edition, numbers: Sequence[int], kind: str
    ) -> None:
        font: Any = base_font()  # the stub takes the name for a number
        super().__init__(out, size, initialFontName=font, pageCompression=1, lang=edition.lang)
        self._edition, self._numbers, self._kind, self._size = edition, numbers, kind, size
        self._kept: list[dict[str, Any]] = []

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:
        """Choose a font; each drawing of ReportLab begins in Helvetica, which no page may name."""
        super().setFont(base_font() if psfontname == "Helvetica" else psfontname, size, leading)

    def showPage(self) -> None:
        """Keep the page; its foot is not known before the last one."""
        self._kept.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]  # in no stub; showPage of ReportLab calls it

    def save(self) -> None:
        """Write every copy and close the document."""
        kept = self._kept
        for number in self._numbers:
            for at, state in enumerate(kept, start=1):
                self.__dict__.update(state)
                self._code = list(state["_code"])
                self._code_append = self._code.append
                self._foot(number, at, len(kept))
                super().showPage()
        super().save()

    def _foot(self, number: int, page: int, pages: int) -> None:
        """Draw the foot, and the running head from the second page on."""
        width, height = self._size
        room = width - 2 * MARGIN
        self.setStrokeColor(HexColor(RULE))
        self.setLineWidth(0.8)
        self.line(MARGIN, _FOOT - 16, width - MARGIN, _FOOT - 16)
        count = line(say("Page {page} of {pages}", page=page, pages=pages), "regular", FOOTER.size)
        draw_line(self, count, width - MARGIN - count.width, _FOOT - 30, FOOTER)
        self._put(copy_line(self._edition, number), FOOTER_STRONG, _FOOT - 30, room - count.width - 20)
        self._put(made_line(self._edition), FOOTER, _FOOT - 43, room)
        if page > 1:
            self._put(self._kind, FOOTER, height - 34, room)

    def _put(self, value: str, style: Style, y: float, room: float) -> None:
        draw_line(self, fitted(value, style, room), MARGIN, y, style)


def copy_line(edition: Edition, number: int) -> str:
    """Say which copy this is, for whom, and when it is to be shredded."""
    said = [say("Copy {n} of {of}", n=number, of=edition.numbers[-1])]
    if edition.audience.strip():
        said.append(say("For: {audience}", audience=isolate(edition.audience, 120)))
    if edition.shred_by:
        said.append(say("Shred by {day}", day=show_date(edition.shred_by)))
    return " · ".join(said)


def made_line(edition: Edition) -> str:
    """Say who prepared the paper and which day it describes."""
    day = show_date(edition.as_of)
    if not edition.prepared_by.strip():
        return say("As of {day}", day=day)
    return say("Prepared by {who} · as of {day}", who=isolate(edition.prepared_by, 80), day=day)


def fitted(value: str, style: Style, room: float) -> Line:
    """Set `value` on one line of at most `room` points, with an ellipsis where it is cut."""
    whole = line(value, style.weight, style.size)
    if whole.width <= room:
        return whole
    first = lines(value, style.weight, style.size, max(room - style.size, 1.0))[0]
    dots = line("…", style.weight, style.size)
    return Line(first.runs + dots.runs, first.width + dots.width)


def build(
    story: Sequence[Flowable],
    edition: Edition,
    kind: str,
    *,
    wide: bool,
    numbers: Sequence[int],
    progress: Progress | None,
    expected: int,
) -> bytes:
    """Lay out `story` and give the PDF of the copies in `numbers`.

    `kind` is the title in the file's properties: what it is, and nobody's name. `progress` hears of each page;
    `expected` is a guess of their number. Raises Cancelled when it says no.
    """
    out = BytesIO()
    size = page_size(edition.paper, wide=wide)
    document = BaseDocTemplate(
        out, pagesize=size, title=kind, subject=kind, author=_MAKER, creator=_MAKER, producer=_MAKER
    )
    frame = Frame(MARGIN, _FOOT, size[0] - 2 * MARGIN, size[1] - _TOP - _FOOT, 0, 0, 0, 0, id="body")

    def _began(_canvas: Canvas, made: BaseDocTemplate) -> None:
        if progress and not progress(made.page - 1, max(expected, made.page)):
            raise Cancelled

    document.addPageTemplates(PageTemplate("page", [frame], onPage=_began))

    def _canvas(_name: object, **_options: object) -> _Pages:
        return _Pages(out, size, edition, numbers, kind)

    document.build(list(story), canvasmaker=_canvas)
    if progress and not progress(document.page, document.page):
        raise Cancelled
    return out.getvalue()
