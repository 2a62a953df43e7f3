"""Valid rows of the real schema, with defaults, and what a test needs to write them."""

from __future__ import annotations

import json
from typing import Any

from desktop.services.vault import Changes, Step, Workspace, new_uid

DAY = "2026-11-18"


def person(step: Step, **columns: Any) -> str:  # noqa: ANN401 - columns of any kind
    """Insert a student."""
    uid = columns.pop("uid", "") or new_uid()
    defaults = {
        "number": uid[-6:], "source_key": "", "kind": "student", "family": "Okafor", "given": "Ada", "preferred": "",
        "birth_date": None, "year": "9", "form": "9B", "status": "present",
    }  # fmt: skip
    return step.insert("person", uid, **(defaults | columns))


def participant(step: Step, of: str, programme: str, **columns: Any) -> str:  # noqa: ANN401 - columns of any kind
    """Enrol a person."""
    defaults = {
        "role": "mentee", "places": 0, "interests": "[]", "goals": "[]", "languages": "[]", "status": "enrolled",
        "since": DAY,
    }  # fmt: skip
    return step.insert("participant", person=of, programme=programme, **(defaults | columns))


def wish(step: Step, of: str, other: str, **columns: Any) -> str:  # noqa: ANN401 - columns of any kind
    """Say whom a person wants or avoids."""
    return step.insert("wish", person=of, other=other, **({"kind": "avoid", "state": "standing"} | columns))


def pair(step: Step, of: str, mentor: str, programme: str, **columns: Any) -> str:  # noqa: ANN401 - columns of any kind
    """Pair a mentee with a mentor."""
    defaults = {
        "round": None, "score": 700, "period": None, "since": DAY, "state": "active", "ended": None, "reason": "",
    }  # fmt: skip
    return step.insert("pair", person=of, mentor=mentor, programme=programme, **(defaults | columns))


def meeting(step: Step, of: str, pair_uid: str, **columns: Any) -> str:  # noqa: ANN401 - columns of any kind
    """Record a meeting."""
    defaults = {
        "held_on": DAY, "period": None, "status": "held", "minutes": 20, "mentor_came": 1, "mentee_came": 1,
        "topics": json.dumps(["school"]), "mood_mentor": 4, "mood_mentee": 3, "next_step": "", "author": "",
        "entered": DAY,
    }  # fmt: skip
    return step.insert("meeting", person=of, pair=pair_uid, **(defaults | columns))


def note(step: Step, of: str, text: str = "met; went well", **columns: Any) -> str:  # noqa: ANN401 - as above
    """Write a note with its first wording."""
    defaults = {
        "pair": None, "meeting": None, "author": "", "written": DAY, "happened_on": DAY, "signed": None,
        "moved_to": None, "moved_from": None, "moved_why": "",
    }  # fmt: skip
    uid = step.insert("note", person=of, **(defaults | columns))
    wording(step, of, uid, text)
    return uid


def wording(step: Step, of: str, note_uid: str, text: str) -> str:
    """Save another wording of a note."""
    return step.insert("note_text", person=of, note=note_uid, text=text, author="", at=DAY)


def programme(ws: Workspace) -> str:
    """Give the one programme's uid."""
    return str(ws.value("programme", "SELECT uid FROM @.programme"))


def add_person(ws: Workspace, **columns: Any) -> str:  # noqa: ANN401 - columns of any kind
    """Insert a student in a step of its own."""
    with ws.step("programme", "add_person", about="1") as step:
        return person(step, **columns)


def edit(ws: Workspace, table: str, uid: str, tier: str = "programme", **columns: Any) -> Changes:  # noqa: ANN401
    """Change a row in a step of its own."""
    with ws.step(tier, f"edit_{table}", about="1") as step:
        step.update(table, uid, **columns)
    return step.changes


def dump(ws: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """Give every journalled row of every held compartment."""
    return {
        f"{tier}.{table}": ws.rows(tier, f"SELECT * FROM @.{table} ORDER BY uid")
        for tier in ws.compartments
        for table in ws.tables_of(tier)
    }
