"""Gathering every record that can still be read from one damaged compartment file.

Tables are followed from their first page as far as that goes; pages that nothing readable points to any more are looked
at one by one, and their records known by what they are: a journal entry, a step, or the row that the journal says.
"""

from __future__ import annotations

import contextlib
import struct
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from desktop.services.vault.pages import INNER_INDEX, LEAF_INDEX, LEAF_TABLE, Found, Pages, Tree, Unreadable
from desktop.services.vault.schema import Connection, Table, bodies, body_of

Row = tuple[str, str]
Values = dict[str, Any]
_ENTRY: Final = 11
_STEP: Final = 12
_TEXT: Final = (str, type(None))
_OWN_INDEX: Final = "sqlite_autoindex_"


@dataclass
class Gathered:
    """What could be read. rows: by table and uid, each reading of it that differs, the one in its place first.

    steps: by (device, step), all columns. entries: sealed journal entries without their row id. numbers: the uid by row
    number, from the tables and their own indexes. indexed: row numbers that any index of a table holds. whole: tables
    all of whose pages were read. listed: tables of whose rows at least the numbers are all known. bad: pages that were
    not read, of `pages`. sealed: see `Pages.is_good`.
    """

    rows: dict[Row, list[Values]] = field(default_factory=lambda: defaultdict(list))
    steps: dict[tuple[str, int], tuple[Any, ...]] = field(default_factory=dict)
    entries: dict[tuple[str, int, int], tuple[Any, ...]] = field(default_factory=dict)
    numbers: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    indexed: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    whole: set[str] = field(default_factory=set)
    listed: set[str] = field(default_factory=set)
    commits: int = 0
    version: int = 0
    bad: int = 0
    pages: int = 0
    sealed: bool = True

    @property
    def nothing(self) -> bool:
        """Whether the file gave nothing: it is not there, or no page of it can be read."""
        closed = self.bad == self.pages or not self.sealed
        return not self.pages or (closed and not self.steps and not self.rows)


@dataclass(frozen=True)
class Shape:
    """What a row of a table must be like: its columns' names, kinds of value, and which may be empty."""

    columns: tuple[str, ...]
    kinds: tuple[type, ...]
    needed: tuple[bool, ...]

    def read(self, values: tuple[Any, ...]) -> Values | None:
        """Give the row by column; None where it cannot be one. Columns added after the row was written are empty."""
        if not values or len(values) > len(self.columns) or not isinstance(values[0], str) or not values[0]:
            return None
        full = values + (None,) * (len(self.columns) - len(values))
        for value, kind, needed in zip(full, self.kinds, self.needed, strict=True):
            if not isinstance(value, kind) and (needed or value is not None):
                return None
        return dict(zip(self.columns, full, strict=True))


def shapes(connection: Connection, tables: dict[str, Table]) -> dict[str, Shape]:
    """Read the shapes of tables, and of those with their bodies, from a schema that was just made."""
    found = {}
    for name in (*tables, *bodies(connection).values()):
        columns = connection.execute('SELECT name, type, "notnull" FROM pragma_table_info(?)', (name,)).fetchall()
        found[name] = Shape(
            tuple(str(column) for column, _, _ in columns),
            tuple(int if kind == "INTEGER" else str for _, kind, _ in columns),
            tuple(bool(needed) for _, _, needed in columns),
        )
    return found


def gather(pages: Pages, wanted: dict[str, Shape], tick: Callable[[int], object]) -> Gathered:
    """Read what can be read. `tick` is called with the number of pages looked at."""
    return _Gatherer(pages, wanted, tick).run()


class _Gatherer:
    def __init__(self, pages: Pages, wanted: dict[str, Shape], tick: Callable[[int], object]) -> None:
        self._pages, self._shapes, self._tick = pages, wanted, tick
        self._found = Gathered(pages=pages.count)
        self._met: set[int] = set()
        self._unplaced: list[Found] = []

    def run(self) -> Gathered:
        """Read tables, then the loose pages, then place what was found loose."""
        found, roots = self._found, self._pages.roots()
        bad, found.sealed = self._pages.bad(), self._pages.sealed
        found.bad = len(bad) or int(not found.sealed)
        with contextlib.suppress(Unreadable):
            (found.version,) = struct.unpack_from(">I", self._pages.plain(1), 60)
        self._met |= set(self._pages.walk(1))
        for name in ("step", "journal", "counter", *self._shapes):
            if name in roots and self._table(name, roots[name].root):
                found.whole.add(name)
        for name, tree in roots.items():
            if tree.is_index and self._index(name, tree):
                found.listed.add(tree.table)
        # The first page alone lists the others; where it alone is gone, each of them was looked at.
        everything = "journal" in found.whole or (found.sealed and bad == [1])
        found.listed |= self._shapes.keys() if everything else found.whole
        for page in range(1, self._pages.count + 1):
            if page not in self._met and self._pages.kind(page) in (LEAF_TABLE, LEAF_INDEX, INNER_INDEX):
                self._loose(page)
        self._place()
        return found

    def _table(self, name: str, root: int) -> bool:
        """Read one table; say whether all of it was there."""
        whole = True
        for page in self._pages.walk(root):
            self._tick(1)
            fresh = page not in self._met
            self._met.add(page)
            for record in self._records(page):
                whole &= record is not None
                if record is not None and fresh and not self._take(name, record):
                    self._unplaced.append(record)
            whole &= self._pages.is_good(page)
        return whole

    def _index(self, name: str, tree: Tree) -> bool:
        """Read which row numbers an index holds, and which uids, where it is the table's own; say if all of it was."""
        whole = True
        for page in self._pages.walk(tree.root):
            if page in self._met:
                continue
            self._met.add(page)
            self._tick(1)
            whole &= self._pages.is_good(page)
            if tree.table not in self._shapes:
                continue
            for record in self._records(page):
                whole &= record is not None
                if record is not None and record.values and isinstance(record.values[-1], int):
                    self._found.indexed[tree.table].add(record.values[-1])
                    if name.startswith(_OWN_INDEX) and isinstance(record.values[0], str):
                        self._found.numbers[tree.table][record.values[-1]] = record.values[0]
        return whole

    def _loose(self, page: int) -> None:
        """Read a page that nothing points to: steps and entries are known by their shape, rows are placed later."""
        self._tick(1)
        index = self._pages.kind(page) != LEAF_TABLE
        for record in self._records(page):
            if record is None:
                continue
            if index:
                self._step(record.values)
            elif not self._entry(record.values):
                self._unplaced.append(record)

    def _records(self, page: int) -> Iterator[Found | None]:
        try:
            yield from self._pages.records(page)
        except Unreadable:
            yield None

    def _take(self, name: str, record: Found) -> bool:
        if name == "journal":
            return self._entry(record.values)
        if name == "step":
            return self._step(record.values)
        if name == "counter":
            if len(record.values) == 3 and isinstance(record.values[1], int):
                self._found.commits = record.values[1]
            return True
        row = self._shapes[name].read(record.values)
        if row is not None:
            self._add(name, row)
            self._found.numbers[name][record.number] = row["uid"]
        return row is not None

    def _add(self, table: str, row: Values) -> None:
        readings = self._found.rows[table, row["uid"]]
        if row not in readings:
            readings.append(row)

    def _entry(self, values: tuple[Any, ...]) -> bool:
        """Take a journal entry, if it is one: (row id as null, device, step, n, table, row, person, op, change ...)."""
        if len(values) != _ENTRY or values[0] is not None or values[7] not in ("I", "U", "D"):
            return False
        device, step, n, table, row, *_ = values[1:]
        if not isinstance(table, str) or not isinstance(row, str):
            return False
        if isinstance(device, str) and isinstance(step, int) and isinstance(n, int):
            self._found.entries.setdefault((device, step, n), values[1:])
        return True

    def _step(self, values: tuple[Any, ...]) -> bool:
        """Take a step's header, if it is one."""
        kinds: tuple[Any, ...] = (str, int, int, str, str, str, str, _TEXT, _TEXT, _TEXT, str, str)
        if len(values) != _STEP or not all(isinstance(v, k) for v, k in zip(values, kinds, strict=True)):
            return False
        self._found.steps.setdefault((values[0], values[1]), values)
        return True

    def _place(self) -> None:
        """Give each loose record to the table that journal or index name for its uid, or the only one it fits."""
        tables: dict[str, set[str]] = defaultdict(set)
        for entry in self._found.entries.values():
            tables[entry[4]] |= {entry[3], body_of(entry[3])}
        for table, numbers in self._found.numbers.items():
            for uid in numbers.values():
                tables[uid].add(table)
        for record in self._unplaced:
            own = str(record.values[0]) if record.values else ""
            fits = {name: row for name, shape in self._shapes.items() if (row := shape.read(record.values))}
            named = fits.keys() & tables.get(own, set())
            chosen = named or (fits.keys() if len(fits) == 1 else set())
            for name in chosen:
                self._add(name, fits[name])
                self._found.numbers[name].setdefault(record.number, own)
