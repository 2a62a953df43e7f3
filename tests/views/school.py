"""A small school in which twenty pairs meet on a Wednesday, and the window over it with its clock standing still."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.features import FEATURES
from desktop.models.session import Session
from desktop.services import people, programme
from desktop.services.people.types import PersonDraft
from desktop.services.vault import Workspace
from desktop.views.feature import Hit
from desktop.views.main_window import MainWindow
from desktop.views.page import Page
from desktop.views.widgets import Button, Sheet
from tests import vaults
from tests.fakes.clock import FakeClock

KEYS = ("today", "people", "meetings", "notes", "handing")
PAIRS = 20
CONTROL = Qt.KeyboardModifier.ControlModifier
# People whose names are hard on a list: one name only, namesakes, other scripts, sixty letters without a blank.
ODD = (
    PersonDraft("5001", "Roth", "Sam", year="8", form="8A"),
    PersonDraft("5002", "Roth", "Sam", year="9", form="9B"),
    PersonDraft("5003", "", "Mononym", year="8"),
    PersonDraft("5004", "Łukasiewicz-Ørsted", "Zoë", preferred="Zo", year="10"),
    PersonDraft("5005", "אברהם", "משה", year="7", form="7H"),
    PersonDraft("5006", "田中", "さくら", year="7"),
    PersonDraft("5007", "W" + "olfeschlegelsteinhausenbergerdorff" * 2, "Hu", year="11"),
    PersonDraft("5008", "Member", "Staff", kind="staff"),
)


def fill(ws: Workspace) -> None:
    """Add people, periods and pairs: twenty on Wednesdays, one on Thursdays, two without a period."""
    for label in ("Wed3", "WedLunch", "Thu4"):
        people.add_period(ws, label)
    week = {one.label: one.uid for one in people.periods(ws)}
    for draft in ODD:
        people.add_person(ws, draft)
    slots = ["Wed3"] * 12 + ["WedLunch"] * 8 + ["Thu4", "", ""]
    for n, slot in enumerate(slots, 1):
        add_pair(ws, n, week.get(slot))


def add_pair(ws: Workspace, n: int, period: str | None) -> str:
    """Enrol two students and put a published pair in place, as publishing does."""
    mentee = people.add_person(ws, PersonDraft(f"1{n:03}", f"Mentee{n:02}", "Kim", year="8", form="8A")).uid
    mentor = people.add_person(ws, PersonDraft(f"9{n:03}", f"Mentor{n:02}", "Lou", year="11", form="11C")).uid
    programme.enrol(ws, [mentee], "mentee")
    programme.enrol(ws, [mentor], "mentor")
    with ws.step("programme", "publish_round") as step:
        return step.insert(
            "pair",
            person=mentee,
            mentor=mentor,
            programme=programme.the_programme(ws).uid,
            score=700,
            period=period,
            since="2026-09-07",
            state="active",
            ended=None,
            reason="",
        )


def make(template: Path, folder: Path) -> Path:
    """Make a closed workspace with the school in it."""
    clock = FakeClock()
    ws = vaults.reopen(vaults.copy(template, folder), clock)
    fill(ws)
    ws.close()
    return folder


class Desk:
    """The window with its pages, and how a test clicks, types and waits."""

    def __init__(self, qtbot: QtBot, window: MainWindow, session: Session, clock: FakeClock) -> None:
        self.qtbot, self.window, self.session, self.clock = qtbot, window, session, clock

    def unlock(self, folder: Path, user: str = vaults.USER, password: str = vaults.PASSWORD) -> Desk:
        """Open a workspace."""
        with self.qtbot.waitSignal(self.session.signed_in_changed, timeout=10_000):
            self.session.unlock(
                self.session,
                lambda: vaults.reopen(folder, self.clock, user, password),
                failed=_raise,
            )
        self.settle()
        return self

    def settle(self) -> None:
        """Wait until everything that was asked for is answered."""
        for _ in range(2):  # an answer may ask again
            self.qtbot.waitUntil(lambda: not self.session.tasks.busy, timeout=20_000)
            QApplication.processEvents()

    def go(self, key: str, **place: str) -> Page:
        """Show a page."""
        self.window.go(key, **place)
        self.settle()
        return self.window.pages[key]

    def focus(self) -> QWidget:
        """Give the widget that has the keyboard."""
        popup, upper = QApplication.activePopupWidget(), QApplication.activeModalWidget() or self.window
        if popup is None and not upper.isActiveWindow():
            upper.activateWindow()  # a desktop does so when a sheet or a list closes; without one nobody does
            self.qtbot.waitUntil(upper.isActiveWindow)
        return popup or QApplication.focusWidget() or upper

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        self.qtbot.keyClick(self.focus(), key, modifier)

    def control(self, key: Qt.Key) -> None:
        """Press a key with Ctrl and wait for what it does."""
        self.key(key, CONTROL)
        self.settle()

    def type(self, text: str) -> None:
        """Type a text where the keyboard is, key by key; ASCII only."""
        for letter in text:
            self.qtbot.keyClick(self.focus(), letter)

    def button(self, words: str, inside: QWidget | None = None) -> Button:
        """Find a visible button by its words or its accessible name."""
        found = [
            button
            for button in (inside or self.window).findChildren(Button)
            if words in (button.words, button.accessibleName()) and button.isVisible()
        ]
        assert found, f"no button {words}"
        return found[0]

    def click(self, words: str, inside: QWidget | None = None) -> None:
        """Click a button and wait for what it does."""
        self.qtbot.mouseClick(self.button(words, inside), Qt.MouseButton.LeftButton)
        self.settle()

    def sheet(self) -> Any:
        """Give the sheet that is open."""
        found = [sheet for sheet in self.window.findChildren(Sheet) if sheet.isVisible()]
        assert found, "no sheet is open"
        return found[-1]

    def no_sheet(self) -> bool:
        """Say that no sheet is open."""
        return not any(sheet.isVisible() for sheet in self.window.findChildren(Sheet))

    def texts(self, inside: QWidget) -> str:
        """Give all words shown in a part of the window."""
        return " | ".join(one.text() for one in inside.findChildren(QLabel) if one.isVisibleTo(inside) and one.text())

    def said(self) -> tuple[str, ...]:
        """Give the messages above the page, without the lasting one about recovery words."""
        return tuple(words for words in self.window.messages.texts() if "recovery words" not in words)

    def read(self, verb: Callable[..., Any], *args: object) -> Any:
        """Ask the workspace something."""
        got: list[Any] = []
        self.session.ask(self.window, verb, *args, done=got.append)
        self.qtbot.waitUntil(lambda: bool(got), timeout=10_000)
        return got[0]

    def write(self, verb: Callable[..., Any], *args: object) -> Any:
        """Change the workspace as another page would."""
        got: list[Any] = []
        self.session.write(self.window, verb, *args, done=got.append)
        self.qtbot.waitUntil(lambda: bool(got), timeout=10_000)
        self.settle()
        return got[0]

    def undo(self) -> None:
        """Take back the last step with the key."""
        self.control(Qt.Key.Key_Z)

    def redo(self) -> None:
        """Do it again with the key."""
        self.control(Qt.Key.Key_Y)

    def found(self, key: str, text: str) -> list[Hit]:
        """Look something up as the search for everything does."""
        feature = next(feature for feature in FEATURES if feature.key == key)
        hits: list[Hit] = []
        assert feature.find is not None
        feature.find(self.window, text, hits.extend)
        self.settle()
        return hits


def _raise(error: Exception) -> None:
    raise error


def person(desk: Desk, number: str) -> str:
    """Give the uid of a person by number."""
    return str(desk.read(people.person_by_number, number).uid)
