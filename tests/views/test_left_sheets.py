"""LOCK-01: every sheet that is open at the lock is open after it, with all that was typed, but never with a secret."""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QListWidget, QPlainTextEdit, QWidget

import desktop.views
from desktop.features import FEATURES
from desktop.models import people_family
from desktop.models.drafts import PLACE_KEY
from desktop.models.leaving import LEFT
from desktop.models.locking import IdleWatch
from desktop.models.notes import Writing, newest_uid
from desktop.models.notes import save as save_note
from desktop.models.people import load_details
from desktop.models.preferences import Preferences
from desktop.models.session import OPEN, Session
from desktop.models.tasks import Tasks
from desktop.services import backups, matching, notes, people, programme
from desktop.services.people.types import OwnField
from desktop.services.vault import Password, Workspace, open_workspace
from desktop.views.again import AgainSheet
from desktop.views.handing.sheet import HandInSheet
from desktop.views.help.details import DetailsSheet
from desktop.views.keys_sheet import KeysSheet
from desktop.views.main_window import MainWindow
from desktop.views.matching.choosing import ChoosingSheet
from desktop.views.meetings.strip import AddPairSheet
from desktop.views.notes.sheets import AddendumSheet, RefileSheet
from desktop.views.page import Page
from desktop.views.palette import Palette
from desktop.views.people import leaving, ways_back
from desktop.views.people.bulk import BulkSheet
from desktop.views.people.forms import AnswersSheet, PeriodsSheet
from desktop.views.people.guardians import GuardiansSheet
from desktop.views.people.handing_out import HandOutSheet
from desktop.views.people.importing import ImportSheet
from desktop.views.people.joining import JoinSheet, LikelySheet
from desktop.views.people.leaving import LeavingSheet
from desktop.views.people.naming import NameSheet
from desktop.views.people.own_words import OwnFieldsSheet, OwnWordsSheet
from desktop.views.people.person_form import PersonSheet
from desktop.views.people.saving import SavingSheet
from desktop.views.people.ways import ImportWays
from desktop.views.people.wishes import WishesSheet
from desktop.views.risk_card import RiskSheet
from desktop.views.settings.lending import LendSheet
from desktop.views.settings.password import PasswordSheet
from desktop.views.settings.recovery import RecoverySheet
from desktop.views.settings.users_sheets import InviteSheet, RemoveSheet, RoleSheet, UsersSheet
from desktop.views.start.next_sheet import NextSheet
from desktop.views.start.words import WordsProof
from desktop.views.theme import Look
from desktop.views.transfer.checking import CheckSheet, salvage_here
from desktop.views.transfer.damaged import DamagedSheet
from desktop.views.transfer.opening import OpenCopySheet
from desktop.views.transfer.rehearsal import RehearsalSheet
from desktop.views.transfer.restoring import RestoreSheet
from desktop.views.transfer.salvaging import SalvageSheet
from desktop.views.transfer.secret_fields import SecretFields
from desktop.views.transfer.task_sheet import TaskSheet
from desktop.views.transfer.versions import VersionsSheet
from desktop.views.widgets import Choice, Sheet
from desktop.views.widgets.column_choice import ColumnSheet
from desktop.views.widgets.count import Count
from desktop.views.widgets.finder import Finder
from desktop.views.widgets.left_fields import named, read_fields
from desktop.views.widgets.secrets import is_secret
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.views import school
from tests.views.waiting import wait, wait_until

SECRET = "ZQXJsecret0042"
TYPED = "Zq typed"
HELPER = "Amara Okafor"

# What is open for a moment before unlocking, has a draft of its own, or is work that a lock ends; and the frames.
ELSEWHERE = {
    SavingSheet: "a frame",
    UsersSheet: "a frame",
    TaskSheet: "a frame",
    ImportSheet: "keeps a draft of its own (test_import_keeping.py)",
    HandInSheet: "keeps a draft of its own (test_handing.py)",
    AgainSheet: "asks for the password, which unlocking has just done",
    RecoverySheet: "its words are kept nowhere: new ones are made",
    NextSheet: "before unlocking",
    DamagedSheet: "before unlocking",
    OpenCopySheet: "long work",
    RehearsalSheet: "long work",
    CheckSheet: "long work",
}


class Facts:
    """The uids of what the sheets are about."""

    student = guardian = twin = other_twin = mentor = note = mentee = colleague = ""
    backup: Path


def fill(ws: Workspace, facts: Facts) -> None:
    """Put something in the workspace for each sheet to be about."""
    people.add_period(ws, "Wed3")
    week = people.periods(ws)[0].uid
    for draft in school.ODD[:2] + school.ODD[-1:]:
        people.add_person(ws, draft)
    for n in (1, 2):
        school.add_pair(ws, n, week)
    by = {one.number: one.uid for one in people.list_people(ws)}
    facts.student, facts.mentor, facts.twin, facts.other_twin = by["1001"], by["9001"], by["5001"], by["5002"]
    facts.guardian = people.add_person(ws, replace(school.ODD[-1], number="", family="Kin", kind="guardian")).uid
    people_family.save_own_fields(ws, (OwnField("Pronouns", "To speak to you rightly"),))
    facts.note = newest_uid(save_note(ws, Writing(2, facts.student), "A word"))
    notes.sign(ws, 2, facts.note)
    facts.mentee = facts.twin
    programme.enrol(ws, [facts.twin], "mentee")
    free = people.add_person(ws, replace(school.ODD[1], number="9900", family="Free", year="11")).uid
    programme.enrol(ws, [free], "mentor")
    matching.propose(ws)
    facts.backup = backups.back_up(ws).path
    facts.colleague = next(uid for uid, label in ws.labels.items() if label == HELPER)


def details(page: Page, uid: str, act: Callable[[Any], object]) -> None:
    page.ask(load_details, uid, done=act)


Act = Callable[[Any, Facts], object]
# By the key of its way back: the sheet, its page, and the gesture that opens it.
CASES: dict[str, tuple[type[Sheet], str, Act]] = {
    "show_keys": (KeysSheet, "today", lambda page, _: page.shell.show_keys()),
    "show_risk_card": (RiskSheet, "today", lambda page, _: page.shell.show_risk_card()),
    "show_palette": (Palette, "notes", lambda page, _: page.shell.show_palette()),
    "details": (DetailsSheet, "help", lambda page, _: page.show_details()),
    "new_person": (PersonSheet, "people", lambda page, _: page.add_person()),
    "person": (PersonSheet, "people", lambda page, facts: page.edit_person(facts.student)),
    "guardians": (
        GuardiansSheet,
        "people",
        lambda page, facts: details(page, facts.student, lambda d: GuardiansSheet(page, d.person, d.label).open()),
    ),
    "new_guardian": (PersonSheet, "people", lambda page, facts: over_guardians(page, facts)),
    "own_fields": (OwnFieldsSheet, "people", lambda page, _: page.deeds.ask_own()),
    "own_words": (OwnWordsSheet, "people", lambda page, facts: OwnWordsSheet(page, facts.student, "Kim").open()),
    "answers": (
        AnswersSheet,
        "people",
        lambda page, facts: details(page, facts.mentor, lambda d: AnswersSheet(page, d.parts[0]).open()),
    ),
    "wishes": (
        WishesSheet,
        "people",
        lambda page, facts: details(page, facts.student, lambda d: WishesSheet(page, d).open()),
    ),
    "periods": (PeriodsSheet, "people", lambda page, _: PeriodsSheet(page).open()),
    "bulk": (BulkSheet, "people", lambda page, facts: BulkSheet(page, (facts.twin, facts.other_twin)).open()),
    "leaving": (LeavingSheet, "people", lambda page, facts: leaving.let_go(page, (facts.student,), LEFT)),
    "likely": (LikelySheet, "people", lambda page, _: page.show_likely()),
    "join": (JoinSheet, "people", lambda page, facts: JoinSheet.show_two(page, facts.twin, facts.other_twin, "why")),
    "name_filter": (NameSheet, "people", lambda page, _: page.save_filter()),
    "columns": (ColumnSheet, "people", lambda page, _: page.choose_columns()),
    "hand_out": (HandOutSheet, "people", lambda page, _: page.deeds.hand_out()),
    "import_ways": (ImportWays, "people", lambda page, _: page.imports.choose()),
    "add_pair": (AddPairSheet, "meetings", lambda page, _: page.add_pair()),
    "addendum": (AddendumSheet, "notes", lambda page, facts: page.open_about(facts.note, page.panel.add_to)),
    "refile": (RefileSheet, "notes", lambda page, facts: page.open_about(facts.note, page.panel.refile)),
    "choosing": (ChoosingSheet, "matching", lambda page, facts: page.choose_mentor(facts.mentee)),
    "password": (PasswordSheet, "settings", lambda page, _: page.change_password()),
    "invite": (InviteSheet, "settings", lambda page, _: page.users.invite()),
    "role": (RoleSheet, "settings", lambda page, facts: page.users.change_role(colleague(page, facts))),
    "remove": (RemoveSheet, "settings", lambda page, facts: page.users.remove(colleague(page, facts))),
    "lend": (LendSheet, "settings", lambda page, _: page.lending.lend()),
    "versions": (VersionsSheet, "transfer", lambda page, _: VersionsSheet(page.shell).open()),
    "salvage": (SalvageSheet, "transfer", lambda page, _: salvage_here(page.shell)),
    "restore": (RestoreSheet, "transfer", lambda page, _: page.backups.restore(page.backups._shelf.rows[0])),
}


def colleague(page: Any, facts: Facts) -> Any:
    return next(one for one in page.users.team.people if one.uid == facts.colleague)


def over_guardians(page: Any, facts: Facts) -> None:
    CASES["guardians"][2](page, facts)
    wait_until(lambda: bool(page.window().findChildren(GuardiansSheet)))
    page.window().findChild(GuardiansSheet).add_new()


class Laptop:
    """One workspace, open; and windows one after the other, as processes would have them."""

    def __init__(self, folder: Path, look: Look) -> None:
        self.facts, clock = Facts(), FakeClock()
        vaults.colleague(folder, clock, HELPER, "counsellor", "nine quiet barges moored")
        ws = vaults.reopen(folder, clock)
        fill(ws, self.facts)
        ws.close()
        self.look, self.session, self.window = look, Session(Tasks(), clock), None
        opener = lambda: open_workspace(folder, Password(vaults.USER, vaults.PASSWORD), clock=clock)  # noqa: E731
        self.session.unlock(self.session, opener, failed=pytest.fail)
        wait_until(lambda: self.session.signed_in is not None)

    def open(self, *, settled: bool = True) -> MainWindow:
        """Make a window of its own over what is open, as after unlocking."""
        self.away()
        self.session.state = OPEN
        preferences = Preferences(self.session.tasks)
        made = self.window = MainWindow(self.session, preferences, self.look, FEATURES, lambda: None, IdleWatch())
        made.resize(1366, 768)
        made.show()
        made.activateWindow()
        made._on_state(OPEN)
        made._on_signed_in()
        made.ask_again._asking.note_given()  # unlocking does
        if settled:
            self.settle()
        return made

    def lock(self) -> dict[str, str]:
        """Lock as the key does, and forget all but what is sealed; gives what that says, opened."""
        assert self.window is not None
        self.window.lock()
        self.session.state = OPEN
        assert self.session.drafts.seal_now() == ()
        store = self.session.drafts._store
        assert store is not None
        sealed = store.all()
        self.session.drafts.use(store, sealed)
        self.session.drafts.steps = {}
        return {key: repr(draft) for key, draft in sealed.items()}

    def away(self) -> None:
        """Take the last window away, without ending the session."""
        if self.window is not None:
            self.close_sheets()
            self.window.hide()
            self.window.deleteLater()
            self.window = None
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def close_sheets(self) -> None:
        """Close what is open; nothing of it is wanted any more."""
        assert self.window is not None
        for sheet in self.window.findChildren(Sheet):
            sheet.done(0)

    def settle(self) -> None:
        """Wait until all is answered."""
        for _ in range(3):  # an answer may ask again
            while self.session.tasks.busy:
                wait(2)
            QApplication.processEvents()

    def sheet(self) -> Any:
        """Give the sheet on top."""
        assert self.window is not None
        found = [sheet for sheet in self.window.findChildren(Sheet) if sheet.isVisible()]
        return next((one for one in found if one is QApplication.activeModalWidget()), found[-1] if found else None)

    def show(self, key: str) -> Any:
        """Open a sheet by hand."""
        kind, page, act = CASES[key]
        window = self.window or self.open()
        self.close_sheets()
        drafts = self.session.drafts
        for kept in drafts.keys():  # noqa: SIM118 - no mapping
            drafts.drop(kept)
        window.go(page)
        self.settle()
        act(window.pages[page], self.facts)
        self.settle()
        sheet = self.sheet()
        assert isinstance(sheet, kind), sheet
        assert sheet.way is not None
        assert sheet.way.key == key
        return sheet


@pytest.fixture(scope="module")
def laptop(
    template: Path, look: Look, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication
) -> Iterator[Laptop]:
    """One laptop for all sheets: what is open is closed before the next, and nothing is saved."""
    made = Laptop(vaults.copy(template, tmp_path_factory.mktemp("left") / "Left.peerkeep"), look)
    yield made
    made.away()
    made.session.close()


def typable(sheet: QWidget) -> list[tuple[str, QWidget]]:
    return [(name, widget) for name, widget in named(sheet) if widget.isVisible() and widget.isEnabled()]


def type_in_each(sheet: QWidget) -> None:
    """Type something in every field, choose something else in every choice."""
    done: set[str] = set()
    while True:
        left = [(name, widget) for name, widget in typable(sheet) if name not in done]
        if not left:
            return
        name, widget = left[0]
        done.add(name)
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            if widget.isReadOnly():
                continue
            widget.setFocus()
            count = isinstance(widget.parent(), Count)
            QTest.keyClicks(widget, "2" if count else SECRET if is_secret(widget) else TYPED)
            if isinstance(widget, Finder):
                widget.completer().popup().hide()
        elif isinstance(widget, Choice):
            widget.setCurrentIndex((widget.currentIndex() + 1) % widget.count())
            widget.chosen.emit(widget.value())
        elif isinstance(widget, QListWidget):
            widget.setCurrentRow(min(1, widget.count() - 1))
        elif isinstance(widget, QAbstractButton) and widget.isCheckable():
            widget.click()


def put_caret(sheet: QWidget) -> None:
    """Leave the keyboard in the last line that shows its letters, behind the first one."""
    lines = [one for _, one in typable(sheet) if isinstance(one, QLineEdit)]
    plain = [one for one in lines if not is_secret(one)]
    for line in plain[-1:] or lines[:1]:
        line.setFocus()
        line.setCursorPosition(1)


def held(sheet: Any) -> dict[str, Any]:
    """Give all that the lock has to keep of a sheet, as JSON would give it."""
    return json.loads(json.dumps({"beside": sheet.beside(), **read_fields(sheet)}))


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
    assert (TYPED in sealed[PLACE_KEY]) == any(TYPED in str(value) for value in before["fields"].values())
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
    assert TYPED in sealed[PLACE_KEY]
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
    assert len(left) == 1
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
