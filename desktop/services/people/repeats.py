"""Rows of one file that name somebody twice, or two people by one number: one is taken, and it is said why. Pure.

The source's own key decides where there is one, else the number; of staff without either name and address, unless
their birth dates differ.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop.services.language import fold, say
from desktop.services.people.oddities import Read
from desktop.services.people.roster_types import Problem


def without_repeats(read: Sequence[Read]) -> tuple[list[Read], list[Problem], list[Problem]]:
    """Keep the first row of each person; give what to look at, and the rows left out."""
    kept: list[Read] = []
    problems: list[Problem] = []
    left_out: list[Problem] = []
    rows: dict[str, list[Read]] = {}
    numbers: dict[str, int] = {}
    for item in read:
        row = item.row
        met = rows.setdefault(_key(item), [])
        first = next((one for one in met if not _are_two(item, one)), None)
        if first:
            left_out.append(Problem(row.row, "number", _why(item, first)))
            continue
        if row.number and row.number in numbers:
            problems.append(Problem(row.row, "number", say("Row {row} has the same number.", row=numbers[row.number])))
        met.append(item)
        numbers.setdefault(row.number, row.row)
        kept.append(item)
    return kept, problems, left_out


def _key(item: Read) -> str:
    row = item.row
    if row.source_key:
        return f"key {row.source_key}"
    if row.number:
        return f"number {row.number}"
    # An office may have one address for several.
    return f"name {fold(row.family)}, {fold(row.given)}, {fold(row.email)}"


def _are_two(item: Read, first: Read) -> bool:
    """Say whether two rows of one name, without numbers, are of two people."""
    return not (item.row.source_key or item.row.number) and _differ(item.draft.birth_date, first.draft.birth_date)


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other) and one != other


def _why(item: Read, first: Read) -> str:
    """Say why a row was not taken beside the first with its number, key or name."""
    row = first.row.row
    if not _same_name(item, first):
        if item.row.source_key:
            return say(
                "Row {row} has the same key of the source under another name; this row was not taken: "
                "give each a key of their own.",
                row=row,
            )
        return say(
            "Row {row} has the same number under another name; this row was not taken: "
            "give each a number of their own.",
            row=row,
        )
    if _differ(item.draft.birth_date, first.draft.birth_date):
        return say(
            "Row {row} has the same number and name, but another birth date; this row was not taken: "
            "check which is right, or give each a number of their own.",
            row=row,
        )
    if _differ(item.row.apart, first.row.apart):
        return say(
            "Row {row} has the same name, and nothing that is taken of staff tells the two apart; this row was not "
            "taken: give each a number or an e-mail address.",
            row=row,
        )
    return say("The person of this row stands in row {row} already; that row was taken, this one was not.", row=row)


def _same_name(item: Read, first: Read) -> bool:
    """Say whether all words of one name are words of the other, in any order: a middle name may be missing."""
    one, other = _words(item), _words(first)
    return one <= other or other <= one


def _words(item: Read) -> set[str]:
    whole = f"{item.row.given} {item.row.preferred} {item.row.family}"
    return {word for word in "".join(c if c.isalnum() else " " for c in fold(whole)).split() if word}
