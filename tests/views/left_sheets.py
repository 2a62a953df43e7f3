"""Every sheet the program knows, how each is opened by hand, and one laptop over which they are locked."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QListWidget, QPlainTextEdit, QWidget

from desktop.features import FEATURES
from desktop.models import people_family
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
from desktop.views.handing.sheet import HandInSheet
from desktop.views.help.details import DetailsSheet
from desktop.views.keys_sheet import KeysSheet
from desktop.views.main_window import MainWindow
from desktop.views.matching.blocks_sheet import BlocksSheet, show_blocks
from desktop.views.matching.choosing import ChoosingSheet
from desktop.views.matching.compare_sheet import CompareSheet
from desktop.views.matching.drafts_sheet import DraftsSheet
from desktop.views.matching.first_meeting import FirstMeetingSheet
from desktop.views.matching.meet_sheet import MeetSheet
from desktop.views.matching.print_sheet import PrintSheet, print_paper
from desktop.views.matching.propose_sheet import ProposeSheet
from desktop.views.matching.trial_sheet import TrialSheet
from desktop.views.matching.what_counts_sheet import WhatCountsSheet, show_what_counts
from desktop.views.matching.why_not_sheet import WhyNotSheet, ask_why_not
from desktop.views.matching.why_sheet import WhySheet
from desktop.views.meetings.strip import AddPairSheet
from desktop.views.notes.sheets import AddendumSheet, RefileSheet
from desktop.views.page import Page
from desktop.views.palette import Palette
from desktop.views.people import leaving
from desktop.views.people.bulk import BulkSheet
from desktop.views.people.forms import AnswersSheet, PeriodsSheet
from desktop.views.people.guardians import GuardiansSheet
from desktop.views.people.handing_out import HandOutSheet
from desktop.views.people.joining import JoinSheet, LikelySheet
from desktop.views.people.leaving import LeavingSheet
from desktop.views.people.naming import NameSheet
from desktop.views.people.own_words import OwnFieldsSheet, OwnWordsSheet
from desktop.views.people.person_form import PersonSheet
from desktop.views.people.ways import ImportWays
from desktop.views.people.wishes import WishesSheet
from desktop.views.risk_card import RiskSheet
from desktop.views.settings.lending import LendSheet
from desktop.views.settings.password import PasswordSheet
from desktop.views.settings.users_sheets import InviteSheet, RemoveSheet, RoleSheet
from desktop.views.theme import Look
from desktop.views.transfer.checking import salvage_here
from desktop.views.transfer.restoring import RestoreSheet
from desktop.views.transfer.salvaging import SalvageSheet
from desktop.views.transfer.versions import VersionsSheet
from desktop.views.widgets import Choice, Sheet
from desktop.views.widgets.column_choice import ColumnSheet
from desktop.views.widgets.count import Count
from desktop.views.widgets.finder import Finder
from desktop.views.widgets.left_fields import named, read_fields
from desktop.views.widgets.scale import Scale
from desktop.views.widgets.secrets import is_secret
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.views import school
from tests.views.waiting import wait, wait_until

SECRET = "ZQXJsecret0042"
TYPED = "Zq typed"
HELPER = "Amara Okafor"
LEAD = "Sana Lind"


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
    matching.propose(ws, keep=True)
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
    "propose": (ProposeSheet, "matching", lambda page, _: page.when_read(lambda: ProposeSheet(page).open())),
    "drafts": (DraftsSheet, "matching", lambda page, _: page.when_read(lambda: DraftsSheet(page).start())),
    "compare": (CompareSheet, "matching", lambda page, _: page.when_read(lambda: CompareSheet(page).start())),
    "choosing": (ChoosingSheet, "matching", lambda page, facts: page.choose_mentor(facts.mentee)),
    "what-counts": (WhatCountsSheet, "matching", lambda page, _: page.when_read(lambda: show_what_counts(page))),
    "print-paper": (PrintSheet, "matching", lambda page, _: print_paper(page)),
    "why-not": (WhyNotSheet, "matching", lambda page, _: page.when_read(lambda: ask_why_not(page))),
    "blocks": (BlocksSheet, "matching", lambda page, _: page.when_read(lambda: show_blocks(page))),
    "plan-meet": (MeetSheet, "matching", lambda page, _: page.when_read(lambda: MeetSheet(page).open())),
    "first-meeting": (FirstMeetingSheet, "matching", lambda page, _: over_pair(page, FirstMeetingSheet)),
    "trial": (TrialSheet, "matching", lambda page, _: over_pair(page, TrialSheet)),
    "why": (WhySheet, "matching", lambda page, _: over_pair(page, WhySheet)),
    "password": (PasswordSheet, "settings", lambda page, _: page.change_password()),
    "hand_in": (HandInSheet, "handing", lambda page, _: page.hand_in()),
    "invite": (InviteSheet, "settings", lambda page, _: page.users.invite()),
    "role": (RoleSheet, "settings", lambda page, facts: page.users.change_role(colleague(page, facts))),
    "remove": (RemoveSheet, "settings", lambda page, facts: page.users.remove(colleague(page, facts))),
    "lend": (LendSheet, "settings", lambda page, _: page.lending.lend()),
    "versions": (VersionsSheet, "transfer", lambda page, _: VersionsSheet(page.shell).open()),
    "salvage": (SalvageSheet, "transfer", lambda page, _: salvage_here(page.shell)),
    "restore": (RestoreSheet, "transfer", lambda page, _: page.backups.restore(page.backups._shelf.rows[0])),
}


def over_pair(page: Any, sheet: Any) -> None:
    page.when_read(lambda: sheet(page, page.board.pairs[0]).open())


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
        vaults.colleague(folder, clock, LEAD, "lead", "five slow kites over water")
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
        elif isinstance(widget, Scale):
            widget.setValue(4)
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
