"""The imports that were done, and what each of them did, read from its journal; also of one that was taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from desktop.services.people import store, store_imports
from desktop.services.people.errors import NoSuchImport
from desktop.services.people.names import display_name
from desktop.services.people.types import (
    ChangedPerson,
    ImportPlan,
    ImportReport,
    ImportRun,
    Person,
    ReportedChange,
    ReportedPerson,
)
from desktop.services.vault import Step, Workspace, Written, gone_rows, made_by, made_when, new_uid, written

MOST_PROBLEMS: Final = 2000
_TABLE: Final = "import_run"
_REPORTED: Final = (
    "number", "family", "given", "preferred", "birth_date", "year", "form", "kind", "status", "source_key", "email",
    "phone", "job", "languages", "access_needs",
)  # fmt: skip


def has_new_values(one: ChangedPerson) -> bool:
    """Say whether the file changes a detail of somebody; to be back alone is no changed value."""
    return any(name != "status" for name, *_ in one.fields)


def counts_of(plan: ImportPlan) -> dict[str, int]:
    """Count what an import does, as it is written down and said everywhere.

    changed: those with changed values; left, back, joined (found under another number) and guardians are counts of
    their own. missing: those who stay as they are. guardians: new ones.
    """
    return {
        "people": plan.students,
        "new": len(plan.new),
        "changed": sum(map(has_new_values, plan.changed)),
        "unchanged": len(plan.unchanged),
        "missing": len(plan.missing),
        "skipped": len(plan.skipped),
        "problems": len(plan.problems),
        "alike": len({one.row for one in plan.alike}),
        "joined": len({one.row for one in plan.alike if one.chosen} | {o.row for o in plan.changed if _renumbered(o)}),
        "left": len(plan.leavers),
        "back": len(plan.back),
        "returners": len(plan.returners),
        "guardians": sum(not one.uid for one in plan.guardians),
        "guardians_changed": sum(bool(one.uid) for one in plan.guardians),
    }


def _renumbered(one: ChangedPerson) -> bool:
    """Say whether somebody was found by neither key nor number, but because a person said who it is."""
    fields = {name: old for name, old, _ in one.fields}
    return bool(fields.get("number")) and (not one.person.source_key or "source_key" in fields)


def write_run(ws: Workspace, step: Step, plan: ImportPlan) -> str:
    """Write down what an import is, within its step; give its uid."""
    columns = tuple((use.heading, use.field) for use in plan.columns)
    problems, notices = plan.problems[:MOST_PROBLEMS], plan.notices
    return record_run(ws, step, plan.kind, plan.source, columns, counts_of(plan), problems, notices)


def record_run(
    ws: Workspace,
    step: Step,
    kind: str,
    source: str,
    columns: Sequence[tuple[str, str]],
    counts: Mapping[str, int],
    problems: Sequence[Any],
    notices: Sequence[str],
) -> str:
    """Write an import of any kind (students, staff, participants, pairs) within its step; give its uid."""
    now = ws.clock.now().isoformat(timespec="seconds")
    run = ImportRun(new_uid(), kind, source, ws.user.uid, now, tuple(columns), counts, tuple(problems), tuple(notices))
    store_imports.put_run(step, run)
    return run.uid


def import_runs(ws: Workspace) -> tuple[ImportRun, ...]:
    """List the imports, newest first, those that were taken back too. author: a label."""
    gone = [store_imports.run_of(values, undone=True) for values in gone_rows(ws, store.TIER, _TABLE).values()]
    order = made_when(ws, store.TIER, _TABLE)
    found = sorted((*store_imports.runs(ws), *gone), key=lambda run: (order.get(run.uid, 0), run.uid), reverse=True)
    return tuple(_labelled(ws, run) for run in found)


def _labelled(ws: Workspace, run: ImportRun) -> ImportRun:
    return replace(run, author=ws.labels.get(run.author, run.author))


def import_report(ws: Workspace, uid: str | None = None) -> ImportReport:
    """Read the report of an import, of the newest one without `uid`. Raises NoSuchImport."""
    run = next((one for one in import_runs(ws) if uid in (None, one.uid)), None)
    step = made_by(ws, store.TIER, _TABLE, run.uid) if run else None
    if run is None or step is None:
        raise NoSuchImport
    rows = [one for one in written(ws, step) if one.table == "person" and one.values]
    known = store.records(ws, [one.row for one in rows if one.op == "U"])
    new = tuple(_new(one) for one in rows if one.op == "I")
    changed = tuple(_changed(one, known.get(one.row)) for one in rows if one.op == "U")
    return ImportReport(run, new, changed)


def rows_written(ws: Workspace, uid: str) -> tuple[Written, ...]:
    """Read what the step of an import wrote beside its record, also of one that was taken back. Raises NoSuchImport."""
    step = made_by(ws, store.TIER, _TABLE, uid)
    if step is None:
        raise NoSuchImport
    return tuple(one for one in written(ws, step) if one.table not in (_TABLE, "column_map"))


def _new(one: Written) -> ReportedPerson:
    values = {name: str(pair[1] or "") for name, pair in one.values.items()}
    name = f"{values['preferred'] or values['given']} {values['family']}".strip()
    return ReportedPerson(one.row, values["number"], name, values["year"], values["form"], values["kind"])


def _changed(one: Written, person: Person | None) -> ReportedChange:
    # The journal keeps some columns together, such as those of the name: what is the same on both sides did not change.
    fields = tuple(
        (name, _text(name, one.values[name][0]), _text(name, one.values[name][1]))
        for name in _REPORTED
        if name in one.values and (one.values[name][0] or "") != (one.values[name][1] or "")
    )
    return ReportedChange(one.row, person.number if person else "", display_name(person) if person else "", fields)


def _text(name: str, value: object) -> str:
    if name == "languages" and value:
        return ", ".join(json.loads(str(value)))
    return str(value or "")
