"""Rounds of groups over a real workspace: proposed, explained, changed by hand, published as groups."""

from __future__ import annotations

import pytest

from desktop.services import matching, people, programme
from desktop.services.matching.choices import choices
from desktop.services.matching.errors import DraftOutdated, LockForbidden, PairForbidden
from desktop.services.matching.group_errors import GroupSizesWrong
from desktop.services.matching.round_errors import GroupFull, NoGroupsHere, NoSuchGroup
from desktop.services.vault import Workspace, undo_last
from tests.services.matching.school import School
from tests.services.matching.test_rounds import dump, the_draft


def club(ws: Workspace) -> School:
    """Two who lead, one who helps, six students for two groups of three; one of them is free on Tuesday only."""
    school = School(ws)
    school.add("900", "mentor", periods=("Mon3", "Tue1"))
    school.add("901", "mentor", periods=("Tue1",), interests=("drawing",))
    school.add("902", "mentor", year="11", periods=("Mon3",), interests=("films",))
    for number in ("100", "101", "102"):
        school.add(number, "mentee", periods=("Mon3",))
    for number in ("103", "104"):
        school.add(number, "mentee", periods=("Mon3", "Tue1"), interests=("drawing",))
    school.add("105", "mentee", periods=("Tue1",))
    return school


def members(ws: Workspace) -> dict[str, tuple[str, list[str]]]:
    return {
        group.leader.number: (group.period, [card.mentee.number for card in group.cards])
        for group in the_draft(ws).groups
    }


def test_groups_are_proposed_explained_and_proved(workspace: Workspace) -> None:
    club(workspace)
    assert matching.propose_groups(workspace, 2, 3).about == "6"
    draft = the_draft(workspace)
    assert members(workspace) == {"900": ("Mon3", ["100", "101", "102"]), "901": ("Tue1", ["103", "104", "105"])}
    assert draft.grouping is not None
    assert (draft.grouping.proved, draft.grouping.gap, draft.grouping.least, draft.grouping.most) == (True, 0, 2, 3)
    assert (draft.coverage, draft.settled, draft.outdated, draft.unplaced) == (6, True, False, ())
    assert [card.period for card in draft.cards] == ["Mon3"] * 3 + ["Tue1"] * 3
    assert draft.groups[0].reasons[0].startswith("3 of 3 chose chess")
    assert [group.second for group in draft.groups] == [None, None]
    assert matching.drafts(workspace)[0].groups


def test_a_second_leader_is_found_and_no_student_is_in_a_group_with_whom_they_avoid(workspace: Workspace) -> None:
    school = club(workspace)
    matching.propose_groups(workspace, 2, 3, 2)
    draft = the_draft(workspace)
    second = {group.leader.number: group.second.number for group in draft.groups if group.second}
    assert set(second.values()) <= {"900", "901", "902"}
    assert second
    leader, helper = next(iter(second.items()))
    outside = next(c for g in draft.groups if g.leader.number != leader for c in g.cards)
    programme.set_wishes(workspace, outside.mentee.uid, avoids=[school.uid[helper]])
    with pytest.raises((GroupFull, PairForbidden)):
        matching.swap(workspace, outside.mentee.uid, school.uid[leader])


def test_publishing_makes_groups_that_meet_together_and_undo_unmakes_them(workspace: Workspace) -> None:
    school = club(workspace)
    matching.propose_groups(workspace, 2, 3)
    before = dump(workspace)
    assert matching.publish(workspace).about == "6"
    pairs = matching.pairs(workspace)
    by_team: dict[str | None, set[tuple[str, str]]] = {}
    for pair in pairs:
        by_team.setdefault(pair.team, set()).add((pair.mentor_number, pair.slot))
    assert sorted(map(sorted, by_team.values())) == [[("900", "Mon3")], [("901", "Tue1")]]
    assert None not in by_team
    assert all(pair.waits and not pair.clash for pair in pairs)
    (choice,) = matching.period_choices(workspace, pairs[0].uid)
    assert (choice.label, choice.taken) == ("Mon3", False)
    first = [pair.uid for pair in pairs if pair.team == pairs[0].team]
    matching.set_period(workspace, pairs[0].uid, None)
    assert {pair.slot for pair in matching.pairs(workspace) if pair.uid in first} == {""}
    undo_last(workspace)
    assert [(team.label, team.leader, team.second) for team in matching.teams(workspace)] == [
        ("Group 1", school.uid["900"], None),
        ("Group 2", school.uid["901"], None),
    ]
    undo_last(workspace)
    assert dump(workspace) == before
    assert workspace.rows("programme", "SELECT uid FROM @.team") == []


def test_students_move_between_groups_where_there_is_room_and_they_are_free(workspace: Workspace) -> None:
    school = club(workspace)
    uid = school.uid
    matching.propose_groups(workspace, 2, 3)
    before = dump(workspace)
    with pytest.raises(GroupFull, match="a seat in the group"):
        matching.swap(workspace, uid["103"], uid["900"])
    with pytest.raises(NoSuchGroup):
        matching.swap(workspace, uid["103"], uid["902"])
    matching.leave_out(workspace, uid["100"])
    with pytest.raises(GroupFull, match="being free when the group meets"):
        matching.swap(workspace, uid["105"], uid["900"])
    matching.swap(workspace, uid["103"], uid["900"])
    draft = the_draft(workspace)
    assert members(workspace) == {"900": ("Mon3", ["101", "102", "103"]), "901": ("Tue1", ["104", "105"])}
    assert [one.cause for one in draft.unplaced] == ["left_out"]
    assert not draft.settled
    assert draft.grouping is not None
    assert draft.grouping.gap > 0
    matching.leave_out(workspace, uid["104"])
    warnings = {group.leader.number: group.warnings for group in the_draft(workspace).groups}
    assert "only 1 student, fewer than you asked for" in warnings["901"]
    matching.unlock(workspace, uid["104"])
    assert [(one.mentee.number, one.cause) for one in the_draft(workspace).unplaced][:1] == [("104", "changed")]
    matching.unlock(workspace, uid["100"])
    matching.unlock(workspace, uid["103"])
    matching.solve_again(workspace)
    assert members(workspace)["900"] == ("Mon3", ["100", "101", "102"])
    assert before != dump(workspace)


def test_two_change_places_between_groups(workspace: Workspace) -> None:
    school = club(workspace)
    matching.propose_groups(workspace, 2, 3)
    matching.swap(workspace, school.uid["103"], school.uid["900"], instead_of=school.uid["100"])
    assert members(workspace) == {"900": ("Mon3", ["101", "102", "103"]), "901": ("Tue1", ["104", "105"])}
    (waiting,) = the_draft(workspace).unplaced
    assert waiting.mentee.number == "100"  # is not free on Tuesday, and so has no group


def test_locks_hold_when_groups_are_made_anew_and_reasons_are_given(workspace: Workspace) -> None:
    school = club(workspace)
    uid = school.uid
    matching.propose_groups(workspace, 2, 3, locks=[(uid["103"], uid["900"])])
    assert "103" in members(workspace)["900"][1]
    matching.solve_again(workspace)
    assert "103" in members(workspace)["900"][1]
    found = matching.why_not(workspace, uid["105"], uid["900"])
    assert found.sentence
    assert [rule.rule for rule in matching.why_not(workspace, uid["105"], uid["902"]).rules] == ["period"]
    with pytest.raises(NoGroupsHere):
        choices(workspace, uid["105"])
    assert matching.how_robust(workspace) == {}
    assert len(matching.heat(workspace).chosen) == the_draft(workspace).coverage


def test_what_cannot_be_is_refused_and_the_draft_stays(workspace: Workspace) -> None:
    school = club(workspace)
    matching.propose_groups(workspace, 2, 3)
    before = dump(workspace)
    with pytest.raises(GroupSizesWrong):
        matching.propose_groups(workspace, 4, 3)
    with pytest.raises(LockForbidden):
        matching.propose_groups(workspace, 2, 3, locks=[(school.uid["105"], school.uid["902"])])
    with pytest.raises(NoGroupsHere):
        matching.override(workspace, school.uid["100"], school.uid["901"], "agreed_by_hand")
    with pytest.raises(NoGroupsHere):
        matching.proof(workspace)
    people.set_availability(workspace, school.uid["105"], [school.period["Mon3"]])
    with pytest.raises(DraftOutdated, match="a free period in common"):
        matching.publish(workspace)
    assert dump(workspace) == before
    assert the_draft(workspace).changes == ("1 student gave other free periods.",)
    people.archive_people(workspace, [school.uid["901"]])
    assert len(the_draft(workspace).groups) == 2
