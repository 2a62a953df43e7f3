"""What counts, why two are not together, deciding otherwise with a reason, and whom staff keep apart: by keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.models.session import Session
from desktop.services import matching, people
from desktop.services.clock import SystemClock
from desktop.services.vault import Password, open_workspace
from desktop.views.feature import Feature
from desktop.views.handing.page import HandingPage
from desktop.views.handing.sheet import HandInSheet
from desktop.views.matching.blocks_sheet import BlocksSheet
from desktop.views.matching.choosing import ChoosingSheet
from desktop.views.matching.groups_view import GroupsView
from desktop.views.matching.what_counts_sheet import WhatCountsSheet
from desktop.views.matching.why_not_sheet import WhyNotSheet
from desktop.views.widgets.count import Count
from desktop.views.widgets.finder import Finder
from desktop.views.widgets.sheet import Sheet
from tests import vaults
from tests.views.conftest import MakeWindow
from tests.views.matching.conftest import FEATURES, Bench

SECRET = "nine quiet barges moored"


def from_menu(bench: Bench, words: str) -> None:
    """Take a line of the menu "More" with the keyboard."""
    bench.page.setFocus()
    bench.key(Qt.Key.Key_M)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    wanted = next(action for action in menu.actions() if action.text().startswith(words))
    menu.setActiveAction(wanted)
    bench.qtbot.keyClick(menu, Qt.Key.Key_Return)
    bench.settle()


def sheet(bench: Bench, kind: type[Sheet]) -> Any:
    bench.settle()
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    found.activateWindow()
    bench.qtbot.waitUntil(found.isActiveWindow)
    return found


# what counts


def counts(bench: Bench) -> WhatCountsSheet:
    from_menu(bench, "What counts")
    found: WhatCountsSheet = sheet(bench, WhatCountsSheet)
    return found


def test_weights_and_measures_are_changed_by_keyboard_and_taken_back_as_one(bench: Bench) -> None:
    opened = counts(bench)
    said = bench.texts(opened)
    assert "answered by 10 mentees and 8 mentors" in said
    assert "nobody has answered: it counts for nothing" in said
    assert "unless your school decides so here" in said
    assert opened.weights["interests"].currentText() == "High (30)"
    assert opened.weights["interests"].hasFocus()
    bench.key(Qt.Key.Key_Down)
    least = opened.measures["least_gap"]
    assert isinstance(least, Count)
    least.field.setFocus()
    bench.key(Qt.Key.Key_Up)
    opened.measures["family"].setFocus()
    bench.key(Qt.Key.Key_Space)
    bench.control(Qt.Key.Key_Return)
    kept = bench.write(matching.settings)
    assert (kept.weight("interests"), kept.least_gap, kept.family) == (60, 2, False)
    bench.control(Qt.Key.Key_Z)
    kept = bench.write(matching.settings)
    assert (kept.weight("interests"), kept.least_gap, kept.family) == (30, 1, True)


def test_what_cannot_be_is_refused_and_the_usual_is_shown_before_it_is_saved(bench: Bench) -> None:
    opened = counts(bench)
    for choice in opened.weights.values():
        choice.choose("0")
    bench.control(Qt.Key.Key_Return)
    assert "Give at least one criterion a weight." in bench.texts(opened)
    bench.click("Back to the usual", opened)
    assert opened.weights["interests"].value() == "30"
    bench.control(Qt.Key.Key_Return)
    assert bench.write(matching.settings).weight("goals") == 20


def test_a_draft_is_proposed_again_with_what_was_saved(drafted: Bench) -> None:
    opened = counts(drafted)
    opened.measures["least_gap"].set_value(6)
    drafted.click("Save and propose again", opened)
    assert set(drafted.pairs().values()) == {""}


# why not these two


def name(bench: Bench, finder: Finder, number: str) -> None:
    """Type a number into a finder, and take the first."""
    finder.setFocus()
    finder.selectAll()
    bench.qtbot.keyClicks(finder, number)
    bench.key(Qt.Key.Key_Return)


def ask(bench: Bench, mentee: str, mentor: str) -> WhyNotSheet:
    bench.page.setFocus()
    bench.key(Qt.Key.Key_W)
    opened: WhyNotSheet = sheet(bench, WhyNotSheet)
    name(bench, opened.mentee, mentee)
    name(bench, opened.mentor, mentor)
    return opened


def free_pair(bench: Bench) -> tuple[str, str]:
    """Give two of the draft who are not together although nothing forbids it."""
    pairs = bench.pairs()
    taken = [mentor for mentee, mentor in pairs.items() if mentor and mentee != "10"]
    return "10", taken[0]


def test_two_who_may_be_together_are_placed_at_the_cost_that_was_said(drafted: Bench) -> None:
    mentee, mentor = free_pair(drafted)
    opened = ask(drafted, mentee, mentor)
    said = drafted.texts(opened)
    assert "In this draft" in said
    assert "overall." in said or "without a mentor" in said
    assert opened.put.isVisible()
    assert not opened.decide.isVisible()
    drafted.control(Qt.Key.Key_Return)
    assert drafted.pairs()[mentee] == mentor
    drafted.control(Qt.Key.Key_Z)
    assert drafted.pairs()[mentee] != mentor


def test_a_rule_is_decided_otherwise_with_a_reason_only(drafted: Bench) -> None:
    opened = ask(drafted, "18", "91")
    assert "free period" in drafted.texts(opened)
    assert not opened.put.isVisible()
    drafted.click("Override", opened)
    assert opened.focusWidget() is opened.reason.choice
    drafted.qtbot.keyClick(opened.reason.choice, Qt.Key.Key_Down)
    drafted.click("Override", opened)
    assert drafted.pairs()["18"] == "91"
    drafted.choose("18")
    assert "Overridden: a free period in common. Both agreed to it in person" in drafted.texts(drafted.page.side)
    drafted.control(Qt.Key.Key_Z)
    assert drafted.pairs()["18"] == ""


def test_without_a_draft_it_answers_from_the_pairs_there_are(bench: Bench) -> None:
    opened = ask(bench, "18", "91")
    assert "With the pairs there are" in bench.texts(opened)
    assert "free period" in bench.texts(opened)
    assert not opened.put.isVisible()
    assert not opened.decide.isVisible()
    name(bench, opened.mentee, "10")
    assert "free period" not in bench.texts(opened)


def test_the_page_people_asks_about_the_person_shown(bench: Bench) -> None:
    mentor = next(one.uid for one in bench.write(people.list_people) if one.number == "91")
    bench.window.go("people", person=mentor)
    bench.settle()
    bench.click("Why not with …?")
    opened: WhyNotSheet = sheet(bench, WhyNotSheet)
    assert (opened.mentee.uid, opened.mentor.uid) == ("", mentor)
    assert opened.focusWidget() is opened.mentee


# choosing with a reason


def test_a_mentor_whom_a_rule_forbids_is_chosen_with_a_reason_and_taken_back(drafted: Bench) -> None:
    drafted.choose("18")
    drafted.key(Qt.Key.Key_S)
    opened: ChoosingSheet = sheet(drafted, ChoosingSheet)
    assert opened.reason.isVisible()
    assert not opened.take_button.isVisible()
    drafted.key(Qt.Key.Key_Return)
    assert opened.reason.choice.hasFocus()
    drafted.key(Qt.Key.Key_Down)
    drafted.click("Override", opened)
    assert drafted.pairs()["18"]
    drafted.choose("18")
    assert "Overridden: a free period in common." in drafted.texts(drafted.page.side)
    drafted.key(Qt.Key.Key_L)
    assert drafted.pairs()["18"] == ""
    drafted.control(Qt.Key.Key_Z)
    assert drafted.pairs()["18"]


# whom staff keep apart


def apart(bench: Bench) -> BlocksSheet:
    from_menu(bench, "Keep apart")
    opened: BlocksSheet = sheet(bench, BlocksSheet)
    return opened


def test_two_are_kept_apart_with_a_reason_that_is_read_again_and_lifted(drafted: Bench) -> None:
    mentee, mentor = next((mentee, mentor) for mentee, mentor in drafted.pairs().items() if mentor)
    opened = apart(drafted)
    assert "Staff keep nobody apart." in drafted.texts(opened)
    drafted.control(Qt.Key.Key_Return)
    assert "Choose somebody from the list." in drafted.texts(opened)
    name(drafted, opened.one, mentee)
    name(drafted, opened.other, mentor)
    assert opened.why is not None
    opened.why.setFocus()
    drafted.qtbot.keyClicks(opened.why, "An old quarrel")
    drafted.control(Qt.Key.Key_Return)
    drafted.propose()
    assert drafted.pairs()[mentee] != mentor
    opened = apart(drafted)
    assert "1 reason on record" in drafted.texts(opened)
    assert "An old quarrel" not in drafted.texts(opened)
    drafted.click("Read why", opened)
    assert "An old quarrel" in drafted.texts(opened)
    drafted.click("Lift", opened)
    assert drafted.write(matching.blocks) == ()
    drafted.control(Qt.Key.Key_Z)
    assert len(drafted.write(matching.blocks)) == 1


def test_a_coordinator_sees_that_two_are_blocked_and_hands_the_reason_in(
    enrolled: Path, tmp_path: Path, qtbot: QtBot, session: Session, make_window: MakeWindow
) -> None:
    folder = vaults.copy(enrolled, tmp_path / "Bench.peerkeep")
    ws = vaults.reopen(folder, SystemClock())
    one, other = (person.uid for person in people.list_people(ws)[:2])
    matching.keep_apart(ws, one, other, "An old quarrel")
    ws.close()
    vaults.colleague(folder, SystemClock(), "Coordinator", "coordinator", SECRET)
    handing = Feature("handing", "Handed in", "inbox-arrow-down-outline", HandingPage)
    window = make_window((*FEATURES, handing))
    with qtbot.waitSignal(session.signed_in_changed, timeout=10_000):
        opener = lambda: open_workspace(folder, Password("Coordinator", SECRET), clock=SystemClock())  # noqa: E731
        session.unlock(session, opener, failed=pytest.fail)
    bench = Bench(qtbot, window, session)
    opened = apart(bench)
    said = bench.texts(opened)
    assert "blocked" in said
    assert "quarrel" not in said
    assert "reason on record" not in said
    assert opened.why is None
    name(bench, opened.one, "10")
    about = opened.one.uid
    bench.click("Hand a reason in …", opened)
    given: HandInSheet = sheet(bench, HandInSheet)
    assert (given.giving.tier, given.giving.about) == (2, about)


# groups


@pytest.fixture
def grouped(bench: Bench) -> Bench:
    """The page with a draft of groups, in the view of groups."""
    bench.write(matching.propose_groups, 1, 3)
    bench.page.draft_part.show_view("groups")
    bench.settle()
    return bench


def view(bench: Bench) -> GroupsView:
    found = bench.page.draft_part.current()
    assert isinstance(found, GroupsView)
    return found


def test_groups_tell_who_leads_them_when_and_how_good_they_are(grouped: Bench) -> None:
    draft = grouped.page.board.draft if grouped.page.board else None
    assert draft is not None
    assert draft.grouping is not None
    group = next(one for one in draft.groups if len(one.cards) > 1)
    view(grouped).choose(group.cards[0].mentee.uid)
    grouped.settle()
    said = grouped.texts(grouped.page.side)
    assert f"Group of {group.leader.name}, {group.period}" in said
    assert all(card.mentee.name in said for card in group.cards)
    words = "Proven: no other groups" if draft.grouping.proved else "would be possible"
    assert words in grouped.texts(grouped.page) or "could be placed" in grouped.texts(grouped.page)


def test_members_are_moved_locked_and_left_out_by_key(grouped: Bench) -> None:
    uid = next(row[0] for row in grouped.page.rows if row[1].mentee.number == "10")
    before = grouped.pairs()["10"]
    view(grouped).choose(uid)
    view(grouped).table.setFocus()
    grouped.key(Qt.Key.Key_Return)
    opened: ChoosingSheet = sheet(grouped, ChoosingSheet)
    words = {row[1].mentor.number: row[1].sentence for row in opened.rows.shown}
    assert words[before] == "They are together in this draft."
    grouped.control(Qt.Key.Key_Return)
    after = grouped.pairs()["10"]
    assert after not in ("", before)
    grouped.control(Qt.Key.Key_Z)
    assert grouped.pairs()["10"] == before
    grouped.key(Qt.Key.Key_L)
    assert next(row for row in grouped.page.rows if row[0] == uid)[1].locked
    grouped.key(Qt.Key.Key_O)
    assert grouped.pairs()["10"] == ""
