"""What one step wrote, row by row, and rows that are gone: how an area tells afterwards what it once did."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from desktop.services.vault import journal
from desktop.services.vault.types import StepRef, Written
from desktop.services.vault.verbs import words_of
from desktop.services.vault.workspace import Workspace


def made_by(ws: Workspace, compartment: str, table: str, row: str) -> StepRef | None:
    """Give the step that first wrote a row, also one that is gone."""
    found = ws.row(
        compartment,
        "SELECT j.device, j.step FROM @.journal j JOIN @.step s ON s.device = j.device AND s.step = j.step "
        "WHERE j.tbl = ? AND j.row = ? AND j.op = 'I' ORDER BY s.clock, s.device, s.step LIMIT 1",
        (table, row),
    )
    return StepRef(compartment, *found) if found else None


def made_when(ws: Workspace, compartment: str, table: str) -> dict[str, int]:
    """Give the clock of the step that first wrote each row there is or was; a greater one is later."""
    rows = ws.rows(
        compartment,
        "SELECT j.row, min(s.clock) FROM @.journal j JOIN @.step s ON s.device = j.device AND s.step = j.step "
        "WHERE j.tbl = ? AND j.op = 'I' GROUP BY j.row",
        (table,),
    )
    return dict(rows)


def told_about(ws: Workspace, compartment: str, verb: str) -> set[str]:
    """Give what the events and steps of a verb were about, whoever's they are."""
    return {about for (about,) in ws.rows(compartment, "SELECT about FROM @.step WHERE verb = ?", (verb,))}


def begun(ws: Workspace) -> datetime:
    """Say when the workspace's first step was made, by the clock of then."""
    return datetime.fromisoformat(ws.value("programme", "SELECT at FROM @.step ORDER BY clock LIMIT 1"))


def last_done(ws: Workspace, verb: str) -> str:
    """Say when a verb was last done in the programme's compartment (ISO), "" for never."""
    sql = "SELECT at FROM @.step WHERE verb = ? ORDER BY clock DESC LIMIT 1"
    return str(ws.value("programme", sql, (verb,)) or "")


def how_many(ws: Workspace) -> dict[str, int]:
    """Count the rows of every table over all held compartments."""
    counts: dict[str, int] = {}
    for tier in ws.compartments:
        for name in ws.tables_of(tier):
            counts[name] = counts.get(name, 0) + int(ws.value(tier, f"SELECT count(*) FROM @.{name}"))
    return counts


def written(ws: Workspace, ref: StepRef) -> tuple[Written, ...]:
    """Read what a step wrote, in order; without the values of insert-only rows, and of what was erased since."""
    entries = journal.entries_of(ws.connection, ws.schema(ref.compartment), ref)
    return tuple(
        Written(one["tbl"], one["row"], one["op"], {c: (old, new) for c, (old, new) in (one["change"] or {}).items()})
        for one in entries
    )


def gone_rows(ws: Workspace, compartment: str, table: str) -> dict[str, dict[str, Any]]:
    """Give the last values of rows that were deleted and are not there any more, by uid; without erased ones."""
    rows = ws.rows(
        compartment,
        "SELECT j.row, j.change FROM @.journal j JOIN @.step s ON s.device = j.device AND s.step = j.step "
        f"WHERE j.tbl = ? AND j.op = 'D' AND j.row NOT IN (SELECT uid FROM @.{table}) ORDER BY s.clock",
        (ws.tables_of(compartment)[table].name,),
    )
    return {
        row: {"uid": row, **{column: pair[0] for column, pair in json.loads(change).items()}}
        for row, change in rows
        if change is not None
    }


def step_words(ws: Workspace, compartment: str, where: str) -> tuple[str, str, str] | None:
    """Say of a place that a check names ("step 4 of <device>"): what the step did, when (ISO) and by whom."""
    number, _, device = where.removeprefix("step ").partition(" of ")
    if not number.isdigit():
        return None
    found = ws.row(
        compartment, "SELECT verb, about, at, user FROM @.step WHERE device = ? AND step = ?", (device, int(number))
    )
    return (words_of(found[0], found[1]), found[2], ws.labels.get(found[3], found[3])) if found else None


def person_of(ws: Workspace, compartment: str, table: str, row: str) -> str:
    """Give the uid of the person whom a row is about, by the row, or by the journal where it is gone; or ""."""
    known = ws.tables_of(compartment).get(table)
    if known is None or not known.person:
        return ""
    found = ws.value(compartment, f"SELECT {known.person} FROM @.{known.name} WHERE uid = ?", (row,))
    journalled = "SELECT person FROM @.journal WHERE tbl = ? AND row = ? AND person IS NOT NULL"
    return str(found or ws.value(compartment, journalled, (table, row)) or "")
