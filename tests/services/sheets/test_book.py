"""One way into every kind of file: kinds by content, names of parts, folders and zip files."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services.sheets import open_book
from desktop.services.sheets.errors import (
    EmptyFile,
    NoSuchPart,
    NothingInFolder,
    SheetRefused,
    ZipInZip,
)
from tests.services.sheets.builders import book_of, cells, xlsx, zipped

CSV = b"number,family,given\n0042,Okafor,Ada\n"
ROWS = [["number", "family", "given"], ["0042", "Okafor", "Ada"]]
EDFI = b'<?xml version="1.0"?><InterchangeStudentParent><Student id="1"/></InterchangeStudentParent>'


def names(path_or_book: object) -> list[str]:
    return [part.name for part in path_or_book.parts]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["students.csv", "students.xlsx", "students"])
def test_a_text_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    book = book_of(CSV, tmp_path, name)
    assert (book.kind, names(book), cells(book)) == ("text", [name], ROWS)
    assert book.content(name) == CSV


def test_a_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    book = book_of(xlsx(*ROWS, change=lambda made: setattr(made.active, "title", "Class 9")), tmp_path, "students.csv")
    assert (book.kind, names(book), cells(book)) == ("xlsx", ["Class 9"], ROWS)


def test_xml_has_content_only(tmp_path: Path) -> None:
    book = book_of(EDFI, tmp_path, "students.xml")
    assert (book.kind, book.parts[0].kind, book.content("students.xml")) == ("xml", "xml", EDFI)
    with pytest.raises(SheetRefused):
        book.table("students.xml")


def test_each_reading_of_a_part_begins_anew(tmp_path: Path) -> None:
    book = book_of(xlsx(*ROWS), tmp_path)
    assert cells(book) == cells(book) == ROWS


def test_a_part_is_found_however_it_is_typed(tmp_path: Path) -> None:
    book = book_of(xlsx(*ROWS, **{"Year  9": ROWS, "Year 10": ROWS}), tmp_path)
    assert book.part("year 9").name == "Year  9"
    with pytest.raises(NoSuchPart, match="Year 10"):
        book.table("Year 11")


def test_a_zip_file_has_its_files_as_parts(tmp_path: Path) -> None:
    book = book_of(
        zipped(
            {
                "set/users.csv": CSV, "set/roles.CSV": CSV, "set/readme.txt": "read me", "__MACOSX/set/._users.csv": b"\0",
                "one.xlsx": xlsx(*ROWS), "two.xlsx": xlsx(*ROWS, Other=ROWS), "picture.png": b"\x89PNG", "students.xml": EDFI,
            }
        ), tmp_path, "export.zip",
    )  # fmt: skip
    assert book.kind == "zip"
    assert names(book) == [
        "one.xlsx",
        "set/roles.CSV",
        "set/users.csv",
        "students.xml",
        "two.xlsx/Sheet",
        "two.xlsx/Other",
    ]
    assert all(cells(book, name) == ROWS for name in names(book) if not name.endswith("xml"))
    assert book.content("set/users.csv") == CSV


def test_a_folder_has_its_files_as_parts_one_level_deep(tmp_path: Path) -> None:
    for name, data in {
        "users.csv": CSV,
        "more/list.xlsx": xlsx(*ROWS),
        "more/deeper/x.csv": CSV,
        "~$list.xlsx": b"x",
        ".hidden.csv": CSV,
    }.items():
        place = tmp_path / "set" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    book = open_book(tmp_path / "set")
    assert (book.kind, names(book)) == ("folder", ["more/list.xlsx", "users.csv"])
    assert cells(book, "more/list.xlsx") == cells(book, "users.csv") == ROWS


def test_a_text_file_counts_where_nothing_else_is_a_list(tmp_path: Path) -> None:
    assert names(book_of(zipped({"students.txt": CSV}), tmp_path)) == ["students.txt"]
    assert names(book_of(zipped({"students.csv": CSV, "readme.txt": "x"}), tmp_path)) == ["students.csv"]


def test_the_digest_says_whether_it_is_the_same_file_again(tmp_path: Path) -> None:
    first = book_of(CSV, tmp_path, "a.csv").digest
    assert first == book_of(CSV, tmp_path, "b.csv").digest != book_of(CSV + b"1,A,B\n", tmp_path, "a.csv").digest
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "users.csv").write_bytes(CSV)
    once = open_book(folder).digest
    assert once == open_book(folder).digest
    (folder / "users.csv").write_bytes(CSV.replace(b"Ada", b"Bea"))
    assert once != open_book(folder).digest
    (folder / "more.xlsx").write_bytes(xlsx(*ROWS))
    with_workbook = open_book(folder).digest
    (folder / "more.xlsx").write_bytes(xlsx(*ROWS, ["1", "Ng", "Bo"]))
    assert with_workbook != open_book(folder).digest


def test_a_zip_in_a_zip_is_not_opened(tmp_path: Path) -> None:
    inner = zipped({"users.csv": CSV})
    with pytest.raises(ZipInZip):
        book_of(zipped({"export.zip": inner}), tmp_path)
    assert names(book_of(zipped({"export.zip": inner, "users.csv": CSV}), tmp_path)) == ["users.csv"]
    with pytest.raises(ZipInZip):
        book_of(zipped({"students.xlsx": inner}), tmp_path)


def test_what_holds_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NothingInFolder):
        book_of(zipped({"readme.md": "x"}), tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingInFolder):
        open_book(tmp_path / "empty")
    with pytest.raises(EmptyFile):
        book_of(xlsx((None,)), tmp_path)
