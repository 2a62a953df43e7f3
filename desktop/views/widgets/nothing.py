"""A sentence in the middle of a table that shows no rows: why it does, in place of bare headings."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableView, QVBoxLayout

from desktop.views.widgets.labels import label


class Nothing:
    """Lays a sentence over the rows of `table`; `show` shows one or takes it away."""

    def __init__(self, table: QTableView) -> None:
        self._table = table
        self.words: QLabel = label("", "muted")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words.hide()
        over = QVBoxLayout(table.viewport())
        over.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        over.addWidget(self.words, 1)

    def show(self, words: str) -> None:
        """Show a sentence and no headings, or with no words the headings again."""
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self._table.horizontalHeader().setVisible(not words)
        self._table.setAccessibleDescription(words)
