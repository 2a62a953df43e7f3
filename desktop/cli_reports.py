"""What the newest import did, on the command line: read from its journal, also where it was taken back."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from desktop.cli_import_words import changed_line, decided_lines, new_line, problem_list
from desktop.services import people, programme
from desktop.services.language import joined, say, say_many, show_date
from desktop.services.people.field_words import field_word, source_word
from desktop.services.people.import_runs import rows_written
from desktop.services.people.types import ImportReport, ImportRun, Person
from desktop.services.vault import Workspace, Written

Answer = dict[str, Any]
Said = tuple[Answer, str]
_LISTS = ("interests", "goals", "languages")


def import_report(ws: Workspace, options: argparse.Namespace) -> Said:
    """Say what the newest import did, each kind by what it brings: people, who takes part, or pairs."""
    report = people.import_report(ws)
    run = report.run
    answer: Answer = {
        "uid": run.uid,
        "kind": run.kind,
        "source": run.source,
        "made": run.made,
        "author": run.author,
        "undone": run.undone,
        "columns": [{"heading": heading, "field": field} for heading, field in run.columns],
        "counts": dict(run.counts),
        "problems": problem_list(run.problems),
        "notices": list(run.notices),
    }
    what = source_word(run.source)
    lines = [say("Import of {day} by {who}: {what}", day=show_date(run.made[:10]), who=run.author, what=what)]
    if run.undone:
        lines.append(say("This import was taken back."))
    further, said = _of_lists(ws, run) if run.kind in ("participants", "pairs") else _of_people(ws, report)
    return answer | further, "\n".join([*lines, *said])


def _of_people(ws: Workspace, report: ImportReport) -> tuple[Answer, list[str]]:
    """Tell students, staff and guardians, and who left or came back from who has other values."""
    now = people.some_people(ws, [one.uid for one in report.changed])
    everybody: list[Answer] = [
        {
            "number": one.number,
            "name": one.name,
            "kind": now[one.uid].kind if one.uid in now else "",
            "fields": [{"field": name, "old": old, "new": new} for name, old, new in one.fields],
        }
        for one in report.changed
    ]
    new: list[Answer] = [{key: value for key, value in asdict(one).items() if key != "uid"} for one in report.new]
    of_guardians = [one for one in everybody if one["kind"] == "guardian"]
    others = [one for one in everybody if one["kind"] != "guardian"]
    answer: Answer = {
        "new": [one for one in new if one["kind"] != "guardian"],
        "changed": [_told(one) for one in others if any(f["field"] != "status" for f in one["fields"])],
        "left": [one["number"] for one in others if _becomes(one, "left")],
        "back": [one["number"] for one in others if _becomes(one, "present")],
        "guardians": [one for one in new if one["kind"] == "guardian"],
        "guardians_changed": [_told(one) for one in of_guardians],
    }
    lines = [say("{new} new, {changed} changed", new=len(answer["new"]), changed=len(answer["changed"]))]
    lines += decided_lines(dict(report.run.counts))
    if answer["guardians"]:
        n = len(answer["guardians"])
        lines.append(say_many("{n} guardian came in.", "{n} guardians came in.", n))
    lines += [new_line(one) for one in answer["new"]]
    lines += [f"{new_line(one)}\t{say('guardian')}" for one in answer["guardians"]]
    alone = [one for one in others if all(f["field"] == "status" for f in one["fields"])]
    lines += [changed_line(one) for one in (*answer["changed"], *alone)]
    lines += [f"{changed_line(one)}\t{say('guardian')}" for one in of_guardians]
    return answer, lines


def _told(one: Answer) -> Answer:
    return {"number": one["number"], "name": one["name"], "fields": one["fields"]}


def _becomes(one: Answer, status: str) -> bool:
    return any(field["field"] == "status" and field["new"] == status for field in one["fields"])


# participants and pairs


def _of_lists(ws: Workspace, run: ImportRun) -> tuple[Answer, list[str]]:
    rows = rows_written(ws, run.uid)
    enrolled = _enrolments(ws, [one for one in rows if one.table == "participant" and one.op in "IU"])
    labels = [str(one.values["label"][1]) for one in rows if one.table == "period" and one.op == "I" and one.values]
    freed = {uid for one in rows if one.table == "free_period" and (uid := _of(one, "person"))}
    known = people.some_people(ws, freed)
    answer: Answer = {
        "participants": enrolled,
        "new_periods": labels,
        "free_periods": sorted({one.number for one in known.values()}),
        "wishes": sum(one.table == "wish" for one in rows),
    }
    paired: list[Answer] = []
    if run.kind == "pairs":
        paired = _pairs(ws, [one for one in rows if one.table == "pair" and one.op == "I" and one.values])
        answer["pairs"] = paired
    lines = [_counted(run)]
    if labels:
        lines.append(say("New periods of the week: {labels}", labels=", ".join(labels)))
    lines += [_pair_line(one) for one in paired]
    for one in enrolled:
        role = say("{mentor}") if one["role"] == "mentor" else say("{mentee}")
        told = joined((f"{field_word(f['field'])}: {f['old'] or '–'} → {f['new'] or '–'}" for f in one["fields"]), "; ")
        end = "" if one["new"] or not told else f"\t{told}"
        lines.append(f"{'+' if one['new'] else '~'} {one['number']}\t{joined((one['name'],))}\t{role}{end}")
    return answer, lines


def _counted(run: ImportRun) -> str:
    counts = run.counts
    if run.kind == "pairs":
        n = counts.get("pairs", 0)
        return say_many(
            "{n} pair: {new} new, {there} here already.",
            "{n} pairs: {new} new, {there} here already.",
            n,
            new=counts.get("new", 0),
            there=counts.get("there", 0),
        )
    enrolments = counts.get("enrolments", counts.get("people", 0))
    told = {name: counts.get(name, 0) for name in ("new", "changed", "unchanged")}
    rest = say("{new} new, {changed} changed, {unchanged} unchanged.", **told)
    return f"{take_part(counts.get('people', 0), enrolments)} {rest}"


def take_part(persons: int, enrolments: int) -> str:
    """Say how many people take part, and in how many roles where some have two."""
    if persons == enrolments:
        return say_many("1 takes part.", "{n} take part.", persons)
    return say_many("1 takes part, in {roles} roles.", "{n} take part, in {roles} roles.", persons, roles=enrolments)


def _of(one: Written, column: str) -> str:
    old, new = one.values.get(column, (None, None))
    return str(new or old or "")


def _enrolments(ws: Workspace, rows: Sequence[Written]) -> list[Answer]:
    """Name who was enrolled or has other answers, as far as the journal and the present enrolments say who it is."""
    present = {uid: each for each in programme.participants(ws) for uid in (each.uid, *(r.uid for r in each.rows))}
    found = []
    for one in rows:
        known = present.get(one.row)
        person = _of(one, "person") or (known.person if known else "")
        found.append((one, person, _of(one, "role") or (known.role if known else "")))
    named = people.some_people(ws, {person for _, person, _ in found if person})
    return [_enrolment(one, named[person], role) for one, person, role in found if person in named]


def _enrolment(one: Written, person: Person, role: str) -> Answer:
    fields = [
        {"field": name, "old": _text(name, pair[0]), "new": _text(name, pair[1])}
        for name, pair in one.values.items()
        if name in (*_LISTS, "places", "status") and _text(name, pair[0]) != _text(name, pair[1])
    ]
    again = any(f["field"] == "status" and f["new"] == "enrolled" for f in fields)
    return {
        "number": person.number, "name": people.display_name(person), "role": role, "new": one.op == "I" or again,
        "fields": fields,
    }  # fmt: skip


def _text(name: str, value: object) -> str:
    if name in _LISTS and value:
        return ", ".join(json.loads(str(value)))
    return "" if value is None else str(value)


def _pairs(ws: Workspace, rows: Sequence[Written]) -> list[Answer]:
    known = people.some_people(ws, {_of(one, name) for one in rows for name in ("person", "mentor")})
    found = []
    for one in rows:
        mentor, mentee = known.get(_of(one, "mentor")), known.get(_of(one, "person"))
        if mentor and mentee:
            found.append(
                {
                    "mentor": mentor.number, "mentee": mentee.number, "mentor_name": people.display_name(mentor),
                    "mentee_name": people.display_name(mentee), "since": _of(one, "since"),
                    "ended": _of(one, "ended") or None,
                }
            )  # fmt: skip
    return found


def _pair_line(one: Answer) -> str:
    names = joined((one["mentor_name"], one["mentee_name"]), " – ")
    days = say("since {day}", day=show_date(one["since"]))
    if one["ended"]:
        days = f"{days}, {say('ended {day}', day=show_date(one['ended']))}"
    return f"+ {one['mentor']} – {one['mentee']}\t{names}\t{days}"
