"""Moving to another group: what is said of each group before is what moving does, or refuses."""

from __future__ import annotations

import pytest

from desktop.services import matching
from desktop.services.errors import KnownError
from desktop.services.matching.group_choices import group_choices
from desktop.services.vault import Workspace, undo_last
from tests.services.matching.test_group_rounds import club
from tests.services.matching.test_rounds import dump, the_draft


def test_each_group_says_what_moving_there_costs_or_what_forbids_it(workspace: Workspace) -> None:
    uid = club(workspace).uid
    matching.propose_groups(workspace, 2, 3)
    matching.leave_out(workspace, uid["100"])
    before = dump(workspace)
    present, other = group_choices(workspace, uid["103"])
    assert (present.mentor.number, present.present, present.left) == ("901", True, 0)
    assert (other.mentor.number, other.left, other.rules) == ("900", 1, ())
    assert other.cost is not None
    assert other.cost.points > 0
    assert other.sentence == f"{other.cost.points} points less overall."
    assert dump(workspace) == before
    total = the_draft(workspace).total
    matching.swap(workspace, uid["103"], uid["900"])
    assert total - the_draft(workspace).total == other.cost.points


def test_what_forbids_a_move_is_said_and_refused(workspace: Workspace) -> None:
    uid = club(workspace).uid
    matching.propose_groups(workspace, 2, 3)
    assert [one.sentence for one in group_choices(workspace, uid["103"])[1:]] == ["The group is full."]
    matching.leave_out(workspace, uid["100"])
    for number, words in (("105", "being free when the group meets"), ("104", "You ruled this pair out")):
        matching.ban(workspace, uid["104"], uid["900"])
        (forbidden,) = [one for one in group_choices(workspace, uid[number]) if one.rules]
        assert words in forbidden.sentence
        undo_last(workspace)
    with pytest.raises(KnownError):
        matching.swap(workspace, uid["105"], uid["900"])


def test_somebody_in_no_group_is_placed_by_a_move(workspace: Workspace) -> None:
    uid = club(workspace).uid
    matching.propose_groups(workspace, 2, 3)
    matching.leave_out(workspace, uid["100"])
    free = next(one for one in group_choices(workspace, uid["100"]) if not one.rules)
    assert free.sentence == "It would place 1 more student."
    matching.swap(workspace, uid["100"], free.mentor.uid)
    assert the_draft(workspace).coverage == 6
