"""Who may be one person under two numbers: by number, by name and birth date, by names that sound alike. Pure.

Nobody is ever joined here: a likeness is an offer with its reason. Twins are no likeness: the same family name and
birth date with another given name. Two names sound alike by Metaphone (Philips 1990) or differ by a slip of the hand
(Jaro and Winkler 1990; one letter, or two of a long name: Damerau 1964). People are only compared with those who share
a birth date and a sound, a form and a sound, a name, a number or an address, so that a hundred thousand take seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from desktop.services.language import fold, say
from desktop.services.people.rules import LONGEST_TEXT, same_year
from desktop.services.people.titles import without_titles
from desktop.services.people.types import Person, PersonDraft

_SLIP: Final = 0.93
_SOUND: Final = 0.7
_LEAST_SLIPPED: Final = 4
# From this many letters on, two of them may be wrong.
_LONG: Final = 8
_CROWD, _NEIGHBOURS = 60, 10

Key = tuple[str, str, str]
_FORM: Final = "form"


@dataclass(frozen=True, slots=True)
class Face:
    """What of a person is compared: names folded into words, and what reaches them."""

    who: Person | PersonDraft
    family: tuple[str, ...]
    given: tuple[str, ...]
    preferred: tuple[str, ...]
    phone: str
    email: str


def face(who: Person | PersonDraft) -> Face:
    """Fold what is compared of a person."""
    given, family = who.given, who.family
    if who.kind != "student":
        _, given, family = without_titles(given, family)
    return Face(
        who,
        _words(family),
        _words(given),
        _words(who.preferred),
        same_phone(who.phone),
        fold(who.email.strip()),
    )


def _words(name: str) -> tuple[str, ...]:
    if not name:
        return ()
    # What is compared of a name is bounded: comparing two takes time by the square of their length.
    name = name[:LONGEST_TEXT]
    if name.isalpha():
        return (fold(name),)
    return tuple("".join(c if c.isalnum() else " " for c in fold(name).replace("'", "").replace("’", "")).split())


def same_phone(phone: str) -> str:
    """Give the last nine digits of a number, the same with and without the prefix of a country; "" for too few."""
    digits = "".join(c for c in phone if c.isdecimal())
    return digits[-9:] if len(digits) >= 6 else ""


class Faces:
    """People by what they may be recognised by."""

    def __init__(self, people: Iterable[Person], only: Person | PersonDraft | None = None) -> None:
        """Fold and index them; 100,000 take two seconds, and half a second where `only` one is asked about."""
        self._by_key: dict[Key, list[Face]] = {}
        wanted = set(_keys(face(only))) if only else None
        for one in people:
            if only and not _may_be(one, only):
                continue
            known = face(one)
            for key in _keys(known):
                if wanted is None or key in wanted:
                    self._by_key.setdefault(key, []).append(known)

    def like(self, who: Person | PersonDraft) -> list[tuple[Person, str]]:
        """Give who may be the same person, each with a sentence why, by number and uid."""
        asked = face(who)
        found: dict[str, tuple[Person, str]] = {}
        for key in _keys(asked):
            for other in self._by_key.get(key, ())[:_CROWD]:
                person = other.who
                if isinstance(person, Person) and person.uid not in found and person is not who:
                    why = why_alike(asked, other)
                    if why:
                        found[person.uid] = person, why
        return sorted(found.values(), key=lambda item: (item[0].number, item[0].uid))

    def pairs(self) -> Iterator[tuple[Person, Person, str]]:
        """Give each two who may be the same person once, the older record first."""
        seen: set[tuple[str, str]] = set()
        for key, faces in self._by_key.items():
            for one, other in _two_of(faces):
                if key[0] == _FORM and one.who.birth_date and other.who.birth_date:
                    continue  # a form only says something where a birth date does not
                if not (isinstance(one.who, Person) and isinstance(other.who, Person)) or one.who.uid == other.who.uid:
                    continue
                first, second = sorted((one.who, other.who), key=lambda who: who.uid)
                if (first.uid, second.uid) in seen:
                    continue
                seen.add((first.uid, second.uid))
                why = why_alike(one, other)
                if why:
                    yield first, second, why


def _may_be(one: Person, other: Person | PersonDraft) -> bool:
    """Say quickly whether two can be alike at all: born on one day, or called or reached by the same."""
    return (
        bool(one.birth_date and one.birth_date == other.birth_date)
        or fold(one.family) == fold(other.family)
        or bool(one.number and one.number.lstrip("0") == other.number.lstrip("0"))
        or bool(one.form and not (one.birth_date and other.birth_date) and fold(one.form) == fold(other.form))
    )


def _two_of(faces: Sequence[Face]) -> Iterator[tuple[Face, Face]]:
    # Of a crowd, as where a file has put one name into every row, each is compared with the next few only.
    reach = _NEIGHBOURS if len(faces) > _CROWD else len(faces)
    for place, one in enumerate(faces):
        for other in faces[place + 1 : place + 1 + reach]:
            yield one, other


def _keys(known: Face) -> Iterator[Key]:
    who = known.who
    if who.number:
        yield "number", who.number.lstrip("0"), ""
    words = {*known.family, *known.given[:1], *known.preferred[:1]}
    if who.birth_date:
        for sound in {_sound(word) for word in words}:
            yield "born", who.birth_date, sound
    if who.form and who.kind == "student":
        for sound in {_sound(word) for word in words}:
            yield _FORM, fold(who.form), sound
    yield "name", " ".join(known.family), known.given[0] if known.given else ""
    if known.preferred:
        yield "name", " ".join(known.family), known.preferred[0]
    if known.email:
        yield "email", known.email, ""
    if known.phone:
        yield "phone", known.phone, ""


def why_alike(one: Face, other: Face) -> str:
    """Say why two may be one person; "" where they are not alike. Kinds that exclude each other never are."""
    a, b = one.who, other.who
    if a.kind != b.kind and "student" in (a.kind, b.kind):
        return ""
    given, family = _same_given(one, other), one.family == other.family
    if a.number and a.number == b.number:
        return say("They have the same number.")
    if a.birth_date and a.birth_date == b.birth_date:
        return _born_together(one, other, given=given, family=family)
    if not (given and family):
        return _classmates(one, other, given=given, family=family)
    return _namesakes(one, other)


def _born_together(one: Face, other: Face, *, given: bool, family: bool) -> str:
    if given and family:
        return say("They have the same name and birth date.")
    alike = given or _alike(one.given, other.given)
    if alike and family:
        return say(
            "They have the same family name and birth date, and given names that sound alike; or they are twins."
        )
    if alike and _alike(one.family, other.family):
        return say("They have the same birth date, and their names sound alike.")
    if given and set(one.family) & set(other.family):
        return say("They have the same birth date and given name, and share a part of the family name.")
    if one.given and (one.given, one.family) == (other.family, other.given):
        return say("They have the same birth date, and the same names the other way round.")
    return ""


def _classmates(one: Face, other: Face, *, given: bool, family: bool) -> str:
    """Say what makes two of one form alike, of whom one has no birth date: one name the same, the other nearly so."""
    a, b = one.who, other.who
    if (
        (a.birth_date and b.birth_date)
        or not a.form
        or "student" not in (a.kind, b.kind)
        or fold(a.form) != fold(b.form)
    ):
        return ""
    if given and _alike(one.family, other.family):
        return say("They have the same {form} and given name, and family names that are nearly the same.")
    if family and _alike(one.given, other.given):
        return say(
            "They have the same {form} and family name, and given names that are nearly the same; or they are twins."
        )
    return ""


def _namesakes(one: Face, other: Face) -> str:
    """Say what besides their name makes two alike whose birth dates are not the same."""
    a, b = one.who, other.who
    if a.birth_date and b.birth_date:
        exchanged = f"{b.birth_date[:4]}-{b.birth_date[8:]}-{b.birth_date[5:7]}"
        return (
            say("They have the same name; day and month of birth are exchanged.") if a.birth_date == exchanged else ""
        )
    if one.email and one.email == other.email:
        return say("They have the same name and e-mail address.")
    if one.phone and one.phone == other.phone:
        return say("They have the same name and phone number.")
    if a.number and b.number and a.number.lstrip("0") == b.number.lstrip("0"):
        return say("They have the same name, and numbers that differ by leading zeros only.")
    if a.kind == "student" and a.form and fold(a.form) == fold(b.form):
        return say("They have the same name and {form}.")
    if a.kind == "student" and a.year and b.year and same_year(a.year, b.year):
        return say("They have the same name and {year}.")
    return ""


def _same_given(one: Face, other: Face) -> bool:
    """Say whether somebody may be called both: a middle name may be missing, a preferred name may stand for it."""
    if one.given == other.given:
        return True
    firsts = {names[0] for names in (one.given, one.preferred) if names}
    if not firsts & {names[0] for names in (other.given, other.preferred) if names}:
        return False
    middle, second = one.given[1:], other.given[1:]
    return not middle or not second or middle[0][0] == second[0][0] or not one.given or not other.given


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether two names sound alike, word by word, as far as both go."""
    if not one or not other:
        return False
    if "".join(one) == "".join(other):
        return True
    return (len(one) == len(other) or len(one[0]) > 2) and all(
        _word_alike(a, b) for a, b in zip(one, other, strict=False)
    )


def _word_alike(one: str, other: str) -> bool:
    from jellyfish import jaro_winkler_similarity

    if one == other:
        return True
    if not (one.isalpha() and other.isalpha()):
        return False  # another digit is no slip: it counts
    if _few_letters(one, other):
        return True
    nearness = jaro_winkler_similarity(one, other)
    if nearness >= _SLIP and min(len(one), len(other)) >= _LEAST_SLIPPED:
        return True
    return nearness >= _SOUND and one.isascii() and _sound(one) == _sound(other)


def _few_letters(one: str, other: str) -> bool:
    """Say whether one letter is wrong, missing, too much or exchanged; two in long names; none in very short ones."""
    from jellyfish import damerau_levenshtein_distance

    shorter, longer = sorted((len(one), len(other)))
    most = 0 if shorter < _LEAST_SLIPPED else 1 if shorter < _LONG else 2
    return longer - shorter <= most and 0 < damerau_levenshtein_distance(one, other) <= most


@lru_cache(maxsize=20_000)
def _sound(word: str) -> str:
    from jellyfish import metaphone

    return (metaphone(word) if word.isascii() and word.isalpha() else "") or word
