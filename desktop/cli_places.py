"""What the command line says of the place of a workspace, on standard error; and the command `versions`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop import cli_output
from desktop.models import reading_only, versions
from desktop.models.copy_age import days_since, is_copy_due
from desktop.services import programme, transfer, vault
from desktop.services.language import say, say_many, show_date
from desktop.services.vault import Workspace
from desktop.services.vault.reading_errors import OpenedOlder

_CLOCK = "The newest record here is of {day}, and this laptop's clock says that this is to come. Set the clock."
_LEFT = (
    "This workspace was open on {host} and was not closed there. If it is still open there, close one of the two: what "
    "both save cannot be put together yet."
)


def add(plain: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the words of the command."""
    sub = plain(
        "versions", list_versions, say("List second versions of files, made where two computers wrote at once.")
    )
    sub.add_argument("--set-aside", metavar="NAME", help=say("move one into the folder set-aside; it is kept"))
    sub.add_argument("--open", metavar="NAME", help=say("open one as a workspace of its own, at --out"))
    sub.add_argument("--out", metavar="WS", help=say("the new workspace"))


def list_versions(ws: Workspace, options: argparse.Namespace) -> tuple[dict[str, Any], str]:
    """List them; open one as a workspace, or set one aside."""
    if options.set_aside:
        transfer.set_aside(ws, options.set_aside)
        return {"set_aside": options.set_aside}, say("It is in the folder set-aside now.")
    if options.open:
        transfer.open_version(ws, options.open, Path(options.out or "")).close()
        return {"opened": options.open}, say("It is a workspace of its own now. Work in only one of the two.")
    found = transfer.versions(ws)
    plain = [
        {"name": one.name, "of": one.of, "compared": one.compared, "there": one.there, "here": one.here, "at": one.at}
        for one in found
    ]
    lines = [f"{one.name}: {versions.words(one)}" for one in found]
    return {"versions": plain}, "\n".join(lines) or say("There are none.")


def warn(folder: Path) -> None:
    """Say what is wrong with a place, before a workspace is made there."""
    _print(reading_only.place_words(folder))


def tell(ws: Workspace) -> None:
    """Say what is to be known of an open workspace: of its place, why it can only be read, a lock left elsewhere."""
    kind, service = reading_only.place_in(ws.notices)
    if ws.read_only:
        # That it is older, and only looked at, is the answer itself.
        _print("" if isinstance(ws.refusal, OpenedOlder) else str(ws.refusal))
    elif kind:
        _print(say(reading_only.PLACES[kind], service=service))
    if reading_only.strays_in(ws.notices):
        _print(say(versions.FOUND))
    if day := reading_only.clock_behind(ws.notices):
        _print(say(_CLOCK, day=show_date(day)))
    if left := reading_only.left_on(ws.notices):
        _print(say(_LEFT, host=left))


def remind(ws: Workspace) -> None:
    """Say that no copy has left this computer for long, as the window does; the sample school needs none."""
    since, today = ws.record.copied or vault.begun(ws).isoformat(), ws.clock.today()
    if not ws.read_only and is_copy_due(since, today) and not programme.school(ws).sample:
        _print(
            say_many(
                "No copy of this workspace has left this computer for a day: make one with the command copy.",
                "No copy of this workspace has left this computer for {n} days: make one with the command copy.",
                days_since(since, today),
            )
        )


def _print(words: str) -> None:
    if words:
        cli_output.tell(words)
