"""A term later: the next roster, with what has to be decided, and pairs that somebody kept in a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QTableView

from desktop.tour.guide import Step, Trip
from desktop.tour.hand import Hand


def roster(trip: Trip) -> None:
    """Choose the roster of the next term and look at what has to be decided."""
    hand = trip.hand
    if hand.sees("F9 or a click brings it back"):
        hand.key("F9")
    hand.press("People")
    if trip.files.later is None:
        return
    _choose(hand, trip.files.later)
    hand.find("Import * student*", QAbstractButton, seconds=120)
    hand.press("Show: To decide *")
    hand.rest(0.3)
    hand.click_row(hand.find("What would happen", QTableView), 0)


def decided(trip: Trip) -> None:
    """Answer each question with its first answer, and import: the same student, and who has left."""
    hand = trip.hand
    if trip.files.later is None:
        return
    table = hand.find("What would happen", QTableView)
    for row in range(table.model().rowCount()):
        hand.click_row(table, row)
        hand.key("1")
    hand.press("Import * student*")
    hand.see("imported.", seconds=120)


def pairs(trip: Trip) -> None:
    """Look at what a list of pairs would bring, by name."""
    hand = trip.hand
    if hand.all("Close", QAbstractButton):
        hand.press("Close")
    if trip.files.pairs is None:
        return
    _choose(hand, trip.files.pairs)
    if hand.all("Day, month, year", QAbstractButton):
        hand.press("Day, month, year")
    hand.find("Import * pair*", QAbstractButton, seconds=60)


def paired(trip: Trip) -> None:
    """Import them: they are published, with the day they began."""
    hand = trip.hand
    if trip.files.pairs is None:
        return
    hand.press("Import * pair*")
    hand.see("imported.", seconds=60)
    hand.press("Close")
    hand.press("Matching")
    hand.rest(0.3)


def _choose(hand: Hand, path: Path) -> None:
    hand.key("Ctrl+I")
    hand.press("Choose a file")
    hand.answer_file(str(path))
    hand.rest(0.3)


STEPS = (
    Step("second-roster", "A term later: who is missing, who may be somebody under a new number", roster),
    Step("second-decided", "Decided and imported, as one step with one undo", decided, needs=("second-roster",)),
    Step("pairs-by-name", "Pairs from a spreadsheet, by name: what importing would do", pairs),
    Step("pairs-imported", "They stand among the published pairs", paired, needs=("pairs-by-name",)),
)
