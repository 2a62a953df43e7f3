"""A small programme of eight mentors and ten mentees, and the Matching page over it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.session import Session
from desktop.services import programme
from desktop.services.clock import SystemClock
from desktop.services.vault import Workspace
from desktop.views.feature import Feature
from desktop.views.main_window import MainWindow
from desktop.views.matching.page import MatchingPage, find
from desktop.views.people.page import PeoplePage
from desktop.views.widgets import Button
from tests import vaults
from tests.services.matching.school import School
from tests.views.conftest import MakeWindow, unlock

FEATURES = (
    Feature("matching", "Matching", "link-variant", MatchingPage, find=find),
    Feature("people", "People", "account-group-outline", PeoplePage),
)
TAGS = ("chess", "drawing", "music", "football", "baking")


def enrol(ws: Workspace) -> School:
    """Enrol eight mentors with nine places, and ten mentees of whom one is never free and one is alone on Friday."""
    school = School(ws)
    for n in range(8):
        periods = ("Mon3", "Tue1", "Wed2") if n % 2 else ("Mon3", "Thu4")
        school.add(
            f"9{n}", "mentor", periods=periods, places=2 if n == 1 else 1, interests=(TAGS[n % 5], TAGS[(n + 1) % 5])
        )
    for n in range(8):
        school.add(f"1{n}", "mentee", periods=("Mon3", "Tue1"), interests=(TAGS[n % 5], TAGS[(n + 2) % 5]))
    school.add("18", "mentee", periods=())
    school.add("19", "mentee", periods=("Fri1",))
    return school


@pytest.fixture(scope="session")
def enrolled(tmp_path_factory: pytest.TempPathFactory, made_workspace: Path) -> Path:
    """A closed workspace with the programme in it."""
    folder = vaults.copy(made_workspace, tmp_path_factory.mktemp("vaults") / "Enrolled.peerkeep")
    ws = vaults.reopen(folder, SystemClock())
    enrol(ws)
    ws.close()
    return folder


class Bench:
    """The page in its window, and how a test clicks, types and waits."""

    def __init__(self, qtbot: QtBot, window: MainWindow, session: Session) -> None:
        self.qtbot, self.window, self.session = qtbot, window, session
        page = window.pages["matching"]
        assert isinstance(page, MatchingPage)
        self.page = page
        self.settle()

    def settle(self) -> None:
        """Wait until everything asked for is answered."""
        for _ in range(2):  # an answer may ask again
            self.qtbot.waitUntil(lambda: not (self.session.tasks.busy or self.page.waiting), timeout=20_000)
            QApplication.processEvents()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        if QApplication.activeModalWidget() is None and not self.window.isActiveWindow():
            self.window.activateWindow()  # a desktop does so when a sheet closes; without one nobody does
            self.qtbot.waitUntil(self.window.isActiveWindow)
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.settle()

    def control(self, key: Qt.Key) -> None:
        """Press a key with Ctrl."""
        self.key(key, Qt.KeyboardModifier.ControlModifier)

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
        """Click a button."""
        self.qtbot.mouseClick(self.button(words, inside), Qt.MouseButton.LeftButton)
        self.settle()

    def propose(self) -> None:
        """Propose pairs with the key."""
        self.key(Qt.Key.Key_P)

    def choose(self, number: str) -> None:
        """Choose the row of a mentee of the draft."""
        row = next(row for row in self.page.rows if row[1].mentee.number == number)
        self.page.draft.choose(row[0])
        self.page.draft.table.setFocus()
        self.settle()

    def pairs(self) -> dict[str, str]:
        """Who is with whom in the draft on screen, by number; "" for nobody."""
        return {
            row[1].mentee.number: row[1].mentor.number if hasattr(row[1], "mentor") else "" for row in self.page.rows
        }

    def texts(self, inside: QWidget) -> str:
        """All words shown in a part of the window."""
        return " | ".join(one.text() for one in inside.findChildren(QLabel) if one.isVisibleTo(inside) and one.text())

    def write(self, verb: Callable[..., Any], *args: object) -> Any:
        """Do something with the workspace as another page would."""
        got: list[Any] = []
        self.session.write(self.window, verb, *args, done=got.append)
        self.qtbot.waitUntil(lambda: bool(got), timeout=10_000)
        self.settle()
        return got[0]


OpenBench = Callable[[Path], Bench]


@pytest.fixture
def open_bench(qtbot: QtBot, session: Session, make_window: MakeWindow) -> OpenBench:
    """Open a workspace on the Matching page."""

    def make(folder: Path) -> Bench:
        window = make_window(FEATURES)
        unlock(qtbot, session, folder)
        return Bench(qtbot, window, session)

    return make


@pytest.fixture
def bench(open_bench: OpenBench, enrolled: Path, tmp_path: Path) -> Bench:
    """The page over the programme, nothing proposed yet."""
    return open_bench(vaults.copy(enrolled, tmp_path / "Bench.peerkeep"))


@pytest.fixture
def drafted(bench: Bench) -> Bench:
    """The page with a draft."""
    bench.propose()
    return bench


def withdraw_all(ws: Workspace) -> object:
    """Take everybody out of the programme."""
    return programme.withdraw(ws, [part.uid for part in programme.participants(ws)])
