"""The line at the foot: what is open, and whose it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.models.session import SignedIn
from desktop.models.users import Lent
from desktop.views.status_line import StatusLine
from desktop.views.widgets import TierMark
from tests.views.conftest import Look, show


def marks(qtbot: QtBot, compartments: tuple[str, ...], *lent: Lent) -> list[str]:
    line = StatusLine()
    qtbot.addWidget(line)
    shown = SignedIn(Path("x"), "u", "A. Lind", ("counsellor",), compartments, lent=lent)
    line.show_signed_in(shown, date(2026, 11, 18))
    return [one.accessibleName() for one in line.findChildren(TierMark)]


def test_lent_notes_are_marked_with_whose_they_are_and_until_when(qtbot: QtBot, look: Look) -> None:
    """ROLE-06: beside one's own, and not as the programme; what I lent to others is marked nowhere."""
    to_me, mine = Lent("R. Osei", "2 Dec 2026", mine=False), Lent("S. Lead", "3 Dec 2026", mine=True)
    found = marks(qtbot, ("programme", "private", "lent"), mine, to_me)
    assert found == ["Programme", "Private", "Private notes of R. Osei, lent to you until 2 Dec 2026"]
    assert marks(qtbot, ("programme", "private"), mine) == ["Programme", "Private"]


def test_in_a_narrow_window_the_marks_stay_whole(qtbot: QtBot, look: Look) -> None:
    """At 150 % on the smallest screen: how old the copies are gives way, and says so."""
    line = StatusLine()
    qtbot.addWidget(line)
    to_me = Lent("R. Osei", "22 Dec 2026", mine=False)
    every = ("programme", "counselling", "safeguarding", "private", "lent")
    shown = SignedIn(Path("x"), "u", "A. Lind", ("lead",), every, last_copy="2026-01-01", lent=(to_me,))
    look.apply("light", 150)
    try:
        line.show_signed_in(shown, date(2026, 11, 18))
        line.resize(1366, line.sizeHint().height())
        show(qtbot, line)
        for mark in line.findChildren(TierMark):
            assert mark.width() >= mark.sizeHint().width(), mark.accessibleName()
            assert mark.mapTo(line, mark.rect().topRight()).x() < line.width(), mark.accessibleName()
    finally:
        look.apply("light", 100)


def test_lent_notes_that_are_not_open_are_not_marked(qtbot: QtBot, look: Look) -> None:
    assert marks(qtbot, ("programme",), Lent("R. Osei", "2 Dec 2026", mine=False)) == ["Programme"]
