"""The keys of the window as a whole: bound once, listed by F1, and offered by the search for everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow

from desktop.models.session import SignedIn
from desktop.services.language import say
from desktop.views.feature import Hit
from desktop.views.page import Page
from desktop.views.popups import PopupKeys
from desktop.views.widgets import Button, shown_key


@dataclass(frozen=True)
class WindowKey:
    """One key. `everywhere`: also before unlocking and over sheets. Not `bound`: a button has it already."""

    key: str
    words: Callable[[], str]
    act: Callable[[], object]
    everywhere: bool = False
    bound: bool = True


class WindowKeys:
    """Binds keys to a window. Those that work everywhere are its actions, which every `Sheet` takes over."""

    def __init__(self, window: QMainWindow, keys: Sequence[WindowKey]) -> None:
        self._keys = tuple(keys)
        self._popups = PopupKeys(window, {one.key: one.act for one in keys if one.everywhere})
        for one in keys:
            if one.everywhere:
                action = QAction(window)
                action.setShortcut(QKeySequence(one.key))
                action.triggered.connect(lambda _=False, act=one.act: act())
                window.addAction(action)
            elif one.bound:
                QShortcut(QKeySequence(one.key), window).activated.connect(one.act)

    def words(self) -> list[tuple[str, str]]:
        """List (key, what it does)."""
        first = "Alt+1", say("The first page at the side; Alt+2 is the second, and so on")
        return [*((one.key, one.words()) for one in self._keys), first]

    def hits(self, page: Page | None) -> list[Hit]:
        """Offer the buttons of a page that have keys, and the window's own keys, as actions."""
        buttons = [b for b in page.findChildren(Button) if b.key and b.isVisibleTo(page)] if page else []
        actions = [Hit(b.words, shown_key(b.key), "play-circle-outline", b.click) for b in buttons]
        own = [one for one in self._keys if one.bound]
        return [*actions, *(Hit(one.words(), shown_key(one.key), "play-circle-outline", one.act) for one in own)]


def school_words(signed_in: SignedIn | None) -> str:
    """Say which school this is, and whether it is the invented one."""
    if signed_in is None:
        return ""
    return say("{school} (sample)", school=signed_in.school) if signed_in.sample else signed_in.school


def undo_words(signed_in: SignedIn | None) -> str:
    """Say what Undo would take back."""
    return say("Undo {step}", step=signed_in.undo) if signed_in and signed_in.undo else say("Undo the last step")


def redo_words(signed_in: SignedIn | None) -> str:
    """Say what Redo would do again."""
    return say("Redo {step}", step=signed_in.redo) if signed_in and signed_in.redo else say("Redo what was undone")
