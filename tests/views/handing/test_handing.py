"""Handing in at the window: the sheet, its draft, the receipt, and the list of those who may read."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.models import handing as model
from desktop.models.drafts import SHEETS_KEY, Draft
from desktop.services import handing, people
from desktop.services.files import DiskFull
from desktop.services.handing import store
from desktop.services.vault import Workspace
from desktop.views.handing.page import HandingPage
from desktop.views.handing.sheet import HandInSheet
from desktop.views.notes.page import NotesPage
from desktop.views.widgets import Button
from tests.fakes.clock import FakeClock
from tests.services.handing.coordinators import COORDINATOR, SECRET, invite
from tests.views.desks import OpenDesk
from tests.views.school import Desk, person

Key = Qt.Key
WORDS = "She does not want to go home."


def the_page(desk: Desk, **place: str) -> HandingPage:
    page = desk.go("handing", **place)
    assert isinstance(page, HandingPage)
    return page


def begin(desk: Desk, **place: str) -> HandInSheet:
    """Open the sheet and choose the counselling team."""
    the_page(desk, do="hand-in", **place)
    sheet = desk.sheet()
    assert isinstance(sheet, HandInSheet)
    if not sheet.giving.tier:
        desk.click("Who is to read it: Counselling", sheet)
    return sheet


def give(desk: Desk, number: str = "1001", text: str = WORDS) -> str:
    """Hand in as another page would; give the receipt."""

    def verb(ws: Workspace) -> object:
        return handing.hand_in(ws, handing.COUNSELLING, text, people.person_by_number(ws, number).uid)

    return str(desk.write(verb)[1])


def test_it_is_handed_in_from_the_keyboard_and_gives_a_receipt(coordinator: Desk) -> None:
    desk = coordinator
    the_page(desk)
    desk.key(Key.Key_N)
    desk.settle()
    sheet = desk.sheet()
    desk.click("Who is to read it: Counselling", sheet)
    desk.type(WORDS)
    desk.control(Key.Key_Return)
    assert sheet.receipt
    assert sheet.receipt in desk.texts(sheet)
    assert WORDS not in desk.texts(sheet)
    (receipt,) = desk.read(handing.receipts)
    assert (receipt.receipt, receipt.compartment, receipt.taken_in) == (sheet.receipt, "counselling", False)
    desk.key(Key.Key_Return)
    desk.settle()
    assert desk.no_sheet()
    page = the_page(desk)
    assert [row[model.RECEIPT] for row in page.rows.shown] == [receipt.receipt]


def test_after_handing_in_no_draft_is_left(coordinator: Desk, folder: Path) -> None:
    """DEL-01 of drafts: nothing on the disk opens for its author any more."""
    sheet = begin(coordinator)
    coordinator.type(WORDS)
    sheet.text.flush()
    coordinator.session.drafts.seal_now()
    assert list((folder / "drafts").glob("*.age"))
    sheet.hand_in()
    coordinator.settle()
    assert coordinator.session.drafts.keys() == ()
    assert list((folder / "drafts").glob("*.age")) == []


def test_a_draft_that_was_on_its_way_to_the_disk_goes_too(
    coordinator: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sealing runs beside the window: what the drive refused is not tried again after the text was handed in."""
    keeper, go_on = coordinator.session.drafts, threading.Event()
    store = keeper._store
    assert store is not None
    keep = store.keep

    def refused(key: str, draft: Draft) -> None:
        go_on.wait(10)
        raise DiskFull

    monkeypatch.setattr(store, "keep", refused)
    keeper.note(model.DRAFT, Draft(WORDS, 3, "handing"))
    keeper._on_pause()
    keeper.drop(model.DRAFT)
    go_on.set()
    coordinator.settle()
    monkeypatch.setattr(store, "keep", keep)
    keeper.seal_now()
    assert list((folder / "drafts").glob("*.age")) == []


def test_what_was_begun_comes_back_with_its_person(coordinator: Desk, open_desk: OpenDesk, folder: Path) -> None:
    uid = person(coordinator, "1002")
    sheet = begin(coordinator, about=uid)
    coordinator.type(WORDS)
    coordinator.key(Key.Key_Escape)
    coordinator.settle()
    assert coordinator.no_sheet()
    coordinator.session.drafts.seal_now()
    again = open_desk(folder, COORDINATOR, SECRET)
    assert "Something to hand in" in again.texts(again.go("today"))
    again.click("Go on: Something to hand in")
    sheet = again.sheet()
    assert (sheet.text.toPlainText(), sheet.giving) == (WORDS, model.Giving(2, uid))
    assert "Mentee02" in sheet.who.text()
    again.click("Throw away", sheet)
    assert again.session.drafts.keys() == ()


def over_the_lock(desk: Desk, open_desk: OpenDesk, folder: Path) -> Desk:
    desk.window.lock()
    desk.session.drafts.seal_now()
    desk.session.state = "open"
    other = open_desk(folder, COORDINATOR, SECRET)
    other.settle()
    return other


@pytest.mark.parametrize("text", ["", WORDS])
def test_a_name_that_is_nobodys_yet_comes_back(coordinator: Desk, open_desk: OpenDesk, folder: Path, text: str) -> None:
    """LOCK-01: the sheet is open again, with half a name in "About whom", its field and its caret, and the text."""
    desk = coordinator
    sheet = begin(desk)
    desk.type(text)
    sheet.who.setFocus()
    desk.type("mentee0")
    desk.key(Key.Key_Escape)  # the list of who fits
    desk.key(Key.Key_Left)
    for _ in range(2):  # and over another lock, with nothing typed in between
        desk = over_the_lock(desk, open_desk, folder)
        sheet = desk.sheet()
        assert isinstance(sheet, HandInSheet)
        assert (sheet.who.text(), sheet.who.uid, sheet.who.cursorPosition()) == ("mentee0", "", 6)
        assert (sheet.focusWidget(), sheet.text.toPlainText(), sheet.giving) == (sheet.who, text, model.Giving(2))
    desk.key(Key.Key_End)
    desk.type("2")
    desk.key(Key.Key_Return)
    desk.settle()
    assert sheet.giving.about == person(desk, "1002")
    sheet.text.setFocus()
    desk.type(" More")
    desk = over_the_lock(desk, open_desk, folder)
    sheet = desk.sheet()
    assert (sheet.giving.about, sheet.who.text()) == (person(desk, "1002"), "Kim Mentee02 · 1002")
    assert (sheet.text.toPlainText(), sheet.focusWidget()) == (f"{text} More", sheet.text)


def test_the_place_to_come_back_to_is_without_its_text(coordinator: Desk) -> None:
    """LOCK-01: the lock asks each page for its place; the text itself is in the sealed draft alone."""
    begin(coordinator)
    coordinator.type(WORDS)
    page = the_page(coordinator)
    coordinator.sheet().text.flush()
    assert not any(WORDS in value for value in page.place().values())
    found = coordinator.session.drafts.find(model.DRAFT)
    assert found is not None
    assert found.text == WORDS


def test_what_was_handed_in_is_not_opened_again(coordinator: Desk, open_desk: OpenDesk, folder: Path) -> None:
    """DEL-01 of drafts: nor is it kept about whom it was, though the sheet shows its receipt at the lock."""
    sheet = begin(coordinator, about=person(coordinator, "1002"))
    coordinator.type(WORDS)
    coordinator.window._left.note_all()
    assert coordinator.session.drafts.find(SHEETS_KEY) is not None
    sheet.hand_in()
    coordinator.settle()
    assert coordinator.session.drafts.find(SHEETS_KEY) is None
    assert over_the_lock(coordinator, open_desk, folder).no_sheet()


def test_with_nobody_to_hand_in_to_the_page_says_what_to_do_instead(open_desk: OpenDesk, folder: Path) -> None:
    """The only counsellor, and no lead: no button that leads nowhere, but the reason, and a note about the same."""
    desk = open_desk(folder)
    page = the_page(desk)
    assert "Nobody to hand in to" in desk.texts(page)
    assert model.nobody_words() in desk.texts(page)
    for key in ("handing", "notes", "people"):
        shown = desk.go(key, **({"person": person(desk, "1001")} if key == "people" else {}))
        if key == "people":
            desk.click("Notes", shown)
        assert not [one for one in shown.findChildren(Button) if one.words.startswith("Hand in") and one.isVisible()]
    the_page(desk, do="hand-in", about=person(desk, "1001"))
    assert desk.no_sheet()
    assert desk.focus() is desk.button("Write a note", page)
    desk.click("Write a note", page)
    notes = desk.window.pages["notes"]
    assert isinstance(notes, NotesPage)
    assert notes.editor.writing.about == person(desk, "1001")


def test_with_a_list_the_reason_stands_above_it(coordinator: Desk, open_desk: OpenDesk, folder: Path) -> None:
    give(coordinator)
    desk = open_desk(folder)
    page = the_page(desk)
    assert page.rows.shown
    assert page.nobody.isVisible()
    the_page(desk, do="hand-in")
    assert desk.focus() is desk.button("Write a note", page)
    desk.click("Write a note", page)
    assert desk.window.pages["notes"].isVisible()


def test_a_draft_for_nobody_any_more_is_shown_to_be_copied(open_desk: OpenDesk, folder: Path) -> None:
    """Whoever began as a coordinator and is a counsellor by now loses no word of it."""
    desk = open_desk(folder)
    desk.session.drafts.note(model.DRAFT, Draft(WORDS, 0, "handing", model.Giving(2).as_text(), "hand-in"))
    the_page(desk, do="hand-in")
    sheet = desk.sheet()
    assert sheet.text.isVisible()
    assert sheet.text.toPlainText() == WORDS
    assert not sheet.give.isVisible()
    assert model.nobody_words() in desk.texts(sheet)
    desk.click("Throw away", sheet)
    assert not desk.session.drafts.keys()
    assert desk.button("Write a note")


def test_with_a_lead_a_counsellor_hands_in_to_safeguarding_alone(
    open_desk: OpenDesk, folder: Path, clock: FakeClock
) -> None:
    invite(folder, clock, "Sample Lead", "lead")
    desk = open_desk(folder)
    page = the_page(desk)
    assert not page.nobody.isVisible()
    desk.click("Hand in", page.window())
    assert desk.sheet().giving.tier == 3
    assert "Counselling" not in desk.texts(desk.sheet().tiers)


def test_a_name_that_fits_nobody_is_never_taken_for_nobody(coordinator: Desk) -> None:
    sheet = begin(coordinator)
    sheet.text.setPlainText(WORDS)
    sheet.who.setFocus()
    coordinator.type("somebody else")
    sheet.hand_in()
    coordinator.settle()
    assert "Nobody is called that here" in coordinator.texts(sheet)
    assert coordinator.read(handing.receipts) == ()
    assert sheet.text.toPlainText() == WORDS


def test_nothing_written_is_refused_and_said(coordinator: Desk) -> None:
    sheet = begin(coordinator)
    sheet.hand_in()
    coordinator.settle()
    assert "Nothing is written" in coordinator.texts(sheet)
    assert sheet.give.isEnabled()


def test_without_a_lead_it_says_to_tell_them_in_person(coordinator: Desk) -> None:
    sheet = begin(coordinator)
    assert "in person" in coordinator.texts(sheet)
    assert "Safeguarding" not in coordinator.texts(sheet.tiers)


def test_who_holds_the_compartment_is_shown_it_and_reads_it_on_demand(
    coordinator: Desk, open_desk: OpenDesk, folder: Path
) -> None:
    receipt = give(coordinator)
    desk = open_desk(folder)
    assert "Something for you to read" in desk.texts(desk.go("today"))
    desk.click("Open: Something for you to read")
    page = the_page(desk)
    (row,) = page.rows.shown
    assert (row[model.RECEIPT], row[model.BY], row[model.DONE]) == (receipt, COORDINATOR, False)
    page.table.choose(row[model.UID])
    desk.settle()
    assert WORDS not in desk.texts(page)
    desk.key(Key.Key_T)
    desk.settle()
    assert WORDS in desk.texts(page.side)
    assert "1 came in" in page.purpose
    assert page.rows.shown[0][model.DONE]
    assert "Something for you to read" not in desk.texts(desk.go("today"))


def test_a_person_shows_what_came_in_about_them(coordinator: Desk, open_desk: OpenDesk, folder: Path) -> None:
    give(coordinator)
    uid = person(coordinator, "1001")
    people_page = coordinator.go("people", person=uid)
    coordinator.click("Notes", people_page)
    assert "Handed in" not in coordinator.texts(people_page.side)
    coordinator.click("Hand in something", people_page)
    assert coordinator.sheet().giving.about == uid
    coordinator.sheet().close()
    desk = open_desk(folder)
    people_page = desk.go("people", person=uid)
    desk.click("Notes 1", people_page)
    assert "Handed in: Counselling" in desk.texts(people_page.side)


def test_what_could_not_be_opened_is_said(coordinator: Desk, open_desk: OpenDesk, folder: Path) -> None:
    def verb(ws: Workspace) -> object:
        with ws.step("programme", "hand_in") as step:
            store.put(step, "u1", "counselling", "no such thing")
        return step.changes

    coordinator.write(verb)
    desk = open_desk(folder)
    assert "1 item could not be opened" in desk.texts(the_page(desk))


def test_the_search_for_everything_offers_it(coordinator: Desk) -> None:
    for words in ("hand in", "safeguard", "concern"):
        (hit,) = coordinator.found("handing", words)
        assert hit.title == "Hand in"
    assert coordinator.found("handing", "mentee01") == []
    hit.open()
    coordinator.settle()
    assert isinstance(coordinator.sheet(), HandInSheet)
