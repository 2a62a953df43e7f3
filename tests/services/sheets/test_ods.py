"""ODS as LibreOffice and others write it."""

from __future__ import annotations

import time
from datetime import date, datetime
from pathlib import Path

import pytest
import python_calamine

from desktop.services.sheets import Book
from desktop.services.sheets.errors import NotATable, WorkbookLocked
from tests.services.sheets.builders import book_of, cells, changed, ods, ods_cell, ods_content, ods_table, zipped

HEAD = ["Number", "Family", "Born"]


def read(data: bytes, folder: Path) -> list[list[str]]:
    return cells(book_of(data, folder))


def row(*markup: str) -> str:
    return f"<table:table-row>{''.join(markup)}</table:table-row>"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (ods_cell("Müller"), "Müller"), (ods_cell(42), "42"), (ods_cell(42.0), "42"), (ods_cell(4.5), "4.5"), (ods_cell(True), "Yes"), (ods_cell(False), "No"),
        (ods_cell(date(2011, 3, 4)), "2011-03-04"), (ods_cell(datetime(2011, 3, 4)), "2011-03-04"), (ods_cell(datetime(2011, 3, 4, 9, 30)), "2011-03-04 09:30"),
        ('<table:table-cell office:value-type="float" office:value="42"><text:p>00042</text:p></table:table-cell>', "00042"),
        ('<table:table-cell office:value-type="float" office:value="12345"><text:p>012-345</text:p></table:table-cell>', "012-345"),
        ('<table:table-cell office:value-type="float" office:value="0"><text:p>0000</text:p></table:table-cell>', "0000"),
        ('<table:table-cell office:value-type="float" office:value="0.5"><text:p>0.50</text:p></table:table-cell>', "0.5"),
        ('<table:table-cell office:value-type="float" office:value="1234"><text:p>1,234.00</text:p></table:table-cell>', "1234"),
        ('<table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50%</text:p></table:table-cell>', "0.5"),
        ('<table:table-cell office:value-type="time" office:time-value="PT09H30M00S"><text:p>9:30</text:p></table:table-cell>', "09:30"),
        ('<table:table-cell office:value-type="string"><text:p>two<text:s text:c="3"/>words</text:p><text:p>two lines</text:p></table:table-cell>', "two   words\ntwo lines"),
        ('<table:table-cell office:value-type="string"><office:annotation><text:p>a comment</text:p></office:annotation><text:p>O<text:span>ka</text:span>for</text:p></table:table-cell>', "Okafor"),
        ('<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell>', "2"),
        ('<table:table-cell table:formula="of:=[.A1]+1"/>', "=[.A1]+1"),
    ],
)  # fmt: skip
def test_cells_come_as_a_person_sees_them(tmp_path: Path, markup: str, text: str) -> None:
    assert read(ods(ods_table("Class", row(markup))), tmp_path) == [[text]]


def test_formulas_without_values_are_said(tmp_path: Path) -> None:
    book = book_of(ods(ods_table("Class", row('<table:table-cell table:formula="of:=1+1"/>'))), tmp_path)
    table = book.table("Class")
    list(table.rows)
    assert table.notices[0].startswith("1 cell holds a formula")


def test_repeated_cells_and_rows_are_counted(tmp_path: Path) -> None:
    repeated = (
        '<table:table-row table:number-rows-repeated="2">'
        + ods_cell(None, 'table:number-columns-repeated="2"')
        + ods_cell("x", 'table:number-columns-repeated="2"')
        + "</table:table-row>"
    )
    blank = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    book = book_of(ods(ods_table("Class", HEAD, blank, repeated, ["1"])), tmp_path)
    assert [(found.number, found.cells) for found in book.table("Class").rows] == [
        (1, tuple(HEAD)), (5, ("", "", "x", "x")), (6, ("", "", "x", "x")), (7, ("1",)),
    ]  # fmt: skip


def test_hidden_sheets_and_tables_elsewhere_are_no_parts(tmp_path: Path) -> None:
    aside = f"<table:tracked-changes>{ods_table('Deleted', ['x'])}</table:tracked-changes>"
    book = book_of(
        ods(
            aside,
            ods_table("Old", HEAD, style="ta2"),
            ods_table("Year 9", HEAD),
            ods_table("Blank"),
            ods_table("Year 9", ["other"]),
        ),
        tmp_path,
    )
    assert (book.kind, [part.name for part in book.parts]) == ("ods", ["Year 9", "Year 9 (2)"])
    assert cells(book, "Year 9 (2)") == [["other"]]
    assert book.table("Year 9").notices == ["1 hidden sheet was left out."]


def test_merged_cells(tmp_path: Path) -> None:
    two = 'table:number-columns-spanned="2" table:number-rows-spanned="1"'
    tall = 'table:number-columns-spanned="1" table:number-rows-spanned="2"'
    covered = "<table:covered-table-cell><text:p>unseen</text:p></table:covered-table-cell>"
    table = ods_table(
        "Class", row(ods_cell("Number", tall), ods_cell("Name", two), covered, ods_cell("Form", tall)), row(covered, ods_cell("Family"), ods_cell("Given"), covered),
        row(ods_cell("1"), ods_cell("Okafor"), ods_cell("Ada"), ods_cell("9A", tall)), row(ods_cell("2"), ods_cell("Ng"), ods_cell("Bo"), covered),
    )  # fmt: skip
    assert read(ods(table), tmp_path) == [
        ["Number", "Family", "Given", "Form"],
        ["1", "Okafor", "Ada", "9A"],
        ["2", "Ng", "Bo", "9A"],
    ]


def test_a_flat_file_is_read(tmp_path: Path) -> None:
    book = book_of(ods_content(ods_table("Class", HEAD), root="document").encode(), tmp_path, "class.fods")
    assert (book.kind, cells(book)) == ("ods", [HEAD])


def test_what_is_locked_or_a_letter_says_so(tmp_path: Path) -> None:
    locked = changed(
        ods(ods_table("Class", HEAD)), **{"META-INF__manifest_xml": "<manifest><encryption-data/></manifest>"}
    )
    with pytest.raises(WorkbookLocked):
        book_of(locked, tmp_path)
    with pytest.raises(WorkbookLocked):
        book_of(zipped({"mimetype": "x", "encrypted-package": b"\1\2"}), tmp_path)
    letter = ods_content().replace("office:spreadsheet", "office:text")
    with pytest.raises(NotATable):
        book_of(zipped({"content.xml": letter}), tmp_path)


def oracle(data: bytes, folder: Path) -> list[list[str]]:
    path = folder / "oracle.ods"
    path.write_bytes(data)
    sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    return [[str(cell) for cell in found] for found in sheet.to_python(skip_empty_area=False) if any(found)]


def test_another_reader_reads_the_same_texts(tmp_path: Path) -> None:
    rows = [[f"n{r}c{c}" if (r * c) % 3 else None for c in range(1, 12)] for r in range(1, 40)]
    data = ods(ods_table("Class", *rows))
    ours = [found + [""] * (11 - len(found)) for found in read(data, tmp_path)]
    assert ours == oracle(data, tmp_path)


def rows_of(book: Book) -> int:
    return sum(1 for _ in book.table(book.parts[0].name).rows)


def test_ten_thousand_rows_take_no_longer_than_a_breath(tmp_path: Path) -> None:
    data = ods(
        ods_table(
            "Class",
            *[
                [str(n), f"Family{n * 7919 % 9973}", f"Given{n * 31 % 997}", 9, date(2011, 3, 1 + n % 28)]
                for n in range(10_000)
            ],
        )
    )
    begun = time.perf_counter()
    assert rows_of(book_of(data, tmp_path)) == 10_000
    assert time.perf_counter() - begun < 5
