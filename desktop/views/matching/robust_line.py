"""How much the chosen pair depends on the weights: tried once for a draft, after a pause, beside all other work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel
from shiboken6 import isValid

from desktop.models import matching_robust as model
from desktop.models.session import OPEN
from desktop.models.tasks import Task
from desktop.services.language import say
from desktop.services.matching.types import Draft
from desktop.views.widgets.labels import label

if TYPE_CHECKING:
    from desktop.views.matching.page import MatchingPage

# Whoever walks through the draft, or changes it, is not kept company by twenty solutions each time.
_PAUSE_MS = 1_200
# From so many mentees on, trying takes over a second, so that it is shown as work that can be stopped.
_MANY = 120


class RobustLine:
    """Makes the line for the panel, and fills it in when the answer is there."""

    def __init__(self, page: MatchingPage) -> None:
        """Work for a page."""
        self._page = page
        self._draft: Draft | None = None
        self._found: dict[str, model.Robust] | None = None
        self._shown: tuple[str, QLabel] | None = None
        self._task: Task | None = None
        self.pause = QTimer(page)
        self.pause.setSingleShot(True)
        self.pause.setInterval(_PAUSE_MS)
        self.pause.timeout.connect(self._ask)

    def line(self, mentee: str) -> QLabel:
        """Make the line for a pair of the present draft; it is empty until the answer is there."""
        draft = self._page.board.draft if self._page.board else None
        if draft != self._draft:
            self._stop()
            self._draft, self._found = draft, None
        made = label("", "small")
        self._shown = mentee, made
        if self._found is None and draft is not None and draft.grouping is None and self._task is None:
            self.pause.start()
        self._show()
        return made

    def _show(self) -> None:
        if self._shown is None or not isValid(self._shown[1]):
            return
        mentee, line = self._shown
        line.setText("" if self._found is None else model.robust_words(self._found.get(mentee)))
        line.setVisible(self._found is not None)

    def _ask(self) -> None:
        """Read the draft; trying needs no workspace, and runs beside what reads and writes."""
        if self._page.session.state == OPEN and self._page.isVisible() and self._page.part == "draft":
            self._task = self._page.ask(model.what_to_try, done=self._try, failed=self._on_failed)

    def _try(self, asked: model.Asked | None) -> None:
        draft = self._draft
        if asked is None or draft is None:
            return
        many = draft.coverage + len(draft.unplaced) > _MANY
        title = say("Trying other weights") if many else ""
        tasks = self._page.session.tasks
        done, failed = self._on_tried, self._on_failed
        self._task = tasks.compute(self._page, model.try_weights, asked, done=done, failed=failed, title=title)

    def _on_tried(self, found: dict[str, model.Robust]) -> None:
        self._found = found
        self._show()

    def _on_failed(self, _error: Exception) -> None:
        """Say nothing: what stands there without it is right, and proposing tells of an error."""

    def _stop(self) -> None:
        self.pause.stop()
        task, self._task = self._task, None
        if task is not None and task.running:
            task.cancel()
