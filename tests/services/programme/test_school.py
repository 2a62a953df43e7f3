"""Founding a workspace, the school's settings, terms and closed days, against a real workspace."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from desktop.services import programme
from desktop.services.language import fold
from desktop.services.programme.contacts import FILE_NAME, read_card
from desktop.services.programme.errors import AlreadyFounded, BadTerms, SchoolNameMissing
from desktop.services.programme.types import ClosedDay, Contact, Term
from desktop.services.vault import Workspace, last_undoable, steps, undo_last

LEAD = Contact(" Adaeze Nowak ", "Designated lead", "01632 960 001")


def test_a_founded_workspace_has_school_terms_and_one_programme(workspace: Workspace) -> None:
    school = programme.school(workspace)
    assert (school.name, school.profile, school.weekdays, school.sample) == (
        "Northfield School",
        "uk",
        (1, 2, 3, 4, 5),
        False,
    )
    assert [term.label for term in programme.terms(workspace)] == ["Autumn term", "Spring term", "Summer term"]
    assert programme.the_programme(workspace).model == "cross_age"
    assert [step.verb for step in steps(workspace, 10)].count("found_workspace") == 1


def test_founding_twice_is_refused(workspace: Workspace) -> None:
    with pytest.raises(AlreadyFounded):
        programme.found(workspace, "Other", "us", ())
    assert programme.school(workspace).name == "Northfield School"


def test_settings_are_changed_in_one_step_and_undone(workspace: Workspace) -> None:
    before = programme.school(workspace)
    wanted = replace(
        before, name=" Southfield ", profile="us", languages=("English", " Welsh ", "english"), contacts=(LEAD,)
    )
    changes = programme.set_school(workspace, wanted)
    assert changes.step is not None
    assert changes.tables == {"setting"}
    now = programme.school(workspace)
    assert (now.name, now.profile, now.languages) == ("Southfield", "us", ("English", "Welsh"))
    assert now.contacts == (Contact("Adaeze Nowak", "Designated lead", "01632 960 001"),)
    undo_last(workspace)
    assert programme.school(workspace) == before


def test_the_same_settings_are_no_change(workspace: Workspace) -> None:
    assert not programme.set_school(workspace, programme.school(workspace))


def test_contacts_stand_in_the_clear_and_nothing_else_does(workspace: Workspace) -> None:
    programme.set_school(workspace, replace(programme.school(workspace), contacts=(LEAD,), languages=("Klingon",)))
    text = (workspace.folder / FILE_NAME).read_text(encoding="utf-8")
    assert set(json.loads(text)) == {"format", "profile", "contacts"}
    assert "Northfield" not in text
    assert "klingon" not in fold(text)
    assert read_card(workspace.folder)[1][0].phone == "01632 960 001"


def test_the_card_follows_after_an_undo(workspace: Workspace) -> None:
    programme.set_school(workspace, replace(programme.school(workspace), contacts=(LEAD,)))
    undo_last(workspace)
    programme.refresh_card(workspace)
    assert read_card(workspace.folder) == ("uk", ())


def test_a_damaged_card_is_written_anew(workspace: Workspace) -> None:
    programme.set_school(workspace, replace(programme.school(workspace), contacts=(LEAD,)))
    (workspace.folder / FILE_NAME).write_bytes(b"{")
    programme.refresh_card(workspace)
    assert len(read_card(workspace.folder)[1]) == 1


def test_a_school_without_name_or_with_a_strange_week_is_refused(workspace: Workspace) -> None:
    school = programme.school(workspace)
    with pytest.raises(SchoolNameMissing):
        programme.set_school(workspace, replace(school, name="  "))
    for wrong in (replace(school, profile="fr"), replace(school, weekdays=()), replace(school, weekdays=(8,))):
        with pytest.raises(ValueError, match="no such"):
            programme.set_school(workspace, wrong)
    assert programme.school(workspace) == school


def test_the_languages_nobody_named_are_shared_all_the_same(workspace: Workspace) -> None:
    assert len(programme.school(workspace).spoken) == 1
    assert replace(programme.school(workspace), languages=("Gaelic",)).spoken == ("Gaelic",)


def test_terms_are_added_changed_and_removed(workspace: Workspace) -> None:
    autumn, spring, summer = programme.terms(workspace)
    longer = replace(autumn, ends=date(2026, 12, 22))
    extra = Term("Camp", date(2027, 8, 1), date(2027, 8, 5))
    programme.set_terms(workspace, [extra, longer, summer])
    assert [term.label for term in programme.terms(workspace)] == ["Autumn term", "Summer term", "Camp"]
    assert programme.terms(workspace)[0] == longer
    undo_last(workspace)
    assert programme.terms(workspace) == (autumn, spring, summer)


def test_terms_that_overlap_change_nothing(workspace: Workspace) -> None:
    before = programme.terms(workspace)
    with pytest.raises(BadTerms):
        programme.set_terms(workspace, [*before, replace(before[0], uid="", label="Again")])
    assert programme.terms(workspace) == before


def test_closed_days_are_in_the_calendar(workspace: Workspace) -> None:
    day = date(2026, 11, 20)
    programme.set_closed_days(workspace, [ClosedDay(day, "Training"), ClosedDay(day, "Staff training")])
    assert [(closed.day, closed.reason) for closed in programme.closed_days(workspace)] == [(day, "Staff training")]
    assert day in programme.school_calendar(workspace).closed
    last = last_undoable(workspace)
    assert last is not None
    assert last.words == "change of the closed days"
    programme.set_closed_days(workspace, [])
    assert programme.closed_days(workspace) == ()
