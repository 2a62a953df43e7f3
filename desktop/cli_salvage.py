"""The command `salvage`: a new workspace of everything that can be read in a damaged one. As in cli_commands.py."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.cli_patience import patience
from desktop.services import backups
from desktop.services.language import say
from desktop.services.vault import Password, Words

Answer = dict[str, Any]


def salvage(options: argparse.Namespace, secret: Callable[[], Password | Words]) -> tuple[Answer, str, int]:
    """Salvage, and list what was lost."""
    with patience():
        done = backups.salvage(Path(options.workspace), Path(options.out), secret())
    answer: Answer = {
        "out": str(done.out),
        "salvaged": done.counts,
        "lost": [
            {"compartment": one.compartment, "table": one.table, "id": one.id, "about": one.about} for one in done.lost
        ],
        "unsure": [{"compartment": compartment, "table": table} for compartment, table in done.unsure],
        "rebuilt": done.rebuilt,
        "stood_in": done.stood_in,
        "drafts": done.drafts,
        "unread_files": done.unread,
        "pages": done.pages,
        "bad_pages": done.bad,
        "problems": done.problems,
    }
    records = sum(done.counts.values())
    lines = [say("Salvaged: {n} records. They are a workspace of their own now, in {out}.", n=records, out=done.out)]
    if done.rebuilt:
        lines.append(say("Records made anew from the journal, because their own pages are gone: {n}.", n=done.rebuilt))
    if done.stood_in:
        lines.append(
            say("Records of which nothing is left, made up because others refer to them: {n}.", n=done.stood_in)
        )
    if done.unread:
        lines.append(say("Files that your password does not open came along as they are: {n}.", n=done.unread))
    if not done.lost:
        lines.append(say("Nothing else was lost.") if done.stood_in else say("Nothing was lost."))
    lines += _of_lost_files(Path(options.workspace), [one.id for one in done.lost if one.table == "file"])
    for (compartment, table), count in sorted(Counter((one.compartment, one.table) for one in done.lost).items()):
        lines.append(say("Lost: {n} of {table} ({compartment}).", n=count, table=table, compartment=compartment))
    for compartment in dict.fromkeys(compartment for compartment, _ in done.unsure):
        lines.append(say("More of {compartment} may be lost than is named here.", compartment=compartment))
    lines += [f"  {one.compartment}  {one.table}  {one.id}  {one.about}".rstrip() for one in done.lost]
    lines.append(say("The damaged workspace is as it was. Work in the new one."))
    return answer, "\n".join(lines), 1 if done.problems else 0


def _of_lost_files(folder: Path, names: list[str]) -> list[str]:
    """Say which files are lost as a whole, and that a backup, where one is whole, has more than a salvage gives."""
    lines = [say("Nothing of {file} could be read: all that only stood there is lost.", file=name) for name in names]
    newest = next((one.made for one in backups.backups_in(folder) if one.whole), "") if names else ""
    if newest:
        lines.append(say("There is a whole backup of {moment}: restore that first, it holds more.", moment=newest))
    return lines
