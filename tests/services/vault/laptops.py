"""Several laptops that share one workspace: each with a copy of the files, a record, a clock and device ids of its own."""

from __future__ import annotations

import contextlib
import random
import shutil
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from desktop.services import files
from desktop.services.vault import Password, Workspace, heads, keyring, undo_last
from desktop.services.vault.errors import NothingToUndo, UndoBlocked
from desktop.services.vault.opening import LOCK, new_record, open_files
from desktop.services.vault.slots import Opened, open_person
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services import verbs
from tests.services.vault import merge_reference as reference
from tests.services.vault import rows

# Merged; a private compartment never leaves its author's hands.
TIERS = ("programme", "counselling")
# Verbs quick enough to be used some thousand times.
VERBS = [
    name
    for name in verbs.WRITING
    if name not in ("people.import_roster", "programme.import_participants") and not name.startswith("matching.")
]


@cache
def _opened(template: Path) -> tuple[keyring.Keyring, Opened]:
    """Derive the key once for all."""
    ring = keyring.load(template)
    return ring, open_person(ring, Password(vaults.USER, vaults.PASSWORD))


class Laptop:
    """One laptop. `erased` and `moments` belong to the history it takes part in."""

    def __init__(self, template: Path, place: Path, noise: random.Random) -> None:
        self.template, self.home, self.noise = template, place / "home", noise
        self.folder = vaults.copy(template, place / template.name)
        self.clock = FakeClock(datetime(2026, 11, 18, 10, tzinfo=UTC) + timedelta(minutes=noise.randint(-9000, 9000)))
        self.backup: Path | None = None
        self.ws = self._open()

    def _open(self, *, older: bool = False) -> Workspace:
        """Open without deriving the key again, and without waiting for the disk."""
        ring, opened = _opened(self.template)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PEERKEEP_HOME", str(self.home))
            record = heads.laptop_record(ring.workspace)
            known = bool(record.device)
            if not known:
                record = new_record(ring, opened, unproven=False)
            ws = open_files(
                self.folder, ring, opened, files.FileLock(self.folder / LOCK), self.clock, record,
                known=known, accept_older=older,
            )  # fmt: skip
        for tier in ws.compartments:
            ws.connection.execute(f"PRAGMA {ws.schema(tier)}.synchronous = OFF")
        return ws

    # what people do

    def act(self) -> None:
        """Do one thing that a person does at a laptop."""
        self.clock.forward(seconds=self.noise.randint(-3000, 4000))
        if self.noise.random() < 0.03:
            self.clock.forward(days=self.noise.choice((-400, -1, 1, 400)))
        choice = self.noise.random()
        with contextlib.suppress(sqlite.IntegrityError):
            if choice < 0.12:
                with contextlib.suppress(NothingToUndo, UndoBlocked):
                    undo_last(self.ws)
            elif choice < 0.24:
                self.delete()
            elif choice < 0.36:
                self.pair_or_meet()
            elif choice < 0.72:
                self.edit()
            else:
                name = self.noise.choice(VERBS)
                if name.startswith("notes.") and self._wordless():
                    return
                verbs.use(self.ws, name, self.noise)

    def _wordless(self) -> bool:
        """Say whether a note stands without any wording: its writing was undone here and it was edited elsewhere."""
        return any(
            self.ws.value(t, "SELECT 1 FROM @.note WHERE uid NOT IN (SELECT note FROM @.note_text)") for t in TIERS
        )

    def some(self, tier: str, table: str) -> str | None:
        found = [uid for (uid,) in self.ws.rows(tier, f"SELECT uid FROM @.{table} ORDER BY uid")]
        return self.noise.choice(found) if found else None

    def edit(self) -> None:
        """Change cells of few rows, so that laptops often change the same one."""
        table = self.noise.choice(("person", "person", "participant", "wish", "pair"))
        uid = self.some("programme", table)
        if uid is None:
            return
        mark = f"{table} {self.noise.randrange(10**6)}"
        choices: dict[str, list[dict[str, str | int]]] = {
            "person": [{"given": mark}, {"family": mark}, {"year": mark}, {"form": mark, "preferred": mark}],
            "participant": [{"status": "withdrawn"}, {"status": "enrolled"}, {"interests": f'["{mark}"]'}],
            "wish": [{"state": "standing"}, {"state": "lifted"}],
            "pair": [{"score": self.noise.randrange(1000)}, {"state": "ended", "ended": mark}, {"state": "active"}],
        }
        with self.ws.step("programme", f"edit_{table}") as step:
            step.update(table, uid, **self.noise.choice(choices[table]))

    def delete(self) -> None:
        """Delete any row; what refers to it goes with it half of the time, else it must not be deletable."""
        tier = self.noise.choice((*TIERS, "programme"))
        kept = ("setting", "term", "programme", "note_text", "addendum")
        tables = [name for name in self.ws.tables_of(tier) if name not in kept]
        table = self.noise.choice(tables)
        uid = self.some(tier, table)
        if uid is None:
            return
        with self.ws.step(tier, "remove") as step:
            if self.noise.random() < 0.5:
                self._delete_referring(step, tier, table, uid)
            step.delete(table, uid)

    def _delete_referring(
        self, step: rows.Step, tier: str, table: str, uid: str, met: frozenset[str] = frozenset()
    ) -> None:
        for name in self.ws.tables_of(tier):
            for column, target in self.ws.rows(
                tier, 'SELECT "from", "table" FROM pragma_foreign_key_list(?, ?)', (name, self.ws.schema(tier))
            ):
                if target == table:
                    for (other,) in self.ws.rows(tier, f"SELECT uid FROM @.{name} WHERE {column} = ?", (uid,)):
                        if other not in met:  # records may be joined in a ring
                            self._delete_referring(step, tier, name, other, met | {uid})
                            step.delete(name, other)

    def pair_or_meet(self) -> None:
        """Write rows that join two people, without the time a matching takes."""
        mentee, mentor, pair = (self.some("programme", t) for t in ("person", "person", "pair"))
        person = self.ws.value("programme", "SELECT person FROM @.pair WHERE uid = ?", (pair,)) if pair else None
        choice = self.noise.random()
        with self.ws.step("programme", "pair_or_meet") as step:
            if mentee and mentor and (choice < 0.4 or not pair):
                rows.pair(step, mentee, mentor, rows.programme(self.ws), period=self.some("programme", "period"))
            elif pair and choice < 0.6:
                rows.meeting(step, person, pair, next_step=f"step {self.noise.randrange(10**9)}")
            elif pair and choice < 0.8:
                step.update("pair", pair, period=self.some("programme", "period"), score=self.noise.randrange(1000))
            elif pair:
                state = self.noise.choice((("active", ""), ("ended", "left")))
                step.update("pair", pair, state=state[0], reason=state[1])

    def erase(self) -> str | None:
        """Erase a person from every compartment that is shared."""
        person = self.some("programme", "person")
        if person:
            for tier in TIERS:
                reference.erase(self.ws, tier, person)
        return person

    # copies and bundles

    def save_copy(self, place: Path) -> None:
        """Keep a copy of the folder as it is now."""
        shutil.rmtree(place, ignore_errors=True)
        self.backup = Path(shutil.copytree(self.folder, place))

    def restore_copy(self) -> None:
        """Go on with a former copy, as "go on with the older one" does: under a new device id."""
        assert self.backup
        self.ws.close()
        shutil.rmtree(self.folder)
        shutil.move(self.backup, self.folder)
        self.backup = None
        self.ws = self._open(older=True)

    def close(self) -> None:
        self.ws.close()
