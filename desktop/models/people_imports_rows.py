"""A dry run as rows of a table, and what can be decided about each. Runs on the worker, but for the answers' words.

A row is (uid, kind, row of the file, who, what, Ask or None). Kinds: alike, look, skipped, returner, missing, who,
changed, new, unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Final

from desktop.models.people_imports_types import Ask, AskKey
from desktop.models.rows import Column, Row
from desktop.services import people
from desktop.services.language import say, show_date
from desktop.services.people.field_words import field_word, value_word
from desktop.services.people.roster_types import Roster
from desktop.services.people.types import Alike, ImportPlan, Person, PersonDraft

PLAN_KIND, PLAN_ROW, PLAN_NAME, PLAN_WHAT, PLAN_ASK = 1, 2, 3, 4, 5
SUSPICIOUS: Final = ("look", "skipped")
# In the order of the filters, and of the rows: what needs a person's eye comes first.
KINDS: Final = ("who", "alike", "look", "skipped", "returner", "missing", "changed", "new", "unchanged")
# The answer that a name of a file is nobody who is here.
NOBODY: Final = "-"
# The answer that leaves a row of the file out.
OUT: Final = "out"
_WARNED: Final = ("who", "alike", "look", "skipped")

Fields = tuple[tuple[str, str | None, str | None], ...]


def plain(value: object) -> str:
    """Show a value, a dash for none."""
    return str(value) if value not in (None, "") else "–"


def kind_words(kind: str) -> str:
    """Say what would happen to a row."""
    words = {
        "alike": say("same person?"),
        "look": say("suspicious"),
        "skipped": say("left out"),
        "returner": say("back again?"),
        "missing": say("missing"),
        "who": say("who is it?"),
        "changed": say("changed"),
        "new": say("new"),
        "unchanged": say("unchanged"),
    }
    return words.get(kind, kind)


def plan_columns(answer: Callable[[Row], tuple[str, str]]) -> tuple[Column, ...]:
    """Make the columns of a dry run. answer: gives (words, tone) of what is decided about a row."""
    return (
        Column("name", say("Who"), lambda row: row[PLAN_NAME], width=21, tip=lambda row: row[PLAN_NAME]),
        Column(
            "kind",
            say("What"),
            lambda row: kind_words(row[PLAN_KIND]),
            width=15,
            tone=lambda row: "warning" if row[PLAN_KIND] in _WARNED else "",
            icon=lambda row: "alert-outline" if row[PLAN_KIND] in _WARNED else "",
        ),
        Column(
            "row",
            say("Row"),
            lambda row: str(row[PLAN_ROW] or ""),
            sort=lambda row: row[PLAN_ROW],
            width=5,
            numeric=True,
        ),
        Column("answer", say("Decided"), lambda row: answer(row)[0], width=16, tone=lambda row: answer(row)[1]),
        Column("detail", say("Details"), lambda row: row[PLAN_WHAT], width=30, tip=lambda row: row[PLAN_WHAT]),
    )


def search_text(row: Row) -> str:
    """Give what the search of a dry run looks in."""
    return f"{row[PLAN_NAME]} {row[PLAN_WHAT]} {row[PLAN_ROW] or ''}"


def in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Put what needs a person's eye first; within a kind the order stays."""
    return tuple(sorted(rows, key=lambda row: KINDS.index(row[PLAN_KIND])))


def without_ask(row: int) -> Ask:
    """Let a row of the file be left out."""
    words = say("Delete leaves this row out, and once more takes it back in.")
    return Ask(("without", str(row)), words, (out_option(),), row=row)


def out_option() -> tuple[str, str]:
    """Give the answer that leaves a row out."""
    return OUT, say("Leave this row out")


def named_apart(rows: Iterable[Row], about_of: Callable[[Row], str]) -> list[Row]:
    """Give those of one name what tells them apart. about_of: says it of a row, "" where it does not stand for one."""
    found = list(rows)
    told: dict[str, set[str]] = {}
    for row in found:
        words = about_of(row)
        if words:
            told.setdefault(row[PLAN_NAME], set()).add(words)
    return [
        (*row[:PLAN_NAME], f"{row[PLAN_NAME]} ({about_of(row)})", *row[PLAN_NAME + 1 :])
        if about_of(row) and len(told[row[PLAN_NAME]]) > 1
        else row
        for row in found
    ]


# students and staff


def plan_rows(plan: ImportPlan, roster: Roster) -> tuple[Row, ...]:
    """Lay a dry run of a roster out."""
    lines = _lines(plan.returners, roster)
    asks = {row: without_ask(row) for row in (*(one.row for one in plan.new), *(one.row for one in plan.changed))}
    rows = [
        *_alike_rows(plan),
        *_problem_rows(plan, roster, lines, asks),
        *_returner_rows(plan, lines),
        *_missing_rows(plan),
    ]
    alike = {one.row for one in plan.alike}
    back = {person.uid for person in plan.returners}
    for changed in plan.changed:
        if changed.person.uid not in back:
            words = change_words(changed.fields)
            rows.append(
                (
                    f"c{changed.person.uid}",
                    "changed",
                    changed.row,
                    people.sort_name(changed.person),
                    words,
                    asks.get(changed.row),
                )
            )
    for new in plan.new:
        if new.row not in alike:
            rows.append((f"n{new.row}", "new", new.row, people.sort_name(new.draft), about(new.draft), asks[new.row]))
    for person in plan.unchanged:
        if person.uid not in back:
            rows.append((f"u{person.uid}", "unchanged", 0, people.sort_name(person), about(person), None))
    about_of = _tellers(plan)
    rows = named_apart(rows, lambda row: about_of.get(row[0], ""))
    rows += _guardian_rows(plan, asks)
    return in_order(rows)


def _tellers(plan: ImportPlan) -> dict[str, str]:
    """Say of each row of somebody who it is; of those of one name, who it is tells them apart."""
    found = {f"n{one.row}": about(one.draft) for one in plan.new}
    found |= {f"c{one.person.uid}": about(one.person) for one in plan.changed}
    found |= {f"u{one.uid}": about(one) for one in plan.unchanged}
    found |= {f"b{one.uid}": about(one) for one in plan.returners}
    return found | {f"m{one.uid}": about(one) for one in (*plan.proposed_leavers, *plan.missing)}


def _guardian_rows(plan: ImportPlan, asks: Mapping[int, Ask]) -> list[Row]:
    rows: list[Row] = []
    for at, one in enumerate(plan.guardians):
        reach = ", ".join(filter(None, (one.draft.phone, one.draft.email)))
        changes = change_words(one.fields) if one.fields else ""
        words = "; ".join(filter(None, (say("Guardian"), changes or reach)))
        line = one.links[0][1] if one.links else 0
        rows.append(
            (f"g{at}", "changed" if one.uid else "new", line, people.sort_name(one.draft), words, asks.get(line))
        )
    return rows


def change_words(fields: Fields) -> str:
    """Say what changes: each field with its old and new value."""
    return "; ".join(
        say("{field}: {old} → {new}", field=field_word(name), old=_shown(name, old), new=_shown(name, new))
        for name, old, new in fields
        if name != "source_key"
    ) or say("The source's own key is kept from now on.")


def _shown(name: str, value: str | None) -> str:
    return show_date(value) if name == "birth_date" and value else plain(value_word(name, value or ""))


def about(one: PersonDraft | Person) -> str:
    """Say in a few words who somebody is beside the name: number, year, form."""
    return ", ".join(filter(None, (one.number, one.year and say("{Year} {n}", n=one.year), one.form, one.job)))


def _alike_rows(plan: ImportPlan) -> list[Row]:
    return [
        (
            f"a{one.row}-{one.person.uid}",
            "alike",
            one.row,
            people.sort_name(one.draft),
            _alike_words(one),
            _alike_ask(one),
        )
        for one in plan.alike
    ]


def _alike_words(one: Alike) -> str:
    stored = ", ".join(filter(None, (people.sort_name(one.person), about(one.person))))
    return say(
        "{why} In the file: {number}. Here: {stored}.", why=one.why, number=one.draft.number or "–", stored=stored
    )


def _alike_ask(one: Alike) -> Ask:
    name = people.display_name(one.draft)
    return Ask(
        ("same", str(one.row), one.person.uid),
        say("Is {name} of the file the person who is here under another number?", name=name),
        (("same", say("The same person")), ("two", say("Two people")), out_option()),
        usual="two",
        open=True,
        row=one.row,
    )


def _lines(persons: Iterable[Person], roster: Roster) -> dict[str, int]:
    """Give the row of the file of each person, as far as number or key say it."""
    keys = {one.source_key: one.row for one in roster.students if one.source_key}
    numbers = {one.number: one.row for one in roster.students if one.number}
    found = {person.uid: keys.get(person.source_key) or numbers.get(person.number, 0) for person in persons}
    return {uid: row for uid, row in found.items() if row}


def _problem_rows(plan: ImportPlan, roster: Roster, returners: Mapping[str, int], asks: Mapping[int, Ask]) -> list[Row]:
    odd = {problem.row for problem in plan.problems}
    names = {
        one.row: people.sort_name(PersonDraft(one.number, one.family, one.given, one.preferred))
        for one in roster.students
        if one.row in odd
    }
    skipped = set(plan.skipped)
    rows: dict[tuple[str, int, str], Row] = {}
    doubts = {one.row: one.why for one in plan.alike}
    asked = set(returners.values())
    for problem in plan.problems:
        if problem.row in asked and not problem.field:
            continue  # so does this
        if doubts.get(problem.row) and doubts[problem.row] in problem.message:
            continue  # it stands as a question already
        kind = "skipped" if problem in skipped else "look"
        ask = asks.get(problem.row) if kind == "look" else None
        # Both names of a row may have the same fault; it is said once.
        rows.setdefault(
            (kind, problem.row, problem.message),
            (f"p{len(rows)}", kind, problem.row, names.get(problem.row, ""), problem.message, ask),
        )
    return list(rows.values())


def _returner_rows(plan: ImportPlan, lines: Mapping[str, int]) -> list[Row]:
    of = {changed.person.uid: changed for changed in plan.changed}
    rows: list[Row] = []
    for person in plan.returners:
        changed = of.get(person.uid)
        was = say("Has left the school here.") if person.status == "left" else say("Is archived here.")
        words = " ".join(filter(None, (was, about(person) + ".", change_words(changed.fields) if changed else "")))
        ask = Ask(
            ("back", person.uid),
            say("{name} is in the file again. Back at the school?", name=people.display_name(person)),
            (("back", say("Is back")), ("leave", say("Leave as it is")), *([out_option()] if changed else [])),
            usual="leave",
            open=True,
            counts=() if changed else ("back",),
            row=changed.row if changed else 0,
        )
        rows.append((f"b{person.uid}", "returner", lines.get(person.uid, 0), people.sort_name(person), words, ask))
    return rows


def _missing_rows(plan: ImportPlan) -> list[Row]:
    proposed = {person.uid for person in plan.proposed_leavers}
    rows: list[Row] = []
    for person in dict.fromkeys((*plan.proposed_leavers, *plan.missing)):
        gone = person.uid in proposed
        ask = Ask(
            ("left", person.uid),
            say("{name} is not in the file. Still at the school?", name=people.display_name(person)),
            (("here", say("Still here")), ("left", say("Has left"))),
            usual="here",
            open=gone,
            counts=("left",),
        )
        why = say("The source says that this person is gone.") if gone else say("Not in the file.")
        rows.append((f"m{person.uid}", "missing", 0, people.sort_name(person), f"{why} {about(person)}", ask))
    return rows


# answers


def answered(answers: Mapping[AskKey, str], joined: Container[str], row: Row) -> tuple[str, str]:
    """Give the words and the tone of what is decided about a row. joined: uids said to be somebody of the file."""
    ask: Ask | None = row[PLAN_ASK]
    if ask is None:
        return "", ""
    value = answers.get(ask.key)
    if ask.key[0] == "left" and ask.key[1] in joined:
        return say("The same person"), "muted"
    if value == OUT:
        return say("Left out"), "strong"
    if value is not None:
        return ask.words_of(value), "strong"
    return (say("not decided"), "warning") if ask.open else (ask.words_of(ask.usual), "muted")
