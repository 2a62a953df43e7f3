"""The window: sidebar, top bar, pages, status line. It knows only `Page` and `Feature`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop.models.locking import IdleWatch
from desktop.models.preferences import Preferences
from desktop.models.risk_card import read_risk_card
from desktop.models.session import CLOSED, OPEN, UNLOCKING, Session
from desktop.services.language import say
from desktop.views import theme
from desktop.views.again import AskAgain
from desktop.views.clipboard import Clipboard
from desktop.views.feature import Feature, Hit
from desktop.views.keys_sheet import KeysSheet
from desktop.views.lasting import LastingBanners
from desktop.views.lock import Cover, flush_fields, lock_now
from desktop.views.messages import Messages
from desktop.views.page import Page
from desktop.views.palette import Palette
from desktop.views.reading_only import ReadingOnly, open_rest
from desktop.views.risk_card import RiskSheet
from desktop.views.sidebar import Sidebar
from desktop.views.status_line import StatusLine
from desktop.views.theme import Look
from desktop.views.top_bar import BLANK_KEY, KEYS_KEY, LOCK_KEY, RISK_KEY, SEARCH_KEY, TopBar
from desktop.views.widgets import Toast
from desktop.views.widgets.left_sheets import LeftSheets
from desktop.views.window_keys import WindowKey, WindowKeys, redo_words, school_words, undo_words
from desktop.views.window_place import end_remembering, go_back, place_of, remember_place

TITLE = "Peerkeep"


class MainWindow(QMainWindow):
    """Shows `start` until the session is open, then the pages of `features`. Implements `Shell`.

    `end` ends the process at the lock. The title says nothing about anybody, on purpose.
    """

    def __init__(
        self,
        session: Session,
        preferences: Preferences,
        look: Look,
        features: Sequence[Feature],
        end: Callable[[], object],
        idle: IdleWatch,
    ) -> None:
        super().__init__()
        self.session, self.preferences, self.look = session, preferences, look
        self._all_features, self._end, self._idle = tuple(features), end, idle
        self._features: tuple[Feature, ...] = ()
        self._pages: dict[str, Page] = {}
        self._current = ""
        self._awaited: Callable[[], object] | None = None
        # The workspace folder that the start pages are about, for the card before unlocking.
        self.folder: Path | None = None
        self.setWindowTitle(TITLE)
        self.setMinimumSize(900, 600)
        self.messages = Messages()
        self._lasting = LastingBanners(self.messages, self.go, partial(open_rest, self))
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self._stack.addWidget(QWidget())
        self._stack.addWidget(self._make_shell())
        self._toast, self._cover, self._clipboard = Toast(self), Cover(self), Clipboard(self)
        self.ask_again = AskAgain(self, session)
        self._left = LeftSheets(self, session.drafts, self.show_keys, self.show_risk_card, self.show_palette)
        self._make_keys()
        self._reading = ReadingOnly(session, self._make_anew)
        self._connect()
        self.resize(*preferences.window)

    # Shell

    @property
    def window_widget(self) -> QWidget:
        """The parent of sheets."""
        return self

    def go(self, key: str, **place: str) -> None:
        """Show a page; unknown or unopened ones are passed over."""
        feature = next((feature for feature in self._features if feature.key == key), None)
        if feature is None:
            return
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = feature.make_page(self)
            self._body.addWidget(page)
        self._current = self._left.page = key
        self.messages.clear_errors()
        self._lasting.make_room(told=page.tells_of_words)
        self._body.setCurrentWidget(page)
        self._sidebar.show_current(key, self._features)
        self._top.show_where(school_words(self.session.signed_in), page.title)
        if place:
            page.show_place(place)
        focus: QWidget | None = self.focusWidget()
        if focus is None or not page.isAncestorOf(focus):
            page.setFocus()

    def toast(self, words: str, *, undo: bool = False) -> None:
        """Say that something was done."""
        self._toast.show_words(words, self._undo_step if undo else None)

    def lock(self, end: Callable[[], object] | None = None) -> None:
        """Cover, seal, end the process, in another way with `end`. What is being unlocked is locked once it is open."""
        end = end or self._end
        self._awaited = end if self.session.state == UNLOCKING else None
        if self.session.state == OPEN:
            place = place_of(self._current, self._pages.get(self._current), self._left)
            self.session.begin_locking()
            end = partial(end_remembering, self, self.preferences, end)
            lock_now(self._cover, self._clipboard, self.session.drafts, place, end)

    def show_keys(self) -> None:
        """List the keys of the present page and of the window."""
        page = self._pages.get(self._current)
        here = page.keys() if page and self.session.state == OPEN else []
        KeysSheet(self, ((say("On this page"), here), (say("Everywhere"), self._keys.words()))).open()

    def show_risk_card(self) -> None:
        """Show whom to call."""
        folder = self.session.signed_in.folder if self.session.signed_in else self.folder
        edit = partial(self.go, "settings", part="contacts") if self.session.state == OPEN else None
        RiskSheet(self, read_risk_card(folder), edit).open()

    # for the composition root

    def set_start(self, start: QWidget) -> None:
        """Put the pages before unlocking in place."""
        old = self._stack.widget(0)
        self._stack.insertWidget(0, start)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self._stack.setCurrentIndex(0)

    @property
    def pages(self) -> dict[str, Page]:
        """The pages made so far."""
        return self._pages

    @property
    def shown_features(self) -> tuple[Feature, ...]:
        """The capabilities that the person's keys open."""
        return self._features

    def undo(self) -> None:
        """Take back what was typed last and is not saved; else the last step, and say which."""
        if not self._step_typing(back=True):
            self._undo_step()

    def redo(self) -> None:
        """Take back the last undo, and say of which step."""
        if not self._step_typing(back=False):
            self._step_back(self.session.redo, "Done again: {step}")

    # inside

    def _make_shell(self) -> QWidget:
        shell = QWidget()
        theme.role(shell, "window")
        across = QHBoxLayout()
        across.setSpacing(0)
        self._sidebar = Sidebar()
        across.addWidget(self._sidebar)
        main = QVBoxLayout()
        main.setContentsMargins(28, 14, 28, 14)
        main.setSpacing(12)
        self._top = TopBar(self.show_palette, self.show_risk_card, self.lock)
        main.addWidget(self._top)
        main.addWidget(self.messages)
        self._body = QStackedWidget()
        main.addWidget(self._body, 1)
        across.addLayout(main, 1)
        down = QVBoxLayout(shell)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(across, 1)
        self._status = StatusLine()
        down.addWidget(self._status)
        return shell

    def _make_keys(self) -> None:
        self._keys = WindowKeys(
            self,
            (
                WindowKey(SEARCH_KEY, lambda: say("Search everything"), self.show_palette, bound=False),
                WindowKey(
                    RISK_KEY, lambda: say("A child may be at risk: whom to call"), self.show_risk_card, everywhere=True
                ),
                WindowKey(LOCK_KEY, lambda: say("Lock"), self.lock, everywhere=True),
                WindowKey(BLANK_KEY, lambda: say("Blank the screen, and bring it back"), self.blank, everywhere=True),
                WindowKey("Ctrl+Z", lambda: undo_words(self.session.signed_in), self.undo),
                WindowKey("Ctrl+Y", lambda: redo_words(self.session.signed_in), self.redo),
                WindowKey(KEYS_KEY, lambda: say("The keys of this page"), self.show_keys, everywhere=True),
            ),
        )

    def _connect(self) -> None:
        session = self.session
        session.state_changed.connect(self._on_state)
        session.signed_in_changed.connect(self._on_signed_in)
        session.saved.connect(lambda _changes: self._status.show_saved(session.saved_at))
        session.tasks.began.connect(self._status.add_task)
        session.tasks.failed.connect(self.messages.show_error)
        session.drafts.failed.connect(self.messages.show_error)
        self._sidebar.chosen.connect(self.go)
        self._idle.idle.connect(self.lock)
        self.preferences.changed.connect(self._on_preference)

    def show_palette(self) -> None:
        """Open the search for everything."""
        pages = [Hit(say(f.title), say("Page"), f.icon, partial(self.go, f.key), say(f.words)) for f in self._features]
        here = self._pages.get(self._current)
        providers = [partial(f.find, self) for f in self._features if f.find]
        Palette(self, [*pages, *self._keys.hits(here)], providers).open()

    def blank(self) -> None:
        """Cover the screen at once, or bring it back."""
        (self._cover.lift if self._cover.up else self._cover.cover)()

    def _undo_step(self) -> None:
        self._step_back(self.session.undo, "Undone: {step}")

    def _step_typing(self, *, back: bool) -> bool:
        page = self._pages.get(self._current)
        return page is not None and page.step_typing(back=back)

    def _step_back(self, step: Callable[..., object], words: str) -> None:
        if self.session.state == OPEN:
            step(self, done=lambda changes: self.toast(say(words, step=changes.about)))

    def _on_state(self, state: str) -> None:
        if state == CLOSED:
            self._awaited = None
        if state != OPEN:
            return
        if self._awaited is not None:  # the laptop was left while the key was being derived
            self.lock(self._awaited)
            return
        self._features = tuple(f for f in self._all_features if self.session.holds(f.needs))
        self._sidebar.show_features(self._features)
        self._stack.setCurrentIndex(1)
        self._idle.watch(self.windowHandle())
        self._idle.start(self.preferences.idle_minutes)
        go_back(self.session.drafts, [one.key for one in self._features], self._left, self.go, self._pages)

    def _on_signed_in(self) -> None:
        signed_in = self.session.signed_in
        if signed_in is not None:
            self._status.show_signed_in(signed_in, self.session.clock.today())
            self._lasting.show(signed_in)

    def _on_preference(self, key: str) -> None:
        if key in ("theme", "text_percent"):
            self.look.apply(self.preferences.theme, self.preferences.text_percent)
            if key == "text_percent" and self.session.state == OPEN:
                # Heights and icons are made for one size of text; pages keep what is typed in drafts.
                QTimer.singleShot(0, self, self._make_anew)
        elif key == "idle_minutes" and self.session.state == OPEN:
            self._idle.start(self.preferences.idle_minutes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cover over everything."""
        super().resizeEvent(event)
        self._cover.setGeometry(self.rect())

    def _make_anew(self) -> None:
        """Make the pages again, for another size of text."""
        flush_fields()
        for page in self._pages.values():
            self._body.removeWidget(page)
            page.deleteLater()
        self._pages = {}
        self._sidebar.show_features(self._features)
        self.go(self._current)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Seal what is typed, remember the size, close the workspace. What the drive does not take stays, locked."""
        flush_fields()
        if self.session.drafts.seal_now() and self.session.state == OPEN:
            event.ignore()
            self.lock()
            return
        remember_place(self, self.preferences)
        self._idle.stop()
        self._clipboard.clear()
        self.session.close()
        super().closeEvent(event)
