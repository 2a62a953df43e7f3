"""Writing, signing, adding to and re-filing notes. Each is one step in the compartment of the note's tier."""

from __future__ import annotations

from datetime import date
from typing import Any

from desktop.services import people
from desktop.services.notes import finding, store
from desktop.services.notes.errors import (
    MovedAway,
    NoSuchNote,
    NotSigned,
    NotYours,
    PrivateSwitchedOff,
    SamePerson,
    SignedAlready,
    TextEmpty,
    TierNotHeld,
)
from desktop.services.notes.rules import checked_day, checked_reason, checked_text, compartment_of
from desktop.services.vault import Changes, Step, Workspace


def write(
    ws: Workspace,
    tier: int,
    person: str,
    text: str,
    pair: str | None = None,
    meeting: str | None = None,
    happened_on: date | str | None = None,
) -> Changes:
    """Save a new note about a person; `uid` of the result is the note's.

    Raises `TierNotHeld`, `TextEmpty`, `TextTooLong`, `NoSuchDay`, `DayToCome` and people's `NoSuchPerson`.
    """
    compartment = held(ws, tier)
    kept, day = checked_text(text), checked_day(happened_on, ws.clock.today())
    person = people.person(ws, person).uid
    with ws.step(compartment, "write_note", person=person) as step:
        step.uid = step.about = step.insert(
            "note",
            person=person,
            pair=pair,
            meeting=meeting,
            author=ws.user.uid,
            written=now(ws),
            happened_on=day,
            moved_why="",
        )
        wording = _add_text(ws, step, step.uid, person, kept)
    finding.note_saved(ws, tier, "note_text", wording)
    return step.changes


def edit(ws: Workspace, tier: int, note: str, text: str, happened_on: date | str | None = None) -> Changes:
    """Save a new wording of an unsigned note of one's own; the former ones stay. The same text changes nothing.

    Raises `NoSuchNote`, `MovedAway`, `NotYours`, `SignedAlready` and what `write` raises.
    """
    compartment = held(ws, tier)
    row = _of_ones_own(ws, compartment, note)
    kept, wording = checked_text(text), ""
    day = checked_day(happened_on, ws.clock.today()) if happened_on else row["happened_on"]
    with ws.step(compartment, "edit_note", about=note, person=row["person"]) as step:
        step.uid = note
        step.update("note", note, happened_on=day)
        if [kept] != [text for _, text, _, _ in store.texts(ws, compartment, note)[:1]]:
            wording = _add_text(ws, step, note, row["person"], kept)
    if wording:
        finding.note_saved(ws, tier, "note_text", wording)
    return step.changes


def sign(ws: Workspace, tier: int, note: str) -> Changes:
    """Lock a note of one's own for good.

    Raises `NoSuchNote`, `MovedAway`, `NotYours`, `SignedAlready`, `TextEmpty`, `TierNotHeld`.
    """
    compartment = held(ws, tier)
    row = _of_ones_own(ws, compartment, note)
    if not store.texts(ws, compartment, note):
        raise TextEmpty
    with ws.step(compartment, "sign_note", about=note, person=row["person"]) as step:
        step.uid = note
        step.update("note", note, signed=now(ws))
    return step.changes


def add_addendum(ws: Workspace, tier: int, note: str, reason: str, text: str) -> Changes:
    """Add a dated text to a signed note; `uid` of the result is the addendum's.

    Raises `NoSuchNote`, `MovedAway`, `NotSigned`, `ReasonMissing`, `TextEmpty`, `TextTooLong`, `TierNotHeld`.
    """
    compartment = held(ws, tier)
    row = _standing(ws, compartment, note)
    if row["signed"] is None:
        raise NotSigned
    why, kept = checked_reason(reason), checked_text(text)
    with ws.step(compartment, "add_addendum", about=note, person=row["person"]) as step:
        step.uid = step.insert(
            "addendum", person=row["person"], note=note, reason=why, text=kept, author=ws.user.uid, at=now(ws)
        )
    finding.note_saved(ws, tier, "addendum", step.uid)
    return step.changes


def refile(ws: Workspace, tier: int, note: str, person: str, reason: str) -> Changes:
    """Put a note into the record of whom it is about; both records keep a trace. `uid` of the result is the new note's.

    Author, dates, signature, text and addenda go along as they were; pair and meeting belonged to the wrong person
    and do not. Raises `NoSuchNote`, `MovedAway`, `SamePerson`, `ReasonMissing`, `TierNotHeld`, people's `NoSuchPerson`.
    """
    compartment = held(ws, tier)
    row = _standing(ws, compartment, note)
    why = checked_reason(reason)
    person = people.person(ws, person).uid
    if people.kept(ws).same(person, row["person"]):
        raise SamePerson
    newest, pieces = store.texts(ws, compartment, note)[:1], []
    with ws.step(compartment, "refile_note", about=note, person=row["person"]) as step:
        step.uid = step.insert(
            "note",
            person=person,
            author=row["author"],
            written=row["written"],
            happened_on=row["happened_on"],
            signed=row["signed"],
            moved_from=note,
            moved_why="",
        )
        step.update("note", note, moved_to=step.uid, moved_why=why)
        for _, text, author, at in newest:
            uid = step.insert("note_text", person=person, note=step.uid, text=text, author=author, at=at)
            pieces.append(("note_text", uid))
        for _, grounds, added, who, when in store.addenda(ws, compartment, note):
            uid = step.insert("addendum", person=person, note=step.uid, reason=grounds, text=added, author=who, at=when)
            pieces.append(("addendum", uid))
    for table, uid in pieces:
        finding.note_saved(ws, tier, table, uid)
    return step.changes


def held(ws: Workspace, tier: int) -> str:
    """Give the compartment of a tier that the user's keys open. Raises `TierNotHeld`, `PrivateSwitchedOff`."""
    compartment = compartment_of(tier)
    if not ws.holds(compartment):
        anybody = any(name.startswith(compartment) for name in ws.keyring.compartments)
        raise TierNotHeld if anybody or compartment != "private" else PrivateSwitchedOff
    return compartment


def now(ws: Workspace) -> str:
    """Give the moment as it is stored: ISO with offset, whole seconds."""
    return ws.clock.now().isoformat(timespec="seconds")


def _add_text(ws: Workspace, step: Step, note: str, person: str, text: str) -> str:
    return step.insert("note_text", person=person, note=note, text=text, author=ws.user.uid, at=now(ws))


def _standing(ws: Workspace, compartment: str, note: str) -> dict[str, Any]:
    """Read the columns of a note that was not re-filed. Raises `NoSuchNote`, `MovedAway`."""
    row = store.head(ws, compartment, note)
    if row is None:
        raise NoSuchNote
    _, person, _, _, author, written, happened_on, signed, moved_to, *_ = row
    if moved_to:
        raise MovedAway
    return {"person": person, "author": author, "written": written, "happened_on": happened_on, "signed": signed}


def _of_ones_own(ws: Workspace, compartment: str, note: str) -> dict[str, Any]:
    """Read a note that the present user may still change. Raises as `edit`."""
    row = _standing(ws, compartment, note)
    if row["author"] != ws.user.uid:
        raise NotYours
    if row["signed"] is not None:
        raise SignedAlready
    return row
