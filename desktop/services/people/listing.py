"""Everybody for a long list: in pieces, with what stands beside each, and names for a few without reading all.

A school may have 100,000 records; whoever lists them keeps one small row each, and lets the window go first between
the pieces.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from desktop.services.errors import Cancelled
from desktop.services.language import fold
from desktop.services.people import store, store_list
from desktop.services.people.names import labels
from desktop.services.people.types import Person
from desktop.services.vault import Workspace

_PIECE: Final = 1000
_LANGUAGES: Final = 12
Progress = Callable[[int, int], bool]


class Listed(NamedTuple):
    """One person as a list shows them. birth_date: ISO or "". languages: as they are spoken."""

    uid: str
    number: str
    family: str
    given: str
    preferred: str
    birth_date: str
    year: str
    form: str
    kind: str
    status: str
    email: str
    phone: str
    job: str
    languages: tuple[str, ...]
    access_needs: str


@dataclass(frozen=True)
class Beside:
    """What stands beside people in a list, by uid; who is not named has none.

    roles: enrolled ones. free: number of free periods. guardians: uids with whether they may be contacted, in order.
    """

    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    free: Mapping[str, int] = field(default_factory=dict)
    guardians: Mapping[str, tuple[tuple[str, bool], ...]] = field(default_factory=dict)


def listed(ws: Workspace, progress: Progress | None = None) -> Iterator[list[Listed]]:
    """Read everybody in pieces, in the order they came; of records of one person the one that is shown.

    Texts that many share (years, forms, names) are one object each. Raises Cancelled where `progress` says no.
    """
    total, done = store_list.count(ws), 0
    joined = store.kept(ws).targets
    share: dict[Any, Any] = {}
    for piece in store_list.pieces(ws, _PIECE):
        if progress is not None and not progress(done, total):
            raise Cancelled
        done += len(piece)
        yield [_listed(row, share) for row in piece if row[0] not in joined]


def _listed(row: tuple[Any, ...], share: dict[Any, Any]) -> Listed:
    one = share.setdefault
    languages = row[_LANGUAGES + 1]
    return Listed(
        row[0],
        row[1],
        one(row[2], row[2]),
        one(row[3], row[3]),
        one(row[4], row[4]),
        one(row[5], row[5]) or "",
        one(row[6], row[6]),
        one(row[7], row[7]),
        one(row[8], row[8]),
        one(row[9], row[9]),
        row[10] or "",
        row[11] or "",
        one(row[12], row[12]) or "",
        _spoken(languages, share) if languages else (),
        row[14] or "",
    )


def _spoken(languages: str, share: dict[Any, Any]) -> tuple[str, ...]:
    found: tuple[str, ...] = share.get(("languages", languages), ())
    return found or share.setdefault(("languages", languages), tuple(json.loads(languages)))


def beside(ws: Workspace) -> Beside:
    """Read roles, free periods and guardians of everybody, under the uid by which each is shown."""
    same = store.kept(ws)
    roles: dict[str, tuple[str, ...]] = {}
    for who, role in store.roles(ws):
        mine = roles.get(same.of(who), ())
        roles[same.of(who)] = mine if role in mine else tuple(sorted((*mine, role)))
    free = Counter(who for who, _ in {(same.of(who), period) for who, period in store_list.free_counts(ws)})
    guardians: dict[str, dict[str, bool]] = {}
    for student, guardian, contact in store_list.relatives(ws):
        asked = guardians.setdefault(same.of(student), {})
        # Where any of their records must not be contacted, the person must not be.
        asked[same.of(guardian)] = asked.get(same.of(guardian), True) and contact == "allowed"
    return Beside(roles, free, {student: tuple(asked.items()) for student, asked in guardians.items()})


def added_on(uid: str) -> str:
    """Give the day on which a record was made, ISO 8601 in UTC, from its time-ordered uid; "" where it has none."""
    if uid[14:15] != "7":
        return ""
    return datetime.fromtimestamp(int(uid[:8] + uid[9:13], 16) / 1000, UTC).date().isoformat()


def some_people(ws: Workspace, uids: Collection[str]) -> dict[str, Person]:
    """Read a few people by uid, without periods and roles; each under the uid that was asked for."""
    same = store.kept(ws)
    found = store.records(ws, sorted({same.of(uid) for uid in uids}))
    return {uid: found[same.of(uid)] for uid in uids if same.of(uid) in found}


def labels_of(ws: Workspace, uids: Collection[str]) -> dict[str, str]:
    """Give some people the names that tell them from everybody else (see `labels`), reading no more than names."""
    wanted = some_people(ws, uids)
    alike = {_plain(one.family, one.given, one.preferred) for one in wanted.values()}
    joined = store.kept(ws).targets
    namesakes = [uid for uid, *name in store_list.names(ws) if _plain(*name) in alike and uid not in joined]
    named = labels(store.records(ws, namesakes).values())
    return {uid: named[one.uid] for uid, one in wanted.items() if one.uid in named}


def _plain(family: str, given: str, preferred: str) -> str:
    return fold(f"{preferred or given} {family}".strip())


def partners_of(ws: Workspace, uid: str) -> frozenset[str]:
    """Give with whom somebody is or was in a pair, by uid."""
    same = store.kept(ws)
    shown = same.of(uid)
    pairs = [(same.of(mentee), same.of(mentor)) for mentee, mentor in store.paired(ws)]
    return frozenset(other for pair in pairs if shown in pair for other in pair if other != shown)
