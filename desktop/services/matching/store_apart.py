"""All SQL of who is kept apart by staff, and why."""

from __future__ import annotations

from desktop.services.vault import Step, Workspace, new_uid, uid_of

_TIER, _REASONS = "programme", "counselling"


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


def insert_reason(step: Step, block: str, both: tuple[str, str], words: str, author: str, written: str) -> None:
    """Write why two are kept apart."""
    first, second = sorted(both)
    step.insert(
        "block_reason", new_uid(), person=first, other=second, block=block, words=words, author=author, written=written
    )


def count_reasons(ws: Workspace) -> dict[str, int]:
    """Count the reasons of each block."""
    return dict(ws.rows(_REASONS, "SELECT block, count(*) FROM @.block_reason GROUP BY block"))


def reasons(ws: Workspace, block: str) -> list[tuple[str, str, str]]:
    """Read (words, author, day) of a block, newest first."""
    sql = "SELECT words, author, written FROM @.block_reason WHERE block = ? ORDER BY written DESC, uid DESC"
    return [(a, b, c) for a, b, c in ws.rows(_REASONS, sql, (block,))]
