"""Waiting while the window and its workers work, where there is no qtbot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer


def wait(milliseconds: int) -> None:
    """Let the window work. QTest.qWait() would keep the interpreter to itself and starve the workers."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Let the window work until something holds."""
    for _ in range(int(seconds * 50)):
        if true():
            return
        wait(20)
    raise TimeoutError
