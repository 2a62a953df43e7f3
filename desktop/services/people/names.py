"""How people are called: in reading order, in lists, and so that namesakes are told apart. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from desktop.services.language import fold, say
from desktop.services.people.types import Person, PersonDraft


def display_name(person: Person | PersonDraft) -> str:
    """Give "Given Family", with the name the person goes by where there is one."""
    return f"{person.preferred or person.given} {person.family}".strip()


def sort_name(person: Person | PersonDraft) -> str:
    """Give "Family, Given"; the one there is, where there is only one."""
    return ", ".join(part for part in (person.family, person.preferred or person.given) if part)


def labels(people: Iterable[Person]) -> dict[str, str]:
    """Give each person (by uid) a name that nobody else in `people` has.

    Namesakes get year and form (job, where there is neither), then number, then a count.
    """
    everybody = tuple(people)
    plain = {person.uid: display_name(person) for person in everybody}
    twice = _repeated(plain)
    for person in everybody:
        detail = ", ".join(part for part in (person.year, person.form) if part) or person.job
        if fold(plain[person.uid]) in twice and detail:
            plain[person.uid] = say("{name} ({detail})", name=plain[person.uid], detail=detail)
    twice = _repeated(plain)
    for person in everybody:
        if fold(plain[person.uid]) in twice and person.number:
            plain[person.uid] = say("{name} ({detail})", name=display_name(person), detail=person.number)
    return _counted(everybody, plain)


def _counted(everybody: Iterable[Person], plain: dict[str, str]) -> dict[str, str]:
    """Count those who are still called alike, as people without a number may be, oldest record first."""
    twice, met = _repeated(plain), Counter[str]()
    for person in sorted(everybody, key=lambda one: one.uid) if twice else ():
        key = fold(plain[person.uid])
        if key in twice:
            met[key] += 1
            plain[person.uid] = say("{name} ({detail})", name=plain[person.uid], detail=str(met[key]))
    return plain


def _repeated(texts: dict[str, str]) -> frozenset[str]:
    counts = Counter(map(fold, texts.values()))
    return frozenset(text for text, count in counts.items() if count > 1)


def split_name(text: str, *, family_first: bool = False) -> tuple[str, str, bool]:
    """Split a full name into given and family name; the third value says whether that was certain.

    "Family, Given" by its comma, "FAMILY Given" by its capitals, as French lists have it; otherwise the last word is
    the family name, or the first where the heading says so.
    """
    if "," in text:
        family, _, given = (part.strip() for part in text.partition(","))
        return " ".join(given.replace(",", " ").split()), family, bool(family and given) and "," not in given
    words = text.split()
    if len(words) < 2:
        return text, "", False
    shouted = [_is_shouted(word) for word in words]
    run = shouted.index(not shouted[0]) if len(set(shouted)) == 2 else 0
    if run and shouted[run:] == [not shouted[0]] * (len(words) - run):
        front, back = " ".join(words[:run]), " ".join(words[run:])
        given, family = (back, front) if shouted[0] else (front, back)
        return given, family, any(sum(map(str.isalpha, word)) > 2 for word in family.split())
    if family_first:
        return " ".join(words[1:]), words[0], len(words) == 2
    return " ".join(words[:-1]), words[-1], len(words) == 2


def _is_shouted(word: str) -> bool:
    """Say whether a word is written in capitals; an initial is not."""
    return word.isupper() and sum(map(str.isalpha, word)) > 1
