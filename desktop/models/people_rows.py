"""Everybody as rows of a long list: what each column shows, and how they are read.

Built for 100,000 people: a row holds what was read, and what is shown is made when it is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from desktop.models.arranging import Column, Row, Snapshot, snapshot, sorted_places
from desktop.services import people
from desktop.services.language import fold, joined, say, say_many, show_date
from desktop.services.people import listing
from desktop.services.people.listing import Beside, Listed
from desktop.services.people.types import Person
from desktop.services.vault import Workspace

(
    UID, LABEL, NUMBER, YEAR, FORM, KIND, STATE, BIRTH, FAMILY, GIVEN, PREFERRED, LANGUAGES, NEEDS, EMAIL, PHONE, JOB,
    ROLE_KEYS, FREE, GUARDIANS, SINCE, CALL,
) = range(21)  # fmt: skip

Progress = Callable[[int, int], bool]
NO_CONTACT = "\u2298"
# What is worth a column of people who are no students, at first.
COLUMNS_OF = {
    "guardian": ("name", "phone", "email", "languages", "state"),
    "staff": ("name", "number", "job", "phone", "email", "state"),
    "helper": ("name", "job", "phone", "email", "state"),
    "idle": ("name", "phone", "email", "languages", "state"),
}
# What the search looks in only where the list shows it: nobody understands why else somebody is found.
SEARCHED = {"email": EMAIL, "phone": PHONE, "job": JOB, "access_needs": NEEDS, "guardians": GUARDIANS}
# So many records fill all the memory that the database may take.
_MANY = 20_000
KINDS = ("student", "staff", "guardian", "helper")


def role_words(role: str) -> str:
    """Say what a role is called."""
    return {"mentor": say("mentor"), "mentee": say("mentee")}.get(role, role)


def status_words(status: str) -> str:
    """Say what a person's state is called; nothing for somebody who is here."""
    return {"left": say("left"), "archived": say("archived")}.get(status, "")


def kind_words(kind: str) -> str:
    """Say what kind of person somebody is."""
    words = {"student": say("student"), "staff": say("staff"), "guardian": say("guardian"), "helper": say("helper")}
    return words.get(kind, kind)


def columns() -> tuple[Column, ...]:
    """Make the table's columns in the words of the profile, those that are shown at first before the others."""
    text = _text_column
    return (
        Column(
            "name", say("Name"), _get(LABEL), sort=_name_key, width=19, tone=lambda row: "strong", tip=_get(LABEL),
            kept=True,
        ),
        text("number", say("Number"), NUMBER, 7),
        Column("year", say("{Year}"), _get(YEAR), sort=lambda row: year_key(row[YEAR]), width=5),
        text("form", say("{Form}"), FORM, 10),
        Column("roles", say("Takes part as"), _roles, sort=_get(ROLE_KEYS), width=14),
        Column("free", say("Free"), _free, sort=_get(FREE), width=4, tip=_free_tip),
        Column("state", say("State"), _state, sort=_state_key, width=7, tone=lambda row: "muted"),
        Column("kind", say("Kind"), _kind, sort=_get(KIND), width=8, shown=False),
        Column("birth_date", say("Birth date"), _born, sort=_get(BIRTH), width=10, shown=False),
        text("preferred", say("Goes by"), PREFERRED, 10, shown=False),
        Column("languages", say("Languages"), _spoken, sort=_get(LANGUAGES), width=14, tip=_spoken, shown=False),
        text("access_needs", say("Access needs"), NEEDS, 18, shown=False),
        text("email", say("Email"), EMAIL, 20, shown=False),
        text("phone", say("Phone"), PHONE, 13, shown=False),
        text("job", say("Job"), JOB, 14, shown=False),
        text("guardians", say("Guardians"), GUARDIANS, 24, shown=False),
        Column("since", say("Since"), _since, sort=since, width=10, tip=_since_tip, shown=False),
    )  # fmt: skip


def _get(place: int) -> Callable[[Row], Any]:
    return lambda row: row[place]


def _text_column(key: str, heading: str, place: int, width: int, *, shown: bool = True) -> Column:
    return Column(key, heading, _get(place), width=width, tip=_get(place), shown=shown)


def _name_key(row: Row) -> str:
    return fold(", ".join(part for part in (row[FAMILY], row[PREFERRED] or row[GIVEN]) if part))


@lru_cache(maxsize=1000)
def year_key(year: str) -> tuple[bool, int, str]:
    """Give the place of a year among years; those that say no year come last."""
    rank = people.year_rank(year)
    return rank is None, rank or 0, fold(year)


def _born(row: Row) -> str:
    return show_date(row[BIRTH])


def _roles(row: Row) -> str:
    return ", ".join(role_words(role) for role in row[ROLE_KEYS])


def _free(row: Row) -> str:
    return str(row[FREE]) if row[FREE] else ""


def _free_tip(row: Row) -> str:
    return say_many("free in 1 period", "free in {n} periods", row[FREE]) if row[FREE] else ""


def _state(row: Row) -> str:
    return status_words(row[STATE]) or ("" if row[KIND] == "student" else kind_words(row[KIND]))


def _state_key(row: Row) -> tuple[str, str]:
    return row[STATE], row[KIND]


def _kind(row: Row) -> str:
    return kind_words(row[KIND])


def _spoken(row: Row) -> str:
    return ", ".join(row[LANGUAGES])


def since(row: Row) -> str:
    """Give the day since which a row is as it says: added, or left or archived; ISO 8601."""
    return row[SINCE] or listing.added_on(row[UID])


def _since(row: Row) -> str:
    return show_date(since(row))


def _since_tip(row: Row) -> str:
    return say("here since") if row[STATE] == "present" else status_words(row[STATE])


@dataclass(frozen=True)
class Everybody:
    """The table's rows, archived people too, and what its filters offer; the counts are of those who are not."""

    rows: Snapshot
    years: tuple[str, ...]
    forms: tuple[str, ...]
    languages: tuple[str, ...]
    kinds: tuple[str, ...]
    people: int
    mentors: int
    mentees: int
    guardians: int = 0


def load_everybody(ws: Workspace, progress: Progress | None = None, searched: Iterable[str] = ()) -> Everybody:
    """Read everybody, by name. Search looks in every name a person has, in either order, in number, form and year.

    `searched`: columns of SEARCHED that are shown, in which it looks too.
    """
    rows = _named(_rows(ws, progress))
    if len(rows) > _MANY:
        ws.rest()
    keys = [_name_key(row) + "\0" + row[NUMBER] for row in rows]
    ordered = [rows[at] for at in sorted_places(keys, progress=progress)]
    del rows, keys
    here = [row for row in ordered if row[STATE] != "archived"]
    roles = Counter(role for row in here for role in row[ROLE_KEYS])
    return Everybody(
        snapshot(ordered, (), _search_text(tuple(SEARCHED[key] for key in searched)), progress),
        tuple(sorted({row[YEAR] for row in here if row[YEAR]}, key=year_key)),
        tuple(sorted({row[FORM] for row in here if row[FORM]}, key=fold)),
        tuple(sorted({word for row in here if row[LANGUAGES] for word in row[LANGUAGES]}, key=fold)),
        tuple(kind for kind in KINDS if any(row[KIND] == kind for row in here)),
        len(here),
        roles["mentor"],
        roles["mentee"],
        sum(row[KIND] == "guardian" for row in here),
    )


def _search_text(places: tuple[int, ...]) -> Callable[[Row], str]:
    """Begin with the label: letters typed in the table find a name here."""

    def text(row: Row) -> str:
        further = f"{row[GIVEN]} {row[FAMILY]}" if row[PREFERRED] else ""
        found = f"{row[LABEL]} {further} {row[NUMBER]} {row[FORM]} {row[YEAR]}"
        return f"{found} {' '.join(row[place] for place in places)}" if places else found

    return text


def _rows(ws: Workspace, progress: Progress | None) -> list[Row]:
    """Give a row for each person; the label is the plain name as yet, guardians are uids."""
    near = listing.beside(ws)
    rows = [_row(one, near) for piece in listing.listed(ws, progress) for one in piece]
    gone = [row[UID] for row in rows if row[STATE] != "present"]
    if gone:
        days = ws.last_set("programme", "person", "status", gone)
        rows = [(*row[:SINCE], days[row[UID]][:10], *row[CALL:]) if row[UID] in days else row for row in rows]
    return rows


def _row(one: Listed, near: Beside) -> Row:
    return (
        one.uid, f"{one.preferred or one.given} {one.family}".strip(), one.number, one.year, one.form, one.kind,
        one.status, one.birth_date, one.family, one.given, one.preferred, one.languages, one.access_needs, one.email,
        one.phone, one.job, near.roles.get(one.uid, ()), near.free.get(one.uid, 0), near.guardians.get(one.uid, ""), "",
        "",
    )  # fmt: skip


def _told_apart(plain: list[str], person: Callable[[int], Person]) -> dict[int, str]:
    """Give, by place, the names of those who share theirs with somebody; `person` gives who is at a place."""
    folded = [fold(name) for name in plain]
    often = {name for name, count in Counter(folded).items() if count > 1}
    groups: dict[str, list[int]] = {}
    for at, name in enumerate(folded):
        if name in often:
            groups.setdefault(name, []).append(at)
    found: dict[int, str] = {}
    for places in groups.values():
        alike = [person(at) for at in places]
        named = people.labels(alike)
        found.update((at, named[one.uid]) for at, one in zip(places, alike, strict=True))
    return found


def _named(rows: list[Row]) -> list[Row]:
    """Tell namesakes apart, and name guardians."""
    for at, name in _told_apart([row[LABEL] for row in rows], lambda at: _person(rows[at])).items():
        rows[at] = (rows[at][UID], name, *rows[at][NUMBER:])
    if any(row[GUARDIANS] for row in rows):
        names = {row[UID]: row[LABEL] for row in rows}
        rows = _with_calls(rows)
        rows = [_with_guardians(row, names) if row[GUARDIANS] else row for row in rows]
    return rows


def _with_calls(rows: list[Row]) -> list[Row]:
    """Mark students of whose guardians nobody can be called, and guardians of nobody who is here."""
    here = {row[UID] for row in rows if row[STATE] == "present"}
    linked: set[str] = set()
    needed: set[str] = set()
    for row in rows:
        if row[GUARDIANS]:
            theirs = [uid for uid, _ in row[GUARDIANS]]
            linked.update(theirs)
            if row[UID] in here:
                needed.update(theirs)
    idle = (linked - needed) & here
    return [(*row[:CALL], "nobody") if _is_uncalled(row, here) or row[UID] in idle else row for row in rows]


def _is_uncalled(row: Row, here: set[str]) -> bool:
    return bool(row[GUARDIANS]) and not any(allowed and uid in here for uid, allowed in row[GUARDIANS])


def _with_guardians(row: Row, names: Mapping[str, str]) -> Row:
    said = joined(
        names[uid] if allowed else f"{NO_CONTACT} {names[uid]}" for uid, allowed in row[GUARDIANS] if uid in names
    )
    return (*row[:GUARDIANS], said, *row[GUARDIANS + 1 :])


def _person(row: Row) -> Person:
    return Person(
        row[UID], row[NUMBER], row[FAMILY], row[GIVEN], row[PREFERRED], row[BIRTH] or None, row[YEAR], row[FORM],
        row[KIND], row[STATE], "",
    )  # fmt: skip


def find_in(
    ws: Workspace, wanted: Callable[[Listed], bool], progress: Progress | None = None
) -> list[tuple[str, Listed]]:
    """Give those who are wanted, by name, each with the name that tells them from the others of them."""
    near = Beside()
    found = [one for piece in listing.listed(ws, progress) for one in piece if wanted(one)]
    plain = [f"{one.preferred or one.given} {one.family}".strip() for one in found]
    apart = _told_apart(plain, lambda at: _person(_row(found[at], near)))
    keys = [fold(name) for name in plain]
    return [(apart.get(at, plain[at]), found[at]) for at in sorted_places(keys, progress=progress)]


def find_first(ws: Workspace, words: list[str], most: int) -> list[Listed]:
    """Find the first people, not archived, in whose names or numbers every word occurs."""
    found: list[Listed] = []
    for piece in listing.listed(ws):
        for one in piece:
            hay = fold(f"{one.given} {one.family} {one.preferred} {one.number} {one.form}")
            if one.status != "archived" and all(word in hay for word in words):
                found.append(one)
    found.sort(key=lambda one: (one.kind == "guardian", fold(one.family), fold(one.given), one.number))
    return found[:most]
