"""Whom a row of a sign-up sheet means: by number, else by a name in any order and spelling. Pure.

Only who is meant beyond doubt is found. Several who fit, one who fits but for the year, or somebody with a name that
is merely like it come back as candidates to ask about: a wrong child is worse than a question.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Final, NamedTuple

from desktop.services.language import fold, say, show_date
from desktop.services.people.details import Details, read_details, tight
from desktop.services.people.name_forms import (
    CLOSE,
    EXACT,
    PARTLY,
    SHORT,
    Name,
    grade_of,
    heard,
    names_of,
    variants,
    whole_keys,
)
from desktop.services.people.names import display_name
from desktop.services.people.rules import year_rank
from desktop.services.people.sounds import Sounds
from desktop.services.people.spelled import Spelled, full_name, read_name, words_of
from desktop.services.people.types import Candidate, Person
from desktop.services.sheets.text import clean

NONE: Final[Mapping[str, Sequence[Person]]] = MappingProxyType({})
_MOST_CANDIDATES: Final = 8
_LEAST_DIGITS: Final = 3

# Why a clue did not find anybody. ASKED are those that must be asked; LIKE is a suggestion, NOBODY has none.
NUMBER, NAME, NO_ZEROS = "number", "name", "zeros"
SEVERAL, DIFFERS, DOUBTFUL, INITIAL = "several", "differs", "doubtful", "initial"
LIKE, GONE, NOBODY = "alike", "gone", "nobody"
ASKED: Final = frozenset({SEVERAL, DIFFERS, DOUBTFUL, INITIAL})


@dataclass(frozen=True, slots=True)
class Clue:
    """What a row says of one person, as its cells stand. row counts from 1.

    name: a full name in one cell, or a number where people write either; family and given: a name in two cells;
    preferred: what they are called instead of the given name.
    """

    row: int = 0
    number: str = ""
    name: str = ""
    family: str = ""
    given: str = ""
    year: str = ""
    form: str = ""
    birth: str = ""
    preferred: str = ""

    @property
    def text(self) -> str:
        """The clue in one line, to ask with; never for a log."""
        name = clean(self.name) or clean(f"{self.given or self.preferred} {self.family}")
        rest = [part for part in (clean(self.year), clean(self.form), clean(self.birth)) if part]
        if name and self.number:
            rest.append(clean(self.number))
        return f"{name or clean(self.number)} ({', '.join(rest)})" if rest else name or clean(self.number)

    def __bool__(self) -> bool:
        """Say whether anybody is named at all."""
        return any(map(clean, (self.number, self.name, self.family, self.given, self.preferred)))


@dataclass(frozen=True, slots=True)
class Found:
    """Who a clue means, or who it may mean, best first. why: a constant above."""

    person: Person | None
    candidates: tuple[Person, ...] = ()
    why: str = NOBODY


class _Hit(NamedTuple):
    grade: int
    agreement: int
    person: Person


class Finder:
    """An index of people by number and name, made once and asked often."""

    def __init__(self, people: Iterable[Person], today: date, further: Mapping[str, Sequence[Person]] = NONE) -> None:
        """Index people. Guardians are found by their number only: their names are their children's.

        today: for birth years of two digits. further: records that were joined to a person's, by the person's uid
        (`records.known_as`); their numbers and names are the person's too.
        """
        self._people = tuple(people)
        self._further = further
        self._today = today
        self._by_number: defaultdict[str, list[Person]] = defaultdict(list)
        self._by_digits: defaultdict[str, list[Person]] = defaultdict(list)
        for person in self._people:
            for number in {one.number for one in self._records(person) if one.number}:
                self._by_number[fold(number)].append(person)
                self._by_digits[_digits(number)].append(person)
        self._names: list[Name] = []
        for place, person in enumerate(self._people):
            if person.kind != "guardian":
                self._names += [name for one in self._records(person) for name in names_of(place, one)]
        self._whole: defaultdict[str, set[int]] = defaultdict(set)
        self._of_word: defaultdict[str, list[int]] = defaultdict(list)
        for at, name in enumerate(self._names):
            for key in whole_keys(name):
                self._whole[key].add(at)
            for word in {*name.given, *name.preferred, *name.family}:
                self._of_word[word].append(at)

    def _records(self, person: Person) -> tuple[Person, ...]:
        return (person, *self._further.get(person.uid, ()))

    @cached_property
    def _sounds(self) -> Sounds:
        return Sounds([heard(name) for name in self._names])

    @cached_property
    def _forms(self) -> frozenset[str]:
        return frozenset(fold(person.form) for person in self._people if person.form)

    @cached_property
    def _tight_forms(self) -> frozenset[str]:
        """Forms as they are written, and without the year in front of them."""
        forms = {tight(person.form) for person in self._people if person.form}
        return frozenset(forms | {form.lstrip("0123456789") for form in forms} - {""})

    def find(self, clue: Clue, *, gone: bool = False) -> Found:
        """Find whom a clue means. `gone` takes those who have left or are archived like everybody else."""
        spelled = self._spelled(clue)
        number = clean(clue.number) or self._number_beside(clue, spelled)
        details = read_details(
            (clue.year, clue.form, *spelled.beside), clue.birth, self._today, number, self._tight_forms
        )
        if number:
            found = self._numbered(number, spelled, details, gone, in_column=bool(clean(clue.number)))
            if found:
                return found
        if not spelled.words:
            return Found(None)
        hits = self._hits(spelled, details)
        if number and hits:  # the number says somebody else, or nobody
            return Found(None, _people(hits), DIFFERS)
        return self._settled(hits, spelled, details, gone)

    def _spelled(self, clue: Clue) -> Spelled:
        given = clue.given if clean(clue.given) else clue.preferred
        spelled = read_name(clue.name) if clean(clue.name) else full_name(given, clue.family)
        if clean(clue.preferred):
            spelled = replace(spelled, called=(*spelled.called, *words_of(clue.preferred)))
        forms = tuple(word for word in spelled.called if word in self._forms)
        if not forms:
            return spelled
        called = tuple(word for word in spelled.called if word not in forms)
        return Spelled(spelled.words, spelled.family, called, (*spelled.beside, *forms))

    def _number_beside(self, clue: Clue, spelled: Spelled) -> str:
        """Give the number that stands in place of a name, or beside it."""
        whole = clean(clue.name)
        if not spelled.words or fold(whole) in self._by_number:
            return whole
        return next((text for text in spelled.beside if fold(text) in self._by_number and len(text) > 2), "")

    def _numbered(
        self, number: str, spelled: Spelled, details: Details, gone: bool, *, in_column: bool
    ) -> Found | None:
        """Find by number; None where the name must decide. A number whose owner has another name is asked about."""
        owners, why = self._by_number.get(fold(number), []), NUMBER
        if not owners:
            # A lone figure where a name was expected is a count rather than a number that lost its zeros.
            lost = number.isdigit() and (in_column or len(number) >= _LEAST_DIGITS)
            owners, why = self._by_digits.get(_digits(number), []) if lost else [], NO_ZEROS
        if not owners:
            return None
        here = [one for one in dict.fromkeys(owners) if one.status == "present" or gone]
        if not here:
            return Found(None, tuple(owners), GONE)
        named = [one for one in here if self._may_be_called(one, spelled) and details.agreement(one) >= 0]
        if len(named) == 1:
            return Found(named[0], (), why)
        if named or not spelled.words:
            return Found(None, tuple(named or here), SEVERAL if len(here) > 1 else DIFFERS)
        others = _people(self._hits(spelled, details))
        return Found(None, tuple(dict.fromkeys((*here, *others)))[:_MOST_CANDIDATES], DIFFERS)

    def _may_be_called(self, person: Person, spelled: Spelled) -> bool:
        if not spelled.words:
            return True
        names = [name for one in self._records(person) for name in names_of(0, one)]
        mine = {word for name in names for part in name[1:] for word in part}
        words = set(spelled.words) | set(spelled.called)
        if words & mine or any("".join(spelled.words) == key for name in names for key in whole_keys(name)):
            return True
        alone = Sounds([(frozenset(mine), frozenset(mine))])
        return bool(alone.alike(words))

    def _hits(self, spelled: Spelled, details: Details) -> list[_Hit]:
        """Give everybody whose name may be the one that was typed, best first, each once."""
        best: dict[int, int] = {}
        for variant in variants(spelled):
            keys = ("".join(variant.words), " ".join(sorted(variant.words)))
            whole = self._whole.get(keys[0], set()) | self._whole.get(keys[1], set())
            near = self._near(variant.words)
            for at in whole | near:
                grade = EXACT if at in whole else grade_of(self._names[at], variant)
                place = self._names[at].place
                if grade is not None and grade < best.get(place, SHORT + 1):
                    best[place] = grade
        found = [
            _Hit(grade, details.agreement(self._people[place]), self._people[place]) for place, grade in best.items()
        ]
        return sorted(found, key=lambda hit: (hit.grade, -hit.agreement, fold(hit.person.family), hit.person.number))

    def _near(self, words: Iterable[str]) -> set[int]:
        """Give the places of names that share two full words with a name, or its only one."""
        full = {word for word in words if len(word) > 1}
        shared = Counter(at for word in full for at in self._of_word.get(word, ()))
        return {at for at, count in shared.items() if count >= min(2, len(full))}

    def _settled(self, hits: list[_Hit], spelled: Spelled, details: Details, gone: bool) -> Found:
        present = [hit for hit in hits if hit.person.status == "present" or gone]
        firm = [hit for hit in present if hit.grade <= CLOSE]
        fitting = [hit for hit in firm if hit.agreement >= 0]
        if len(fitting) == 1:
            return Found(fitting[0].person, (), NAME)
        if firm:
            return Found(None, _people(fitting or firm), SEVERAL if fitting else DIFFERS)
        doubtful = [hit for hit in present if hit.grade == PARTLY]
        born = [hit for hit in doubtful if details.born_alike(hit.person)]
        if len(born) == 1 and born[0].agreement >= 0:
            return Found(born[0].person, (), NAME)
        if doubtful:
            return Found(None, _people(doubtful), DOUBTFUL)
        left = [hit for hit in hits if hit.grade <= CLOSE]
        if left:
            return Found(None, _people(left), GONE)
        short = [hit for hit in present if hit.agreement > 0]
        if short:
            return Found(None, _people(short), INITIAL)
        alike = self._alike(spelled, details)
        return Found(None, alike, LIKE if alike else NOBODY)

    def _alike(self, spelled: Spelled, details: Details) -> tuple[Person, ...]:
        places = [self._names[at].place for at in self._sounds.alike((*spelled.words, *spelled.called))]
        people = [self._people[place] for place in dict.fromkeys(places)]
        present = [person for person in people if person.status == "present"]
        fitting = [person for person in present if details.agreement(person) >= 0]
        return tuple(fitting or present)[:_MOST_CANDIDATES]


def caption(person: Person) -> str:
    """Name a person so that no namesake and no twin is taken for them: with year, form, birth date and number."""
    year = say("{Year} {year}", year=person.year) if person.year.isdigit() else person.year
    form = "" if fold(person.form) == fold(person.year) and year_rank(person.form) is None else person.form
    born = say("born {day}", day=show_date(person.birth_date)) if person.birth_date else ""
    parts = [part for part in (year, form, born, person.number) if part]
    return say("{name} ({detail})", name=display_name(person), detail=", ".join(parts))


def candidates(found: Found) -> tuple[Candidate, ...]:
    """Give those a clue may mean, each with words that tell them apart."""
    return tuple(Candidate(person, caption(person)) for person in found.candidates)


def _people(hits: Iterable[_Hit]) -> tuple[Person, ...]:
    ranked = sorted(hits, key=lambda hit: hit.agreement < 0)
    present = [hit.person for hit in ranked if hit.person.status == "present"]
    return tuple(present or [hit.person for hit in ranked])[:_MOST_CANDIDATES]


def _digits(number: str) -> str:
    return fold(number).lstrip("0") or "0"
