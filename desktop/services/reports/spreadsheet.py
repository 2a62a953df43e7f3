"""The pair register as CSV for a spreadsheet: nothing in it can start a formula, leading zeros stay."""

from __future__ import annotations

import unicodedata
from typing import Final

from desktop.services.language import say
from desktop.services.reports.names import initials
from desktop.services.reports.rules import register_rows, state_word
from desktop.services.reports.text import clean
from desktop.services.reports.types import PairRegister, PersonLine

_STARTERS: Final = frozenset("=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20\u2212")


def csv(register: PairRegister) -> bytes:
    """Give the register as UTF-8 with the mark that Excel needs, lines ended by CR LF, dates as ISO 8601."""
    import pandas

    heads = [
        say("{Mentor}"),
        say("{Mentor} number"),
        say("{Mentor} {year}"),
        say("{Mentor} {form}"),
        say("{Mentee}"),
        say("{Mentee} number"),
        say("{Mentee} {year}"),
        say("{Mentee} {form}"),
        say("Meets"),
        say("Since"),
        say("Meetings held"),
        say("Last met"),
        say("State"),
    ]
    rows = []
    for row in register_rows(register):
        pair = row.pair
        people = (*_person(pair.mentor, register.initials), *_person(pair.mentee, register.initials))
        meeting = (pair.period, pair.since, str(pair.held), pair.last_met, state_word(pair))
        rows.append([safe(cell) for cell in (*people, *meeting)])
    frame = pandas.DataFrame(rows, columns=heads, dtype=str)
    return frame.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig", errors="replace")


def safe(cell: str) -> str:
    """Give a cell that no spreadsheet takes for a formula (OWASP, CSV injection): a quote before what starts like one.

    Controls and characters that are no text are shown as a box; a line end becomes a space.
    """
    found = clean(cell, keep_joiners=True).replace("\n", " ")
    start = found.lstrip()
    # A quote that is already there gets another before it: whoever takes one away again finds the text as it was.
    quoted = start[:1] == "'" and start.lstrip("'")[:1] in _STARTERS
    risky = (
        quoted
        or cell[:1] in _STARTERS
        or start[:1] in _STARTERS
        or unicodedata.category(cell[:1] or "a") in {"Cc", "Cf"}
    )
    return f"'{found}" if risky else found


def _person(person: PersonLine, short: bool) -> tuple[str, str, str, str]:
    if short:
        return initials(person.name), "", person.year, person.form
    return person.name, person.number, person.year, person.form
