"""All SQL of what belongs to rounds beside pairs: rules decided otherwise, groups of a draft and published ones."""

from __future__ import annotations

import json
from dataclasses import dataclass

from desktop.services.matching.types import PairKey
from desktop.services.vault import Step, Workspace, uid_of

_TIER = "programme"


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """A pair that was placed although it breaks these rules; `reason` is a code of reasons.REASONS."""

    mentee: str
    mentor: str
    rules: tuple[str, ...]
    reason: str
    author: str
    made: str
    uid: str = ""

    @property
    def pair(self) -> PairKey:
        """Uids of mentee and mentor."""
        return self.mentee, self.mentor


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A group of a draft: uids of who leads and who helps, and the label of the period."""

    leader: str
    second: str | None
    period: str


def overrides(ws: Workspace, round_uid: str) -> tuple[OverrideRow, ...]:
    """Read what was decided otherwise in a round."""
    rows = ws.rows(
        _TIER,
        "SELECT person, mentor, rules, reason, author, made, uid FROM @.round_override WHERE round = ? ORDER BY uid",
        (round_uid,),
    )
    return tuple(OverrideRow(a, b, tuple(json.loads(rules)), *rest) for a, b, rules, *rest in rows)


def insert_override(step: Step, round_uid: str, row: OverrideRow) -> None:
    """Write that a pair was placed against rules."""
    step.insert(
        "round_override",
        uid_of("round_override", round_uid, *row.pair),
        person=row.mentee,
        round=round_uid,
        mentor=row.mentor,
        rules=json.dumps(row.rules),
        reason=row.reason,
        author=row.author,
        made=row.made,
    )


def delete_override(step: Step, uid: str) -> None:
    """Take an override back."""
    step.delete("round_override", uid)


def teams(ws: Workspace, round_uid: str) -> tuple[TeamRow, ...]:
    """Read the groups of a round."""
    sql = "SELECT person, second, period FROM @.round_team WHERE round = ? ORDER BY uid"
    return tuple(TeamRow(*row) for row in ws.rows(_TIER, sql, (round_uid,)))


def insert_team(step: Step, round_uid: str, row: TeamRow) -> None:
    """Write a group of a draft."""
    step.insert(
        "round_team",
        uid_of("round_team", round_uid, row.leader),
        person=row.leader,
        round=round_uid,
        second=row.second,
        period=row.period,
    )


def publish_team(step: Step, programme: str, round_uid: str, row: TeamRow, label: str) -> str:
    """Write a group that meets from now on; give its uid."""
    return step.insert(
        "team",
        uid_of("team", round_uid, row.leader),
        person=row.leader,
        programme=programme,
        round=round_uid,
        second=row.second,
        label=label,
    )


def published_teams(ws: Workspace, programme: str) -> dict[str, tuple[str, str | None, str]]:
    """Read (leader, second, label) of every published group, by its uid."""
    rows = ws.rows(_TIER, "SELECT uid, person, second, label FROM @.team WHERE programme = ?", (programme,))
    return {uid: (leader, second, label) for uid, leader, second, label in rows}
