"""The words of a stored person's name, and how well a typed name fits them. Pure; knows no other person."""

from __future__ import annotations

from typing import Final, NamedTuple

from desktop.services.people.spelled import Spelled, words_of, written_out
from desktop.services.people.types import Person

_FAMILY_LESS: Final = frozenset("de del da di do dos das du la le van von der den ten ter al el bin ibn st y e".split())
# How well a name fits: all of it; all but a middle name or one of two family names; in part; cut short.
EXACT, CLOSE, PARTLY, SHORT = 0, 1, 2, 3


class Name(NamedTuple):
    """The folded words of a name; place: of the person in a list."""

    place: int
    given: tuple[str, ...]
    preferred: tuple[str, ...]
    family: tuple[str, ...]


def names_of(place: int, person: Person) -> list[Name]:
    """Give the words of a person's name, and those of it written out where it has letters that some write as two."""
    plain = (person.given, person.preferred, person.family)
    spellings = dict.fromkeys((plain, tuple(map(written_out, plain))))
    return [Name(place, *map(words_of, texts)) for texts in spellings]


def whole_keys(name: Name) -> set[str]:
    """Give the keys of a full name: its words in either order as one, so that blanks do not count, and in any order."""
    keys: set[str] = set()
    firsts = {name.given, name.preferred, name.given[:1]} - {()} or {()}
    for first in firsts:
        if first or name.family:
            keys |= {"".join((*first, *name.family)), "".join((*name.family, *first))}
            keys.add(" ".join(sorted((*first, *name.family))))
    return keys


def heard(name: Name) -> tuple[frozenset[str], frozenset[str]]:
    """Give what may be heard of a name: its words, and those of each part run together."""
    given = {*name.given, *name.preferred, "".join(name.given)} - {""}
    return frozenset(given), frozenset({*name.family, "".join(name.family)} - {""})


def variants(spelled: Spelled) -> list[Spelled]:
    """Give the ways a typed name may be meant: as it stands, and with the name in brackets for the given one."""
    found = [spelled]
    if spelled.called and spelled.words:
        family = spelled.family or spelled.words[-1:]
        found.append(Spelled((*spelled.called, *family), family))
    return found


def grade_of(name: Name, spelled: Spelled) -> int | None:
    """Say how well a name fits that is not exactly the same; None where it does not."""
    words, given, family = set(spelled.words), {*name.given, *name.preferred}, set(name.family)
    telling = family - _FAMILY_LESS or family
    if len(words & (given | family)) >= 2 and words & given and words & telling:
        return _grade_of_both(name, spelled)
    initials = {word for word in words if len(word) == 1}
    full = words - initials
    if full <= family and full & telling:
        return SHORT if initials <= {word[0] for word in given} else None
    if full and full <= given:
        return SHORT if initials <= {word[0] for word in family} else None
    return None


def _grade_of_both(name: Name, spelled: Spelled) -> int:
    """Grade a name of which a given and a family word stand there; others may be missing or added."""
    words = set(spelled.words)
    mine = {*name.given, *name.preferred, *name.family}
    left = mine - words
    initials = {word for word in words - mine if len(word) == 1}
    added = words - mine - initials
    called = name.given[:1] + name.preferred
    wrong_initial = bool(left) and not initials <= {word[0] for word in left}
    if wrong_initial or not words & set(called) or (added and left - set(name.preferred) - set(name.given[:1])):
        return PARTLY
    return CLOSE if not added or _in_the_middle(added, name, spelled) else PARTLY


def _in_the_middle(added: set[str], name: Name, spelled: Spelled) -> bool:
    """Say whether added words can only be middle names: between the given and the family name, or after the comma."""
    if spelled.family:
        return not added & set(spelled.family) and set(spelled.family) <= set(name.family)
    order = spelled.words
    given = [at for at, word in enumerate(order) if word in {*name.given, *name.preferred}]
    family = [at for at, word in enumerate(order) if word in name.family]
    return all(min(given) < order.index(word) < max(family) for word in added)
