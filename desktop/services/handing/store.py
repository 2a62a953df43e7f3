"""All SQL of handing in. A text leaves here only for who asked to read it."""

from __future__ import annotations

from typing import Any

from desktop.services.vault import Workspace
from desktop.services.vault.schema import hash_of
from desktop.services.vault.steps import Step

Row = tuple[Any, ...]


def sealed_items(ws: Workspace, compartment: str) -> list[Row]:
    """Read what waits for a compartment and is as it was sealed, oldest first: uid, sealed."""
    rows = ws.rows(
        "programme",
        "SELECT i.uid, b.body, i.hash FROM @.sealed_item i JOIN @.sealed_item_body b ON b.uid = i.uid "
        "WHERE i.compartment = ? ORDER BY i.uid",
        (compartment,),
    )
    return [(uid, sealed) for uid, sealed, stated in rows if hash_of(sealed) == stated]


def put(step: Step, uid: str, compartment: str, sealed: str) -> None:
    """Let something wait for a compartment. The journal has its hash alone: once taken in, nothing of it is left."""
    step.insert("sealed_item", uid, person=uid, compartment=compartment, hash=hash_of(sealed))
    step.run("INSERT INTO @.sealed_item_body (uid, body) VALUES (?, ?)", (uid, sealed))


def drop(step: Step, uid: str) -> None:
    """Delete what was taken in."""
    step.delete("sealed_item", uid)
    step.run("DELETE FROM @.sealed_item_body WHERE uid = ?", (uid,))


def count_sealed(ws: Workspace, compartment: str) -> int:
    """Count what waits for a compartment."""
    return int(ws.value("programme", "SELECT count(*) FROM @.sealed_item WHERE compartment = ?", (compartment,)))


def receipts_of(ws: Workspace, author: str) -> list[Row]:
    """Read an author's receipts, newest first: uid, receipt, compartment, at, taken in."""
    return ws.rows(
        "programme",
        "SELECT uid, receipt, compartment, at, taken_in FROM @.receipt WHERE author = ? ORDER BY at DESC, uid DESC",
        (author,),
    )


def items(ws: Workspace, compartment: str) -> list[Row]:
    """Read what came in, newest first, without a text: uid, receipt, person, author, at."""
    return ws.rows(compartment, "SELECT uid, receipt, person, author, at FROM @.handed_in ORDER BY at DESC, uid DESC")


def item(ws: Workspace, compartment: str, uid: str) -> Row | None:
    """Read one item: uid, receipt, person, author, at, text."""
    return ws.row(compartment, "SELECT uid, receipt, person, author, at, text FROM @.handed_in WHERE uid = ?", (uid,))
