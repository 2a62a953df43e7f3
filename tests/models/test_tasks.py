"""The task runner with real threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from desktop.models.tasks import Tasks
from desktop.services.errors import Cancelled


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    runner = Tasks()
    yield runner
    runner.shutdown()


def test_results_arrive_on_the_window_thread_in_order(tasks: Tasks, qtbot: QtBot) -> None:
    context, seen = QObject(), []
    for n in range(50):
        tasks.ask(context, lambda n=n: n, done=lambda n: seen.append((n, QThread.isMainThread())))
    qtbot.waitUntil(lambda: len(seen) == 50)
    assert seen == [(n, True) for n in range(50)]


def test_database_work_runs_on_one_thread_and_calculations_on_another(tasks: Tasks, qtbot: QtBot) -> None:
    context = QObject()
    names: list[str] = []
    for _ in range(5):
        tasks.ask(context, lambda: threading.current_thread().name, done=names.append)
    tasks.compute(context, lambda: threading.current_thread().name, done=names.append)
    qtbot.waitUntil(lambda: len(names) == 6)
    assert len(set(names)) == 2


def test_answer_is_dropped_when_the_asker_is_gone(tasks: Tasks, qtbot: QtBot) -> None:
    context, gate, seen = QObject(), threading.Event(), []
    task = tasks.ask(context, gate.wait, 5, done=seen.append)
    context.deleteLater()
    qtbot.waitSignal(context.destroyed).wait()
    with qtbot.waitSignal(task.finished):
        gate.set()
    assert seen == []


def test_error_goes_to_failed_or_to_the_one_place(tasks: Tasks, qtbot: QtBot) -> None:
    context, own = QObject(), []

    def fail() -> None:
        raise ValueError("x")

    tasks.ask(context, fail, failed=own.append)
    qtbot.waitUntil(lambda: len(own) == 1)
    with qtbot.waitSignal(tasks.failed) as heard:
        tasks.ask(context, fail)
    assert isinstance(own[0], ValueError)
    assert isinstance(heard.args[0], ValueError)


def test_progress_is_reported_and_cancelling_is_silent(tasks: Tasks, qtbot: QtBot) -> None:
    context, seen, started = QObject(), [], threading.Event()

    def long(progress: Callable[[int, int], bool]) -> None:
        for n in range(1_000_000):
            started.set()
            if not progress(n, 1_000_000):
                raise Cancelled

    reports: list[tuple[int, int]] = []
    task = tasks.ask(
        context,
        long,
        done=seen.append,
        failed=seen.append,
        title="Counting",
        progress=lambda *both: reports.append(both),
    )
    assert started.wait(5)
    qtbot.waitUntil(lambda: bool(reports))
    with qtbot.waitSignal(task.finished):
        task.cancel()
    assert seen == []
    assert not tasks.busy


def test_cancelling_what_waits_never_runs_it(tasks: Tasks, qtbot: QtBot) -> None:
    context, gate, ran = QObject(), threading.Event(), []
    tasks.ask(context, gate.wait, 5)
    second = tasks.ask(context, ran.append, 1)
    with qtbot.waitSignal(second.finished):
        second.cancel()
    gate.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert ran == []


def test_cancelling_interrupts_only_its_own_statement(tasks: Tasks, qtbot: QtBot) -> None:
    context, gate, calls, began = QObject(), threading.Event(), [], threading.Event()

    def statement() -> None:
        began.set()
        gate.wait(5)

    def interrupt() -> None:
        calls.append(1)
        gate.set()

    tasks.interrupt = interrupt
    first = tasks.ask(context, statement)
    waiting = tasks.ask(context, lambda: None)
    assert began.wait(5)
    waiting.cancel()
    assert calls == []
    with qtbot.waitSignal(first.finished):
        first.cancel()
    assert calls == [1]


def test_shutdown_runs_the_last_word_on_the_database_worker(qtbot: QtBot) -> None:
    runner, context, names = Tasks(), QObject(), []
    runner.ask(context, lambda: names.append(threading.current_thread().name))
    qtbot.waitUntil(lambda: not runner.busy)
    runner.shutdown(lambda: names.append(threading.current_thread().name))
    assert names[0] == names[1]
    assert not runner.ask(context, names.clear).running
