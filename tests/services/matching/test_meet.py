"""A meet-and-greet: badges that keep their number, ticks by number, and pairs within them as far as possible."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.services import matching
from desktop.services.matching.errors import NobodyToMeet, NoSuchBadge, NoSuchMeet, TooManyNamed
from desktop.services.matching.gather import look
from desktop.services.matching.meet import add_badges, badges, close_meet, meets, plan_meet, set_named
from desktop.services.vault import Workspace, undo_last
from tests.services.matching.school import School, two_and_three

DAY = date(2026, 10, 1)


@pytest.fixture
def school(workspace: Workspace) -> School:
    return two_and_three(workspace)


def codes(school: School, event: str) -> dict[str, str]:
    """Codes by student number."""
    numbers = {uid: number for number, uid in school.uid.items()}
    return {numbers[badge.person]: badge.code for badge in badges(school.ws, event)}


def test_everybody_gets_a_badge_and_late_comers_change_nobodys(school: School) -> None:
    event = plan_meet(school.ws, DAY, " October ").uid
    assert event
    before = codes(school, event)
    assert before == {"900": "M1", "901": "M2", "100": "1", "101": "2", "102": "3"}
    school.add("099", "mentee")
    school.add("899", "mentor")
    add_badges(school.ws, event)
    assert codes(school, event) == before | {"099": "4", "899": "M3"}
    (meet,) = meets(school.ws)
    assert (meet.label, meet.people, meet.answered, meet.open) == ("October", 7, 0, True)


def test_whom_somebody_named_is_kept_in_order_and_taken_back(school: School) -> None:
    ws, uid = school.ws, school.uid
    event = plan_meet(ws, DAY).uid or ""
    set_named(ws, event, uid["100"], [uid["901"], uid["900"]])
    assert next(b for b in badges(ws, event) if b.person == uid["100"]).named == (uid["901"], uid["900"])
    set_named(ws, event, uid["100"], [uid["900"]])
    assert next(b for b in badges(ws, event) if b.person == uid["100"]).named == (uid["900"],)
    undo_last(ws)
    assert next(b for b in badges(ws, event) if b.person == uid["100"]).named == (uid["901"], uid["900"])
    assert next(a for a in look(ws).applicants if a.uid == uid["100"]).met == ("901", "900")


def test_pairs_are_made_within_what_was_named(school: School) -> None:
    ws, uid = school.ws, school.uid
    event = plan_meet(ws, DAY).uid or ""
    set_named(ws, event, uid["102"], [uid["901"]])
    set_named(ws, event, uid["901"], [uid["102"]])
    matching.propose(ws)
    draft = matching.draft(ws)
    assert draft
    assert draft.coverage == 3
    card = next(card for card in draft.cards if card.mentee.uid == uid["102"])
    assert card.mentor.uid == uid["901"]
    assert card.reasons[0] == "each named the other after meeting"


def test_what_cannot_be_named_is_refused(school: School) -> None:
    ws, uid = school.ws, school.uid
    event = plan_meet(ws, DAY).uid or ""
    outsider = school.add("103", "mentee")
    for who, named in ((uid["100"], [uid["101"]]), (uid["100"], [uid["100"]]), (outsider, [uid["900"]])):
        with pytest.raises(NoSuchBadge):
            set_named(ws, event, who, named)
    for number in ("902", "903"):
        school.add(number, "mentor")
    add_badges(ws, event)
    with pytest.raises(TooManyNamed):
        set_named(ws, event, uid["100"], [uid[number] for number in ("900", "901", "902", "903")])
    with pytest.raises(NoSuchMeet):
        set_named(ws, "other", uid["100"], [])
    assert meets(ws)[0].answered == 0


def test_a_meeting_of_one_side_alone_is_refused(workspace: Workspace) -> None:
    School(workspace).add("100", "mentee")
    with pytest.raises(NobodyToMeet):
        plan_meet(workspace, DAY)
    assert meets(workspace) == ()


def test_it_is_closed_and_opened_again(school: School) -> None:
    event = plan_meet(school.ws, DAY).uid or ""
    close_meet(school.ws, event)
    assert not meets(school.ws)[0].open
    close_meet(school.ws, event, again=True)
    assert meets(school.ws)[0].open
