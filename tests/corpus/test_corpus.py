"""Every file of the corpus goes in right at the first try, without a question; a second time it changes nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from desktop.services import people
from desktop.services.people.rules import year_rank
from desktop.services.vault import Workspace
from tests import vaults
from tests.corpus import entries
from tests.corpus.__main__ import README, with_table
from tests.corpus.making import Entry
from tests.corpus.students import Student

ENTRIES = {entry.key: entry for entry in entries()}
ROOT = Path(__file__).resolve().parents[2]


def wanted(entry: Entry, student: Student) -> dict[str, object]:
    """What must be stored of a student, as far as the file says it."""
    known = {
        "number": student.number, "family": student.family, "given": student.given, "preferred": student.preferred,
        "birth_date": student.date(), "year": student.year, "form": student.form,
    }  # fmt: skip
    return {name: known[name] for name in entry.fields}


def stored(entry: Entry, person: Mapping[str, Any]) -> dict[str, object]:
    """The same of a person of the workspace."""
    return {name: year_rank(person[name]) if name == "year" else person[name] for name in entry.fields}


def as_dict(person: people.Person) -> dict[str, Any]:
    return {
        name: getattr(person, name) for name in ("number", "family", "given", "preferred", "birth_date", "year", "form")
    }


def test_the_corpus_is_wide_enough() -> None:
    """25 files, three countries, six encodings; and the table in the README tells of all of them."""
    assert len(ENTRIES) >= 25
    assert len({entry.country for entry in ENTRIES.values()}) >= 3
    assert len({entry.encoding.partition(" with")[0] for entry in ENTRIES.values()}) >= 6
    text = README.read_text("utf-8")
    assert text == with_table(text)


@pytest.mark.parametrize("key", ENTRIES)
def test_it_goes_in_right_at_the_first_try(workspace: Workspace, tmp_path: Path, key: str) -> None:
    entry = ENTRIES[key]
    path = entry.write(tmp_path)
    roster = people.read_roster(path, kind=entry.kind)
    assert (roster.source, roster.mode) == (entry.source, entry.mode)
    assert roster.why
    plan = people.plan_import(workspace, roster)
    assert (len(plan.new), len(plan.changed), len(plan.missing), len(plan.alike)) == (len(entry.students), 0, 0, 0)
    people.import_roster(workspace, plan)
    everybody = {person.number: as_dict(person) for person in people.list_people(workspace)}
    assert len(everybody) == len(entry.students)
    for student in entry.students:
        assert stored(entry, everybody[student.number]) == wanted(entry, student)
    again = people.plan_import(workspace, people.read_roster(path, kind=entry.kind))
    assert (again.new, again.changed, again.missing, len(again.unchanged)) == ((), (), (), len(entry.students))


@pytest.mark.parametrize("key", ENTRIES)
def test_nothing_else_of_it_is_in_the_workspace(workspace: Workspace, tmp_path: Path, key: str) -> None:
    """Passwords, parents and staff of the sets carry marks that must be nowhere in the decrypted rows."""
    people.import_roster(workspace, people.plan_import(workspace, people.read_roster(ENTRIES[key].write(tmp_path))))
    dump = "".join(
        str(workspace.rows("programme", f"SELECT * FROM @.{name}"))
        for name in ("person", "guardian", "journal", "step", "import_run")
    )
    for mark in ("canary", "example.org", "Ngozi", "Edith", "Harper, L."):
        assert mark.lower() not in dump.lower()


def test_the_bytes_are_always_the_same(tmp_path: Path) -> None:
    def written(folder: Path) -> dict[str, bytes]:
        found = {}
        for entry in entries():
            place = folder / entry.key
            place.mkdir(parents=True)
            entry.write(place)
            found |= {
                path.relative_to(folder).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()
            }
        return found

    assert written(tmp_path / "one") == written(tmp_path / "two")


def test_it_goes_in_by_the_command_line(workspace_folder: Path, tmp_path: Path) -> None:
    paths = []
    for key, entry in ENTRIES.items():
        (tmp_path / key).mkdir()
        paths.append(str(entry.write(tmp_path / key)))
    (tmp_path / "paths.txt").write_text("\n".join(paths), "utf-8")
    (tmp_path / "password.txt").write_text(vaults.PASSWORD, "utf-8")
    words = [workspace_folder, tmp_path / "password.txt", tmp_path / "paths.txt"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.corpus.cli_driver", *map(str, words)], capture_output=True, encoding="utf-8", cwd=ROOT, timeout=300, check=True
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    for entry, answer in zip(ENTRIES.values(), answers, strict=True):
        assert answer["import"].get("new") == len(entry.students), (entry.key, answer["import"])
        by_number = {person["number"]: person for person in answer["people"]}
        for student in entry.checked:
            assert stored(entry, by_number[student.number]) == wanted(entry, student), entry.key
