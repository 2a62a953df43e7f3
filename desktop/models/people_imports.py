"""What the import's window asks of the services: opening and recognising a file, reading it, comparing, importing.

Opening and reading need no workspace; comparing and importing run on the worker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from desktop.models.people_imports_rows import (
    PLAN_ASK,
    PLAN_KIND,
    field_words,
    participant_rows,
    plain,
    plan_columns,
    plan_rows,
    search_text,
)
from desktop.models.people_imports_types import AskKey, Done, Look, Opened, Reading
from desktop.models.rows import Row, snapshot
from desktop.services import files, people, programme
from desktop.services.language import say
from desktop.services.people.errors import NoHeader, NoNameColumn, NoNumberColumn, PlanOutdated
from desktop.services.people.mappings import mapping_for
from desktop.services.people.types import Decisions, ImportPlan, Roster
from desktop.services.programme.types import ParticipantFile, ParticipantPlan
from desktop.services.vault import Changes, Workspace

__all__ = ["field_words", "plain"]

Progress = Callable[[int, int], bool]
Material = Roster | ParticipantFile


def asks_columns(error: Exception) -> bool:
    """Say whether a person can help by saying which column is which."""
    return isinstance(error, NoHeader | NoNumberColumn | NoNameColumn)


def sentence_for_window(error: Exception) -> str:
    """Say an error for a window where its own sentence names options of the command line; "" for any other."""
    if asks_columns(error):
        return say(
            "The columns of this list are not recognised. Nothing was changed. Name them in its first row, such as "
            "number, family name, given name, and choose it again."
        )
    return ""


def mapping_of(material: Material | None) -> dict[str, str] | None:
    """Give which heading was taken for which field when it was read."""
    if not isinstance(material, Roster):
        return None
    return {use.heading: {"full_name": "name"}.get(use.field, use.field) for use in material.columns}


def save_template(path: str) -> None:
    """Write an empty participants file to fill in."""
    files.write_whole(Path(path), programme.participants_template())


def remembered(ws: Workspace, opened: Opened) -> Mapping[str, str] | None:
    """Give what was said of these columns the last time, or None."""
    if opened.source != "table" or not opened.part:
        return None
    found = mapping_for(ws, opened.book, opened.kind, opened.part)
    return found[1] if found else None


def read(opened: Opened, reading: Reading) -> Material:
    """Read the people of a file. Raises one class per situation."""
    if opened.kind == "participants":
        return programme.read_participants(Path(opened.path))
    mapping = reading.mapping
    sheet = opened.part if opened.source == "table" else None
    if mapping is None:
        return people.read_roster(opened.book, kind=opened.kind, sheet=sheet)
    if all(heading.startswith("#") for heading in mapping):
        skip = 0 if reading.first_is_data else 1
        return people.read_roster(opened.book, kind=opened.kind, sheet=sheet, mapping=mapping, skip=skip)
    if reading.first_is_data:
        names = [mapping.get(column.heading) or "-" for column in opened.examples]
        return people.read_roster(opened.book, kind=opened.kind, sheet=sheet, no_header=names)
    return people.read_roster(opened.book, kind=opened.kind, sheet=sheet, mapping=mapping)


def look(ws: Workspace, material: Material, reading: Reading) -> Look:
    """Compare what was read with the workspace; nothing is written."""
    if isinstance(material, Roster):
        plan = people.plan_import(ws, material, reading.order or None)
        writes = len(plan.new) + len(plan.changed) - len(plan.back)
        rows = plan_rows(plan, material)
        return _look(rows, plan.notices, writes, plan.students, plan)
    answer = programme.plan_participants(ws, material)
    summary = say(
        "{new} new, {changed} changed, {unchanged} unchanged",
        new=answer.new,
        changed=answer.changed,
        unchanged=answer.unchanged,
    )
    notices = [summary, *answer.notices]
    if answer.new_periods:
        notices.append(say("New periods: {labels}", labels=", ".join(answer.new_periods)))
    return _look(participant_rows(answer), tuple(notices), answer.new + answer.changed, answer.total, answer)


def _look(
    rows: tuple[Row, ...], notices: tuple[str, ...], writes: int, people: int, plan: ImportPlan | ParticipantPlan
) -> Look:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row[PLAN_KIND]] = counts.get(row[PLAN_KIND], 0) + 1
    order = getattr(plan, "date_order", None) or ""
    frozen = snapshot(rows, plan_columns(lambda _: ("", "")), search_text)
    asks = tuple(row[PLAN_ASK] for row in rows if row[PLAN_ASK] is not None)
    return Look(rows, frozen, notices, writes, people, plan, order, counts, asks)


def decisions(answers: Mapping[AskKey, str]) -> Decisions:
    """Gather what was decided, as the services take it. Who is somebody of the file has not left."""
    same = {int(key[1]): key[2] if value == "same" else "" for key, value in answers.items() if key[0] == "same"}
    left = {key[1] for key, value in answers.items() if key[0] == "left" and value == "left"}
    back = {key[1] for key, value in answers.items() if key[0] == "back" and value == "back"}
    return Decisions(same, frozenset(left - set(same.values())), frozenset(back))


def bring_in(
    ws: Workspace, material: Material, reading: Reading, shown: Look, answers: Mapping[AskKey, str], progress: Progress
) -> tuple[object, Done]:
    """Import with what was decided, in one step. Raises PlanOutdated where people changed since the dry run."""
    if not isinstance(material, Roster):
        changes = programme.import_participants(ws, shown.plan.file)
        written = next(one for one in _parts(changes) if isinstance(one, Changes))
        n = int(written.about) if written.about.isdigit() else 0
        return written, Done("participants", written, n, ())
    plan = people.plan_import(ws, material, reading.order or None, decisions(answers))
    if plan.basis != shown.plan.basis:
        raise PlanOutdated
    made = people.import_roster(ws, plan, progress)
    n = len(plan.new) + len(plan.changed) + len(plan.leavers)
    lines = (
        (say("new"), len(plan.new)),
        (say("changed"), len(plan.changed) - len(plan.back)),
        (say("back"), len(plan.back)),
        (say("have left"), len(plan.leavers)),
        (say("unchanged"), len(plan.unchanged)),
        (say("left out"), len(plan.skipped)),
    )
    return made, Done(material.kind, made, n, lines, made.uid)


def _parts(result: object) -> tuple[object, ...]:
    return result if isinstance(result, tuple) else (result,)
