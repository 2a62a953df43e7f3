"""Pictures of the windows as a person sees them, numbered, and all of them on one contact sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

# So many colours a picture has at the least if there is anything on it: letters are drawn with soft edges.
_FEWEST_COLOURS = 6
_GROUND, _INK, _QUIET, _LINE = QColor("#f4f2ec"), QColor("#1d282b"), QColor("#5f6b6e"), QColor("#cfc9bb")
_WIDTH, _GAP, _CAPTION, _HEAD = 600, 26, 58, 92


@dataclass(frozen=True)
class Shot:
    """One picture on the disk with what it shows."""

    path: Path
    caption: str


class Album:
    """Saves pictures into a folder that is there, in the order they are taken."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shots: list[Shot] = []

    def take(self, window: QWidget, name: str, caption: str) -> str:
        """Save a picture of a window with everything that lies over it; give what is wrong with it, or nothing."""
        return self.keep(picture_of(window).toImage(), name, caption)

    def keep(self, image: QImage, name: str, caption: str) -> str:
        """Save any picture under the next number; give what is wrong with it, or nothing."""
        path = self.folder / f"{len(self.shots) + 1:02}-{name}.png"
        self.shots.append(Shot(path, caption))
        if not image.save(str(path)):
            return f"{path.name} could not be saved"
        return f"{path.name} is blank" if is_blank(image) else ""


def picture_of(window: QWidget) -> QPixmap:
    """Draw a window, the sheets over it and open lists, each where it lies on the screen."""
    drawn = window.grab()
    above = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not window and one.width() > 1]
    painter = QPainter(drawn)
    for one in sorted(above, key=_depth):
        spot = one.mapToGlobal(QPoint()) - window.mapToGlobal(QPoint())
        if one.isModal() and one is QApplication.activeModalWidget():
            painter.fillRect(QRect(QPoint(), drawn.deviceIndependentSize().toSize()), QColor(10, 20, 20, 90))
        painter.drawPixmap(spot, one.grab())
        painter.setPen(QPen(QColor(10, 20, 20, 110)))
        painter.drawRect(QRect(spot, one.size()).adjusted(-1, -1, 0, 0))
    painter.end()
    return drawn


def is_blank(image: QImage) -> bool:
    """Say whether a picture shows next to nothing."""
    seen = set()
    for y in range(0, image.height(), 2):
        for x in range(y % 3, image.width(), 3):
            seen.add(image.pixel(x, y))
            if len(seen) >= _FEWEST_COLOURS:
                return False
    return True


def contact_sheet(shots: Sequence[Shot], title: str, path: Path, across: int = 5) -> str:
    """Draw all pictures with their captions on one sheet; give what is wrong, or nothing."""
    images = [QImage(str(shot.path)) for shot in shots]
    cells = [_fitted(image) for image in images]
    rows = [list(range(at, min(at + across, len(shots)))) for at in range(0, len(shots), across)]
    heights = [max(cells[at].height() for at in row) + _CAPTION for row in rows]
    width = _GAP + across * (_WIDTH + _GAP)
    sheet = QImage(width, _HEAD + sum(heights) + _GAP * len(rows), QImage.Format.Format_RGB32)
    sheet.fill(_GROUND)
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    _write(painter, QRect(_GAP, 0, width - 2 * _GAP, _HEAD), title, 26, bold=True)
    top = _HEAD
    for row, height in zip(rows, heights, strict=True):
        for place, at in enumerate(row):
            _draw_cell(painter, QPoint(_GAP + place * (_WIDTH + _GAP), top), cells[at], shots[at])
        top += height + _GAP
    painter.end()
    return "" if sheet.save(str(path)) else f"{path.name} could not be saved"


def _draw_cell(painter: QPainter, spot: QPoint, image: QImage, shot: Shot) -> None:
    place = QRect(spot, image.size())
    painter.drawImage(place, image)
    painter.setPen(QPen(_LINE))
    painter.drawRect(place.adjusted(-1, -1, 0, 0))
    below = QRect(spot.x(), place.bottom() + 6, _WIDTH, _CAPTION - 6)
    number = shot.path.stem.partition("-")[0]
    _write(painter, below, f"{number}  {shot.caption}" if number.isdigit() else shot.caption, 12, top=True)


def _write(painter: QPainter, rect: QRect, text: str, points: int, *, bold: bool = False, top: bool = False) -> None:
    font = QFont(QApplication.font())
    font.setPointSize(points)
    font.setBold(bold)
    painter.setFont(font)
    painter.setPen(_INK if bold else _QUIET)
    side = Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignVCenter
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignLeft | side | Qt.TextFlag.TextWordWrap), text)


def _fitted(image: QImage) -> QImage:
    """Make a picture as wide as a cell; a page standing upright is as high as a landscape picture instead."""
    smooth = Qt.TransformationMode.SmoothTransformation
    if image.height() > image.width():
        return image.scaledToHeight(_WIDTH, smooth)
    return image.scaledToWidth(_WIDTH, smooth)


def _depth(widget: QWidget) -> int:
    above, depth = widget.parentWidget(), 0
    while above is not None:
        above, depth = above.parentWidget(), depth + 1
    return depth + (100 if widget.windowType() == Qt.WindowType.Popup else 0)
