"""Idle time by two clocks, the watchdog, and the end that comes once."""

from __future__ import annotations

import threading

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.models.locking import Ending, IdleWatch, Watchdog


class Hands:
    """Two clocks that a test moves apart from each other."""

    def __init__(self) -> None:
        self.steady, self.wall = 100.0, 1_000_000

    def monotonic(self) -> float:
        return self.steady

    def wall_ms(self) -> int:
        return self.wall


def watch_of(hands: Hands, heard: list[int]) -> IdleWatch:
    watch = IdleWatch(hands)  # type: ignore[arg-type]  # needs only these two of a clock
    watch.idle.connect(lambda: heard.append(1))
    watch.start(5)
    return watch


def test_idle_is_told_once_when_the_time_is_up(qtbot: QtBot) -> None:
    hands, heard = Hands(), []
    watch = watch_of(hands, heard)
    hands.steady += 299
    watch.look()
    assert heard == []
    hands.steady += 1
    watch.look()
    watch.look()
    assert heard == [1]


def test_a_clock_set_back_does_not_keep_it_open(qtbot: QtBot) -> None:
    hands, heard = Hands(), []
    watch = watch_of(hands, heard)
    hands.wall -= 10**9
    hands.steady += 301
    watch.look()
    assert heard == [1]


def test_sleep_counts_where_the_steady_clock_stood_still(qtbot: QtBot) -> None:
    hands, heard = Hands(), []
    watch = watch_of(hands, heard)
    hands.wall += 301_000
    watch.look()
    assert heard == [1]


def test_keys_and_mouse_are_signs_of_life_but_not_a_key_held_down(qtbot: QtBot) -> None:
    hands, heard = Hands(), []
    watch = watch_of(hands, heard)
    window = QWidget()
    qtbot.addWidget(window)
    hands.steady += 200
    repeated = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", True, 1)
    watch.eventFilter(window, repeated)
    assert watch.idle_seconds() == 200
    pressed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", False, 1)
    watch.eventFilter(window, pressed)
    assert watch.idle_seconds() == 0


def test_events_of_a_watched_window_are_seen(qtbot: QtBot) -> None:
    hands, heard = Hands(), []
    watch = watch_of(hands, heard)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    watch.watch(window.windowHandle())
    hands.steady += 100
    QWidget.event(window, QEvent(QEvent.Type.None_))
    handle = window.windowHandle()
    pressed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", False, 1)
    from PySide6.QtCore import QCoreApplication

    QCoreApplication.sendEvent(handle, pressed)
    assert watch.idle_seconds() == 0


def test_watchdog_acts_while_the_window_is_stuck() -> None:
    acted, stuck = threading.Event(), threading.Event()
    dog = Watchdog(stuck.is_set, acted.set, every=0.01)
    dog.start()
    assert not acted.wait(0.05)
    stuck.set()
    assert acted.wait(5)
    dog.stop()


def test_the_end_comes_once_and_even_if_sealing_fails() -> None:
    acts: list[str] = []

    def seal() -> None:
        acts.append("seal")
        raise OSError

    end = Ending(seal, lambda: acts.append("replace"))
    end()
    end()
    assert acts == ["seal", "replace"]
