"""Who did what, as the page shows it: which entries are asked for, their rows, the check, and the list that leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from desktop.models.arranging import Column, Row, Snapshot, snapshot
from desktop.services import audit
from desktop.services.audit import Entry, Verdict
from desktop.services.language import say, say_many, show_date
from desktop.services.reports.types import PeopleList
from desktop.services.vault import Changes, Workspace

Progress = Callable[[int, int], bool]

UID, AT, WHO, WHAT, KIND, COMPARTMENT, RECORD, LAPTOP, ENTRY = range(9)
# More on paper than anybody reads; a file takes any number.
MOST_ON_PAPER: Final = 2_000
TODAY, WEEK, MONTH, YEAR, ALL = "1", "7", "30", "365", ""
_ICONS: Final = {
    "unlock": "lock-open-outline",
    "failed": "alert-outline",
    "read": "eye-outline",
    "out": "upload",
    "users": "key-outline",
    "workspace": "archive-outline",
}


@dataclass(frozen=True)
class Wanted:
    """Which entries are asked for. days: how many, back from today, one of the words above; who: a uid."""

    days: str = MONTH
    who: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Told:
    """Entries as rows, and who can be asked for: (uid, label)."""

    rows: Snapshot
    people: tuple[tuple[str, str], ...]
    wanted: Wanted


def periods() -> tuple[tuple[str, str], ...]:
    """Give (value, words) of the stretches of time."""
    return (
        (TODAY, say("Today")),
        (WEEK, say("Last 7 days")),
        (MONTH, say("Last 30 days")),
        (YEAR, say("Last 365 days")),
        (ALL, say("All time")),
    )


def kinds() -> tuple[tuple[str, str], ...]:
    """Give (value, words) of the kinds of deeds."""
    return ("", say("Everything")), *((kind, audit.kind_words(kind)) for kind in audit.KINDS)


def columns() -> tuple[Column, ...]:
    """Make the columns of the table."""
    return (
        Column("what", say("What"), _what, width=34, tone=_tone, icon=_icon),
        Column("who", say("Who"), lambda row: row[WHO], width=18),
        Column("at", say("When"), lambda row: audit.moment_words(row[AT]), sort=lambda row: row[AT], width=19),
        Column("compartment", say("Where"), lambda row: row[COMPARTMENT], width=14),
        Column("device", say("Laptop"), lambda row: row[LAPTOP], width=12, tone=lambda _: "muted"),
    )


def load(ws: Workspace, wanted: Wanted) -> Told:
    """Read the entries that are asked for, newest first."""
    found = audit.entries(ws, since=_since(wanted.days, ws.clock.today()), who=wanted.who, kind=wanted.kind)
    here, named = say("this laptop"), cache(audit.compartment_words)
    rows = [
        (
            one.uid,
            one.at,
            one.who,
            one.what,
            one.kind,
            named(one.compartment),
            one.record,
            here if one.device == ws.device else audit.short_id(one.device),
            one,
        )
        for one in found
    ]
    return Told(snapshot(rows, columns(), _searched), audit.who_did(ws), wanted)


def check(ws: Workspace, progress: Progress | None = None) -> Verdict:
    """Check every entry. Error: Cancelled."""
    return audit.check(ws, progress)


def verdict_words(verdict: Verdict) -> str:
    """Say what the check found, in one sentence."""
    if verdict.ok:
        return say_many(
            "The 1 entry is there and as it was written.",
            "All {n} entries are there and as they were written.",
            verdict.entries,
        )
    return say_many(
        "1 entry is not as it was written, and so all after it cannot be trusted.",
        "{n} chains of entries are not as they were written.",
        len(verdict.problems),
    )


def asked_words(wanted: Wanted, people: Sequence[tuple[str, str]]) -> str:
    """Say in words what the entries were narrowed to; empty for all there are."""
    parts = (
        dict(periods())[wanted.days] if wanted.days else "",
        dict(people).get(wanted.who, ""),
        audit.kind_words(wanted.kind) if wanted.kind else "",
    )
    return ", ".join(filter(None, parts))


def on_paper(ws: Workspace, rows: Sequence[Row], asked: str, total: int) -> PeopleList:
    """Make the document of entries for paper."""
    return audit.listing(ws, [row[ENTRY] for row in rows], asked=asked, total=total, paper=True)


def save_csv(ws: Workspace, rows: Sequence[Row], asked: str, total: int, path: str) -> Changes:
    """Write entries to a file, entered in the register before it has its name. Errors: as `audit.save_csv`."""
    return audit.save_csv(ws, Path(path), [row[ENTRY] for row in rows], asked=asked, total=total)


def file_name(today: date) -> str:
    """Propose a file name without anybody's name."""
    return f"{today.isoformat()} who did what.csv"


def details(entry: Entry, here: str) -> tuple[tuple[str, str], ...]:
    """Give (heading, text) of everything that one entry says, ids whole; `here` is this laptop's id."""
    laptop = say("{id} (this laptop)", id=entry.device) if entry.device == here else entry.device
    return tuple(
        (heading, text)
        for heading, text in (
            (say("Who"), entry.who),
            (say("Whom"), entry.whom),
            (say("When"), say("{day}, {time}", day=show_date(entry.at[:10], weekday=True), time=entry.at[11:19])),
            (say("Kind"), audit.kind_words(entry.kind)),
            (say("Where"), audit.compartment_words(entry.compartment)),
            (say("Record"), entry.record),
            (say("Laptop"), laptop),
            (say("Number of the entry"), str(entry.step)),
        )
        if text
    )


def device(ws: Workspace) -> str:
    """Give this laptop's id."""
    return ws.device


def narrowed(wanted: Wanted, **changed: str) -> Wanted:
    """Ask for other entries."""
    return replace(wanted, **changed)


def _since(days: str, today: date) -> str:
    return (today - timedelta(days=int(days) - 1)).isoformat() if days else ""


def _searched(row: Row) -> str:
    return f"{row[WHAT]} {row[WHO]} {row[COMPARTMENT]} {row[RECORD]}"


def _what(row: Row) -> str:
    return str(row[WHAT][:1].upper() + row[WHAT][1:])


def _tone(row: Row) -> str:
    return "danger" if row[KIND] == "failed" else "text"


def _icon(row: Row) -> str:
    return _ICONS.get(row[KIND], "pencil-outline")
