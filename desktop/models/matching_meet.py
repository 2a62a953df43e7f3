"""A meet-and-greet as the window shows it: who is there, whom they named, and what a typed number means.

Every function that takes a workspace runs on the worker. What is typed at the event is looked up here, in what was
read already, so that a name stands there at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from desktop.models.matching import where_words
from desktop.models.rows import Column, Row
from desktop.services import matching
from desktop.services.language import fold, say, say_many, show_date
from desktop.services.matching.meet import MOST_NAMED, Badge, Meet, lacking
from desktop.services.vault import Changes, Workspace

__all__ = ["MOST_NAMED", "Badge", "Meet", "Room"]

_OTHER: Final = {"mentor": "mentee", "mentee": "mentor"}
CODE, BADGE, NAMED = range(3)


@dataclass(frozen=True)
class Room:
    """One meet-and-greet: its badges by number, those of each person, and how many who take part have none yet.

    `latest` says whether it is the one that counts when pairs are proposed.
    """

    meet: Meet
    badges: Mapping[str, Badge]
    lacking: int = 0
    latest: bool = True
    of: Mapping[str, tuple[Badge, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """One number as typed, whose it is, and what is wrong with it, "" for nothing."""

    text: str
    badge: Badge | None
    problem: str = ""


def load_room(ws: Workspace, event: str = "") -> Room | None:
    """Read a meet-and-greet, the newest where `event` is none; None where there is none at all. Error: NotFounded."""
    every = matching.meets(ws)
    meet = next((one for one in every if one.uid == event), next(iter(every), None))
    if meet is None:
        return None
    here = lacking(ws, meet.uid) if meet.open else 0
    return make_room(meet, matching.badges(ws, meet.uid), here, latest=meet.uid == every[0].uid)


def make_room(meet: Meet, badges: tuple[Badge, ...], lack: int = 0, *, latest: bool = True) -> Room:
    """Put a room together."""
    of: dict[str, tuple[Badge, ...]] = {}
    for badge in badges:
        of[badge.person] = (*of.get(badge.person, ()), badge)
    return Room(meet, {badge.code: badge for badge in badges}, lack, latest, of)


def with_named(room: Room, person: str, named: tuple[str, ...]) -> Room:
    """Give the room as it is once somebody named others, before that is read again."""
    badges = tuple(replace(one, named=named) if one.person == person else one for one in room.badges.values())
    answered = len({one.person for one in badges if one.named})
    return make_room(replace(room.meet, answered=answered), badges, room.lacking, latest=room.latest)


# what is typed


def find_badge(room: Room, text: str) -> Badge | None:
    """Find whose badge a typed number is: "12", "m3", "M 03"."""
    return room.badges.get(_code(text))


def read_named(room: Room, who: Badge, text: str) -> tuple[Said, ...]:
    """Read the numbers that somebody named: those of the other side, whose letter may be left out."""
    found: list[Said] = []
    for word in text.replace(",", " ").split():
        code = _code(word)
        badge = room.badges.get(code)
        if code.isdigit() and who.role == "mentee":
            badge = room.badges.get(f"M{code}")
        found.append(Said(word, badge, _problem(who, word, badge, found)))
    return tuple(found)


def _code(text: str) -> str:
    said = re.fullmatch(r"(M?)0*([0-9]{1,6})", "".join(text.split()).upper())
    return said[1] + said[2] if said else ""


def _problem(who: Badge, word: str, badge: Badge | None, before: list[Said]) -> str:
    if badge is None:
        return say("No badge {n}.", n=_named_code(who, word))
    if badge.role == who.role:
        if who.role == "mentor":
            return say("{n} is a {mentor} too: {mentors} name {mentees}.", n=badge.code)
        return say("{n} is a {mentee} too: {mentees} name {mentors}.", n=badge.code)
    if badge.person == who.person:
        return say("{n} is the same person.", n=badge.code)
    if badge in [one.badge for one in before]:
        return say("{n} stands there twice.", n=badge.code)
    if len(before) >= MOST_NAMED:
        return say("At most {n} can be named.", n=MOST_NAMED)
    return ""


def _named_code(who: Badge, word: str) -> str:
    code = _code(word)
    return f"M{code}" if who.role == "mentee" and code.isdigit() else code or word


def named_badges(room: Room, who: Badge) -> tuple[Badge, ...]:
    """Give the badges of whom somebody named, in their order."""
    other = _OTHER[who.role]
    return tuple(one for uid in who.named for one in room.of.get(uid, ()) if one.role == other)


def typed_again(room: Room, who: Badge) -> str:
    """Give what was entered for somebody as it is typed: letters are left out where they say nothing."""
    return " ".join(one.code.removeprefix("M") for one in named_badges(room, who))


def wanted(room: Room, who: Badge, said: tuple[Said, ...]) -> tuple[str, ...]:
    """Give the uids to keep for somebody: those typed, and whom they named in their other role."""
    side = {one.person for one in named_badges(room, who)}
    return (*(one.badge.person for one in said if one.badge), *(uid for uid in who.named if uid not in side))


# words


def no_badge_words(text: str) -> str:
    """Say that nobody has a number."""
    return say("No badge {n}.", n=_code(text) or text.strip())


def role_words(badge: Badge) -> str:
    """Name the role somebody is there in."""
    return say("{Mentor}") if badge.role == "mentor" else say("{Mentee}")


def who_words(badge: Badge) -> str:
    """Say whose badge it is."""
    where = where_words(badge.year, "")
    return ", ".join(filter(None, (f"{badge.code}  {badge.name}", where, role_words(badge))))


def said_words(said: tuple[Said, ...]) -> str:
    """Name whom the typed numbers are."""
    return "  ·  ".join(_short(one.badge, one.badge.name) for one in said if one.badge and not one.problem)


def first_problem(said: tuple[Said, ...]) -> str:
    """Say what is wrong first, "" for nothing."""
    return next((one.problem for one in said if one.problem), "")


def saved_words(who: Badge, said: tuple[Said, ...]) -> str:
    """Say what was kept."""
    if not said:
        return say("{who} names nobody any more.", who=_short(who, who.short))
    names = ", ".join(one.badge.code for one in said if one.badge)
    return say("{who}: {names}", who=_short(who, who.short), names=names)


def _short(badge: Badge, name: str) -> str:
    return f"{badge.code} {name}"


def day_words(meet: Meet) -> str:
    """Name a meet-and-greet by its day and label."""
    return " · ".join(filter(None, (show_date(meet.day), meet.label)))


def answered_words(meet: Meet) -> str:
    """Say how many have named somebody."""
    return say("{n} of {all} have named somebody", n=meet.answered, all=meet.people)


def more_words(room: Room) -> str:
    """Name the button that gives badges to who came later."""
    return say_many("1 more badge", "{n} more badges", room.lacking)


# the table


def room_rows(room: Room) -> tuple[Row, ...]:
    """Lay out who is there, {mentors} first, by number."""
    return tuple((one.code, one, _named(named_badges(room, one)), at) for at, one in enumerate(room.badges.values()))


def _named(badges: tuple[Badge, ...]) -> str:
    """Give the numbers, which are what stands on the slip, over the names."""
    if not badges:
        return ""
    return f"{', '.join(one.code for one in badges)}\n{', '.join(one.name for one in badges)}"


def room_columns() -> tuple[Column, ...]:
    """Make the columns of the table."""
    return (
        Column("badge", say("Badge"), lambda row: str(row[CODE]), sort=lambda row: row[3], width=7),
        Column(
            "mentee",
            say("Name"),
            lambda row: f"{row[BADGE].name}\n{where_words(row[BADGE].year, '')}",
            sort=lambda row: fold(row[BADGE].name),
            width=20,
            tip=lambda row: str(row[BADGE].name),
        ),
        Column("role", say("Role"), lambda row: role_words(row[BADGE]), width=10),
        Column(
            "named",
            say("Named"),
            lambda row: row[NAMED] or say("not yet"),
            sort=lambda row: (not row[NAMED], row[3]),
            width=46,
            tone=lambda row: "" if row[NAMED] else "muted",
            tip=lambda row: str(row[NAMED]),
        ),
    )


ROOM_FILTERS: Mapping[str, Callable[[Row], bool]] = {
    "": lambda row: True,
    "open": lambda row: not row[NAMED],
    "mentor": lambda row: row[BADGE].role == "mentor",
    "mentee": lambda row: row[BADGE].role == "mentee",
}


def room_filter_words(rows: tuple[Row, ...]) -> tuple[tuple[str, str], ...]:
    """Name the filters, each with its count."""
    counts = {key: sum(map(test, rows)) for key, test in ROOM_FILTERS.items()}
    return (
        ("", say("All {n}", n=counts[""])),
        ("open", say("Not yet {n}", n=counts["open"])),
        ("mentor", say("{Mentors} {n}", n=counts["mentor"])),
        ("mentee", say("{Mentees} {n}", n=counts["mentee"])),
    )


def search_words(row: Row) -> str:
    """Give the text that search looks in."""
    return f"{row[CODE]} {row[BADGE].name} {row[NAMED]}"


def plan(ws: Workspace, day: date, label: str) -> Changes:
    """Plan a meet-and-greet. Error: NobodyToMeet."""
    return matching.plan_meet(ws, day, label)


add_badges = matching.add_badges
set_named = matching.set_named
close = matching.close_meet
