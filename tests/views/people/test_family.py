"""Forms of every kind of person, the guard against adding somebody twice, guardians, photos, their own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QMenu

from desktop.models import people_rows as listed
from desktop.models.people_rules import Rule
from desktop.services import people
from desktop.services.people.types import GuardianLink, OwnField, PersonDraft
from desktop.views.people.guardians import GuardiansSheet
from desktop.views.people.own_words import OwnFieldsSheet, OwnWordsSheet
from desktop.views.people.page import PeoplePage
from desktop.views.people.person_form import PersonSheet
from desktop.views.people.photo import PhotoButton
from tests.views.people.test_people import choose, numbers, read, the_page
from tests.views.school import Desk, person

Key = Qt.Key


@pytest.fixture
def page(desk: Desk) -> PeoplePage:
    return the_page(desk)


def picture(width: int = 900, height: int = 600) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(40, 120, 110))
    image.setText("Comment", "taken at home")
    return image


# forms


@pytest.mark.parametrize(
    ("kind", "shown", "hidden"),
    [("Student", {"number", "year", "form", "birth_date"}, {"job"}), ("Staff", {"number", "job", "email"}, {"year", "form"}),
     ("Guardian", {"phone", "email"}, {"number", "year", "birth_date"}), ("Helper", {"job", "phone"}, {"form"})],
)  # fmt: skip
def test_each_kind_is_asked_what_fits(
    desk: Desk, page: PeoplePage, kind: str, shown: set[str], hidden: set[str]
) -> None:
    desk.click("Add a person")
    sheet = desk.sheet()
    desk.click(f"Kind: {kind}", sheet)
    visible = {key for key, line in sheet.lines.items() if line.isVisible()}
    assert shown <= visible
    assert not hidden & visible


def test_staff_are_added_without_a_birth_date_and_with_a_job(desk: Desk, page: PeoplePage) -> None:
    desk.click("Add a person")
    sheet = desk.sheet()
    desk.click("Kind: Staff", sheet)
    for key, text in (("given", "Ada"), ("family", "Okafor"), ("job", "Nurse"), ("languages", "Igbo; French")):
        sheet.lines[key].setText(text)
    desk.click("Save", sheet)
    row = next(row for row in page.rows.shown if row[listed.FAMILY] == "Okafor")
    assert (row[listed.KIND], row[listed.JOB], row[listed.LANGUAGES]) == ("staff", "Nurse", ("Igbo", "French"))
    assert "Nurse" in desk.texts(page.side)
    assert "Week" not in [b.words for b in page.side.findChildren(type(desk.button("Edit")))]


def test_somebody_who_is_here_is_not_added_again_unawares(desk: Desk, page: PeoplePage) -> None:
    desk.write(people.add_person, PersonDraft("0100", "Okafor", "Ada", birth_date="2012-05-04", year="9"))
    desk.click("Add a person")
    sheet = desk.sheet()
    for key, text in (("given", "Ada"), ("family", "Okafor"), ("number", "0999"), ("birth_date", "4 May 2012")):
        sheet.lines[key].setText(text)
    desk.click("Save", sheet)
    assert "may be this person" in desk.texts(sheet)
    assert "0100" in desk.texts(sheet)
    assert "0999" not in numbers(page)
    desk.click("Add all the same", sheet)
    assert desk.no_sheet()
    assert "0999" in numbers(page)


def test_the_one_who_is_here_is_opened_instead(desk: Desk, page: PeoplePage) -> None:
    desk.write(people.add_person, PersonDraft("0100", "Okafor", "Ada", birth_date="2012-05-04", year="9"))
    desk.click("Add a person")
    sheet = desk.sheet()
    for key, text in (("given", "Ada"), ("family", "Okafor"), ("number", "0999"), ("birth_date", "4 May 2012")):
        sheet.lines[key].setText(text)
    desk.click("Save", sheet)
    button = next(b for b in sheet.findChildren(type(desk.button("Cancel", sheet))) if b.words == "Open them instead")
    button.click()
    desk.settle()
    assert desk.no_sheet()
    assert page.table.chosen_uids() == (person(desk, "0100"),)


def test_twins_are_added_without_a_question(desk: Desk, page: PeoplePage) -> None:
    desk.write(people.add_person, PersonDraft("0100", "Okafor", "Ada", birth_date="2012-05-04", year="9"))
    desk.click("Add a person")
    sheet = desk.sheet()
    for key, text in (("given", "Ben"), ("family", "Okafor"), ("number", "0101"), ("birth_date", "4 May 2012")):
        sheet.lines[key].setText(text)
    desk.click("Save", sheet)
    assert desk.no_sheet()
    assert "0101" in numbers(page)


# guardians


def add_guardian(desk: Desk, given: str, phone: str = "01 23") -> str:
    return str(desk.write(people.add_person, PersonDraft("", "Roth", given, kind="guardian", phone=phone)).uid)


def test_a_guardian_is_found_added_ordered_and_barred_from_the_keyboard(desk: Desk, page: PeoplePage) -> None:
    add_guardian(desk, "Mona")
    choose(desk, page, "5001")
    assert "nobody named" in desk.texts(page.side)
    desk.click("Change the guardians", page.side)
    sheet = desk.sheet()
    assert isinstance(sheet, GuardiansSheet)
    desk.type("mona")
    desk.key(Key.Key_Return)
    desk.settle()
    card = sheet.cards[0]
    assert card.emergency.isChecked(), "the first one is called first"
    card.relation.choose("mother")
    card.responsible.setChecked(True)
    desk.key(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    side = desk.texts(page.side)
    assert "Mona Roth" in side
    assert "Mother, parental responsibility, emergency contact" in side
    assert "01 23" in side
    desk.click("Change the guardians", page.side)
    desk.sheet().cards[0].barred.setChecked(True)
    desk.click("Save", desk.sheet())
    side = desk.texts(page.side)
    assert "Not to be contacted" in side
    assert "01 23" not in side, "nobody dials by mistake"
    desk.undo()
    assert "01 23" in desk.texts(page.side)


def test_somebody_new_becomes_a_guardian_and_the_order_is_changed(desk: Desk, page: PeoplePage) -> None:
    mona = add_guardian(desk, "Mona")
    desk.write(people.set_guardians, person(desk, "5001"), [GuardianLink(mona, "mother")])
    choose(desk, page, "5001")
    desk.click("Change the guardians", page.side)
    sheet = desk.sheet()
    desk.click("Add somebody new", sheet)
    form = next(one for one in desk.window.findChildren(PersonSheet) if one.isVisible())
    assert form.kind.value() == "guardian"
    form.lines["given"].setText("Paul")
    form.lines["family"].setText("Roth")
    form.save()
    desk.settle()
    assert [card.near.person.given for card in sheet.cards] == ["Mona", "Paul"]
    desk.click("Call Paul Roth earlier", sheet)
    desk.click("Save", sheet)
    found = desk.read(people.guardians, person(desk, "5001"))
    assert [(one.person.given, one.link.place) for one in found] == [("Paul", 1), ("Mona", 2)]


def test_a_guardian_shows_whom_they_look_after_and_leads_there(desk: Desk, page: PeoplePage) -> None:
    mona = add_guardian(desk, "Mona")
    link = GuardianLink(mona, "mother", contact="not_to_be_contacted")
    desk.write(people.set_guardians, person(desk, "5001"), [link])
    the_page(desk, person=mona)
    side = desk.texts(page.side)
    assert "Looks after" in side
    assert "Sam Roth (8, 8A)" in side
    assert "Not to be contacted" in side
    page.bar.show_rule(Rule(kind="student"))
    page.table.show_columns(["guardians"])
    row = next(row for row in page.rows.shown if row[listed.NUMBER] == "5001")
    assert row[listed.GUARDIANS] == f"{listed.NO_CONTACT} Mona Roth"


# the photo


def photo_button(page: PeoplePage) -> PhotoButton:
    found = page.side.findChild(PhotoButton)
    assert isinstance(found, PhotoButton)
    return found


def stored(desk: Desk, number: str) -> bytes:
    photo = desk.read(people.photo, person(desk, number))
    return photo.content if photo else b""


def test_a_photo_is_chosen_made_small_and_stripped(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    picture().save(str(path))
    choose(desk, page, "5001")
    photo_button(page).take(str(path))
    desk.settle()
    kept = stored(desk, "5001")
    image = QImage.fromData(kept)
    assert (image.width(), image.height()) == (320, 213)
    assert kept[:2] == b"\xff\xd8"
    assert b"taken at home" not in kept
    assert photo_button(page).has_photo
    desk.undo()
    assert stored(desk, "5001") == b""


def test_a_photo_is_dropped_pasted_and_removed(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    picture(200, 300).save(str(path))
    choose(desk, page, "5001")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    photo_button(page).dropEvent(drop)
    desk.settle()
    dropped = stored(desk, "5001")
    assert dropped
    QGuiApplication.clipboard().setImage(picture(100, 100))
    photo_button(page).setFocus()
    desk.control(Key.Key_V)
    assert stored(desk, "5001") not in (b"", dropped)
    photo_button(page).setFocus()
    desk.key(Key.Key_Delete)
    desk.settle()
    assert stored(desk, "5001") == b""


def test_what_is_no_picture_is_said_and_nothing_changed(desk: Desk, page: PeoplePage, tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_text("not a picture", encoding="utf-8")
    choose(desk, page, "5001")
    photo_button(page).take(str(path))
    desk.settle()
    assert any("not a picture" in words for words in desk.said())
    assert stored(desk, "5001") == b""


def test_the_photo_has_a_menu(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "5001")
    photo_button(page).setFocus()
    desk.key(Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    able = {action.text(): action.isEnabled() for action in menu.actions()}
    assert able["Remove the photo"] is False
    menu.close()


def test_a_huge_picture_becomes_a_small_file(desk: Desk, page: PeoplePage) -> None:
    from desktop.models.people_family import small_photo

    noisy = QImage(2000, 2000, QImage.Format.Format_RGB32)
    for y in range(0, 2000, 40):
        for x in range(0, 2000, 40):
            noisy.setPixelColor(x, y, QColor((x * 7) % 255, (y * 13) % 255, (x * y) % 255))
    made = small_photo(noisy)
    assert len(made) < 200_000
    buffer = QBuffer()
    buffer.setData(made)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    assert QImage.fromData(made).width() == 320


# their own words


def test_nothing_is_asked_until_somebody_adds_it_with_a_reason(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "5001")
    assert "In their own words" not in desk.texts(page.side)
    desk.key(Key.Key_O, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    desk.settle()
    sheet = desk.sheet()
    assert isinstance(sheet, OwnFieldsSheet)
    sheet.rows[0].label.setText("Pronouns")
    desk.click("Save", sheet)
    assert "why it is asked" in desk.texts(sheet)
    sheet.rows[0].reason.setText("So that nobody has to say it twice")
    desk.click("Save", sheet)
    assert desk.no_sheet()
    assert "In their own words" in desk.texts(page.side)
    desk.click("Change what they say of themselves", page.side)
    words = desk.sheet()
    assert isinstance(words, OwnWordsSheet)
    assert "nobody has to say it twice" in desk.texts(words)
    next(iter(words.lines.values())).setText("they")
    desk.click("Save", words)
    assert "they" in desk.texts(page.side)
    desk.undo()
    assert "nothing said" in desk.texts(page.side)


def test_what_is_taken_out_is_not_asked_any_more(desk: Desk, page: PeoplePage) -> None:
    desk.write(people.set_own_fields, (OwnField("Pronouns", "to be polite"), OwnField("Faith", "for feast days")))
    sheet = OwnFieldsSheet(page)
    sheet.open()
    desk.settle()
    assert [row.label.text() for row in sheet.rows] == ["Faith", "Pronouns"]
    sheet.rows[0].away.click()
    desk.click("Save", sheet)
    assert [one.label for one in desk.read(people.own_fields)] == ["Pronouns"]
    assert read(desk, "5001").given == "Sam"
