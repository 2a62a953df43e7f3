"""The invented students: who they are, in which year and tutor group, born when. Pure and seeded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final

from desktop.services.sample.names import Name, draw_name

# Youngest year first; upper years of a school are smaller. Their sum is 100.
_SHARES: Final = (17, 16, 16, 15, 14, 12, 10)
_FIRST_YEAR: Final = {"us": 6}
_FORM_SIZE: Final = 26
_FORM_LETTERS: Final = "HKMPRS"
_YEARS_OF_TWINS: Final = (1, 4)


@dataclass(frozen=True)
class Student:
    """One invented student. `index` is the year's place in the school from 0; `language` is spoken at home."""

    number: str
    given: str
    family: str
    preferred: str
    birth_date: date
    year: str
    form: str
    index: int
    language: str


def draw_students(rng: Random, count: int, starts: date, profile: str = "uk") -> tuple[Student, ...]:
    """Draw `count` students of seven years for a school year that starts on `starts`.

    Numbers are unique, out of order and have leading zeros. A few pairs of students have the same name, one
    of them in the same year, and there are twins: schools have them, and lists must tell them apart.
    """
    names = _distinct_names(rng, count)
    numbers = rng.sample(range(1, 100 * count), count)
    width = len(str(100 * count))
    first = _FIRST_YEAR.get(profile, 7)
    students: list[Student] = []
    for index, size in enumerate(_sizes(count)):
        forms = -(-size // _FORM_SIZE)
        for place in range(size):
            name, year = names[len(students)], str(first + index)
            form = f"{year}{_FORM_LETTERS[place % forms]}"
            number = str(numbers[len(students)]).zfill(width)
            born = _birth(rng, starts, first + index + 4)
            students.append(
                Student(number, name.given, name.family, name.preferred, born, year, form, index, name.language)
            )
    return tuple(_with_twins(_with_namesakes(students)))


def _sizes(count: int) -> list[int]:
    sizes = [count * share // 100 for share in _SHARES]
    sizes[0] += count - sum(sizes)
    return sizes


def _birth(rng: Random, starts: date, age: int) -> date:
    """Draw a birth date of somebody who is `age` on the day the school year starts."""
    latest = _years_before(starts, age)
    earliest = _years_before(starts, age + 1) + timedelta(days=1)
    return earliest + timedelta(days=rng.randrange((latest - earliest).days + 1))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _distinct_names(rng: Random, count: int) -> list[Name]:
    names: list[Name] = []
    seen: set[tuple[str, str]] = set()
    while len(names) < count:
        name = draw_name(rng)
        if (name.given, name.family) not in seen:
            seen.add((name.given, name.family))
            names.append(name)
    return names


def _with_namesakes(students: Sequence[Student]) -> list[Student]:
    """Give three students the name of another: next form of the same year, another year, and an upper year."""
    changed = list(students)
    count = len(changed)
    for source, target in ((2, 3), (count // 3, count // 2), (count // 4, count - 2)):
        twin = next(student for student in changed[source:] if student.family and student is not changed[target])
        changed[target] = replace(
            changed[target], given=twin.given, family=twin.family, preferred=twin.preferred, language=twin.language
        )
    return changed


def _with_twins(students: Sequence[Student]) -> list[Student]:
    """Make twins of two students in a younger and in an upper year: one family name, one birthday.

    They are of families whose names have one form only. A school too small to have any has none.
    """
    changed = list(students)
    names = Counter((student.given, student.family) for student in students)
    for index in _YEARS_OF_TWINS:
        fitting = [
            at
            for at, student in enumerate(changed)
            if student.index == index
            and (student.language, names[student.given, student.family]) == ("English", 1)
            and student.family
        ]
        one = next(iter(fitting), None)
        if one is None:
            continue
        family = changed[one].family
        other = next(
            (
                at
                for at in fitting
                if changed[at].given != changed[one].given and not names[changed[at].given, family] and at != one
            ),
            None,
        )
        if other is not None:
            changed[other] = replace(changed[other], family=family, birth_date=changed[one].birth_date)
    return changed
