"""The menu "More": proposing otherwise, putting drafts aside, taking them up, comparing; all by keyboard, all undone."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from desktop.services import matching
from desktop.views.matching.compare_sheet import CompareSheet
from desktop.views.matching.drafts_sheet import DraftsSheet
from desktop.views.matching.propose_sheet import ProposeSheet
from tests.views.matching.conftest import Bench


def sheet(kind: type[Any]) -> Any:
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def propose_beside(bench: Bench) -> None:
    """Leave one out, and propose for everybody, the first draft kept aside."""
    bench.choose("10")
    bench.key(Qt.Key.Key_O)
    bench.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    asked = sheet(ProposeSheet)
    asked.scope.choose("everybody")
    asked.scope.chosen.emit("everybody")
    assert asked.keep.isChecked()
    bench.control(Qt.Key.Key_Return)


def test_m_opens_the_menu_with_keys_and_f1_lists_them(drafted: Bench) -> None:
    drafted.key(Qt.Key.Key_M)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    lines = [action.text() for action in menu.actions()]
    assert {"Put the draft aside", "Drafts …\tD", "Discard draft\tCtrl+D"} <= set(lines)
    menu.close()
    keys = dict(drafted.page.keys())
    assert {"M", "D", "Ctrl+D", "Ctrl+Shift+P"} <= set(keys)
    drafted.control(Qt.Key.Key_D)
    drafted.key(Qt.Key.Key_M)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Put the draft aside" not in [action.text() for action in menu.actions()]
    menu.close()


def test_proposing_otherwise_keeps_the_draft_aside_and_it_is_taken_up_again(drafted: Bench) -> None:
    propose_beside(drafted)
    lines = drafted.write(matching.drafts)
    assert [line.aside is None for line in lines] == [True, False]
    assert lines[0].scope == "everybody"
    drafted.key(Qt.Key.Key_D)
    drafts = sheet(DraftsSheet)
    assert len(drafts.rows.shown) == 2
    assert not drafts.take_button.isEnabled(), "the present one is worked on already"
    drafts.table.setFocus()
    drafted.key(Qt.Key.Key_End)
    drafted.key(Qt.Key.Key_Return)
    assert QApplication.activeModalWidget() is None
    assert drafted.page.board is not None
    assert drafted.page.board.draft is not None
    assert drafted.page.board.draft.uid == lines[1].uid
    drafted.control(Qt.Key.Key_Z)
    assert drafted.page.board.draft.uid == lines[0].uid


def test_a_draft_put_aside_leaves_the_page_to_who_waits(drafted: Bench) -> None:
    drafted.page.set_aside()
    drafted.settle()
    assert drafted.page.part == "ready"
    drafted.key(Qt.Key.Key_D)
    drafts = sheet(DraftsSheet)
    assert drafts.take_button.isEnabled()
    drafts.take_up()
    drafted.settle()
    assert drafted.page.part == "draft"


def test_drafts_are_named_and_discarded_in_the_list(drafted: Bench) -> None:
    propose_beside(drafted)
    drafted.key(Qt.Key.Key_D)
    drafts = sheet(DraftsSheet)
    drafts.name.setText("  The   careful one ")
    drafts.name.setFocus()
    drafted.key(Qt.Key.Key_Return)
    assert drafts.rows.shown[0][1].label == "The careful one"
    drafts.table.choose(drafts.rows.shown[1][0])
    drafted.click("Discard", drafts)
    assert len(drafts.rows.shown) == 1
    assert "to compare with" in drafted.texts(drafts)
    drafts.reject()
    drafted.settle()
    drafted.control(Qt.Key.Key_Z)
    assert len(drafted.write(matching.drafts)) == 2


def test_two_drafts_are_compared_side_by_side(drafted: Bench) -> None:
    propose_beside(drafted)
    drafted.choose("10")
    drafted.key(Qt.Key.Key_O)
    drafted.propose()
    drafted.key(Qt.Key.Key_D)
    drafts = sheet(DraftsSheet)
    drafts.table.choose(drafts.rows.shown[1][0])
    drafted.click("Compare …", drafts)
    compared = sheet(CompareSheet)
    drafted.settle()
    assert "10" in {row[1].mentee.number for row in compared.rows.shown}
    assert "Placed:" in drafted.texts(compared)
    assert "is for" in drafted.texts(compared)
    compared.second.choose(compared.first.value())
    compared.second.chosen.emit(compared.second.value())
    drafted.settle()
    assert not compared.rows.shown
    assert not compared.take_button.isEnabled()
    assert "place everybody alike" in drafted.texts(compared)
    compared.reject()


def test_with_one_draft_the_sheet_says_how_to_have_two(drafted: Bench) -> None:
    CompareSheet(drafted.page).start()
    drafted.settle()
    assert "Two drafts are needed." in drafted.texts(sheet(CompareSheet))
    sheet(CompareSheet).reject()


def test_groups_are_proposed_from_the_sheet(drafted: Bench) -> None:
    drafted.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    asked = sheet(ProposeSheet)
    assert not asked.least.isVisible()
    asked.groups.click()
    assert asked.least.isVisible()
    asked.least.set_value(1)
    asked.most.set_value(4)
    asked.prove.click()
    assert asked.wish().prove
    drafted.control(Qt.Key.Key_Return)
    assert drafted.page.board is not None
    assert drafted.page.board.draft is not None
    assert drafted.page.board.draft.grouping is not None
    assert (drafted.page.board.draft.grouping.least, drafted.page.board.draft.grouping.most) == (1, 4)
    assert drafted.page.board.draft.grouping.proved
    drafted.propose()
    assert drafted.page.board.draft.grouping is not None, "proposing again keeps to groups"
