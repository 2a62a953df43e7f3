"""Users at the window: letting in, changing roles, removing, choosing one's own password, lending private notes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.features import FEATURES
from desktop.models.asking_again import GRACE_S
from desktop.models.session import Session
from desktop.models.tasks import Tasks
from desktop.services import notes, people
from desktop.services.errors import Cancelled
from desktop.services.people import PersonDraft
from desktop.services.vault import (
    Password,
    Workspace,
    add_user,
    change_password,
    change_role,
    lend_private,
    list_users,
    new_words,
    open_workspace,
    prove_words,
    remove_user,
    unfinished,
)
from desktop.services.vault.errors import WrongPassword
from desktop.views.again import AgainSheet
from desktop.views.main_window import MainWindow
from desktop.views.settings.lending import LendSheet
from desktop.views.settings.page import SettingsPage
from desktop.views.settings.password import OwnPassword, PasswordSheet
from desktop.views.settings.users_sheets import InviteSheet, RemoveSheet, RoleSheet
from desktop.views.start.frame import StartFrame
from desktop.views.start.unlock import UnlockPage
from desktop.views.theme import Look
from desktop.views.widgets import Button, Sheet
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.views.conftest import Ended, MakeWindow, show
from tests.views.test_window import focusable_without_a_name

GIVEN = "five lanterns at noon"
OWN = "nine quiet barges moored"
AMARA, TOMAS = "Amara Okafor", "T. Lindqvist"


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed workspace with a counsellor who has a password of her own and a coordinator who has not, made once."""
    folder = tmp_path_factory.mktemp("staffed") / "Northfield.peerkeep"
    clock = FakeClock()
    ws = vaults.make(folder, clock, words=new_words())
    prove_words(ws)
    add_user(ws, AMARA, "counsellor", GIVEN, cost=vaults.CHEAP)
    add_user(ws, TOMAS, "coordinator", GIVEN, cost=vaults.CHEAP)
    ws.close()
    ws = open_workspace(folder, Password(AMARA, GIVEN), clock=clock)
    change_password(ws, GIVEN, OWN, cost=vaults.CHEAP)
    ws.close()
    return folder


@pytest.fixture
def folder(staffed: Path, tmp_path: Path) -> Path:
    """Give a workspace of the test's own."""
    return vaults.copy(staffed, tmp_path / "Northfield.peerkeep")


@pytest.fixture
def session(qtbot: QtBot, clock: FakeClock) -> Iterator[Session]:
    """Give a session whose clock moves only when told."""
    made = Session(Tasks(), clock)
    yield made
    made.close()


class Office:
    """The window over a workspace with several users."""

    def __init__(self, qtbot: QtBot, window: MainWindow, session: Session, folder: Path, clock: FakeClock) -> None:
        self.qtbot, self.window, self.session, self.folder, self.clock = qtbot, window, session, folder, clock

    def unlock(self, user: str = vaults.USER, password: str = vaults.PASSWORD) -> Office:
        """Open it as somebody."""
        with self.qtbot.waitSignal(self.session.signed_in_changed, timeout=10_000):
            self.session.unlock(
                self.session,
                lambda: open_workspace(self.folder, Password(user, password), clock=self.clock),
                failed=fail,
            )
        self.rest()
        return self

    def rest(self) -> None:
        """Wait until everything that was asked for is answered."""
        for _ in range(2):  # an answer may ask again
            self.qtbot.waitUntil(lambda: not self.session.tasks.busy, timeout=20_000)
            QApplication.processEvents()

    def settings(self) -> SettingsPage:
        """Show the settings."""
        self.window.go("settings", part="users")
        self.rest()
        page = self.window.pages["settings"]
        assert isinstance(page, SettingsPage)
        return page

    def press(self, name: str) -> None:
        """Press a button by its accessible name, and wait for what it does."""
        found = [b for b in self.window.findChildren(Button) if b.accessibleName() == name and b.isVisible()]
        assert found, f"no button {name}"
        self.qtbot.mouseClick(found[-1], Qt.MouseButton.LeftButton)
        self.rest()

    def sheet(self, kind: type[Sheet]) -> Any:
        """Give the sheet of a kind that is open."""
        [found] = [sheet for sheet in self.window.findChildren(kind) if sheet.isVisible()]
        return found

    def closed(self, kind: type[Sheet]) -> bool:
        """Say that no sheet of a kind is open."""
        return not any(sheet.isVisible() for sheet in self.window.findChildren(kind))

    def words(self) -> str:
        """Give everything that is said."""
        return " | ".join(one.text() for one in self.window.findChildren(QLabel) if one.isVisible())

    def read(self, verb: Callable[[Workspace], Any]) -> Any:
        """Ask the workspace something."""
        got: list[Any] = []
        self.session.ask(self.session, verb, done=got.append)
        self.qtbot.waitUntil(lambda: bool(got), timeout=10_000)
        return got[0]


def fail(error: Exception) -> None:
    raise error


@pytest.fixture
def office(make_window: MakeWindow, session: Session, folder: Path, clock: FakeClock, qtbot: QtBot) -> Office:
    window = make_window(FEATURES)
    made = Office(qtbot, window, session, folder, clock)
    # The composition root makes it; here the window alone is put together.
    made.own = OwnPassword(window)  # type: ignore[attr-defined]
    return made


def opens(folder: Path, user: str, password: str, clock: FakeClock) -> Workspace | None:
    try:
        return open_workspace(folder, Password(user, password), clock=clock, accept_older=True)
    except WrongPassword:
        return None


def test_whoever_manages_users_lets_somebody_in(office: Office, clock: FakeClock) -> None:
    page = office.unlock().settings()
    assert [person.label for person in page.users.team.people] == [vaults.USER, AMARA, TOMAS]  # type: ignore[union-attr]
    office.press("Let somebody in")
    sheet: InviteSheet = office.sheet(InviteSheet)
    assert focusable_without_a_name(sheet) == []
    sheet.let_in()
    assert "This is needed." in office.words()
    assert len(sheet.password.text()) >= 15
    given = sheet.password.text()
    sheet.name.setText("Jo Adeyemi")
    sheet.role.choose("lead")
    office.press("Let them in")
    office.qtbot.waitUntil(lambda: "may unlock now" in office.words(), timeout=10_000)
    assert given in office.words()  # shown once, to be handed over
    office.press("I have noted it")
    assert office.closed(InviteSheet)
    assert given not in office.words()
    assert "Jo Adeyemi" in office.words()
    assert "is named yet" not in office.words()
    office.session.close()
    ws = open_workspace(office.folder, Password("Jo Adeyemi", given), clock=clock)
    assert ws.holds("safeguarding")
    assert ws.user.given
    ws.close()


def test_a_password_that_is_refused_stays_in_the_sheet_with_the_reason(office: Office) -> None:
    office.unlock().settings()
    office.press("Let somebody in")
    sheet: InviteSheet = office.sheet(InviteSheet)
    sheet.name.setText(AMARA.lower())
    office.press("Let them in")
    office.qtbot.waitUntil(lambda: bool(sheet.messages.texts()), timeout=10_000)
    sheet.name.setText("Jo Adeyemi")
    sheet.password.setText("short")
    office.press("Let them in")
    office.qtbot.waitUntil(lambda: any("too short" in text for text in sheet.messages.texts()), timeout=10_000)
    assert len(office.read(list_users)) == 3


def test_a_role_is_changed_and_what_it_takes_away_is_said_before(office: Office, clock: FakeClock) -> None:
    """ROLE-05 and AUTH-13: new keys for what they lose, and a word on what old copies keep."""
    office.unlock().settings()
    office.press(f"Change the role of {AMARA}")
    sheet: RoleSheet = office.sheet(RoleSheet)
    assert not sheet.button.isEnabled()  # it is her role already
    sheet.role.choose("coordinator")
    sheet.show_role()
    office.rest()
    assert "Copies and backups made before stay readable" in sheet.lost.text()
    office.press("Change the role and make new keys")
    office.qtbot.waitUntil(lambda: office.closed(RoleSheet), timeout=20_000)
    office.rest()
    office.session.close()
    ws = open_workspace(office.folder, Password(AMARA, OWN), clock=clock)
    assert not ws.holds("counselling")
    ws.close()


def test_a_user_is_removed_and_cannot_unlock(office: Office, clock: FakeClock) -> None:
    """AUTH-13: what stays readable is said above the button that does it."""
    page = office.unlock().settings()
    office.press(f"Remove {AMARA}")
    sheet: RemoveSheet = office.sheet(RemoveSheet)
    assert "Their private notes stay closed for good" in office.words()
    assert "stay readable" in sheet.lost.text()
    assert sheet.cancel.hasFocus()  # Enter does not remove anybody
    office.press(f"Remove {AMARA} and make new keys")
    office.qtbot.waitUntil(lambda: office.closed(RemoveSheet), timeout=20_000)
    office.rest()
    assert [person.label for person in page.users.team.people] == [vaults.USER, TOMAS]  # type: ignore[union-attr]
    office.session.close()
    assert opens(office.folder, AMARA, OWN, clock) is None


def test_what_the_service_refuses_is_said_in_the_sheet(office: Office) -> None:
    """Nobody removes the last who manages users, also where the window would let them: the verb refuses."""
    office.unlock().settings()
    office.press(f"Remove {AMARA}")
    sheet: RemoveSheet = office.sheet(RemoveSheet)
    before = office.read(list_users)
    sheet._person = replace(sheet._person, uid=before[0].uid)
    sheet.remove()
    office.rest()
    assert len(sheet.messages.texts()) == 1
    assert sheet.button.isEnabled()
    assert office.read(list_users) == before


def test_every_change_to_users_asks_for_the_password(office: Office, clock: FakeClock) -> None:
    """T3: a colleague at a laptop left open lets nobody in."""
    office.unlock().settings()
    for name, kind in (
        ("Let somebody in", InviteSheet),
        (f"Change the role of {AMARA}", RoleSheet),
        (f"Remove {AMARA}", RemoveSheet),
        ("Lend them to a substitute", LendSheet),
    ):
        clock.forward(seconds=GRACE_S)
        office.press(name)
        assert office.closed(kind)
        again: AgainSheet = office.sheet(AgainSheet)
        again.reject()


def test_who_does_not_manage_users_sees_who_does_and_no_buttons(office: Office) -> None:
    office.unlock(AMARA, OWN).settings()
    assert f"Users are managed by {vaults.USER}." in office.words()
    names = {b.accessibleName() for b in office.window.findChildren(Button) if b.isVisible()}
    assert not {"Let somebody in", f"Remove {TOMAS}", "Make new recovery words"} & names


def test_who_was_given_a_password_chooses_their_own_first(office: Office, clock: FakeClock, ended: Ended) -> None:
    """No way around it but locking; afterwards the given one opens nothing."""
    office.unlock(TOMAS, GIVEN)
    sheet: PasswordSheet = office.sheet(PasswordSheet)
    assert focusable_without_a_name(sheet) == []
    office.qtbot.keyClick(sheet.former.line, Qt.Key.Key_Escape)
    sheet.close()
    assert sheet.isVisible()
    sheet.former.line.setText(GIVEN)
    sheet.password.first.line.setText(OWN)
    sheet.password.second.line.setText(OWN)
    office.qtbot.waitUntil(sheet.button.isEnabled, timeout=10_000)
    office.press("Use this password")
    office.qtbot.waitUntil(lambda: office.closed(PasswordSheet), timeout=20_000)
    office.rest()
    assert office.session.signed_in is not None
    assert not office.session.signed_in.given
    assert ended.times == 0
    office.session.close()
    assert opens(office.folder, TOMAS, GIVEN, clock) is None


def test_instead_of_choosing_a_password_one_can_lock(office: Office, ended: Ended) -> None:
    office.unlock(TOMAS, GIVEN)
    office.press("Lock instead")
    assert ended.times == 1


def test_private_notes_are_lent_and_taken_back(office: Office) -> None:
    page = office.unlock().settings()
    assert page.lending.isVisible()
    office.press("Lend them to a substitute")
    sheet: LendSheet = office.sheet(LendSheet)
    assert focusable_without_a_name(sheet) == []
    assert sheet.who.count() == 1  # the coordinator is nobody to lend them to
    for typed in ("soon", "1 Jan 2020"):
        sheet.until.setText(typed)
        sheet.lend()
        assert sheet.until.property("wrong") is True
    sheet.until.setText("2 Dec 2026")
    office.press("Lend them")
    office.qtbot.waitUntil(lambda: office.closed(LendSheet), timeout=20_000)
    office.rest()
    said = f"Your private notes are lent to {AMARA} until 2 Dec 2026"
    assert any(said in text for text in office.window.messages.texts())
    assert f"Lent to {AMARA}, until 2 Dec 2026" in office.words()
    office.press("Take them back now")
    office.qtbot.waitUntil(lambda: "are yours alone again" in office.words(), timeout=20_000)
    office.rest()
    assert not any("are lent to" in text for text in office.window.messages.texts())


def test_a_substitute_is_told_and_can_read_and_no_more(office: Office, clock: FakeClock) -> None:
    ws = vaults.reopen(office.folder, clock)
    sam = people.add_person(ws, PersonDraft("1", "Roth", "Sam")).uid
    note = notes.write(ws, notes.PRIVATE, sam, "a hunch about the otters").uid
    amara = next(user for user in list_users(ws) if user.label == AMARA)
    lend_private(ws, amara.uid, date(2026, 12, 2))
    ws.close()
    office.unlock(AMARA, OWN)
    said = f"{vaults.USER} has lent you private notes until 2 Dec 2026"
    assert any(said in text for text in office.window.messages.texts())
    assert "Lent until 2 Dec 2026" in shown(office.window._status)
    office.window.go("notes", note=note, tier=str(notes.PRIVATE))
    office.rest()
    page = office.window.pages["notes"]
    assert "a hunch about the otters" in shown(office.window)  # so it would be found where it is on the screen
    assert "Private, lent to you" in office.words()
    names = {button.words for button in page.side.findChildren(Button) if button.isVisible()}
    assert not {"Sign", "Edit", "Add to it", "Re-file"} & names


def test_the_unlock_page_asks_who(look: Look, session: Session, folder: Path, qtbot: QtBot, clock: FakeClock) -> None:
    frame = StartFrame(lambda: None)
    qtbot.addWidget(frame)
    show(qtbot, frame)
    page = UnlockPage(session, folder, lambda: None)
    frame.show_page(page)
    qtbot.waitUntil(lambda: not session.tasks.busy, timeout=5_000)
    assert [page._who.itemText(at) for at in range(1, page._who.count())] == [vaults.USER, AMARA, TOMAS]
    assert page._who.value() == ""  # a wrong try under the first name would count against who did nothing
    page.password.line.setText(OWN)
    qtbot.keyClick(page.password.line, Qt.Key.Key_Return)
    assert "Choose your name first" in page.messages.texts()[0]
    page._who.choose(AMARA)
    with qtbot.waitSignal(session.signed_in_changed, timeout=10_000):
        qtbot.keyClick(page.password.line, Qt.Key.Key_Return)
    assert session.signed_in is not None
    assert session.signed_in.label == AMARA
    assert not session.signed_in.given


def test_a_new_lead_reads_no_more_than_before_until_the_key_is_there(office: Office, clock: FakeClock) -> None:
    """A role is keys: the one who is made lead opens safeguarding at the next unlock, the others never (ROLE-06)."""
    ws = vaults.reopen(office.folder, clock)
    change_role(ws, AMARA, "lead")
    assert not ws.holds("safeguarding")
    ws.close()
    office.unlock(AMARA, OWN)
    assert office.session.holds("safeguarding")


CANARY = "ZQXJ-canary-0451"


def shown(window: MainWindow) -> str:
    """Give every word of every widget and table of the window, seen or not."""
    words = [text for widget in window.findChildren(QWidget) for text in (widget.accessibleName(), widget.toolTip())]
    words += [one.text() for kind in (QLabel, QLineEdit, QAbstractButton) for one in window.findChildren(kind)]
    words += [one.toPlainText() for one in window.findChildren(QPlainTextEdit)]
    for table in window.findChildren(QTableView):
        model = table.model()
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                index = model.index(row, column)
                words += [str(index.data(role)) for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)]
    return "\n".join(words)


def test_role_06_without_any_permission_in_the_window_a_coordinator_reads_no_note(
    office: Office, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ROLE-06, ROLE-03: every `if` about rights answers yes; the keys still say no, and nothing hints at a note."""
    ws = vaults.reopen(office.folder, clock)
    sam = people.add_person(ws, PersonDraft("1", "Roth", "Sam")).uid
    for tier in (notes.COUNSELLING, notes.PRIVATE):
        notes.write(ws, tier, sam, f"{CANARY} in tier {tier}")
    ws.close()
    ws = open_workspace(office.folder, Password(TOMAS, GIVEN), clock=clock)
    change_password(ws, GIVEN, OWN, cost=vaults.CHEAP)
    ws.close()
    monkeypatch.setattr(Session, "holds", lambda *_: True)
    office.unlock(TOMAS, OWN)
    for feature in office.window.shown_features:
        office.window.go(feature.key)
        office.rest()
        assert CANARY not in shown(office.window)
    office.window.go("people", person=sam)
    office.rest()
    office.window.go("notes", about=sam)
    office.rest()
    page = office.window.pages["notes"]
    page._search.setText(CANARY)  # type: ignore[attr-defined]
    office.qtbot.waitUntil(lambda: page._found is not None, timeout=10_000)  # type: ignore[attr-defined]
    office.rest()
    assert page._found == frozenset()  # type: ignore[attr-defined]
    page._search.setText("")  # type: ignore[attr-defined]
    office.rest()
    assert CANARY not in shown(office.window)
    settings = office.settings()
    settings.users.invite()
    invite: InviteSheet = office.sheet(InviteSheet)
    invite.name.setText("Jo Adeyemi")
    office.press("Let them in")
    office.qtbot.waitUntil(lambda: bool(invite.messages.texts()), timeout=10_000)
    assert len(office.read(list_users)) == 3


def test_new_keys_that_were_stopped_are_shown_and_made(office: Office, clock: FakeClock) -> None:
    page = office.unlock().settings()

    def stopped(ws: Workspace) -> tuple[str, ...]:
        with contextlib.suppress(Cancelled):
            remove_user(ws, AMARA, lambda _done, _total: False)
        return unfinished(ws)

    assert office.read(stopped)
    page.users.refresh()
    office.rest()
    assert "New keys are still to be made" in office.words()
    office.press("Make them now")
    office.rest()
    assert office.read(unfinished) == ()
    assert "New keys are still to be made" not in office.words()
    office.session.close()
    assert opens(office.folder, AMARA, OWN, clock) is None


def test_where_nothing_can_be_saved_nobody_is_held_up_for_a_password(office: Office) -> None:
    office.unlock()
    signed_in = office.session.signed_in
    assert signed_in is not None
    for held in ({"read_only": "It is on a network drive."}, {"looking": True}):
        office.session.signed_in = replace(signed_in, given=True, **held)
        office.session.signed_in_changed.emit()
        assert office.closed(PasswordSheet)
    office.session.signed_in = replace(signed_in, given=True)
    office.session.signed_in_changed.emit()
    office.sheet(PasswordSheet)
