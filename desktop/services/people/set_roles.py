"""Who is a student and who is staff in a set: roles.csv of OneRoster 1.2 and of School Data Sync 2.1. Pure.

Vocabularies: 1EdTech OneRoster 1.2 (roles.role, with ext: terms), Microsoft SDS (list of organisation user roles).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desktop.services.language import fold
from desktop.services.people.set_tables import SetTable, open_table
from desktop.services.sheets.book import Book
from desktop.services.sheets.errors import SheetRefused
from desktop.services.sheets.types import Row

_NO_STAFF: Final = frozenset(
    "student students pupil learner guardian guardians parent parents relative carer contact child alumni alumnus "
    "other doctor user users applicant none".split()
)
_FAMILY_ONLY: Final = frozenset("guardian parent relative".split())
_SERIAL_START: Final = date(1899, 12, 30)
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_THREE: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody is in the set. words: as written; belongs: to the kind of people that is read for.

    ends: day on which that role ends ("" if it does not); deleted: by the source; grade: where roles state it.
    """

    words: tuple[str, ...] = ()
    belongs: bool = False
    ends: str = ""
    deleted: bool = False
    grade: str = ""


def words_of(cell: str) -> tuple[str, ...]:
    """Split a list of roles."""
    return tuple(word.strip() for word in re.split(r"[,;|]", cell) if word.strip())


def is_staff_word(word: str) -> bool:
    """Say whether somebody of this role works at the school; a word nobody knows counts as one of staff."""
    plain = "".join(c for c in fold(word).removeprefix("ext:") if c.isalnum())
    return bool(plain) and plain not in _NO_STAFF


def is_gone(status: str) -> bool:
    """Say whether a row's status means that the source has deleted it."""
    return fold(status) in ("tobedeleted", "inactive")


def read_roles(book: Book, name: str, kind: str) -> dict[str, Role] | None:
    """Read what everybody is, by key of the user; None where there is no such file, or nothing in it."""
    if not name:
        return None
    try:
        file = open_table(book, name, "usersourcedid")
    except SheetRefused:
        return None
    found: dict[str, Role] = {}
    for row in file.rows:
        user = file.get(row, "usersourcedid")
        role = _role(file, row, kind)
        if user:
            found[user] = _together(found[user], role, kind) if user in found else role
    return {key: _judged(role, kind) for key, role in found.items()} if found else None


def _role(file: SetTable, row: Row, kind: str) -> Role:
    words = words_of(file.get(row, "role"))
    student = any(fold(word) == "student" for word in words)
    belongs = student if kind == "students" else any(map(is_staff_word, words))
    return Role(
        words,
        belongs,
        day_of(file.get(row, "enddate")),
        is_gone(file.get(row, "status")),
        file.get(row, "grades") if student else "",
    )


def _together(one: Role, other: Role, kind: str) -> Role:
    """Join two roles: of those that count, one that goes on is enough not to be ended or deleted."""
    words = tuple(dict.fromkeys((*one.words, *other.words)))
    if one.belongs != other.belongs:
        counts = one if one.belongs else other
        return Role(words, True, counts.ends, counts.deleted, one.grade or other.grade)
    ends = max(one.ends, other.ends) if one.ends and other.ends else ""
    return Role(words, one.belongs, ends, one.deleted and other.deleted, one.grade or other.grade)


def _judged(role: Role, kind: str) -> Role:
    """Take students out of the staff: an aide who is a student is a student."""
    if kind == "students" or not any(fold(word) == "student" for word in role.words):
        return role
    return Role(role.words, False, role.ends, role.deleted, role.grade)


def day_of(text: str) -> str:
    """Give a day as YYYY-MM-DD, also where a spreadsheet has saved it anew; "" where it could be two days or none."""
    found = _ISO.match(text)
    if found:
        return _day(*map(int, found.groups()))
    if text.isdecimal() and len(text) == 5:
        return (_SERIAL_START + timedelta(days=int(text))).isoformat()
    found = _THREE.match(text)
    if not found:
        return ""
    first, second, year = map(int, found.groups())
    if first > 12 or first == second:
        return _day(year, second, first)
    return _day(year, first, second) if second > 12 else ""


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
