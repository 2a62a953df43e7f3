"""The sheets that are open at the lock: which, about what, with what is typed; and opening them again after it.

All of it is one draft (models/drafts.py), sealed to its author soon after each pause, so that it outlasts a window that
is stuck and a power cut too. A sheet says with `comes_back` by which key its page, or the window, opens it again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desktop.models.drafts import SHEETS_KEY, Draft, DraftKeeper
from desktop.models.text_steps import Step, read_steps
from desktop.views.widgets.draft_text import DraftTextEdit
from desktop.views.widgets.left_fields import fill_fields, follow, read_fields

if TYPE_CHECKING:
    from desktop.views.widgets.sheet import Sheet

# Half of the promise of 2 s, as for other drafts.
_NOTE_AFTER_MS = 1_000
_MOST_TRIES = 3
_HERE = Qt.FindChildOption.FindDirectChildrenOnly


@dataclass(frozen=True)
class Way:
    """How a sheet is opened again: its key at its page, and about what."""

    key: str
    about: Mapping[str, Any] = field(default_factory=dict)


class LeftSheets(QObject):
    """Knows which sheets are open over a window. Those of no page are opened by `everywhere`; its name is their key."""

    def __init__(self, window: QWidget, drafts: DraftKeeper, *everywhere: Callable[[], object]) -> None:
        super().__init__(window)
        self._window, self._drafts = window, drafts
        self._everywhere = {act.__name__: act for act in everywhere}
        self._open: list[Sheet] = []
        # What is still to be opened again, and with what is still to be filled in.
        self._waiting: list[dict[str, Any]] = []
        self._at_page: Callable[[str, Mapping[str, Any]], bool] = lambda _key, _about: False
        # The page that is shown: there the sheets are opened again.
        self.page = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_NOTE_AFTER_MS)
        self._timer.timeout.connect(self._on_pause)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    @staticmethod
    def around(sheet: QWidget) -> LeftSheets | None:
        """Find those of the window over which a sheet lies, at once or over other sheets."""
        host = sheet.parentWidget()
        while host is not None:
            found = host.findChild(LeftSheets, options=_HERE)
            if isinstance(found, LeftSheets):
                return found
            host = host.parentWidget()
        return None

    def note_all(self) -> None:
        """Note for the lock what is open, the lowest first, and what was typed step by step in fields with a draft."""
        steps = {key: list(some) for key, some in self._drafts.steps.items()}
        for text in self._window.findChildren(DraftTextEdit):
            with contextlib.suppress(Exception):
                text.flush()
                steps.update([text.left_steps])
        self._note({key: some for key, some in steps.items() if some and self._drafts.find(key)})

    def bring_back(self, kept: Draft, at_page: Callable[[str, Mapping[str, Any]], bool]) -> None:
        """Open again what was noted. What cannot be opened any more is passed over: a person who is gone."""
        self._drafts.drop(SHEETS_KEY)
        steps = kept.extra.get("steps", {})
        self._drafts.steps = {key: read_steps(some) for key, some in steps.items()}
        sheets = [one | {"tries": one.get("tries", 0) + 1} for one in kept.extra.get("sheets", ())]
        # One that was tried and did not open time after time is given up: what it was about is gone.
        self._waiting, self._at_page = [one for one in sheets if one["tries"] <= _MOST_TRIES], at_page
        if self._waiting:
            self._timer.start()
        self._open_next()

    def note_open(self, sheet: Sheet) -> None:
        """Note that a sheet has been opened."""
        self._open.append(sheet)
        self._timer.start()
        sheet.finished.connect(lambda _result: self._forget(sheet))

    def fill(self, sheet: Sheet) -> None:
        """Put back what was typed in a sheet, where it is the one that is waited for; then open the next."""
        kept = self._waiting[0] if self._waiting else {}
        if sheet.way is not None and [sheet.way.key, dict(sheet.way.about)] == [kept.get("key"), kept.get("about")]:
            # Only now: opening gives the keyboard to a line, and chooses all of it.
            QTimer.singleShot(0, sheet, lambda: self._fill(sheet, kept))

    def _fill(self, sheet: Sheet, kept: dict[str, Any]) -> None:
        if kept not in self._waiting:
            return
        self._waiting.remove(kept)
        sheet.put_back(kept["beside"])
        # What was put back may give the keyboard to a row of its own a moment later.
        QTimer.singleShot(0, sheet, lambda: self._fill_fields(sheet, kept))

    def _fill_fields(self, sheet: Sheet, kept: dict[str, Any]) -> None:
        fill_fields(sheet, kept)
        self._open_next()

    def _open_next(self) -> None:
        while self._waiting:
            key, about = str(self._waiting[0]["key"]), self._waiting[0]["about"]
            everywhere = self._everywhere.get(key)
            if everywhere is not None:
                everywhere()
                return
            if self._at_page(key, about):
                return
            self._waiting.pop(0)

    def _on_pause(self) -> None:
        self._note({})
        if self._open or self._waiting:
            self._timer.start()

    def _note(self, steps: dict[str, list[Step]]) -> None:
        """Note what is open; what cannot say what it holds costs itself, and nothing else."""
        sheets = []
        for sheet in self._open:
            with contextlib.suppress(Exception):
                if sheet.way is not None and isValid(sheet):
                    sheets.append(self._read(sheet, sheet.way))
        sheets.extend(one for one in self._waiting if one not in sheets)
        if sheets or steps:
            self._drafts.note(SHEETS_KEY, Draft("", page=self.page, extra={"sheets": sheets, "steps": steps}))
        elif self._drafts.find(SHEETS_KEY) is not None:
            self._drafts.drop(SHEETS_KEY)

    def _read(self, sheet: Sheet, way: Way) -> dict[str, Any]:
        waiting = next((one for one in self._waiting if one["key"] == way.key and one["about"] == way.about), None)
        if waiting is not None:  # it is not filled yet
            return waiting
        return {"key": way.key, "about": dict(way.about), "beside": sheet.beside(), **read_fields(sheet)}

    def _forget(self, sheet: Sheet) -> None:
        self._open = [one for one in self._open if one is not sheet]
        self._timer.start()

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and any(isValid(sheet) and sheet.isAncestorOf(now) for sheet in self._open):
            follow(now)
