"""The sidebar: the capabilities that work and that the person's keys open, in the order of a programme's year."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout

from desktop.services.language import say
from desktop.views import theme
from desktop.views.feature import Feature
from desktop.views.widgets import Button, IconLabel, clear_layout, label


class Sidebar(QFrame):
    """Signal `chosen(str)`: the key of the feature that was clicked. Arrows move up and down."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        theme.role(self, "sidebar")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 14, 12, 12)
        column.setSpacing(2)
        brand = QHBoxLayout()
        brand.setContentsMargins(10, 0, 0, 10)
        brand.setSpacing(10)
        brand.addWidget(IconLabel("castle", "accent", 20))
        brand.addWidget(label("Peerkeep", "heading", wrap=False), 1)
        column.addLayout(brand)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._below = QVBoxLayout()
        self._below.setSpacing(2)
        column.addLayout(self._lines)
        column.addStretch(1)
        column.addLayout(self._below)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, Button] = {}

    def show_features(self, features: Sequence[Feature]) -> None:
        """Fill it; Alt+1 to Alt+9 go to the first nine, Alt+0 to the tenth."""
        clear_layout(self._lines)
        clear_layout(self._below)
        self._buttons = {}
        for place, feature in enumerate((one for one in features if not one.under), 1):
            button = Button(say(feature.title), kind="nav", icon=feature.icon, tone="muted")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _=False, key=feature.key: self.chosen.emit(key))
            if place <= 10:
                # QPushButton's own shortcut would play a click of 100 ms before anything happens.
                QShortcut(QKeySequence(f"Alt+{place % 10}"), button).activated.connect(button.click)
                button.setToolTip(f"Alt+{place % 10}")
            self._group.addButton(button)
            self._buttons[feature.key] = button
            (self._below if feature.below else self._lines).addWidget(button)
            button.ensurePolished()  # its width is that of its style, which a new one gets only when it is shown
        # The present page's words are bold, and so a little wider.
        self.setFixedWidth(max(196, self.sizeHint().width() + theme.pixels(12)))

    def show_current(self, key: str, features: Sequence[Feature]) -> None:
        """Mark the present page."""
        here = next((one.under or one.key for one in features if one.key == key), key)
        for feature in features:
            if not feature.under:
                button = self._buttons[feature.key]
                button.setChecked(feature.key == here)
                button.set_icon(feature.icon, "accent" if feature.key == here else "muted")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move along the lines with the arrows."""
        buttons = list(self._buttons.values())
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        here = next((at for at, button in enumerate(buttons) if button.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
        else:
            buttons[(here + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
