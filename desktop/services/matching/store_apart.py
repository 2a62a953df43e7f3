"""All SQL of who is kept apart by staff, and of whom people named at a meet-and-greet."""

from __future__ import annotations

from desktop.services.vault import Step, Workspace, uid_of

_TIER = "programme"


def blocks(ws: Workspace, *, lifted: bool = False) -> tuple[tuple[str, str, str, str], ...]:
    """Read (uid, one, other, state) of the blocks that stand, and of lifted ones if asked."""
    sql = "SELECT uid, person, other, state FROM @.block WHERE state = 'standing' OR ? ORDER BY uid"
    return tuple((a, b, c, d) for a, b, c, d in ws.rows(_TIER, sql, (int(lifted),)))


def block_uid(one: str, other: str) -> str:
    """Name a block by the two people, whichever comes first."""
    return uid_of("block", *sorted((one, other)))


def put_block(step: Step, one: str, other: str, state: str) -> None:
    """Write a block, whether or not it was there."""
    first, second = sorted((one, other))
    step.run(
        "INSERT INTO @.block (uid, person, other, state) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (uid) DO UPDATE SET state = excluded.state",
        (block_uid(one, other), first, second, state),
    )


def ticks(ws: Workspace, programme: str) -> tuple[tuple[str, str, int], ...]:
    """Read (person, other, place) of whom people named at the latest meet-and-greet of a programme, the first first."""
    sql = (
        "SELECT person, other, place FROM @.tick WHERE event = (SELECT uid FROM @.meet_event WHERE programme = ?"
        " ORDER BY day DESC, uid DESC LIMIT 1) ORDER BY person, place, other"
    )
    return tuple((a, b, int(c)) for a, b, c in ws.rows(_TIER, sql, (programme,)))
