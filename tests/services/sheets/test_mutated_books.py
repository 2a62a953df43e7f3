"""IMP-14 for every kind of file: damaged ones never crash, hang or take memory; they are read or refused.

500 of each kind here; 10,000 of each with: python3 run.py test -m long tests/services/sheets/test_mutated_books.py
Half of the damage to workbooks is done inside, to the parts before they are packed: outside, the checksums of the zip
file would keep nearly all of it from the readers.
"""

from __future__ import annotations

import random
import struct
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from desktop.services.errors import KnownError
from desktop.services.sheets import open_book
from tests.services.people.test_mutated import mutated
from tests.services.sheets.builders import members, ods, ods_cell, ods_table, raw_xlsx, xlsx, zipped
from tests.services.sheets.test_web_and_2003 import PAGE
from tests.services.sheets.test_web_and_2003 import XML as XML_2003
from tests.services.sheets.xls_writer import DATE, MULRK, PADDED, Sheet, book_stream, compound, record, rk_of, xls

NAMES = ("Okafor", "Müller", "García", "O'Brien", "Ng", "Łaski", "Van Dyk", "王小明")
HEAD = ("Number", "Family", "Given", "Born", "Year")
ROWS = [(f"{n:04}", NAMES[n % 8], f"Given{n % 5}", date(2011, 1 + n % 12, 4), 7 + n % 6) for n in range(12)]
LISTED = "\r\n".join([",".join(HEAD), *(",".join(map(str, row)) for row in ROWS), ""])
XML = "<?xml version='1.0' encoding='UTF-8'?>\n<Students>" + "".join(f'<Student id="{row[0]}"><Name><Family>{row[1]}</Family></Name><Born>{row[3]}</Born></Student>' for row in ROWS) + "</Students>"  # fmt: skip


def marked(sheet: object) -> None:
    """Merged cells, formats and a formula, so that there is something to damage."""
    sheet.active.merge_cells("A1:C1")  # type: ignore[attr-defined]
    sheet.active["E3"].number_format = "00000"  # type: ignore[attr-defined]
    sheet.active["E4"] = "=SUM(A1:A2)"  # type: ignore[attr-defined]


TALL = 'table:number-rows-spanned="2" table:number-columns-spanned="2"'
SHEET = Sheet(
    "Class", [HEAD, *([*row[:3], 40606 + n, row[4]] for n, row in enumerate(ROWS))], formats={(-1, 3): DATE, (2, 4): PADDED}, merged=[(3, 5, 0, 0)],
    more=record(MULRK, struct.pack("<HHHiHiH", 20, 0, 0, rk_of(4), 1, rk_of(5), 1)),
)  # fmt: skip
SHARED = (
    "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c><c r='C1' s='1'><f>A1</f><v>42</v></c></row>"
)
STYLES = "<numFmts><numFmt numFmtId='164' formatCode='00000'/></numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='164'/></cellXfs>"

SEEDS: dict[str, list[bytes]] = {
    "text": [LISTED.encode(), LISTED.replace(",", ";").encode("utf-16"), LISTED.replace(",", "\t").encode("gb18030")],
    "xlsx": [
        xlsx(("Class list",), HEAD, *ROWS, change=marked, Other=[HEAD]),
        raw_xlsx(SHARED, strings="<si><t>Number</t></si><si><r><t>Fam</t></r><rPh sb='0' eb='1'><t>x</t></rPh></si>", formats=STYLES),
    ],
    "ods": [ods(ods_table("Class", HEAD, *ROWS, f"<table:table-row>{ods_cell('x', TALL)}{ods_cell(3)}</table:table-row>"), ods_table("Old", HEAD, style="ta2"))],
    "xls": [xls(SHEET, Sheet("Old", [HEAD], hidden=1)), book_stream([SHEET]), PAGE.format("utf-8").encode(), XML_2003.encode()],
    "zip": [zipped({"set/users.csv": LISTED, "set/roles.csv": LISTED, "list.xlsx": xlsx(HEAD, *ROWS[:2]), "students.xml": XML})],
    "xml": [XML.encode(), XML.replace("UTF-8", "UTF-16").encode("utf-16")],
}  # fmt: skip
NUMBERS = (
    b"\xff\xff\xff\xff",
    b"\0\0\0\0",
    b"\xfe\xff\xff\xff",
    b"\x01\0\0\0",
    b"\xff\x7f",
    b"\0\x01",
    b"\xff\xff",
    b"9" * 20,
    b"1048576",
    b"-1",
    b"1e999",
    b"nan",
)


def damaged(kind: str, seed: int) -> bytes:
    """A file of the kind, damaged somewhere: in its bytes, in a part inside it, or in a number that it states."""
    chance = random.Random(seed)
    base = SEEDS[kind][seed % len(SEEDS[kind])]
    inside = chance.random()
    if kind in ("xlsx", "ods", "zip") and inside < 0.7:
        parts = members(base)
        for name in chance.sample(sorted(parts), k=min(len(parts), chance.randrange(1, 3))):
            content = parts[name]
            assert isinstance(content, bytes)
            parts[name] = changed_number(content, chance) if inside < 0.3 else mutated(content, chance.randrange(2**32))
        return zipped(parts, level=1)
    if kind == "xls" and inside < 0.5 and base.startswith(b"\xd0"):
        return compound(changed_number(SHEET_STREAM, chance, times=chance.randrange(1, 6)))
    return changed_number(base, chance) if inside < 0.3 else mutated(base, chance.randrange(2**32))


SHEET_STREAM = book_stream([SHEET])


def changed_number(data: bytes, chance: random.Random, times: int = 2) -> bytes:
    found = bytearray(data)
    for _ in range(times):
        at = chance.randrange(len(found)) if found else 0
        word = chance.choice(NUMBERS)
        found[at : at + len(word)] = word
    return bytes(found)


def read_all(path: Path) -> bool:
    """Read all there is; whether it could be. A refusal has a sentence. Anything but a KnownError is a failure of the test."""
    try:
        book = open_book(path)
        for part in book.parts:
            if part.kind == "xml":
                book.content(part.name)
            else:
                table = book.table(part.name)
                for row in table.rows:
                    "\t".join(row.cells).encode()  # texts that every database and file can hold
                assert all(isinstance(text, str) for text in table.notices)
    except KnownError as error:
        return not str(error)
    return True


def run(kind: str, folder: Path, count: int) -> int:
    taken = 0
    path = folder / "students.bin"
    for seed in range(count):
        path.write_bytes(damaged(kind, seed))
        begun = time.perf_counter()
        try:
            taken += read_all(path)
        except Exception as error:
            raise AssertionError(f"{kind} {seed}") from error
        assert time.perf_counter() - begun < 5, f"{kind} {seed}"
    return taken


def peak_memory() -> int:
    """The most memory this process has had, in MB; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1024 * 1024) if sys.platform == "darwin" else most // 1024


@pytest.mark.parametrize("kind", SEEDS)
def test_the_undamaged_files_are_read(tmp_path: Path, kind: str) -> None:
    for data in SEEDS[kind]:
        path = tmp_path / "students.bin"
        path.write_bytes(data)
        assert open_book(path).kind == kind
        assert read_all(path)


@pytest.mark.parametrize("kind", SEEDS)
def test_imp_14_five_hundred_damaged_files(tmp_path: Path, kind: str) -> None:
    before = peak_memory()
    assert run(kind, tmp_path, 500) > 20
    assert peak_memory() - before < 300


@pytest.mark.long
@pytest.mark.parametrize("kind", SEEDS)
def test_imp_14_ten_thousand_damaged_files(tmp_path: Path, kind: str) -> None:
    before = peak_memory()
    assert run(kind, tmp_path, 10_000) > 400
    assert peak_memory() - before < 300
