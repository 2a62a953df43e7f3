"""How pairs begin, in the real window: planned, missed, held, on trial, reviewed; and why two were paired."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.services import matching
from desktop.services.matching.types import Pair
from desktop.views.matching.first_meeting import FirstMeetingSheet
from desktop.views.matching.published_part import PublishedPart
from desktop.views.matching.trial_sheet import TrialSheet
from desktop.views.matching.why_sheet import WhySheet
from tests.views.matching.conftest import Bench


@pytest.fixture
def published(drafted: Bench) -> Bench:
    drafted.control(Qt.Key.Key_Return)
    drafted.page.show_part("pairs")
    drafted.settle()
    return drafted


def part(bench: Bench) -> PublishedPart:
    found = bench.page.findChild(PublishedPart)
    assert isinstance(found, PublishedPart)
    return found


def sheet(bench: Bench) -> FirstMeetingSheet | TrialSheet | WhySheet:
    bench.settle()
    found = QApplication.activeModalWidget()
    assert isinstance(found, FirstMeetingSheet | TrialSheet | WhySheet)
    return found


def pair(bench: Bench) -> Pair:
    found = part(bench).panel.pair
    assert found is not None
    return found


def first(bench: Bench) -> FirstMeetingSheet:
    bench.key(Qt.Key.Key_F)
    found = sheet(bench)
    assert isinstance(found, FirstMeetingSheet)
    return found


def test_a_pair_waits_is_planned_missed_and_becomes_active_with_its_date(published: Bench) -> None:
    said = published.texts(published.page.side)
    assert "Waits for its first meeting no day yet" in said
    uid = pair(published).uid
    opened = first(published)
    opened.planned.setText("yesterday")
    published.click("Keep the plan", opened)
    assert "This is no day." in published.texts(opened)
    opened.planned.setText("1 Dec 2026")
    opened.adult.setText("Ms Adeyemi")
    published.click("Keep the plan", opened)
    assert "on 1 Dec 2026" in published.texts(published.page.side)
    first(published).missed("mentee")
    published.settle()
    assert published.write(matching.first_meeting, uid).absent == "mentee"
    opened = first(published)
    assert "did not come: The mentee" in published.texts(opened)
    opened.checks["adult"].setChecked(True)
    opened.signed["mentor"].setChecked(True)
    opened.goals.setPlainText("Find the library\n\nTalk every week")
    published.click("They met", opened)
    said = published.texts(published.page.side)
    assert "On trial until" in said
    assert "5 points of the checklist are open. 4 signatures are missing." in said
    assert "• Find the library" in said
    published.control(Qt.Key.Key_Z)
    assert "Waits for its first meeting" in published.texts(published.page.side)


def test_a_trial_ends_with_a_change_without_blame_and_why_still_stands(published: Bench) -> None:
    uid = pair(published).uid
    published.click("They met", first(published))
    published.key(Qt.Key.Key_R)
    review = sheet(published)
    assert isinstance(review, TrialSheet)
    review.slips["mentee"].setFocus()
    published.key(Qt.Key.Key_Down)
    published.key(Qt.Key.Key_Down)
    assert published.write(matching.slips, uid)["mentee"][0] == "unsure"
    published.click("Change without blame", review)
    ended = next(one for one in published.write(lambda ws: matching.pairs(ws, ended=True)) if one.uid == uid)
    assert (ended.state, ended.reason) == ("ended", "unsuited")
    part(published).narrow("ended")
    part(published).choose(uid)
    published.settle()
    published.key(Qt.Key.Key_Y)
    why = sheet(published)
    assert isinstance(why, WhySheet)
    assert "of 1,000 points" in published.texts(why)


def test_the_list_narrows_to_those_who_wait(published: Bench) -> None:
    waiting = len(published.page.board.active) if published.page.board else 0
    published.click(f"First meeting {waiting}")
    published.click("They met", first(published))
    assert published.button(f"First meeting {waiting - 1}")
