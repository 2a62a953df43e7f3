"""Who waits, in the real window: why nothing is shown, the table with its bars, the choice, and the way to paper."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.models.matching_equity import Waits
from desktop.services.reports.equity import Equity, EquityRow
from desktop.views.matching.equity_part import EquityPart
from tests.views.matching.conftest import Bench


def test_small_groups_are_not_shown_and_the_choice_is_remembered(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.click("Part of the page: Who waits")
    part = bench.page.findChild(EquityPart)
    assert isinstance(part, EquityPart)
    said = bench.texts(part)
    assert "Fewer than 5 have a mentor." in said
    assert "at least 5 wait" in said
    assert not part.table.isVisible()
    assert part.choice.hasFocus()
    bench.key(Qt.Key.Key_Down)
    assert part.by == "language"
    assert bench.window.preferences.waits_by == "language"
    place = bench.page.place()
    assert place == {"part": "waits", "by": "language"}
    bench.page.show_place({"part": "waits", "by": "year"})
    bench.settle()
    assert part.choice.value() == "year"
    gone: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr(bench.window, "go", lambda page, **place: gone.append((page, place)))
    bench.click("Print this table")
    bench.click("Why groups are put together")
    assert gone == [("reports", {"report": "waiting-times", "about": "year"}), ("help", {"topic": "waits"})]


def test_a_table_says_n_rates_and_days(bench: Bench) -> None:
    bench.click("Part of the page: Who waits")
    part = bench.page.findChild(EquityPart)
    assert isinstance(part, EquityPart)
    rows = (EquityRow(("7", "8"), 16, 11, 5, 21, 1), EquityRow(("9",), 20, 10, 10, 30, 60))
    part._on_read(Waits((("year", "School year"),), Equity("year", "School year", rows, 5, "")))
    said = bench.texts(part)
    assert "n = 36: 21 have a mentor, 15 wait." in said
    assert part.table.isVisible()
    cells = [[part.rows.index(at, column).data() for column in range(6)] for at in range(2)]
    assert cells[0] == ["7, 8", "16", "11 of 16, 68 %", "5", "21 days", "1 day"]
    assert cells[1][2] == "10 of 20, 50 %"
    assert not part.table.grab().isNull()
