"""What a page may ask of the window around it. A page knows only this; the window knows only `Page` and `Feature`."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QWidget

from desktop.models.preferences import Preferences
from desktop.models.session import Session
from desktop.views.again import AskAgain
from desktop.views.messages import Messages
from desktop.views.theme import Look


class Shell(Protocol):
    """The window, as pages see it."""

    session: Session
    preferences: Preferences
    messages: Messages
    look: Look
    # ask_again(why, then): the password first, unless it was given within the last two minutes; unlocking counts.
    ask_again: AskAgain

    @property
    def window_widget(self) -> QWidget:
        """The parent of sheets."""
        ...

    def go(self, key: str, **place: str) -> None:
        """Show a feature's page and give `place` to its `show_place`: `shell.go("people", person=uid)`."""
        ...

    def toast(self, words: str, *, undo: bool = False) -> None:
        """Say that something was done; with `undo`, offer to take back the last step."""
        ...

    def lock(self) -> None:
        """Lock now."""
        ...

    def show_keys(self) -> None:
        """Show the keys of the present page."""
        ...

    def show_risk_card(self) -> None:
        """Show the school's own numbers for "A child may be at risk"."""
        ...
