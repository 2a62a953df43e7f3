"""What the process before this one could not write at the lock: the drive was full, or gone.

It came through a pipe, sealed to its author, so this process holds it without being able to read it. It is tried to be
written until the drive takes it; whoever unlocks before that gets it from here.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.tasks import Tasks
from desktop.services import files
from desktop.services.vault.drafts import keep_sealed

_AGAIN_MS = 2_000
_LENGTH = 8
# All the drafts of one person; nobody types more.
_MOST = 64 << 20


class LeftDrafts(QObject):
    """Signal `written()` when all of it is on the drive. `waiting` is what is not; `given`: some was handed over."""

    written = Signal()

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._folder: Path | None = None
        self.waiting: tuple[bytes, ...] = ()
        self.given = False
        self._timer = QTimer(self)
        self._timer.setInterval(_AGAIN_MS)
        self._timer.timeout.connect(self._write)

    def take(self, folder: Path, left: tuple[bytes, ...]) -> None:
        """Take over drafts of a workspace, and begin to try."""
        self._folder, self.waiting = folder, left
        if left:
            self._timer.start()
            self._write()

    def give(self) -> tuple[bytes, ...]:
        """Hand over what still waits, to who can read it, and try no more."""
        self._timer.stop()
        left, self.waiting = self.waiting, ()
        self.given = bool(left)
        return left

    def _write(self) -> None:
        if self._folder is not None and self.waiting and not self._tasks.busy:
            one = self.waiting[0]
            self._tasks.compute(
                self, keep_sealed, self._folder, one, done=partial(self._on_written, one), failed=lambda _error: None
            )

    def _on_written(self, one: bytes, _none: object) -> None:
        if self.waiting[:1] != (one,):
            return  # somebody has unlocked meanwhile; the newest of two equal ones counts
        self.waiting = self.waiting[1:]
        if self.waiting:
            self._write()
        else:
            self._timer.stop()
            self.written.emit()


def packed(left: tuple[bytes, ...]) -> bytes:
    """Put drafts one after the other, each after its length."""
    return b"".join(len(one).to_bytes(_LENGTH, "big") + one for one in left)


def read_left() -> tuple[bytes, ...]:
    """Read them from the pipe; none where it does not hold whole ones."""
    data, found = files.read_left(_MOST), []
    while data:
        length = int.from_bytes(data[:_LENGTH], "big")
        one, data = data[_LENGTH : _LENGTH + length], data[_LENGTH + length :]
        if len(one) != length or not length:
            return ()
        found.append(one)
    return tuple(found)
