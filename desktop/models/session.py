"""The open workspace as the window knows it: one state machine, and the way every verb is called.

The workspace itself is touched on the database worker only. What the window may show of it without
asking stands in `SignedIn`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Concatenate

from PySide6.QtCore import QObject, Qt, Signal

from desktop.models import reading_only
from desktop.models.changes import ChangeBus
from desktop.models.copy_age import is_copy_due
from desktop.models.drafts import PLACE_KEY, DraftKeeper
from desktop.models.progress import takes_progress
from desktop.models.tasks import Done, Failed, Progress, Task, Tasks
from desktop.models.users import Lent, lent_now
from desktop.services import backups, handing, programme, vault
from desktop.services.clock import Clock, SystemClock
from desktop.services.errors import BugError, Cancelled, KnownError
from desktop.services.language import set_lead_here, set_profile
from desktop.services.vault import Changes, Workspace
from desktop.services.vault.drafts import Draft
from desktop.services.vault.waiting_events import Kept

Verb = Callable[Concatenate[Workspace, ...], Any]
Opener = Callable[..., Workspace]

CLOSED, UNLOCKING, OPEN, LOCKING = "closed", "unlocking", "open", "locking"


@dataclass(frozen=True)
class SignedIn:
    """Who unlocked and what is open; plain values. `undo` and `redo` are words of the steps, empty for none.

    last_copy, last_backup: when a copy and a whole backup were last made, ISO, "" for never. copy_due: none has left
    the laptop for a week. looking: only a copy is looked at; nothing can be saved. given: the password was chosen by
    somebody else. lent: private notes that are lent at present, mine or to me. read_only: why nothing can be saved, ""
    where it can (models/reading_only.py); host: who has it open then. closed: there is more to open, after the password
    once more. has_lead: somebody is named to whom safeguarding is handed in.
    """

    folder: Path
    user: str
    label: str
    roles: tuple[str, ...]
    compartments: tuple[str, ...]
    school: str = ""
    profile: str = "uk"
    sample: bool = False
    notices: tuple[str, ...] = ()
    has_recovery: bool = True
    words_proven: bool = True
    words_used: bool = False
    undo: str = ""
    redo: str = ""
    last_copy: str = ""
    looking: bool = False
    last_backup: str = ""
    copy_due: bool = False
    given: bool = False
    lent: tuple[Lent, ...] = ()
    read_only: str = ""
    host: str = ""
    closed: bool = False
    has_lead: bool = True


class Session(QObject):
    """States: closed, unlocking, open, locking.

    Signals: `state_changed(str)`; `saved(Changes)` after each commit, on the window's thread;
    `signed_in_changed()` when what `signed_in` says has changed.
    """

    state_changed = Signal(str)
    saved = Signal(object)
    signed_in_changed = Signal()
    _committed = Signal(object)

    def __init__(self, tasks: Tasks, clock: Clock | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self.bus = ChangeBus(self)
        self.drafts = DraftKeeper(tasks, self)
        self.clock: Clock = clock or SystemClock()
        self.saved_at: datetime | None = None
        self.signed_in: SignedIn | None = None
        self.state = CLOSED
        # What the process before this one could not write of what was typed (models/left_drafts.py).
        self.left: Callable[[], tuple[bytes, ...]] = tuple
        self._workspace: Workspace | None = None
        self._committed.connect(self._on_committed, Qt.ConnectionType.QueuedConnection)

    def holds(self, compartment: str) -> bool:
        """Say whether the keys of who signed in open `compartment`; "" is always open."""
        return not compartment or (self.signed_in is not None and compartment in self.signed_in.compartments)

    def unlock(
        self, context: QObject, opener: Opener, *, failed: Failed, done: Done | None = None, title: str = ""
    ) -> Task:
        """Open a workspace with `opener` (see models/start.py) on the worker; `done` gets the `SignedIn`."""
        if self.state != CLOSED:
            raise BugError("unlocking a session that is not closed")
        self._go(UNLOCKING)

        def on_failed(error: Exception) -> None:
            self._go(CLOSED)
            failed(error)

        def on_done(opened: tuple[Workspace, SignedIn, dict[str, Draft]]) -> None:
            self._on_opened(*opened)
            if done is not None:
                done(opened[1])

        # The session itself asks: an opened workspace must find an owner even if the page is gone by then.
        task = self.tasks.ask(self, partial(_open, opener), done=on_done, failed=on_failed, title=title)
        task.finished.connect(self._on_unlock_finished)
        return task

    def ask(
        self,
        context: QObject,
        verb: Verb,
        *args: object,
        done: Done | None = None,
        failed: Failed | None = None,
        progress: Progress | None = None,
        title: str = "",
    ) -> Task:
        """Call a reading verb with the open workspace on the worker. As `Tasks.ask` otherwise."""
        call = partial(verb, self._open_workspace(), *args)
        return self.tasks.ask(context, call, done=done, failed=failed, progress=progress, title=title)

    def write(
        self,
        context: QObject,
        verb: Verb,
        *args: object,
        done: Done | None = None,
        failed: Failed | None = None,
        progress: Progress | None = None,
        title: str = "",
    ) -> Task:
        """Call a writing verb. Its `Changes` go to the bus before `done` is called, also when nobody waits for them."""
        call = partial(verb, self._open_workspace(), *args)
        run = self._reporting_commit(call)
        return self.tasks.ask(context, run, done=done, failed=failed, progress=progress, title=title)

    def undo(self, context: QObject, *, done: Done | None = None, failed: Failed | None = None) -> Task:
        """Take back the last step of this person."""
        return self.write(context, vault.undo_last, done=done, failed=failed)

    def redo(self, context: QObject, *, done: Done | None = None, failed: Failed | None = None) -> Task:
        """Take back the last undo."""
        return self.write(context, vault.redo_last, done=done, failed=failed)

    def refresh_signed_in(self) -> None:
        """Read anew what `signed_in` says, after the keyring or the recovery words changed."""
        if self.state == OPEN:
            self.ask(self, _signed_in, done=self._on_signed_in)

    def begin_locking(self) -> None:
        """Refuse new work; what runs is interrupted. The process ends soon after."""
        self._go(LOCKING)
        self.tasks.interrupt_running()

    def close(self) -> None:
        """Close the workspace and end the workers: when the window closes."""
        workspace, self._workspace = self._workspace, None
        self.drafts.seal_now()
        self.tasks.interrupt = None if workspace is None else workspace.interrupt
        self.tasks.shutdown(workspace.close if workspace is not None else None)
        self._go(CLOSED)

    def _open_workspace(self) -> Workspace:
        if self._workspace is None:
            raise BugError(f"no workspace is open: {self.state}")
        return self._workspace

    def _reporting_commit(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap a write so that its changes are told from the worker, whoever still listens."""
        tell = self._committed.emit

        def plain() -> object:
            result = call()
            tell(result)
            return result

        def with_progress(progress: Callable[[int, int], bool]) -> object:
            result = call(progress=progress)
            tell(result)
            return result

        return with_progress if takes_progress(call) else plain

    def _on_opened(self, workspace: Workspace, signed_in: SignedIn, drafts: dict[str, Draft]) -> None:
        self._workspace = workspace
        self.signed_in = signed_in
        set_profile(signed_in.profile)
        set_lead_here(here=signed_in.has_lead)
        self.tasks.interrupt = workspace.interrupt
        self.drafts.use(workspace.drafts, drafts)
        self.drafts.adopt(self.left())
        self._go(OPEN)
        self.signed_in_changed.emit()

    def _on_unlock_finished(self) -> None:
        """Be closed again if it was cancelled."""
        if self.state == UNLOCKING:
            self._go(CLOSED)

    def _on_committed(self, result: object) -> None:
        written = changes_in(result)
        for changes in written:
            self.bus.changed.emit(changes)
        if any(written):
            self.saved_at = self.clock.now()
            self.saved.emit(written[-1])
            if self.state == OPEN:
                # Settings may be among what changed, also by an undo; else the words of undo are all that is new.
                about_school = any("setting" in changes.tables for changes in written)
                self.ask(self, _signed_in if about_school else _undo_words, done=self._on_read_after)

    def _on_read_after(self, read: SignedIn | tuple[str, str]) -> None:
        if isinstance(read, SignedIn):
            self._on_signed_in(read)
        elif self.signed_in is not None:
            self._on_signed_in(replace(self.signed_in, undo=read[0], redo=read[1]))

    def _on_signed_in(self, signed_in: SignedIn) -> None:
        self.signed_in = signed_in
        set_profile(signed_in.profile)
        set_lead_here(here=signed_in.has_lead)
        self.signed_in_changed.emit()

    def _go(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


def changes_in(result: object) -> tuple[Changes, ...]:
    """Find the `Changes` in what a writing verb returned: itself, or among the parts of a tuple."""
    parts = result if isinstance(result, tuple) else (result,)
    return tuple(part for part in parts if isinstance(part, Changes))


def _open(opener: Opener, progress: Callable[[int, int], bool]) -> tuple[Workspace, SignedIn, dict[str, Draft]]:
    workspace = opener(progress=progress) if takes_progress(opener) else opener()
    if not progress(1, 1):
        workspace.close()
        raise Cancelled
    if not workspace.read_only:  # then another process may be writing its drafts
        workspace.drafts.sweep()
    _note_lock(workspace)
    with contextlib.suppress(KnownError):  # a disk that takes nothing must not keep anybody out
        workspace.tell()
        handing.take_in(workspace)
        programme.refresh_card(workspace)
    return workspace, _signed_in(workspace), workspace.drafts.all()


def _note_lock(ws: Workspace) -> None:
    """Have it journalled that this person locked: locking waits for no disk, and leaves the place to come back to."""
    at = None if ws.looking else ws.drafts.moment_of(PLACE_KEY)
    if at is not None and vault.last_done(ws, "lock") != at:
        ws.record.kept.insert(0, Kept("programme", "lock", "", None, ws.user.uid, at.isoformat()))
        ws.record.kept.sort(key=lambda one: one.at)


def _signed_in(ws: Workspace) -> SignedIn:
    undo, redo = _undo_words(ws)
    school, copied = programme.school(ws), vault.last_done(ws, "make_copy")
    return SignedIn(
        ws.folder,
        ws.user.uid,
        ws.user.label,
        ws.user.roles,
        ws.compartments,
        school.name,
        school.profile,
        school.sample,
        ws.notices,
        vault.has_recovery(ws),
        ws.record.words_proven,
        ws.record.words_used,
        undo,
        redo,
        copied.isoformat() if copied else "",
        ws.looking,
        next((one.made for one in backups.list_backups(ws) if one.whole), ""),
        is_copy_due(ws.record.copied or vault.begun(ws).isoformat(), ws.clock.today()),
        given=ws.user.given,
        lent=lent_now(ws),
        read_only=reading_only.why(ws),
        host=reading_only.host(ws),
        closed=bool(ws.later),
        has_lead=any(one.role == "lead" for one in vault.list_users(ws)),
    )


def _undo_words(ws: Workspace) -> tuple[str, str]:
    if ws.read_only:
        return "", ""
    undo, redo = vault.last_undoable(ws), vault.last_redoable(ws)
    return undo.words if undo else "", redo.words if redo else ""
