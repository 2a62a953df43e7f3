"""Entries as a list for paper and for spreadsheets, made and registered like the lists of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from desktop.services import reports
from desktop.services.audit.rules import compartment_words, kind_words, moment_words, short_id
from desktop.services.audit.types import Entry
from desktop.services.language import say
from desktop.services.reports.leaving import save_entered
from desktop.services.reports.types import PeopleList
from desktop.services.vault import Changes, Workspace

CSV: Final = "csv"


def headings() -> tuple[tuple[str, str], ...]:
    """Give (key, heading) of each column; the keys are those of the command line."""
    return (
        ("at", say("When")),
        ("who", say("Who")),
        ("what", say("What")),
        ("kind", say("Kind")),
        ("compartment", say("Where")),
        ("record", say("Record")),
        ("device", say("Laptop")),
    )


def listing(
    ws: Workspace, found: Sequence[Entry], *, asked: str = "", total: int = 0, audience: str = "", paper: bool = False
) -> PeopleList:
    """Make the document of entries: ids and moments whole for a spreadsheet, shortened on `paper`.

    asked: what the entries were narrowed to, in words; total: of how many. Nothing is recorded yet.
    """
    kinds, places = cache(kind_words), cache(compartment_words)
    rows = [_row(one, kinds(one.kind), places(one.compartment), paper=paper) for one in found]
    who = audience or say("those who run the {programme}")
    return reports.list_of_people(
        ws, headings(), rows, audience=who, asked=asked, total=total or len(rows), kind=reports.AUDIT
    )


def save_csv(ws: Workspace, path: Path, found: Sequence[Entry], *, asked: str = "", total: int = 0) -> Changes:
    """Write entries to `path` as CSV that starts no formula, entered in the register before the file has its name.

    Errors: a `FileRefused`, what a step refuses; then there is no file.
    """
    made = listing(ws, found, asked=asked, total=total)
    made = replace(made, edition=replace(made.edition, copies=1))
    return save_entered(reports.write_people(made, CSV), path, lambda: reports.record(ws, made, CSV))


def _row(one: Entry, kind: str, place: str, *, paper: bool) -> tuple[str, ...]:
    record, device = (short_id(one.record), short_id(one.device)) if paper else (one.record, one.device)
    at = moment_words(one.at) if paper else one.at
    return at, one.who, one.what, kind, place, record, device
