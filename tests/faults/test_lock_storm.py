"""LOCK-01, LOCK-07: whatever happens in the window, it locks within a second, keeps what is typed, and does not grow."""

from __future__ import annotations

import gc
import statistics
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.features import FEATURES
from desktop.models.session import LOCKING, OPEN, Session
from desktop.models.session_ending import SessionEnding
from desktop.views.main_window import MainWindow
from desktop.views.widgets import DraftTextEdit, Sheet
from tests import vaults
from tests.faults.storm import Storm
from tests.views import school
from tests.views.conftest import Ended, MakeWindow, ended, look, make_window, session, unlock
from tests.views.test_locking import covered
from tests.views.waiting import wait

__all__ = ["ended", "look", "make_window", "session"]

COVERED_WITHIN = 1.0
MOST_GROWTH_MB = 20


@pytest.fixture(scope="session")
def school_folder(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed workspace with a small school in it."""
    return school.make(template, tmp_path_factory.mktemp("storm") / "School.peerkeep")


@pytest.fixture
def window(make_window: MakeWindow, session: Session, school_folder: Path, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    """Every page, over a school, each shown once: what is made only once does not count as growth."""
    made = make_window(FEATURES)
    unlock(qtbot, session, vaults.copy(school_folder, tmp_path / "Storm.peerkeep"))
    for feature in made.shown_features:
        made.go(feature.key)
        qtbot.waitUntil(lambda: not session.tasks.busy, timeout=20_000)
    made.go("notes")
    return made


def megabytes() -> float:
    """Give the memory this process has in use, once what is closed is gone: that needs an event loop, and Python's own."""
    wait(50)
    gc.collect()
    wait(50)
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if sys.platform == "linux" else 0
    return pages * 4096 / 1e6


def lock(window: MainWindow, told: SessionEnding, way: int) -> float:
    """Lock in one of the ways; gives the seconds until everything was covered."""
    began = time.perf_counter()
    if way == 0 and QApplication.activeWindow() is not None:
        QTest.keyClick(
            QApplication.activePopupWidget() or QApplication.activeWindow() or window,
            Qt.Key.Key_L,
            Qt.KeyboardModifier.ControlModifier,
        )
    elif way == 1:
        told.left.emit()
    elif way == 2:
        window.lock(window._end)
    if window.session.state == OPEN:
        window._idle.idle.emit()
    return time.perf_counter() - began


def weather(window: MainWindow, ended: Ended, times: int, seed: int) -> tuple[float, float]:
    """Lock so often, each time in a storm; gives the longest time to cover, and how much the memory grew, in MB."""
    told = SessionEnding()
    told.left.connect(window.lock)
    longest, before = 0.0, 0.0
    for turn in range(times):
        if turn == times // 5:
            before = megabytes()
        storm = Storm(window, seed * 100_000 + turn)
        storm.blow(storm.noise.randrange(3, 16))
        had = ended.times
        longest = max(longest, lock(window, told, turn % 4) if window.session.state == OPEN else 0.0)
        assert window.session.state == LOCKING, (seed, turn)
        assert ended.times in (had, had + 1)
        assert covered(window), (seed, turn)
        # A page that was just made anew for another size of text is not gone yet: then two fields have one key.
        typed: dict[str, set[str]] = {}
        for field in fields_with_text(window):
            typed.setdefault(field._key, set()).add(field.toPlainText())
        for key, texts in typed.items():
            kept = window.session.drafts.find(key)
            assert kept is not None, (seed, turn, key, texts)
            assert kept.text in texts, (seed, turn, key)
        assert window.session.drafts.seal_now() == ()
        unlock_again(window)
    told.left.disconnect(window.lock)
    return longest, megabytes() - before


def fields_with_text(window: MainWindow) -> list[DraftTextEdit]:
    """Find the fields in sight, or in a sheet, that hold what somebody typed; what is shown for changing is no draft."""
    return [
        field
        for field in QApplication.allWidgets()
        if isinstance(field, DraftTextEdit)
        and (field.isVisibleTo(window._stack) or isinstance(field.window(), Sheet))
        and field.document().isModified()
        and field.toPlainText()
    ]


def unlock_again(window: MainWindow) -> None:
    """Stand where the person would after unlocking: nothing is open but the window; the process was not ended."""
    window.session.state = OPEN
    window._cover.lift()
    for widget in QApplication.topLevelWidgets():
        if widget is not window and widget.isVisible():
            widget.close()
    window.activateWindow()
    QApplication.processEvents()


def test_fifty_locks_in_a_storm(window: MainWindow, ended: Ended) -> None:
    longest, grown = weather(window, ended, 50, 1)
    print(f"covered within {longest * 1000:.0f} ms at worst; grew by {grown:.1f} MB")
    assert longest < COVERED_WITHIN
    assert grown < MOST_GROWTH_MB


@pytest.mark.long
def test_two_thousand_locks_in_a_storm(window: MainWindow, ended: Ended) -> None:
    """LOCK-07, long: figures are printed (run with -s).

    A storm that opens something for the first time loads a library; what leaks would grow in every storm.
    """
    worst, growths = 0.0, []
    for seed in range(20):
        longest, grown = weather(window, ended, 100, 100 + seed)
        worst = max(worst, longest)
        growths.append(grown)
        print(f"storm {seed}: 100 locks, covered within {longest * 1000:.0f} ms, grew by {grown:.1f} MB", flush=True)
    print(f"covered within {worst * 1000:.0f} ms at worst; grew by {statistics.median(growths):.1f} MB in the middle")
    assert worst < COVERED_WITHIN
    assert statistics.median(growths) < MOST_GROWTH_MB / 2
