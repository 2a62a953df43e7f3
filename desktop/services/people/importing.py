"""A roster into the workspace: the plan against who is there, then one step that is wholly done or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from desktop.services.errors import Cancelled
from desktop.services.people import store, store_details
from desktop.services.people.errors import PlanOutdated
from desktop.services.people.import_runs import write_run
from desktop.services.people.mappings import remember_mapping, write_mapping
from desktop.services.people.plan import plan
from desktop.services.people.roster_types import Roster
from desktop.services.people.types import Decisions, GuardianLink, ImportPlan, Person, PersonDraft, PlannedGuardian
from desktop.services.vault import Changes, Step, Workspace, new_uid

Progress = Callable[[int, int], bool]
_PORTION: Final = 500
_VERBS: Final = {"students": "import_roster", "staff": "import_staff"}


def plan_import(
    ws: Workspace, roster: Roster, date_order: str | None = None, decisions: Decisions | None = None
) -> ImportPlan:
    """Say what importing `roster` would do; nothing is written. date_order: dmy, mdy or ymd where the file proves none.

    decisions: what a person said of those who look alike, have left or are back. Raises DateOrderUnclear,
    UnknownDateOrder.
    """
    existing, links = store.persons(ws), _links(ws)
    same = store.kept(ws)
    further = store.records(ws, sorted(same.targets)) if same.targets else {}
    records: dict[str, list[Person]] = {}
    for uid, one in further.items():
        records.setdefault(same.of(uid), []).append(one)
    today = ws.clock.today()
    basis = _basis(existing, links)
    return plan(roster, existing, today, date_order, basis, decisions=decisions, records=records, links=links)


def _links(ws: Workspace) -> list[GuardianLink]:
    same = store.kept(ws)
    return [
        GuardianLink(same.of(link.guardian), place=link.place, student=same.of(link.student))
        for _, link in store_details.links(ws)
    ]


def import_roster(ws: Workspace, plan: ImportPlan, progress: Progress | None = None) -> Changes:
    """Do what `plan` says as one step, guardians, leavers and the columns' meaning with it; `uid` is its import run.

    Nothing at all is written where it holds nothing new. `progress(done, total)` answers False to stop: nothing is
    written then, and Cancelled is raised. Raises PlanOutdated where people have changed since the plan was made.
    """
    if plan.basis != _basis(store.persons(ws), _links(ws)):
        raise PlanOutdated
    total = len(plan.new) + len(plan.changed) + len(plan.leavers)
    if not total and not plan.guardians:
        return remember_mapping(ws, plan.headings, plan.kind, dict(plan.mapping), plan.part)
    with ws.step(store.TIER, _VERBS[plan.kind], about=str(_touched(plan))) as step:
        uids = {one.row: new_uid() for one in plan.new}
        people = ((uids[one.row], one.draft, one.source_key) for one in plan.new)
        done = 0
        for part in _portions(people):
            _go_on(progress, done, total)
            store.insert_many(step, part)
            done += len(part)
        for uid, values in _changes(plan):
            if done % _PORTION == 0:
                _go_on(progress, done, total)
            store.write(step, uid, values)
            done += 1
        _write_guardians(step, plan, uids)
        if plan.mapping:
            write_mapping(ws, step, plan.headings, plan.kind, dict(plan.mapping), plan.part)
        step.uid = write_run(ws, step, plan)
        _go_on(progress, total, total)
    return step.changes


def _touched(plan: ImportPlan) -> int:
    """Count the people of the file about whom something is written."""
    rows = {one.row for one in plan.new}
    known = {one.person.uid for one in plan.changed} | {one.uid for one in plan.leavers}
    for one in plan.guardians:
        for student, row, *_ in one.links:
            (known.add(student) if student else rows.add(row))
    return len(rows) + len(known)


def _portions(people: Iterator[tuple[str, PersonDraft, str]]) -> Iterator[Sequence[tuple[str, PersonDraft, str]]]:
    part: list[tuple[str, PersonDraft, str]] = []
    for one in people:
        part.append(one)
        if len(part) == _PORTION:
            yield part
            part = []
    if part:
        yield part


def _changes(plan: ImportPlan) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the values to write of each known person."""
    for changed in plan.changed:
        yield changed.person.uid, {name: _value(name, new) for name, _, new in changed.fields}
    for one in plan.leavers:
        yield one.uid, {"status": "left"}


def _value(name: str, new: str | None) -> Any:  # noqa: ANN401 - what the field is
    return tuple((new or "").split(", ")) if name == "languages" else new


def _write_guardians(step: Step, plan: ImportPlan, uids: dict[int, str]) -> None:
    """Add guardians and their links; what stands in a link already is not touched."""
    new = [(new_uid(), one) for one in plan.guardians if not one.uid]
    store.insert_many(step, [(uid, one.draft, "") for uid, one in new])
    stored = [(one.uid, one) for one in plan.guardians if one.uid]
    for uid, one in stored:
        if one.fields:
            store.write(step, uid, {name: value for name, _, value in one.fields})
    for uid, one in (*new, *stored):
        _link(step, uid, one, uids)


def _link(step: Step, guardian: str, one: PlannedGuardian, uids: dict[int, str]) -> None:
    for student, row, relation, place in one.links:
        store_details.insert_link(step, student or uids[row], GuardianLink(guardian, relation, place))


def _go_on(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None and not progress(done, total):
        raise Cancelled


def _basis(people: Iterable[Person], links: Iterable[GuardianLink]) -> int:
    # Good for one run of the program, which is as long as a plan lives.
    return hash((frozenset(people), frozenset(links)))
