"""What school systems call .xls and is none: pages of the web, and XML spreadsheets of 2003."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from desktop.services.errors import KnownError
from desktop.services.sheets.errors import UnsafeMarkup, WebPage, WorkbookDamaged
from tests.services.sheets.builders import book_of, cells

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="{}">
<style>td {{ color: red }} table {{ }}</style><script>document.write("<table><tr><td>no</td></tr></table>")</script></head><body>
<!-- <table><tr><td>no</td></tr></table> -->
<table border=1><tr><th colspan="2">Müller &amp; Co<th rowspan="2">Form</tr>
<TR><TD>Number<td>Family&nbsp;name</td></TR>
<tr><td x:num>0042</td><td><b>O&#39;Brien</b><br>née <a href="http://a.example">Ng</a></td><td rowspan=2>9A</td></tr>
<tr><td>0043<td><table><tr><td>inner</td></tr></table></tr></table>
<table></table></body></html>"""

XML = """<?xml version="1.0" encoding="UTF-8"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">
<Styles><Style ss:ID="Default"/><Style ss:ID="s1"><NumberFormat ss:Format="00000"/></Style></Styles>
<Worksheet ss:Name="Old"><Table><Row><Cell><Data ss:Type="String">x</Data></Cell></Row></Table><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
<Worksheet ss:Name="Class"><Table ss:ExpandedColumnCount="999999" ss:ExpandedRowCount="999999999">
<Row><Cell ss:MergeDown="1"><Data ss:Type="String">Number</Data></Cell><Cell ss:MergeAcross="1"><Data ss:Type="String">Name</Data></Cell><Cell ss:MergeDown="1"><Data ss:Type="String">Born</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data ss:Type="String">Family</Data></Cell><Cell><Data ss:Type="String">Given</Data></Cell></Row>
<Row ss:Index="5"><Cell ss:StyleID="s1"><Data ss:Type="Number">42</Data></Cell><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>Mü</B>ller</ss:Data></Cell>
<Cell ss:Index="4"><Data ss:Type="DateTime">2011-03-04T00:00:00.000</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell><Cell ss:Formula="=RC[-1]"/><Cell ss:Formula="=1"><Data ss:Type="Number">1.5</Data></Cell><Cell><Data ss:Type="DateTime">1899-12-31T09:30:00.000</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
def test_a_page_of_the_web_is_read_by_its_tables(tmp_path: Path, encoding: str) -> None:
    book = book_of(PAGE.format(encoding).encode(encoding), tmp_path, "export.xls")
    assert (book.kind, [part.name for part in book.parts]) == ("xls", ["Table 1"])
    rows = [["Number", "Family\xa0name", "Form"], ["0042", "O'Brien\nnée Ng", "9A"], ["0043", "inner", "9A"]]
    assert cells(book) == rows


def test_a_page_without_a_table_says_so(tmp_path: Path) -> None:
    with pytest.raises(WebPage, match="sign in"):
        book_of(b"<!DOCTYPE html><html><body><form>Sign in</form></body></html>", tmp_path)


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a ",
        "<table",
        "<td ",
        "<!--",
        "<script>",
        "&#9",
        "<tr><td rowspan=9 colspan=9>",
        "<table><tr><td>x",
        "</td",
    ],
)
def test_a_page_that_means_harm_takes_no_longer_than_its_length(tmp_path: Path, piece: str) -> None:
    begun = time.perf_counter()
    with contextlib.suppress(KnownError):
        book = book_of(("<html><table><tr><td>" + piece * (1_500_000 // len(piece))).encode(), tmp_path)
        list(book.table("Table 1").rows)
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
def test_an_xml_spreadsheet_of_2003_is_read(tmp_path: Path, encoding: str) -> None:
    book = book_of(XML.replace("UTF-8", encoding).encode(encoding), tmp_path, "export.xls")
    assert (book.kind, [part.name for part in book.parts]) == ("xls", ["Class"])
    table = book.table("Class")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("Number", "Family", "Given", "Born")), (5, ("00042", "Müller", "", "2011-03-04", "Yes", "=RC[-1]", "1.5", "09:30")),
    ]  # fmt: skip
    assert [text[:20] for text in table.notices] == ["1 hidden sheet was l", "1 cell holds a formu"]


def test_one_that_is_damaged_or_means_harm_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbookDamaged):
        book_of(XML[:-300].encode(), tmp_path)
    with pytest.raises(UnsafeMarkup):
        book_of(
            XML.replace("<Workbook", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Workbook", 1).encode(),
            tmp_path,
        )
