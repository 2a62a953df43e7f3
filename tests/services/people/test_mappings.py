"""What was said of a file's columns is kept with its import and used again silently for the same columns."""

from __future__ import annotations

from pathlib import Path

from desktop.services import people
from desktop.services.people.reading import open_roster
from desktop.services.vault import Workspace, steps, undo_last
from tests.services.people.builders import read

HEADER = "Kennung,Wer,Stufe"
MAPPING = {"Kennung": "number", "Wer": "name", "Stufe": "year"}


def test_a_mapping_is_saved_with_its_import_and_found_in_any_order(workspace: Workspace) -> None:
    roster = read("7,Bo Roth,9", header=HEADER, mapping=MAPPING)
    people.import_roster(workspace, people.plan_import(workspace, roster))
    assert people.saved_mapping(workspace, ("stufe", "WER", "Kennung"), "students") == MAPPING
    assert people.saved_mapping(workspace, ("Stufe", "Wer", "Kennung", "Mehr"), "students") is None
    assert people.saved_mapping(workspace, HEADER.split(","), "staff") is None
    assert [one.words for one in steps(workspace, 1)] == ["import of 1 student"]
    undo_last(workspace)
    assert people.saved_mapping(workspace, HEADER.split(","), "students") is None


def test_the_same_mapping_again_writes_nothing_and_another_one_goes_over_it(workspace: Workspace) -> None:
    roster = read("7,Bo Roth,9", header=HEADER, mapping=MAPPING)
    people.import_roster(workspace, people.plan_import(workspace, roster))
    assert not people.import_roster(workspace, people.plan_import(workspace, roster))
    assert not people.remember_mapping(workspace, HEADER.split(","), "students", MAPPING, "Northfield")
    other = read("7,Bo Roth,9", header=HEADER, mapping=MAPPING | {"Stufe": "-"})
    assert people.import_roster(workspace, people.plan_import(workspace, other))
    assert people.saved_mapping(workspace, HEADER.split(","), "students") == MAPPING | {"Stufe": "-"}
    assert len(people.saved_mappings(workspace, "students")) == 1


def test_a_file_with_those_columns_is_recognised_again(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Klasse 9b\nStufe;Kennung;Wer\n9;7;Bo Roth\n", encoding="utf-8")
    book = open_roster(path)
    assert people.mapping_for(workspace, book, "students") is None
    people.remember_mapping(workspace, HEADER.split(","), "students", MAPPING)
    found = people.mapping_for(workspace, book, "students")
    assert found == (book.parts[0].name, MAPPING)
    (row,) = people.read_roster(book, mapping=found[1]).students
    assert (row.number, row.family, row.given, row.year) == ("7", "Roth", "Bo", "9")


def test_columns_without_headings_are_not_remembered(workspace: Workspace) -> None:
    roster = read("7,Roth", header="8,Ng", mapping={"#1": "number", "#2": "family"})
    people.import_roster(workspace, people.plan_import(workspace, roster))
    assert people.saved_mappings(workspace, "students") == ()
    assert len(people.list_people(workspace)) == 2


def test_examples_of_a_book(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Kennung;Wer;Jahrgang\n7;Bo Roth;9\n8;Cy Ng;9\n", encoding="utf-8")
    book = open_roster(path)
    found = people.examples(book, book.parts[0].name)
    assert [(one.heading, one.values, one.guess) for one in found] == [
        ("Kennung", ("7", "8"), ""), ("Wer", ("Bo Roth", "Cy Ng"), ""), ("Jahrgang", ("9",), "year"),
    ]  # fmt: skip
