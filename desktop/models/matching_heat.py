"""All pairs of a draft as a map of scores, and what is known of one cell.

Every function that takes a workspace runs on the worker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from desktop.models.matching import pair_title
from desktop.models.rows import Index
from desktop.services import matching
from desktop.services.language import fold, say
from desktop.services.matching import choices
from desktop.services.matching.types import Applicant, Draft, band_of
from desktop.services.vault import Workspace

Choice = choices.Choice
Heat = matching.Heat
Progress = Callable[[int, int], bool]

CellRole: Final = Qt.ItemDataRole.UserRole
FORBIDDEN: Final = -1
_CROSS: Final = "\u00d7"


@dataclass(frozen=True)
class Cell:
    """A pair of the map: a score, or FORBIDDEN; whether the draft has it, and has it locked."""

    score: int
    chosen: bool
    locked: bool

    @property
    def band(self) -> str:
        """The untranslated name of the band, "" for a pair that rules forbid."""
        return band_of(self.score) if self.score >= 0 else ""

    @property
    def letter(self) -> str:
        """What stands in the cell."""
        return say(self.band)[:1].upper() if self.band else _CROSS


class HeatTable(QAbstractTableModel):
    """Mentees down, mentors across, both by family name."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.mentees: tuple[Applicant, ...] = ()
        self.mentors: tuple[Applicant, ...] = ()
        self._scores: tuple[Sequence[int], ...] = ()
        self._across: tuple[int, ...] = ()
        self._chosen: dict[int, int] = {}
        self._locked: frozenset[int] = frozenset()

    def show(self, heat: Heat, sort: Mapping[str, str], draft: Draft) -> None:
        """Show a map of a draft; `sort` says by uid how to order people."""
        down = sorted(range(len(heat.mentees)), key=lambda i: sort.get(heat.mentees[i].uid, ""))
        across = sorted(range(len(heat.mentors)), key=lambda j: sort.get(heat.mentors[j].uid, ""))
        self.beginResetModel()
        self.mentees = tuple(heat.mentees[i] for i in down)
        self.mentors = tuple(heat.mentors[j] for j in across)
        self._scores, self._across = tuple(heat.scores[i] for i in down), tuple(across)
        rows = {one.uid: at for at, one in enumerate(self.mentees)}
        columns = {one.uid: at for at, one in enumerate(self.mentors)}
        held = [card for card in draft.cards if card.mentee.uid in rows and card.mentor.uid in columns]
        self._chosen = {rows[card.mentee.uid]: columns[card.mentor.uid] for card in held}
        self._locked = frozenset(rows[card.mentee.uid] for card in held if card.locked)
        self.endResetModel()

    def cell(self, row: int, column: int) -> Cell:
        """Give what is known of a pair."""
        chosen = self._chosen.get(row) == column
        return Cell(self._scores[row][self._across[column]], chosen, chosen and row in self._locked)

    def row_of(self, mentee: str) -> int:
        """Give the row of a mentee, -1 for none."""
        return next((at for at, one in enumerate(self.mentees) if one.uid == mentee), -1)

    def column_of(self, mentor: str) -> int:
        """Give the column of a mentor, -1 for none."""
        return next((at for at, one in enumerate(self.mentors) if one.uid == mentor), -1)

    def chosen_column(self, row: int) -> int:
        """Give the column of whom the draft places a mentee with, -1 for nobody."""
        return self._chosen.get(row, -1)

    def search(self, typed: str, row: int, column: int) -> tuple[int, int] | None:
        """Find a name that begins so, given or family name, beginning with the present cell: a mentee, else a mentor.

        With one letter the present row and column are passed over: typed again, it goes on to the next.
        """
        text, on = fold(typed), len(typed) == 1
        down = _next(self.mentees, text, row + on)
        if down >= 0:
            return down, column
        across = _next(self.mentors, text, column + on)
        return (row, across) if across >= 0 else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Count the mentees."""
        return 0 if parent.isValid() else len(self.mentees)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Count the mentors."""
        return 0 if parent.isValid() else len(self.mentors)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the letter of a cell, all of it (CellRole), or a sentence."""
        if not index.isValid():
            return None
        if role == CellRole:
            return self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index.row(), index.column()).letter
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a person's name."""
        people = self.mentors if orientation == Qt.Orientation.Horizontal else self.mentees
        wanted = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        return people[section].name if role in wanted and 0 <= section < len(people) else None

    def _words(self, row: int, column: int) -> str:
        cell = self.cell(row, column)
        said = [f"{pair_title(self.mentees[row].name, self.mentors[column].name)}: {cell_words(cell)}"]
        said += [say("in this draft")] if cell.chosen else []
        said += [say("locked")] if cell.locked else []
        return ", ".join(said)


def _next(people: Sequence[Applicant], text: str, start: int) -> int:
    """Find who has a name that begins so, from `start` on and round."""
    count = len(people)
    places = ((start + step) % count for step in range(count))
    return next((at for at in places if any(word.startswith(text) for word in _names(people[at]))), -1)


def _names(one: Applicant) -> tuple[str, ...]:
    whole = fold(one.name)
    return (whole, *whole.split())


def cell_words(cell: Cell) -> str:
    """Say the band and the score of a cell, or that rules forbid it."""
    return say("{band}, {n} points", band=say(cell.band), n=cell.score) if cell.band else say("not allowed")


def legend() -> tuple[tuple[str, str], ...]:
    """Give what stands in cells, each with its meaning."""
    bands = (("Strong", 600), ("Good", 400), ("Fair", 250), ("Weak", 0))
    return (
        *((Cell(score, chosen=False, locked=False).letter, say(band).lower()) for band, score in bands),
        (_CROSS, say("not allowed")),
    )


def load_heat(ws: Workspace, progress: Progress | None = None) -> Heat:
    """Score every pair. Errors: as `matching.heat`."""
    return matching.heat(ws, progress)


def load_cell(ws: Workspace, mentee: str, mentor: str, groups: bool) -> Choice | matching.WhyNot:
    """Say what placing two together would cost, or what forbids it; of groups, why they are not together."""
    return matching.why_not(ws, mentee, mentor) if groups else choices.price(ws, mentee, mentor)


def rules_words(found: Choice | matching.WhyNot) -> tuple[str, ...]:
    """Give each rule that forbids the pair, as a sentence."""
    return tuple(rule.sentence for rule in found.rules)


def cost_words(found: Choice | matching.WhyNot) -> str:
    """Say what it would cost and who would move, without the rules; "" where it cannot be."""
    if found.cost is None:
        return ""
    sentence = found.sentence
    for rule in found.rules:
        sentence = sentence.replace(rule.sentence, "", 1)
    return sentence.strip()


def can_place(found: Choice | matching.WhyNot) -> bool:
    """Whether the two may be placed together as they are."""
    return isinstance(found, Choice) and not found.rules and not found.present


def may_decide(found: Choice | matching.WhyNot) -> bool:
    """Whether a counsellor may place them all the same, with a reason."""
    return isinstance(found, Choice) and bool(found.rules) and found.overridable
