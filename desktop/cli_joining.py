"""The commands that bring in who takes part and who is paired already, from a school's own tables.

People stand there by number or name. What the window would ask ends with exit 1, changes nothing and names the option.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from desktop.cli_patience import patience
from desktop.cli_reading import read_map, some_path
from desktop.cli_reports import take_part
from desktop.services import files, matching, people, programme
from desktop.services.errors import KnownError
from desktop.services.language import joined, say, say_many
from desktop.services.matching.pairs_types import FilePair, PairsFile, PairsPlan
from desktop.services.people.types import Question
from desktop.services.programme.types import ParticipantFile, ParticipantPlan, RowProblem
from desktop.services.sheets.book import open_book
from desktop.services.vault import Workspace

Answer = dict[str, Any]
Said = tuple[Answer, str]
Key = tuple[int, str]
_LONGEST_ANSWERS: Final = 4 * 1024 * 1024
_WHO: Final = "--who ROW:COLUMN=NUMBER, --answers FILE, or --leave-out"


class WhoUnclear(KnownError):
    """Cells that name somebody, but not beyond doubt. Values: cells, each with the numbers it may mean."""

    sentence = (
        "Some rows name somebody, but not beyond doubt. Nothing was changed. "
        "Say who is meant, or leave them out: {cells}."
    )
    option = _WHO


class AnswerUnclear(KnownError):
    """An answer names no cell that was asked about, or nobody. Values: given."""

    sentence = "{given} answers no question about this file, or names nobody here. Nothing was changed."
    option = _WHO


class AnswersUnreadable(KnownError):
    """What --answers names is no JSON object of texts. Values: example."""

    sentence = (
        "This file does not say who is meant. Nothing was changed. "
        "Write one JSON object of cells and numbers, such as {example}."
    )
    option = "--answers FILE"


def add(plain: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands; `plain` makes one that works on an open workspace."""
    part = plain("participants", participants, say("Import who takes part, with interests, goals and free periods."))
    role = say("what everybody is of whom the file says nothing")
    part.add_argument("--role", choices=("mentor", "mentee"), help=role)
    pairs = plain("pairs-import", pairs_import, say("Import pairs that exist already: mentor, mentee, since."))
    pairs.add_argument("--date-order", choices=("dmy", "mdy", "ymd"))
    for sub in (part, pairs):
        sub.add_argument("file", metavar="FILE", type=some_path)
        sub.add_argument("--dry-run", action="store_true", help=say("only say what would happen"))
        sub.add_argument("--sheet", metavar="NAME", help=say("the sheet, or the file of a folder, that holds the list"))
        sub.add_argument("--map", metavar="FILE", help=say("JSON file that says which heading is which field"))
        who = say("the cell of this row and column names the person with this number; an empty number leaves it out")
        sub.add_argument("--who", metavar="ROW:COLUMN=NUMBER", action="append", default=[], help=who)
        sub.add_argument("--answers", metavar="FILE", help=say("JSON file of such answers, ROW:COLUMN to NUMBER"))
        sub.add_argument("--leave-out", action="store_true", help=say("leave out whom the file does not name clearly"))


def participants(ws: Workspace, options: argparse.Namespace) -> Said:
    """Import who takes part, or only say what it would do."""
    with patience():
        return _participants(ws, options)


def _participants(ws: Workspace, options: argparse.Namespace) -> Said:
    sheet, mapping = _columns(ws, options, "participants")
    file = programme.read_participants(Path(options.file), sheet, mapping, options.role)
    plan = programme.plan_participants(ws, file)
    given = _given(options)
    if given:
        plan = programme.plan_participants(ws, file, _answers(ws, plan.questions, given))
    _must_be_clear(plan.questions, options)
    if not options.dry_run:
        programme.import_participants(ws, file, plan.answers)
    answer = {
        "participants": plan.total,
        "people": plan.people,
        "unknown": _unknown(plan.unknown, plan.questions),
        "new": plan.new,
        "changed": plan.changed,
        "unchanged": plan.unchanged,
        "new_periods": list(plan.new_periods),
        **_common(plan),
    }
    return answer, "\n".join([take_part(plan.people, plan.total), *_lines(answer, options)])


def pairs_import(ws: Workspace, options: argparse.Namespace) -> Said:
    """Import existing pairs as published ones, or only say what it would do."""
    with patience():
        return _pairs_import(ws, options)


def _pairs_import(ws: Workspace, options: argparse.Namespace) -> Said:
    sheet, mapping = _columns(ws, options, "pairs")
    file = matching.read_pairs(Path(options.file), sheet, mapping)
    plan = matching.plan_pairs(ws, file, date_order=options.date_order)
    given = _given(options)
    if given:
        plan = matching.plan_pairs(ws, file, _answers(ws, plan.questions, given), options.date_order)
    _must_be_clear(plan.questions, options)
    if not options.dry_run:
        matching.import_pairs(ws, plan)
    answer = {
        "pairs": plan.pairs,
        "new": len(plan.new),
        "there": len(plan.there),
        "unknown": _unknown(plan.unknown, plan.questions),
        "enrolled": plan.enrolled,
        "raised": plan.raised,
        "new_periods": list(plan.new_periods),
        "date_order": plan.date_order,
        "imported": [_pair(pair) for pair in plan.new],
        **_common(plan),
    }
    counts = {"new": len(plan.new), "there": len(plan.there)}
    told = say_many(
        "{n} pair: {new} new, {there} here already.",
        "{n} pairs: {new} new, {there} here already.",
        plan.pairs,
        **counts,
    )
    return answer, "\n".join([told, *_lines(answer, options)])


def _columns(ws: Workspace, options: argparse.Namespace, kind: str) -> tuple[str | None, Mapping[str, str] | None]:
    """Give the sheet and the mapping: as said now, else as said the last time of a file with the same columns."""
    if options.map:
        return options.sheet, read_map(options.map)
    saved = people.mapping_for(ws, open_book(Path(options.file)), kind, options.sheet or "")
    return saved or (options.sheet, None)


def _pair(pair: FilePair) -> Answer:
    return {
        "row": pair.row, "mentor": pair.mentor.number, "mentee": pair.mentee.number, "since": pair.since,
        "ended": pair.ended, "period": pair.slot,
    }  # fmt: skip


def _common(plan: ParticipantPlan | PairsPlan) -> Answer:
    file: ParticipantFile | PairsFile = plan.file
    return {
        "problems": [_problem(one) for one in plan.problems],
        "notices": list(plan.notices),
        "questions": [_question(one) for one in plan.questions],
        "sheet": file.sheet,
        "columns": [{"heading": one.heading, "field": one.field} for one in file.columns if one.field],
        "left_out": list(file.left_out),
    }


def _problem(one: RowProblem) -> Answer:
    return {"row": one.row, "field": one.field, "message": one.message}


def _question(one: Question) -> Answer:
    return {
        "row": one.row,
        "column": one.column,
        "text": one.text,
        "must": one.must,
        "why": one.why,
        "candidates": [{"number": each.person.number, "caption": each.caption} for each in one.candidates],
    }


def _unknown(unknown: Iterable[str], questions: Iterable[Question]) -> list[str]:
    """List who is not here: those with a name that is merely like somebody's too."""
    return list(dict.fromkeys((*unknown, *(one.text for one in questions if not one.must))))


def _lines(answer: Answer, options: argparse.Namespace) -> list[str]:
    lines = []
    if answer["unknown"]:
        lines.append(say("Not in the roster, and left out: {numbers}", numbers=joined(answer["unknown"], ", ")))
    if answer["left_out"]:
        lines.append(say("Not recognised, and left out: {headings}", headings=joined(answer["left_out"], ", ")))
    lines += answer["notices"]
    lines += [say("Row {row}, {field}: {message}", **problem) for problem in answer["problems"]]
    if answer["new_periods"]:
        lines.append(say("New periods of the week: {labels}", labels=", ".join(answer["new_periods"])))
    for one in answer["questions"]:
        numbers = ", ".join(each["number"] for each in one["candidates"])
        where = {"row": one["row"], "column": one["column"], "numbers": numbers}
        if one["must"] and options.leave_out:
            out = say(
                "Row {row}, {column}: left out, for it may mean {numbers}. (Option: --who {row}:{column}=NUMBER.)",
                **where,
            )
            lines.append(out)
            continue
        lines.append(say("Row {row}, {column}: perhaps {numbers}. (Option: --who {row}:{column}=NUMBER.)", **where))
    if options.dry_run:
        lines.append(say("This was a dry run. Nothing was changed."))
    return lines


# answers


def _given(options: argparse.Namespace) -> dict[str, str]:
    """Read the answers of both options as they were given: "ROW:COLUMN" to a number. Raises AnswersUnreadable."""
    given: dict[str, Any] = {}
    if options.answers:
        try:
            found = json.loads(files.read_bounded(Path(options.answers), _LONGEST_ANSWERS).decode("utf-8-sig"))
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict) or not all(isinstance(number, str | None) for number in found.values()):
            raise AnswersUnreadable(example='{"12:mentee": "00123", "15:person": ""}')
        given |= found
    for one in options.who:
        cell, sign, number = one.partition("=")
        if not sign:
            raise AnswerUnclear(given=f"--who {one}")
        given[cell] = number
    return {cell.strip(): (number or "").strip() for cell, number in given.items()}


def _answers(ws: Workspace, questions: Sequence[Question], given: Mapping[str, str]) -> dict[Key, str]:
    """Turn answers into uids; "ROW" alone will do where the row asks one thing. Raises AnswerUnclear."""
    keys: dict[str, list[Key]] = {}
    for question in questions:
        keys.setdefault(f"{question.row}:{question.column}", []).append(question.key)
        keys.setdefault(str(question.row), []).append(question.key)
    found: dict[Key, str] = {}
    for cell, number in given.items():
        meant = keys.get(cell, [])
        if len(meant) != 1:
            raise AnswerUnclear(given=f"{cell}={number}")
        found[meant[0]] = people.person_by_number(ws, number).uid if number else ""
    return found


def _must_be_clear(questions: Iterable[Question], options: argparse.Namespace) -> None:
    """Refuse to go on where somebody must be asked about. Raises WhoUnclear."""
    asked = [one for one in questions if one.must]
    if not asked or options.leave_out or options.dry_run:
        return
    cells = (
        f"{one.row}:{one.column} ({', '.join(each.person.number for each in one.candidates)})" for one in asked[:50]
    )
    raise WhoUnclear(cells="; ".join(cells))
