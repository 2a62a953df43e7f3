"""XLS of Excel 5 to 2003, and of what else writes it."""

from __future__ import annotations

import io
import random
import struct
from datetime import date, datetime
from pathlib import Path

import pytest
import python_calamine

from desktop.services.sheets.errors import NotATable, Spreadsheet, WorkbookDamaged, WorkbookLocked
from desktop.services.sheets.numbers import iso, plain
from tests.services.sheets.builders import book_of, cells
from tests.services.sheets.xls_writer import (
    BOF,
    BOOLERR,
    BOUNDSHEET,
    DATE,
    EOF,
    FILEPASS,
    FORMULA,
    LABEL,
    MULRK,
    NUMBER,
    PADDED,
    RK,
    RSTRING,
    SST,
    STRING,
    TIME,
    Sheet,
    book_stream,
    compound,
    record,
    rk_of,
    shared_strings,
    text8,
    xls,
)  # fmt: skip

HEAD = ["Number", "Family", "Born"]


def read(data: bytes, folder: Path, name: str = "") -> list[list[str]]:
    return cells(book_of(data, folder, "students.xls"), name)


def at(row: int, column: int, style: int = 0) -> bytes:
    return struct.pack("<HHH", row, column, style)


def test_cells_come_as_a_person_sees_them(tmp_path: Path) -> None:
    sheet = Sheet(
        "Class", [HEAD, [42, "Müller", 40606, 0.375], [1234567, "Łaski", 40606.5, 1.5], [4.25, "=Ada", True, -3], [None, "=", False, 0.1]],
        formats={(1, 0): PADDED, (1, 2): DATE, (2, 2): DATE, (1, 3): TIME},
    )  # fmt: skip
    assert read(xls(sheet), tmp_path) == [
        HEAD, ["00042", "Müller", "2011-03-04", "09:00"], ["1234567", "Łaski", "2011-03-04", "1.5"], ["4.25", "Ada", "Yes", "-3"], ["", "", "No", "0.1"],
    ]  # fmt: skip


def test_numbers_packed_in_every_way(tmp_path: Path) -> None:
    hundredths, negative = (12345 << 2) | 3, struct.unpack("<i", struct.pack("<I", 0xFFFFFFFF & ((-7 << 2) | 2)))[0]
    real = struct.unpack("<i", struct.pack("<d", 1.5)[4:])[0]
    row = (
        struct.pack("<HH", 0, 0)
        + b"".join(struct.pack("<Hi", 0, raw) for raw in (rk_of(1), hundredths, negative, real, real | 1))
        + struct.pack("<H", 4)
    )
    assert read(xls(Sheet("Class", more=record(MULRK, row))), tmp_path) == [["1", "123.45", "-7", "1.5", "0.015"]]


def test_formulas_give_their_stored_values(tmp_path: Path) -> None:
    def formula(column: int, value: bytes) -> bytes:
        return record(FORMULA, at(0, column) + value + b"\0" * 8)

    special = [bytes([kind, 0, value, 0, 0, 0, 0xFF, 0xFF]) for kind, value in ((1, 1), (2, 42), (3, 0))]
    more = b"".join(formula(column, value) for column, value in enumerate([struct.pack("<d", 2.5), *special]))
    # What a text is of may stand between the formula and its text.
    text = formula(4, b"\0" * 6 + b"\xff\xff") + record(0x4BC, b"\0" * 10) + record(STRING, text8("Ada"))
    assert read(xls(Sheet("Class", more=more + text)), tmp_path) == [["2.5", "Yes", "#N/A", "", "Ada"]]


def test_texts_in_cells_errors_and_rich_texts(tmp_path: Path) -> None:
    more = (
        record(LABEL, at(0, 0) + text8("Müller"))
        + record(RSTRING, at(0, 1) + text8("Łaski") + b"\1\0\0\0\0\0")
        + record(BOOLERR, at(0, 2) + bytes([7, 1]))
    )
    assert read(xls(Sheet("Class", more=more)), tmp_path) == [["Müller", "Łaski", "#DIV/0!"]]
    shared = record(
        SST, struct.pack("<II", 3, 3) + text8("rich", rich=2) + text8("Łi", rich=1, sounds=b"12345") + text8("last")
    )
    assert read(xls(Sheet("Class", [["a", "b", "c"]]), sst=shared), tmp_path) == [["rich", "Łi", "last"]]


@pytest.mark.parametrize("seed", range(20))
def test_shared_texts_cut_anywhere(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    texts = ["".join(chance.choice("abcŁü王") for _ in range(chance.randrange(1, 60))) + str(n) for n in range(200)]
    data = xls(Sheet("Class", [[text] for text in texts]), sst=shared_strings(texts, piece=chance.randrange(40, 300)))
    assert [row[0] for row in read(data, tmp_path)] == texts


def test_sheets_hidden_merged_and_with_charts(tmp_path: Path) -> None:
    chart = (
        record(BOF, struct.pack("<HHHHII", 0x600, 0x20, 0, 0, 0, 0))
        + record(NUMBER, at(9, 9) + struct.pack("<d", 1))
        + record(EOF)
    )
    tall = Sheet("Klassen Ł", [["Form", "Family"], ["9A", "Okafor"], [None, "Ng"]], merged=[(1, 2, 0, 0)], more=chart)
    book = book_of(xls(tall, Sheet("Old", [["x"]], hidden=1), Sheet("Blank")), tmp_path)
    assert (book.kind, [part.name for part in book.parts]) == ("xls", ["Klassen Ł"])
    assert cells(book) == [["Form", "Family"], ["9A", "Okafor"], ["9A", "Ng"]]
    assert book.table("klassen ł").notices == ["1 hidden sheet was left out."]


def test_days_from_1904(tmp_path: Path) -> None:
    assert read(xls(Sheet("Class", [[39144]], formats={(0, 0): DATE}), from_1904=True), tmp_path) == [["2011-03-04"]]


def test_cells_written_in_any_order_come_by_rows(tmp_path: Path) -> None:
    more = b"".join(
        record(RK, at(row, column) + struct.pack("<i", rk_of(10 * row + column)))
        for row, column in ((2, 0), (0, 1), (1, 0), (0, 0), (2, 1))
    )
    assert read(xls(Sheet("Class", more=more)), tmp_path) == [["0", "1"], ["10"], ["20", "21"]]


def test_an_excel_5_file_in_a_code_page(tmp_path: Path) -> None:
    head = record(BOF, struct.pack("<HHHH", 0x500, 5, 0, 1993)) + record(0x42, struct.pack("<H", 1250))
    head += record(0x41E, struct.pack("<H", 164) + b"\x05" + b"00000") + record(
        0xE0, struct.pack("<HH", 0, 164) + b"\0" * 12
    )
    name = b"\x05Klasa"
    place = len(head) + 4 + 6 + len(name) + 4
    stream = (
        head
        + record(BOUNDSHEET, struct.pack("<IH", place, 0) + name)
        + record(EOF)
        + record(BOF, struct.pack("<HHHH", 0x500, 0x10, 0, 1993))
    )
    stream += (
        record(LABEL, at(0, 1) + struct.pack("<H", 5) + "Łaski".encode("cp1250"))
        + record(RK, at(1, 0) + struct.pack("<i", rk_of(42)))
        + record(EOF)
    )
    for data in (compound(stream, "Book"), stream):
        book = book_of(data, tmp_path)
        assert (book.kind, book.parts[0].name, cells(book)) == ("xls", "Klasa", [["", "Łaski"], ["00042"]])


@pytest.mark.long
def test_a_file_of_many_megabytes_whose_tables_go_on_elsewhere(tmp_path: Path) -> None:
    rows = [[n, f"Family{n}"] for n in range(20_000)]
    padding = record(0x99, b"\0" * 8000) * 1900  # records of no cell
    data = xls(Sheet("Class", rows, more=padding + record(LABEL, at(20_000, 0) + text8("last"))))
    assert 15_000_000 < len(data) < 20_000_000
    found = read(data, tmp_path)
    assert (len(found), found[-1], found[-2]) == (20_001, ["last"], ["19999", "Family19999"])


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    plain_book = Sheet("Class", [HEAD])
    for data, kind in (
        (xls(plain_book, first=record(FILEPASS, b"\1\0" + b"\0" * 50)), WorkbookLocked),
        (compound(b"", "EncryptedPackage", others=["EncryptionInfo"]), WorkbookLocked),
        (compound(b"", "WordDocument"), NotATable),
        (compound(b"x" * 5000), WorkbookDamaged),
        (compound(record(0x409, b"\0" * 6)), Spreadsheet),
        (xls(plain_book)[:700], WorkbookDamaged),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", WorkbookDamaged),
    ):
        with pytest.raises(kind) as refused:
            book_of(data, tmp_path)
        assert type(refused.value) is kind


def oracle(data: bytes) -> list[list[str]]:
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    found = []
    for row in sheet.to_python(skip_empty_area=False):
        texts = [
            plain(cell)
            if type(cell) in (int, float)
            else iso(cell)
            if isinstance(cell, date | datetime)
            else {True: "Yes", False: "No"}.get(cell, cell)
            for cell in row
        ]
        found.append([str(text) for text in texts])
    return found


@pytest.mark.parametrize("seed", range(15))
def test_another_reader_reads_the_same(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    kinds = [
        lambda: chance.randrange(-(10**6), 10**6),
        lambda: chance.random() * 1000,
        lambda: "n" + "aŁü王"[chance.randrange(4)] * chance.randrange(40),
        lambda: "=x",
        lambda: None,
    ]
    sheet = Sheet("Class", [["first", *(chance.choice(kinds)() for _ in range(12)), "last"] for _ in range(30)])
    data = compound(book_stream([sheet]))
    assert read(data, tmp_path) == oracle(data)
