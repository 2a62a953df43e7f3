"""Undo and redo: ordinary steps that put back old values, allowed while nothing later rests on them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from desktop.services.language import say
from desktop.services.vault import journal
from desktop.services.vault.errors import NothingToRedo, NothingToUndo, UndoBlocked
from desktop.services.vault.replay import Entry, Knowledge
from desktop.services.vault.schema import kind_of
from desktop.services.vault.steps import Step
from desktop.services.vault.types import Changes, StepInfo, StepRef
from desktop.services.vault.verbs import COMING_IN, FINAL, HANDING, words_of
from desktop.services.vault.workspace import Workspace

_BACK = ("undo", "redo")


def _all_steps(ws: Workspace, limit: int) -> list[tuple[Any, ...]]:
    """Read the newest steps: (clock, compartment, device, step, verb, about, at, user, undoes, has entries).

    Who came in is the audit's matter and left out; what others handed in is not to be counted by those who cannot
    read it.
    """
    found = []
    shared = [name for name in ws.keyring.compartments if kind_of(name) != "private"]
    of_others = json.dumps([] if all(map(ws.holds, shared)) else HANDING)
    for tier in ws.compartments:
        found += [
            (clock, tier, *rest)
            for clock, *rest in ws.rows(
                tier,
                "SELECT clock, device, step, verb, about, at, user, undoes, "
                "EXISTS (SELECT 1 FROM @.journal j WHERE j.device = s.device AND j.step = s.step) "
                "FROM @.step s WHERE verb NOT IN (SELECT value FROM json_each(?)) "
                "AND (user = ? OR verb NOT IN (SELECT value FROM json_each(?))) ORDER BY clock DESC LIMIT ?",
                (json.dumps(COMING_IN), ws.opened.user, of_others, limit),
            )
        ]
    return sorted(found, reverse=True)[:limit]


def _cancelled(ws: Workspace, tier: str) -> set[tuple[str, int]]:
    """Give the steps of a compartment that a live undo took back; an undone undo takes nothing back."""
    gone: set[tuple[str, int]] = set()
    for device, step, undoes in ws.rows(
        tier,
        "SELECT device, step, undoes FROM @.step WHERE undoes IS NOT NULL ORDER BY clock DESC, device DESC, step DESC",
    ):
        if (device, step) not in gone:
            target = json.loads(undoes)
            gone.add((target[0], target[1]))
    return gone


def steps(ws: Workspace, limit: int = 200) -> tuple[StepInfo, ...]:
    """List the newest steps with their words, newest first."""
    gone = {tier: _cancelled(ws, tier) for tier in ws.compartments}
    return tuple(
        StepInfo(
            StepRef(tier, device, step),
            verb,
            _back(ws, tier, verb, undoes) if undoes else words_of(verb, about),
            at,
            ws.labels.get(user, user),
            about,
            (device, step) in gone[tier],
        )
        for _, tier, device, step, verb, about, at, user, undoes, _ in _all_steps(ws, limit)
    )


def last_done(ws: Workspace, verb: str) -> datetime | None:
    """Say when something was last done, by the clocks of the held compartments; None if it never was."""
    newest = "SELECT clock, at FROM @.step WHERE verb = ? ORDER BY clock DESC LIMIT 1"
    found = [row for tier in ws.compartments for row in ws.rows(tier, newest, (verb,))]
    return datetime.fromisoformat(max(found)[1]) if found else None


def last_clock(ws: Workspace) -> int:
    """Give the greatest clock of the programme's journal: up to where its history goes, in milliseconds since 1970."""
    return journal.last_clock(ws.connection, ws.schema("programme"))


def last_undoable(ws: Workspace) -> StepInfo | None:
    """Give the newest step of this user on this laptop that can be taken back."""
    gone = {tier: _cancelled(ws, tier) for tier in ws.compartments}
    for _, tier, device, step, verb, about, at, user, _, entries in _all_steps(ws, 2000):
        own = user == ws.opened.user and device == ws.device
        open_ = own and entries and verb not in _BACK and verb not in FINAL and (device, step) not in gone[tier]
        if open_ and not _blanked(ws, tier, device, step):
            return StepInfo(
                StepRef(tier, device, step), verb, words_of(verb, about), at, ws.user.label, about, undone=False
            )
    return None


def _blanked(ws: Workspace, tier: str, device: str, step: int) -> bool:
    """Say whether an erasure took values of a step."""
    return bool(
        ws.value(tier, "SELECT 1 FROM @.journal WHERE device = ? AND step = ? AND salt IS NULL LIMIT 1", (device, step))
    )


def last_redoable(ws: Workspace) -> StepInfo | None:
    """Give the step whose undo can be taken back: the newest live undo with nothing but undos and redos after it."""
    gone = {tier: _cancelled(ws, tier) for tier in ws.compartments}
    for _, tier, device, step, verb, about, at, user, undoes, entries in _all_steps(ws, 2000):
        if not entries or user != ws.opened.user or device != ws.device:
            continue
        if verb not in _BACK:
            return None
        if verb == "undo" and (device, step) not in gone[tier]:
            target = ws.row(
                tier, "SELECT verb, about FROM @.step WHERE device = ? AND step = ?", tuple(json.loads(undoes))
            )
            words = words_of(*target) if target else words_of(verb, about)
            return StepInfo(StepRef(tier, device, step), verb, words, at, ws.user.label, about, undone=False)
    return None


def undo_last(ws: Workspace) -> Changes:
    """Take back the newest step of this user. Errors: NothingToUndo, UndoBlocked."""
    info = last_undoable(ws)
    if info is None:
        raise NothingToUndo
    return undo_step(ws, info.ref)


def redo_last(ws: Workspace) -> Changes:
    """Take back the newest undo. Errors: NothingToRedo, UndoBlocked."""
    info = last_redoable(ws)
    if info is None:
        raise NothingToRedo
    return undo_step(ws, info.ref, verb="redo")


def undo_step(ws: Workspace, ref: StepRef, verb: str = "undo") -> Changes:
    """Take back one step as a step of its own. `about` of the result is what was undone, in words.

    Errors: NothingToUndo, UndoBlocked.
    """
    schema = ws.schema(ref.compartment)
    header = ws.row(
        ref.compartment, "SELECT verb, about, undoes FROM @.step WHERE device = ? AND step = ?", (ref.device, ref.step)
    )
    entries = journal.entries_of(ws.connection, schema, ref)
    gone = (ref.device, ref.step) in _cancelled(ws, ref.compartment)
    if header is None or not entries or gone or any(entry["salt"] is None for entry in entries):
        raise NothingToUndo
    words = _words(ws, ref.compartment, header)
    later = _in_the_way(ws, ref, entries)
    if later:
        raise UndoBlocked(step=words, later=later)
    try:
        with ws.step(ref.compartment, verb, undoes=json.dumps([ref.device, ref.step])) as step:
            step.run("PRAGMA defer_foreign_keys=ON")
            for entry in reversed(entries):
                _put_back(ws, step, entry)
    except sqlite.IntegrityError:
        raise UndoBlocked(step=words, later=_who_refers(ws, ref.compartment, entries)) from None
    done = step.changes
    return Changes(done.compartment, done.verb, done.touched, done.step, words, done.uid)


def _words(ws: Workspace, tier: str, header: tuple[Any, ...]) -> str:
    verb, about, undoes = header
    while undoes:
        target = ws.row(
            tier, "SELECT verb, about, undoes FROM @.step WHERE device = ? AND step = ?", tuple(json.loads(undoes))
        )
        if target is None:
            break
        verb, about, undoes = target
    return words_of(verb, about)


def _back(ws: Workspace, tier: str, verb: str, undoes: str) -> str:
    """Say what an undo or redo took back or brought back."""
    target = _words(ws, tier, (verb, "", undoes))
    return say("undo: {step}", step=target) if verb == "undo" else say("redo: {step}", step=target)


def _put_back(ws: Workspace, step: Step, entry: dict[str, Any]) -> None:
    table, row, op, change = entry["tbl"], entry["row"], entry["op"], entry["change"]
    if op == "I":
        step.delete(table, row)
    elif op == "D":
        step.insert(table, row, **{column: pair[0] for column, pair in change.items()})
    else:
        step.update(table, row, **{column: pair[0] for column, pair in change.items()})


def _in_the_way(ws: Workspace, ref: StepRef, entries: list[dict[str, Any]]) -> str:
    """Say in words which step touched the same cells without being known to this one, or ''.

    A later step and its undo cancel each other; the undo of an earlier one is a change like any other.
    """
    tier = ref.compartment
    gone = _cancelled(ws, tier)
    knowledge = Knowledge(ws.rows(tier, "SELECT device, step, knows FROM @.step WHERE knows IS NOT NULL"))
    own = Entry(0, ref.device, ref.step, len(entries), "U", {})
    for entry in entries:
        for device, number, verb, about, undoes, op, change in ws.rows(
            tier,
            "SELECT s.device, s.step, s.verb, s.about, s.undoes, j.op, j.change FROM @.journal j "
            "JOIN @.step s ON s.device = j.device AND s.step = j.step WHERE j.tbl = ? AND j.row = ? ORDER BY s.clock",
            (entry["tbl"], entry["row"]),
        ):
            earlier = knowledge.knew(own, Entry(0, device, number, 0, op, {}))
            if earlier or (device, number) in gone or not _same_cells(entry, op, change):
                continue
            target = json.loads(undoes) if undoes else None
            if target is None or knowledge.knew(own, Entry(0, target[0], target[1], 0, op, {})):
                return _words(ws, tier, (verb, about, undoes))
    return _confidential_rows(ws, tier, entries)


def _same_cells(entry: dict[str, Any], op: str, change: str | None) -> bool:
    if op != "U" or entry["op"] != "U":
        return True
    return bool(set(entry["change"]) & set(json.loads(change or "{}")))


def _confidential_rows(ws: Workspace, tier: str, entries: list[dict[str, Any]]) -> str:
    """Say in words which step wrote, in another held compartment, about a person whose adding would be taken back."""
    tables = ws.tables_of(tier)
    made = [entry["row"] for entry in entries if entry["op"] == "I" and tables[entry["tbl"]].person == "uid"]
    if not made:
        return ""
    people = set(made)
    for other in ws.compartments:
        about = [(name, table.person) for name, table in ws.tables_of(other).items() if table.person and other != tier]
        for name, column in about:
            rows = ws.rows(other, f"SELECT uid, {column} FROM @.{name} ORDER BY uid")
            row = next((uid for uid, person in rows if person in people), None)
            if row is not None:
                newest = _newest(ws, other, name, row)
                return _words(ws, other, newest[1:]) if newest else say("something written later")
    return ""


def _who_refers(ws: Workspace, tier: str, entries: list[dict[str, Any]]) -> str:
    """Say in words which step wrote the row that would be left without what it refers to, or took that away."""
    own = {(entry["tbl"], entry["row"]) for entry in entries}
    found: list[tuple[Any, ...]] = []
    for table in ws.tables_of(tier):
        for name, column in ws.rows(
            tier, 'SELECT "table", "from" FROM pragma_foreign_key_list(?, ?)', (table, ws.schema(tier))
        ):
            for entry in entries:
                if entry["op"] == "I" and entry["tbl"] == name:
                    refer = ws.rows(tier, f"SELECT uid FROM @.{table} WHERE {column} = ?", (entry["row"],))
                    found += [_newest(ws, tier, table, uid) for (uid,) in refer if (table, uid) not in own]
                elif entry["op"] != "I" and entry["tbl"] == table and (entry["change"] or {}).get(column):
                    found.append(_newest(ws, tier, name, entry["change"][column][0]))
    newest = max(filter(None, found), default=None)
    return _words(ws, tier, newest[1:]) if newest else ""


def _newest(ws: Workspace, tier: str, table: str, row: str) -> tuple[Any, ...]:
    """Give (clock, verb, about, undoes) of the newest step that wrote a row; () where there is none."""
    return (
        ws.row(
            tier,
            "SELECT s.clock, s.verb, s.about, ifnull(s.undoes, '') FROM @.journal j "
            "JOIN @.step s ON s.device = j.device AND s.step = j.step WHERE j.tbl = ? AND j.row = ? "
            "ORDER BY s.clock DESC LIMIT 1",
            (table, row),
        )
        or ()
    )
