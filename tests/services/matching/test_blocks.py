"""Keeping two apart: the matcher sees that it is so, why stands with the counselling notes alone."""

from __future__ import annotations

import pytest

from desktop.services import matching, people
from desktop.services.matching.blocking import block_reasons, blocks, keep_apart, stop_keeping_apart
from desktop.services.matching.errors import AlreadyAPair, NoSuchBlock, NotTwoPeople, ReasonNotHere
from desktop.services.people.errors import NoSuchPerson
from desktop.services.vault import Workspace, undo_last
from tests.services.matching.school import School, two_and_three
from tests.services.vault import rows

WHY = "Their families are in court"


@pytest.fixture
def school(workspace: Workspace) -> School:
    return two_and_three(workspace)


def test_a_block_keeps_two_apart_whatever_the_score(school: School) -> None:
    ws = school.ws
    matching.propose(ws)
    draft = matching.draft(ws)
    assert draft
    together = {(card.mentee.uid, card.mentor.uid) for card in draft.cards}
    mentee, mentor = school.uid["100"], school.uid["901"]
    assert (mentee, mentor) in together
    keep_apart(ws, mentor, mentee, WHY)
    matching.propose(ws)
    after = matching.draft(ws)
    assert after
    assert (mentee, mentor) not in {(card.mentee.uid, card.mentor.uid) for card in after.cards}
    found = matching.why_not(ws, mentee, mentor)
    assert [rule.rule for rule in found.rules] == ["blocked"]
    assert WHY not in found.sentence


def test_the_reason_is_in_the_counselling_compartment_alone_and_its_reading_is_journalled(school: School) -> None:
    ws = school.ws
    keep_apart(ws, school.uid["100"], school.uid["901"], WHY)
    (block,) = blocks(ws)
    assert block.told == 1
    assert WHY not in str([found for name, found in rows.dump(ws).items() if name.startswith("programme.")])
    assert [reason.words for reason in block_reasons(ws, block.uid)] == [WHY]
    block_reasons(ws, block.uid)
    read = ws.value("counselling", "SELECT count(*) FROM @.step WHERE verb = 'read_block_reason'")
    assert read == 1


def test_who_cannot_open_counselling_blocks_without_a_reason(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    ws = school.ws
    monkeypatch.setattr(type(ws), "holds", lambda self, compartment: compartment == "programme")
    with pytest.raises(ReasonNotHere):
        keep_apart(ws, school.uid["100"], school.uid["901"], WHY)
    assert blocks(ws) == ()
    keep_apart(ws, school.uid["100"], school.uid["901"])
    (block,) = blocks(ws)
    assert block.told is None
    with pytest.raises(ReasonNotHere):
        block_reasons(ws, block.uid)


def test_it_can_be_lifted_undone_and_set_again(school: School) -> None:
    ws = school.ws
    one, other = school.uid["100"], school.uid["901"]
    keep_apart(ws, one, other)
    uid = blocks(ws)[0].uid
    stop_keeping_apart(ws, uid)
    assert blocks(ws) == ()
    with pytest.raises(NoSuchBlock):
        stop_keeping_apart(ws, uid)
    undo_last(ws)
    assert [block.uid for block in blocks(ws)] == [uid]
    stop_keeping_apart(ws, uid)
    keep_apart(ws, other, one)
    assert [block.uid for block in blocks(ws)] == [uid]


def test_nobody_is_kept_apart_from_themselves_from_a_stranger_or_from_their_pair(school: School) -> None:
    ws, one = school.ws, school.uid["100"]
    with pytest.raises(NotTwoPeople):
        keep_apart(ws, one, one)
    with pytest.raises(NoSuchPerson):
        keep_apart(ws, one, "nobody")
    matching.propose(ws)
    matching.publish(ws)
    pair = next(pair for pair in matching.pairs(ws) if pair.mentee == one)
    with pytest.raises(AlreadyAPair):
        keep_apart(ws, one, pair.mentor)
    assert blocks(ws) == ()


def test_a_block_holds_for_every_record_of_a_person(school: School) -> None:
    ws = school.ws
    keep_apart(ws, school.uid["100"], school.uid["901"])
    school.add("103", "mentee")
    people.merge_people(ws, school.uid["103"], school.uid["100"])
    (block,) = blocks(ws)
    assert school.uid["103"] in (block.one, block.other)
