"""The base of every dialog: opened, never executed, so that locking can put it away at any moment."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.services.errors import BugError
from desktop.services.language import say
from desktop.views import theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.fields import SearchField
from desktop.views.widgets.finder import Finder
from desktop.views.widgets.labels import label
from desktop.views.widgets.left_sheets import LeftSheets, Way

# What stays of the window around a sheet, in pixels.
_AROUND = 40


class Sheet(QDialog):
    """A panel over the window. Fill `body`, add buttons with `add_button`, show it with `open()`.

    Escape closes it; what was typed in drafts-aware fields is kept, and before other typed lines are lost it says so.
    Ctrl+Enter does the main action.
    It is deleted when it closes. The window title is generic on purpose. After a lock it is open again with all that
    was typed, where it says how with `comes_back`.
    """

    def __init__(self, parent: QWidget, title: str, purpose: str = "", *, width: int = 520) -> None:
        super().__init__(parent)
        self.setWindowTitle("Peerkeep")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(min(theme.pixels(width), parent.window().width() - _AROUND))
        self.setAccessibleName(title)
        # Lock, blank, help and the numbers for a child at risk work over every sheet as over the window.
        self.addActions(parent.window().actions())
        column = QVBoxLayout(self)
        # The height follows from the width (see fit), which a layout's own minimum knows nothing of.
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(title, "heading"))
        if purpose:
            column.addWidget(label(purpose, "muted"))
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        column.addLayout(self.body, 1)
        self.way: Way | None = None
        self._awaits = self._noted = False
        self._warned: tuple[str, ...] = ()
        self._warning = label("", "warning")
        self._warning.hide()
        column.addWidget(self._warning)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        column.addLayout(self.buttons)
        self._fitted = self._least = 0
        self._refit = QTimer(self)
        self._refit.setSingleShot(True)
        self._refit.setInterval(0)
        self._refit.timeout.connect(self.fit)

    def add_button(self, button: Button) -> Button:
        """Add a button at the right; a filled one is the main action and also takes Ctrl+Enter."""
        self.buttons.addWidget(button)
        if button.property("kind") == "filled":
            QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(button.click)
            button.setDefault(True)
        return button

    def add_cancel(self, words: str = "") -> Button:
        """Add the button that closes without doing anything."""
        return self.add_button(Button(words or say("Cancel"), self.reject))

    def comes_back(self, key: str, **about: Any) -> None:  # noqa: ANN401 - what JSON can hold
        """Let it be opened again after a lock: by `key` and `about`, which its page's `sheets` takes."""
        self.way = Way(key, json.loads(json.dumps(about)))

    def stays_away(self) -> None:
        """Let it not be opened again, and forget at once what stood in it: it is done, and nothing of it stays."""
        self.way = None
        left = LeftSheets.around(self)
        if left is not None:
            left.note_all()

    def wait_for_answer(self) -> None:
        """Let what was typed wait for fields that are made once something is read; `answered` ends it."""
        self._awaits = True

    def answered(self) -> None:
        """Fill in now what was typed before a lock."""
        self._awaits = False
        if self._noted:
            self._fill_in()

    def beside(self) -> Any:  # noqa: ANN401 - what JSON can hold
        """Give what no field shows of what was done here, for the lock to keep: rows of a list, a place."""
        return None

    def put_back(self, beside: Any) -> None:  # noqa: ANN401 - what `beside` gave
        """Take back what `beside` gave, before the fields are filled."""

    def _fill_in(self) -> None:
        left = LeftSheets.around(self)
        if left is not None and not self._noted:
            left.note_open(self)
            self._noted = True
        if left is not None and not self._awaits:
            left.fill(self)

    def wanted_height(self) -> int:
        """Give the height at which everything inside is in sight at the present width, in pixels."""
        layout = self.layout()
        if layout is None or not layout.hasHeightForWidth():
            return self.sizeHint().height()
        layout.activate()
        return layout.totalHeightForWidth(self.width())

    def fit(self) -> None:
        """Be as high as what is inside, and never higher than the window; whoever made it higher keeps that."""
        host = self.parentWidget()
        if host is not None and self.width() > host.window().width() - _AROUND // 2:
            self.resize(host.window().width() - _AROUND // 2, self.height())
        most = host.window().height() - _AROUND if host else self.wanted_height()
        height = min(max(self.wanted_height(), self._least), most)
        by_hand = self.height() > self._fitted > 0
        self._fitted = height
        # A window system may answer a change of size with an older one; below this it then asks again.
        self.setMinimumHeight(height)
        self.resize(self.width(), max(self.height(), height) if by_hand else height)
        if self.isVisible():
            self._keep_over_window()

    def _keep_over_window(self) -> None:
        """Go up or left where a part, perhaps the buttons, would lie outside the window it belongs to."""
        host = self.parentWidget()
        if host is None:
            return
        inside = QRect(host.window().mapToGlobal(QPoint()), host.window().size())
        over = self.frameGeometry()
        if not inside.contains(over):
            over.moveCenter(inside.center())
            self.move(over.topLeft())

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the height of what is inside."""
        super().showEvent(event)
        if not self._fitted:
            self._least = self.minimumHeight()
        self.fit()
        self._keep_over_window()
        if not self._noted:
            self._fill_in()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width asks for another height."""
        super().resizeEvent(event)
        if self.height() < self._fitted or event.oldSize().width() != event.size().width():
            self._refit.start()

    def event(self, event: QEvent) -> bool:
        """Follow what is inside when it grows or shrinks: a sentence under a field, an answer that came."""
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._refit.start()
        return super().event(event)

    def unkept(self) -> tuple[str, ...]:
        """Give what was typed into single lines and goes with the sheet; what searches or chooses is none of it."""
        lines = (line for line in self.findChildren(QLineEdit) if not isinstance(line, SearchField | Finder))
        return tuple(line.text() for line in lines if line.isModified() and line.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say with the first Escape what the second one throws away; Cancel and the close button are plain enough."""
        typed = self.unkept() if event.key() == Qt.Key.Key_Escape else ()
        if not typed or typed == self._warned:
            super().keyPressEvent(event)
            return
        self._warned = typed
        self._warning.setText(say("What you typed is not saved. Escape again throws it away."))
        self._warning.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._warning.text()))

    def exec(self) -> NoReturn:
        """Refuse, on purpose: a nested event loop would go on after the lock has hidden the dialog."""
        raise BugError("a sheet is opened with open() and answers by signals")
