"""Imports into a real workspace: one step, wholly or not at all, and back again (IMP-10, IMP-12, IMP-13)."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services import people
from desktop.services.errors import Cancelled
from desktop.services.people.errors import PlanOutdated
from desktop.services.people.roster_errors import DateOrderUnclear
from desktop.services.people.roster_types import Roster
from desktop.services.refusals import NotAFile, TooLarge
from desktop.services.sheets.errors import SheetRefused
from desktop.services.vault import Workspace, last_undoable, undo_last, verify
from tests.services.people import builders
from tests.services.people.builders import csv_text, set_1_1, zipped

ROWS = ("0042,Okafor,Ada,2012-05-04,9,9B", "0043,Łaski,Ben,2011-09-30,10,10A", "=1+1,Ng,Cy,2010-01-02,11,11C")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "students.csv"
    path.write_text(csv_text(*ROWS), encoding="utf-8", newline="")
    return path


def numbers(ws: Workspace) -> list[str]:
    return sorted(person.number for person in people.list_people(ws))


def apply(ws: Workspace, roster: Roster) -> people.ImportPlan:
    plan = people.plan_import(ws, roster)
    people.import_roster(ws, plan)
    return plan


def test_a_file_becomes_people_as_one_step(workspace: Workspace, file: Path) -> None:
    plan = people.plan_import(workspace, people.read_roster(file))
    assert numbers(workspace) == []
    changes = people.import_roster(workspace, plan)
    assert (changes.tables, changes.count) == ({"person", "import_run"}, 4)
    found = people.person_by_number(workspace, "0042")
    assert (found.family, found.given, found.birth_date, found.year, found.form, found.kind, found.status) == (
        "Okafor", "Ada", "2012-05-04", "9", "9B", "student", "present",
    )  # fmt: skip
    assert people.person_by_number(workspace, "=1+1").family == "Ng"
    step = last_undoable(workspace)
    assert step is not None
    assert step.words == "import of 3 students"


def test_imp_10_the_same_file_twice_changes_nothing(workspace: Workspace, file: Path) -> None:
    apply(workspace, people.read_roster(file))
    steps = workspace.value("programme", "SELECT count(*) FROM @.step")
    plan = people.plan_import(workspace, people.read_roster(file))
    assert (plan.new, plan.changed, plan.missing, len(plan.unchanged)) == ((), (), (), 3)
    assert "The file holds nothing new." in plan.notices
    assert not people.import_roster(workspace, plan)
    assert workspace.value("programme", "SELECT count(*) FROM @.step") == steps


def test_a_set_twice_changes_nothing_and_knows_its_keys(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "set.zip"
    path.write_bytes(zipped(set_1_1()))
    apply(workspace, people.read_roster(path))
    assert people.person_by_number(workspace, "0042").source_key == "u1"
    assert numbers(workspace) == ["0042", "0044", "u2"]
    renumbered = set_1_1()
    renumbered["users.csv"] = renumbered["users.csv"].replace("0042", "9942")
    again = people.plan_import(workspace, people.read_roster(builders.folder(tmp_path / "set", renumbered)))
    assert [change.fields for change in again.changed] == [(("number", "0042", "9942"),)]
    assert (again.new, again.missing) == ((), ())


def test_changes_are_written_and_the_missing_stay(workspace: Workspace, file: Path) -> None:
    apply(workspace, people.read_roster(file))
    file.write_text(csv_text("0042,Okafor,Ada,,10,10B"), encoding="utf-8")
    plan = apply(workspace, people.read_roster(file))
    assert len(plan.missing) == 2
    found = people.person_by_number(workspace, "0042")
    assert (found.year, found.form, found.birth_date) == ("10", "10B", "2012-05-04")
    assert numbers(workspace) == ["0042", "0043", "=1+1"]


@pytest.mark.parametrize("asked", [1, 2, 3])
def test_imp_12_cancelling_leaves_nothing(workspace: Workspace, tmp_path: Path, asked: int) -> None:
    path = tmp_path / "many.csv"
    path.write_text(csv_text(*(f"{n:05},A,B,2012-05-04,9,9B" for n in range(800))), encoding="utf-8")
    plan = people.plan_import(workspace, people.read_roster(path))
    calls: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        calls.append((done, total))
        return len(calls) < asked

    with pytest.raises(Cancelled):
        people.import_roster(workspace, plan, progress)
    assert calls == [(0, 800), (500, 800), (800, 800)][:asked]
    assert numbers(workspace) == []
    assert people.import_roster(workspace, plan).count == 801


def test_imp_13_an_import_is_undone_as_a_whole(workspace: Workspace, file: Path) -> None:
    people.add_person(workspace, people.PersonDraft("0042", "Okafor", "Adaeze", year="8"))
    before = people.list_people(workspace)
    apply(workspace, people.read_roster(file))
    assert len(people.list_people(workspace)) == 3
    undo_last(workspace)
    assert people.list_people(workspace) == before
    assert verify(workspace).ok


def test_a_plan_that_is_out_of_date_is_refused(workspace: Workspace, file: Path) -> None:
    plan = people.plan_import(workspace, people.read_roster(file))
    people.import_roster(workspace, plan)
    with pytest.raises(PlanOutdated):
        people.import_roster(workspace, plan)
    assert len(people.list_people(workspace)) == 3


def test_unclear_dates_stop_before_anything_is_written(workspace: Workspace, file: Path) -> None:
    file.write_text(csv_text("1,A,B,03/04/2012,9,9B"), encoding="utf-8")
    roster = people.read_roster(file)
    with pytest.raises(DateOrderUnclear):
        people.plan_import(workspace, roster)
    people.import_roster(workspace, people.plan_import(workspace, roster, "dmy"))
    assert people.person_by_number(workspace, "1").birth_date == "2012-04-03"


def test_passwords_and_unmapped_columns_are_nowhere_in_the_workspace(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "set.zip"
    path.write_bytes(zipped(set_1_1()))
    apply(workspace, people.read_roster(path))
    dump = str([workspace.rows("programme", f"SELECT * FROM @.{name}") for name in ("person", "journal", "step")])
    assert "Okafor" in dump
    assert "hunter2" not in dump
    assert "female" not in dump


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(SheetRefused):
        people.read_roster(tmp_path / "empty.csv")
    (tmp_path / "large.csv").write_bytes(b"number,family\n" * 2_000_000)
    with pytest.raises(TooLarge):
        people.read_roster(tmp_path / "large.csv")
    with pytest.raises(NotAFile):
        people.read_roster(Path("/dev/null"))
