"""A roster into the workspace: the plan against who is there, then one step that is wholly done or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from desktop.services.errors import Cancelled
from desktop.services.people import store
from desktop.services.people.errors import PlanOutdated
from desktop.services.people.plan import plan
from desktop.services.people.types import ImportPlan, Person, Roster
from desktop.services.vault import Changes, Workspace

Progress = Callable[[int, int], bool]
_PORTION: Final = 500


def plan_import(ws: Workspace, roster: Roster, date_order: str | None = None) -> ImportPlan:
    """Say what importing `roster` would do; nothing is written. date_order: dmy, mdy or ymd where the file proves none.

    Raises DateOrderUnclear, UnknownDateOrder.
    """
    existing = store.persons(ws)
    return plan(roster, existing, ws.clock.today(), date_order, basis=_basis(existing))


def import_roster(ws: Workspace, plan: ImportPlan, progress: Progress | None = None) -> Changes:
    """Do what `plan` says as one step; nothing at all where it holds nothing new.

    `progress(done, total)` answers False to stop: nothing is written then, and Cancelled is raised. Raises
    PlanOutdated where people have changed since the plan was made.
    """
    if plan.basis != _basis(store.persons(ws)):
        raise PlanOutdated
    total = len(plan.new) + len(plan.changed)
    with ws.step(store.TIER, "import_roster", about=str(total)) as step:
        for start in range(0, len(plan.new), _PORTION):
            _go_on(progress, start, total)
            store.insert_many(step, plan.new[start : start + _PORTION])
        for index, changed in enumerate(plan.changed):
            if index % _PORTION == 0:
                _go_on(progress, len(plan.new) + index, total)
            store.change(step, changed.person.uid, changed.fields)
        _go_on(progress, total, total)
    return step.changes


def _go_on(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None and not progress(done, total):
        raise Cancelled


def _basis(people: Iterable[Person]) -> int:
    # Good for one run of the program, which is as long as a plan lives.
    return hash(frozenset(people))
