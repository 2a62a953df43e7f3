"""Today says which first meetings are to be planned or dated, and which trials to be looked at."""

from __future__ import annotations

from datetime import timedelta

from desktop.models.today_beginnings import beginnings
from desktop.services import matching
from desktop.services.matching.beginnings import Held
from desktop.services.vault import Workspace
from tests.fakes.clock import FakeClock
from tests.services.matching.school import two_and_three


def test_what_waits_for_a_day_and_what_is_due(workspace: Workspace, clock: FakeClock) -> None:
    two_and_three(workspace)
    assert [count for _, count, _ in beginnings(workspace)] == [0, 0]
    matching.propose(workspace)
    matching.publish(workspace)
    one, other, third = (pair.uid for pair in matching.pairs(workspace))
    firsts, reviews = beginnings(workspace)
    assert (firsts[1], reviews[1]) == (3, 0)
    assert "no day is set" in firsts[2][0].detail
    matching.plan_first(workspace, one, clock.today() + timedelta(days=3))
    matching.hold_first(workspace, other, clock.today(), Held())
    assert [line.place for line in beginnings(workspace)[0][2]] == [(("part", "pairs"), ("uid", third))]
    clock.forward(days=80)
    firsts, reviews = beginnings(workspace)
    assert (firsts[1], reviews[1]) == (2, 1)
    assert any("did they meet?" in line.detail for line in firsts[2])
