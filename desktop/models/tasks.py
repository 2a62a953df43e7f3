"""Background work: one worker for the database, one for calculations. The only place with threads.

Answers come back on the window's thread and are dropped when the asker is gone. The runner knows
neither the workspace nor what a task does. Errors are caught broadly here and nowhere else.

A worker never holds what belongs to the window: callbacks stay on this side under a number, because the
last reference to a Qt object dropped on another thread crashes. For the same reason the garbage
collector runs on the window's thread only (tidying.py).
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from desktop.models.courtesy import Courtesy
from desktop.models.progress import Done, Failed, Progress, Task, reporter, takes_progress
from desktop.models.tidying import Tidier, tidy_young
from desktop.services.errors import Cancelled

__all__ = ["Done", "Failed", "Progress", "Task", "Tasks"]


@dataclass(frozen=True)
class _Asked:
    """What waits on the window's side for an answer."""

    task: Task
    context: weakref.ref[QObject]
    done: Done | None
    failed: Failed | None

    @property
    def wanted(self) -> bool:
        context = self.context()
        return not self.task.stop.is_set() and context is not None and isValid(context)


class Tasks(QObject):
    """Runs functions in the background, in the order they were asked for.

    Signals: `began(Task)` when work with a title is asked for; `failed(Exception)` for every error
    whose asker gave no `failed` of its own.
    """

    began = Signal(object)
    failed = Signal(object)
    _arrived = Signal(int, object, object)
    _progressed = Signal(int, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database = ThreadPoolExecutor(1, "database")
        self._calculations = ThreadPoolExecutor(1, "calculations")
        self._asked: dict[int, _Asked] = {}
        self._numbers = 0
        self._current = 0
        self._lock = threading.Lock()
        self._closed = False
        self._tidier = Tidier(self)
        self._courtesy = Courtesy(self)
        # Set by the session while a workspace is open: ends the running SQL statement.
        self.interrupt: Callable[[], object] | None = None
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._on_progressed, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether anything is running or waiting."""
        return bool(self._asked)

    def ask(
        self,
        context: QObject,
        fn: Callable[..., Any],
        *args: object,
        done: Done | None = None,
        failed: Failed | None = None,
        progress: Progress | None = None,
        title: str = "",
    ) -> Task:
        """Run `fn(*args)` on the one database worker and give its result to `done` on this thread.

        If `fn` has a parameter named `progress` it gets `progress(done, total) -> keep_going`.
        Without `failed`, errors go to the signal `failed`. `Cancelled` is silent.
        """
        return self._start(self._database, context, partial(fn, *args), done, failed, progress, title)

    def compute(
        self,
        context: QObject,
        fn: Callable[..., Any],
        *args: object,
        done: Done | None = None,
        failed: Failed | None = None,
        progress: Progress | None = None,
        title: str = "",
    ) -> Task:
        """Run pure work that needs no database, beside the database worker. As `ask` otherwise."""
        return self._start(self._calculations, context, partial(fn, *args), done, failed, progress, title)

    def shutdown(self, last: Callable[[], Any] | None = None) -> None:
        """Cancel everything, run `last` on the database worker, and wait for both workers to end."""
        if self._closed:
            return
        self._closed = True
        for asked in list(self._asked.values()):
            asked.task.cancel()
        if last is not None:
            self._database.submit(last)
        self._database.shutdown(wait=True)
        self._calculations.shutdown(wait=True)
        self._tidier.stop()

    def interrupt_running(self, task: Task | None = None) -> None:
        """End the SQL statement that runs now, if it belongs to `task` (or to anybody)."""
        with self._lock:
            if self.interrupt and self._current and (task is None or task.number == self._current):
                self.interrupt()

    def _on_cancelled(self, task: Task) -> None:
        self.interrupt_running(task)
        if task.future is not None and task.future.cancel():
            self._end(task.number)

    def _end(self, number: int) -> None:
        """Take a task off the list; its `finished` is the last that is heard of it."""
        asked = self._asked.pop(number, None)
        if asked is not None:
            asked.task.running = False
            asked.task.finished.emit()

    def _start(
        self,
        pool: ThreadPoolExecutor,
        context: QObject,
        fn: Callable[..., Any],
        done: Done | None,
        failed: Failed | None,
        progress: Progress | None,
        title: str,
    ) -> Task:
        self._numbers += 1
        task = Task(title, self._numbers, self._on_cancelled)
        if self._closed:
            task.running = False
            return task
        if progress is not None:
            task.progressed.connect(progress)
        self._asked[task.number] = _Asked(task, weakref.ref(context), done, failed)
        task.future = pool.submit(self._run, pool is self._database, task.number, task.stop, fn)
        if task.title:
            self.began.emit(task)
        return task

    def _run(self, on_database: bool, number: int, stop: threading.Event, fn: Callable[..., Any]) -> None:
        """Do the work; on the worker."""
        if on_database:
            with self._lock:
                self._current = number
        result: object = None
        problem: Exception | None = None
        try:
            if stop.is_set():
                raise Cancelled
            report = partial(self._progressed.emit, number)
            result = fn(progress=reporter(stop, report, self._courtesy.give_way)) if takes_progress(fn) else fn()
        except Exception as error:  # the one broad catch: whoever asked, or the one place of errors, hears of it
            problem = error
        finally:
            if on_database:
                with self._lock:
                    self._current = 0
        self._arrived.emit(number, result, problem)

    def _on_arrived(self, number: int, result: object, problem: Exception | None) -> None:
        asked = self._asked.get(number)
        try:
            if asked is not None and asked.wanted and not isinstance(problem, Cancelled):
                if problem is not None:
                    (asked.failed or self.failed.emit)(problem)
                elif asked.done is not None:
                    asked.done(result)
        finally:
            self._end(number)

    def _on_progressed(self, number: int, done: int, total: int) -> None:
        tidy_young()  # long work makes much; collected all at once it would hold the window up
        asked = self._asked.get(number)
        if asked is not None:
            asked.task.progressed.emit(done, total)
