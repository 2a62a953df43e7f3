"""What the page is put together from: its parts, the views of a draft, the menu "More".

A module that adds one of these writes a record of this file and adds it in registry.py; the page does the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.models.matching import Board
from desktop.views.widgets.buttons import may_write

if TYPE_CHECKING:
    from desktop.views.matching.head import Head
    from desktop.views.matching.page import MatchingPage


class Part(QWidget):
    """One part of the page, or one view of its draft. Override what it has."""

    def __init__(self, page: MatchingPage) -> None:
        super().__init__()
        self.page = page

    def show_board(self, board: Board) -> None:
        """Show what has been read. Called when the part comes into sight with something new, never otherwise."""

    def show_panel(self, board: Board) -> None:
        """Fill the page's side panel with what is chosen here, or clear it."""
        self.page.panel.close_panel()
        self.page.side.clear()

    @property
    def waiting(self) -> bool:
        """Whether something that was asked for is still to come."""
        return False

    def leave(self) -> None:
        """Stop what is only done while the part is in sight."""

    def place(self) -> dict[str, str]:
        """Say what is chosen, searched and filtered here."""
        return {}

    def show_wanted(self, wanted: dict[str, str]) -> None:
        """Go to what `place` or a link said; with nothing wanted, choose the first where there is room for a panel."""

    def keyboard(self) -> QWidget | None:
        """Give what takes the keyboard first."""
        return None

    def seek(self) -> None:
        """Go to the field that searches here: Ctrl+F."""


class View(Part):
    """One view of the draft. Signals: `chosen(uid)` of a mentee, "" for none; `opened(uid)` by Enter or double click.

    All views show the same mentee in the panel: `choose` is called with whom another view had chosen.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def show_panel(self, board: Board) -> None:
        """Show the chosen mentee beside the view."""
        row = self.page.row(self.chosen_uid())
        if row is None:
            super().show_panel(board)
        else:
            self.page.panel.show_row(row, board)

    def tools(self) -> QWidget | None:
        """Give what stands beside the choice between the views while this one is shown."""
        return None

    def choose(self, uid: str) -> None:
        """Choose a mentee, lifting what hides them."""

    def choose_first(self) -> None:
        """Choose the first mentee there is."""

    def chosen_uid(self) -> str:
        """Give who is chosen, "" for nobody."""
        return ""


def _always(_what: object) -> bool:
    return True


@dataclass(frozen=True)
class PagePart:
    """A part: its chip's words, what makes it when it is first shown, its head, and when it is there at all.

    `head(head, board)` sets title, actions and badges, see `head.Head`.
    """

    key: str
    words: Callable[[Board], str]
    make: Callable[[MatchingPage], Part]
    head: Callable[[Head, Board], None]
    there: Callable[[Board], bool] = _always


@dataclass(frozen=True)
class DraftView:
    """A view of the draft: its chip's words, what makes it when it is first shown, and when it is there."""

    key: str
    words: Callable[[], str]
    make: Callable[[MatchingPage], View]
    there: Callable[[Board], bool] = _always


@dataclass(frozen=True)
class Entry:
    """A line of the menu "More". Its key works without the menu while it is there; the part is `page.part`.

    One that `writes` is off while the workspace is open for reading only.
    """

    words: Callable[[], str]
    act: Callable[[MatchingPage], object]
    key: str = ""
    there: Callable[[MatchingPage], bool] = _always
    writes: bool = False

    def usable(self, page: MatchingPage) -> bool:
        """Whether it may be done now."""
        return page.board is not None and page.board.anybody and self.there(page) and (may_write() or not self.writes)


def in_draft(page: MatchingPage) -> bool:
    """Whether the part shown is the draft."""
    return page.part == "draft"
