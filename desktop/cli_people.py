"""The commands about people and what their files bring: import, its report, the list, merging.

Like every command they never ask: what the window would ask ends with exit 1, changes nothing and names the option.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any, Final

from desktop.cli_reading import read_roster, some_path
from desktop.services import people
from desktop.services.errors import KnownError
from desktop.services.language import joined, say, say_many, show_date
from desktop.services.people.errors import ChoiceNotValid
from desktop.services.people.field_words import field_word, source_word, value_word
from desktop.services.people.records import COMPARED
from desktop.services.people.types import ImportPlan, Problem, Roster
from desktop.services.vault import Workspace

Answer = dict[str, Any]
Said = tuple[Answer, str]
_EVERYBODY: Final = "all"


class DecisionUnclear(KnownError):
    """--same, --left or --back names a row or number that is not in the plan. Values: given."""

    sentence = "{given} fits nobody in this file or workspace who could be meant. Nothing was changed."
    option = "--same ROW=NUMBER or all, --left NUMBER,NUMBER or all, --back NUMBER,NUMBER or all"


def add(plain: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands; `plain` makes one that works on an open workspace."""
    roster = plain("import", import_roster, say("Import a roster."))
    roster.add_argument("file", metavar="FILE_OR_FOLDER", type=some_path)
    roster.add_argument("--dry-run", action="store_true", help=say("only say what would happen"))
    roster.add_argument("--kind", choices=("students", "staff"), default="students", help=say("whom the file lists"))
    roster.add_argument("--sheet", metavar="NAME", help=say("the sheet, or the file of a folder, that holds the list"))
    roster.add_argument("--map", metavar="FILE", help=say("JSON file that says which heading is which field"))
    roster.add_argument("--date-order", choices=("dmy", "mdy", "ymd"))
    roster.add_argument("--no-header", metavar="COLUMNS", help=say("names of the columns of a file without a header"))
    same = say("the person of this row of the file is the stored one with this number; all: wherever only one fits")
    roster.add_argument("--same", metavar="ROW=NUMBER", action="append", default=[], help=same)
    roster.add_argument("--left", metavar="NUMBERS", help=say("who is missing from the file has left: numbers, or all"))
    roster.add_argument("--back", metavar="NUMBERS", help=say("who had left is here again: numbers, or all"))
    plain("import-report", import_report, say("Say what the newest import did."))
    plain("people", people_list, say("List everybody."))
    both = plain("merge", merge, say("Join two records of one person; undo parts them again."))
    both.add_argument("kept", metavar="NUMBER", help=say("number of the record that is kept"))
    both.add_argument("joined", metavar="NUMBER", help=say("number of the other record of the same person"))
    take = say("take this detail from the other record: {fields}", fields=", ".join(COMPARED))
    both.add_argument("--take", metavar="FIELD", action="append", default=[], help=take)


# import


def import_roster(ws: Workspace, options: argparse.Namespace) -> Said:
    """Import a roster of students or staff, or only say what it would do."""
    roster = read_roster(ws, options)
    plan = people.plan_import(ws, roster, options.date_order)
    if options.same or options.left or options.back:
        plan = _decided(ws, roster, plan, options)
    if not options.dry_run:
        people.import_roster(ws, plan)
    return _import_answer(plan), "\n".join(_import_lines(plan, dry=options.dry_run))


def _decided(ws: Workspace, roster: Roster, plan: ImportPlan, options: argparse.Namespace) -> ImportPlan:
    """Plan again with what the options say: first who is who, then who has left and who is back."""
    same = _same(ws, plan, options.same)
    plan = people.plan_import(ws, roster, options.date_order, people.Decisions(same))
    if same.keys() & {one.row for one in plan.new}:
        raise DecisionUnclear(given=" ".join(f"--same {given}" for given in options.same))
    gone = (*plan.missing, *plan.proposed_leavers)
    left, back = _named(gone, options.left, "--left"), _named(plan.returners, options.back, "--back")
    return people.plan_import(ws, roster, options.date_order, people.Decisions(same, left, back))


def _same(ws: Workspace, plan: ImportPlan, wanted: Iterable[str]) -> dict[int, str]:
    """Give who the people of some rows are: ROW=NUMBER, or `all` for wherever only one fits."""
    rows = {one.row for one in plan.new}
    same: dict[int, str] = {}
    for given in wanted:
        row, _, number = given.partition("=")
        if given == _EVERYBODY:
            same = _only_likenesses(plan) | same
        elif row.strip().isdecimal() and int(row) in rows and number.strip():
            same[int(row)] = people.person_by_number(ws, number).uid
        else:
            raise DecisionUnclear(given=f"--same {given}")
    return same


def _only_likenesses(plan: ImportPlan) -> dict[int, str]:
    """Give the rows that look like one stored person alone, who looks like no other row."""
    rows = Counter(one.row for one in plan.alike)
    stored = Counter(one.person.uid for one in plan.alike)
    return {one.row: one.person.uid for one in plan.alike if rows[one.row] == stored[one.person.uid] == 1}


def _named(candidates: Iterable[people.Person], given: str | None, option: str) -> frozenset[str]:
    """Give the uids of those whose numbers are named, or of all."""
    by_number = {one.number: one.uid for one in candidates}
    if given is None or given == _EVERYBODY:
        return frozenset(by_number.values()) if given else frozenset()
    numbers = [number.strip() for number in given.split(",") if number.strip()]
    if not by_number.keys() >= set(numbers):
        raise DecisionUnclear(given=f"{option} {given}")
    return frozenset(by_number[number] for number in numbers)


def _import_answer(plan: ImportPlan) -> Answer:
    return {
        "students": plan.students,
        "new": len(plan.new),
        "changed": len(plan.changed),
        "unchanged": len(plan.unchanged),
        "missing": len(plan.missing),
        "skipped": len(plan.skipped),
        "problems": _problems(plan.problems),
        "notices": list(plan.notices),
        "kind": plan.kind,
        "source": plan.source,
        "why": plan.why,
        "sheet": plan.part,
        "columns": [{"heading": use.heading, "field": use.field} for use in plan.columns],
        "date_order": plan.date_order,
        "alike": [_alike(one) for one in plan.alike],
        "missing_people": [one.number for one in plan.missing],
        "returners": [one.number for one in plan.returners],
        "proposed_leavers": [one.number for one in plan.proposed_leavers],
        "left": [one.number for one in plan.leavers],
        "back": [one.number for one in plan.back],
        "guardians": sum(1 for one in plan.guardians if not one.uid),
    }


def _alike(one: people.Alike) -> Answer:
    same = one.chosen == one.person.uid
    return {"row": one.row, "number": one.draft.number, "stored": one.person.number, "why": one.why, "same": same}


def _problems(problems: Iterable[Problem]) -> list[Answer]:
    return [{"row": one.row, "field": one.field, "message": one.message} for one in problems]


def _import_lines(plan: ImportPlan, *, dry: bool) -> list[str]:
    counts = {
        "students": plan.students, "new": len(plan.new), "changed": len(plan.changed), "unchanged": len(plan.unchanged),
        "missing": len(plan.missing), "skipped": len(plan.skipped),
    }  # fmt: skip
    counted = (
        say(
            "{students} members of staff: {new} new, {changed} changed, {unchanged} unchanged, {missing} missing in "
            "the file, {skipped} left out.",
            **counts,
        )
        if plan.kind == "staff"
        else say(
            "{students} students: {new} new, {changed} changed, {unchanged} unchanged, {missing} missing in the file, "
            "{skipped} left out.",
            **counts,
        )
    )
    lines = [*([plan.why] if plan.why else []), counted, *plan.notices, *_asked(plan)]
    lines += [say("Row {row}, {field}: {message}", row=p.row, field=p.field, message=p.message) for p in plan.problems]
    if dry:
        lines.append(say("This was a dry run. Nothing was changed."))
    return lines


def _asked(plan: ImportPlan) -> list[str]:
    """Say what the window would offer, and how it is decided here."""
    lines = []
    open_rows = sorted({one.row for one in plan.alike if one.chosen is None})
    if open_rows:
        rows = ", ".join(map(str, open_rows[:20]))
        lines.append(say("Perhaps known under another number: row {rows}. (Option: --same ROW=NUMBER.)", rows=rows))
    if plan.returners:
        lines.append(
            say_many(
                "{n} in the file is stored as having left or archived. (Option: --back.)",
                "{n} in the file are stored as having left or archived. (Option: --back.)",
                len(plan.returners),
            )
        )
    if plan.proposed_leavers:
        lines.append(
            say_many(
                "{n} is gone, says the file, and stays as before. (Option: --left.)",
                "{n} are gone, says the file, and stay as before. (Option: --left.)",
                len(plan.proposed_leavers),
            )
        )
    return lines


def import_report(ws: Workspace, options: argparse.Namespace) -> Said:
    """Say what the newest import did, from its journal; also where it was taken back."""
    report = people.import_report(ws)
    run = report.run
    answer = {
        "uid": run.uid,
        "kind": run.kind,
        "source": run.source,
        "made": run.made,
        "author": run.author,
        "undone": run.undone,
        "columns": [{"heading": heading, "field": field} for heading, field in run.columns],
        "counts": dict(run.counts),
        "problems": _problems(run.problems),
        "notices": list(run.notices),
        "new": [
            {key: value for key, value in asdict(one).items() if key != "uid"} for one in report.new
        ],
        "changed": [
            {
                "number": one.number,
                "name": one.name,
                "fields": [{"field": name, "old": old, "new": new} for name, old, new in one.fields],
            }
            for one in report.changed
        ],
    }  # fmt: skip
    what = source_word(run.source)
    lines = [say("Import of {day} by {who}: {what}", day=show_date(run.made[:10]), who=run.author, what=what)]
    if run.undone:
        lines.append(say("This import was taken back."))
    lines.append(say("{new} new, {changed} changed", new=len(report.new), changed=len(report.changed)))
    lines += [f"+ {one.number}\t{joined((one.name,))}" for one in report.new]
    for changed in report.changed:
        told = joined((_field_line(*field) for field in changed.fields), "; ")
        lines.append(f"~ {changed.number}\t{joined((changed.name,))}\t{told}")
    return answer, "\n".join(lines)


def _field_line(name: str, old: str, new: str) -> str:
    return f"{field_word(name)}: {value_word(name, old) or '–'} → {value_word(name, new) or '–'}"


# people


def people_list(ws: Workspace, options: argparse.Namespace) -> Said:
    """List everybody."""
    found = people.list_people(ws)
    answer = [
        {
            "number": p.number,
            "given": p.given,
            "family": p.family,
            "preferred": p.preferred,
            "birth_date": p.birth_date,
            "year": p.year,
            "form": p.form,
            "kind": p.kind,
            "status": p.status,
            "roles": list(p.roles),
            "availability": list(p.periods),
            "email": p.email,
            "phone": p.phone,
            "job": p.job,
            "languages": list(p.languages),
        }
        for p in found
    ]
    return {"people": answer}, "\n".join(
        f"{p.number}\t{joined((p.family, p.given))}\t{p.year}\t{', '.join(p.roles)}" for p in found
    )


def merge(ws: Workspace, options: argparse.Namespace) -> Said:
    """Join two records of one person. The kept one gets what it lacks, and what --take names."""
    stays, goes = (people.person_by_number(ws, number) for number in (options.kept, options.joined))
    lines = people.compare(ws, stays.uid, goes.uid)
    if not set(options.take) <= set(COMPARED):
        raise ChoiceNotValid
    choices = {line.field: line.other if line.field in options.take else line.proposed for line in lines}
    people.merge_people(ws, stays.uid, goes.uid, choices)
    now = people.person(ws, stays.uid)
    changed = {line.field: value for line in lines if (value := getattr(now, line.field)) != line.one}
    answer = {"kept": now.number, "joined": goes.number, "records": 1 + len(now.records), "changed": changed}
    said = [say("{joined} is the same person as {kept} from now on.", joined=goes.number, kept=now.number)]
    said += [
        f"~ {name}\t{joined(value, ', ') if isinstance(value, tuple) else value}" for name, value in changed.items()
    ]
    return answer, "\n".join(said)
