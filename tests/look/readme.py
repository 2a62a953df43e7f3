"""The four pictures of README, drawn from the sample school."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QTableView

from desktop.tour.album import picture_of
from tests.fakes.clock import FakeClock
from tests.look.view import View
from tests.look.worlds import USER, make_sample

PICTURES = Path(__file__).parents[2] / "resources" / "pictures"
# What is typed into the rows: (minutes, topic, the mentor's mood, the mentee's, the next step).
_ROWS = (
    ("35", "settling in", "4", "4", "Show the library"),
    ("30", "friendships", "4", "3", "Chess club on Friday"),
    ("25", "tests and exams", "3", "3", "Plan the week of tests"),
    ("40", "settling in", "5", "4", ""),
)


def draw_readme(home: Path) -> None:
    """Draw today.png, matching.png, meetings.png and pack.png."""
    folder = home / "readme.peerkeep"
    clock = FakeClock()
    make_sample(folder, clock)
    view = View(folder, USER, clock)
    view.dress("light", 100, 1366, 768)
    PICTURES.mkdir(exist_ok=True)
    view.go("today")
    _save(view, "today")
    _matching(view)
    _save(view, "matching")
    view.go("meetings")
    _type_meetings(view)
    _save(view, "meetings")
    view.go("reports")
    view.hand.press("Prepare: Staff*")
    view.hand.see("Page 1 of", seconds=60)
    view.hand.rest(1.0)
    _save(view, "pack")
    view.close()


def _type_meetings(view: View) -> None:
    hand = view.hand
    table = hand.find("Meetings of the day", QTableView)
    for row, cells in enumerate(_ROWS):
        hand.click_row(table, row, 2)
        hand.key("h")
        for text in cells:
            hand.key("Tab")
            if text:
                hand.type(text)
        hand.key("Return")
    hand.click_row(table, len(_ROWS), 2)
    hand.key("e")
    hand.rest(0.4)


def _matching(view: View) -> None:
    """Propose for those who wait, and look at the best of them."""
    view.go("matching")
    view.hand.press("Propose for *")
    table = view.hand.find("Draft of pairs", QTableView, seconds=60)
    view.hand.wait(lambda: table.model().rowCount() > 3, "a draft", 60)
    view.hand.wait(lambda: not view.hand.all("Undo", QAbstractButton), "the toast to go", 15)
    rows = view.hand.cells(table, "Fit")
    best = min(
        range(len(rows)), key=lambda at: (not rows[at].startswith("Strong"), not rows[at].startswith("Good"), at)
    )
    view.hand.click_row(table, best)
    view.hand.rest(0.5)


def _save(view: View, name: str) -> None:
    picture_of(view.app.window).toImage().save(str(PICTURES / f"{name}.png"))
