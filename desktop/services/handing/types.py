"""What handing in gives out. Frozen values; only `HandedText` holds a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SAFEGUARDING: Final = "safeguarding"
COUNSELLING: Final = "counselling"
COMPARTMENTS: Final = (SAFEGUARDING, COUNSELLING)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the one who handed something in has of it, and no more. at: when, ISO with offset."""

    uid: str
    receipt: str
    compartment: str
    at: str
    taken_in: bool


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Something that came in, without its text. person: uid of whom it is about, "" where nobody was named.

    by: label of who handed it in, "" where that cannot be told. at: when, ISO with offset. read: whether anybody who
    holds the compartment has read it.
    """

    uid: str
    compartment: str
    receipt: str
    person: str
    by: str
    at: str
    read: bool


@dataclass(frozen=True, slots=True)
class HandedText:
    """Something that came in, with its text."""

    item: HandedIn
    text: str
