"""The register as CSV: nothing starts a formula, nothing is lost."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import pytest

from desktop.services.reports import write_csv
from desktop.services.reports.spreadsheet import safe
from desktop.services.reports.types import PairRegister
from tests.services.reports.builders import NAMES, register


def rows(made: PairRegister) -> list[list[str]]:
    return list(csv.reader(StringIO(write_csv(made).decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\x00=1",
        "  =1",
        "=cmd|' /C calc'!A0",
        "＝1",
        "\u200b=1",
        "%0A=1",
        "|x",
        "\ufeff=1",
    ],
)
def test_nothing_starts_a_formula(cell: str) -> None:
    assert safe(cell).startswith("'")


@pytest.mark.parametrize("cell", ["", "Ann", "O'Brien", "007", "Mon3", "王小明", "a=b", "Jean-Luc", "2026-09-07"])
def test_ordinary_cells_stay_as_they_are(cell: str) -> None:
    assert safe(cell) == cell


def test_a_register_comes_back_whole() -> None:
    made = register(30)
    heads, *found = rows(made)
    assert heads[:5] == ["Mentor", "Mentor number", "Mentor year", "Mentor tutor group", "Mentee"]
    assert len(found) == 30
    assert {row[0] for row in found} | {row[4] for row in found} <= set(NAMES)
    assert {row[1] for row in found} == {row.mentor.number for row in made.rows}
    assert all(len(row[1]) == 5 for row in found)


def test_hostile_cells_come_back_prefixed_and_in_one_cell_each() -> None:
    made = register(1)
    bad = '=HYPERLINK("http://127.0.0.1","x"),\n"quoted";\tend'
    row = replace(made.rows[0], mentor=replace(made.rows[0].mentor, name=bad, number="-0012"), period="@now")
    found = rows(replace(made, rows=(row,)))
    assert len(found) == 2
    assert found[1][0] == '\'=HYPERLINK("http://127.0.0.1","x"), "quoted"; end'
    assert found[1][1] == "'-0012"
    assert found[1][8] == "'@now"


def test_it_opens_with_the_mark_that_spreadsheets_need() -> None:
    assert write_csv(register(0)).startswith(b"\xef\xbb\xbf")


def test_initials_leave_names_and_numbers_out() -> None:
    text = write_csv(register(8, initials=True)).decode("utf-8-sig")
    assert "Amina" not in text
    assert "00000" not in text


@pytest.mark.parametrize(
    "name",
    [
        "\u0dc1\u0dca\u200d\u0dbb\u0dd3",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\U0001f469\u200d\U0001f467",
    ],
)
def test_joiners_inside_a_word_stay(name: str) -> None:
    assert safe(name) == name
    assert safe(f"\u200d{name}\u200c x\u200d") == f"'{name} x"
