"""The open workspace: reads, and writes as sealed steps. One connection, used by one thread.

Every write anywhere in Peerkeep is `with ws.step(...)`: one transaction, one compartment, one journal step.
COMMIT stands here and in the migrations, nowhere else.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as sqlite

from desktop.services import files
from desktop.services.clock import Clock
from desktop.services.errors import BugError, Cancelled, KnownError
from desktop.services.vault import compartment as one_file
from desktop.services.vault import cushion, journal, staff
from desktop.services.vault.drafts import Drafts
from desktop.services.vault.errors import LentOnly, LookingOnly, NotHeld
from desktop.services.vault.grants import Opened
from desktop.services.vault.heads import LaptopRecord, Seen, write_heads
from desktop.services.vault.keyring import Keyring
from desktop.services.vault.reading_only import Readable
from desktop.services.vault.schema import Connection, Table, kind_of, tables
from desktop.services.vault.sqlite_words import sentences
from desktop.services.vault.steps import Into, Step, Value
from desktop.services.vault.types import Changes, HistoryEntry, StepRef, User
from desktop.services.vault.waiting_events import Kept

Rows = list[tuple[Any, ...]]
DRAFTS: Final = "drafts"
LENT: Final = "lent"


class Workspace:
    """An unlocked workspace, made by `open_workspace`. One `looking` is a copy's: events only, gone when closed.

    One that is `read_only` for another reason (its medium, its place, somebody else who works in it) writes nothing
    at all: its events wait in the laptop's record for the next opening that may write.
    """

    def __init__(
        self,
        folder: Path,
        ring: Keyring,
        opened: Opened,
        connection: Connection,
        schemas: dict[str, str],
        lock: files.FileLock,
        clock: Clock,
        record: LaptopRecord,
        *,
        looking: bool = False,
        refusal: KnownError | None = None,
    ) -> None:
        """Take over what the opening made; `schemas` maps programme, counselling, ... to compartment names.

        refusal: why nothing may be written here.
        """
        self.folder, self.clock, self.id = folder, clock, ring.workspace
        self.keyring, self.opened, self.record = ring, opened, record
        self.labels = {user["user"]: str(user["label"]) for user in ring.users}
        self.user = _user(ring, opened)
        self.looking = looking
        self._refusal = refusal
        # Of a copy only looked at: where its events wait for the workspace that it is of.
        self.beside: LaptopRecord | None = None
        # Of one that may only be read: where its files are, and what is opened after the password is asked for again.
        self.readable: Readable | None = None
        self.later: dict[str, str] = {}
        self.device = record.device
        # What is typed while nothing may be written here stays on the laptop, sealed as ever.
        place = folder if refusal is None else record.path.with_suffix("")
        self.drafts = Drafts(place / DRAFTS, opened.author.recipient, opened.identities, opened.user)
        self.sitting: set[str] = set()
        self.notices: tuple[str, ...] = ()
        self._connection, self._lock = connection, lock
        self._names = schemas
        self._schemas: dict[str, str] = {}
        self._tables: dict[str, dict[str, Table]] = {}
        self._read_tables()
        self._step: Step | None = None
        self._closed = self._telling = False
        self._clock = max(journal.last_clock(connection, schema) for schema in self._schemas.values())
        self._anchor = (self._clock, clock.monotonic())

    @property
    def refusal(self) -> KnownError | None:
        """Give the reason why nothing can be saved here, None where it can."""
        return LookingOnly() if self.looking else self._refusal

    @property
    def read_only(self) -> bool:
        """Say whether nothing can be saved here, for whatever reason; `looking` is one of them."""
        return self.refusal is not None

    def must_write(self) -> None:
        """Refuse what would change a file of the workspace. Errors: LookingOnly, or that of `refusal`."""
        if (refusal := self.refusal) is not None:
            raise refusal

    def take_in(self, more: dict[str, str]) -> None:
        """Hold further compartments, whose files the opening attached to the connection."""
        self._names = self._names | more
        self._read_tables()

    def seal_drafts_anew(self) -> None:
        """Seal drafts to the keys the user has now; those of before can still be read until the workspace is closed."""
        keys = self.opened.author
        self.drafts = self.drafts.for_keys(keys.recipient, self.opened.identities)

    def let_go(self, tier: str) -> None:
        """Hold a compartment no longer: its file is closed and its key forgotten."""
        name = self._names.pop(tier)
        self._connection.execute(f"DETACH {tier}")
        self.opened.grants.pop(name, None)
        self._read_tables()

    @contextlib.contextmanager
    def apart(self) -> Iterator[None]:
        """Close the files for a while, and open them again with the keys that the user has then."""
        self._connection.close()
        try:
            yield
        finally:
            keys = {name: self.opened.grants[name].key for name in self._names.values()}
            with sentences(self.file_of("programme")):
                self._connection = one_file.connect_all(self.folder, self._names, keys)
                self._read_tables()

    def _read_tables(self) -> None:
        self._schemas = {tier: "main" if tier == "programme" else tier for tier in self._names}
        self._tables = {tier: tables(self._connection, schema) for tier, schema in self._schemas.items()}

    # reading

    def holds(self, compartment: str) -> bool:
        """Say whether the user's keys open `compartment`."""
        return compartment in self._schemas

    @property
    def compartments(self) -> tuple[str, ...]:
        """Give the held compartments, programme first."""
        return tuple(self._schemas)

    def tier_of(self, name: str) -> str:
        """Give the tier of a compartment's keyring name, "" where it is not held."""
        return next((tier for tier, one in self._names.items() if one == name), "")

    def compartment_name(self, compartment: str) -> str:
        """Give the name a held compartment has in the keyring: private is private-<random>."""
        return self._names[compartment]

    def file_of(self, compartment: str) -> str:
        """Give the name of a held compartment's file. Error: NotHeld."""
        self.schema(compartment)
        return f"{self._names[compartment]}.db"

    def tables_of(self, compartment: str) -> dict[str, Table]:
        """Give the journalled tables of a held compartment. Error: NotHeld."""
        self.schema(compartment)
        return self._tables[compartment]

    def schema(self, compartment: str) -> str:
        """Give the schema name of a held compartment. Error: NotHeld."""
        try:
            return self._schemas[compartment]
        except KeyError:
            raise NotHeld from None

    @property
    def connection(self) -> Connection:
        """Give the connection, for the vault's own modules."""
        return self._connection

    def rows(self, compartment: str, sql: str, args: Sequence[Value] = ()) -> Rows:
        """Run a query; `@.` stands for the compartment's schema."""
        found: Rows = []
        with sentences(self.file_of(compartment)):
            cursor = self._connection.execute(sql.replace("@.", self.schema(compartment) + "."), args)
            while part := cursor.fetchmany(500):
                found += part
        return found

    def row(self, compartment: str, sql: str, args: Sequence[Value] = ()) -> tuple[Any, ...] | None:
        """Run a query and give its first row, or None."""
        found = self.rows(compartment, sql, args)
        return found[0] if found else None

    def value(self, compartment: str, sql: str, args: Sequence[Value] = ()) -> Any:  # noqa: ANN401 - what the query says
        """Run a query and give the first value of its first row, or None."""
        found = self.row(compartment, sql, args)
        return found[0] if found else None

    def rest(self) -> None:
        """Give back the memory that a long read has filled: pages nobody needs twice."""
        self._connection.execute("PRAGMA shrink_memory")

    def interrupt(self) -> None:
        """Stop what is running; the only call another thread may make. Files that are apart stop with the process."""
        with contextlib.suppress(sqlite.ProgrammingError):
            self._connection.interrupt()

    # writing

    @contextlib.contextmanager
    def step(
        self,
        compartment: str,
        verb: str,
        *,
        about: str = "",
        person: str | None = None,
        undoes: str | None = None,
        event: bool = False,
        knows: str | None = None,
        kept: Kept | None = None,
    ) -> Iterator[Step]:
        """Open one transaction on one compartment; it is sealed and committed at the end, or leaves nothing behind.

        Inside `together` it becomes part of that step. Errors: NotHeld; LookingOnly for anything but an event; why
        the workspace is read-only; what the system refuses.
        """
        if not (self.looking and event):
            self.must_write()
        if self._step is not None:
            outer = self._step
            if not outer.takes_in or outer.compartment != compartment or event or undoes:
                raise BugError("a step inside a step")
            own = outer.uid, outer.about
            yield outer
            outer.uid, outer.about = own
            return
        schema = self.schema(compartment)
        if kind_of(compartment) == LENT and not event:
            raise LentOnly
        if kept is None:
            self.tell()
        run = self._connection.execute
        with sentences(self.file_of(compartment), self.folder):
            run("BEGIN")
            try:
                run(f"UPDATE {schema}.counter SET commits = commits + 1")
                self._step = step = self._begin(compartment, verb, about, person, undoes)
                yield step
                self._seal(step, event=event, knows=knows, kept=kept)
            except BaseException:
                self._roll_back()
                raise
            finally:
                self._step = None

    def _begin(self, compartment: str, verb: str, about: str, person: str | None, undoes: str | None) -> Step:
        marks = {tier: journal.last_entry(self._connection, schema) for tier, schema in self._schemas.items()}
        into = Into(self._connection, self._schemas[compartment], self._tables[compartment], marks)
        return Step(into, compartment, verb, about, person, undoes)

    @contextlib.contextmanager
    def together(self, compartment: str, verb: str, *, about: str = "", person: str | None = None) -> Iterator[Step]:
        """Make one step of all that verbs called inside do in a compartment: done whole, and undone in one go.

        What those verbs return says nothing; `changes` of this step does. Errors as `step`.
        """
        with self.step(compartment, verb, about=about, person=person) as step:
            step.takes_in = True
            yield step

    def _seal(self, step: Step, *, event: bool, knows: str | None, kept: Kept | None) -> None:
        schema = self._schemas[step.compartment]
        clock = max(self._order(), self._clock, journal.last_clock(self._connection, schema)) + 1
        header = journal.Header(
            self.device,
            clock,
            kept.at if kept else self.now(),
            kept.user if kept else self.opened.user,
            step.verb,
            step.about,
            step.person,
            knows,
            step.undoes,
        )
        for tier, other in self._schemas.items():
            if tier != step.compartment and journal.last_entry(self._connection, other) != step.marks[tier]:
                raise BugError("one transaction wrote two compartments")
        sealed = journal.seal(
            self._connection, schema, self._tables[step.compartment], header, step.marks[step.compartment], empty=event
        )
        if sealed is None:
            self._roll_back()
            step.changes = Changes(step.compartment, step.verb, about=step.about, uid=step.uid)
            return
        if step.compartment != "programme":
            cushion.fill_up(self._connection, schema)
        self._connection.execute("COMMIT")
        self._clock = clock
        ref = StepRef(step.compartment, self.device, sealed[0])
        step.changes = Changes(step.compartment, step.verb, sealed[1], ref, step.about, step.uid)
        self._remember()

    def _order(self) -> int:
        """Give the moment for the next step's clock. Where the clock on the wall is behind the last step, time goes on.

        All compartments share one order. If it went up by one with each step then, the gaps in a part that everybody
        reads would count the steps in the others.
        """
        wall, now = self.clock.wall_ms(), self.clock.monotonic()
        order = self._anchor[0] + max(0, int((now - self._anchor[1]) * 1000))
        if wall > order:
            self._anchor, order = (wall, now), wall
        return order

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _remember(self, *, durable: bool = False) -> None:
        """Note how far the compartments have come; a full disk here costs nothing that was saved."""
        with contextlib.suppress(KnownError, Cancelled), sentences(self.file_of("programme")):
            self.remember(durable=durable)

    def remember(self, *, durable: bool = True) -> None:
        """Write `heads.json` and this laptop's record. Both can be made anew, so a step does not wait for the disk.

        Of what was only read nothing is remembered: what this laptop writes next must say that it knew it.
        """
        if not self.looking:
            self.must_write()
        seen = self.seen()
        self.record.seen.update(seen)
        self.record.save(durable=durable)
        write_heads(self.folder, self.id, seen, {name: self.opened.grants[name].key for name in seen}, durable=durable)

    def seen(self) -> dict[str, Seen]:
        """Tell how far each held compartment has come, by its keyring name."""
        return {
            name: Seen(self.commits(tier), journal.heads(self._connection, self._schemas[tier]), self.now())
            for tier, name in self._names.items()
        }

    def commits(self, compartment: str) -> int:
        """Give a compartment's commit counter."""
        return int(self.value(compartment, "SELECT commits FROM @.counter"))

    def event(self, compartment: str, verb: str, *, about: str = "", person: str | None = None) -> Changes:
        """Journal something that changed no row: a read, a print, an export.

        Where nothing may be written, it waits in the laptop's record; what cannot be noted there is refused too.
        """
        if self.read_only and not self.looking:
            self.schema(compartment)
            self.keep(compartment, verb, about=about, person=person)
            self.record.save()
            return Changes(compartment, verb, about=about)
        if self.beside is not None:
            self.schema(compartment)
            self.beside.kept.append(Kept(compartment, verb, about, person, self.opened.user, self.now()))
            self.beside.save()
        with self.step(compartment, verb, about=about, person=person, event=True) as step:
            pass
        return step.changes

    def keep(self, compartment: str, verb: str, *, about: str = "", person: str | None = None) -> None:
        """Note an event that is journalled before the next step; the caller saves the record."""
        self.record.kept.append(Kept(compartment, verb, about, person, self.opened.user, self.now()))

    def tell(self) -> None:
        """Journal the events kept until now; those of compartments that this user does not hold go on waiting."""
        if self.read_only or self._telling:
            return
        self._telling = True
        mine = [kept for kept in self.record.kept if self.holds(kept.compartment)]
        try:
            for one in mine:
                with self.step(one.compartment, one.verb, about=one.about, person=one.person, event=True, kept=one):
                    pass
                self.record.kept.remove(one)
        finally:
            self._telling = False
        if mine:
            self._remember()  # that they are told, so that a kill does not have them told twice

    def now(self) -> str:
        """Give the moment, as steps state it: ISO 8601 with the offset, to the second."""
        return self.clock.now().isoformat(timespec="seconds")

    def history(self, compartment: str, table: str, row: str) -> tuple[HistoryEntry, ...]:
        """Read every change of one row, newest first."""
        return journal.history(
            self._connection, self.schema(compartment), self._tables[compartment], table, row, self.labels
        )

    def last_set(self, compartment: str, table: str, column: str, rows: Sequence[str]) -> dict[str, str]:
        """Say of some rows when a column was last changed, ISO 8601; rows in which it never was are left out."""
        return journal.last_set(self._connection, self.schema(compartment), table, column, rows)

    def close(self) -> None:
        """Close the files and give the lock back; of a copy only looked at, remove them. Twice does no harm."""
        if self._closed:
            return
        self._closed = True
        # New keys close the files for a while; where the drive did not let them be opened again, they are closed.
        with contextlib.suppress(files.MediumGone), sentences(self.file_of("programme")):
            self._roll_back()
        self._remember(durable=True)
        self._connection.close()
        self._lock.release()
        scratch = self.readable.scratch if self.readable is not None else None
        for ours in filter(None, (self.folder if self.looking else None, scratch)):
            files.remove_folder(ours)


def _user(ring: Keyring, opened: Opened) -> User:
    stated = next((user for user in ring.users if user["user"] == opened.user), None)
    return staff.described(ring, stated) if stated else User(opened.user, opened.user, (), owner=True)


def private_name(ring: Keyring, opened: Opened) -> str | None:
    """Give the keyring name of the person's own private compartment, if any; never of one that somebody else lent."""
    lent = {own["compartment"] for own in ring.own_parts() if own["user"] != opened.user}
    held = (name for name in opened.grants if kind_of(name) == "private" and name not in lent)
    return next((name for name in held if name in ring.compartments), None)
