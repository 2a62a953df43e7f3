"""Reading notes: headings without text for lists, and one note with its text, which is journalled."""

from __future__ import annotations

from desktop.services import people
from desktop.services.notes import store
from desktop.services.notes.errors import MovedAway, NoSuchNote
from desktop.services.notes.rules import COMPARTMENTS, is_lent, readable
from desktop.services.notes.types import PROGRAMME, TIERS, Addendum, NoteHead, NoteText, Trace
from desktop.services.notes.writing import held
from desktop.services.people import Kept
from desktop.services.vault import Workspace

_MOVED = "refile_note"


def tiers_held(ws: Workspace) -> tuple[int, ...]:
    """List the tiers in which the present user can write and read."""
    return tuple(tier for tier in TIERS if ws.holds(COMPARTMENTS[tier]))


def notes_about(ws: Workspace, person: str, pair: str | None = None) -> tuple[NoteHead, ...]:
    """List the notes in a person's record, all that can be read, newest first; with `pair` those beside the pair."""
    same, heads = people.kept(ws), []
    for compartment in readable(ws.compartments):
        for record in same.all(person):
            rows = store.heads_of(ws, compartment, record)
            heads += [_head(ws, same, compartment, row) for row in rows if pair is None or row[2] == pair]
    return _newest_first(heads)


def all_notes(ws: Workspace) -> tuple[NoteHead, ...]:
    """List every note that can be read, newest first; also what is lent."""
    same = people.kept(ws)
    return _newest_first(
        [_head(ws, same, one, row) for one in readable(ws.compartments) for row in store.heads_all(ws, one)]
    )


def notes_beside(ws: Workspace, pair: str) -> tuple[NoteHead, ...]:
    """List the notes that were written beside a pair, whomever they are about, newest first."""
    same = people.kept(ws)
    return _newest_first(
        [
            _head(ws, same, compartment, row)
            for compartment in readable(ws.compartments)
            for row in store.heads_of_pair(ws, compartment, pair)
        ]
    )


def unsigned(ws: Workspace) -> tuple[NoteHead, ...]:
    """List what the present user wrote and has not signed, oldest first."""
    same = people.kept(ws)
    heads = [
        _head(ws, same, COMPARTMENTS[tier], row)
        for tier in tiers_held(ws)
        for row in store.heads_unsigned(ws, COMPARTMENTS[tier], ws.user.uid)
    ]
    return tuple(sorted(heads, key=lambda head: (head.written, head.uid)))


def read(ws: Workspace, tier: int, note: str) -> NoteText:
    """Give a note with its text. Tiers 2 to 4 journal the reading, once per note while the workspace is open.

    A note whose wordings a merge took away has an empty text. Raises `TierNotHeld`, `NoSuchNote`, `MovedAway`.
    """
    places = [name for name, of in readable(ws.compartments).items() if of == tier] or [held(ws, tier)]
    compartment, row = next(((name, row) for name in places if (row := store.head(ws, name, note))), ("", None))
    if row is None:
        raise NoSuchNote
    head = _head(ws, people.kept(ws), compartment, row)
    if head.moved_away:
        raise MovedAway
    if tier != PROGRAMME and note not in ws.sitting:
        ws.event(compartment, "read_note", about=note, person=row[1])
        ws.sitting.add(note)
    wordings = store.texts(ws, compartment, note)
    addenda = tuple(
        Addendum(uid, reason, text, store.label(ws, author), at)
        for uid, reason, text, author, at in store.addenda(ws, compartment, note)
    )
    text = wordings[0][1] if wordings else ""
    return NoteText(head, text, addenda, len(wordings))


def _newest_first(heads: list[NoteHead]) -> tuple[NoteHead, ...]:
    return tuple(sorted(heads, key=lambda head: (head.happened_on, head.written, head.uid), reverse=True))


def _head(ws: Workspace, same: Kept, compartment: str, row: store.Row) -> NoteHead:
    uid, person, pair, meeting, author, written, happened_on, signed, moved_to, moved_from, why, addenda = row
    traces = []
    if moved_from:
        traces.append(_trace(ws, same, compartment, "here", moved_from, moved_from))
    if moved_to:
        traces.append(_trace(ws, same, compartment, "away", moved_to, uid, why))
    label = store.label(ws, author)
    mine = author == ws.user.uid
    about = same.of(person)
    tier, found = readable((compartment,))[compartment], tuple(traces)
    return NoteHead(
        uid, tier, about, pair, meeting, label, written, happened_on, signed, mine, addenda, found, is_lent(compartment)
    )


def _trace(ws: Workspace, same: Kept, compartment: str, way: str, other: str, left: str, why: str = "") -> Trace:
    """Tell of a re-filing from the history of the note that was left behind."""
    moved = next((entry for entry in ws.history(compartment, "note", left) if entry.verb == _MOVED), None)
    person = same.of(store.person_of(ws, compartment, other))
    if moved is None:
        return Trace(way, other, person, why, "", "")
    reason = str(moved.values.get("moved_why", ("", why))[1])
    return Trace(way, other, person, reason, moved.at, moved.by)
