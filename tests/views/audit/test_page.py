"""The page of who did what: entries, filters, the check, and what leaves asks for the password."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.features import FEATURES
from desktop.models import audit as model
from desktop.models.session import Session
from desktop.services import notes, people
from desktop.services.people import PersonDraft
from desktop.services.vault import Workspace
from desktop.views.audit.page import AuditPage
from desktop.views.main_window import MainWindow
from desktop.views.reports.printing import begin_printing
from tests.services.reports import builders
from tests.views.conftest import MakeWindow, unlock
from tests.views.reports.test_printing import printer_to


class Shown:
    """The page in the whole window, and how a test waits for it."""

    def __init__(self, qtbot: QtBot, window: MainWindow, session: Session) -> None:
        self.qtbot, self.window, self.session = qtbot, window, session

    def go(self) -> AuditPage:
        self.window.go("audit")
        self.settle()
        page = self.window.pages["audit"]
        assert isinstance(page, AuditPage)
        return page

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.session.tasks.busy, timeout=20_000)
        self.qtbot.wait(1)

    def do(self, verb: Callable[[Workspace], object]) -> None:
        self.session.ask(self.window, verb, failed=pytest.fail)
        self.settle()


@pytest.fixture
def shown(qtbot: QtBot, make_window: MakeWindow, session: Session, folder: Path) -> Shown:
    window = make_window(FEATURES)
    unlock(qtbot, session, folder)
    made = Shown(qtbot, window, session)
    made.settle()
    return made


def note_on_ada(ws: Workspace) -> None:
    ada = people.add_person(ws, PersonDraft(number="1", family="Lovelace", given="Ada", year="9")).uid
    written = notes.write(ws, notes.COUNSELLING, ada, "heron in the reeds")
    notes.read(ws, notes.COUNSELLING, written.uid)


def whats(page: AuditPage) -> list[str]:
    return [row[model.WHAT] for row in page.rows.shown]


def texts(page: AuditPage) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def test_what_was_just_done_stands_on_top_and_shows_nobody(shown: Shown) -> None:
    """AUD-03: neither in the table nor beside it is there a name or a word of a note."""
    shown.do(note_on_ada)
    page = shown.go()
    assert whats(page)[:3] == ["reading of a note", "note", "adding of a person"]
    page.table.selectRow(0)
    assert page.side.isVisible()
    told = texts(page) + repr(page.rows.shown)
    assert "Reading of a note" in told
    assert not any(word in told for word in ("Ada", "Lovelace", "heron"))


def test_it_reads_anew_when_one_comes_back(shown: Shown) -> None:
    page = shown.go()
    shown.window.go("settings")
    shown.do(note_on_ada)
    shown.go()
    assert whats(page)[0] == "reading of a note"


def test_it_is_reached_from_settings_and_by_the_search(shown: Shown) -> None:
    shown.window.go("audit")
    assert [one.key for one in shown.window.shown_features if one.under] == ["audit"]
    settings = next(one for one in shown.window.shown_features if one.key == "settings")
    assert shown.window._sidebar._buttons[settings.key].isChecked()
    assert "audit" not in shown.window._sidebar._buttons


def test_filters_narrow_and_say_when_nothing_is_left(shown: Shown) -> None:
    shown.do(note_on_ada)
    page = shown.go()
    page.show_place({"days": "1", "kind": "read"})
    shown.settle()
    assert whats(page) == ["reading of a note"]
    assert "1 entry" in page.purpose
    assert page.place() == {"days": "1", "who": "", "kind": "read"}
    page.show_place({"days": "1", "kind": "failed"})
    shown.settle()
    assert whats(page) == []
    assert page.table_says.words.isVisible()
    page.show_place({"days": "", "kind": ""})
    shown.settle()
    page.search.setText("counselling reading")
    shown.settle()
    assert whats(page) == ["reading of a note"]


def test_the_check_says_that_all_is_there(shown: Shown) -> None:
    """AUD-06: with progress, beside the window."""
    page = shown.go()
    page.verify()
    shown.settle()
    assert "there and as it was written" in texts(page)


def test_the_check_names_the_bad_entry(shown: Shown) -> None:
    """AUD-01: in the window as on the command line."""
    shown.do(note_on_ada)

    def bend(ws: Workspace) -> None:
        ws.connection.execute("UPDATE step SET at = '2020-01-01T00:00:00+00:00' WHERE verb = 'add_person'")

    shown.do(bend)
    page = shown.go()
    page.verify()
    shown.settle()
    assert "1 entry is not as it was written" in texts(page)
    assert "was changed." in texts(page)


def test_saving_asks_for_the_password_and_is_entered(
    shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AUD-04: the export is an entry itself."""
    page = shown.go()
    asked: list[str] = []
    monkeypatch.setattr(shown.window, "ask_again", lambda why, then: asked.append(why))
    page.save()
    page.print_list()
    assert len(asked) == 2
    page.save_to(str(tmp_path / "told.csv"))
    shown.settle()
    assert "unlocking" not in asked
    assert (tmp_path / "told.csv").read_text("utf-8-sig").startswith("When,Who,What,Kind,Where,Record,Laptop")
    assert whats(page)[0] == "making of a document in 1 copy"


def full_disk(ws: Workspace) -> None:
    ws.connection.execute("PRAGMA query_only=ON")


def test_what_cannot_be_recorded_is_not_printed(shown: Shown, tmp_path: Path) -> None:
    """AUD-05: not a page goes to the printer, and the window says why."""
    document = builders.pack(edition=builders.edition(copies=1))
    printed = tmp_path / "printed.pdf"
    shown.do(full_disk)
    begin_printing(shown.window, printer_to(printed), document)
    shown.settle()
    assert not printed.exists()
    assert any("Nothing was" in text for text in shown.window.messages.texts())


def test_a_print_is_recorded_before_and_after(shown: Shown, tmp_path: Path) -> None:
    """AUD-04: also one that is cancelled on the way has an entry."""
    document = builders.pack(edition=builders.edition(copies=2))
    printed = tmp_path / "printed.pdf"
    begin_printing(shown.window, printer_to(printed), document)
    shown.qtbot.waitUntil(lambda: printed.exists() and not shown.session.tasks.busy, timeout=20_000)
    shown.settle()
    page = shown.go()
    assert whats(page)[:2] == [
        "making of a document in 2 copies",
        "sending of a document to the printer in 2 copies",
    ]
