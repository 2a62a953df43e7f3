"""SQL of imports: which column was which in a source's files, and the imports that were done."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from desktop.services.people.roster_types import Problem, SavedMapping
from desktop.services.people.types import ImportRun
from desktop.services.vault import Step, Workspace, uid_of

TIER: Final = "programme"
_RUN: Final = "uid, kind, source, columns, counts, problems, notices, author, made"


def mappings(ws: Workspace, kind: str) -> list[SavedMapping]:
    """Read the saved mappings of a kind of file, the one used last first."""
    sql = "SELECT uid, kind, name, headings, fields, used FROM @.column_map WHERE kind = ? ORDER BY used DESC, uid"
    return [
        SavedMapping(uid, of, name, tuple(json.loads(headings)), json.loads(fields), used)
        for uid, of, name, headings, fields, used in ws.rows(TIER, sql, (kind,))
    ]


def mapping_uid(kind: str, key: str) -> str:
    """Give the row of a mapping: two laptops that save one for the same columns write the same row."""
    return uid_of("column_map", kind, key)


def put_mapping(step: Step, mapping: SavedMapping, *, there: bool) -> None:
    """Write a saved mapping, a new one or over the one that is there."""
    columns = {
        "name": mapping.name,
        "headings": json.dumps(mapping.headings, ensure_ascii=False),
        "fields": json.dumps(dict(mapping.fields), ensure_ascii=False),
        "used": mapping.used,
    }
    if there:
        step.update("column_map", mapping.uid, **columns)
    else:
        step.insert("column_map", mapping.uid, kind=mapping.kind, **columns)


def put_run(step: Step, run: ImportRun) -> None:
    """Write what an import was; its author as a uid."""
    step.insert(
        "import_run",
        run.uid,
        kind=run.kind,
        source=run.source,
        columns=json.dumps(run.columns, ensure_ascii=False),
        counts=json.dumps(dict(run.counts)),
        problems=json.dumps([[one.row, one.field, one.message] for one in run.problems], ensure_ascii=False),
        notices=json.dumps(run.notices, ensure_ascii=False),
        author=run.author,
        made=run.made,
    )


def runs(ws: Workspace) -> list[ImportRun]:
    """Read the imports that stand."""
    names = _RUN.split(", ")
    rows = ws.rows(TIER, f"SELECT {_RUN} FROM @.import_run")  # noqa: S608 - a constant
    return [run_of(dict(zip(names, row, strict=True)), undone=False) for row in rows]


def run_of(values: Mapping[str, Any], *, undone: bool) -> ImportRun:
    """Make an import of a row's columns by name."""
    columns: Sequence[Sequence[str]] = json.loads(values["columns"])
    return ImportRun(
        values["uid"],
        values["kind"],
        values["source"],
        values["author"],
        values["made"],
        tuple((heading, field) for heading, field in columns),
        json.loads(values["counts"]),
        tuple(Problem(row, field, message) for row, field, message in json.loads(values["problems"])),
        tuple(json.loads(values["notices"])),
        undone,
    )
