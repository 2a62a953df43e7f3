"""One window per workspace: a second Peerkeep rings at the first, which comes to the front.

Ringing is a small file in the settings folder, named after a digest of the workspace's path, so that it
says nothing. Who has the workspace open is known from the vault's lock, not from here.
"""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.services import files
from desktop.services.errors import KnownError

_LOOK_EVERY_MS = 700


class Doorbell(QObject):
    """Signal `rung()`: another Peerkeep was started for the workspace that is open here."""

    rung = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file: Path | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def listen(self, folder: Path) -> None:
        """Begin to look for rings at this workspace's door; old ones do not count."""
        self._file = _bell(folder)
        with contextlib.suppress(KnownError):
            files.remove_file(self._file)
        self._timer.start()

    def _look(self) -> None:
        if self._file is not None and self._file.exists():
            with contextlib.suppress(KnownError):
                files.remove_file(self._file)
            self.rung.emit()


def ring(folder: Path) -> bool:
    """Ring at the one who has the workspace open; False if that cannot be done."""
    bell = _bell(folder)
    try:
        files.private_folder(bell.parent)
        files.write_whole(bell, b"")
    except KnownError:
        return False
    return True


def _bell(folder: Path) -> Path:
    digest = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogatepass")).hexdigest()
    return files.data_home() / "bells" / digest[:24]
