"""How a document names students: in full so that two of the same name are told apart, or by initials. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from desktop.services.language import fold
from desktop.services.reports.text import isolate, one_line
from desktop.services.reports.types import PersonLine


def tell_apart(people: Iterable[PersonLine], *, short: bool = False) -> dict[str, str]:
    """Give what to print for each uid; whoever shares a name (case and accents folded) gets the number behind it.

    With `short` it is initials, and those who share them get a running figure, since a student number
    would say more than the initials hide.
    """
    known = {person.uid: person for person in people}
    same: dict[str, list[PersonLine]] = defaultdict(list)
    for person in known.values():
        same[fold(_shown(person, short))].append(person)
    printed: dict[str, str] = {}
    for group in same.values():
        ordered = sorted(group, key=lambda person: (person.number, person.uid))
        for at, person in enumerate(ordered, start=1):
            mark = str(at) if short or not person.number else one_line(person.number, 40)
            name = isolate(_shown(person, short))
            printed[person.uid] = f"{name} ({mark})" if len(ordered) > 1 else name
    return printed


def initials(name: str) -> str:
    """Give the first letter of each word, as "A. K."; digits and marks are passed over."""
    found = [next((c for c in word if c.isalpha()), "") for word in one_line(name).replace("-", " ").split(" ")]
    return " ".join(f"{c.upper()}." for c in found if c) or "?"


def _shown(person: PersonLine, short: bool) -> str:
    return initials(person.name) if short else one_line(person.name)
