"""What the journal tells of who did what: the headers of steps, of the compartments that are held, without values.

Also whether the chains are whole: none changed, none gone, none out of order. The full check (check.py) looks at the
files and the rows besides; this one answers within seconds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from desktop.services.vault.chains import Fault, faults
from desktop.services.vault.heads import read_heads
from desktop.services.vault.journal import heads
from desktop.services.vault.sqlite_words import sentences
from desktop.services.vault.types import StepRef
from desktop.services.vault.workspace import Workspace

_COLUMNS = "s.clock, s.device, s.step, s.at, s.user, s.verb, s.about, s.person, s.undoes"


class Told(NamedTuple):
    """One step's header. `row` is the record it wrote first, "" for an event; `undoes` (device, step) or ()."""

    clock: int
    ref: StepRef
    at: str
    user: str
    verb: str
    about: str
    person: str
    row: str
    undoes: tuple[str, int] | tuple[()]


def told(ws: Workspace, tier: str, since: str = "", until: str = "", user: str | None = None) -> list[Told]:
    """Read the headers of one compartment's steps, newest first.

    since, until: days by the clock of who did it, ISO 8601, both included. user: a uid. Error: NotHeld.
    """
    rows = ws.rows(
        tier,
        f"SELECT {_COLUMNS}, (SELECT j.row FROM @.journal j WHERE j.device = s.device AND j.step = s.step AND j.n = 0) "
        "FROM @.step s WHERE (? = '' OR substr(s.at, 1, 10) >= ?) AND (? = '' OR substr(s.at, 1, 10) <= ?) "
        "AND (? IS NULL OR s.user = ?) ORDER BY s.clock DESC, s.device DESC, s.step DESC",
        (since, since, until, until, user, user),
    )
    return [_told(tier, row) for row in rows]


def taken_back(ws: Workspace, one: Told) -> tuple[str, str] | None:
    """Give (verb, about) of what an undo or a redo was of; None where that is no step of this compartment."""
    found, target = None, one.undoes
    while target:
        found = ws.row(
            one.ref.compartment, "SELECT verb, about, undoes FROM @.step WHERE device = ? AND step = ?", target
        )
        target = tuple(json.loads(found[2])) if found and found[2] else ()
    return (str(found[0]), str(found[1])) if found else None


def _told(tier: str, row: tuple[Any, ...]) -> Told:
    clock, device, step, at, user, verb, about, person, undoes, first = row
    back = tuple(json.loads(undoes)) if undoes else ()
    return Told(clock, StepRef(tier, device, step), at, user, verb, about, person or "", first or "", back)


def count_steps(ws: Workspace, tier: str) -> int:
    """Count the steps and their entries in a compartment: what a check of its chains looks at."""
    return sum(int(ws.value(tier, f"SELECT count(*) FROM @.{table}")) for table in ("step", "journal"))


def faults_of(ws: Workspace, tier: str, tick: Callable[[int], object] | None = None) -> list[Fault]:
    """Check the chains of one compartment; give the first fault of each device, and chains whose end was cut off.

    `tick` as in `chains.faults`. Error: CompartmentDamaged.
    """
    first: dict[str, Fault] = {}
    with sentences(ws.file_of(tier)):
        for fault in faults(ws.connection, ws.schema(tier), ws.tables_of(tier), tick):
            first.setdefault(fault.device, fault)
        loose = ws.row(tier, "SELECT tbl, row FROM @.journal WHERE step IS NULL ORDER BY id LIMIT 1")
    if loose:
        first[""] = Fault("", 0, f"{loose[0]} {loose[1]} was written past the journal")
    return [*first.values(), *_cut_off(ws, tier, first.keys())]


def _cut_off(ws: Workspace, tier: str, known: Collection[str]) -> list[Fault]:
    """Find chains that had gone on further when this laptop, or who wrote `heads.json`, last saw them."""
    name = ws.compartment_name(tier)
    beside, _ = read_heads(ws.folder, ws.id, {name: ws.opened.grants[name].key})
    here = heads(ws.connection, ws.schema(tier))
    found: dict[str, Fault] = {}
    for seen in filter(None, (beside.get(name), ws.record.seen.get(name))):
        for device, (step, stated) in seen.heads.items():
            last, sealed = here.get(device, (0, ""))
            if device in known or (last, sealed) == (step, stated) or last > step:
                continue
            what = "was changed" if last == step else f"and all after it, up to {step}, are missing"
            found[device] = Fault(device, step if last == step else last + 1, what)
    return list(found.values())
