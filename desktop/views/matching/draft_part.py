"""The draft: the choice between its views, which all show the same chosen mentee, and the view that is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.models import matching as model
from desktop.services.language import say
from desktop.views import theme
from desktop.views.matching.flow import Flow
from desktop.views.matching.parts import DraftView, Part, View
from desktop.views.widgets.buttons import Chips
from desktop.views.widgets.labels import ElidedLabel, IconLabel, label

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage

# Where the preferences keep which view was chosen last.
_REMEMBERED = "matching-view"
# So many sentences on what has changed fit above a view.
_MOST_CHANGES = 2


class DraftPart(Part):
    """The draft in one of its views. They are made when first shown, and read anew when they come into sight."""

    def __init__(self, page: MatchingPage) -> None:
        super().__init__(page)
        self.uid = ""
        kept = page.shell.preferences.columns(_REMEMBERED)
        self.view = kept[0] if kept else "list"
        self.views: dict[str, View] = {}
        self._there: tuple[DraftView, ...] = ()
        self._fresh: set[str] = set()
        self._chips: Chips | None = None
        self._above, self._stack = Flow(), QStackedWidget()
        self._tools: dict[str, QWidget] = {}
        self._row = QHBoxLayout()
        self._row.setSpacing(12)
        self._row.addWidget(self._above, 0, Qt.AlignmentFlag.AlignVCenter)
        self._proof = ElidedLabel("muted")
        self._row.addWidget(self._proof, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._make_notice())
        column.addLayout(self._row)
        column.addWidget(self._stack, 1)

    def current(self) -> View:
        """Give the view in sight; it is made where it is shown for the first time."""
        return self.view_of(self.view)

    def view_of(self, key: str) -> View:
        """Give a view by its key."""
        if key not in self.views:
            made = next(one for one in self.page.draft_views if one.key == key).make(self.page)
            made.chosen.connect(self._on_chosen)
            made.opened.connect(self.page.choose_mentor)
            self.views[key] = made
            self._stack.addWidget(made)
            tools = made.tools()
            if tools is not None:
                self._tools[key] = tools
                self._row.addWidget(tools)
        return self.views[key]

    def show_board(self, board: model.Board) -> None:
        """Show the draft; the other views read it when they are looked at."""
        self._fresh.clear()
        self._there = tuple(one for one in self.page.draft_views if one.there(board))
        if self.view not in {one.key for one in self._there}:
            self.view = "list"
        self._show_chips()
        if board.draft is not None:
            self._proof.show_text(model.proof_words(board.draft))
            theme.role(self._proof, "muted" if board.draft.settled else "warning")
        outdated = board.draft is not None and board.draft.outdated
        words = say("People or answers have changed since this draft was made. Propose again to take that in.")
        changes = board.draft.changes[:_MOST_CHANGES] if board.draft else ()
        self._notice_words.setText(" ".join((words, *changes)) if outdated else "")
        self._notice.setVisible(outdated)
        self._show_view(board)

    def show_view(self, key: str, uid: str = "") -> None:
        """Go to another view, where the same mentee, or the one given, is chosen."""
        before = self.current()
        before.leave()
        focused = QApplication.focusWidget()
        had = focused is not None and (before.isAncestorOf(focused) or focused is before.tools())
        self.view, self.uid = key, uid or self.uid
        self.page.shell.preferences.keep_columns(_REMEMBERED, [key])
        if self._chips is not None:
            self._chips.choose(key)
        if self.page.board is not None:
            self._show_view(self.page.board)
            self.current().choose(self.uid)
            self.page.show_panel()
        main = self.current().keyboard()
        if had and main is not None:
            main.setFocus()

    def next_view(self) -> None:
        """Go to the view whose chip comes next, the keyboard in it."""
        keys = [one.key for one in self._there]
        if len(keys) > 1:
            self.show_view(keys[(keys.index(self.view) + 1) % len(keys)])
            main = self.current().keyboard()
            if main is not None:
                main.setFocus()

    def show_panel(self, board: model.Board) -> None:
        """Let the view show what is chosen in it."""
        self.current().show_panel(board)

    @property
    def waiting(self) -> bool:
        """Whether the view waits for an answer."""
        return self.current().waiting

    def leave(self) -> None:
        """Leave the view in sight."""
        self.current().leave()

    def place(self) -> dict[str, str]:
        """Say which view is shown, and its place."""
        return {"view": self.view, "uid": self.uid, **self.current().place()}

    def show_wanted(self, wanted: dict[str, str]) -> None:
        """Go to a view, and in it to a mentee."""
        if wanted.get("view") in {one.key for one in self._there} and wanted["view"] != self.view:
            self.show_view(wanted["view"])
        self.current().show_wanted(wanted)

    def keyboard(self) -> QWidget | None:
        """Give what takes the keyboard in the view."""
        return self.current().keyboard()

    def seek(self) -> None:
        """Search in the view."""
        self.current().seek()

    def _show_view(self, board: model.Board) -> None:
        view = self.current()
        if self.view not in self._fresh:
            self._fresh.add(self.view)
            view.show_board(board)
        self._stack.setCurrentWidget(view)
        for key, tools in self._tools.items():
            tools.setVisible(key == self.view)

    def _show_chips(self) -> None:
        if self._chips is not None and self._chips.property("keys") == [one.key for one in self._there]:
            self._chips.choose(self.view)
            return
        if self._chips is not None:
            self._above.remove(self._chips)
        self._chips = Chips(say("View of the draft"), [(one.key, one.words()) for one in self._there])
        self._chips.setProperty("keys", [one.key for one in self._there])
        self._chips.choose(self.view)
        self._chips.chosen.connect(lambda key: self.show_view(str(key)))
        self._above.add(self._chips)
        self._above.setVisible(len(self._there) > 1)

    def _on_chosen(self, uid: str) -> None:
        if self.sender() is None or self.sender() is self.current():
            self.uid = uid or self.uid
            self.page.show_panel()

    def _make_notice(self) -> QWidget:
        self._notice = QWidget()
        self._notice_words = label("", "warning")
        row = QHBoxLayout(self._notice)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel("alert-outline", "warning"))
        row.addWidget(self._notice_words, 1)
        self._notice.hide()
        return self._notice
