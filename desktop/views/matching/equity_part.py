"""Who waits how long, by group: a table no person can be told from, with a bar for each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHBoxLayout, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from desktop.models import matching as matching_model
from desktop.models import matching_equity as model
from desktop.models import matching_paper as paper
from desktop.models.rows import Index, RowRole, Rows
from desktop.services.language import say
from desktop.views import theme
from desktop.views.matching.head import Head
from desktop.views.matching.parts import Part
from desktop.views.matching.print_sheet import open_paper
from desktop.views.matching.table import PairTable
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.cards import Card
from desktop.views.widgets.fields import Choice
from desktop.views.widgets.labels import label
from desktop.views.widgets.table import in_card

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage

_GROUP, _RATE = 0, 2
_BAR_SHARE = 0.42
_BAR_HEIGHT = 12
_SIDE = 8
_TOPIC = "waits"
_WIDEST, _WIDEST_CHOICE = 860, 520


class _Bar(QStyledItemDelegate):
    """A framed bar, filled as far as the share reaches, with its numbers beside it: it reads in black and white."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint bar and words."""
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        words, shown.text = shown.text, ""
        shown.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, shown.widget)
        inside = option.rect.adjusted(_SIDE, 0, -_SIDE, 0)
        width, height = int(inside.width() * _BAR_SHARE), theme.pixels(_BAR_HEIGHT)
        frame = QRect(inside.left(), inside.center().y() - height // 2, width, height)
        mirrored = shown.direction == Qt.LayoutDirection.RightToLeft
        if mirrored:
            frame.moveRight(inside.right())
        colours = theme.current()
        rate = index.data(RowRole)[model.ROW].rate
        filled = QRect(frame)
        filled.setWidth(frame.width() * rate // 100)
        if mirrored:
            filled.moveRight(frame.right())
        painter.save()
        painter.fillRect(filled, QColor(colours.accent))
        painter.setPen(QColor(colours.muted))
        painter.drawRect(frame)
        painter.setPen(QColor(colours.text))
        gap = width + 2 * _SIDE
        beside = inside.adjusted(0, 0, -gap, 0) if mirrored else inside.adjusted(gap, 0, 0, 0)
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        text = shown.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, beside.width())
        painter.drawText(beside, side | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


class EquityPart(Part):
    """The part that says who waits; what is chosen is remembered."""

    def __init__(self, page: MatchingPage) -> None:
        super().__init__(page)
        self.by = page.shell.preferences.waits_by
        self.waits: model.Waits | None = None
        self._asked = 0
        self.choice = Choice(say("By what"))
        self.choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self.choice.setMaximumWidth(theme.pixels(_WIDEST_CHOICE))
        self.choice.chosen.connect(self._on_chosen)
        self.rows = Rows(model.columns(), page.session.tasks, parent=self)
        self.table = PairTable(
            say("Who waits, by group"), self.rows, key="matching-waits", preferences=page.shell.preferences
        )
        # Groups are read whole, on two lines: what they have in common is the point of the table.
        self.table.setItemDelegateForColumn(_GROUP, QStyledItemDelegate(self.table))
        self.table.setItemDelegateForColumn(_RATE, _Bar(self.table))
        self._lay_out()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(10)
        above = label(say("By"), "strong", wrap=False)
        above.setBuddy(self.choice)
        self._counted = label("", "muted")
        line.addWidget(above)
        line.addWidget(self.choice)
        line.addWidget(self._counted, 1)
        self._none = Card(say("Not broken down"))
        self._why = label("")
        self._none.body.addWidget(self._why)
        self._shown = in_card(self.table)
        self._rule, self._days = label("", "muted"), label(model.days_words(), "muted")
        go = Button(say("Why groups are put together"), self.show_help, kind="quiet", icon="help-circle-outline")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(line)
        for widget in (self._shown, self._none, self._days, self._rule):
            column.addWidget(widget)
        for words in (self._none, self._days, self._rule):
            words.setMaximumWidth(theme.pixels(_WIDEST))
        foot = QHBoxLayout()
        foot.addWidget(go)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch(1)
        for widget in (self._shown, self._none, self._days):
            widget.hide()

    # reading

    @property
    def waiting(self) -> bool:
        """Whether the table is on its way."""
        return bool(self._asked)

    def show_board(self, board: matching_model.Board) -> None:
        """Read the table anew."""
        self._ask()

    def _ask(self) -> None:
        self._asked += 1
        task = self.page.ask(model.load, self.by, done=self._on_read)
        task.finished.connect(self._on_answered)

    def _on_answered(self) -> None:
        self._asked -= 1

    def _on_read(self, waits: model.Waits) -> None:
        if self._asked > 1:
            return  # something else was chosen meanwhile
        self.waits, self.by = waits, waits.table.by
        self.choice.set_options(waits.groupings)
        self.choice.choose(self.by)
        broken = bool(waits.table.rows)
        self._shown.setVisible(broken)
        self._days.setVisible(broken)
        self._none.setVisible(not broken)
        self._why.setText(waits.table.hidden)
        self._counted.setText(model.counted_words(waits) if broken else "")
        self._rule.setText(model.threshold_words(waits))
        self.rows.show(model.rows(waits))
        self.table.fit_height()

    # gestures

    def _on_chosen(self, by: str) -> None:
        self.by = by
        self.page.shell.preferences.set("waits_by", by)
        self._ask()

    def print_table(self) -> None:
        """Show the table as it is printed."""
        if self.by:
            open_paper(self.page, paper.of_grouping(self.by))

    def show_help(self) -> None:
        """Say why groups are put together, and what follows from the table."""
        self.page.shell.go("help", topic=_TOPIC)

    # places

    def place(self) -> dict[str, str]:
        """Say by what it is shown."""
        return {"by": self.by}

    def show_wanted(self, wanted: dict[str, str]) -> None:
        """Show it by what `place` said."""
        if wanted.get("by") and wanted["by"] != self.by:
            self.by = wanted["by"]
            self._ask()

    def keyboard(self) -> QWidget:
        """Give the choice."""
        return self.choice

    def seek(self) -> None:
        """There is nothing to search: go to the choice."""
        self.choice.setFocus()


def equity_head(head: Head, board: matching_model.Board) -> None:
    """Fill the head for who waits."""
    page = head.page
    head.set_title(say("Matching"), say("Whether any group waits longer for a {mentor} than others."))
    part: EquityPart | None = page.findChild(EquityPart)
    if part is not None and head.new("waits", *(entry.words() for entry in page.more.there())):
        page.set_main_action(say("Print this table"), part.print_table, key="T", icon="printer-outline")
        head.add_more()
