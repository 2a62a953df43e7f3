"""Whom staff keep apart, as the window shows it: the list, and why for those who hold the counselling compartment.

Every function that takes a workspace runs on the worker.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.models.findable import Findable, findable
from desktop.models.notes import everybody
from desktop.services import matching
from desktop.services.language import say, say_many, show_date
from desktop.services.matching.blocking import LONGEST_REASON, Block
from desktop.services.vault import Workspace

__all__ = ["LONGEST_REASON", "Block"]

COMPARTMENT = "counselling"


@dataclass(frozen=True)
class Apart:
    """Who is kept apart, and everybody who can be named."""

    blocks: tuple[Block, ...]
    people: Findable


def load_apart(ws: Workspace) -> Apart:
    """Read who is kept apart; this reads no reason."""
    return Apart(matching.blocks(ws), findable(everybody(ws)))


def title(block: Block) -> str:
    """Name the two."""
    return say("{one} and {other}", one=block.one_name, other=block.other_name)


def told_words(block: Block) -> str:
    """Say how much is known of why; to who cannot open it, only that they are blocked."""
    if block.told is None:
        return say("blocked")
    if not block.told:
        return say("no reason on record")
    return say_many("1 reason on record", "{n} reasons on record", block.told)


def read_why(ws: Workspace, block: str) -> tuple[tuple[str, str], ...]:
    """Read why two are kept apart, as (who and when, words), newest first; it is journalled. Errors: the verb's."""
    return tuple(
        (say("{who}, {day}", who=ws.labels.get(one.author, say("somebody")), day=show_date(one.written)), one.words)
        for one in matching.block_reasons(ws, block)
    )


def handing_place(about: str) -> dict[str, str]:
    """Give the place of the page that hands a reason in about somebody."""
    return {"do": "hand-in", "about": about}


keep_apart = matching.keep_apart
lift = matching.stop_keeping_apart
