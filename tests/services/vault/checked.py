"""A workspace for the full check, and what the check says of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop.services.vault import CheckReport, Workspace, verify
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows

Raw = Any


def fill(ws: Workspace) -> None:
    """Write five steps of the programme and two of counselling, and close."""
    people = [rows.add_person(ws, given=name, number=f"0{name}") for name in "ABC"]
    rows.edit(ws, "person", people[0], given="Ada", year="10")
    with ws.step("programme", "edit_person") as step:
        step.update("person", people[1], given="Bea")
        step.update("person", people[2], given="Cem")
    with ws.step("counselling", "write_note", person=people[0]) as step:
        note = rows.note(step, people[0], "first")
        rows.wording(step, people[0], note, "second")
    with ws.step("counselling", "edit_note", person=people[0]) as step:
        step.update("note", note, happened_on="2026-11-01")
    ws.close()


def report(folder: Path) -> CheckReport:
    ws = vaults.reopen(folder, FakeClock())
    try:
        return verify(ws)
    finally:
        ws.close()


def named(folder: Path) -> str:
    """Give the first problem found, in one line."""
    found = report(folder)
    assert not found.ok
    first = found.problems[0]
    return f"{first.compartment}: {first.where}: {first.what}"


def device_of(connection: Raw) -> str:
    """Give the device of this laptop: the one with the newest step."""
    return str(connection.execute("SELECT device FROM step ORDER BY clock DESC LIMIT 1").fetchone()[0])
