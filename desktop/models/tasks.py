"""Background work: one worker for the database, one for calculations. The only place with threads.

Answers come back on the window's thread and are dropped when the asker is gone. The runner knows
neither the workspace nor what a task does. Errors are caught broadly here and nowhere else.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from desktop.models.progress import reporter, takes_progress
from desktop.services.errors import Cancelled

Done = Callable[[Any], object]
Failed = Callable[[Exception], object]
Progress = Callable[[int, int], object]


class Task(QObject):
    """One piece of work: what the status line shows and what a Cancel button cancels.

    `progressed(done, total)` and `finished()` are emitted on the window's thread; `finished` whatever
    the end was, also when cancelled. `title` is what a person reads, empty for quiet work.
    """

    progressed = Signal(int, int)
    finished = Signal()

    def __init__(self, title: str, context: QObject, runner: Tasks) -> None:
        super().__init__(runner)
        self.title = title
        self.running = True
        self._context = weakref.ref(context)
        self._runner = runner
        self._stop = threading.Event()
        self.future: Future[None] | None = None

    @property
    def stopped(self) -> bool:
        """Whether somebody cancelled it."""
        return self._stop.is_set()

    @property
    def wanted(self) -> bool:
        """Whether there is still anybody to answer."""
        context = self._context()
        return not self.stopped and context is not None and isValid(context)

    def cancel(self) -> None:
        """Stop it as soon as it notices; nothing is called back and nothing is shown."""
        if not self.running or self.stopped:
            return
        self._stop.set()
        self._runner.interrupt_running(self)
        if self.future is not None and self.future.cancel():
            self._runner.end(self)


class Tasks(QObject):
    """Runs functions in the background, in the order they were asked for.

    Signals: `began(Task)` when work with a title is asked for; `failed(Exception)` for every error
    whose asker gave no `failed` of its own.
    """

    began = Signal(object)
    failed = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database = ThreadPoolExecutor(1, "database")
        self._calculations = ThreadPoolExecutor(1, "calculations")
        self._tasks: set[Task] = set()
        self._current: Task | None = None
        self._lock = threading.Lock()
        self._closed = False
        # Set by the session while a workspace is open: ends the running SQL statement.
        self.interrupt: Callable[[], object] | None = None
        self._arrived.connect(lambda call: call(), Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether anything is running or waiting."""
        return bool(self._tasks)

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
        task = Task(title, context, self)
        return self._start(self._database, task, partial(fn, *args), done, failed, progress)

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
        task = Task(title, context, self)
        return self._start(self._calculations, task, partial(fn, *args), done, failed, progress)

    def shutdown(self, last: Callable[[], Any] | None = None) -> None:
        """Cancel everything, run `last` on the database worker, and wait for both workers to end."""
        if self._closed:
            return
        self._closed = True
        for task in list(self._tasks):
            task.cancel()
        if last is not None:
            self._database.submit(last)
        self._database.shutdown(wait=True)
        self._calculations.shutdown(wait=True)

    def interrupt_running(self, task: Task | None = None) -> None:
        """End the SQL statement that runs now, if it belongs to `task` (or to anybody)."""
        with self._lock:
            if self.interrupt and self._current and task in (None, self._current):
                self.interrupt()

    def end(self, task: Task) -> None:
        """Take the task off the list; its `finished` is the last that is heard of it."""
        if task in self._tasks:
            self._tasks.discard(task)
            task.running = False
            task.finished.emit()
            task.deleteLater()

    def _start(
        self,
        pool: ThreadPoolExecutor,
        task: Task,
        fn: Callable[..., Any],
        done: Done | None,
        failed: Failed | None,
        progress: Progress | None,
    ) -> Task:
        if self._closed:
            task.running = False
            return task
        if progress is not None:
            task.progressed.connect(progress)
        self._tasks.add(task)
        task.future = pool.submit(self._run, pool is self._database, task, fn, done, failed)
        if task.title:
            self.began.emit(task)
        return task

    def _run(
        self, on_database: bool, task: Task, fn: Callable[..., Any], done: Done | None, failed: Failed | None
    ) -> None:
        """Do the work; on the worker. Every outcome travels back as one call."""
        if on_database:
            with self._lock:
                self._current = task
        answer: Callable[[], object] | None
        try:
            if task.stopped:
                raise Cancelled
            result = fn(progress=reporter(task, self._arrived.emit)) if takes_progress(fn) else fn()
            answer = partial(done, result) if done else None
        except Cancelled:
            answer = None
        except Exception as error:  # the one broad catch: whoever asked, or the one place of errors, hears of it
            answer = partial(failed or self.failed.emit, error)
        finally:
            if on_database:
                with self._lock:
                    self._current = None
        self._arrived.emit(partial(self._answer, task, answer))

    def _answer(self, task: Task, answer: Callable[[], object] | None) -> None:
        try:
            if answer is not None and task.wanted:
                answer()
        finally:
            self.end(task)
