"""XLSX as spreadsheet programs and school systems write it."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.services.sheets.errors import WorkbookDamaged
from tests.services.sheets.builders import (
    MAIN,
    book_of,
    cells,
    changed,
    inline,
    members,
    raw_parts,
    raw_xlsx,
    relations,
    xlsx,
    zipped,
)

HEAD = ["Number", "Family", "Given"]


def read(data: bytes, folder: Path, name: str = "") -> list[list[str]]:
    return cells(book_of(data, folder), name)


def notices(data: bytes, folder: Path) -> list[str]:
    book = book_of(data, folder)
    table = book.table(book.parts[0].name)
    list(table.rows)
    return list(table.notices)


def formatted(value: object, code: str) -> bytes:
    def change(book: Any) -> None:
        book.active["A2"].number_format = code

    return xlsx(["Head"], [value], change=change)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (date(2011, 3, 4), "dd/mm/yyyy", "2011-03-04"), (datetime(2011, 3, 4), "m/d/yy h:mm", "2011-03-04"), (datetime(2011, 3, 4, 9, 30), "m/d/yy h:mm", "2011-03-04 09:30"),
        (time(9, 30), "h:mm", "09:30"), (42, "00000", "00042"), (42, "General", "42"), (42.0, "0.00", "42"),
        (True, "General", "Yes"), (False, "General", "No"), ("0042", "@", "0042"), ("=1+1", "General", "=1+1"), ("#N/A", "General", "#N/A"), (9.5, "0", "9.5"),
        ("Müller _x0041_ 王", "General", "Müller A 王"), ("two\nlines", "General", "two\nlines"), (" blank ", "General", " blank "),
    ],
)  # fmt: skip
def test_cells_come_as_a_person_sees_them(tmp_path: Path, value: object, code: str, text: str) -> None:
    assert read(formatted(value, code), tmp_path)[1] == [text]


def test_dates_of_macs_count_from_1904(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    assert read(xlsx(["Born"], [date(2011, 3, 4)], change=change), tmp_path)[1] == ["2011-03-04"]


def test_a_formula_gives_its_stored_value(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><f>40+2</f><v>42</v></c><c r="B1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c><c r="C1" t="str"><f>""</f><v></v></c><c r="D1" t="b"><f>TRUE()</f><v>1</v></c><c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    assert read(raw_xlsx(rows), tmp_path) == [["42", "ab", "", "Yes", "#DIV/0!"]]
    assert notices(raw_xlsx(rows), tmp_path) == []


def test_imp_09_a_formula_without_a_value_is_shown_as_text_and_said(tmp_path: Path) -> None:
    data = xlsx(["Number", "Link"], ["0042", '=HYPERLINK("http://a.example","x")'])
    assert read(data, tmp_path)[1] == ["0042", '=HYPERLINK("http://a.example","x")']
    assert notices(data, tmp_path)[0].startswith("1 cell holds a formula")


def test_imp_09_of_macros_and_links_values_only(tmp_path: Path) -> None:
    linked = relations(("hyperlink", "http://a.example/", 'TargetMode="External"'))
    data = changed(
        xlsx(HEAD, ["1", "Okafor", "Ada"]),
        xl__vbaProject_bin=b"\0macro",
        xl__externalLinks__externalLink1_xml="<externalLink/>",
        xl__worksheets___rels__sheet1_xml_rels=linked,
    )
    assert read(data, tmp_path)[1] == ["1", "Okafor", "Ada"]
    assert [text.split(".")[0] for text in notices(data, tmp_path)] == [
        "This workbook holds macros",
        "This workbook has links to other files",
    ]


def test_hidden_and_empty_sheets_are_no_parts_unless_nothing_else_is(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        book["Old"].sheet_state = "hidden"
        book["Very old"].sheet_state = "veryHidden"

    data = xlsx(HEAD, change=hide, **{"Old": [HEAD], "Very old": [HEAD], "Blank": [], "Year 9": [HEAD]})
    assert [part.name for part in book_of(data, tmp_path).parts] == ["Sheet", "Year 9"]
    assert notices(data, tmp_path) == ["2 hidden sheets were left out."]

    def hide_all(book: Any) -> None:
        for sheet in book.worksheets:
            sheet.sheet_state = "hidden"

    made = raw_parts(f"<row>{inline('x')}</row>")
    made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace("<sheet ", '<sheet state="hidden" ')
    assert [part.name for part in book_of(zipped(made), tmp_path).parts] == ["Class"]


def merged(*ranges: str) -> Any:
    def change(book: Any) -> None:
        for one in ranges:
            book.active.merge_cells(one)

    return change


def test_a_title_over_all_columns_stays_a_title(tmp_path: Path) -> None:
    data = xlsx(["Class list 2026"], HEAD, ["1", "Okafor", "Ada"], change=merged("A1:C1"))
    assert read(data, tmp_path) == [["Class list 2026"], HEAD, ["1", "Okafor", "Ada"]]


def test_a_header_in_two_rows_is_one(tmp_path: Path) -> None:
    data = xlsx(
        ["Number", "Name", None, "Year"],
        [None, "Family", "Given"],
        ["1", "Okafor", "Ada", 9],
        change=merged("B1:C1", "A1:A2", "D1:D2"),
    )
    assert read(data, tmp_path) == [["Number", "Family", "Given", "Year"], ["1", "Okafor", "Ada", "9"]]
    assert [row.number for row in book_of(data, tmp_path).table("Sheet").rows] == [2, 3]


def test_groups_tell_equal_headings_apart(tmp_path: Path) -> None:
    data = xlsx(
        ["Title"],
        ["Student", None, "Guardian 1", None, "Guardian 2"],
        ["No", "Family", "Name", "Phone", "Name", "Phone"],
        ["1", "Okafor", "A", "07", "B", "08"],
        change=merged("A1:F1", "A2:B2", "C2:D2", "E2:F2"),
    )
    assert read(data, tmp_path)[1] == [
        "No",
        "Family",
        "Guardian 1 Name",
        "Guardian 1 Phone",
        "Guardian 2 Name",
        "Guardian 2 Phone",
    ]


def test_merged_cells_among_the_rows_are_no_header(tmp_path: Path) -> None:
    data = xlsx(
        ["No", "Family", "Form"],
        ["1", "Okafor", "9A"],
        ["2", "Ng", None],
        ["3", "Roth", None],
        ["4", "Lee", "9B"],
        change=merged("C2:C4"),
    )
    assert [row[2] for row in read(data, tmp_path)[1:]] == ["9A", "9A", "9A", "9B"]
    absent = xlsx(HEAD, ["1", "absent today", None], ["2", "Ng", "Bo"], change=merged("B2:C2"))
    assert read(absent, tmp_path) == [HEAD, ["1", "absent today"], ["2", "Ng", "Bo"]]


def test_no_row_is_lost_to_merged_cells_among_the_first(tmp_path: Path) -> None:
    """Two students of one family, merged; a note over two columns; a blank number: data, whatever stands below."""
    for first, second in (
        (["1", "Okafor", None], ["2", "Ng", "Bo"]),
        ([None, "see below", None], ["2", "Ng", "Bo"]),
        (["1", "moved", None], [None, "Ng", "Bo"]),
    ):
        data = xlsx(["School"], HEAD, ["0", "A", "B"], first, second, change=merged("A1:C1", "B4:C4"))
        assert len(read(data, tmp_path)) == 5


def test_rows_and_cells_may_lack_their_references(tmp_path: Path) -> None:
    assert read(raw_xlsx(f"<row>{inline('a')}{inline('b')}</row><row>{inline('c')}</row>"), tmp_path) == [
        ["a", "b"],
        ["c"],
    ]
    far = raw_xlsx(f'<row r="3">{inline("a", "B3")}{inline("b")}</row><row r="1048576">{inline("c", "A1048576")}</row>')
    assert [(row.number, row.cells) for row in book_of(far, tmp_path).table("Class").rows] == [
        (3, ("", "a", "b")),
        (1048576, ("c",)),
    ]


def test_shared_texts_without_how_they_are_said(tmp_path: Path) -> None:
    strings = "<si><t>山田</t><rPh sb='0' eb='2'><t>ヤマダ</t></rPh></si><si><r><t>Oka</t></r><r><rPr><b/></rPr><t xml:space='preserve'>for </t></r></si><si/>"
    rows = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"/></row>'
    assert read(raw_xlsx(rows, strings=strings), tmp_path) == [["山田", "Okafor "]]


def test_a_shared_text_that_is_missing_is_damage_and_no_blank(tmp_path: Path) -> None:
    for place in ("99", "-1", "x"):
        with pytest.raises(WorkbookDamaged):
            read(raw_xlsx(f'<row><c t="s"><v>{place}</v></c></row>', strings="<si><t>x</t></si>"), tmp_path)


def test_characters_that_no_text_can_hold_do_not_come_in(tmp_path: Path) -> None:
    book = book_of(raw_xlsx(f"<row>{inline('a_xD800_b')}{inline('c_x0000_d')}</row>"), tmp_path)
    row = next(book.table("Class").rows)
    assert (row.cells, row.nul) == (("a\ufffdb", "c\0d"), True)


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "+1", "-Ada", "@cmd", "\t=1+1"])
def test_imp_01_texts_that_look_like_formulas_are_texts(tmp_path: Path, text: str) -> None:
    escaped = text.replace('"', "&quot;")
    assert read(raw_xlsx(f"<row>{inline(escaped)}</row>"), tmp_path) == [[text]]


def test_strict_workbooks_with_prefixes_are_read(tmp_path: Path) -> None:
    parts = raw_parts("")
    parts["xl/worksheets/sheet1.xml"] = (
        '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row r="1"><x:c r="A1" t="d"><x:v>2011-03-04T00:00:00</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert read(zipped(parts), tmp_path) == [["2011-03-04"]]


def test_names_of_parts_may_be_written_as_programs_like(tmp_path: Path) -> None:
    parts = raw_parts(f"<row>{inline('a')}</row>")
    parts["xl\\Worksheets\\Sheet1.xml"] = parts.pop("xl/worksheets/sheet1.xml")
    parts["xl/_rels/workbook.xml.rels"] = relations(("worksheet", "/xl/worksheets/sheet1.xml", ""))
    assert read(zipped(parts), tmp_path) == [["a"]]


def test_parts_in_utf_16_are_read(tmp_path: Path) -> None:
    parts = raw_parts("")
    parts["xl/worksheets/sheet1.xml"] = (
        f'<?xml version="1.0" encoding="UTF-16"?><worksheet {MAIN}><sheetData><row>{inline("Łaski")}</row></sheetData></worksheet>'.encode(
            "utf-16"
        )
    )
    assert read(zipped(parts), tmp_path) == [["Łaski"]]


def test_numbers_longer_than_programs_keep_are_said(tmp_path: Path) -> None:
    assert notices(raw_xlsx("<row><c><v>1.2345678901234E+17</v></c></row>"), tmp_path) == [
        "1 number has more than 15 digits, of which spreadsheet programs keep 15. Check it."
    ]


def test_styles_that_cannot_be_read_cost_no_row_and_are_said(tmp_path: Path) -> None:
    """Some systems write alignments, fills or colours that the format does not know."""
    data = xlsx(["Number", "Name"], ["0042", "Ada Okafor"])
    text = members(data)["xl/styles.xml"]
    text = text.decode() if isinstance(text, bytes) else text
    broken = text.replace("patternType=", 'patternType="nothing-known" was=', 1)
    assert broken != text
    book = book_of(changed(data, **{"xl/styles.xml": broken}), tmp_path)
    assert cells(book) == [["Number", "Name"], ["0042", "Ada Okafor"]]
    assert any("could not be read" in notice for notice in book.table(book.parts[0].name).notices)
