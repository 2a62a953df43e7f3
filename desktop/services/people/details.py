"""What a row says of somebody beside the name: year, form and birth date, compared with whom the school knows. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.services.language import fold
from desktop.services.people.dates import ORDERS, settle
from desktop.services.people.roster_errors import DateOrderUnclear
from desktop.services.people.rules import year_rank
from desktop.services.people.types import Person
from desktop.services.sheets.text import clean

_FORM: Final = re.compile(r"(\d{1,2})([a-z]{1,3})")
_BORN: Final = 2


@dataclass(frozen=True, slots=True)
class Details:
    """texts: what may be a year or a form; births: the ISO days that the birth date may mean.

    forms: all forms of the school (tight): who is in another one than the row says is somebody else.
    """

    texts: tuple[str, ...] = ()
    births: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()

    def agreement(self, person: Person) -> int:
        """Say how much speaks for a person: 0 where nothing can be compared, -1 where anything speaks against."""
        marks = [_compare(text, person, self.forms) for text in self.texts]
        if self.births and person.birth_date:
            marks.append(_BORN if self.born_alike(person) else -1)
        return -1 if -1 in marks else sum(marks)

    def born_alike(self, person: Person) -> bool:
        """Say whether the birth dates are known and the same."""
        return person.birth_date in self.births


def read_details(
    texts: Iterable[str], birth: str, today: date, number: str = "", forms: frozenset[str] = frozenset()
) -> Details:
    """Read what stands beside a name; `number` is the person's number, which is none of it. forms: as in Details."""
    plain = (_plain(text) for text in texts if clean(text) != number)
    return Details(tuple(dict.fromkeys(text for text in plain if text)), _days(birth, today), forms)


def _plain(text: str) -> str:
    return " ".join(fold(clean(text)).split())


def _days(birth: str, today: date) -> frozenset[str]:
    text = clean(birth)
    if not text:
        return frozenset()
    found: set[str] = set()
    for order in ORDERS:
        with suppress(DateOrderUnclear):
            found.update(day.isoformat() for day in settle([text], today, order).days if day)
    return frozenset(found)


def _compare(text: str, person: Person, forms: frozenset[str]) -> int:
    """Compare a year or a form: 1 the same, 0 cannot be told, -1 another one. forms: those of the school, tight."""
    form, year = tight(person.form), year_rank(person.year)
    said, rank = tight(text), year_rank(text)
    if form and said in (form, f"{year}{form}", tight(person.year) + form, form.removeprefix(str(year))):
        return 1
    if form and said in forms:
        return -1
    with_letters = _FORM.fullmatch(said)
    if rank is None and with_letters:
        rank = int(with_letters[1])
    if year is None:
        year = year_rank(person.form)
    if rank is None or year is None:
        # A form without digits that differs, such as another house, says nothing about the year.
        return 0
    if rank != year:
        return -1
    return -1 if with_letters and _FORM.fullmatch(form) else 1


def tight(text: str) -> str:
    """Fold a form to its letters and digits: "9 B", "9/b" and "09B" are the same."""
    return "".join(c for c in fold(text) if c.isalnum()).removeprefix("form").removeprefix("year").lstrip("0")
