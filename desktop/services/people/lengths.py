"""Cells of a file that are longer than anything a person is called: never cut, but left out, and it is said.

Without number and name nobody is who they are, so the row goes; anything else is left out of the row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from desktop.services.language import say
from desktop.services.people.roster_types import RosterRow
from desktop.services.people.rules import LONGEST_TEXT, MOST_LANGUAGES

_WHO: Final = ("number", "source_key", "family", "given")
_ALSO: Final = ("preferred", "year", "form", "email", "phone", "job")
_CELLS: Final = ("name", "relation", "phone", "email")
Say = Callable[[int, str, str], None]


def without_long_texts(person: RosterRow, note: Say, skip: Say) -> RosterRow | None:
    """Give the row without what is too long to be stored, None where that is who it is. Says each to note or skip."""
    usual = f"{person.number}{person.family}{person.given}{person.preferred}{person.birth}{person.year}{person.form}"
    beside = f"{person.source_key}{person.email}{person.phone}{person.job}{person.access_needs}"
    if len(usual) + len(beside) <= LONGEST_TEXT and not person.languages and not person.guardians:
        return person
    for name in _WHO:
        if len(getattr(person, name)) > LONGEST_TEXT:
            field = "number" if name == "source_key" else name
            skip(
                person.row,
                field,
                say("This is longer than {most} characters; the row was left out.", most=LONGEST_TEXT),
            )
            return None
    wrong: dict[str, Any] = {name: "" for name in _ALSO if len(getattr(person, name)) > LONGEST_TEXT}
    if len(person.birth) > LONGEST_TEXT:
        wrong["birth"] = ""
    if len(person.access_needs) > 10 * LONGEST_TEXT:
        wrong["access_needs"] = ""
    if len(person.languages) > MOST_LANGUAGES or any(len(one) > LONGEST_TEXT for one in person.languages):
        wrong["languages"] = ()
    kept = tuple(one for one in person.guardians if all(len(getattr(one, cell)) <= LONGEST_TEXT for cell in _CELLS))
    for name in wrong:
        most = 10 * LONGEST_TEXT if name == "access_needs" else LONGEST_TEXT
        field = "birth_date" if name == "birth" else name
        note(person.row, field, say("This is longer than {most} characters and was not taken.", most=most))
    for one in person.guardians:
        if one not in kept:
            text = say(
                "What stands here of a guardian is longer than {most} characters and was not taken.", most=LONGEST_TEXT
            )
            note(person.row, f"guardian_{one.place}_name", text)
    return replace(person, guardians=kept, **wrong) if wrong or len(kept) < len(person.guardians) else person
