"""The commands `hand-in` and `handed-in`. As in cli_commands.py; a text is never printed to who handed it in."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable
from typing import Any

from desktop import cli_output
from desktop.cli_commands import text_from_stdin
from desktop.services import handing, people
from desktop.services.errors import KnownError
from desktop.services.language import joined, say, say_many, show_date
from desktop.services.vault import Workspace

Answer = dict[str, Any]
Said = tuple[Answer, str]


def add(plain: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the words of these commands."""
    words = say("Hand in a text from standard input to who may read it, and get a receipt.")
    given = plain("hand-in", hand_in, words, stdin_is_text=True)
    given.add_argument("--compartment", required=True, choices=handing.COMPARTMENTS)
    given.add_argument("--about", metavar="NUMBER", help=say("whom it is about; sealed with the text"))
    plain("handed-in", handed_in, say("Read what was handed in to the compartments that your password opens."))


def take_in(ws: Workspace) -> None:
    """Move in what waits for who unlocked. A disk that takes nothing keeps nobody out."""
    with contextlib.suppress(KnownError):
        handing.take_in(ws)


def hand_in(ws: Workspace, options: argparse.Namespace) -> Said:
    """Hand in what stands on standard input."""
    person = people.person_by_number(ws, options.about).uid if options.about else None
    _, receipt = handing.hand_in(ws, options.compartment, _one_ending_off(text_from_stdin()), person)
    done = say("Handed in. Receipt: {receipt}.", receipt=receipt)
    return {"receipt": receipt}, f"{done} {_what_next(ws, options.compartment, receipt)}"


def _what_next(ws: Workspace, compartment: str, receipt: str) -> str:
    """Say who reads it: only others, or who handed it in too, by holding the compartment; then it moves in at once."""
    if compartment not in handing.compartments_held(ws):
        return say("You cannot read it again.")
    take_in(ws)
    if any(one.taken_in for one in handing.receipts(ws) if one.receipt == receipt):
        return say("It has moved in. You can read it with handed-in, as everybody who holds this part can.")
    return say("It moves in when you unlock next; then you can read it, as everybody who holds this part can.")


def _one_ending_off(text: str) -> str:
    """Leave out the end of the last line, which whoever pipes a text in adds to it."""
    return text.removesuffix("\n").removesuffix("\r")


def handed_in(ws: Workspace, options: argparse.Namespace) -> Said:
    """Read everything that came in; that it was read is journalled."""
    handing.take_in(ws)
    found = [handing.read_handed_in(ws, item.uid) for item in handing.handed_in(ws)]
    numbers = {person.uid: person.number for person in people.list_people(ws)} if found else {}
    items = [
        {
            "receipt": one.item.receipt,
            "compartment": one.item.compartment,
            "text": one.text,
            "from": one.item.by,
            "at": one.item.at,
            "about": numbers.get(one.item.person, ""),
        }
        for one in found
    ]
    sealed = handing.left_sealed(ws)
    if sealed:
        words = "1 item could not be opened and stays as it is.", "{n} items could not be opened and stay as they are."
        cli_output.tell(say_many(*words, sealed))
    text = "\n\n".join(map(_words, items)) or say("Nothing came in that your password opens.")
    return {"items": items, "sealed": sealed}, text


def _words(item: Answer) -> str:
    who = item["from"] or say("it cannot be told by whom")
    day = show_date(item["at"])
    return "\n".join((joined((item["receipt"], item["compartment"], day, who), ", "), item["text"]))
