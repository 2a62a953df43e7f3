"""The command about who did what: `audit`. As in cli_commands.py."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from desktop.cli_commands import WrongEnding, must_be_new
from desktop.services import audit as audited
from desktop.services.audit import Entry
from desktop.services.files import FileRefused
from desktop.services.language import say, say_many
from desktop.services.vault import Workspace

Answer = dict[str, Any]
Said = tuple[Answer, str]


def add(plain: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command."""
    told = plain("audit", audit, say("Say who did what, and check that no entry was changed or removed."))
    told.add_argument("--since", metavar="DAY", type=_day, default="", help=say("from this day on, as 2026-11-22"))
    told.add_argument("--until", metavar="DAY", type=_day, default="", help=say("up to this day"))
    told.add_argument("--who", metavar="NAME", default="", help=say("only what this person did"))
    told.add_argument("--kind", choices=tuple(audited.KINDS), default="", help=say("only what is of this kind"))
    told.add_argument("--out", metavar="F.csv", help=say("write the entries to this file"))
    told.add_argument("--force", action="store_true", help=say("replace a file of that name"))


def audit(ws: Workspace, options: argparse.Namespace) -> Said:
    """List what was done in what the keys of this user open, and check all of it; exit 1 where an entry is bad."""
    out = Path(options.out) if options.out else None
    if out and out.suffix.lower() != ".csv":
        raise WrongEnding(endings=".csv")
    if out:
        must_be_new(out, force=options.force)
    with contextlib.suppress(FileRefused):  # who looks on a full disk sees all but this very unlocking
        ws.tell()
    found = audited.entries(ws, since=options.since, until=options.until, who=options.who, kind=options.kind)
    verdict = audited.check(ws)
    if out:
        audited.save_csv(ws, out, found, asked=_asked(options), total=verdict.entries)
    answer = {
        "entries": [_plain(one) for one in found],
        "ok": verdict.ok,
        "problem": verdict.problem,
        "problems": list(verdict.problems),
        "checked": verdict.entries,
    }
    lines = [] if out else [_line(one) for one in found]
    if out:
        lines.append(say_many("The file is saved, with 1 entry.", "The file is saved, with {n} entries.", len(found)))
    good = say("Every entry is there and as it was written: {n} were checked.", n=verdict.entries)
    return answer, "\n".join([*lines, *(verdict.problems or (good,))])


def _asked(options: argparse.Namespace) -> str:
    given = (
        options.since and say("since {day}", day=options.since),
        options.until and say("until {day}", day=options.until),
    )
    kind = audited.kind_words(options.kind) if options.kind else ""
    return ", ".join(filter(None, (*given, options.who, kind)))


def _plain(one: Entry) -> Answer:
    return {
        "at": one.at,
        "who": one.who,
        "what": one.what,
        "kind": one.kind,
        "compartment": one.compartment,
        "record": one.record,
        "device": one.device,
        **dict(zip(("from_role", "to_role"), one.roles, strict=False)),
    }


def _line(one: Entry) -> str:
    of = audited.compartment_words(one.compartment)
    return "  ".join(filter(None, (one.at, one.who, one.what, f"[{of}]", one.record)))


def _day(given: str) -> str:
    try:
        return given and date.fromisoformat(given).isoformat()  # argparse asks it of the empty default too
    except ValueError:
        raise argparse.ArgumentTypeError(say("{given} is no day; write it as 2026-11-22", given=given)) from None
