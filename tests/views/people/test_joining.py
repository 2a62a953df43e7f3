"""People who may be here twice: found, compared, joined, parted again; a journey with everything that hangs on both."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.models import people_rows as listed
from desktop.services import matching, notes, people, programme
from desktop.services.people.types import GuardianLink, PersonDraft
from desktop.services.vault import Workspace, last_undoable
from desktop.views.people.joining import JoinSheet, LikelySheet
from desktop.views.people.page import PeoplePage
from desktop.views.widgets.cards import RecordRow
from tests.views.people.test_people import choose, numbers, read, the_page
from tests.views.school import Desk, add_pair, person

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(desk: Desk) -> PeoplePage:
    return the_page(desk)


def twice(desk: Desk) -> tuple[str, str]:
    """Put one student under two numbers."""
    one = PersonDraft("0100", "Okafor", "Ada", birth_date="2012-05-04", year="9", form="9A", languages=("Igbo",))
    other = PersonDraft(
        "0200", "Okafor", "Ada", birth_date="2012-05-04", year="10", phone="01 23", languages=("French",)
    )
    first = str(desk.write(people.add_person, one).uid)
    return first, str(desk.write(people.add_person, other).uid)


def test_a_quiet_button_says_that_somebody_may_be_here_twice(desk: Desk, page: PeoplePage) -> None:
    assert not page.bar.likely.isVisible()
    twice(desk)
    assert page.bar.likely.words == "1 possible duplicate"
    desk.click("1 possible duplicate", page)
    sheet = desk.sheet()
    assert isinstance(sheet, LikelySheet)
    row = sheet.findChild(RecordRow)
    assert row is not None
    row.setFocus()
    desk.key(Key.Key_Return)
    desk.settle()
    assert isinstance(desk.sheet(), JoinSheet)
    assert "Ada Okafor" in desk.texts(desk.sheet())


def test_the_key_says_that_nobody_is_here_twice(desk: Desk, page: PeoplePage) -> None:
    page.table.setFocus()
    desk.control(Key.Key_D)
    assert "Nobody looks as if they were here twice" in desk.texts(desk.sheet())


def test_twins_are_no_duplicates(desk: Desk, page: PeoplePage) -> None:
    desk.write(people.add_person, PersonDraft("0100", "Okafor", "Ada", birth_date="2012-05-04", year="9"))
    desk.write(people.add_person, PersonDraft("0101", "Okafor", "Ben", birth_date="2012-05-04", year="9"))
    assert not page.bar.likely.isVisible()


def test_two_people_who_look_alike_are_not_shown_again(desk: Desk, page: PeoplePage) -> None:
    twice(desk)
    desk.click("1 possible duplicate", page)
    desk.sheet().findChild(RecordRow).opened.emit()
    desk.settle()
    desk.click("They are two people", desk.sheet())
    assert desk.no_sheet()
    assert not page.bar.likely.isVisible()
    assert page.bar._saved == (), "it is no filter of the page"
    assert desk.read(last_undoable).words == "saying that two are two people"
    desk.undo()
    assert page.bar.likely.isVisible()


def test_two_who_are_chosen_are_compared_and_the_chosen_values_stay(desk: Desk, page: PeoplePage) -> None:
    one, other = twice(desk)
    page.table.choose(one, other)
    desk.settle()
    desk.click("Are these one person?", page.side)
    sheet = desk.sheet()
    assert isinstance(sheet, JoinSheet)
    kept = sheet._found.one.person.uid
    year = next(line for line in sheet._found.lines if line.field == "year")
    wanted = next(b for b in sheet.groups["year"].buttons() if b.property("side") == "other")
    wanted.click()
    desk.click("They are one person: join them", sheet)
    found = desk.read(people.person, one)
    assert found.uid == kept == desk.read(people.person, other).uid
    assert (found.year, found.phone) == (year.other, "01 23")
    assert set(found.languages) == {"Igbo", "French"}
    assert page.table.chosen_uids() == (kept,)
    assert len({"0100", "0200"} & set(numbers(page))) == 1
    desk.undo()
    assert {"0100", "0200"} <= set(numbers(page))


def test_why_two_cannot_be_joined_is_said(desk: Desk, page: PeoplePage) -> None:
    choose(desk, page, "1001", "9001")
    desk.click("Are these one person?", page.side)
    sheet = desk.sheet()
    assert "mentor and mentee of each other" in desk.texts(sheet)
    assert not sheet.save_button.isEnabled()


def test_joined_records_are_parted_from_the_history(desk: Desk, page: PeoplePage) -> None:
    one, other = twice(desk)
    kept = str(desk.write(people.merge_people, one, other).uid)
    the_page(desk, person=kept)
    desk.click("History", page.side)
    side = desk.texts(page.side)
    assert "Joined with this record" in side
    assert "0200" in side
    desk.write(people.mark_left, [person(desk, "5001")])  # something else came after
    button = next(b for b in page.side.findChildren(type(desk.button("Edit"))) if b.words == "Part them again")
    button.click()
    desk.settle()
    assert {"0100", "0200"} <= set(numbers(page))
    assert "Joined with this record" not in desk.texts(page.side)


def test_everything_about_both_is_found_under_one_and_parted_again(desk: Desk, page: PeoplePage) -> None:
    """A journey: a student stands here twice, each record with a life of its own."""
    one, other = twice(desk)

    def live(ws: Workspace) -> object:
        mentor = people.person_by_number(ws, "9001").uid
        programme.enrol(ws, [one], "mentee")
        programme.set_wishes(ws, other, wants=[mentor], avoids=[])
        notes.write(ws, 1, one, "Settling in well.")
        notes.write(ws, 1, other, "Asked for a mentor.")
        guardian = people.add_person(ws, PersonDraft("", "Okafor", "Mona", kind="guardian", phone="07 11"))
        return people.set_guardians(ws, other, [GuardianLink(guardian.uid, "mother", emergency=True)])

    desk.write(live)
    the_page(desk)
    desk.click("1 possible duplicate", page)
    desk.sheet().findChild(RecordRow).opened.emit()
    desk.settle()
    sheet = desk.sheet()
    said = desk.texts(sheet)
    assert "1 note" in said
    assert "1 guardian" in said
    desk.click("They are one person: join them", sheet)
    side = desk.texts(page.side)
    assert "Mona Okafor" in side
    assert "07 11" in side
    assert "Lou Mentor01" in side, "the wish of the other record"
    assert "Takes part as mentee" in side
    desk.click("Notes 2", page.side)
    assert not page.bar.likely.isVisible()
    desk.undo()
    assert {"0100", "0200"} <= set(numbers(page))
    assert len(desk.read(notes.notes_about, one)) == 1
    assert desk.read(people.guardians, one) == ()
    assert read(desk, "0100").roles == ("mentee",)
    assert page.bar.likely.isVisible()


def test_pairs_of_both_are_shown_under_one(desk: Desk, page: PeoplePage) -> None:
    desk.write(lambda ws: add_pair(ws, 77, None))
    one = person(desk, "1077")
    other = str(desk.write(people.add_person, PersonDraft("1078", "Mentee77", "Kim", year="8", form="8A")).uid)
    desk.write(people.merge_people, other, one)
    the_page(desk, person=other)
    assert "Lou Mentor77" in desk.texts(page.side)
    (pair,) = [p for p in desk.read(matching.pairs) if other in (p.mentee, p.mentor)]
    assert pair.mentee_name == next(r[listed.LABEL] for r in page.rows.shown if r[0] == other)
