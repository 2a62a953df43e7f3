"""What a participant gives for matching beside interests and goals: typed, set on scales, taken back at once."""

from __future__ import annotations

from desktop.views.people.forms import AnswersSheet
from desktop.views.people.page import PeoplePage
from tests.views.people.test_people import choose
from tests.views.school import Desk


def test_subjects_experiences_and_style_are_given_and_taken_back_at_once(desk: Desk, people_page: PeoplePage) -> None:
    page = people_page
    choose(desk, page, "5001")
    desk.click("Enrol as mentee", page.side)
    desk.click("Change: Takes part as mentee", page.side)
    sheet = desk.sheet()
    assert isinstance(sheet, AnswersSheet)
    sheet.lines["subjects"].setText("Maths; Art")
    sheet.lines["experiences"].setText("moved house")
    for scale, place in zip(sheet.scales, (1, 0, 4, 0, 0, 3), strict=True):
        scale.setValue(place)
    desk.click("Save", sheet)
    shown = "Maths, Art", "moved house", "Talk things over; rather: Lively; Be listened to and Be given advice alike"
    assert all(words in desk.texts(page.side) for words in shown)
    desk.undo()
    assert not any(words in desk.texts(page.side) for words in shown), "one undo for all of it"
    desk.redo()
    assert all(words in desk.texts(page.side) for words in shown)
