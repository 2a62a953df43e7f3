"""F1: the keys of the present page and of the whole window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.services.language import say
from desktop.views.widgets import Button, Sheet, label, scrolling, shown_key
from desktop.views.widgets.labels import badge


class KeysSheet(Sheet):
    """`groups` are (heading, [(key, what it does)])."""

    def __init__(self, parent: QWidget, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> None:
        super().__init__(parent, say("Keys"), width=520)
        self.comes_back("show_keys")
        self._list = QWidget()
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for heading, keys in groups:
            if not keys:
                continue
            column.addWidget(label(heading, "strong"))
            grid = QGridLayout()
            grid.setColumnStretch(1, 1)
            grid.setColumnMinimumWidth(0, 110)
            grid.setHorizontalSpacing(14)
            for row, (key, words) in enumerate(keys):
                shown = shown_key(key)
                grid.addWidget(badge(shown, "quiet") if shown else label(key, "muted"), row, 0)
                grid.addWidget(label(words), row, 1)
            column.addLayout(grid)
        # A page with many keys has more of them than a small window has room for.
        self._area = scrolling(self._list)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName(say("Keys"))
        self.body.addWidget(self._area)
        self.add_button(Button(say("Close"), self.accept, kind="filled"))

    def wanted_height(self) -> int:
        """Have room for the whole list."""
        layout, inside = self._list.layout(), self._area.viewport().width()
        around = super().wanted_height() - self._area.sizeHint().height()
        return around + (layout.totalHeightForWidth(inside) if layout is not None else 0)
