"""The table of pairs: rows of two lines, a name over year and form, columns that share the width there is."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.models.preferences import Preferences
from desktop.models.rows import IconRole, Index, Rows, ToneRole
from desktop.views import icons, theme
from desktop.views.widgets.table import TableView

_SIDE = 16
_PADDING = 11
# Where there is less than this part of the width the columns were made for, spare ones go; under the least the
# table scrolls sideways.
_NARROWEST = 0.62
_LEAST = 0.5


class _Name(QStyledItemDelegate):
    """A first line in bold, a second one muted, and an icon at the end of the first."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint both lines, shortened where they do not fit."""
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        first, _, second = str(index.data() or "").partition("\n")
        shown.text = ""
        style = shown.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, shown.widget)
        inside = option.rect.adjusted(_PADDING, 0, -_PADDING // 2, 0)
        height = shown.fontMetrics.height()
        top = inside.center().y() - (height if second else height // 2)
        bold = QFont(shown.font)
        bold.setBold(True)
        painter.save()
        tone = str(index.data(ToneRole) or "text")
        line = QRect(inside.left(), top, inside.width(), height)
        self._line(painter, self._beside_icon(painter, line, index), first, bold, tone)
        if second:
            self._line(painter, line.translated(0, height), second, shown.font, "muted")
        painter.restore()

    def _line(self, painter: QPainter, rect: QRect, text: str, font: QFont, tone: str) -> None:
        painter.setFont(font)
        painter.setPen(theme.current().colour(tone))
        room = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, room)

    def _beside_icon(self, painter: QPainter, line: QRect, index: Index) -> QRect:
        name = index.data(IconRole)
        if not name:
            return line
        side = theme.pixels(_SIDE)
        icons.icon(str(name), "accent").paint(
            painter, QRect(line.right() - side, line.center().y() - side // 2, side, side)
        )
        return line.adjusted(0, 0, -side - 4, 0)


class PairTable(TableView):
    """A `TableView` of two-line rows. `names` are the keys of the columns that hold a person.

    `spare` are columns that go where there is no room; what they say has to stand beside the table too.
    """

    def __init__(
        self,
        name: str,
        model: Rows,
        *,
        key: str,
        preferences: Preferences,
        names: tuple[str, ...] = ("mentee", "mentor"),
        spare: tuple[str, ...] = (),
    ) -> None:
        self._sharing = False
        self._spare = frozenset(spare)
        super().__init__(name, model, key=key, preferences=preferences)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._names = _Name(self)
        for place, column in enumerate(model.columns):
            if column.key in names:
                self.setItemDelegateForColumn(place, self._names)

    def row_height(self) -> int:
        """Give the height of two lines."""
        return 2 * self.fontMetrics().height() + 14

    def _on_resized(self, place: int, old: int, new: int) -> None:
        """Remember only widths that a person chose."""
        if not self._sharing:
            super()._on_resized(place, old, new)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns, unless a person chose widths."""
        super().resizeEvent(event)
        chosen = self._preferences is not None and bool(self._preferences.widths(self._key))
        self.horizontalHeader().setStretchLastSection(chosen)
        if not chosen:
            self._share(self.viewport().width())

    def _share_room(self) -> None:
        """Leave it to `_share`: rows of two lines have widths of their own."""

    def _share(self, width: int) -> None:
        character = self.fontMetrics().averageCharWidth()
        made = {at: one.width * character + 2 * _PADDING for at, one in enumerate(self._rows.columns)}
        tight = width < _NARROWEST * sum(made.values())
        self._sharing = True
        for at, one in enumerate(self._rows.columns):
            self.setColumnHidden(at, tight and one.key in self._spare)
        made = {at: wish for at, wish in made.items() if not self.isColumnHidden(at)}
        factor = max(width / sum(made.values()), _LEAST)
        widths = {at: int(wish * factor) for at, wish in made.items()}
        last = max(widths)
        widths[last] = max(width - sum(widths.values()) + widths[last], widths[last])
        for at, one_width in widths.items():
            self.setColumnWidth(at, one_width)
        self._sharing = False
