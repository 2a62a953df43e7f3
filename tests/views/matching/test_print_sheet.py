"""Printing from the page Matching: what there is to print, its pages, and the register."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.models import matching_paper as papers
from desktop.models import reports as model
from desktop.models.session import Session
from desktop.services import matching, reports
from desktop.services.reports.matching_types import DraftPaper, EquityPaper
from desktop.services.vault import Workspace
from desktop.views.feature import Feature
from desktop.views.matching.print_sheet import PrintSheet
from desktop.views.reports.page import ReportsPage
from tests import vaults
from tests.services.matching.school import two_and_three
from tests.views.conftest import MakeWindow, unlock
from tests.views.matching.conftest import FEATURES, Bench

REPORTS = Feature("reports", "Reports", "printer-outline", ReportsPage)


def test_there_are_papers_for_what_there_is(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    ws = school.ws

    def kinds() -> list[str]:
        return [paper.kind for paper in papers.papers(ws)]

    assert kinds() == ["waiting-times", "waiting-times"]
    event = matching.plan_meet(ws, ws.clock.today(), "October").uid or ""
    assert kinds() == ["badges", "tick-sheets", "waiting-times", "waiting-times"]
    assert papers.papers(ws)[0].title == "Badges: October"
    assert papers.of_event(event)[1].place == {"report": "tick-sheets", "about": event}
    matching.close_meet(ws, event)
    matching.propose(ws)
    assert kinds() == ["draft-list", "draft-map", "waiting-times", "waiting-times"]
    matching.publish(ws)
    assert kinds() == ["first-meeting", "waiting-times", "waiting-times"]
    assert papers.papers(ws)[0].title == "First meeting: 3 pairs that wait for it"
    pair = matching.pairs(ws)[0].uid
    for paper in (papers.of_pair(pair), papers.of_grouping("language"), *papers.of_event(event)):
        made = model.prepare(ws, model.options_at(paper.place))
        assert reports.kind_of(made) == paper.kind
        found = model.report(paper.kind)
        assert found is not None
        assert found.title in paper.title
        assert model.contents(made)
        assert not model.is_wide(made)


def test_a_draft_is_saved_for_a_spreadsheet_and_what_leaves_the_school_has_larger_groups(
    workspace: Workspace, tmp_path: Path
) -> None:
    ws = two_and_three(workspace).ws
    matching.propose(ws)
    made = model.prepare(ws, model.Options("draft-list", copies=4))
    assert isinstance(made, DraftPaper)
    assert model.is_wide(made)
    model.save(ws, made, "csv", str(tmp_path / "draft.csv"))
    assert (tmp_path / "draft.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    (row,) = model.load_releases(ws).rows
    assert row[model.TITLE : model.COPIES + 1] == ("Draft of pairs", "csv", "those who run the programme", 1)
    table = model.prepare(ws, model.Options("waiting-times", goes=model.OUTSIDE, paper="letter"))
    assert isinstance(table, EquityPaper)
    assert (table.threshold, table.edition.paper) == (10, "letter")
    assert "10" in model.goes_words("waiting-times", model.OUTSIDE)


@pytest.fixture
def bench(qtbot: QtBot, session: Session, make_window: MakeWindow, enrolled: Path, tmp_path: Path) -> Bench:
    window = make_window((*FEATURES, REPORTS))
    unlock(qtbot, session, vaults.copy(enrolled, tmp_path / "Bench.peerkeep"))
    return Bench(qtbot, window, session)


def test_what_is_chosen_is_shown_before_it_is_printed(bench: Bench) -> None:
    bench.propose()
    bench.control(Qt.Key.Key_P)
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, PrintSheet)
    said = bench.texts(sheet)
    assert "Draft of pairs" in said
    assert "Map of the draft" in said
    assert sheet.ways[0].hasFocus()
    bench.key(Qt.Key.Key_Space)
    page = bench.window.pages["reports"]
    assert isinstance(page, ReportsPage)
    bench.qtbot.waitUntil(lambda: page.document is not None, timeout=20_000)
    assert isinstance(page.document, DraftPaper)
    assert bench.window._current == "reports"
    assert page.preview.pages >= 1
    assert page.place()["report"] == "draft-list"
    assert bench.button("Save as CSV", page)
    assert page.panel is not None
    assert not page.panel.goes.isVisible()
    assert "Reasons; nothing told in confidence" in bench.texts(page)
