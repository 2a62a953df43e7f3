"""The pages of a PDF as they will be printed, scrolled, paged and zoomed by keyboard or mouse.

The PDF lies in memory; pages are drawn beside the window, those on screen first.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop.models import pdf_pages
from desktop.models.pdf_pages import Pages
from desktop.models.tasks import Task, Tasks
from desktop.services.language import say
from desktop.views import theme

_MARGIN, _GAP = 14, 14
_STEP = 48
_ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
_KEPT = 10
_WIDEST = 4_000


class PagePreview(QAbstractScrollArea):
    """Shows `Pages`. Signal `moved(page, pages)`: which page, from 1, is at the top.

    `zoom` is a factor of the width there is; 1 fits the page into the width.
    """

    moved = Signal(int, int)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.role(self, "preview")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say("Preview"))
        self._tasks = tasks
        self._task: Task | None = None
        self._pages = Pages(b"", ())
        self._pictures: dict[int, tuple[int, QImage, str]] = {}
        self._places: tuple[QRect, ...] = ()
        self.zoom = 1.0
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        # It always stands there: coming and going, it would change the width that pages are fitted to.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    @property
    def page(self) -> int:
        """The page at the top, from 1; 0 without pages."""
        line = self.verticalScrollBar().value() + self.viewport().height() // 3
        return max(sum(place.top() <= line for place in self._places), 1) if self._places else 0

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._places)

    @property
    def drawn(self) -> bool:
        """Whether everything on screen is drawn at its size."""
        return bool(self._places) and self._missing() is None

    def show_pages(self, pages: Pages) -> None:
        """Show another document, at the same place."""
        self._pages = pages
        self._pictures.clear()
        self._forget_task()
        self._lay_out()
        self._on_scrolled()

    def go(self, page: int) -> None:
        """Bring a page to the top."""
        if self._places:
            place = self._places[min(max(page, 1), len(self._places)) - 1]
            self.verticalScrollBar().setValue(place.top() - _GAP)

    def zoom_by(self, steps: int) -> None:
        """Enlarge or reduce by steps; 0 fits the width."""
        if not steps:
            self.zoom = 1.0
        else:
            near = min(range(len(_ZOOMS)), key=lambda at: abs(_ZOOMS[at] - self.zoom))
            self.zoom = _ZOOMS[min(max(near + steps, 0), len(_ZOOMS) - 1)]
        bar = self.verticalScrollBar()
        share = bar.value() / max(bar.maximum() + bar.pageStep(), 1)
        self._lay_out()
        bar.setValue(round(share * (bar.maximum() + bar.pageStep())))
        self._on_scrolled()

    # inside

    def _lay_out(self) -> None:
        """Give each page its place; the widest fits the width."""
        room = max(self.viewport().width() - 2 * _MARGIN, 80)
        widest = max((width for width, _ in self._pages.sizes), default=1.0)
        scale = min(room * self.zoom, _WIDEST) / widest
        top, places = _GAP, []
        for width, height in self._pages.sizes:
            size = QSize(round(width * scale), round(height * scale))
            left = max((self.viewport().width() - size.width()) // 2, _MARGIN)
            places.append(QRect(left, top, size.width(), size.height()))
            top += size.height() + _GAP
        self._places = tuple(places)
        across = max((place.right() + _MARGIN for place in places), default=0)
        for bar, whole, seen in (
            (self.verticalScrollBar(), top, self.viewport().height()),
            (self.horizontalScrollBar(), across, self.viewport().width()),
        ):
            bar.setPageStep(seen)
            bar.setSingleStep(_STEP)
            bar.setRange(0, max(whole - seen, 0))
        self.viewport().update()

    def _on_scrolled(self) -> None:
        self._draw_next()
        self._tell()

    def _tell(self) -> None:
        here, of = self.page, self.pages
        self.setAccessibleName(say("Preview, page {page} of {pages}", page=here, pages=of) if of else say("Preview"))
        kept = self._pictures.get(here - 1)
        self.setAccessibleDescription(kept[2] if kept else "")
        self.moved.emit(here, of)

    def _seen(self) -> list[int]:
        window = self.viewport().rect().translated(0, self.verticalScrollBar().value())
        return [at for at, place in enumerate(self._places) if place.intersects(window)]

    def _sharp(self, page: int) -> int:
        return round(self._places[page].width() * self.devicePixelRatioF())

    def _missing(self) -> int | None:
        """Give the first page on screen that is not drawn at its size."""
        kept = self._pictures
        return next((at for at in self._seen() if at not in kept or kept[at][0] != self._sharp(at)), None)

    def _draw_next(self) -> None:
        page = self._missing()
        if page is None or self._task is not None:
            return
        width = self._sharp(page)
        done = partial(self._on_drawn, self._pages, page, width)
        self._task = self._tasks.compute(self, pdf_pages.picture, self._pages.pdf, page, width, done=done)

    def _on_drawn(self, pages: Pages, page: int, width: int, picture: tuple[QImage, str]) -> None:
        self._task = None
        if pages is self._pages:
            self._pictures[page] = (width, *picture)
            seen = set(self._seen())
            for far in [at for at in self._pictures if at not in seen][: max(len(self._pictures) - _KEPT, 0)]:
                del self._pictures[far]
            self.viewport().update()
            self._tell()
        self._draw_next()

    def _forget_task(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    # Qt

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pages on screen; one not drawn yet is white paper, or its old picture stretched."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        painter.setPen(QPen(QColor(theme.current().line)))
        for at in self._seen():
            place, kept = self._places[at], self._pictures.get(at)
            if kept is None:
                painter.fillRect(place, Qt.GlobalColor.white)
            else:
                painter.drawImage(QRectF(place), kept[1])
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.end()
        if self.hasFocus():
            self._paint_focus()

    def _paint_focus(self) -> None:
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(theme.current().accent), 2))
        painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the new width."""
        super().resizeEvent(event)
        page = self.page
        self._lay_out()
        if page > 1:
            self.go(page)
        self._on_scrolled()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by lines and screens, and to either end; the page around has the keys for whole pages and zoom."""
        bar, keys = self.verticalScrollBar(), Qt.Key
        screen = round(self.viewport().height() * 0.9)
        moves = {
            keys.Key_Down: _STEP,
            keys.Key_Up: -_STEP,
            keys.Key_PageDown: screen,
            keys.Key_PageUp: -screen,
            keys.Key_Space: screen,
            keys.Key_Home: -bar.maximum(),
            keys.Key_End: bar.maximum(),
        }
        key = Qt.Key(event.key())
        if key in moves and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            bar.setValue(bar.value() + moves[key])
        elif key in (keys.Key_Left, keys.Key_Right):
            across = self.horizontalScrollBar()
            across.setValue(across.value() + (_STEP if key == keys.Key_Right else -_STEP))
        else:
            super().keyPressEvent(event)
