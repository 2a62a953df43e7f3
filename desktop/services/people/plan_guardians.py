"""The guardians of a file against those stored, where somebody mapped their columns on purpose. Pure.

A guardian has no number. The same name with the same phone or e-mail address is one person, also for brothers and
sisters; so is the same name among those who look after the student already. Nobody is removed, and what a school may
do ("not to be contacted") is never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from desktop.services.language import fold, say
from desktop.services.people.likeness import same_phone
from desktop.services.people.oddities import Read
from desktop.services.people.roster_types import GuardianCell, Problem
from desktop.services.people.titles import split_titled, without_titles
from desktop.services.people.types import GuardianLink, Person, PersonDraft, PlannedGuardian

_RELATIONS: Final = {
    word: relation
    for relation, words in {
        "mother": "mother mum mom mam mummy mommy mutter mere madre",
        "father": "father dad daddy papa vater pere padre",
        "parent": "parent parents eltern motherfather fathermother mumdad",
        "step_parent": "stepparent stepmother stepfather stepmum stepmom stepdad",
        "grandparent": "grandparent grandmother grandfather grandma grandpa granny gran grandad nan oma opa",
        "foster_carer": "fostercarer fosterparent fostermother fosterfather foster",
        "carer": "carer caregiver guardian legalguardian maincarer vormund tutor",
        "sibling": "sibling brother sister",
        "relative": "relative aunt uncle cousin auntuncle family otherrelative otherfamily otherfamilymember",
    }.items()
    for word in words.split()
}


def relation_of(words: str) -> str:
    """Read what a file calls a relation: a key of guardians.RELATIONS, `other` for what is none."""
    return _RELATIONS.get("".join(c for c in fold(words) if c.isalnum()), "other")


@dataclass(slots=True)
class _Planned:
    """A guardian while the file is gone through."""

    uid: str
    draft: PersonDraft
    stored: Person | None = None
    links: list[tuple[str, int, str, int]] = field(default_factory=list)


class _Known:
    """Guardians by name with phone or address, stored and new ones."""

    def __init__(self, guardians: Iterable[Person], links: Iterable[GuardianLink]) -> None:
        self.all: list[_Planned] = []
        self._by_trait: dict[tuple[str, str], _Planned] = {}
        by_uid: dict[str, _Planned] = {}
        for person in guardians:
            one = _Planned(person.uid, _draft_of(person), person)
            by_uid[person.uid] = one
            self.add(one)
        self.of_student: dict[str, list[_Planned]] = {}
        self.places: dict[str, set[int]] = {}
        for link in links:
            if link.guardian in by_uid:
                self.of_student.setdefault(link.student, []).append(by_uid[link.guardian])
            self.places.setdefault(link.student, set()).add(link.place)

    def add(self, one: _Planned) -> None:
        """Take in a guardian."""
        self.all.append(one)
        self.index(one)

    def index(self, one: _Planned) -> None:
        """Let somebody be found by their phone and address."""
        for trait in _traits(one.draft):
            self._by_trait.setdefault((_name(one.draft), trait), one)

    def find(self, draft: PersonDraft, student: str) -> _Planned | None:
        """Give the one meant: first among those of the student, whose phone or address may be new."""
        name, traits = _name(draft), set(_traits(draft))
        own = [one for one in self.of_student.get(student, ()) if _name(one.draft) == name]
        same = next((one for one in own if traits & set(_traits(one.draft))), None)
        if same or own:
            return same or own[0]
        return next((self._by_trait[name, trait] for trait in sorted(traits) if (name, trait) in self._by_trait), None)


def plan_guardians(
    rows: Iterable[tuple[Read, str]], guardians: Sequence[Person], links: Sequence[GuardianLink]
) -> tuple[tuple[PlannedGuardian, ...], list[Problem]]:
    """Plan the guardians of rows, each with the uid of its stored student or "". Also what to look at."""
    known: _Known | None = None
    problems: list[Problem] = []
    for item, student in rows:
        for cell in item.row.guardians:
            known = known or _Known(guardians, links)
            if not any(c.isalpha() for c in cell.name):
                text = say("A guardian of this row has no name and was left out.")
                problems.append(Problem(item.row.row, f"guardian_{cell.place}_name", text))
            else:
                _plan_cell(known, item.row.row, cell, student)
    return (tuple(_changed(known.all)) if known else ()), problems


def _plan_cell(known: _Known, row: int, cell: GuardianCell, student: str) -> None:
    _, given, family, _ = split_titled(cell.name)
    draft = PersonDraft("", family, given, kind="guardian", email=cell.email, phone=cell.phone)
    owner = student or f"row {row}"
    one = known.find(draft, owner)
    if one is None:
        one = _Planned("", draft)
        known.add(one)
    else:
        one.draft = replace(one.draft, phone=cell.phone or one.draft.phone, email=cell.email or one.draft.email)
        known.index(one)
    if one not in known.of_student.setdefault(owner, []):
        known.of_student[owner].append(one)
        taken = known.places.setdefault(owner, set())
        place = cell.place if cell.place not in taken else max(taken) + 1
        taken.add(place)
        one.links.append((student, row, relation_of(cell.relation), place))


def _changed(planned: Iterable[_Planned]) -> Iterator[PlannedGuardian]:
    for one in planned:
        fields = tuple(
            (name, getattr(one.stored, name), getattr(one.draft, name))
            for name in ("phone", "email")
            if one.stored and getattr(one.draft, name) != getattr(one.stored, name)
        )
        if fields or one.links or not one.stored:
            yield PlannedGuardian(one.uid, one.draft, fields, tuple(one.links))


def _draft_of(person: Person) -> PersonDraft:
    return PersonDraft("", person.family, person.given, kind="guardian", email=person.email, phone=person.phone)


def _name(draft: PersonDraft) -> str:
    _, given, family = without_titles(draft.given, draft.family)
    return " ".join(f"{fold(given)} {fold(family)}".split())


def _traits(draft: PersonDraft) -> Iterator[str]:
    if same_phone(draft.phone):
        yield same_phone(draft.phone)
    if draft.email:
        yield fold(draft.email)
