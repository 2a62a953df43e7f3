"""Icons: outlines of one family, tinted at painting time, so that a new theme needs no new icons."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPaintDevice, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.views import theme

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"

# The symbol of each tier; with its word it says what its colour says.
TIER_ICONS = {1: "circle-outline", 2: "square-rounded-outline", 3: "shield-outline", 4: "hexagon-outline"}


@lru_cache(maxsize=256)
def _renderer(name: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray((FOLDER / f"{name}.svg").read_bytes()))


@lru_cache(maxsize=1024)
def _drawn(name: str, colour: str, pixels: int) -> QPixmap:
    """Draw an outline of `pixels` device pixels and fill it with one colour."""
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _renderer(name).render(painter, QRectF(0, 0, pixels, pixels))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), QColor(colour))
    painter.end()
    return pixmap


class _Tinted(QIconEngine):
    """Paints one outline in a token of the present theme."""

    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self._name = name
        self._tone = tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint into the middle of `rect`, sharp on any screen."""
        device: QPaintDevice | None = painter.device()  # none while the painter is idle
        ratio = device.devicePixelRatio() if device is not None else 1.0
        side = min(rect.width(), rect.height())
        token = "line" if mode == QIcon.Mode.Disabled else self._tone
        drawn = _drawn(self._name, theme.current().colour(token), max(1, round(side * ratio)))
        left = rect.x() + (rect.width() - side) // 2
        top = rect.y() + (rect.height() - side) // 2
        painter.drawPixmap(QRect(left, top, side, side), drawn)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Give a picture of its own, for those who do not paint."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        """Give a second one; Qt copies icons when they are written to."""
        return _Tinted(self._name, self._tone)


def icon(name: str, tone: str = "text") -> QIcon:
    """Give the icon `name` (a file of resources/icons) in the colour of a token; empty for no name."""
    return QIcon(_Tinted(name, tone)) if name else QIcon()


def picture(name: str, tone: str, side: int, ratio: float = 1.0) -> QPixmap:
    """Give the icon as a pixmap of `side` by `side` points, for a label."""
    pixmap = QPixmap(_drawn(name, theme.current().colour(tone), max(1, round(side * ratio))))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
