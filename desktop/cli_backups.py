"""The commands about backups and health: `backup`, `restore`, `health`. As in cli_commands.py."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from desktop import cli_commands as commands
from desktop.services import backups, files, transfer
from desktop.services.backups import Backup
from desktop.services.backups.errors import NoRoomForBackup
from desktop.services.errors import KnownError
from desktop.services.language import say
from desktop.services.refusals import NoRoomToRestore, no_room
from desktop.services.vault import Password, Words, Workspace, pages_of_unopened
from desktop.services.vault.errors import KeyringOlder, OlderThanSeen
from desktop.services.vault.slots import Secret
from desktop.services.vault.unfit_errors import PartsOlder

Answer = dict[str, Any]
_MOST_RUNS: Final = 12
Said = tuple[Answer, str]


def add(plain: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the words of these commands; `restore` opens no workspace and stands in cli.py."""
    made = plain("backup", backup, say("Make a verified backup."))
    made.add_argument("--out", metavar="F", help=say("one file somewhere else, instead of the workspace's own backups"))
    made.add_argument("--force", action="store_true", help=say("replace a copy of that name"))
    checked = plain("health", health, say("Check files, chains, counters and backups in full."))
    checked.set_defaults(unopened=health_of_unopened, older=health_of_older)


def backup(ws: Workspace, options: argparse.Namespace) -> Said:
    """Make a backup: one file like a copy, or one among the workspace's own."""
    if options.out:
        with no_room(NoRoomForBackup):
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
        with no_room(NoRoomToRestore):
            ws = transfer.open_copy(path, Path(options.out), secret())
        with contextlib.closing(ws):
            made = transfer.copied_at(ws)
        return {"restored": True, "opened": True, "made": made, "damaged": 0}, _restored_words(made), 0
    found = backups.find_backup(path)
    ws = backups.open_backup(found.backup.path, Path(options.out), secret())
    try:
        commands.speak_as(ws)
    finally:
        ws.close()
    answer = {"restored": True, "made": found.backup.made, "damaged": len(found.damaged)}
    lines = [_restored_words(found.backup.made)]
    if found.damaged:
        lines.append(say("Newer backups that are damaged, and were not used: {n}.", n=len(found.damaged)))
    return answer, "\n".join(lines), 0


def _restored_words(made: str) -> str:
    """Say of when it is (ISO)."""
    return say(
        "Restored: the backup of {moment} is a workspace now. Work in only one of the two: they cannot be merged yet.",
        moment=made.replace("T", " ")[:16] or "?",
    )


def health(ws: Workspace, options: argparse.Namespace) -> Said:
    """Check the workspace as `verify` does, say how far its compartments are, and check every backup."""
    answer, text, lines = _checked(ws, options)
    return answer, "\n".join((text, *lines))


def _checked(ws: Workspace, options: argparse.Namespace) -> tuple[Answer, str, list[str]]:
    """Check; give the answer, what is said of the workspace, and the lines about its backups."""
    answer, text = commands.verify(ws, options)
    checked = backups.check_backups(ws)
    problems = [
        {"compartment": "backups", "where": one.path.name, "what": one.fault, "pages": []}
        for one in checked
        if one.fault
    ]
    answer["problems"] += problems
    answer["mended"] = answer["mended"] and not problems
    answer["ok"] = not answer["problems"]
    answer["counters"] = {tier: ws.commits(tier) for tier in ws.compartments}
    answer["backups"] = [_plain(one) for one in checked]
    answer["copied"] = ws.record.copied
    lines = [say("{name} is damaged ({fault}).", name=p["where"], fault=p["what"]) for p in problems]
    whole = [one for one in checked if one.whole]
    newest = whole[0].made if whole else say("none")
    lines.append(say("Backups: {n}, whole: {whole}, newest: {newest}", n=len(checked), whole=len(whole), newest=newest))
    return answer, text, lines


def health_of_older(error: KnownError, ws: Workspace, options: argparse.Namespace) -> Said:
    """Check a workspace that is older than was last seen here, without going on with it: one verdict of both."""
    answer, text, lines = _checked(ws, options)
    whole, in_parts = not any(p["compartment"] != "backups" for p in answer["problems"]), isinstance(error, PartsOlder)
    verdict = str(error) if in_parts else _older_words(error)
    file = str(error.values.get("file", "workspace"))
    answer["problems"].insert(0, {"compartment": "workspace", "where": file, "what": verdict, "pages": []})
    answer["ok"] = answer["mended"] = False
    if not in_parts:
        answer["older"] = {"here": error.values.get("here"), "seen": error.values.get("seen"), "whole": whole}
    if in_parts:
        state = say("It was only looked at.")
    elif whole:
        state = say("Its files are whole. It was only looked at, and nothing was changed.")
    else:
        state = say("What else is not as it should be stands below. It was only looked at, and nothing was changed.")
    return answer, "\n".join((f"{verdict} {state}", *([] if whole else [text]), *lines))


def _older_words(error: KnownError) -> str:
    """Say in what way it is older; what to do about it comes last, once."""
    if isinstance(error, OlderThanSeen) and not (error.values.get("here") and error.values.get("seen")):
        return say("This workspace is older than the one last seen here.")
    if isinstance(error, OlderThanSeen):
        return say("This workspace is older than the one last seen here ({here}, last seen {seen}).", **error.values)
    if isinstance(error, KeyringOlder):
        return say("The keyring file of this workspace is older than the one last seen here.")
    return say("This workspace and the one last seen here went different ways.")


def health_of_unopened(options: argparse.Namespace, secret: Secret, error: KnownError) -> Said:
    """Say what is wrong with a workspace that is too damaged to open, and what backups there are."""
    file = str(error.values.get("file", ""))
    pages = pages_of_unopened(Path(options.workspace), secret, file)
    part = file.partition(".")[0].partition("-")[0]
    problem = {"compartment": part, "where": file, "what": str(error), "pages": list(pages)}
    found = backups.backups_in(Path(options.workspace))
    answer: Answer = {"ok": False, "problems": [problem], "counters": {}, "backups": [_plain(one) for one in found]}
    answer["counts"] = dict.fromkeys(commands.COUNTED)
    newest = next((one.made for one in found if one.whole), say("none"))
    lines = [str(error), say("Backups: {n}, newest whole one: {newest}", n=len(found), newest=newest)]
    if pages:
        lines.insert(1, say("Damaged pages of {file}: {pages}", file=file, pages=_page_words(pages)))
    return answer, "\n".join(lines)


def _page_words(pages: tuple[int, ...]) -> str:
    """Give page numbers as a person reads them: those that follow each other as 3-7, and not more than some."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][1] == page - 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    words = [str(first) if first == last else f"{first}-{last}" for first, last in runs]
    return ", ".join(words[:_MOST_RUNS]) + (" \u2026" if len(words) > _MOST_RUNS else "")


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
