"""What the import's window asks of the services: opening and recognising a file, reading it, comparing, importing.

Opening and reading need no workspace; comparing and importing run on the worker.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from desktop.models.people_imports_pairs import pair_lines, pair_notices, pair_rows
from desktop.models.people_imports_participants import participant_notices, participant_rows, tally, tally_lines
from desktop.models.people_imports_rows import (
    NOBODY,
    OUT,
    PLAN_ASK,
    PLAN_KIND,
    plain,
    plan_columns,
    plan_rows,
    search_text,
)
from desktop.models.people_imports_types import AskKey, Done, Look, Opened, Reading
from desktop.models.rows import Row, snapshot
from desktop.services import files, matching, people, programme, reports
from desktop.services.language import profile, say
from desktop.services.matching.errors import NotAPairsFile
from desktop.services.matching.pairs_types import PairsFile, PairsPlan
from desktop.services.people.errors import PlanOutdated
from desktop.services.people.field_words import field_word as field_words
from desktop.services.people.roster_errors import (
    ColumnNamedTwice,
    NoHeader,
    NoNameColumn,
    NoNumberColumn,
    UnknownHeading,
)
from desktop.services.people.roster_types import Roster
from desktop.services.people.types import Decisions, ImportPlan, ImportRun
from desktop.services.programme.errors import NotAParticipantsFile
from desktop.services.programme.types import ParticipantFile, ParticipantPlan, RowProblem
from desktop.services.reports.types import ImportPaper
from desktop.services.vault import Changes, Workspace, undo_step
from desktop.services.vault.types import StepRef

__all__ = ["field_words", "plain"]

Progress = Callable[[int, int], bool]
Material = Roster | ParticipantFile | PairsFile
_COLUMNS_WRONG: Final = (
    NoHeader,
    NoNumberColumn,
    NoNameColumn,
    UnknownHeading,
    ColumnNamedTwice,
    NotAParticipantsFile,
    NotAPairsFile,
)


def report(ws: Workspace, uid: str) -> ImportPaper:
    """Make the report of an import as a document, on the paper of the school's country."""
    made = reports.import_report(ws, uid)
    return replace(made, edition=replace(made.edition, paper="letter" if profile().paper == "letter" else "a4"))


def take_back(ws: Workspace, step: StepRef | None) -> Changes | None:
    """Undo an import, whatever was done after it. Raises what undoing a step raises."""
    return undo_step(ws, step) if step is not None else None


def last_import(ws: Workspace) -> ImportRun | None:
    """Give the newest import that was not taken back."""
    return next((run for run in people.import_runs(ws) if not run.undone), None)


def asks_columns(error: Exception) -> bool:
    """Say whether a person can help by saying which column is which."""
    return isinstance(error, _COLUMNS_WRONG)


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
    if isinstance(material, ParticipantFile | PairsFile):
        return {column.heading: column.field for column in material.columns}
    if material is None:
        return None
    return {use.heading: {"full_name": "name"}.get(use.field, use.field) for use in material.columns}


def save_template(path: str) -> None:
    """Write an empty participants file to fill in."""
    files.write_whole(Path(path), programme.participants_template())


def remembered(ws: Workspace, opened: Opened, kinds: tuple[str, ...]) -> tuple[str, Mapping[str, str] | None] | None:
    """Give (kind, mapping) of what was said of these columns the last time, or None. kinds: in the order to look."""
    if opened.source != "table" or not opened.part:
        return None
    if kinds[0] == "participants" and len(kinds) > 1 and _lists_students(opened) and not people.list_people(ws):
        return "students", None  # a form of everybody: without students nobody on it could be found
    for kind in kinds:
        found = people.mapping_for(ws, opened.book, kind, opened.part)
        if found:
            return kind, found[1]
    return None


def _lists_students(opened: Opened) -> bool:
    fields = {column.guess for column in opened.examples}
    return "number" in fields and bool(fields & {"name", "family", "given"})


def read(opened: Opened, reading: Reading) -> Material:
    """Read the people of a file. Raises one class per situation."""
    mapping = reading.mapping
    if opened.kind == "participants":
        return programme.read_participants(opened.book, opened.part or None, mapping, reading.role or None)
    if opened.kind == "pairs":
        return matching.read_pairs(opened.book, opened.part or None, mapping)
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
        return _look(plan_rows(plan, material), plan.notices, _people_of(plan), plan)
    if isinstance(material, PairsFile):
        pairs = matching.plan_pairs(ws, material, date_order=reading.order or None)
        return _look(pair_rows(pairs), pair_notices(pairs), len(pairs.new), pairs)
    answer = programme.plan_participants(ws, material)
    return _look(participant_rows(ws, answer), participant_notices(answer), tally(ws, answer).people, answer)


def count(ws: Workspace, material: Material, reading: Reading, answers: Mapping[AskKey, str], shown: Look) -> int:
    """Count whom importing would write where the answers say who is meant and which rows stay out."""
    out = left_out(answers, shown)
    if isinstance(material, PairsFile):
        return len(matching.plan_pairs(ws, pairs_without(material, out), whom(answers), reading.order or None).new)
    if isinstance(material, ParticipantFile):
        return tally(ws, programme.plan_participants(ws, sign_ups_without(material, out), whom(answers))).people
    return _people_of(people.plan_import(ws, material, reading.order or None, decisions(answers, out)))


def _people_of(plan: ImportPlan) -> int:
    """Count whom a plan writes, each once; who has left or is back is among them."""
    return len(plan.new) + len(plan.changed) + len(plan.leavers) + len(plan.guardians)


def left_out(answers: Mapping[AskKey, str], shown: Look) -> frozenset[int]:
    """Give the rows of the file that somebody left out."""
    return frozenset(ask.row for ask in shown.asks if ask.row and answers.get(ask.key) == OUT)


def pairs_without(file: PairsFile, out: frozenset[int]) -> PairsFile:
    """Give a file without rows that somebody left out; they stay listed."""
    kept = tuple(problem for problem in file.problems if problem.row not in out)
    lines = tuple(line for line in file.lines if line.row not in out)
    return replace(file, lines=lines, problems=(*kept, *_listed(out, "mentor"))) if out else file


def sign_ups_without(file: ParticipantFile, out: frozenset[int]) -> ParticipantFile:
    """Give a file without rows that somebody left out; they stay listed."""
    kept = tuple(problem for problem in file.problems if problem.row not in out)
    rows = tuple(row for row in file.rows if row.row not in out)
    return replace(file, rows=rows, problems=(*kept, *_listed(out, "number"))) if out else file


def _listed(out: frozenset[int], field: str) -> list[RowProblem]:
    said = say("This row was left out because somebody decided so.")
    return [RowProblem(row, field, said) for row in sorted(out)]


def _look(
    rows: tuple[Row, ...], notices: tuple[str, ...], writes: int, plan: ImportPlan | ParticipantPlan | PairsPlan
) -> Look:
    counts = Counter(str(row[PLAN_KIND]) for row in rows)
    order = getattr(plan, "date_order", None) or ""
    frozen = snapshot(rows, plan_columns(lambda _: ("", "")), search_text)
    asks = tuple(row[PLAN_ASK] for row in rows if row[PLAN_ASK] is not None)
    return Look(rows, frozen, notices, writes, plan, order, counts, asks)


def decisions(answers: Mapping[AskKey, str], out: frozenset[int] = frozenset()) -> Decisions:
    """Gather what was decided, as the services take it. Who is somebody of the file has not left."""
    asked = [(int(key[1]), key[2], value == "same") for key, value in answers.items() if key[0] == "same"]
    # Of several who look like a row, one may be it and the others not.
    same = {row: "" for row, _, _ in asked} | {row: uid for row, uid, yes in asked if yes}
    left = {key[1] for key, value in answers.items() if key[0] == "left" and value == "left"}
    back = {key[1] for key, value in answers.items() if key[0] == "back" and value == "back"}
    return Decisions(same, frozenset(left - set(same.values())), frozenset(back), out)


def whom(answers: Mapping[AskKey, str]) -> dict[tuple[int, str], str]:
    """Gather who the names of a file were said to be."""
    said = {key: "" if value == NOBODY else value for key, value in answers.items() if key[0] == "who"}
    return {(int(key[1]), key[2]): value for key, value in said.items()}


def bring_in(
    ws: Workspace, material: Material, reading: Reading, shown: Look, answers: Mapping[AskKey, str], progress: Progress
) -> tuple[object, ...]:
    """Import with what was decided, in one step; the `Done` is the last of what is given.

    Raises PlanOutdated where people changed since the dry run.
    """
    if isinstance(material, Roster):
        return _bring_in_roster(ws, material, reading, shown, answers, progress)
    kind = "pairs" if isinstance(material, PairsFile) else "participants"
    out = left_out(answers, shown)
    # Before the import, so that its undo is that of the last step.
    kept = _remember(ws, material, reading, kind)
    if isinstance(material, PairsFile):
        if matching.plan_pairs(ws, material, date_order=reading.order or None).new != shown.plan.new:
            raise PlanOutdated
        plan = matching.plan_pairs(ws, pairs_without(material, out), whom(answers), reading.order or None)
        changes = matching.import_pairs(ws, plan, progress)
        n, lines = len(plan.new), pair_lines(plan, material)
    else:
        fit = sign_ups_without(material, out)
        done = tally(ws, programme.plan_participants(ws, fit, whom(answers)))
        changes = programme.import_participants(ws, fit, whom(answers), progress)
        n, lines = done.people, tally_lines(done, material)
    return kept, changes, Done(kind, n, lines, changes.uid, changes.step)


def _bring_in_roster(
    ws: Workspace, roster: Roster, reading: Reading, shown: Look, answers: Mapping[AskKey, str], progress: Progress
) -> tuple[object, ...]:
    plan = people.plan_import(ws, roster, reading.order or None, decisions(answers, left_out(answers, shown)))
    if plan.basis != shown.plan.basis:
        raise PlanOutdated
    changes = people.import_roster(ws, plan, progress)
    lines = (
        (say("new"), len(plan.new)),
        (say("changed"), len(plan.changed) - len(plan.back)),
        (say("back"), len(plan.back)),
        (say("have left"), len(plan.leavers)),
        (say("unchanged"), len(plan.unchanged)),
        (say("guardians"), len(plan.guardians)),
        (say("left out"), len(plan.skipped)),
    )
    return changes, Done(roster.kind, _people_of(plan), lines, changes.uid, changes.step, mixed=bool(plan.guardians))


def _remember(ws: Workspace, file: ParticipantFile | PairsFile, reading: Reading, kind: str) -> Changes | None:
    """Keep which column is which for the next file of this kind, where somebody said so."""
    if reading.mapping is None:
        return None
    return people.remember_mapping(ws, file.headings, kind, reading.mapping, file.sheet)
