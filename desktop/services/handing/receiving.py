"""What was handed in moves into its compartment when somebody who holds it unlocks, and can be read there."""

from __future__ import annotations

from desktop.services import people
from desktop.services.handing import store
from desktop.services.handing.errors import NoSuchItem
from desktop.services.handing.types import COMPARTMENTS, HandedIn, HandedText
from desktop.services.people import Kept
from desktop.services.vault import Changes, Workspace, made_by
from desktop.services.vault.looking_back import told_about
from desktop.services.vault.sealed_items import ItemUnopened, open_item

_READ = "read_handed_in"


def compartments_held(ws: Workspace) -> tuple[str, ...]:
    """List the compartments whose items the present user can read."""
    return tuple(one for one in COMPARTMENTS if ws.holds(one))


def take_in(ws: Workspace) -> tuple[Changes, ...]:
    """Move everything sealed for the held compartments into them, unless nothing can be saved here.

    Killed in between, an item stands in both places, and the next time finds it done: it has one uid. What cannot be
    opened stays as it is; `left_sealed` counts it.
    """
    return () if ws.read_only else tuple(change for one in compartments_held(ws) for change in _take_in(ws, one))


def _take_in(ws: Workspace, compartment: str) -> list[Changes]:
    opened: list[str] = []
    new: list[tuple[str, dict[str, str], str]] = []
    for uid, sealed in store.sealed_items(ws, compartment):
        try:
            said, author = open_item(ws, compartment, uid, sealed)
            row = {name: said[name] for name in ("receipt", "at", "text")}
        except (ItemUnopened, KeyError):
            continue
        opened.append(uid)
        if made_by(ws, compartment, "handed_in", uid) is None:  # not even one that was erased since
            new.append((uid, row | {"person": said.get("person") or uid}, author))
    if not opened:
        return []
    with ws.step(compartment, "take_in", about=str(len(new))) as inside:
        for uid, row, author in new:
            inside.insert("handed_in", uid, author=author, **row)
    with ws.step("programme", "take_in", about=str(len(opened))) as outside:
        for uid in opened:
            store.drop(outside, uid)
            outside.update("receipt", uid, taken_in=1)
    return [inside.changes, outside.changes]


def left_sealed(ws: Workspace) -> int:
    """Count what was handed in to the held compartments and could not be opened: it waits, unchanged."""
    return sum(store.count_sealed(ws, one) for one in compartments_held(ws))


def handed_in(ws: Workspace) -> tuple[HandedIn, ...]:
    """List what came in to the compartments that are held, newest first, without a text."""
    same, found = people.kept(ws), []
    for one in compartments_held(ws):
        rows = store.items(ws, one)
        read = told_about(ws, one, _READ) if rows else set()  # it looks through every step
        found += [_item(ws, same, one, row, read) for row in rows]
    return tuple(sorted(found, key=lambda item: (item.at, item.uid), reverse=True))


def handed_in_about(ws: Workspace, person: str) -> tuple[HandedIn, ...]:
    """List what came in about a person, newest first, without a text."""
    shown = people.kept(ws).of(person)
    return tuple(item for item in handed_in(ws) if item.person == shown)


def read_handed_in(ws: Workspace, uid: str) -> HandedText:
    """Give what came in with its text; the reading is journalled, once per item and sitting. Raises `NoSuchItem`."""
    for one in compartments_held(ws):
        row = store.item(ws, one, uid)
        if row is None:
            continue
        if uid not in ws.sitting:
            ws.event(one, _READ, about=uid, person=None if row[2] == uid else row[2])
            ws.sitting.add(uid)
        return HandedText(_item(ws, people.kept(ws), one, row[:-1], {uid}), row[-1])
    raise NoSuchItem


def _item(ws: Workspace, same: Kept, compartment: str, row: store.Row, read: set[str]) -> HandedIn:
    uid, receipt, person, author, at = row
    about = "" if person == uid else same.of(person)
    by = str(ws.labels.get(author) or author)
    return HandedIn(uid, compartment, receipt, about, by, at, uid in read)
