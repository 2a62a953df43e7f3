"""Which of the sheets of a workbook are read, by names that are unique."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

from desktop.services.language import say, say_many

MOST_SHEETS: Final = 100

Place = TypeVar("Place")


def seen_sheets(found: Sequence[tuple[str, Place, bool]]) -> tuple[dict[str, Place], list[str]]:
    """Choose from names, places and whether they are hidden: those that are seen or, without any, the hidden ones.

    Gives the places by name, and sentences about what was left out.
    """
    seen = [sheet for sheet in found if not sheet[2]] or list(found)
    places: dict[str, Place] = {}
    for name, place, _ in seen[:MOST_SHEETS]:
        unique, number = name, 2
        while unique in places:
            unique, number = f"{name} ({number})", number + 1
        places[unique] = place
    return places, list(_said(len(found) - len(seen), len(seen) - len(places)))


def _said(hidden: int, more: int) -> Iterator[str]:
    if hidden:
        yield say_many("{n} hidden sheet was left out.", "{n} hidden sheets were left out.", hidden)
    if more:
        yield say_many(
            "{n} sheet beyond the first hundred was left out.",
            "{n} sheets beyond the first hundred were left out.",
            more,
        )


def said_of_macros() -> str:
    """Say that there are macros, and what became of them."""
    return say("This workbook holds macros. They were not run; only the values of its cells are read.")


def said_of_links() -> str:
    """Say that there are links to other files, and what became of them."""
    return say("This workbook has links to other files. They were not followed; the stored values are read.")


def said_of_styles() -> str:
    """Say that it cannot be told how cells are shown, and what that means."""
    return say("How this workbook shows its cells could not be read: look at dates, and at zeros in front of numbers.")
