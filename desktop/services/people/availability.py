"""When people are free, for an area whose own step also writes it: an import is one step. Knows no such area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop.services.people import store
from desktop.services.people.rules import place_of_period
from desktop.services.vault import Step, Workspace


def free_rows(ws: Workspace) -> dict[str, dict[str, tuple[str, ...]]]:
    """Give the rows of free periods by person and period, all as uids; a person of several records may have several."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    same = store.kept(ws)
    for person, period, row in store.free(ws):
        mine = found.setdefault(same.of(person), {})
        mine[period] = (*mine.get(period, ()), row)
    return found


def add_periods(step: Step, labels: Mapping[str, str]) -> None:
    """Add periods that are not there yet, by their key (`rules.label_key`); each uid is that of the key."""
    for key, label in labels.items():
        store.insert_period(step, key, label, *place_of_period(label))


def set_free(step: Step, person: str, present: Mapping[str, Iterable[str]], wanted: Iterable[str]) -> None:
    """Make the free periods of a person those `wanted`; `present` maps those stored to their rows, as `free_rows`."""
    store.set_free(step, person, present, wanted)
