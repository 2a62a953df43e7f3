"""What the command line says of the import of a roster: one object for scripts, and lines for people.

A dry run and the import itself say the same, and what `import-report` says afterwards has the same counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from typing import Any, Final

from desktop.services import matching, people
from desktop.services.language import joined, say, say_many
from desktop.services.people.field_words import field_word, value_word
from desktop.services.people.import_runs import counts_of, has_new_values
from desktop.services.people.roster_types import Problem
from desktop.services.people.types import Alike, ChangedPerson, ImportPlan, NewPerson
from desktop.services.programme.errors import NotFounded
from desktop.services.vault import Workspace

Answer = dict[str, Any]
MOST_SHOWN: Final = 20
_MOST_ASKED: Final = 20


def in_active_pairs(ws: Workspace, plan: ImportPlan) -> tuple[str, ...]:
    """Give the numbers of those who are to leave and are in an active pair."""
    if not plan.leavers:
        return ()
    with suppress(NotFounded):
        paired = {uid for pair in matching.pairs(ws) for uid in (pair.mentee, pair.mentor)}
        return tuple(one.number for one in plan.leavers if one.uid in paired)
    return ()


def import_answer(plan: ImportPlan, paired: tuple[str, ...]) -> Answer:
    """Give the plan in plain values. `counts` are those that the import's report has; the rest says who."""
    counts = counts_of(plan)
    names = ("new", "changed", "unchanged", "missing", "skipped")
    return {
        "students": plan.students,
        **{name: counts[name] for name in names},
        "problems": problem_list(plan.problems),
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
        "left_in_pairs": list(paired),
        "back": [one.number for one in plan.back],
        "guardians": counts["guardians"],
        "counts": counts,
        "new_people": [_new(one) for one in plan.new],
        "changed_people": [_changed(one) for one in plan.changed if has_new_values(one)],
    }


def _alike(one: Alike) -> Answer:
    same = one.chosen == one.person.uid
    return {"row": one.row, "number": one.draft.number, "stored": one.person.number, "why": one.why, "same": same}


def _new(one: NewPerson) -> Answer:
    draft = one.draft
    name = f"{draft.preferred or draft.given} {draft.family}".strip()
    return {
        "row": one.row, "number": draft.number, "name": name, "year": draft.year, "form": draft.form,
        "kind": draft.kind,
    }  # fmt: skip


def _changed(one: ChangedPerson) -> Answer:
    fields = [{"field": name, "old": old or "", "new": new or ""} for name, old, new in one.fields]
    return {"row": one.row, "number": one.person.number, "name": people.display_name(one.person), "fields": fields}


def problem_list(problems: Iterable[Problem]) -> list[Answer]:
    """Give what to look at in plain values."""
    return [{"row": one.row, "field": one.field, "message": one.message} for one in problems]


# for people


def import_lines(plan: ImportPlan, paired: tuple[str, ...], *, dry: bool) -> list[str]:
    """Say what an import does, or would do, in lines."""
    answer = import_answer(plan, paired)
    lines = [*([plan.why] if plan.why else []), _counted(plan.kind, answer["students"], answer["counts"])]
    lines += [*decided_lines(answer["counts"], len(paired)), *plan.notices, *_asked(plan)]
    lines += [say("Row {row}, {field}: {message}", row=p.row, field=p.field, message=p.message) for p in plan.problems]
    if dry:
        lines += shortened(new_line(one) for one in answer["new_people"])
        lines += shortened(changed_line(one) for one in answer["changed_people"])
        lines.append(say("This was a dry run. Nothing was changed."))
    return lines


def _counted(kind: str, students: int, counts: Answer) -> str:
    rest = say(
        "{new} new, {changed} changed, {unchanged} unchanged, {missing} missing in the file and as before, "
        "{skipped} left out.",
        **{name: counts[name] for name in ("new", "changed", "unchanged", "missing", "skipped")},
    )
    if kind == "staff":
        return say_many("{n} member of staff: {rest}", "{n} members of staff: {rest}", students, rest=rest)
    return say_many("{n} student: {rest}", "{n} students: {rest}", students, rest=rest)


def decided_lines(counts: Answer, paired: int = 0) -> list[str]:
    """Say how many leave, are back or are known under another number: what a person decided."""
    lines = []
    left = counts.get("left", 0)
    if left and paired:
        lines.append(
            say_many(
                "{n} marked as having left, {paired} of them in an active pair.",
                "{n} marked as having left, {paired} of them in an active pair.",
                left,
                paired=paired,
            )
        )
    elif left:
        lines.append(say_many("{n} marked as having left.", "{n} marked as having left.", left))
    if counts.get("back"):
        lines.append(say_many("{n} is here again.", "{n} are here again.", counts["back"]))
    if counts.get("joined"):
        lines.append(
            say_many(
                "{n} is somebody known under another number.",
                "{n} are people known under other numbers.",
                counts["joined"],
            )
        )
    return lines


def new_line(one: Answer) -> str:
    """Name somebody new."""
    return f"+ {one['number']}\t{joined((one['name'],))}"


def changed_line(one: Answer) -> str:
    """Name somebody changed, with the old and new values."""
    told = joined((_field_line(each["field"], each["old"], each["new"]) for each in one["fields"]), "; ")
    return f"~ {one['number']}\t{joined((one['name'],))}\t{told}"


def _field_line(name: str, old: str, new: str) -> str:
    return f"{field_word(name)}: {value_word(name, old) or '–'} → {value_word(name, new) or '–'}"


def shortened(lines: Iterable[str]) -> list[str]:
    """Keep the first lines, and say how many more there are."""
    rest = iter(lines)
    shown = list(islice(rest, MOST_SHOWN))
    more = sum(1 for _ in rest)
    return [*shown, say("… and {n} more", n=more)] if more else shown


def _asked(plan: ImportPlan) -> list[str]:
    """Say what the window would offer, and how it is decided here."""
    lines = []
    rows = alike_rows(plan)
    if rows:
        lines.append(say("Perhaps known under another number: {rows}. (Option: --same ROW=NUMBER.)", rows=rows))
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


def alike_rows(plan: ImportPlan) -> str:
    """List the rows that may be stored people, each with their numbers: "row 4 (0042), row 7 (0051, 0052)"."""
    numbers: dict[int, list[str]] = {}
    for one in plan.alike:
        if one.chosen is None:
            numbers.setdefault(one.row, []).append(one.person.number)
    shown = [
        say("row {row} ({numbers})", row=row, numbers=", ".join(numbers[row])) for row in sorted(numbers)[:_MOST_ASKED]
    ]
    more = len(numbers) - len(shown)
    return ", ".join([*shown, say("and {n} more", n=more)] if more else shown)
