"""The commands about people and what their files bring: import, its report, the list, merging.

Like every command they never ask: what the window would ask ends with exit 1, changes nothing and names the option.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Final

from desktop.cli_import_words import alike_rows, import_answer, import_lines, in_active_pairs
from desktop.cli_patience import patience
from desktop.cli_reading import read_roster, some_path
from desktop.cli_reports import import_report
from desktop.services import people
from desktop.services.errors import KnownError
from desktop.services.language import joined, say
from desktop.services.people.field_words import field_word, value_word
from desktop.services.people.records import COMPARED
from desktop.services.people.roster_types import Roster
from desktop.services.people.types import ImportPlan
from desktop.services.vault import Workspace

Answer = dict[str, Any]
Said = tuple[Answer, str]
_EVERYBODY: Final = "all"


class DecisionUnclear(KnownError):
    """--same, --left or --back names a row or number that is not in the plan. Values: given, hint (a sentence)."""

    sentence = "{given} fits nobody in this file or workspace who could be meant.{hint} Nothing was changed."
    option = "--same ROW=NUMBER or all, --left NUMBER,NUMBER or all, --back NUMBER,NUMBER or all"


class TakeUnknown(KnownError):
    """--take names no detail of a person. Values: given, known."""

    sentence = "{given} is no detail of a person that could be taken. Nothing was changed. Known are: {known}."
    option = "--take FIELD"


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
    with patience():
        return _import_roster(ws, options)


def _import_roster(ws: Workspace, options: argparse.Namespace) -> Said:
    roster = read_roster(ws, options)
    plan = people.plan_import(ws, roster, options.date_order)
    if options.same or options.left or options.back:
        plan = _decided(ws, roster, plan, options)
    paired = in_active_pairs(ws, plan)
    if not options.dry_run:
        people.import_roster(ws, plan)
    return import_answer(plan, paired), "\n".join(import_lines(plan, paired, dry=options.dry_run))


def _decided(ws: Workspace, roster: Roster, plan: ImportPlan, options: argparse.Namespace) -> ImportPlan:
    """Plan again with what the options say: first who is who, then who has left and who is back."""
    asked, same = plan, _same(ws, plan, options.same)
    plan = people.plan_import(ws, roster, options.date_order, people.Decisions(same))
    if same.keys() & {one.row for one in plan.new}:
        raise _wrong_same(asked, " ".join(f"--same {given}" for given in options.same))
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
            raise _wrong_same(plan, f"--same {given}")
    return same


def _wrong_same(plan: ImportPlan, given: str) -> DecisionUnclear:
    """Refuse a wrong --same, with who the rows may be."""
    rows = alike_rows(plan)
    return DecisionUnclear(given=given, hint=f" {say('Perhaps: {rows}.', rows=rows)}" if rows else "")


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
        raise DecisionUnclear(given=f"{option} {given}", hint="")
    return frozenset(by_number[number] for number in numbers)


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
        "\t".join(
            (p.number, joined((p.family, p.given)), p.year, ", ".join(p.roles), _kind_word(p.kind), _state_word(p))
        )
        for p in found
    )


def _kind_word(kind: str) -> str:
    words = {"student": say("student"), "staff": say("staff"), "guardian": say("guardian")}
    return words.get(kind, kind)


def _state_word(person: people.Person) -> str:
    """Say that somebody has left or is archived; nothing of who is here."""
    return "" if person.status == "present" else value_word("status", person.status)


def merge(ws: Workspace, options: argparse.Namespace) -> Said:
    """Join two records of one person. The kept one gets what it lacks, and what --take names."""
    stays, goes = (people.person_by_number(ws, number) for number in (options.kept, options.joined))
    lines = people.compare(ws, stays.uid, goes.uid)
    wrong = [name for name in options.take if name not in COMPARED]
    if wrong:
        raise TakeUnknown(given=", ".join(wrong), known=", ".join(COMPARED))
    choices = {line.field: line.other if line.field in options.take else line.proposed for line in lines}
    people.merge_people(ws, stays.uid, goes.uid, choices)
    now = people.person(ws, stays.uid)
    changed = {line.field: value for line in lines if (value := getattr(now, line.field)) != line.one}
    answer = {
        "kept": stays.number, "joined": goes.number, "number": now.number, "records": 1 + len(now.records),
        "changed": changed,
    }  # fmt: skip
    said = [say("{joined} is the same person as {kept} from now on.", joined=goes.number, kept=stays.number)]
    if now.number != stays.number:
        said.append(say("This person has the number {number} now.", number=now.number))
    said += [
        f"~ {field_word(name)}\t{joined(value, ', ') if isinstance(value, tuple) else value}"
        for name, value in changed.items()
    ]
    return answer, "\n".join(said)
