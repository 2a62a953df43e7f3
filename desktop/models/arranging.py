"""Choosing and ordering rows: pure, in pieces short enough that the window never waits for one.

A row is a tuple with its uid first. An order that was made once is kept with its snapshot, so that typing into a
search field only has to look through it.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any, TypeVar

from desktop.services.errors import Cancelled
from desktop.services.language import fold

Row = tuple[Any, ...]
Progress = Callable[[int, int], bool]
_T = TypeVar("_T")

# One C call holds the interpreter: this many keys sort in about 5 ms, and as many rows are looked through in 1 ms.
_PIECE = 4_000
_SLICE = 2_000
# Orders kept for each snapshot; one of 100,000 rows takes 2 to 8 MB.
_KEPT = 2


@dataclass(frozen=True)
class Column:
    """One column: how a row is shown and sorted in it.

    `sort` gives any key comparable within the column; without it the folded display is used.
    `tone` names a tone of the theme ("muted", "warning", "danger", "strong"); `icon` names an icon.
    `width` is in characters, for the first time it is shown. `shown` says whether it is there at first; `kept` that
    it cannot be taken away.
    """

    key: str
    heading: str
    display: Callable[[Row], str]
    sort: Callable[[Row], Any] | None = None
    width: int = 14
    numeric: bool = False
    tone: Callable[[Row], str] | None = None
    icon: Callable[[Row], str] | None = None
    tip: Callable[[Row], str] | None = None
    shown: bool = True
    kept: bool = False

    def key_of(self, row: Row) -> object:
        """Give what the row is sorted by in this column."""
        return self.sort(row) if self.sort else fold(self.display(row))


@dataclass(frozen=True)
class Arrangement:
    """Which rows are shown and in which order; `keys` are the sort keys of the shown rows, `folded` their texts."""

    rows: tuple[Row, ...]
    keys: tuple[Any, ...]
    folded: tuple[str, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """Rows with their folded search texts; made where the rows were read, so on the worker."""

    rows: tuple[Row, ...] = ()
    folded: tuple[str, ...] = ()
    _orders: dict[tuple[str, bool], Arrangement] = field(default_factory=dict, repr=False, compare=False)

    def ordered(self, column: Column | None, descending: bool, progress: Progress | None) -> Arrangement:
        """Give all rows by a column, equal ones as they came."""
        if column is None:
            return Arrangement(self.rows, (), self.folded)
        name = column.key, descending
        found = self._orders.get(name)
        if found is None:
            found = _order(self, column, descending, progress)
            while len(self._orders) >= _KEPT:
                self._orders.pop(next(iter(self._orders)), None)
            self._orders[name] = found
        return found


def snapshot(
    rows: Iterable[Row],
    columns: Sequence[Column],
    search: Callable[[Row], str] | None = None,
    progress: Progress | None = None,
) -> Snapshot:
    """Freeze rows; `search` gives the text that search looks in, by default all columns."""
    frozen = tuple(rows)
    text = search or (lambda row: " ".join(column.display(row) for column in columns))
    folded: list[str] = []
    for piece in _pieces(frozen, progress):
        folded += [fold(text(row)) for row in piece]
    return Snapshot(frozen, tuple(folded))


def arrange(
    snap: Snapshot,
    column: Column | None,
    descending: bool,
    query: str,
    keep: Callable[[Row], bool] | None,
    progress: Progress | None = None,
) -> Arrangement:
    """Choose and order rows: every word of `query` must occur, in any order; `keep` filters further.

    `progress` hears how far it is, and is where the window gets its turn. Raises Cancelled.
    """
    whole = snap.ordered(column, descending, progress)
    words = tuple(dict.fromkeys(fold(query).split()))
    if not words and keep is None:
        return whole
    chosen: list[bool] = []
    for start in range(0, len(whole.rows), _SLICE):
        _step(progress, start, len(whole.rows))
        chosen += _fitting(whole, start, start + _SLICE, words, keep)
    return Arrangement(
        tuple(compress(whole.rows, chosen)), tuple(compress(whole.keys, chosen)), tuple(compress(whole.folded, chosen))
    )


def _fitting(
    whole: Arrangement, start: int, stop: int, words: tuple[str, ...], keep: Callable[[Row], bool] | None
) -> list[bool]:
    """Say of each row of a piece whether it is shown."""
    rows, texts = whole.rows[start:stop], whole.folded[start:stop]
    if len(words) == 1:
        word = words[0]
        found = [word in text for text in texts]
    elif words:
        found = [all(word in text for word in words) for text in texts]
    else:
        found = [True] * len(rows)
    if keep is None:
        return found
    return [fits and keep(row) for fits, row in zip(found, rows, strict=True)]


def _order(snap: Snapshot, column: Column, descending: bool, progress: Progress | None) -> Arrangement:
    keys: list[Any] = []
    for piece in _pieces(snap.rows, progress):
        keys += [column.key_of(row) for row in piece]
    places = sorted_places(keys, descending, progress)
    kept = () if column.sort else tuple(keys[at] for at in places)
    return Arrangement(
        tuple(snap.rows[at] for at in places), kept, tuple(snap.folded[at] for at in places) if snap.folded else ()
    )


def sorted_places(keys: Sequence[Any], descending: bool = False, progress: Progress | None = None) -> list[int]:
    """Give the places of `keys` in their order, equal ones as they stand; in pieces, by a sample of the keys."""
    if len(keys) <= _PIECE:
        return sorted(range(len(keys)), key=keys.__getitem__, reverse=descending)
    sample = sorted(keys[:: max(1, len(keys) // 512)])
    bounds = sample[:: max(1, len(sample) * _PIECE // (2 * len(keys)))]
    buckets: list[list[int]] = [[] for _ in range(len(bounds) + 1)]
    for piece in _pieces(range(len(keys)), progress):
        for at in piece:
            buckets[bisect.bisect_right(bounds, keys[at])].append(at)
    found: list[int] = []
    for bucket in reversed(buckets) if descending else buckets:
        _step(progress, len(found), len(keys))
        found += sorted(bucket, key=keys.__getitem__, reverse=descending)
    return found


def _pieces(whole: Sequence[_T], progress: Progress | None) -> Iterator[Sequence[_T]]:
    """Give a sequence in slices, and the window its turn before each."""
    for start in range(0, len(whole), _SLICE):
        _step(progress, start, len(whole))
        yield whole[start : start + _SLICE]


def _step(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None and not progress(done, total):
        raise Cancelled
