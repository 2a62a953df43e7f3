"""Pairs that meet every week, made with the verbs of a real round where it matters not who is with whom."""

from __future__ import annotations

from desktop.services import people, programme
from desktop.services.people.types import PersonDraft
from desktop.services.vault import Workspace


def student(ws: Workspace, number: str, year: str = "8") -> str:
    """Add a student and give the uid."""
    return people.add_person(ws, PersonDraft(number=number, family=f"Family{number}", given="Robin", year=year)).uid


def period(ws: Workspace, label: str) -> str:
    """Add a period and give its uid."""
    people.add_period(ws, label)
    return next(one.uid for one in people.periods(ws) if one.label == label)


def pair(
    ws: Workspace, number: str, period: str | None = None, since: str = "2026-09-07", ended: str | None = None
) -> str:
    """Put a published pair in place, as publishing does, and give its uid."""
    mentee, mentor = student(ws, f"1{number}"), student(ws, f"9{number}", "11")
    with ws.step("programme", "publish") as step:
        return step.insert(
            "pair",
            person=mentee,
            mentor=mentor,
            programme=programme.the_programme(ws).uid,
            score=700,
            period=period,
            since=since,
            state="ended" if ended else "active",
            ended=ended,
            reason="",
        )
