"""Delimiters, quotes, line ends and limits of a file (IMP-01 to IMP-05)."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from desktop.services.people.columns import known_columns
from desktop.services.people.roster import read_csv
from desktop.services.sheets.errors import (
    CellTooLong,
    EmptyFile,
    NotText,
    SheetRefused,
    Spreadsheet,
    TooManyColumns,
    TooManyRows,
)
from desktop.services.sheets.text import clean, read_table

HEADER = ["number", "family", "given"]


def rows(data: bytes | str) -> list[tuple[int, list[str]]]:
    table = read_table(data.encode() if isinstance(data, str) else data, known_columns)
    return [(row.number, list(row.cells)) for row in table.rows]


def cells(text: bytes | str) -> list[list[str]]:
    return [found for _, found in rows(text)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\r\r\n"])
def test_delimiter_and_newline_are_found(delimiter: str, newline: str) -> None:
    text = newline.join(delimiter.join(row) for row in (HEADER, ["0042", "Okafor", "Ada"])) + newline
    assert rows(text) == [(1, HEADER), (2, ["0042", "Okafor", "Ada"])]


def test_the_delimiter_is_the_one_that_makes_known_columns() -> None:
    text = 'Number;Family name, first;Given\n1;"Smith, Jones";Ada\n2;Roth, Lee;Bo\n'
    assert cells(text)[1] == ["1", "Smith, Jones", "Ada"]


def test_newlines_may_be_mixed() -> None:
    assert rows("number,given,family\r1,A,B\n2,C,D\r\n3,E,F") == [
        (1, ["number", "given", "family"]), (2, ["1", "A", "B"]), (3, ["2", "C", "D"]), (4, ["3", "E", "F"]),
    ]  # fmt: skip


@pytest.mark.parametrize(("line", "delimiter"), [("sep=;", ";"), ('"sep=|"', "|"), ("SEP=\t", "\t"), ("sep=:", ":")])
def test_a_line_that_states_the_delimiter_is_believed(line: str, delimiter: str) -> None:
    text = f"{line}\r\nnumber{delimiter}family{delimiter}given\r\n1{delimiter}A, B{delimiter}C\r\n"
    assert rows(text) == [(2, HEADER), (3, ["1", "A, B", "C"])]


def test_blank_rows_are_passed_over_and_counted() -> None:
    assert [number for number, _ in rows("\n,,\nnumber,family,given\n\n , ,\n1,A,B\n\n")] == [3, 6]


def test_quoted_cells_hold_delimiters_quotes_and_line_ends() -> None:
    text = 'number,family,given\n1,"Smith, ""Jo""",Ada\n2,"Two\nlines",Bo\n3, "Roth" ,Cy\n'
    assert rows(text)[1:] == [
        (2, ["1", 'Smith, "Jo"', "Ada"]),
        (3, ["2", "Two\nlines", "Bo"]),
        (4, ["3", "Roth", "Cy"]),
    ]


@pytest.mark.parametrize("bad", ['"Smith', 'Smi"th', 'Smith"', '"Smi"th', '""Smith'])
def test_imp_05_a_lone_quote_swallows_nothing(bad: str) -> None:
    text = f'number,family,given\n1,{bad},Ada\n2,Roth,"Bo"\n3,"Lee, Jr",Cy\n4,{bad},Dee\n5,Fox,Eve\n'
    found = cells(text)
    assert [row[0] for row in found] == ["number", "1", "2", "3", "4", "5"]
    assert found[1] == ["1", bad, "Ada"]
    assert found[3] == ["3", "Lee, Jr", "Cy"]


def test_imp_05_a_lone_quote_is_listed_by_row() -> None:
    found = read_csv(b'number,family,given\n1,Roth,Bo\n2,"Smith,Ada\n3,Fox,Eve\n')
    assert [problem.row for problem in found.problems] == [3]
    assert [student.number for student in found.students] == ["1", "2", "3"]


def test_imp_05_nul_and_marks_inside_are_left_out_and_listed() -> None:
    found = read_csv("number,family,given\n1,Ro\0th,Bo\n2,\ufeffFox,E\u200eve\n".encode())
    assert [(s.family, s.given) for s in found.students] == [("Roth", "Bo"), ("Fox", "Eve")]
    assert [problem.row for problem in found.problems] == [2]


def test_clean_keeps_what_names_need() -> None:
    assert clean("  Ann \u00a0 Marie\n") == "Ann Marie"
    assert clean("Zoe\u0308") == "Zoë"
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "+1", "-Ada", "@cmd", "=1+1"])
def test_imp_01_formulas_are_text(text: str) -> None:
    quoted = text.replace('"', '""')
    found = read_csv(f'number,family,given\n1,"{quoted}",Ada\n'.encode())
    assert found.students[0].family == text
    protected = read_csv(f'number,family,given\n1,"\'{quoted}",Ada\n'.encode())
    assert protected.students[0].family == text


@pytest.mark.parametrize("first", ["\t", "\r", "\0"])
def test_imp_01_cells_that_begin_unprintably_lose_only_that(first: str) -> None:
    found = read_csv(f'number,family,given\n1,"{first}=1+1",Ada\n'.encode())
    assert found.students[0].family == "=1+1"


def test_numbers_kept_from_a_spreadsheet_keep_their_zeros() -> None:
    found = read_csv(b'number,family,given\n="0042",A,B\n\'0043,C,D\n0044,E,F\n')
    assert [student.number for student in found.students] == ["0042", "0043", "0044"]


def refused(data: bytes) -> SheetRefused | None:
    try:
        read_csv(data)
    except SheetRefused as error:
        return error
    return None


def measured(data: bytes) -> tuple[float, int, SheetRefused | None]:
    """Time and memory of one run. Tracing makes it several times slower: what is late so is timed in a run of its own."""
    tracemalloc.start()
    begun = time.perf_counter()
    refusal = refused(data)
    seconds = time.perf_counter() - begun
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    if seconds >= 5:
        begun = time.perf_counter()
        refused(data)
        seconds = time.perf_counter() - begun
    return seconds, peak, refusal


LIMITS = [
    pytest.param(b"number,family,given\n1,A,B\n2," + b"x" * 10_000_000 + b",C\n", CellTooLong, 3, id="IMP-02"),
    pytest.param(
        b'number,family,given\n1,A,B\n2,"' + b"x\n" * 5_000_000 + b'",C\n', CellTooLong, 3, id="IMP-02 quoted"
    ),
    pytest.param(b"number,family,given\n1,A,B\n" + b"\n" * 10_000_000, TooManyRows, 50_002, id="IMP-03"),
    pytest.param(b"number,family,given\n" + b",,\n" * 4_000_000, TooManyRows, 50_002, id="IMP-03 commas"),
    pytest.param(b"number,family,given\n1,A,B\n" + b"x," * 20_000 + b"\n", TooManyColumns, 3, id="IMP-04"),
    pytest.param(b"number,family,given\n1,A,B\n" + b"," * 5_000_000, TooManyColumns, 3, id="IMP-04 commas"),
]


@pytest.mark.parametrize(("data", "kind", "row"), LIMITS)
def test_imp_02_03_04_stopped_at_the_limit_by_row(data: bytes, kind: type[SheetRefused], row: int) -> None:
    seconds, peak, refusal = measured(data)
    assert isinstance(refusal, kind)
    assert refusal.values["row"] == row
    assert str(row) in str(refusal)
    assert peak < 300_000_000
    assert seconds < 5


def test_the_widest_file_stays_in_bounds() -> None:
    line = b"12345,Okafor,Ada," + b",".join([b"1"] * 190) + b"\n"
    data = b"number,family,given" + b",more" * 190 + b"\n" + line * 20_000
    seconds, peak, refusal = measured(data)
    assert refusal is None
    assert peak < 120_000_000
    assert seconds < 5


def test_a_file_of_lone_quotes_does_not_take_for_ever() -> None:
    begun = time.perf_counter()
    read_csv(b"number,family,given\n" + b'1,"Smith,Ada\n2,"Roth","Bo"\n' * 24_000)
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", EmptyFile), (b"\xef\xbb\xbf", EmptyFile), (b"\r\n ,,\n", EmptyFile), (b"%PDF-1.7 ...", NotText),
        (bytes(range(256)) * 40, NotText), (b"\n<html><table><tr><td>1</td></tr></table>", NotText), (b"PK\x03\x04....", Spreadsheet), (b"\xd0\xcf\x11\xe0....", Spreadsheet),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_own_sentence(data: bytes, kind: type[SheetRefused]) -> None:
    with pytest.raises(kind):
        read_csv(data)


def test_marks_in_pairs_but_in_the_wrong_place_do_not_take_for_ever() -> None:
    begun = time.perf_counter()
    read_csv(b"number,family,given\n" + b'1,"Smith"x"y",Ada\n' * 49_000 + b'1,"Smith,Ada\n')
    assert time.perf_counter() - begun < 5
