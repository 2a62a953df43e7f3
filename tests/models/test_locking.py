"""Idle time by two clocks, sleep, the longest time, the watchdog, and the end that comes once."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.models.locking import LONGEST_SECONDS, Ending, IdleWatch, Watchdog


class Hands:
    """Two clocks that a test moves apart from each other."""

    def __init__(self) -> None:
        self.steady, self.wall = 100.0, 1_000_000

    def monotonic(self) -> float:
        return self.steady

    def wall_ms(self) -> int:
        return self.wall


def pass_time(hands: Hands, watch: IdleWatch, seconds: int, act: Callable[[], object] = lambda: None) -> None:
    """Let both clocks go on, and the watch look each second, as its timer does."""
    for _ in range(seconds):
        hands.steady += 1
        hands.wall += 1_000
        act()
        watch.look()


def watch_of(hands: Hands, heard: list[int]) -> IdleWatch:
    watch = IdleWatch(hands)  # type: ignore[arg-type]  # needs only these two of a clock
    watch.idle.connect(lambda: heard.append(1))
    watch.start(5)
    return watch


def test_idle_is_told_once_when_the_time_is_up(qtbot: QtBot) -> None:
    hands, heard = Hands(), []
    watch = watch_of(hands, heard)
    pass_time(hands, watch, 299)
    assert heard == []
    pass_time(hands, watch, 2)
    assert heard == [1]


def test_a_clock_set_back_does_not_keep_it_open(qtbot: QtBot) -> None:
    """LOCK-06."""
    hands, heard = Hands(), []
    watch = watch_of(hands, heard)
    hands.wall -= 10**9
    pass_time(hands, watch, 299)
    assert heard == []
    pass_time(hands, watch, 2)
    assert heard == [1]


def test_a_clock_set_forward_locks_rather_than_not(qtbot: QtBot) -> None:
    """LOCK-06."""
    hands, heard = Hands(), []
    watch = watch_of(hands, heard)
    hands.wall += 3_600_000
    watch.look()
    assert heard == [1]
    hands.wall -= 3_600_000
    watch.alive()
    pass_time(hands, watch, 301)
    assert heard == [1, 1]


def test_sleep_locks_at_the_first_look_after_it_however_short(qtbot: QtBot) -> None:
    """LOCK-03: the steady clock of Linux and macOS stands still while the laptop sleeps; that of Windows goes on."""
    for stands_still in (True, False):
        hands, heard = Hands(), []
        watch = watch_of(hands, heard)
        hands.wall += 30_000
        hands.steady += 0 if stands_still else 30
        watch.look()
        assert heard == [1]


def test_what_draws_the_window_after_a_sleep_locks_before_it_is_drawn(qtbot: QtBot) -> None:
    """LOCK-03: the first event after waking may be one that shows the window; no timer has run by then."""
    hands, heard = Hands(), []
    watch = watch_of(hands, heard)
    window = QWidget()
    qtbot.addWidget(window)
    hands.wall += 30_000
    watch.eventFilter(window, QEvent(QEvent.Type.UpdateRequest))
    assert heard == [1]


def test_a_touch_after_a_sleep_is_no_sign_of_life(qtbot: QtBot) -> None:
    """LOCK-03: whoever opens the lid and moves the mouse may be somebody else."""
    hands, heard = Hands(), []
    watch = watch_of(hands, heard)
    hands.wall += 30_000
    watch.eventFilter(watch, key(Qt.Key.Key_A))
    assert heard == [1]


def key(code: Qt.Key) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, "x", False, 1)


def mouse(kind: QEvent.Type, x: float, y: float) -> QMouseEvent:
    place, left = QPointF(x, y), Qt.MouseButton.LeftButton
    return QMouseEvent(kind, place, place, left, left, Qt.KeyboardModifier.NoModifier)


def test_a_shaking_mouse_and_a_stuck_key_keep_it_open_for_an_hour_at_most(qtbot: QtBot) -> None:
    """LOCK-05."""
    shakes = (mouse(QEvent.Type.MouseMove, 300, 200), mouse(QEvent.Type.MouseMove, 900, 640))
    clicks = (mouse(QEvent.Type.MouseButtonPress, 300, 200), mouse(QEvent.Type.MouseButtonPress, 302, 199))
    for stuck in (shakes, clicks, (key(Qt.Key.Key_Space),) * 2):
        hands, heard = Hands(), []
        watch = watch_of(hands, heard)
        turns = itertools.cycle(stuck)
        pass_time(hands, watch, LONGEST_SECONDS - 1, lambda: watch.eventFilter(watch, next(turns)))  # noqa: B023
        assert heard == []
        pass_time(hands, watch, 2, lambda: watch.eventFilter(watch, next(turns)))  # noqa: B023 - called at once
        assert heard


def test_who_really_works_is_not_locked_out_after_an_hour(qtbot: QtBot) -> None:
    """LOCK-05: keys that differ and clicks in other places are people."""
    people = (key(Qt.Key.Key_A), key(Qt.Key.Key_B)), tuple(mouse(QEvent.Type.MouseButtonPress, x, 9) for x in (9, 99))
    for acts in people:
        hands, heard = Hands(), []
        watch = watch_of(hands, heard)
        turns = itertools.cycle(acts)
        pass_time(hands, watch, 2 * LONGEST_SECONDS, lambda: watch.eventFilter(watch, next(turns)))  # noqa: B023
        assert heard == []


def test_the_watchdog_knows_of_the_longest_time(qtbot: QtBot) -> None:
    """LOCK-05: also while the window's thread is stuck."""
    hands, heard = Hands(), []
    watch = watch_of(hands, heard)
    hands.steady += LONGEST_SECONDS + 1
    watch.alive()
    assert not watch.overdue()
    hands.steady += 2
    watch.alive()
    assert watch.overdue()


def test_keys_and_mouse_are_signs_of_life_but_not_a_key_held_down(qtbot: QtBot) -> None:
    hands, heard = Hands(), []
    watch = watch_of(hands, heard)
    window = QWidget()
    qtbot.addWidget(window)
    pass_time(hands, watch, 200)
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
    pass_time(hands, watch, 100)
    QWidget.event(window, QEvent(QEvent.Type.None_))
    handle = window.windowHandle()
    pressed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", False, 1)
    QCoreApplication.sendEvent(handle, pressed)
    assert watch.idle_seconds() == 0


def test_the_watchdog_knows_of_a_sleep_while_the_window_is_stuck(qtbot: QtBot) -> None:
    """LOCK-03: it wakes stuck, and nobody else would ever look."""
    hands, heard = Hands(), []
    watch = watch_of(hands, heard)
    for _ in range(4):
        hands.steady += 0.5
        assert not watch.overdue()
    hands.wall += 30_000
    assert not watch.overdue(), "the window's thread has a second first"
    hands.wall += 2_000
    assert watch.overdue()


def test_watchdog_acts_while_the_window_is_stuck() -> None:
    acted, stuck = threading.Event(), threading.Event()
    dog = Watchdog(stuck.is_set, acted.set, every=0.01)
    dog.start()
    assert not acted.wait(0.05)
    stuck.set()
    assert acted.wait(5)
    dog.stop()


def test_the_end_comes_once_and_even_if_sealing_fails() -> None:
    """LOCK-02: a drive that takes nothing does not keep it open."""
    acts: list[object] = []

    def seal() -> tuple[bytes, ...]:
        acts.append("seal")
        raise OSError

    end = Ending(seal, acts.append)
    end()
    end()
    end.leave()
    assert acts == ["seal", ()]


def test_leaving_seals_and_starts_nothing() -> None:
    """CRASH-22: at logout nobody is there to unlock a next one."""
    acts: list[object] = []
    end = Ending(lambda: (b"left",), acts.append, lambda: acts.append("left"))
    end.leave()
    end()
    assert acts == ["left"]
