"""The commands about backups and health: `backup`, `restore`, `health`. As in cli_commands.py."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop import cli_commands as commands
from desktop.services import backups, files
from desktop.services.backups import Backup
from desktop.services.errors import KnownError
from desktop.services.language import say
from desktop.services.vault import Password, Words, Workspace

Answer = dict[str, Any]
Said = tuple[Answer, str]


def add(plain: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the words of these commands; `restore` opens no workspace and stands in cli.py."""
    made = plain("backup", backup, say("Make a verified backup."))
    made.add_argument("--out", metavar="F", help=say("one file somewhere else, instead of the workspace's own backups"))
    made.add_argument("--force", action="store_true", help=say("replace a copy of that name"))
    checked = plain("health", health, say("Check files, chains, counters and backups in full."))
    checked.set_defaults(unopened=health_of_unopened)


def backup(ws: Workspace, options: argparse.Namespace) -> Said:
    """Make a backup: one file like a copy, or one among the workspace's own."""
    if options.out:
        answer, _ = commands.copy(ws, options)
        return answer, say("The backup is complete and verified.")
    made = backups.back_up(ws)
    answer = {"bytes": made.size, "verified": made.whole, "path": str(made.path)}
    return answer, say("The backup is complete and verified.")


def restore(options: argparse.Namespace, secret: Callable[[], Password | Words]) -> tuple[Answer, str, int]:
    """Make a new workspace of a backup or of a copy; of several backups the newest that is whole."""
    path = Path(options.file)
    with files.sentences():
        is_one_file = not path.is_dir()
    if is_one_file:
        answer, text, code = commands.open_copy(options, secret())
        return {"restored": True, **answer, "damaged": 0}, text, code
    found = backups.find_backup(path)
    ws = backups.open_backup(found.backup.path, Path(options.out), secret())
    try:
        commands.speak_as(ws)
    finally:
        ws.close()
    answer = {"restored": True, "made": found.backup.made, "damaged": len(found.damaged)}
    lines = [say("The backup of {moment} is a workspace now. Work in only one of the two.", moment=found.backup.made)]
    if found.damaged:
        lines.append(say("Newer backups that are damaged, and were not used: {n}.", n=len(found.damaged)))
    return answer, "\n".join(lines), 0


def health(ws: Workspace, options: argparse.Namespace) -> Said:
    """Check the workspace as `verify` does, say how far its compartments are, and check every backup."""
    answer, text = commands.verify(ws, options)
    checked = backups.check_backups(ws)
    problems = [{"compartment": "backups", "where": one.path.name, "what": one.fault} for one in checked if one.fault]
    answer["problems"] += problems
    answer["mended"] = answer["mended"] and not problems
    answer["ok"] = not answer["problems"]
    answer["counters"] = {tier: ws.commits(tier) for tier in ws.compartments}
    answer["backups"] = [_plain(one) for one in checked]
    answer["copied"] = ws.record.copied
    lines = [text, *(say("{name} is damaged ({fault}).", name=p["where"], fault=p["what"]) for p in problems)]
    whole = [one for one in checked if one.whole]
    newest = whole[0].made if whole else say("none")
    lines.append(say("Backups: {n}, whole: {whole}, newest: {newest}", n=len(checked), whole=len(whole), newest=newest))
    return answer, "\n".join(lines)


def health_of_unopened(options: argparse.Namespace, error: KnownError) -> Said:
    """Say what is wrong with a workspace that is too damaged to open, and what backups there are."""
    file = str(error.values.get("file", ""))
    problem = {"compartment": file.partition(".")[0].partition("-")[0], "where": file, "what": str(error)}
    found = backups.backups_in(Path(options.workspace))
    answer: Answer = {"ok": False, "problems": [problem], "counters": {}, "backups": [_plain(one) for one in found]}
    newest = next((one.made for one in found if one.whole), say("none"))
    return answer, "\n".join([str(error), say("Backups: {n}, newest whole one: {newest}", n=len(found), newest=newest)])


def _plain(one: Backup) -> Answer:
    return {
        "path": str(one.path),
        "made": one.made,
        "why": one.why,
        "bytes": one.size,
        "whole": one.whole,
        "verified": one.verified,
        "fault": one.fault,
    }
