"""The grid of a day's meetings: typed cells become drafts of meetings. It knows no widget and stores nothing.

A row begins empty; typing anything makes it held, since that is what most meetings were. What cannot be read
stays in its cell with a sentence. What is typed and not saved can be written out as text and taken back, for the
draft that survives a lock.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from desktop.models.meeting_cells import (
    FIELDS,
    NEXT,
    PAIR,
    SLOT,
    STATUS,
    cell_text,
    draft_values,
    draft_with,
    headings,
    hint,
    read_cell,
)
from desktop.models.rows import Index, ToneRole
from desktop.models.typed_steps import Typed, TypedSteps
from desktop.services.language import say
from desktop.services.meetings.rules import check_row, complete
from desktop.services.meetings.types import MINUTES, DueRow, MeetingDraft

_DISPLAY, _EDIT = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole


@dataclass
class GridRow:
    """One pair on the day: what was due or recorded, and what is typed now (None: nothing yet).

    raw: what was typed and cannot be read, by field; wrong: why, also of what can be read and not be saved.
    """

    due: DueRow
    typed: MeetingDraft | None = None
    raw: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """Tell rows of a day apart: a pair can have two meetings on one."""
        return self.due.pair, self.due.period or ""

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
    def begun(self) -> MeetingDraft:
        """Give what is typed, or what typing begins with."""
        return self.shown or MeetingDraft(self.due.pair, minutes=MINUTES, period=self.due.period)

    @property
    def changed(self) -> bool:
        """Whether there is something to save."""
        if self.typed is None:
            return False
        recorded = self.recorded
        return bool(self.raw) or recorded is None or complete(self.typed) != complete(recorded)

    @property
    def moment(self) -> Typed:
        """Give the row as it is now."""
        return Typed(self.key, self.typed, dict(self.raw))

    def take(self, column: int, text: str, day: date, today: date) -> None:
        """Take a typed text into a cell; what was refused before is tried again, since one cell bears on others."""
        if column == STATUS and not text.strip() and self.recorded is None and self._only_status():
            self.clear()
            return
        self.raw[FIELDS[column]] = text
        self.judge(day, today)

    def judge(self, day: date, today: date) -> None:
        """Read what is typed, and check what can be read."""
        draft, wrong = self.begun, {}
        # The status first: it decides what the other cells may hold.
        for name, text in sorted(self.raw.items(), key=lambda one: FIELDS.index(one[0])):
            read = read_cell(draft, FIELDS.index(name), text)
            if isinstance(read, str):
                wrong[name] = read
            else:
                draft = read
                del self.raw[name]
        self.typed = draft
        self.wrong = {**check_row(draft, day, today), **wrong}

    def clear(self) -> None:
        """Forget what is typed."""
        self.typed, self.raw, self.wrong = None, {}, {}

    def _only_status(self) -> bool:
        plain = MeetingDraft(self.due.pair, minutes=MINUTES, period=self.due.period)
        return not set(self.raw) - {"status"} and replace(self.begun, status=plain.status) == plain


class MeetingGrid(QAbstractTableModel):
    """An editable table of `GridRow`. Signal `edited()` after each change by a person."""

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[GridRow] = []
        self.day = date.min
        self.today = date.min
        self._headings = headings()
        self._steps = TypedSteps()
        # The cell that is open: (row, column, text so far). It belongs to the draft, not yet to the row.
        self._open: tuple[int, int, str] | None = None

    def show(self, day: date, rows: Sequence[DueRow], today: date) -> None:
        """Show a day. On the day that is shown already, what is typed and differs from what is recorded stays."""
        before = {row.key: row for row in self.rows if row.typed is not None} if day == self.day else {}
        self.beginResetModel()
        self.day, self.today, self._open = day, today, None
        self.rows = [GridRow(row) for row in rows]
        for row in self.rows:
            old = before.get(row.key)
            if old is not None and old.typed is not None:
                self._carry(row, old.typed, old.raw)
        if not any(row.changed for row in self.rows):
            self._steps.forget()
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

    def errors(self) -> list[tuple[int, int, str]]:
        """Give (row, column, sentence) of what cannot be saved."""
        return [
            (place, FIELDS.index(name) if name in FIELDS else STATUS, words)
            for place, row in enumerate(self.rows)
            if row.changed
            for name, words in row.wrong.items()
        ]

    def open_cell(self, index: Index, text: str) -> None:
        """Say what is typed so far in the cell that is open, so that a draft holds it too."""
        self._open = (index.row(), index.column(), text)
        self.edited.emit()

    def close_cell(self) -> None:
        """Say that no cell is open any more."""
        if self._open is not None:
            self._open = None
            self.edited.emit()

    def as_text(self) -> str:
        """Write out what is typed and not saved; '' for nothing."""
        kept = []
        for place, row in enumerate(self.rows):
            closed = self._as_if_closed(place, row)
            if closed.changed:
                pair, period = closed.key
                kept.append({"pair": pair, "period": period, **draft_values(closed.begun), "raw": closed.raw})
        return json.dumps({"day": self.day.isoformat(), "rows": kept}) if kept else ""

    def _as_if_closed(self, place: int, row: GridRow) -> GridRow:
        """Give a row as it will be when the open cell is closed now."""
        if self._open is None or self._open[0] != place:
            return row
        _, column, text = self._open
        closed = replace(row, raw=dict(row.raw))
        if text.strip() != self._text(row, column, editing=True):
            closed.take(column, text.strip(), self.day, self.today)
        return closed

    def take_back(self, text: str) -> None:
        """Put what `as_text` wrote into the rows of the same day; what is not there any more is passed over."""
        by_key = {row.key: row for row in self.rows}
        by_pair = {row.due.pair: row for row in reversed(self.rows)}
        for values in kept_rows(text, self.day):
            pair, period = str(values.get("pair")), str(values.get("period"))
            row, raw = by_key.get((pair, period)) or by_pair.get(pair), values.get("raw")
            if row is not None:
                texts = raw if isinstance(raw, dict) else {}
                self._carry(
                    row,
                    draft_with(row.begun, values),
                    {name: str(typed) for name, typed in texts.items() if name in FIELDS[STATUS:]},
                )
        self._tell(0, len(self.rows) - 1)

    def clear_row(self, place: int) -> None:
        """Take back what is typed in a row."""
        self._steps.note(self.rows[place].moment)
        self.rows[place].clear()
        self._tell(place, place)

    def step_typing(self, *, back: bool = True) -> int | None:
        """Take back what was typed last and is not saved, or type it again; give the row, None for nothing."""
        places = {row.key: place for place, row in enumerate(self.rows)}
        wanted = self._steps.move({row.key: row.moment for row in self.rows}, back=back)
        if wanted is None:
            return None
        row = self.rows[places[wanted.key]]
        if wanted.draft is None:
            row.clear()
        else:
            self._carry(row, wanted.draft, wanted.raw)
        self._tell(places[wanted.key], places[wanted.key])
        return places[wanted.key]

    def set_status(self, place: int, status: str) -> None:
        """Say what became of a meeting, by one of the keys or words."""
        self.setData(self.index(place, STATUS), status)

    def hint(self, place: int, column: int, text: str = "") -> tuple[str, bool]:
        """Say what is wrong with a cell, or what can be typed there; the second value says which."""
        row = self.rows[place] if 0 <= place < len(self.rows) else None
        wrong = "" if row is None or self._open else row.wrong.get(FIELDS[column], "")
        return (wrong, True) if wrong else (hint(column, text), False)

    def _carry(self, row: GridRow, typed: MeetingDraft, raw: dict[str, str]) -> None:
        """Put what was typed on a row as it is now; what is recorded by now needs no saving any more."""
        recorded = row.recorded
        period = recorded.period if recorded else row.due.period
        row.typed = replace(typed, uid=recorded.uid if recorded else "", period=period)
        row.raw = dict(raw)
        row.judge(self.day, self.today)
        if not row.changed:
            row.clear()

    def _tell(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, NEXT))
        self.edited.emit()

    # Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Count rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Count columns."""
        return 0 if parent.isValid() else len(FIELDS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Name the columns."""
        if orientation == Qt.Orientation.Horizontal and role == _DISPLAY and 0 <= section < len(self._headings):
            return self._headings[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let everything but the pair and its period be typed."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return plain | Qt.ItemFlag.ItemIsEditable if index.column() > SLOT else plain

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Show a cell."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role in (_DISPLAY, _EDIT):
            return self._text(row, column, editing=role == _EDIT)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.wrong.get(FIELDS[column]) or (self._text(row, column, editing=False) or None)
        if role == ToneRole:
            if FIELDS[column] in row.wrong:
                return "danger"
            # Bold in the accent: typed and not saved yet. A warning is for what is wrong.
            return "strong" if column == PAIR else "accent" if row.changed and column == STATUS else ""
        return None

    def _text(self, row: GridRow, column: int, *, editing: bool) -> str:
        if column == PAIR:
            return say("{a} – {b}", a=row.due.mentor_name, b=row.due.mentee_name)
        if column == SLOT:
            return row.due.slot
        if FIELDS[column] in row.raw:
            return row.raw[FIELDS[column]]
        return cell_text(row.shown, column, editing=editing) if row.shown else ""

    def setData(self, index: Index, value: object, role: int = _EDIT) -> bool:
        """Take what was typed into a cell; what cannot be read stays there and is said."""
        if role != _EDIT or not index.isValid() or index.column() <= SLOT:
            return False
        row, text = self.rows[index.row()], str(value).strip()
        self._open = None
        if text == self._text(row, index.column(), editing=True):
            return False
        self._steps.note(row.moment)
        row.take(index.column(), text, self.day, self.today)
        self._tell(index.row(), index.row())
        return True


def kept_rows(text: str, day: date) -> list[dict[str, object]]:
    """Give the rows that `MeetingGrid.as_text` wrote for a day; none where the text is something else."""
    try:
        kept = json.loads(text)
        rows = kept["rows"] if kept["day"] == day.isoformat() else []
    except (ValueError, KeyError, TypeError):
        return []
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def pairs_of(rows: Iterable[dict[str, object]]) -> tuple[str, ...]:
    """Give the pairs of kept rows, by uid."""
    return tuple(str(row.get("pair")) for row in rows)
