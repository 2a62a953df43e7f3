"""LOCK-01: every sheet that is open at the lock is open after it, with all that was typed, but never with a secret."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

import desktop.views
from desktop.models.drafts import PLACE_KEY, SHEETS_KEY, Draft
from desktop.models.session import Session
from desktop.views.again import AgainSheet
from desktop.views.matching.pair_sheet import PairSheet
from desktop.views.page import Page
from desktop.views.people import ways_back
from desktop.views.people.guardians import GuardiansSheet
from desktop.views.people.importing import ImportSheet
from desktop.views.people.saving import SavingSheet
from desktop.views.settings.recovery import RecoverySheet
from desktop.views.settings.users_sheets import UsersSheet
from desktop.views.start.next_sheet import NextSheet
from desktop.views.start.words import WordsProof
from desktop.views.theme import Look
from desktop.views.transfer.checking import CheckSheet
from desktop.views.transfer.damaged import DamagedSheet
from desktop.views.transfer.opening import OpenCopySheet
from desktop.views.transfer.rehearsal import RehearsalSheet
from desktop.views.transfer.secret_fields import SecretFields
from desktop.views.transfer.task_sheet import TaskSheet
from desktop.views.widgets import Sheet
from desktop.views.widgets.finder import Finder
from desktop.views.widgets.left_fields import named
from desktop.views.widgets.left_sheets import LeftSheets
from desktop.views.widgets.secrets import is_secret
from tests import vaults
from tests.views.left_sheets import CASES, SECRET, TYPED, Laptop, held, put_caret, typable, type_in_each
from tests.views.waiting import wait_until

# What is open for a moment before unlocking, has a draft of its own, or is work that a lock ends; and the frames.
ELSEWHERE = {
    SavingSheet: "a frame",
    UsersSheet: "a frame",
    TaskSheet: "a frame",
    PairSheet: "a frame",
    ImportSheet: "keeps a draft of its own (test_import_keeping.py)",
    AgainSheet: "asks for the password, which unlocking has just done",
    RecoverySheet: "its words are kept nowhere: new ones are made",
    NextSheet: "before unlocking",
    DamagedSheet: "before unlocking",
    OpenCopySheet: "long work",
    RehearsalSheet: "long work",
    CheckSheet: "long work",
}


@pytest.fixture(scope="module")
def laptop(
    template: Path, look: Look, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication
) -> Iterator[Laptop]:
    """One laptop for all sheets: what is open is closed before the next, and nothing is saved."""
    made = Laptop(vaults.copy(template, tmp_path_factory.mktemp("left") / "Left.peerkeep"), look)
    yield made
    made.away()
    made.session.close()


@pytest.mark.parametrize("key", CASES)
def test_a_sheet_comes_back_as_it_was(laptop: Laptop, key: str) -> None:
    """LOCK-01: fields, choices, ticks, caret; what was typed can still be taken back. LEAK: no secret is in a draft."""
    sheet = laptop.show(key)
    fresh = held(sheet)["fields"]
    type_in_each(sheet)
    put_caret(sheet)
    laptop.settle()
    before = held(sheet)
    assert before["fields"] != fresh or not fresh
    sealed = laptop.lock()
    assert SECRET not in "".join(sealed.values())
    assert (TYPED in sealed[SHEETS_KEY]) == any(TYPED in str(value) for value in before["fields"].values())
    laptop.open()
    laptop.settle()
    wait_until(lambda: laptop.sheet() is not None and laptop.sheet().way.key == key, 10)
    laptop.settle()
    again = laptop.sheet()
    assert type(again) is type(sheet)
    assert held(again) == before
    for _, field in named(again):
        if is_secret(field) and isinstance(field, QLineEdit):
            assert SECRET not in field.text()
    assert_undone(again, fresh)


def assert_undone(sheet: QWidget, fresh: dict[str, Any]) -> None:
    for name, field in typable(sheet):
        plain = isinstance(field, QLineEdit) and not isinstance(field, Finder) and not is_secret(field)
        if plain and TYPED in field.text() and name in fresh and not field.isReadOnly():
            field.undo()
            assert field.text() == fresh[name], name


def every_sheet() -> set[type[Sheet]]:
    for module in pkgutil.walk_packages(desktop.views.__path__, "desktop.views."):
        import_module(module.name)
    found, new = set(), {Sheet}
    while new:
        new = {child for kind in new for child in kind.__subclasses__() if child.__module__.startswith("desktop.")}
        found |= new
    return found


def test_no_sheet_is_forgotten() -> None:
    """LOCK-01: a new sheet has a case above, or a reason to be lost; each way back that a page knows is walked."""
    kinds = {kind for kind, _, _ in CASES.values()}
    assert every_sheet() == kinds | set(ELSEWHERE)
    at_pages = {key for page in Page.__subclasses__() for key in page.sheets}
    assert at_pages | {"show_keys", "show_risk_card", "show_palette"} == set(CASES)
    assert set(ways_back.SHEETS) <= set(CASES)


def test_lines_of_the_settings_come_back(laptop: Laptop) -> None:
    """LOCK-01: what is typed on the page itself, in a term that was added too; what nobody typed is read anew."""
    window = laptop.window or laptop.open()
    window.go("settings")
    laptop.settle()
    page: Any = window.pages["settings"]
    page._terms_editor.add_line()
    laptop.settle()
    last = [one for _, one in typable(page) if one.accessibleName().startswith("Name of term")][-1]
    last.setFocus()
    QTest.keyClicks(last, TYPED)
    QTest.keyClick(last, Qt.Key.Key_Home)
    name, rows = last.accessibleName(), page._terms_editor.lines
    laptop.lock()
    again: Any = laptop.open().pages["settings"]
    [line] = [one for _, one in named(again) if one.accessibleName() == name]
    assert isinstance(line, QLineEdit)
    assert (line.text(), line.cursorPosition(), again.focusWidget()) == (TYPED, 0, line)
    assert again._terms_editor.lines == rows


def test_a_sheet_over_a_sheet_and_one_under_a_blank_screen(laptop: Laptop) -> None:
    """LOCK-01: both are open again, the upper one above; also where the screen was blank when it locked."""
    sheet = laptop.show("new_guardian")
    sheet.lines["family"].setFocus()
    QTest.keyClicks(sheet.lines["family"], TYPED)
    assert laptop.window is not None
    laptop.window.blank()
    assert not sheet.isVisible()
    laptop.lock()
    window = laptop.open()
    laptop.settle()
    upper, [lower] = laptop.sheet(), window.findChildren(GuardiansSheet)
    assert lower.isVisible()
    assert (upper.lines["family"].text(), upper.focusWidget()) == (TYPED, upper.lines["family"])


def test_a_lock_before_the_sheet_is_open_again_loses_nothing(laptop: Laptop) -> None:
    """LOCK-01: whoever unlocks is called away before the record is read."""
    sheet = laptop.show("person")
    QTest.keyClicks(sheet.lines["job"], TYPED)
    QTest.keyClicks(sheet.lines["family"], TYPED)
    laptop.lock()
    laptop.open(settled=False)
    sealed = laptop.lock()
    assert TYPED in sealed[SHEETS_KEY]
    laptop.open()
    laptop.settle()
    assert laptop.sheet().lines["family"].text().endswith(TYPED)


def test_a_full_drive_hands_on_what_a_sheet_holds(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    """LOCK-02: the lock goes on, and what is handed on, sealed, gives the sheet back."""
    sheet = laptop.show("periods")
    QTest.keyClicks(sheet.labels, TYPED)
    drafts, window = laptop.session.drafts, laptop.window
    store = drafts._store
    assert store is not None
    assert window is not None
    monkeypatch.setattr(type(store), "keep", lambda *_: (_ for _ in ()).throw(OSError()))
    window.lock()
    left = drafts.seal_now()
    monkeypatch.undo()
    assert len(left) == 2, "the sheet, and the place to come back to"
    drafts.use(store, store.all())
    drafts.adopt(left)
    laptop.open()
    laptop.settle()
    assert laptop.sheet().labels.text() == TYPED


def test_a_password_that_is_shown_is_a_secret_all_the_same(laptop: Laptop) -> None:
    """LOCK-01, LEAK: the eye is open, and the words of a copy are typed in the clear."""
    sheet = laptop.show("password")
    sheet.former._eye.click()
    assert sheet.former.line.echoMode() == QLineEdit.EchoMode.Normal
    QTest.keyClicks(sheet.former.line, SECRET)
    fields = SecretFields((vaults.USER,), "Password", "Password", words=True)
    sheet.body.addWidget(fields)
    fields.words.setPlainText(SECRET)
    proof = WordsProof([SECRET] * 24)
    sheet.body.addWidget(proof)
    for line in proof.findChildren(QLineEdit):
        line.setText(SECRET)
    sheet.former.line.setFocus()
    assert SECRET not in "".join(laptop.lock().values())
    laptop.open()
    laptop.settle()
    again = laptop.sheet()
    assert (again.former.text(), again.focusWidget()) == ("", again.former.line)


def test_other_words_for_a_first_password_are_said_to_be_others(laptop: Laptop) -> None:
    """LEAK, LOCK-01: the words that were proposed are not kept, and nobody hands over those that do not open."""
    sheet = laptop.show("invite")
    former, words = sheet.password.text(), "New words were proposed; the former ones were not kept."
    assert not [one for one in sheet.findChildren(QLabel) if one.text() == words and one.isVisible()]
    sheet.name.setFocus()
    QTest.keyClicks(sheet.name, TYPED)
    assert former not in "".join(laptop.lock().values())
    laptop.open()
    laptop.settle()
    again = laptop.sheet()
    assert again.password.text() not in ("", former)
    assert [one for one in again.findChildren(QLabel) if one.text() == words and one.isVisible()]
    assert again.password.accessibleDescription() == words


def test_what_was_marked_as_wrong_is_marked_after_the_lock(laptop: Laptop) -> None:
    """LOCK-01: the mark and the sentence under the field, for which the button was pressed; the caret goes elsewhere."""
    sheet = laptop.show("invite")
    sheet.name.clear()
    sheet.let_in()
    assert sheet.name.property("wrong")
    sheet.password.setFocus()
    laptop.lock()
    laptop.open()
    laptop.settle()
    again = laptop.sheet()
    assert again.name.property("wrong")
    assert again.form.errors() == {"name": "This is needed."}
    assert again.focusWidget() is again.password


def test_every_field_for_passwords_is_the_one_that_is_kept_nowhere() -> None:
    """LEAK: no other part of the window hides letters, so none can forget to be a secret."""
    views = Path(desktop.views.__path__[0])
    hiding = [path.name for path in views.rglob("*.py") if "EchoMode.Password" in path.read_text("utf-8")]
    assert hiding == ["password.py"]


def test_what_was_typed_in_a_note_can_still_be_taken_back(laptop: Laptop) -> None:
    """LOCK-01: the undo text of a field with a draft, over the lock."""
    sheet = laptop.show("addendum")
    for words in ("First \U0001f600 ", "then another"):
        QTest.keyClicks(sheet.text, words) if words.isascii() else sheet.text.insertPlainText(words)
        sheet.text.note_now()
        cursor = sheet.text.textCursor()
        cursor.movePosition(cursor.MoveOperation.Start)
        sheet.text.setTextCursor(cursor)
    whole = sheet.text.toPlainText()
    laptop.lock()
    laptop.open()
    laptop.settle()
    text = laptop.sheet().text
    assert text.toPlainText() == whole == "then anotherFirst \U0001f600 "
    text.undo()
    assert text.toPlainText() == "First \U0001f600 "
    text.undo()
    assert text.toPlainText() == ""


def test_a_window_that_is_stuck_loses_no_line_of_a_sheet(laptop: Laptop) -> None:
    """LOCK-01: the watchdog replaces it without asking it; a power cut does not ask either."""
    sheet = laptop.show("hand_out")
    sheet.audience.selectAll()
    QTest.keyClicks(sheet.audience, TYPED)
    drafts, window = laptop.session.drafts, laptop.window
    assert window is not None
    timer = window._left._timer
    assert timer.isActive()
    assert timer.interval() <= 1_000
    timer.timeout.emit()
    laptop.settle()
    store = drafts._store
    assert store is not None
    assert drafts.seal_now() == ()
    drafts.use(store, store.all())
    assert drafts.find(PLACE_KEY) is None
    laptop.open()
    laptop.settle()
    assert laptop.sheet().audience.text() == TYPED


def test_what_is_gone_is_given_up(session: Session, qtbot: QtBot) -> None:
    """LOCK-01: a sheet about a person who was removed meanwhile is tried three times, not for ever."""
    window, drafts, tried = QWidget(), session.drafts, []
    qtbot.addWidget(window)
    kept: Draft | None = Draft("", extra={"sheets": [{"key": "person", "about": {"person": "gone"}}]})
    while kept is not None and len(tried) < 9:
        left = LeftSheets(window, drafts)
        left.bring_back(kept, lambda key, _about: tried.append(key) is None)
        left.note_all()
        kept = drafts.find(SHEETS_KEY)
    assert tried == ["person"] * 3


def test_what_is_closed_is_forgotten(session: Session, qtbot: QtBot) -> None:
    """LOCK-01: only what is open comes back."""
    window = QWidget()
    qtbot.addWidget(window)
    left, sheet = LeftSheets(window, session.drafts), Sheet(window, "Sheet")
    sheet.comes_back("sheet")
    sheet.open()
    qtbot.waitUntil(sheet.isVisible)
    left.note_all()
    assert session.drafts.find(SHEETS_KEY) is not None
    sheet.reject()
    left.note_all()
    assert session.drafts.find(SHEETS_KEY) is None
