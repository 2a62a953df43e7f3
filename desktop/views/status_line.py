"""The quiet line at the foot: when it was saved, what runs, who is signed in and what their keys open."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from desktop.models.copy_age import last_backup_words, last_copy_words
from desktop.models.session import SignedIn
from desktop.models.tasks import Task
from desktop.models.users import Lent
from desktop.services.language import say
from desktop.views import theme
from desktop.views.widgets import IconLabel, ProgressLine, TierMark, clear_layout, label, tier_of
from desktop.views.widgets.labels import ElidedLabel

_LENT: Final = "lent"
_PRIVATE: Final = 4


class StatusLine(QFrame):
    """Words at the left, progress in the middle, the person and their compartments at the right."""

    def __init__(self) -> None:
        super().__init__()
        theme.role(self, "status")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 3, 16, 3)
        row.setSpacing(8)
        self._tick = IconLabel("check", "accent", 16)
        self._saved = label("", "small", wrap=False)
        self._notes = _giving_way()
        row.addWidget(self._tick)
        row.addWidget(self._saved)
        row.addWidget(self._notes)
        self._tasks = QHBoxLayout()
        self._tasks.setSpacing(16)
        row.addSpacing(16)
        row.addLayout(self._tasks)
        row.addStretch(1)
        self._who = QHBoxLayout()
        self._who.setSpacing(10)
        row.addLayout(self._who)
        self.show_saved(None)

    def show_saved(self, at: datetime | None) -> None:
        """Say when the last change was saved; before the first, that everything is."""
        words = say("Saved {time}", time=at.strftime("%H:%M")) if at else say("Everything is saved")
        self._saved.setText(words)

    def show_note(self, words: str) -> None:
        """Say one more quiet thing, for example how old the newest copy is."""
        self._notes.show_text(f"\u00b7  {words}" if words else "")

    def add_task(self, task: Task) -> None:
        """Show a task until it ends."""
        self._tasks.addWidget(ProgressLine(task))

    def show_signed_in(self, signed_in: SignedIn, today: date) -> None:
        """Show who is signed in and which compartments are open, in words, colour and symbol; how old a copy is."""
        if signed_in.looking:
            self._tick.set_icon("eye-outline", "warning")
            self._saved.setText(say("Only looking at a copy: nothing is saved"))
        elif signed_in.read_only:
            self._tick.set_icon("eye-outline", "warning")
            self._saved.setText(say("Open for reading only: nothing is saved"))
        elif not signed_in.sample:
            copy = last_copy_words(signed_in.last_copy, today)[0]
            self.show_note("  \u00b7  ".join((copy, last_backup_words(signed_in.last_backup, today))))
        clear_layout(self._who)
        roles = ", ".join(_role_word(role) for role in signed_in.roles if role != "owner")
        name = _giving_way()
        name.show_text(", ".join(filter(None, (signed_in.label, roles))))
        self._who.addWidget(name)
        own = [name for name in signed_in.compartments if not name.startswith(_LENT)]
        for tier in sorted({tier_of(name) for name in own}):
            self._who.addWidget(TierMark(tier))
        if len(own) < len(signed_in.compartments):
            for one in signed_in.lent:
                if not one.mine:
                    self._who.addWidget(_lent_mark(one))


def _giving_way() -> ElidedLabel:
    """Make a text that is as wide as it is, and gives way where there is less room: the marks never do."""
    made = ElidedLabel("small")
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    made.setMinimumWidth(1)
    return made


def _lent_mark(lent: Lent) -> TierMark:
    """Mark notes that are another's: short in the line, in full where one points at it or listens."""
    mark = TierMark(_PRIVATE, say("Lent until {day}", day=lent.until))
    words = say("Private notes of {who}, lent to you until {day}", who=lent.who, day=lent.until)
    mark.setToolTip(words)
    mark.setAccessibleName(words)
    return mark


def _role_word(role: str) -> str:
    words = {"counsellor": say("{counsellor}"), "coordinator": say("coordinator"), "lead": say("safeguarding lead")}
    return words.get(role, role)
