"""What stands between people beside what they answered: wishes, blocks, families, former pairs, a meet-and-greet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.services import people, programme
from desktop.services.matching import store_apart, store_meet
from desktop.services.matching.settings import Settings
from desktop.services.matching.store import PairRow
from desktop.services.matching.types import FAILED
from desktop.services.people.types import Person
from desktop.services.vault import Workspace

# Who may look after many children who are not of one family. Anybody else whom two have in common makes them one, also
# where a school's file does not say what the relation is: better two apart too many than brother and sister together.
_OF_MANY = frozenset({"carer"})

Numbers = Mapping[str, tuple[str, ...]]
"""Numbers of others, by the uid of a person."""


@dataclass(frozen=True, slots=True)
class Facts:
    """By person: numbers of others, uids of guardians, and the last day on which nobody is paired with them anew."""

    wants: Numbers
    avoids: Numbers
    met: Numbers
    blocked: Numbers
    failed: Numbers
    families: Mapping[str, tuple[str, ...]]
    resting: Mapping[str, str]


def facts_of(
    ws: Workspace, programme_uid: str, everybody: Mapping[str, Person], pairs: Iterable[PairRow], settings: Settings
) -> Facts:
    """Read them for everybody; `pairs` are all of the programme, ended ones too."""
    known = tuple(pairs)
    wishes = [(wish.kind, wish.person, wish.other) for wish in programme.wishes(ws)]
    same = people.kept(ws)
    blocks = [(same.of(one), same.of(other)) for _, one, other, _ in store_apart.blocks(ws)]
    failed = [(pair.mentee, pair.mentor) for pair in known if pair.state == "ended" and pair.reason in FAILED]
    ticks = [(same.of(one), same.of(other)) for one, other, _ in store_meet.ticks(ws, programme_uid)]
    return Facts(
        wants=_numbers(everybody, ((a, b) for kind, a, b in wishes if kind == "want")),
        avoids=_numbers(everybody, ((a, b) for kind, a, b in wishes if kind == "avoid")),
        met=_numbers(everybody, ticks, in_order=False),
        blocked=_numbers(everybody, _both_ways(blocks)),
        failed=_numbers(everybody, _both_ways(failed)),
        families=_families(ws, same),
        resting=_resting(known, settings.cooling_days, ws.clock.today()),
    )


def number_of(person: Person) -> str:
    """Give the number people are told apart by; a person without one is known by the source's key, else by uid."""
    return person.number or person.source_key or person.uid


def _both_ways(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [pair for one, other in found for pair in ((one, other), (other, one))]


def _numbers(
    everybody: Mapping[str, Person], found: Iterable[tuple[str, str]], *, in_order: bool = True
) -> dict[str, tuple[str, ...]]:
    """Give the numbers of others by person, sorted, or in the order in which they come."""
    numbers: dict[str, list[str]] = {}
    for one, other in found:
        if other in everybody and one != other:
            numbers.setdefault(one, []).append(number_of(everybody[other]))
    return {uid: tuple(dict.fromkeys(sorted(of) if in_order else of)) for uid, of in numbers.items()}


def _families(ws: Workspace, same: people.Kept) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for link in people.guardian_links(ws):
        if link.relation not in _OF_MANY:
            found.setdefault(same.of(link.student), set()).add(same.of(link.guardian))
        if link.relation in ("sibling", "relative"):
            # A grown-up brother or sister is of the family themselves.
            found.setdefault(same.of(link.guardian), set()).add(same.of(link.guardian))
    return {uid: tuple(sorted(guardians)) for uid, guardians in found.items()}


def _resting(pairs: Iterable[PairRow], days: int, today: date) -> dict[str, str]:
    """Give until when those wait whose last pair did not suit; who has another pair does not."""
    found: dict[str, str] = {}
    busy = set()
    for pair in pairs:
        if pair.state == "active":
            busy |= {pair.mentee, pair.mentor}
        elif pair.ended and pair.reason in FAILED:
            until = date.fromisoformat(pair.ended) + timedelta(days=days)
            for uid in (pair.mentee, pair.mentor) if until > today else ():
                found[uid] = max(found.get(uid, ""), until.isoformat())
    return {uid: until for uid, until in found.items() if uid not in busy}
