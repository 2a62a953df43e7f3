"""Where the window stands on the screen, never larger than the room there is, and where the person is in it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.models.drafts import PLACE_KEY, SHEETS_KEY, Draft, DraftKeeper
from desktop.models.preferences import Preferences
from desktop.services.errors import KnownError
from desktop.views.page import Page
from desktop.views.widgets.left_sheets import LeftSheets

# A title bar and frame of any window system, in pixels.
_FRAME = 40


def fits(size: tuple[int, int], room: QRect) -> bool:
    """Say whether a window of this size and its frame have room."""
    return size[0] <= room.width() and size[1] + _FRAME <= room.height()


def show_in_place(window: QWidget, preferences: Preferences) -> None:
    """Show the window as it was left. One that has no room would hide its status line: it takes the whole screen."""
    size, screen = preferences.window, window.screen()
    # Without a screen there is no window system that could make it larger or smaller.
    if QGuiApplication.platformName() in ("offscreen", "minimal") or screen is None:
        window.show()
        return
    room = screen.availableGeometry()
    if not preferences.maximised and fits(size, room):
        window.show()
        return
    width, height = min(size[0], room.width()), min(size[1], room.height() - _FRAME)
    window.resize(max(width, window.minimumWidth()), max(height, window.minimumHeight()))
    window.showMaximized()


def remember_place(window: QWidget, preferences: Preferences) -> None:
    """Note the size of the window; that of a maximised one is the size it goes back to.

    A size that cannot be written is no reason to stay.
    """
    usual = window.normalGeometry() if window.isMaximized() else window.geometry()
    preferences.set("maximised", window.isMaximized())
    if usual.isValid():
        preferences.set("window", [usual.width(), usual.height()])
    with contextlib.suppress(KnownError):
        preferences.flush()


def end_remembering(window: QWidget, preferences: Preferences, end: Callable[[], object]) -> None:
    """End the process with `end`, whatever becomes of the window's place."""
    with contextlib.suppress(Exception):
        remember_place(window, preferences)
    end()


def place_of(key: str, page: Page | None, sheets: LeftSheets) -> Draft | None:
    """Say where a person is, for the lock to keep; what stands in the sheets over it is noted.

    A page that cannot say costs its place, and never the lock.
    """
    if page is None:
        return None
    with contextlib.suppress(Exception):
        sheets.note_all()
    with contextlib.suppress(Exception):
        return Draft("", page=key, extra=page.place())
    return Draft("", page=key)


def way_back(drafts: DraftKeeper, keys: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Take the page and the place kept at the lock, if that page is among `keys`; else the first of these."""
    kept = drafts.find(PLACE_KEY)
    if kept is None or kept.page not in keys:
        return next(iter(keys), ""), {}
    drafts.drop(PLACE_KEY)
    return kept.page, {name: str(value) for name, value in kept.extra.items()}


def go_back(
    drafts: DraftKeeper, keys: Sequence[str], sheets: LeftSheets, go: Callable[..., None], pages: Mapping[str, Page]
) -> None:
    """Show the page and the sheets that were open at the lock, with what was typed."""
    key, place = way_back(drafts, keys)
    kept = drafts.find(SHEETS_KEY)
    if kept is not None and kept.page != key and kept.page in keys:  # it ended without a lock
        key, place = kept.page, {}
    go(key, **place)
    if kept is not None and kept.page == key:
        sheets.bring_back(kept, pages[key].open_again)
