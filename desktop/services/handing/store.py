"""All SQL of handing in. A text leaves here only for who asked to read it."""

from __future__ import annotations

from typing import Any

from desktop.services.vault import Workspace

Row = tuple[Any, ...]


def sealed_items(ws: Workspace, compartment: str) -> list[Row]:
    """Read what waits for a compartment, oldest first: uid, sealed."""
    return ws.rows(
        "programme", "SELECT uid, sealed FROM @.sealed_item WHERE compartment = ? ORDER BY uid", (compartment,)
    )


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
