"""What the command line says last of a workspace that is not as it should be: what to do next, and nothing else."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.services import backups
from desktop.services.language import say

_WAYS = (
    "There are two ways on. Find the newer folder of this workspace and use that one. Or go on with this one, with "
    "--accept-older: what was written after it stays out, and every command opens it from then on."
)
_RESTORE = (
    "This workspace is not as it should be. There is a whole backup of {moment}: restore WS --out WS2 makes a new "
    "workspace of it, and this one stays as it is. What was written since, salvage WS --out WS2 gets out where it can "
    "still be read."
)
_SALVAGE = (
    "This workspace is not as it should be, and no backup beside it is whole. salvage WS --out WS2 makes a new "
    "workspace of all that can still be read, and this one stays as it is. A copy kept elsewhere may hold more."
)


def advice(answer: dict[str, Any], options: argparse.Namespace) -> str:
    """Say what to do after a command that ended with 1."""
    if answer.get("mended"):
        return say("What was missing or changed beside the records was made anew. Nothing needs to be done.")
    if "salvaged" in answer:
        return say("The new workspace is not as it should be either. Keep the damaged one, and check both with health.")
    if answer.get("older"):
        return say(_WAYS)
    if "backups" in answer and all(one["compartment"] == "backups" for one in answer["problems"]):
        return say("The workspace itself is whole, and backups of it are not. Make a new one: backup WS.")
    moment = _newest_whole(answer, Path(options.workspace))
    return say(_RESTORE, moment=moment) if moment else say(_SALVAGE)


def _newest_whole(answer: dict[str, Any], folder: Path) -> str:
    """Say when the newest whole backup was made, "" where none is; as the answer has it, if it was looked at there."""
    if "backups" in answer:
        return next((str(one["made"]) for one in answer["backups"] if one["whole"]), "")
    return next((one.made for one in backups.backups_in(folder) if one.whole), "")
