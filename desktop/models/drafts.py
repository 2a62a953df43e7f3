"""Drafts: what is being typed, kept sealed soon after each pause and whole at the lock.

Fields say what they hold with `note`; sealing runs beside the window. The last known text is also
here for the watchdog thread, which may call `seal_now` while the window is stuck.
"""

from __future__ import annotations

import contextlib
import threading
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.tasks import Tasks
from desktop.models.text_steps import Step
from desktop.services.errors import KnownError
from desktop.services.vault.drafts import Draft

__all__ = ["PLACE_KEY", "SHEETS_KEY", "Draft", "DraftKeeper"]

# Half of the promise of 2 s, so that writing has its time too.
_SEAL_AFTER_MS = 1_000
_AGAIN_AFTER_MS = 5_000

PLACE_KEY = "place"
SHEETS_KEY = "sheets"


class Keeps(Protocol):
    """Where drafts are kept: the vault's `Drafts`."""

    def keep(self, key: str, draft: Draft) -> None:
        """Seal a draft to its author; durable on return."""
        ...

    def all(self) -> dict[str, Draft]:
        """Give all drafts that the author can read."""
        ...

    def drop(self, key: str) -> None:
        """Remove a draft."""
        ...

    def sealed(self, key: str, draft: Draft) -> bytes:
        """Give a draft's file without writing it."""
        ...

    def opened(self, content: bytes) -> tuple[str, Draft] | None:
        """Read such a file, None where it is not this author's."""
        ...


class DraftKeeper(QObject):
    """Knows every draft of the person signed in. Signals: `kept(key)` when it is on the disk; `failed(error)`."""

    kept = Signal(str)
    failed = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._store: Keeps | None = None
        self._known: dict[str, Draft] = {}
        self._unsealed: dict[str, Draft] = {}
        # What was typed step by step before the lock, by the draft's key, until its field is shown again.
        self.steps: dict[str, tuple[Step, ...]] = {}
        self._lock = threading.Lock()
        self._refused = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SEAL_AFTER_MS)
        self._timer.timeout.connect(self._on_pause)

    def use(self, store: Keeps | None, known: dict[str, Draft] | None = None) -> None:
        """Take the store of the person who unlocked, and what it held."""
        with self._lock:
            self._store = store
            self._known = dict(known or {})
            self._unsealed = {}

    def find(self, key: str) -> Draft | None:
        """Give the draft of a field, as last noted or as it was when unlocking."""
        return self._known.get(key)

    def keys(self, page: str = "") -> tuple[str, ...]:
        """Give the keys of all drafts of fields, or of one page's; where a person was is no field."""
        fields = (key for key in self._known if key not in (PLACE_KEY, SHEETS_KEY))
        return tuple(key for key in fields if page in ("", self._known[key].page))

    def note(self, key: str, draft: Draft) -> None:
        """Remember what a field holds now; it is sealed within 2 s. Cheap: call it on every change."""
        with self._lock:
            if self._known.get(key) == draft:
                return
            self._known[key] = draft
            self._unsealed[key] = draft
        if not self._timer.isActive() or self._timer.interval() != _SEAL_AFTER_MS:
            self._timer.start(_SEAL_AFTER_MS)

    def drop(self, key: str) -> None:
        """Forget a draft: after the commit that replaces it, or when the person throws it away."""
        with self._lock:
            self._unsealed.pop(key, None)
            known, store = self._known.pop(key, None), self._store
        if store is not None and known is not None:
            self._tasks.compute(self, store.drop, key, failed=self.failed.emit)

    def seal_now(self) -> tuple[bytes, ...]:
        """Seal what is not sealed yet, on this thread, whichever it is: the lock's and the watchdog's last act.

        A draft that cannot be written must not keep the process from ending: those are given back, sealed, for the
        next process to write as soon as the drive takes them (models/left_drafts.py).
        """
        with self._lock:
            waiting, store = dict(self._unsealed), self._store
            self._unsealed.clear()
        left: list[bytes] = []
        if store is None:
            return ()
        for key, draft in waiting.items():
            try:
                store.keep(key, draft)
            except (KnownError, OSError):
                with self._lock:
                    self._unsealed.setdefault(key, draft)
                with contextlib.suppress(KnownError, OSError):
                    left.append(store.sealed(key, draft))
        return tuple(left)

    def seal_soon(self) -> None:
        """Seal in the background what is not sealed yet, without waiting for a pause: something went wrong."""
        self._on_pause()

    def adopt(self, left: tuple[bytes, ...]) -> None:
        """Take over what the process before this one could not write; it is tried again with the next pause."""
        opened = [self._store.opened(one) for one in left] if self._store is not None else []
        for key, draft in filter(None, opened):
            self.note(key, draft)

    def _on_pause(self) -> None:
        with self._lock:
            waiting, store = dict(self._unsealed), self._store
            self._unsealed.clear()
        if store is None:
            return
        for key, draft in waiting.items():
            self._tasks.compute(
                self,
                store.keep,
                key,
                draft,
                done=partial(self._on_kept, key),
                failed=partial(self._on_failed, key, draft),
            )

    def _on_kept(self, key: str, _none: None) -> None:
        self._refused = False
        self.kept.emit(key)

    def _on_failed(self, key: str, draft: Draft, error: Exception) -> None:
        with self._lock:
            if key not in self._known:  # dropped meanwhile: what replaces it is committed
                return
            self._unsealed.setdefault(key, draft)
        # Said once; then tried again until the drive takes it, without a key having to be pressed.
        self._timer.start(_AGAIN_AFTER_MS)
        if not self._refused:
            self._refused = True
            self.failed.emit(error)
