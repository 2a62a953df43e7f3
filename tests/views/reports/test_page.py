"""The Reports page: cards, the document with its preview and options, saving, and the register."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.models import reports as model
from desktop.models.pdf_pages import any_printer
from desktop.services.reports.types import PairRegister, StaffPack
from desktop.views.feature import Hit
from desktop.views.reports.page import find
from tests.views.reports.conftest import Reports


def test_cards_and_an_empty_register_stand_first(empty: Reports) -> None:
    overview = empty.page.overview
    assert set(overview.buttons) == {"staff-pack", "pair-register"}
    assert overview.table.isHidden()
    assert empty.page.place() == {}
    assert not empty.page.side.isVisible()


@pytest.mark.parametrize(("key", "kind"), [(Qt.Key.Key_1, "staff-pack"), (Qt.Key.Key_2, "pair-register")])
def test_a_digit_opens_a_document(shown: Reports, key: Qt.Key, kind: str) -> None:
    shown.window.activateWindow()
    shown.qtbot.keyClick(shown.page, key)
    assert shown.page.place()["report"] == kind
    shown.wait()


def test_the_preview_is_the_very_document(shown: Reports) -> None:
    shown.show("staff-pack")
    assert isinstance(shown.page.document, StaffPack)
    assert shown.page.preview.pages == len(PdfReader(BytesIO(model.one_copy(shown.page.document))).pages)
    assert "Copy 1 of 1" in shown.page.preview.accessibleDescription()
    assert shown.page.preview.accessibleName() == f"Preview, page 1 of {shown.page.preview.pages}"


def test_an_empty_programme_has_a_pack_that_says_so(empty: Reports) -> None:
    empty.show("staff-pack")
    assert "Nothing has been recorded" in empty.page.preview.accessibleDescription()
    empty.show("pair-register")
    assert "There are no pairs yet" in empty.page.preview.accessibleDescription()


def test_options_change_the_pages(shown: Reports) -> None:
    shown.show("staff-pack")
    panel = shown.page.panel
    assert panel is not None
    panel.audience.setText("the governors")
    panel.copies.set_value(12)
    panel.goes.choose(model.OUTSIDE)
    panel.goes.chosen.emit(model.OUTSIDE)
    shown.wait()
    document = shown.page.document
    assert isinstance(document, StaffPack)
    assert (document.edition.audience, document.edition.copies, document.threshold) == ("the governors", 12, 10)
    assert "For: the governors" in shown.page.preview.accessibleDescription()
    assert "Copies 1 to 12" in words(panel)
    assert "Groups of fewer than 10 students are never shown." in words(panel)
    assert "there are too few" in words(panel)


def words(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel))


def test_a_register_that_leaves_the_school_has_initials(shown: Reports) -> None:
    shown.show("pair-register")
    assert "Given00 Family00" in shown.page.preview.accessibleDescription()
    panel = shown.page.panel
    assert panel is not None
    panel.goes.chosen.emit(model.OUTSIDE)
    shown.wait()
    assert isinstance(shown.page.document, PairRegister)
    assert "Given00" not in shown.page.preview.accessibleDescription()
    assert "Initials" in words(panel)


def test_letter_paper_is_wider(shown: Reports) -> None:
    shown.show("staff-pack")
    panel = shown.page.panel
    assert panel is not None
    panel.paper.chosen.emit("letter")
    shown.wait()
    assert shown.page.document is not None
    assert shown.page.document.edition.paper == "letter"


def test_requests_to_the_staff_are_printed_and_survive(shown: Reports) -> None:
    shown.show("staff-pack")
    panel = shown.page.panel
    assert panel is not None
    shown.qtbot.keyClicks(panel.needs, "A quiet room on Tuesdays")
    panel.needs.flush()
    shown.wait()
    assert isinstance(shown.page.document, StaffPack)
    assert shown.page.document.needs[0] == "A quiet room on Tuesdays"
    shown.page.show_all()
    shown.show("staff-pack")
    assert shown.page.panel is not None
    assert shown.page.panel.needs.toPlainText() == "A quiet room on Tuesdays"


def test_escape_goes_back_and_keeps_what_was_chosen(shown: Reports) -> None:
    shown.show("staff-pack")
    assert shown.page.panel is not None
    shown.page.panel.audience.setText("the head")
    shown.window.activateWindow()
    shown.qtbot.keyClick(shown.page, Qt.Key.Key_Escape)
    assert shown.page.place() == {}
    shown.show("staff-pack")
    assert shown.page.panel.audience.text() == "the head"


def test_pages_are_turned_and_zoomed_by_keys(shown: Reports) -> None:
    shown.show("staff-pack")
    preview = shown.page.preview
    assert preview.pages > 1
    shown.window.activateWindow()
    shown.qtbot.keyClick(preview, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert preview.page == 2
    shown.qtbot.keyClick(preview, Qt.Key.Key_Home)
    assert preview.page == 1
    shown.qtbot.keyClick(preview, Qt.Key.Key_End)
    assert preview.page == preview.pages
    width = preview.verticalScrollBar().maximum()
    shown.qtbot.keyClick(preview, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert preview.zoom > 1
    assert preview.verticalScrollBar().maximum() > width
    shown.qtbot.keyClick(preview, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert preview.zoom == 1
    shown.wait()


def test_a_saved_document_is_in_the_register_and_numbers_go_on(shown: Reports, tmp_path: Path) -> None:
    shown.show("staff-pack")
    panel = shown.page.panel
    assert panel is not None
    panel.copies.set_value(3)
    shown.wait()
    assert shown.page.document is not None
    pages = shown.page.preview.pages
    shown.page.save_to(shown.page.document, model.PDF, str(tmp_path / "pack.pdf"))
    shown.settle()
    assert len(PdfReader(tmp_path / "pack.pdf").pages) == 3 * pages
    (release,) = shown.releases()
    assert (release.kind, release.form, release.copies, release.first_copy) == ("staff-pack", "pdf", 3, 1)
    shown.wait()
    assert shown.page.document.edition.first_copy == 4
    shown.page.show_all()
    assert shown.page.overview.rows.shown[0][model.AUDIENCE] == "the staff meeting"
    assert not shown.page.overview.table.isHidden()


def test_a_document_that_could_not_be_saved_is_not_in_the_register(shown: Reports, tmp_path: Path) -> None:
    shown.show("staff-pack")
    assert shown.page.document is not None
    shown.page.save_to(shown.page.document, model.PDF, str(tmp_path / "nowhere" / "pack.pdf"))
    shown.settle()
    assert shown.window.messages.texts()
    assert shown.releases() == ()


def test_the_register_is_saved_for_spreadsheets(shown: Reports, tmp_path: Path) -> None:
    shown.show("pair-register")
    assert shown.page.document is not None
    shown.page.save_to(shown.page.document, model.CSV, str(tmp_path / "pairs.csv"))
    shown.settle()
    assert "Family00" in (tmp_path / "pairs.csv").read_text(encoding="utf-8-sig")
    assert shown.releases()[0].form == "csv"


def test_file_names_say_the_day_and_the_kind(shown: Reports) -> None:
    shown.show("pair-register")
    document = shown.page.document
    assert document is not None
    assert model.file_name(document, "csv") == f"{document.edition.as_of} pair register.csv"


def test_without_a_printer_the_page_says_so_until_the_next_success(shown: Reports, tmp_path: Path) -> None:
    if any_printer():
        pytest.skip("this computer has a printer")
    shown.show("staff-pack")
    shown.window.activateWindow()
    shown.qtbot.keyClick(shown.page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert any("No printer is set up" in text for text in shown.window.messages.texts())
    assert shown.releases() == ()
    shown.page.save_to(shown.page.document, model.PDF, str(tmp_path / "pack.pdf"))
    shown.qtbot.waitUntil(lambda: len(shown.releases()) == 1)
    assert not any("No printer is set up" in text for text in shown.window.messages.texts())


def test_print_pressed_too_early_waits_for_the_pages(shown: Reports) -> None:
    done: list[object] = []
    shown.page.open_report("staff-pack")
    shown.page._when_ready(done.append)
    assert done == []
    shown.wait()
    assert done == [shown.page.document]


def test_a_change_elsewhere_makes_the_pages_anew(shown: Reports) -> None:
    from desktop.services import people

    shown.show("pair-register")
    before = shown.page.document

    def marry(ws: object) -> object:
        one = people.person_by_number(ws, "0000")  # type: ignore[arg-type]
        return people.edit_person(
            ws, one.uid, people.PersonDraft("0000", "Newname", "Given00", "", None, "Year 12", "A")
        )  # type: ignore[arg-type]

    shown.session.write(shown.window, marry)
    shown.qtbot.waitUntil(lambda: shown.page.document not in (before, None), timeout=20_000)
    shown.wait()
    assert "Newname" in shown.page.preview.accessibleDescription()


@pytest.mark.parametrize("kind", ["", "staff-pack", "pair-register"])
def test_what_takes_the_keyboard_has_a_name(shown: Reports, kind: str) -> None:
    if kind:
        shown.show(kind)
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractScrollArea)
    widgets = [w for one in kinds for w in shown.page.findChildren(one)]
    nameless = [
        w for w in widgets if w.isVisible() and w.focusPolicy() != Qt.FocusPolicy.NoFocus and not w.accessibleName()
    ]
    assert nameless == []


def test_the_keys_of_a_document_are_listed(shown: Reports) -> None:
    shown.show("pair-register")
    listed = shown.page.keys()
    keys = {key for key, _ in listed}
    assert {"Ctrl+P", "Ctrl+S", "Esc", "Ctrl+PgDown", "Ctrl+0"} <= keys


def test_the_search_for_everything_finds_documents(shown: Reports, qtbot: QtBot) -> None:
    hits: list[Hit] = []
    find(shown.window, "pair", hits.extend)
    hits[0].open()
    assert shown.page.place()["report"] == "pair-register"
    shown.wait()


def test_the_place_survives_with_what_was_chosen(shown: Reports) -> None:
    shown.show("staff-pack")
    panel = shown.page.panel
    assert panel is not None
    panel.audience.setText("the governors")
    panel.copies.set_value(7)
    panel.goes.chosen.emit(model.OUTSIDE)
    place = shown.page.place()
    shown.page.show_all()
    shown.page._options.clear()
    shown.page.show_place(place)
    shown.wait()
    document = shown.page.document
    assert isinstance(document, StaffPack)
    assert (document.edition.audience, document.edition.copies, document.threshold) == ("the governors", 7, 10)


def test_an_unknown_place_changes_nothing(shown: Reports) -> None:
    shown.show("staff-pack")
    shown.page.show_place({"report": "no such thing"})
    assert shown.page.place()["report"] == "staff-pack"
