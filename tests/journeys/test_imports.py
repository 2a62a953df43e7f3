"""A school's files through the window, with the real widgets: drop, look, decide, import, take back."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services import people
from desktop.views.people.importing import ImportSheet
from desktop.views.people.page import PeoplePage
from tests import vaults
from tests.corpus import entries
from tests.corpus.making import Entry
from tests.views.conftest import ended, look
from tests.views.desks import OpenDesk, open_desk, school_folder
from tests.views.people.import_desk import drop, import_it
from tests.views.school import Desk

__all__ = ["ended", "look", "open_desk", "school_folder"]


@pytest.fixture
def empty(open_desk: OpenDesk, template: Path, tmp_path: Path) -> Desk:
    """The window over a workspace in which nobody is yet."""
    return open_desk(vaults.copy(template, tmp_path / "Empty.peerkeep"))


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.key)
def test_every_file_of_the_corpus_goes_in_at_the_first_try(empty: Desk, tmp_path: Path, entry: Entry) -> None:
    page = empty.go("people")
    assert isinstance(page, PeoplePage)
    folder = tmp_path / "files"
    folder.mkdir()
    drop(page, str(entry.write(folder)))
    empty.settle()
    sheet = empty.sheet()
    assert isinstance(sheet, ImportSheet)
    assert sheet.flow.stage == "looking", (sheet.flow.stage, sheet.flow.question, sheet.flow.error)
    assert sheet.flow.kind == entry.kind
    assert sheet.bar.why.text()
    import_it(empty, sheet)
    assert sheet.flow.stage == "done", sheet.flow.error
    found = {one.number: one for one in empty.read(people.list_people)}
    assert len(found) == len(entry.students)
    for student in entry.checked:
        assert found[student.number].given == student.given
        assert found[student.number].family == student.family
    sheet.reject()
    empty.settle()
    empty.undo()
    assert not empty.read(people.list_people)
