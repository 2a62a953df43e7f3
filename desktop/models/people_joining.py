"""People who may stand here twice: who they are, what each of two records has, and joining them."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.models.people_history import detail_words
from desktop.models.people_rows import kind_words, role_words, status_words
from desktop.services import matching, notes, people
from desktop.services.language import say, say_many, show_date
from desktop.services.people.types import Compared, Person
from desktop.services.vault import Changes, Workspace

Value = str | tuple[str, ...] | None
ONE, OTHER, BOTH = "one", "other", "both"
# The list whose filters say who is left out of it.
_LIST = "duplicates"


@dataclass(frozen=True)
class Likely:
    """Two people who may be one, by uid, with their names and the reason."""

    one: str
    other: str
    one_name: str
    other_name: str
    why: str


@dataclass(frozen=True)
class Side:
    """One of two records: its person, and in words what hangs on it."""

    person: Person
    label: str
    has: tuple[str, ...]
    weight: int


@dataclass(frozen=True)
class Line:
    """One detail of both. one, other: as shown; proposed: ONE, OTHER or BOTH; values: what each choice would leave."""

    field: str
    words: str
    one: str
    other: str
    proposed: str
    values: dict[str, Value]

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose."""
        return self.one != self.other


@dataclass(frozen=True)
class Comparison:
    """Two records side by side; `one` is the one that would be kept. why_not: why they cannot be joined, or ''."""

    one: Side
    other: Side
    lines: tuple[Line, ...]
    why_not: str


def load_likely(ws: Workspace) -> tuple[Likely, ...]:
    """Find who may be here twice, but for those of whom it was said that they are two. In a large school: seconds."""
    two = _two_people(ws)
    found = [like for like in people.likely_same(ws) if frozenset((like.one.uid, like.other.uid)) not in two]
    labels = people.labels_of(ws, {one.uid for like in found for one in (like.one, like.other)})
    return tuple(
        Likely(like.one.uid, like.other.uid, labels[like.one.uid], labels[like.other.uid], like.why)
        for like in found
        if like.one.uid in labels and like.other.uid in labels
    )


def _two_people(ws: Workspace) -> set[frozenset[str]]:
    same = people.kept(ws)
    told = (one.rule.get("two") for one in people.filters(ws, _LIST))
    return {frozenset(map(same.of, two)) for two in told if isinstance(two, list)}


def tell_apart(ws: Workspace, one: str, other: str) -> Changes:
    """Say that two are two people: a filter of the list of possible duplicates, which leaves them out from now on."""
    two = sorted((one, other))
    return people.save_filter(ws, _LIST, " ".join(two), {"two": two}, verb="tell_apart")


def load_comparison(ws: Workspace, one: str, other: str) -> Comparison:
    """Lay two records side by side; the one with more to it is the one that stays. Raises NoSuchPerson, SameRecord."""
    labels = people.labels_of(ws, (one, other))
    sides = sorted((_side(ws, uid, labels) for uid in (one, other)), key=lambda side: -side.weight)
    kept, gone = sides
    lines = tuple(_line(line) for line in people.compare(ws, kept.person.uid, gone.person.uid))
    why_not = people.why_not_merge(ws, kept.person.uid, gone.person.uid)
    return Comparison(kept, gone, tuple(line for line in lines if line.one or line.other), why_not)


def _side(ws: Workspace, uid: str, labels: dict[str, str]) -> Side:
    person = people.person(ws, uid)
    pairs = [pair for pair in _pairs(ws, uid) if person.uid in (pair.mentee, pair.mentor)]
    written = notes.notes_about(ws, person.uid)
    guardians = people.guardians(ws, uid) if person.kind == "student" else ()
    counted = (
        (len(pairs), say_many("1 pair", "{n} pairs", len(pairs))),
        (len(written), say_many("1 note", "{n} notes", len(written))),
        (len(guardians), say_many("1 guardian", "{n} guardians", len(guardians))),
        (len(person.periods), say_many("free in 1 period", "free in {n} periods", len(person.periods))),
    )
    has = [words for n, words in counted if n]
    weight = 100 * sum(n for n, _ in counted) + 50 * len(person.roles) + 10 * (person.status == "present")
    roles = [role_words(role) for role in person.roles]
    return Side(person, labels.get(uid, people.display_name(person)), (kind_words(person.kind), *roles, *has), weight)


def _pairs(ws: Workspace, uid: str) -> tuple[matching.Pair, ...]:
    return matching.pairs(ws, ended=True) if people.partners_of(ws, uid) else ()


def _line(found: Compared) -> Line:
    values: dict[str, Value] = {ONE: found.one, OTHER: found.other}
    proposed = ONE if found.proposed == found.one else OTHER
    if found.proposed not in (found.one, found.other):
        values[BOTH], proposed = found.proposed, BOTH
    words = detail_words(found.field)
    shown_one, shown_other = _shown(found.field, found.one), _shown(found.field, found.other)
    return Line(found.field, words[:1].upper() + words[1:], shown_one, shown_other, proposed, values)


def _shown(field: str, value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    if field == "birth_date":
        return show_date(value)
    if field == "status":
        return status_words(value or "") or say("here")
    return value or ""


def join(ws: Workspace, kept: str, gone: str, choices: dict[str, Value]) -> Changes:
    """Say that `gone` is the same person as `kept`, with the values that were chosen."""
    return people.merge_people(ws, kept, gone, choices)
