"""F1: the keys of the present page and of the whole window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.services.language import say
from desktop.views.widgets import Button, Sheet, label, shown_key
from desktop.views.widgets.labels import badge


class KeysSheet(Sheet):
    """`groups` are (heading, [(key, what it does)])."""

    def __init__(self, parent: QWidget, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> None:
        super().__init__(parent, say("Keys"), width=520)
        for heading, keys in groups:
            if not keys:
                continue
            self.body.addWidget(label(heading, "strong"))
            grid = QGridLayout()
            grid.setColumnStretch(1, 1)
            grid.setColumnMinimumWidth(0, 110)
            grid.setHorizontalSpacing(14)
            for row, (key, words) in enumerate(keys):
                grid.addWidget(badge(shown_key(key), "quiet"), row, 0)
                grid.addWidget(label(words), row, 1)
            self.body.addLayout(grid)
        self.add_button(Button(say("Close"), self.accept, kind="filled"))
