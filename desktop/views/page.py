"""The base of every page: title, purpose, one main action, filters, content, and a side panel.

A subclass sets the texts, fills `filters`, `content` and `side`, and reads in `refresh`, which is called
when the page is shown and after each write that touches one of `watches`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.models.session import Verb
from desktop.models.tasks import Done, Failed, Progress, Task
from desktop.views import theme
from desktop.views.shell import Shell
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.cards import EmptyState, clear_layout, scrolling
from desktop.views.widgets.labels import label

# From this width of the window on, at plain text size, content and side panel stand beside each other.
SIDE_BY_SIDE = 1280
_SPACE = 20
# When to scroll: at once, and again, as what was filled in just now may not have its height yet.
_LAID_OUT_MS = (0, 150)


class SidePanel(QFrame):
    """The panel of the selected record: `body` scrolls, `foot` (buttons) stays in sight. Hidden while empty."""

    def __init__(self) -> None:
        super().__init__()
        theme.role(self, "side")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 10, 14)
        column.setSpacing(10)
        inside = QWidget()
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, 8, 0)
        self.body.setSpacing(8)
        column.addWidget(scrolling(inside, modest=True), 1)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(0, 0, 8, 0)
        self.foot.setSpacing(8)
        column.addLayout(self.foot)
        # Below the content it is wide and low; whoever fills it may lay things out accordingly.
        self.beside = True
        self.hide()

    def clear(self) -> None:
        """Empty and hide it."""
        clear_layout(self.body)
        clear_layout(self.foot)
        self.hide()

    def fit(self, window_width: int, *, beside: bool) -> None:
        """Take about a quarter of a wide window, or all the width of a narrow one."""
        self.beside = beside
        if beside:
            self.setFixedWidth(round(min(max(window_width * 0.272, 320), 480) * min(theme.points() / 10.5, 1.25)))
        else:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16_777_215)


class Page(QWidget):
    """Subclass it; `self.shell` and `self.session` are there. Reading and writing go through `ask` and `write`."""

    # Tables (as in `Changes.tables`) whose writes make this page read anew.
    watches: ClassVar[tuple[str, ...]] = ()
    # Whether the content as a whole scrolls; a page filled by one table does not.
    scrolls: ClassVar[bool] = True
    # Whether it says itself that the recovery words are missing; then no banner above it does.
    tells_of_words: ClassVar[bool] = False
    # What opens a sheet again after a lock, by the key of its `comes_back`: called with the page and what it is about.
    sheets: ClassVar[Mapping[str, Callable[..., object]]] = {}

    def __init__(self, shell: Shell, title: str, purpose: str = "") -> None:
        super().__init__()
        theme.role(self, "window")
        self.shell = shell
        self.session = shell.session
        self._keys: list[tuple[str, str]] = []
        self._stale = True
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        # With very large text a page may need more than the screen has; then it scrolls as a whole.
        inside = QWidget()
        whole.addWidget(scrolling(inside))
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(14)
        outer.addLayout(self._make_head())
        self.set_title(title, purpose)
        filters = QWidget()
        self.filters = QHBoxLayout(filters)
        self.filters.setContentsMargins(0, 0, 0, 0)
        self.filters.setSpacing(8)
        self.side = SidePanel()
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(filters)
        left.addWidget(self._make_content(), 1)
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._split.setSpacing(_SPACE)
        self._split.addLayout(left, 1)
        self._split.addWidget(self.side)
        outer.addLayout(self._split, 1)
        if self.watches:
            self.session.bus.watch(self, self.watches, self._on_changed)

    # for subclasses to override

    def refresh(self) -> None:
        """Read anew what is shown."""

    def place(self) -> dict[str, str]:
        """Say where the person is on this page, to come back there after a lock."""
        return {}

    def step_typing(self, *, back: bool) -> bool:
        """Take back what was typed last and is not saved, or type it again; False where there is nothing of the kind.

        A subclass with a grid does; fields of text do it by themselves.
        """
        return False

    def show_place(self, place: dict[str, str]) -> None:
        """Go to a place that `place` or `Shell.go` names."""

    def open_again(self, key: str, about: Mapping[str, object]) -> bool:
        """Open a sheet of this page again; False where it has none of that key."""
        if key in self.sheets:
            self.sheets[key](self, **about)
        return key in self.sheets

    # for subclasses to call

    def set_title(self, title: str, purpose: str = "") -> None:
        """Change the title and the one line under it."""
        self.title, self.purpose = title, purpose
        self._title.setText(title)
        self._purpose.setText(purpose)
        self._purpose.setVisible(bool(purpose))
        self.setAccessibleName(title)

    def set_main_action(
        self, words: str, act: Callable[[], object], key: str = "", icon: str = "", *, writes: bool = False
    ) -> Button:
        """Give the page its one filled button; see `Button` for `writes`."""
        clear_layout(self._actions)
        button = Button(words, act, key=key, kind="filled", icon=icon, writes=writes)
        self._actions.addWidget(button)
        return button

    def add_action(self, button: Button) -> Button:
        """Put a further, plain button before the main action."""
        self._actions.insertWidget(0, button)
        return button

    def add_key(self, key: str, words: str, act: Callable[[], object]) -> None:
        """Add a key of this page that has no button; F1 lists it."""
        QShortcut(QKeySequence(key), self).activated.connect(lambda: act())
        self._keys.append((key, words))

    def keys(self) -> list[tuple[str, str]]:
        """List (key, what it does) of everything visible on this page."""
        buttons = [(b.key, b.words) for b in self.findChildren(Button) if b.key and b.isVisibleTo(self)]
        return [*buttons, *self._keys]

    def show_empty(self, what: str, why: str, action: Button | None = None, icon: str = "sprout-outline") -> None:
        """Say what belongs here, why it is empty, and the one thing to do next, instead of the content."""
        old = self._stack.widget(1)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self._stack.addWidget(EmptyState(what, why, action, icon))
        self._stack.setCurrentIndex(1)
        self.filters_widget.hide()

    def show_content(self) -> None:
        """Show the content again after `show_empty`."""
        self._stack.setCurrentIndex(0)
        self.filters_widget.setVisible(self.filters.count() > 0)

    def show_side(self) -> None:
        """Show the side panel after filling it."""
        self.side.show()

    def scroll_to(self, widget: QWidget) -> None:
        """Bring a widget of the content into sight."""
        area = self._stack.widget(0)
        if isinstance(area, QScrollArea):
            for later in _LAID_OUT_MS:
                QTimer.singleShot(later, widget, partial(area.ensureWidgetVisible, widget, 0, 120))

    def scrolled(self) -> int:
        """Give how far down the content is scrolled, in pixels."""
        area = self._stack.widget(0)
        return area.verticalScrollBar().value() if isinstance(area, QScrollArea) else 0

    def scroll_back(self, far: int) -> None:
        """Scroll as far down as `scrolled` said, once what was filled in has its height."""
        area = self._stack.widget(0)
        if isinstance(area, QScrollArea):
            for later in _LAID_OUT_MS:
                QTimer.singleShot(later, area, partial(area.verticalScrollBar().setValue, far))

    def ask(
        self,
        verb: Verb,
        *args: object,
        done: Done | None = None,
        failed: Failed | None = None,
        progress: Progress | None = None,
        title: str = "",
    ) -> Task:
        """Call a reading verb; errors are shown above the page."""
        return self.session.ask(self, verb, *args, done=done, failed=failed, progress=progress, title=title)

    def write(
        self,
        verb: Verb,
        *args: object,
        done: Done | None = None,
        failed: Failed | None = None,
        progress: Progress | None = None,
        title: str = "",
    ) -> Task:
        """Call a writing verb; errors are shown above the page."""
        return self.session.write(self, verb, *args, done=done, failed=failed, progress=progress, title=title)

    # inside

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._title = label("", "title")
        self._purpose = label("", "muted")
        words.addWidget(self._title)
        words.addWidget(self._purpose)
        head.addLayout(words, 1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        head.addLayout(self._actions)
        head.setAlignment(self._actions, Qt.AlignmentFlag.AlignVCenter)
        return head

    def _make_content(self) -> QWidget:
        inside = QWidget()
        self.content = QVBoxLayout(inside)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(12)
        self._stack = QStackedWidget()
        self._stack.addWidget(scrolling(inside, modest=True) if self.scrolls else inside)
        return self._stack

    @property
    def filters_widget(self) -> QWidget:
        """The row of filters as one widget."""
        parent = self.filters.parentWidget()
        assert parent is not None  # noqa: S101 - a layout that was given to a widget has one
        return parent

    def _on_changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self._refresh_if_stale()

    def _refresh_if_stale(self) -> None:
        if self._stale and self.session.state == "open":
            self._stale = False
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what is shown, if something was written since the last time."""
        super().showEvent(event)
        self.filters_widget.setVisible(self.filters.count() > 0 and self._stack.currentIndex() == 0)
        self._refresh_if_stale()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the side panel beside or below the content."""
        super().resizeEvent(event)
        width = self.window().width()
        beside = width >= theme.pixels(SIDE_BY_SIDE)
        directions = QBoxLayout.Direction
        self._split.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self._split.setStretch(1, 0 if beside else 1)
        self.side.fit(width, beside=beside)
