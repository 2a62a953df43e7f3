"""How cells and headings of a table are painted: tone, icon, a name shortened in its middle, the sorting arrow."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.models.rows import IconRole, Index, ToneRole
from desktop.views import icons, theme

_BOLD = ("strong", "danger")
_TEXT = QStyle.SubElement.SE_ItemViewItemText
_ACROSS = Qt.Orientation.Horizontal
# What the style leaves free at both sides of a cell's text, in pixels.
_SIDES = 8
# How much of a narrow name's room the bracket behind it may take.
_MOST_END = 0.62


class Toned(QStyledItemDelegate):
    """Shows the tone and the icon that the model names."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Translate tone and icon into font, colour and picture."""
        super().initStyleOption(option, index)
        tone = index.data(ToneRole)
        if tone:
            colour = theme.current().colour(tone)
            option.palette.setColor(QPalette.ColorRole.Text, colour)
            option.palette.setColor(QPalette.ColorRole.HighlightedText, colour)
            if tone in _BOLD:
                option.font.setBold(True)
        name = index.data(IconRole)
        if name:
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.icon = icons.icon(name, tone or "text")
            option.decorationSize = QSize(18, 18)
        if index.column() == 0 and option.widget is not None:
            place = option.widget.style().subElementRect(_TEXT, option, option.widget)
            # The style keeps a little of it for itself.
            option.text = whole_end(option.text, option.font, place.width() - _SIDES)


def whole_end(text: str, font: QFont, room: int) -> str:
    """Shorten a name in its middle, so that its end, and the bracket that tells namesakes apart, stay in sight."""
    metrics = QFontMetrics(font)
    if metrics.horizontalAdvance(text) <= room:
        return text
    at = text.rfind(" (") if text.endswith((")", ")\u2069")) else -1
    name, end = (text[:at], text[at:]) if at > 0 else (text, "")
    # A name is never given up altogether, however much stands in the bracket; there the beginning tells most.
    most = round(room * _MOST_END)
    if metrics.horizontalAdvance(end) > most:
        end = metrics.elidedText(end[:-1], Qt.TextElideMode.ElideRight, most) + end[-1]
    return metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, max(room - metrics.horizontalAdvance(end), 0)) + end


class Header(QHeaderView):
    """Shows which column sorts, with an arrow in the colours of the moment: a style sheet has none to offer."""

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """Paint the heading, and the arrow behind it."""
        painter.save()
        super().paintSection(painter, rect, logical_index)
        painter.restore()
        if logical_index == self.sortIndicatorSection():
            descending = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
            arrow = icons.icon("arrow-down" if descending else "arrow-up", "accent")
            font = QFont(self.font())
            font.setBold(True)  # as the style sheet paints headings
            text = QFontMetrics(font).horizontalAdvance(str(self.model().headerData(logical_index, _ACROSS)))
            side = 14
            left = rect.right() - side - 6 if rect.width() < text + 3 * side else rect.left() + text + side + 6
            arrow.paint(painter, QRect(left, rect.center().y() - side // 2, side, side))
