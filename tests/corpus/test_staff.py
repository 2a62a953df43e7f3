"""The staff of the corpus's sets: with what they do, and never a student or a guardian."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services import people
from desktop.services.people.roster_errors import SheetUnclear
from desktop.services.vault import Workspace
from tests.corpus import files_sets, files_us
from tests.corpus.making import Entry

OF_SET = [("t1", "Moss", "Edith", "teacher"), ("t2", "Hale", "Pat", "aide"), ("a1", "Quill", "Ines", "administrator")]
STAFF: list[tuple[Entry, list[tuple[str, str, str, str]]]] = [
    (files_sets.oneroster_1_1(), OF_SET),
    (files_sets.oneroster_1_2_saved_again(), OF_SET),
    (files_sets.sds_2_1(), OF_SET),
    (files_sets.sds_1(), [("101", "Moss", "Edith", "")]),
    (files_sets.sds_uk(), [("t1", "Moss", "Edith", "")]),
]


@pytest.mark.parametrize(("entry", "staff"), STAFF, ids=[entry.key for entry, _ in STAFF])
def test_the_staff_of_a_set_go_in_beside_its_students(
    workspace: Workspace, tmp_path: Path, entry: Entry, staff: list[tuple[str, str, str, str]]
) -> None:
    path = entry.write(tmp_path)
    for kind in ("students", "staff"):
        people.import_roster(workspace, people.plan_import(workspace, people.read_roster(path, kind=kind)))
    found = people.list_people(workspace)
    assert sorted((p.number, p.family, p.given, p.job) for p in found if p.kind == "staff") == sorted(staff)
    assert sum(p.kind == "student" for p in found) == len(entry.students)
    again = people.plan_import(workspace, people.read_roster(path, kind="staff"))
    assert (again.new, again.changed, again.missing, len(again.unchanged)) == ((), (), (), len(staff))


def test_two_files_of_staff_are_asked_about(tmp_path: Path) -> None:
    with pytest.raises(SheetUnclear) as refusal:
        people.read_roster(files_us.clever().write(tmp_path), kind="staff")
    assert [choice.name for choice in refusal.value.choices] == ["staff.csv", "teachers.csv"]
    roster = people.read_roster(tmp_path / "clever", kind="staff", sheet="teachers.csv")
    assert [(s.source_key, s.number, s.family, s.job) for s in roster.students] == [("t1", "9001", "Moss", "")]
