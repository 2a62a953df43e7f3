"""Drafts of notes about a record that was joined to another since."""

from __future__ import annotations

from desktop.models import notes as model
from desktop.services import people
from desktop.services.people import PersonDraft
from desktop.services.vault import Workspace, undo_last


def test_a_draft_goes_on_about_the_one_who_is_shown(workspace: Workspace) -> None:
    ws = workspace
    kept = people.add_person(ws, PersonDraft("1", "Okafor", "Ada")).uid
    gone = people.add_person(ws, PersonDraft("2", "Okafor", "Adaeze")).uid
    record = model.Writing(1, gone).as_text()
    people.merge_people(ws, kept, gone)
    ((_, words),) = model.drafts_shown(ws, (("note:x", record),))
    assert words.endswith("A note about Ada Okafor")
    writing = model.resumed(ws, record)
    assert writing.about == kept
    saved = model.save(ws, writing, "as it was typed")
    uid = model.newest_uid(saved)
    assert model.load_note(ws, 1, uid).heading.person == kept
    undo_last(ws)
    undo_last(ws)
    assert model.resumed(ws, record).about == gone
