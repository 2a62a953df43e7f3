"""Workbooks that mean harm, or that a program went mad over: IMP-02 to IMP-04 and IMP-06 to IMP-09 in every kind."""

from __future__ import annotations

import io
import random
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.services.errors import KnownError
from desktop.services.refusals import TooLarge
from desktop.services.sheets import open_book
from desktop.services.sheets.errors import (
    BinaryWorkbook,
    CellTooLong,
    MarkupDamaged,
    NotATable,
    NumbersFile,
    SheetRefused,
    Spreadsheet,
    TooManyColumns,
    TooManyRows,
    TooMuchText,
    UnsafeMarkup,
    WorkbookDamaged,
    WorkbookLocked,
    WorkbookTooLarge,
    ZipLocked,
    ZipTooLarge,
    ZipUnreadable,
)
from tests.services.sheets.builders import (
    book_of,
    cells,
    inline,
    members,
    ods,
    ods_cell,
    ods_content,
    ods_table,
    raw_parts,
    raw_xlsx,
    relations,
    xlsx,
    zipped,
)
from tests.services.sheets.xls_writer import LABELSST, NUMBER, SST, Sheet, compound, record, text8, xls

HEAD = ("Number", "Family", "Given")
LONG = "x" * 10_000_000
BIG = 300_000_000


def noise(n: int, length: int) -> str:
    """Text that packs badly, so that no ratio stops it."""
    return f"{n * 2654435761 % 2**64:x}".ljust(length, "abcdefgh"[n % 8])[:length]


def read_all(path: Path) -> KnownError | None:
    try:
        book = open_book(path)
        for part in book.parts:
            for _ in book.table(part.name).rows:
                pass
    except KnownError as error:
        return error
    return None


def measured(data: bytes, folder: Path, within: float = 5) -> tuple[float, int, KnownError | None]:
    """Time and memory of one run. Tracing makes it several times slower: what is late so is timed in a run of its own."""
    path = folder / "students.bin"
    path.write_bytes(data)
    tracemalloc.start()
    begun = time.perf_counter()
    refusal = read_all(path)
    seconds = time.perf_counter() - begun
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    if seconds >= within:
        begun = time.perf_counter()
        read_all(path)
        seconds = time.perf_counter() - begun
    return seconds, peak, refusal


def shared(cells_of_row: str, rows: int, strings: str) -> bytes:
    return raw_xlsx("".join(f'<row r="{n}">{cells_of_row}</row>' for n in range(1, rows + 1)), strings=strings)


def labels(rows: int, columns: int) -> bytes:
    return b"".join(record(LABELSST, struct.pack("<HHHI", r, c, 0, 0)) for r in range(rows) for c in range(columns))


def far_cell(row: int, column: int) -> bytes:
    return record(NUMBER, struct.pack("<HHHd", row, column, 0, 1.0))


WIDE = "".join('<c t="s"><v>0</v></c>' for _ in range(200))
REPEATED = ods_cell("x", 'table:number-columns-repeated="{}"')
LIMITS: list[tuple[str, Callable[[], bytes], type[KnownError], int]] = [
    ("IMP-02 xlsx", lambda: raw_xlsx(f'<row r="1">{inline("a")}</row><row r="3">{inline("".join(noise(n, 16) for n in range(160_000)))}</row>'), CellTooLong, 3),
    ("IMP-02 xlsx shared", lambda: shared('<c t="s"><v>0</v></c>', 3, "<si><t>" + "".join(noise(n, 16) for n in range(160_000)) + "</t></si>"), CellTooLong, 1),
    ("IMP-02 xlsx number", lambda: raw_xlsx("<row r='7'><c><v>" + "".join(str(n * 2654435761 % 10**9) for n in range(160_000)) + "</v></c></row>"), CellTooLong, 7),
    ("IMP-02 ods", lambda: ods_content(ods_table("Class", ["a"], ["".join(noise(n, 16) for n in range(160_000))]), root="document").encode(), CellTooLong, 2),
    ("IMP-03 ods", lambda: ods(ods_table("Class", f'<table:table-row table:number-rows-repeated="10000000">{ods_cell("x")}</table:table-row>')), TooManyRows, 50_002),
    ("IMP-03 xlsx", lambda: raw_xlsx("".join(f'<row r="{2 * n}">{inline(noise(n, 9))}</row>' for n in range(1, 60_001))), TooManyRows, 100_004),
    ("IMP-03 xls", lambda: xls(Sheet("Class", more=labels(60_000, 1)), sst=record(SST, struct.pack("<II", 1, 1) + text8("x"))), TooManyRows, 50_002),
    ("IMP-04 xlsx", lambda: raw_xlsx(f"<row r='5'>{''.join(inline(noise(n, 9)) for n in range(20_000))}</row>"), TooManyColumns, 5),
    ("IMP-04 ods", lambda: ods(ods_table("Class", ["a"], f"<table:table-row>{REPEATED.format(20_000)}</table:table-row>")), TooManyColumns, 2),
    ("IMP-04 ods wide and long", lambda: ods(ods_table("Class", f'<table:table-row table:number-rows-repeated="1000000">{REPEATED.format(200)}</table:table-row>')), TooManyRows, 50_002),
    ("IMP-04 xls", lambda: xls(Sheet("Class", more=labels(1, 256)), sst=record(SST, struct.pack("<II", 1, 1) + text8("x"))), TooManyColumns, 1),
    ("one long text in every cell of xlsx", lambda: shared(WIDE, 200, f"<si><t>{''.join(noise(n, 16) for n in range(30_000))}</t></si>"), TooMuchText, 1),
    ("one long text in every cell of xls", lambda: xls(Sheet("Class", more=labels(100, 10)), sst=record(SST, struct.pack("<II", 1, 1) + text8("x" * 60_000))), TooMuchText, 67),
    ("one long text in every row of ods", lambda: ods(ods_table("Class", f'<table:table-row table:number-rows-repeated="9000">{ods_cell("".join(noise(n, 16) for n in range(10_000)))}</table:table-row>')), TooMuchText, 9000),
]  # fmt: skip


@pytest.mark.parametrize(("make", "kind", "row"), [pytest.param(*case[1:], id=case[0]) for case in LIMITS])
def test_imp_02_03_04_stopped_at_the_limit_by_row(
    tmp_path: Path, make: Callable[[], bytes], kind: type[KnownError], row: int
) -> None:
    seconds, peak, refusal = measured(make(), tmp_path)
    assert isinstance(refusal, kind)
    assert refusal.values["row"] == row
    assert f"{row}" in str(refusal)
    assert (seconds < 5, peak < BIG) == (True, True)


READ: list[tuple[str, Callable[[], bytes]]] = [
    ("IMP-07 a dimension", lambda: raw_xlsx(f"<row>{inline('x')}</row>", before='<dimension ref="A1:XFD1048576"/>')),
    ("IMP-07 of xls", lambda: xls(Sheet("Class", [["x"]], dimensions=(0xFFFFFFFF, 0xFFFF)))),
    ("a lone cell far out", lambda: xls(Sheet("Class", [["x"]], more=far_cell(65535, 199)))),
    ("a lone cell far out in xlsx", lambda: raw_xlsx(f'<row r="1">{inline("x", "A1")}</row><row r="1048576">{inline("x", "GR1048576")}</row>')),
    ("a lone cell far out in ods", lambda: ods(ods_table("Class", ["x"], '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>', f"<table:table-row><table:table-cell table:number-columns-repeated='190'/>{ods_cell('x')}</table:table-row>"))),
    ("blank rows without end", lambda: raw_xlsx(f"<row>{inline('x')}</row>" + "".join(f'<row r="{n}" spans="1:{n % 99}" ht="{n * 7919 % 997}.5"/>' for n in range(2, 80_000)))),
    ("blank cells to the last column", lambda: raw_xlsx(f"<row r='1'>{inline('x', 'A1')}<c r='XFD1' s='1'/></row>")),
    ("merged cells over everything", lambda: raw_xlsx("".join(f"<row r='{n}'>{inline('x')}{inline(str(n))}</row>" for n in range(1, 5000)), after="".join(f"<mergeCell ref='A{n}:XFD1048576'/>" for n in range(1, 9000)))),
]  # fmt: skip


@pytest.mark.parametrize("make", [pytest.param(case[1], id=case[0]) for case in READ])
def test_imp_07_what_is_only_said_to_be_large_is_read(tmp_path: Path, make: Callable[[], bytes]) -> None:
    seconds, peak, refusal = measured(make(), tmp_path)
    assert refusal is None
    assert cells(open_book(tmp_path / "students.bin"))[0][0] == "x"
    assert (seconds < 5, peak < 100_000_000) == (True, True)


def test_imp_07_counts_of_shared_texts_that_lie_are_refused_at_once(tmp_path: Path) -> None:
    for count, kind in ((0xFFFFFFFF, TooMuchText), (0x7FFFFFFF, TooMuchText), (1_000_000, WorkbookDamaged)):
        lie = record(SST, struct.pack("<II", count, count) + text8("x"))
        seconds, peak, refusal = measured(xls(Sheet("x", [["x"]]), sst=lie), tmp_path)
        assert type(refusal) is kind
        assert (seconds < 5, peak < 10_000_000) == (True, True)


ALL_CELLS = struct.pack("<HHHH", 0, 0xFFFF, 0, 0xFF)


@pytest.mark.parametrize(
    "more",
    [
        pytest.param(record(0x1B8, ALL_CELLS + b"\0" * 40), id="a link over all cells"),
        pytest.param(record(0x7D, struct.pack("<HHHHH", 0, 0xFFFF, 9, 0, 0)) * 1000, id="widths of columns"),
        pytest.param(b"".join(record(0xBE, struct.pack("<HH", r, 0) + b"\0" * 512 + b"\xff\0") for r in range(9000)), id="blank cells"),
        pytest.param(record(0x1B0, struct.pack("<HHHHHHHHHHH", 1, 0, 0, 0xFFFF, 0, 0xFF, 1, 0, 0xFFFF, 0, 0xFF)) * 1000, id="formats by condition"),
    ],
)  # fmt: skip
def test_what_xls_says_beside_its_values_costs_nothing(tmp_path: Path, more: bytes) -> None:
    seconds, peak, refusal = measured(xls(Sheet("Class", [["x"]], more=more)), tmp_path)
    assert refusal is None
    assert cells(open_book(tmp_path / "students.bin")) == [["x"]]
    assert (seconds < 5, peak < 60_000_000) == (True, True)


def test_xls_with_formats_without_end_is_refused(tmp_path: Path) -> None:
    for one in (record(0xE0, b"\0" * 20), record(0x41E, struct.pack("<H", 200) + text8("0"))):
        with pytest.raises(WorkbookDamaged):
            book_of(xls(Sheet("Class", [["x"]]), first=one * 20_000), tmp_path)


def test_an_xls_whose_small_sectors_go_round_is_refused(tmp_path: Path) -> None:
    data = bytearray(compound(b"x" * 5000))
    sectors = 10  # of 512 bytes each; behind them stand the directory and the table of sectors
    table, named = 512 + 512 * (sectors + 1), data.index("Workbook".encode("utf-16-le"))
    data[table : table + 4] = struct.pack("<I", 0xFFFFFFFE)
    data[512:1024] = struct.pack("<128I", *range(128))  # the table of small sectors: each is followed by itself
    data[60:68] = struct.pack("<II", 0, 1)
    data[named - 128 + 116 : named - 128 + 124] = struct.pack("<II", sectors - 1, 512)
    data[named + 120 : named + 124] = struct.pack("<I", 100)  # a small stream now
    with pytest.raises(WorkbookDamaged):
        book_of(bytes(data), tmp_path)


def lying(data: bytes, name: str, size: int) -> bytes:
    """A zip file that states another unpacked size of a member, in both places."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(name)
    true = struct.pack("<I", info.file_size)
    changed = bytearray(data)
    changed[info.header_offset + 22 : info.header_offset + 26] = struct.pack("<I", size)
    place = data.rindex(name.encode()) - 46
    assert changed[place + 24 : place + 28] == true
    changed[place + 24 : place + 28] = struct.pack("<I", size)
    return bytes(changed)


BOMBS: list[tuple[str, Callable[[], bytes], type[KnownError]]] = [
    ("ratio", lambda: raw_xlsx(f"<row>{inline(' ' * 30_000_000)}</row>"), WorkbookTooLarge),
    ("ratio of ods", lambda: ods(ods_table("Class", [" " * 30_000_000])), WorkbookTooLarge),
    ("ratio of a part that is not read", lambda: zipped({**raw_parts(f"<row>{inline('x')}</row>"), "xl/media/image1.png": b"\0" * 30_000_000, "pad": bytes(range(256)) * 4000}), WorkbookTooLarge),
    ("more than 200 MB", lambda: lying(raw_xlsx(f"<row>{inline('x')}</row>"), "xl/styles.xml", 201 * 1024 * 1024), WorkbookTooLarge),
    ("four thousand million bytes", lambda: lying(raw_xlsx(f"<row>{inline('x')}</row>"), "xl/worksheets/sheet1.xml", 0xFFFFFFF0), WorkbookTooLarge),
    ("more than 1,000 members", lambda: zipped({**raw_parts(f"<row>{inline('x')}</row>"), **{f"part{n}.xml": "<x/>" for n in range(1000)}}), ZipTooLarge),
    ("a stated size that is too small", lambda: lying(raw_xlsx(f"<row>{inline('y' * 4000)}</row>"), "xl/worksheets/sheet1.xml", 300), WorkbookDamaged),
]  # fmt: skip


@pytest.mark.parametrize(("make", "kind"), [pytest.param(*case[1:], id=case[0]) for case in BOMBS])
def test_imp_06_bombs_are_refused_before_they_unpack(
    tmp_path: Path, make: Callable[[], bytes], kind: type[KnownError]
) -> None:
    path = tmp_path / "students.xlsx"
    path.write_bytes(make())
    tracemalloc.start()
    begun = time.perf_counter()
    refusal = read_all(path)
    seconds, peak = time.perf_counter() - begun, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert type(refusal) is kind
    assert seconds < 1
    assert peak < 20_000_000


def test_imp_06_a_list_in_a_zip_file_that_unpacks_too_far(tmp_path: Path) -> None:
    book = book_of(zipped({"students.csv": b"a,b\n" * 10_000_000}), tmp_path, "x.zip")
    with pytest.raises(ZipTooLarge):
        book.table("students.csv")


DOCTYPES = [
    '<!DOCTYPE a [<!ENTITY x "y">]>',
    '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
    '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://a.example/x.dtd"> %p;]>',
    "<!DOCTYPE a>",
]
PARTS = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "_rels/.rels", "[Content_Types].xml", "docProps/app.xml", "customXml/item1.xml", "xl/drawings/vmlDrawing1.vml"]  # fmt: skip


def marked(xml: str, doctype: str, encoding: str) -> bytes:
    """XML with a document type, in an encoding, after a comment that puts it far from the beginning."""
    comment = f"<!--{'-'.join('x' * 40_000)}-->" if "SYSTEM" in doctype else ""
    return (f'<?xml version="1.0" encoding="{encoding}"?>{comment}{doctype}' + xml).encode(encoding)


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
@pytest.mark.parametrize("part", PARTS)
def test_imp_08_definitions_in_any_part_are_refused(tmp_path: Path, part: str, encoding: str) -> None:
    for doctype in DOCTYPES:
        parts = raw_parts(f"<row>{inline('x')}</row>")
        parts[part] = marked(str(parts.get(part, "<a/>")), doctype, encoding)
        with pytest.raises(UnsafeMarkup):
            book_of(zipped(parts), tmp_path)


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
def test_imp_08_in_ods_and_in_xml_alike(tmp_path: Path, encoding: str) -> None:
    for doctype in DOCTYPES:
        xml = ods_content(ods_table("Class", ["x"])).partition("?>")[2]
        with pytest.raises(UnsafeMarkup):
            book_of(zipped({"mimetype": "x", "content.xml": marked(xml, doctype, encoding)}), tmp_path)
        with pytest.raises(UnsafeMarkup):
            book_of(
                zipped(
                    {
                        "content.xml": ods_content(ods_table("Class", ["x"])),
                        "settings.xml": marked("<a/>", doctype, encoding),
                    }
                ),
                tmp_path,
            )
        with pytest.raises(UnsafeMarkup):
            book_of(marked("<Students/>", doctype, encoding), tmp_path)
        with pytest.raises(UnsafeMarkup):
            book_of(zipped({"students.xml": marked("<Students/>", doctype, encoding)}), tmp_path).content(
                "students.xml"
            )


def test_imp_08_a_billion_laughs_cost_nothing(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    parts = raw_parts(f"<row>{inline('&l9;')}</row>")
    parts["xl/worksheets/sheet1.xml"] = (
        f'<!DOCTYPE a [<!ENTITY l0 "lol">{laughs}]>{parts["xl/worksheets/sheet1.xml"]!s}'
    )
    seconds, peak, refusal = measured(zipped(parts), tmp_path, within=1)
    assert isinstance(refusal, UnsafeMarkup)
    assert (seconds < 1, peak < 5_000_000) == (True, True)


def test_imp_08_an_entity_without_definition_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(raw_xlsx(f"<row>{inline('&x;')}</row>"))
    assert isinstance(read_all(path), WorkbookDamaged)
    with pytest.raises(MarkupDamaged, match="line 2"):
        book_of(b"<?xml version='1.0'?>\n<a>&x;</a>", tmp_path)


def test_imp_08_sheets_outside_the_file_are_not_looked_for(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(str(raw_parts(f"<row>{inline('secret')}</row>")["xl/worksheets/sheet1.xml"]))
    for target, more in (
        (secret.as_uri(), 'TargetMode="External"'),
        (secret.as_uri(), ""),
        (f"../../../../../..{secret}", ""),
        ("http://a.example/x.xml", 'TargetMode="External"'),
    ):
        parts = raw_parts(f"<row>{inline('x')}</row>")
        parts["xl/_rels/workbook.xml.rels"] = relations(("worksheet", target, more))
        with pytest.raises(WorkbookDamaged):
            book_of(zipped(parts), tmp_path)


DEEP = "".join(f"<{'abcdefgh'[n * 7919 % 8]}{n * 31 % 977}>" for n in range(300_000))
DEEP_SPANS = "<table:table>" + "".join(f'<text:span x="{n * 7919 % 99991}">' for n in range(200_000))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(zipped(raw_parts(DEEP)), id="deep sheet"), pytest.param(zipped({"content.xml": ods_content(DEEP)}), id="deep ods"), pytest.param(zipped({"content.xml": ods_content(ods_table("x", ["x"]), DEEP_SPANS)}), id="deep cell of ods"), pytest.param(f"<a>{DEEP}".encode(), id="deep xml"),
        pytest.param(f"<a x='{'y' * 15_000_000}'/>".encode(), id="long attribute"), pytest.param(f"<a><!--{'y' * 15_000_000}--></a>".encode(), id="long comment"),
    ],
)  # fmt: skip
def test_markup_without_end_takes_no_memory(tmp_path: Path, data: bytes) -> None:
    seconds, peak, refusal = measured(data, tmp_path)
    assert isinstance(refusal, UnsafeMarkup)
    assert (seconds < 5, peak < 100_000_000) == (True, True)


def locked_zip(data: bytes) -> bytes:
    """The flag of encryption set on all members, in both places."""
    changed = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + place] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def packed(method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("students.csv", "number,family,given\n1,A,B\n")
    return out.getvalue()


REFUSED: list[tuple[bytes, type[SheetRefused]]] = [
    (compound(b"", "EncryptedPackage", others=["EncryptionInfo"]), WorkbookLocked),
    (zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"\x83\x01"}), BinaryWorkbook),
    (zipped({"Index/Document.iwa": b"\0", "Data/x.png": b"x"}), NumbersFile),
    (zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}), NotATable),
    (zipped({"[Content_Types].xml": "<Types/>", "xl/none.xml": "<x/>"}), WorkbookDamaged),
    (xlsx(HEAD)[:-200], ZipUnreadable),
    (locked_zip(zipped({"students.csv": "a,b"})), ZipLocked),
    (packed(zipfile.ZIP_BZIP2), ZipUnreadable),
    (packed(zipfile.ZIP_LZMA), ZipUnreadable),
    (locked_zip(xlsx(HEAD)), WorkbookLocked),
    (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html><table>", Spreadsheet),
]


@pytest.mark.parametrize(("data", "kind"), REFUSED)
def test_what_cannot_be_read_says_why_and_what_to_do(tmp_path: Path, data: bytes, kind: type[SheetRefused]) -> None:
    path = tmp_path / "students.xlsx"
    path.write_bytes(data)
    refusal = read_all(path)
    assert type(refusal) is kind
    assert "Nothing was changed." in str(refusal)
    assert str(tmp_path) not in str(refusal)


def test_a_workbook_of_more_than_20_mb_is_too_large(tmp_path: Path) -> None:
    pictures = {f"media/{n}.png": random.Random(n).randbytes(5_000_000) for n in range(5)}
    for data in (
        zipped({**raw_parts(f"<row>{inline('x')}</row>"), **pictures}, level=1),
        xls(Sheet("x", [["x"]])) + b"\0" * 21_000_000,
    ):
        path = tmp_path / "students.bin"
        path.write_bytes(data)
        assert isinstance(read_all(path), TooLarge)


def test_a_workbook_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    book = book_of(
        zipped({"a.xlsx": zipped({"xl/workbook.bin": b"", "[Content_Types].xml": ""}), "b.xlsx": xlsx(HEAD)}), tmp_path
    )
    assert [part.name for part in book.parts] == ["b.xlsx"]
    assert book.notices == ("1 spreadsheet could not be read.",)


def test_parts_are_checked_although_the_rest_is_fine(tmp_path: Path) -> None:
    assert cells(book_of(zipped(members(xlsx(HEAD))), tmp_path)) == [list(HEAD)]


def test_sheets_by_the_thousand_take_no_longer_than_a_few(tmp_path: Path) -> None:
    """All of them one and the same part, or one and the same place in the stream."""
    parts = raw_parts("".join(f"<row><c r='A{n}'/></row>" for n in range(20_000)) + f"<row>{inline('x')}</row>")
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace(
        "<sheets>", "<sheets>" + "".join(f'<sheet name="s{n}" sheetId="{n + 2}" r:id="r0"/>' for n in range(3000))
    )
    many = [Sheet(f"s{n}", [["x"]]) for n in range(300)]
    tables = ods(*[ods_table(f"t{n}", ["x"]) for n in range(300)])
    for data, count in ((zipped(parts), 1), (xls(*many), 100), (tables, 100)):
        seconds, _, refusal = measured(data, tmp_path)
        assert refusal is None
        assert seconds < 5
        assert len(open_book(tmp_path / "students.bin").parts) == count
    assert open_book(tmp_path / "students.bin").table("t0").notices == [
        "200 sheets beyond the first hundred were left out."
    ]


def test_a_zip_file_of_too_many_large_lists_is_refused(tmp_path: Path) -> None:
    lists = {f"list{n}.csv": b"a,b\n" * 4_500_000 for n in range(12)}
    with pytest.raises(ZipTooLarge):
        book_of(zipped(lists, level=1), tmp_path)
