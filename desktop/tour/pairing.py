"""Today, and matching: look who is ready, propose, look at reasons and causes, lock, publish."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QTableView

from desktop.tour.guide import Step, Trip
from desktop.tour.hand import NotThere

_DRAFT, _PUBLISHED = "Draft of pairs", "Published pairs"


def today(trip: Trip) -> None:
    """Look at the day."""
    trip.hand.press("Today")


def ready(trip: Trip) -> None:
    """Look who is ready to be matched."""
    trip.hand.press("Matching")
    trip.hand.find("Propose pairs", QAbstractButton)


def propose(trip: Trip) -> None:
    """Propose pairs and look at one: reasons, points, alternatives."""
    hand = trip.hand
    hand.press("Propose pairs")
    table = hand.find(_DRAFT, QTableView, seconds=120)
    hand.wait(lambda: table.model().rowCount() > 0, "rows in the draft", 120)
    hand.click_row(table, _first_pair(trip, table))
    hand.see("of 1,000 points", "Would meet")


def unmatched(trip: Trip) -> None:
    """Look at a student without a place: the cause, and what would change it."""
    hand = trip.hand
    if hand.all("Show: Unmatched 0", QAbstractButton):
        return
    hand.press("Show: Unmatched *")
    hand.rest(0.3)
    hand.click_row(hand.find(_DRAFT, QTableView), 0)
    hand.see("What would change it")


def locked(trip: Trip) -> None:
    """Lock a pair, so that proposing again leaves it, and propose again."""
    hand = trip.hand
    hand.press("Show: All *")
    hand.rest(0.3)
    table = hand.find(_DRAFT, QTableView)
    hand.click_row(table, _first_pair(trip, table))
    hand.key("L")
    hand.find("Show: Locked 1", QAbstractButton)
    hand.key("P")
    hand.see("proposed.", seconds=120)
    hand.find("Show: Locked 1", QAbstractButton)


def choose_another(trip: Trip) -> None:
    """Look at every mentor for one student, with what each would mean."""
    hand = trip.hand
    hand.key("S")
    hand.find("Mentors to choose from", QTableView, seconds=120)
    hand.rest(0.3)


def published(trip: Trip) -> None:
    """Publish: each pair gets its weekly period."""
    hand = trip.hand
    hand.close_sheets()
    hand.press("Publish * pair*")
    hand.see("published.", seconds=60)
    table = hand.find(_PUBLISHED, QTableView, seconds=60)
    hand.wait(lambda: table.model().rowCount() > 0, "published pairs")
    trip.known["pairs"] = [name.split("\n")[0] for name in hand.cells(table, "Mentee")]


def _first_pair(trip: Trip, table: QTableView) -> int:
    """Find the first row with a mentor."""
    for row, fit in enumerate(trip.hand.cells(table, "Fit")):
        if fit and fit != "–":
            return row
    raise NotThere("a proposed pair")


STEPS = (
    Step("today", "Today: what cannot wait, who meets, what to look at", today),
    Step(
        "matching-ready",
        "Who takes part in the next round, and what somebody still lacks",
        ready,
        needs=("participants",),
    ),
    Step(
        "matching-draft", "Pairs proposed: three best reasons, and one pair's card", propose, needs=("matching-ready",)
    ),
    Step(
        "matching-unmatched",
        "A student without a place: the cause, and what would change it",
        unmatched,
        needs=("matching-draft",),
    ),
    Step("matching-locked", "One pair locked; proposing again leaves it as it is", locked, needs=("matching-draft",)),
    Step("matching-choices", "Another mentor: what each would mean", choose_another, needs=("matching-locked",)),
    Step("matching-published", "Published: every pair has its weekly period", published, needs=("matching-draft",)),
)
