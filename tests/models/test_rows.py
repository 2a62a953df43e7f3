"""The one list model: order, search, filters, keyboard, and the model tester."""

from __future__ import annotations

import time
from collections.abc import Iterator
from operator import itemgetter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject, Qt, QTimer
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.models.changes import ChangeBus
from desktop.models.courtesy import Courtesy
from desktop.models.rows import Column, RowRole, Rows, arrange, snapshot
from desktop.models.tasks import Tasks
from desktop.services.errors import Cancelled
from desktop.services.vault.types import Changes, Touched

COLUMNS = (
    Column("name", "Name", itemgetter(1)),
    Column("year", "Year", lambda row: str(row[2]), sort=itemgetter(2), numeric=True),
)
PEOPLE = [("a", "Łukasz Nowak", 10), ("b", "Zoë d’Arcy", 9), ("c", "Ada Ørsted", 12), ("d", "Ängla Berg", 9)]


@pytest.fixture
def rows(qtbot: QtBot) -> Rows:
    model = Rows(COLUMNS)
    model.show(PEOPLE)
    return model


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    runner = Tasks()
    yield runner
    runner.shutdown()


def uids(model: Rows) -> str:
    return "".join(row[0] for row in model.shown)


def test_passes_the_model_tester(rows: Rows, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(rows)
    rows.sort(0)
    qtmodeltester.check(rows)


def test_sorts_by_folded_text_and_by_key(rows: Rows) -> None:
    rows.sort(0)
    assert uids(rows) == "cdab"
    rows.sort(1, Qt.SortOrder.DescendingOrder)
    assert uids(rows) == "cabd"
    rows.sort(-1)
    assert uids(rows) == "abcd"


@pytest.mark.parametrize(
    ("query", "found"), [("lukasz", "a"), ("nowak luk", "a"), ("orsted", "c"), ("9", "bd"), ("", "abcd")]
)
def test_search_folds_and_takes_words_in_any_order(rows: Rows, query: str, found: str) -> None:
    rows.search(query)
    assert uids(rows) == found
    assert rows.total == 4


def test_filter_and_search_work_together(rows: Rows) -> None:
    rows.keep(lambda row: row[2] == 9)
    rows.search("berg")
    assert uids(rows) == "d"
    rows.keep(None)
    assert uids(rows) == "d"


def test_typing_finds_by_bisection_and_by_scan(rows: Rows) -> None:
    rows.sort(0)
    found = rows.match(rows.index(0, 0), Qt.ItemDataRole.DisplayRole, "zo")
    assert [rows.data(i, RowRole)[0] for i in found] == ["b"]
    rows.sort(1)
    found = rows.match(rows.index(3, 0), Qt.ItemDataRole.DisplayRole, "än")
    assert [rows.data(i, RowRole)[0] for i in found] == ["d"]
    assert rows.match(rows.index(0, 0), Qt.ItemDataRole.DisplayRole, "xx") == []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 50), max_size=20_000), st.booleans())
def test_sorting_in_pieces_equals_sorting_at_once(numbers: list[int], descending: bool) -> None:
    data = [(str(at), "x", number) for at, number in enumerate(numbers)]
    shown = arrange(snapshot(data, COLUMNS), COLUMNS[1], descending, "", None).rows
    assert list(shown) == sorted(data, key=itemgetter(2), reverse=descending)


def test_a_hundred_thousand_rows_do_not_stall_the_window(tasks: Tasks, qtbot: QtBot) -> None:
    model = Rows(COLUMNS, tasks)
    frozen = model.freeze((str(n), f"Name {n * 7919 % 100_003}", n % 7) for n in range(100_000))
    gaps, last = [], time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append(now - last)
        last = now

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(1)
    for act in (lambda: model.show(frozen), lambda: model.sort(0), lambda: model.search("name 99")):
        with qtbot.waitSignal(model.arranged, timeout=10_000):
            act()
    timer.stop()
    assert model.shown[0][1] == "Name 10099"
    # 50 ms is the promise; two shared cores under test get the double of what the design allows in CI.
    assert max(gaps) < 0.2


def test_only_the_newest_arrangement_is_shown(tasks: Tasks, qtbot: QtBot) -> None:
    model = Rows(COLUMNS, tasks)
    model.show(model.freeze((str(n), f"Name {n}", n % 7) for n in range(20_000)))
    model.search("name 1")
    with qtbot.waitSignal(model.arranged, timeout=10_000):
        model.search("name 19999")
    assert len(model.shown) == 1


def test_the_bus_tells_those_who_watch_and_forgets_the_dead(qtbot: QtBot) -> None:
    written = Changes("programme", "edit_person", (Touched("person", "u", "u"),))
    bus, context, calls = ChangeBus(), QObject(), []
    bus.watch(context, ("person",), lambda: calls.append("person"))
    bus.watch(context, ("note",), lambda: calls.append("note"))
    bus.changed.emit(written)
    assert calls == ["person"]
    context.deleteLater()
    qtbot.waitSignal(context.destroyed).wait()
    bus.changed.emit(written)
    assert calls == ["person"]


def test_an_order_made_once_is_kept_and_a_new_snapshot_has_none() -> None:
    asked: list[str] = []

    def key(row: tuple[str, str, int]) -> int:
        asked.append(row[0])
        return row[2]

    column = Column("year", "Year", lambda row: str(row[2]), sort=key)
    snap = snapshot(PEOPLE, COLUMNS)
    first = arrange(snap, column, False, "", None)
    assert arrange(snap, column, False, "zoe", None).rows == (PEOPLE[1],)
    assert len(asked) == len(PEOPLE)
    assert arrange(snap, column, True, "", None).rows != first.rows
    assert arrange(snapshot(PEOPLE[:1], COLUMNS), column, False, "", None).rows == (PEOPLE[0],)


def test_arranging_stops_when_it_is_told_to() -> None:
    data = [(str(n), f"Name {n}", n) for n in range(20_000)]
    snap = snapshot(data, COLUMNS)
    with pytest.raises(Cancelled):
        arrange(snap, COLUMNS[0], False, "", None, lambda done, total: done < 4_000)


def test_narrowing_searches_and_filters_at_once(rows: Rows, qtbot: QtBot) -> None:
    with qtbot.waitSignal(rows.arranged):
        rows.narrow("berg", lambda row: row[2] == 9)
    assert uids(rows) == "d"
    rows.narrow("", None)
    assert uids(rows) == "abcd"


def test_letters_find_a_name_among_thousands(tasks: Tasks, qtbot: QtBot) -> None:
    model = Rows(COLUMNS, tasks)
    with qtbot.waitSignal(model.arranged, timeout=10_000):
        model.show(model.freeze((str(n), f"Name {n}", n % 7) for n in range(20_000)))
    found = model.match(model.index(3, 0), Qt.ItemDataRole.DisplayRole, "name 19999")
    assert [one.row() for one in found] == [19_999]
    assert model.match(model.index(3, 0), Qt.ItemDataRole.DisplayRole, "nobody") == []


def test_work_waits_while_the_window_has_something_to_do(qtbot: QtBot) -> None:
    courtesy = Courtesy()
    courtesy._on_rest()
    begin = time.perf_counter()
    courtesy.give_way()
    assert time.perf_counter() - begin < 0.005
    courtesy._on_awake()
    begin = time.perf_counter()
    courtesy.give_way()
    assert time.perf_counter() - begin >= 0.005
