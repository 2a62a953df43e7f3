"""Rounds of groups: propose them. What is done with the draft then is as with pairs (rounds.py, by_hand.py)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from desktop.services.matching.rounds import begin, write
from desktop.services.matching.store import GroupPlan
from desktop.services.matching.store_rounds import TeamRow
from desktop.services.matching.types import PairKey
from desktop.services.vault import Changes, Workspace

Progress = Callable[[int, int], bool]


def propose_groups(
    ws: Workspace,
    least: int,
    most: int,
    leaders: int = 1,
    scope: str = "waiting",
    progress: Progress | None = None,
    *,
    keep: bool = False,
    locks: Sequence[PairKey] = (),
    bans: Sequence[PairKey] = (),
    prove: bool = False,
) -> Changes:
    """Make a draft of groups of least to most mentees with one or two leaders, who all meet in one period.

    As `rounds.propose` otherwise; pairs that are published are not kept together. `prove` looks for the certain best
    in a small school. Errors: those of propose, GroupSizesWrong, LockedGroupImpossible.
    """
    from desktop.services.matching.drafted import request_of
    from desktop.services.matching.groups import match_groups

    begun = begin(ws, scope, keep=keep, locks=locks, bans=bans)
    begun = replace(begun, row=replace(begun.row, kept=()), overrides=())
    asked = request_of(begun.row, begun.now.applicants, tuple(begun.held.values()))
    made = match_groups(asked, (least, most), leaders, progress, prove=prove)
    plan = GroupPlan(least, most, leaders, made.base, made.bound, made.value)
    found = {
        mentee.uid: (group.leader.uid, score)
        for group in made.groups
        for mentee, score in zip(group.members, group.scores, strict=True)
    }
    teams = [TeamRow(one.leader.uid, one.second.uid if one.second else None, one.period) for one in made.groups]
    return write(ws, "propose_groups", replace(begun, row=replace(begun.row, groups=plan)), found, teams)
