"""The grid of a day's meetings: typed cells become drafts of meetings. It knows no widget and stores nothing.

A row begins empty; typing anything makes it held, since that is what most meetings were. What is typed and not
saved can be written out as text and taken back, for the draft that survives a lock.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from desktop.models.rows import Index, ToneRole
from desktop.services.language import fold, say
from desktop.services.meetings.rules import TOPICS, check_row, mood_word, status_word, topic_word
from desktop.services.meetings.types import MINUTES, DueRow, MeetingDraft

PAIR, SLOT, STATUS, MINUTE, TOPIC, MOOD_MENTOR, MOOD_MENTEE, NEXT = range(8)
FIELDS: Final = ("pair", "period", "status", "minutes", "topics", "mood_mentor", "mood_mentee", "next_step")
STATUS_KEYS: Final = {
    "h": "held",
    "m": "missed_mentor",
    "e": "missed_mentee",
    "b": "missed_both",
    "n": "school_closed",
    "r": "rescheduled",
}


@dataclass
class GridRow:
    """One pair on the day: what was due or recorded, and what is typed now (None: nothing yet)."""

    due: DueRow
    typed: MeetingDraft | None = None
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def recorded(self) -> MeetingDraft | None:
        """Give what is stored, in the shape of a draft."""
        known = self.due.meeting
        if known is None:
            return None
        return MeetingDraft(
            known.pair,
            known.status,
            known.minutes,
            None,
            None,
            known.topics,
            known.mood_mentor,
            known.mood_mentee,
            known.next_step,
            known.period,
            known.uid,
        )

    @property
    def shown(self) -> MeetingDraft | None:
        """Give what the cells show."""
        return self.typed or self.recorded

    @property
    def changed(self) -> bool:
        """Whether there is something to save."""
        return self.typed is not None and self.typed != self.recorded


def all_topics() -> tuple[str, ...]:
    """Give the words of every topic."""
    return tuple(topic_word(code) for code in TOPICS)


def status_keys() -> tuple[tuple[str, str], ...]:
    """Give (key, what it says) of every status."""
    return tuple((key, status_word(status)) for key, status in STATUS_KEYS.items())


def read_topics(text: str) -> tuple[tuple[str, ...], str]:
    """Read topics as typed: beginnings of their words, separated by commas; the second value is what is unknown."""
    found: list[str] = []
    for piece in filter(None, (part.strip() for part in text.replace(";", ",").split(","))):
        wanted = fold(piece)
        codes = [
            c for c in TOPICS if any(w.startswith(wanted) for w in (fold(topic_word(c)), fold(c).replace("_", " ")))
        ]
        codes = codes or [c for c in TOPICS if any(w.startswith(wanted) for w in fold(topic_word(c)).split())]
        if not codes:
            return (), piece
        if codes[0] not in found:
            found.append(codes[0])
    return tuple(found), ""


class MeetingGrid(QAbstractTableModel):
    """An editable table of `GridRow`. Signal `edited()` after each change by a person."""

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[GridRow] = []
        self.day = date.min
        self.today = date.min
        self._headings = (
            say("Pair"),
            say("Period"),
            say("What became of it"),
            say("Min."),
            say("Topics"),
            say("{Mentor}'s mood"),
            say("{Mentee}'s mood"),
            say("Next step"),
        )

    def show(self, day: date, rows: Sequence[DueRow], today: date) -> None:
        """Show another day; nothing is typed yet."""
        self.beginResetModel()
        self.day, self.today = day, today
        self.rows = [GridRow(row) for row in rows]
        self.endResetModel()

    def add(self, due: DueRow) -> int:
        """Add a row, or find the one that is there; give its place."""
        for place, row in enumerate(self.rows):
            if row.due.pair == due.pair:
                return place
        self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows))
        self.rows.append(GridRow(due))
        self.endInsertRows()
        return len(self.rows) - 1

    # what is typed

    def unsaved(self) -> tuple[MeetingDraft, ...]:
        """Give the rows to save."""
        return tuple(row.typed for row in self.rows if row.typed is not None and row.changed)

    def errors(self) -> list[tuple[int, str]]:
        """Give (row, sentence) of what cannot be saved."""
        return [
            (place, next(iter(row.wrong.values()))) for place, row in enumerate(self.rows) if row.wrong and row.changed
        ]

    def as_text(self) -> str:
        """Write out what is typed and not saved; '' for nothing."""
        kept = {
            row.due.pair: {
                "status": row.typed.status,
                "minutes": row.typed.minutes,
                "topics": list(row.typed.topics),
                "mood_mentor": row.typed.mood_mentor,
                "mood_mentee": row.typed.mood_mentee,
                "next_step": row.typed.next_step,
            }
            for row in self.rows
            if row.typed is not None and row.changed
        }
        return json.dumps({"day": self.day.isoformat(), "rows": kept}) if kept else ""

    def take_back(self, text: str) -> None:
        """Put what `as_text` wrote into the rows of the same day."""
        try:
            kept = json.loads(text)
            rows: dict[str, dict[str, Any]] = kept["rows"] if kept["day"] == self.day.isoformat() else {}
        except (ValueError, KeyError, TypeError):
            return
        for place, row in enumerate(self.rows):
            values = rows.get(row.due.pair)
            if values:
                values["topics"] = tuple(values.get("topics", ()))
                self._put(place, replace(self._begun(row), **values))

    def settle(self) -> None:
        """Forget what is typed, after it was saved."""
        for row in self.rows:
            row.typed, row.wrong = None, {}

    def clear_row(self, place: int) -> None:
        """Take back what is typed in a row."""
        self.rows[place].typed, self.rows[place].wrong = None, {}
        self._tell(place)

    def set_status(self, place: int, status: str) -> None:
        """Say what became of a meeting."""
        self._put(place, replace(self._begun(self.rows[place]), status=status))

    def _begun(self, row: GridRow) -> MeetingDraft:
        return row.typed or row.recorded or MeetingDraft(row.due.pair, minutes=MINUTES, period=row.due.period)

    def _put(self, place: int, draft: MeetingDraft) -> None:
        row = self.rows[place]
        row.typed = draft
        row.wrong = check_row(draft, self.day, self.today)
        self._tell(place)

    def _tell(self, place: int) -> None:
        self.dataChanged.emit(self.index(place, 0), self.index(place, NEXT))
        self.edited.emit()

    # Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Count rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Count columns."""
        return 0 if parent.isValid() else len(FIELDS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let everything but the pair and its period be typed."""
        plain = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return plain | Qt.ItemFlag.ItemIsEditable if index.isValid() and index.column() > SLOT else plain

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Show a cell."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(row, index.column(), editing=role == Qt.ItemDataRole.EditRole)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.wrong.get(FIELDS[index.column()], "") or None
        if role == ToneRole:
            if FIELDS[index.column()] in row.wrong:
                return "danger"
            return "strong" if index.column() == PAIR else "warning" if row.changed and index.column() == STATUS else ""
        return None

    def _text(self, row: GridRow, column: int, *, editing: bool) -> str:
        if column == PAIR:
            return say("{a} – {b}", a=row.due.mentor_name, b=row.due.mentee_name)
        if column == SLOT:
            return row.due.slot
        draft = row.shown
        if draft is None:
            return ""
        if column == STATUS:
            return status_word(draft.status)
        if column == TOPIC:
            return ", ".join(topic_word(code) for code in draft.topics)
        value = {
            MINUTE: draft.minutes,
            MOOD_MENTOR: draft.mood_mentor,
            MOOD_MENTEE: draft.mood_mentee,
            NEXT: draft.next_step,
        }[column]
        if value is None or (column == MINUTE and draft.status != "held"):
            return ""
        if column in (MOOD_MENTOR, MOOD_MENTEE) and not editing:
            return f"{value} {mood_word(int(value))}"
        return str(value)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed into a cell; what cannot be read is said and stays out."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        text = str(value).strip()
        row, column = self.rows[index.row()], index.column()
        if text == self._text(row, column, editing=True):
            return False
        readers: dict[int, Callable[[MeetingDraft, str], MeetingDraft | str]] = {
            STATUS: _status,
            MINUTE: _minutes,
            TOPIC: _topics,
            MOOD_MENTOR: _mood("mood_mentor"),
            MOOD_MENTEE: _mood("mood_mentee"),
            NEXT: lambda draft, typed: replace(draft, next_step=typed),
        }
        read = readers[column](self._begun(row), text)
        if isinstance(read, str):
            row.wrong = {**row.wrong, FIELDS[column]: read}
            row.typed = self._begun(row)
            self._tell(index.row())
            return False
        self._put(index.row(), read)
        return True


def _status(draft: MeetingDraft, text: str) -> MeetingDraft | str:
    wanted = fold(text)
    if wanted in STATUS_KEYS:
        return replace(draft, status=STATUS_KEYS[wanted])
    found = [status for status in STATUS_KEYS.values() if fold(status_word(status)).startswith(wanted)]
    return replace(draft, status=found[0]) if wanted and found else say("Type one of h, m, e, b, n and r.")


def _minutes(draft: MeetingDraft, text: str) -> MeetingDraft | str:
    if not text:
        return replace(draft, minutes=MINUTES)
    return (
        replace(draft, minutes=int(text))
        if text.isdecimal() and len(text) < 5
        else say("Type the minutes as a number.")
    )


def _topics(draft: MeetingDraft, text: str) -> MeetingDraft | str:
    codes, unknown = read_topics(text)
    return replace(draft, topics=codes) if not unknown else say("This topic is not in the list. F1 shows them all.")


def _mood(name: str) -> Callable[[MeetingDraft, str], MeetingDraft | str]:
    def read(draft: MeetingDraft, text: str) -> MeetingDraft | str:
        if text and (not text.isdecimal() or not 1 <= int(text) <= 5):
            return say("Type the mood as a number from 1 to 5.")
        mood = int(text) if text else None
        return replace(draft, mood_mentor=mood) if name == "mood_mentor" else replace(draft, mood_mentee=mood)

    return read
