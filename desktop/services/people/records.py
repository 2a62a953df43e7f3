"""Two records of one person: laid side by side, joined, and what happened to both.

Joining says of one record that it is the same person as the other, which is shown from then on. No row moves: every
area reads what stands under either record under the uid of the one that is kept. So undo takes it back whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Final

from desktop.services.errors import KnownError
from desktop.services.people import store, store_details
from desktop.services.people.errors import (
    ChoiceNotValid,
    DraftNotValid,
    GuardianOfEachOther,
    KindsDiffer,
    NoSuchPerson,
    NumberTaken,
    PairedWithEachOther,
    SameRecord,
)
from desktop.services.people.rules import STATUSES, check_draft, draft_of
from desktop.services.people.types import Compared, Person, PersonDraft
from desktop.services.sheets.text import clean
from desktop.services.vault import Changes, HistoryEntry, StepInfo, Workspace, steps

COMPARED: Final = (
    "number", "source_key", "family", "given", "preferred", "birth_date", "year", "form", "status", "email", "phone",
    "job", "languages", "access_needs",
)  # fmt: skip
"""The details that may be chosen when two records are joined."""
_KEYS: Final = ("number", "source_key")
_VERB: Final = "merge_people"
_ALL: Final = 1 << 31
Value = str | tuple[str, ...] | None


def compare(ws: Workspace, one: str, other: str) -> tuple[Compared, ...]:
    """Lay two records side by side, `one` as the one that would be kept. Raises NoSuchPerson, SameRecord."""
    return _compared(*_both(ws, one, other))


def why_not_merge(ws: Workspace, one: str, other: str) -> str:
    """Say why two records cannot be joined; "" where they can."""
    try:
        _check(ws, *_both(ws, one, other))
    except KnownError as error:
        return str(error)
    return ""


def merge_people(ws: Workspace, kept: str, gone: str, choices: Mapping[str, Value] | None = None) -> Changes:
    """Say that `gone` is the same person as `kept`, and give `kept` the chosen values (of COMPARED), in one step.

    Without choices it gets what `compare` proposes: what it lacks, all languages, and here if either is here.
    Everything about both is found under `kept` from now on, by every area; undo parts them again.
    Raises NoSuchPerson, SameRecord, KindsDiffer, PairedWithEachOther, GuardianOfEachOther, ChoiceNotValid,
    DraftNotValid, NumberTaken.
    """
    stays, goes = _both(ws, kept, gone)
    _check(ws, stays, goes)
    if choices is None:
        choices = {line.field: line.proposed for line in _compared(stays, goes)}
    values = _checked(ws, stays, goes, choices)
    with ws.step(store.TIER, _VERB, about=goes.uid, person=stays.uid) as step:
        store.join(step, goes.uid, stays.uid)
        if values:
            store.write(step, stays.uid, values)
        # What a file may still name the person by is kept in the other record: see known_as.
        swapped = [name for name in _KEYS if getattr(stays, name) and values.get(name) == getattr(goes, name)]
        if swapped:
            store.write(step, goes.uid, {name: getattr(stays, name) for name in swapped})
        step.uid = stays.uid
    return step.changes


def joining_of(ws: Workspace, gone: str) -> StepInfo | None:
    """Give the step that joined a record to another, for who wants to take it back; None where it is not joined."""
    if store.kept(ws).of(gone) == gone:
        return None
    found = (info for info in steps(ws, _ALL) if info.verb == _VERB and info.about == gone and not info.undone)
    return next(found, None)


def known_as(ws: Workspace) -> dict[str, tuple[Person, ...]]:
    """Give the records that were joined to others, as they stand, by the uid of the one that is shown.

    A school's file goes on naming a person by the number or key that only such a record has.
    """
    same = store.kept(ws)
    found = store.records(ws, list(same.targets))
    return {uid: tuple(found[other] for other in group[1:]) for uid, group in same.groups.items()}


def history(ws: Workspace, uid: str) -> tuple[HistoryEntry, ...]:
    """Read every change of a person's details, newest first: of all their records. Raises NoSuchPerson."""
    about = store.person(ws, uid)
    if about is None:
        raise NoSuchPerson
    entries: list[HistoryEntry] = []
    for record in (about.uid, *about.records):
        entries += ws.history(store.TIER, "person", record)
    return tuple(sorted(entries, key=lambda entry: datetime.fromisoformat(entry.at), reverse=True))


def _both(ws: Workspace, one: str, other: str) -> tuple[Person, Person]:
    found = store.person(ws, one), store.person(ws, other)
    if found[0] is None or found[1] is None:
        raise NoSuchPerson
    if found[0].uid == found[1].uid:
        raise SameRecord
    return found[0], found[1]


def _check(ws: Workspace, stays: Person, goes: Person) -> None:
    """Refuse what cannot be one person."""
    if stays.kind != goes.kind:
        raise KindsDiffer
    ours, theirs = {stays.uid, *stays.records}, {goes.uid, *goes.records}

    def between(one: str, other: str) -> bool:
        return (one in ours and other in theirs) or (one in theirs and other in ours)

    if any(between(mentee, mentor) for mentee, mentor in store.paired(ws)):
        raise PairedWithEachOther
    if any(between(link.student, link.guardian) for _, link in store_details.links_of_students(ws, [*ours, *theirs])):
        raise GuardianOfEachOther


def _compared(stays: Person, goes: Person) -> tuple[Compared, ...]:
    return tuple(
        Compared(name, getattr(stays, name), getattr(goes, name), _proposed(name, stays, goes)) for name in COMPARED
    )


def _proposed(name: str, stays: Person, goes: Person) -> Value:
    mine, theirs = getattr(stays, name), getattr(goes, name)
    if name == "status":
        return str(min(mine, theirs, key=STATUSES.index))
    if name == "languages":
        known = {word.casefold() for word in mine}
        return (*mine, *(word for word in theirs if word.casefold() not in known))
    found: Value = mine or theirs
    return found


def _checked(ws: Workspace, stays: Person, goes: Person, choices: Mapping[str, Value]) -> dict[str, Any]:
    """Give the values to write: known fields, possible values, and only those that the kept record has not."""
    if not choices.keys() <= set(COMPARED) or choices.get("status", stays.status) not in STATUSES:
        raise ChoiceNotValid
    wanted = {name: _cleaned(name, value) for name, value in choices.items()}
    draft = {name: value for name, value in wanted.items() if name in {item.name for item in fields(PersonDraft)}}
    wrong = check_draft(replace(draft_of(stays), **draft)).keys() & draft.keys()
    if wrong:
        raise DraftNotValid(fields=", ".join(sorted(wrong)))
    both = {stays.uid, goes.uid}
    if any(one.uid not in both for one in store.by_number(ws, str(wanted.get("number") or ""))):
        raise NumberTaken
    return {name: value for name, value in wanted.items() if value != getattr(stays, name)}


def _cleaned(name: str, value: Value) -> Any:  # noqa: ANN401 - what the detail is
    if name == "languages":
        words = value.split(",") if isinstance(value, str) else value or ()
        return tuple(dict.fromkeys(filter(None, map(clean, words))))
    text = clean(value) if isinstance(value, str) else ""
    return text or None if name == "birth_date" else text
