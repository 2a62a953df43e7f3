"""Who looks after the invented students, as the school's office gives it: names, relations, telephone numbers.

The office gives them for those who take part and for brothers and sisters of one family; of others the programme
needs none. Pure and seeded. The telephone numbers are kept free for invented people.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from desktop.services.sample.files import ROSTER_HEADINGS, roster_rows
from desktop.services.sample.names import Name, draw_name, draw_relative
from desktop.services.sample.oneroster_set import csv_bytes
from desktop.services.sample.students import Student

_PHONES: Final = {"us": "(303) 555-01{:02}", "uk": "07700 900{:03}", "other": "+00 555 0{:03}"}
_FREE_NUMBERS: Final = {"us": 100}
_PARENTS: Final = (("Mother", True), ("Father", False))
_OTHERS: Final = ("Grandparent", "Foster carer", "Carer", "Other relative")
_SHARE_APART: Final = 0.2
_TRIES: Final = 30
_SIBLINGS: Final = 3
_WHAT: Final = {"Name": "name", "Relationship": "relation", "Telephone": "phone"}
# What the columns are: nobody's guardians come in unless somebody says so.
COLUMNS: Final = {f"Parent {n} {word}": f"guardian_{n}_{field}" for n in (1, 2) for word, field in _WHAT.items()}


@dataclass(frozen=True)
class Relation:
    """One adult as the file says it."""

    name: str
    relation: str
    phone: str


Families = Mapping[str, tuple[Relation, ...]]


def draw_families(rng: Random, students: Sequence[Student], asked: Collection[str], profile: str) -> Families:
    """Draw who looks after the students whose numbers are `asked`, and after brothers and sisters: by number.

    Brothers and sisters have the same adults: the twins, and some of one family name in different years.
    """
    families: dict[str, tuple[Relation, ...]] = {}
    siblings = _siblings(students)
    taken = {(student.given, student.family) for student in students}
    drawn = 0
    for student in students:
        if student.number not in asked and student.number not in siblings:
            continue
        elder = siblings.get(student.number, student.number)
        if elder not in families:
            adults = _adults(rng, student, taken)
            numbers = [(drawn + n) % _FREE_NUMBERS.get(profile, 1000) for n in range(len(adults))]
            drawn += len(adults)
            families[elder] = tuple(
                Relation(_written(name), relation, _PHONES[profile].format(number))
                for (name, relation), number in zip(adults, numbers, strict=True)
            )
        families[student.number] = families[elder]
    return families


def roster_with_families(students: Sequence[Student], families: Families) -> bytes:
    """Make a roster with the columns of two adults, empty for most students."""
    rows = []
    for student, row in zip(students, roster_rows(students), strict=True):
        adults = families.get(student.number, ())
        cells = [cell for one in adults for cell in (one.name, one.relation, one.phone)]
        rows.append([*row, *cells, *[""] * (len(COLUMNS) - len(cells))])
    return b"\xef\xbb\xbf" + csv_bytes((*ROSTER_HEADINGS, *COLUMNS), rows)


def _siblings(students: Sequence[Student]) -> dict[str, str]:
    """Find brothers and sisters: number of each to that of the first of them. Twins, and a few more by name."""
    by_birth = {(s.family, s.birth_date): s for s in reversed(students) if s.family}
    found: dict[str, str] = {}
    for student in students:
        first = by_birth.get((student.family, student.birth_date), student)
        if first is not student:
            found[first.number] = found[student.number] = first.number
    by_name: dict[str, Student] = {}
    for student in students:
        elder = by_name.setdefault(student.family, student)
        fits = student.language == elder.language == "English" and student.family and student.given != elder.given
        if fits and elder.index < student.index and not {student.number, elder.number} & found.keys():
            found[elder.number] = found[student.number] = elder.number
        if len(found) >= 2 * _SIBLINGS + 4:
            break
    return found


def _adults(rng: Random, student: Student, taken: set[tuple[str, str]]) -> list[tuple[Name, str]]:
    """Draw one adult or two, with how they are related. Some parents have names of their own."""
    if rng.random() < 0.1:
        return [(_unlike(lambda: draw_name(rng), taken), rng.choice(_OTHERS))]
    adults: list[tuple[Name, str]] = []
    for relation, woman in _PARENTS if rng.random() < 0.7 else _PARENTS[:1]:
        family = student.family
        if adults and rng.random() < _SHARE_APART:
            family = draw_name(rng).family or family

        def draw(family: str = family, woman: bool = woman) -> Name:
            return draw_relative(rng, student.language, family, woman=woman)

        adults.append((_unlike(draw, taken), relation))
    return adults


def _unlike(draw: Callable[[], Name], taken: set[tuple[str, str]]) -> Name:
    """Draw until nobody here has that name, or for long enough: a school has namesakes, and not too many of them."""
    name = draw()
    for _ in range(_TRIES):
        if (name.given, name.family) not in taken:
            break
        name = draw()
    taken.add((name.given, name.family))
    return name


def _written(name: Name) -> str:
    """Write a name so that no part of it can be taken for another."""
    return ", ".join(filter(None, (name.family, name.given)))
