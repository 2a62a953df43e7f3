"""What the People page shows and does, without a window."""

from __future__ import annotations

import pytest

from desktop.models import leaving
from desktop.models import people as model
from desktop.models import people_rows as listed
from desktop.models.people_history import history_lines
from desktop.models.people_rows import load_everybody
from desktop.models.people_rules import Rule, passes
from desktop.services import matching, people, programme
from desktop.services.people.types import PersonDraft
from desktop.services.vault import Workspace, redo_last, undo_last
from tests.views.school import ODD, add_pair, fill


def uid(ws: Workspace, number: str) -> str:
    return people.person_by_number(ws, number).uid


@pytest.fixture
def school(workspace: Workspace) -> Workspace:
    fill(workspace)
    return workspace


def shown(ws: Workspace, **asked: str) -> set[str]:
    test = passes(Rule(**asked))
    return {row[listed.NUMBER] for row in load_everybody(ws).rows.rows if test(row)}


def test_filters_tell_who_is_here_who_left_and_who_is_archived(school: Workspace) -> None:
    people.mark_left(school, [uid(school, "5001")])
    people.archive_people(school, [uid(school, "5002")])
    everybody = shown(school)
    assert "5001" in everybody
    assert "5002" not in everybody
    assert shown(school, state="left") == {"5001"}
    assert shown(school, state="archived") == {"5002"}
    assert shown(school, year="8", role="none") == {"5003"}
    assert "5008" not in shown(school, role="none"), "staff take no part"
    counts = load_everybody(school)
    assert (counts.people, counts.mentors, counts.mentees) == (len(ODD) - 1 + 46, 23, 23)
    assert counts.years == ("7", "8", "10", "11"), "years in their order, without that of who is archived"


def test_search_knows_every_name_of_a_person(school: Workspace) -> None:
    snapshot = load_everybody(school).rows
    text = next(t for row, t in zip(snapshot.rows, snapshot.folded, strict=True) if row[listed.NUMBER] == "5004")
    assert all(word in text for word in ("zoe", "zo ", "lukasiewicz", "orsted", "5004"))


def test_history_says_what_changed_in_words(school: Workspace) -> None:
    who = uid(school, "5001")
    people.edit_person(school, who, PersonDraft("5001", "Roth", "Samuel", year="8", form="8A", birth_date="2012-04-03"))
    model.enrol(school, (who,), "mentee")
    people.mark_left(school, [who])
    lines = [what for what, _ in history_lines(model.load_details(school, who).history)]
    assert "State: here → left" in lines
    assert any("Given name: Sam → Samuel" in line and "birth date: – → 2012-04-03" in line for line in lines)
    assert "Enrolment of 1 student" in lines


def test_only_students_who_are_here_are_enrolled(school: Workspace) -> None:
    people.mark_left(school, [uid(school, "5001")])
    done = model.enrol(school, tuple(uid(school, number) for number in ("5001", "5002", "5008")), "mentor")
    assert done.about == "1"
    assert not model.load_details(school, uid(school, "5001")).can_take_part
    assert not model.load_details(school, uid(school, "5008")).can_take_part


def test_what_hangs_on_somebody_is_found_for_the_role_that_ends(school: Workspace) -> None:
    mentee, mentor = uid(school, "1001"), uid(school, "9001")
    assert len(leaving.hanging(school, (mentee,), ("mentee",)).pairs) == 1
    assert leaving.hanging(school, (mentee,), ("mentor",)) == leaving.Hanging((), ())
    both = leaving.hanging(school, (mentee, mentor), ("mentor", "mentee"))
    assert (len(both.pairs), len(both.parts)) == (1, 2)
    assert leaving.hanging(school, (uid(school, "5001"),), ("mentor", "mentee")) == leaving.Hanging((), ())


def test_leaving_ends_withdraws_and_marks_and_one_undo_takes_it_back(school: Workspace) -> None:
    who = (uid(school, "1001"),)
    found = leaving.hanging(school, who, ("mentor", "mentee"))
    changes = leaving.take_out(school, who, leaving.LEFT, found.parts, tuple(p for p, _ in found.pairs), "left")
    assert (changes.verb, changes.tables) == ("mark_left", {"pair", "participant", "person"})
    assert people.person(school, who[0]).status == "left"
    undo_last(school)
    assert people.person(school, who[0]).status == "present"
    assert people.person(school, who[0]).roles == ("mentee",)
    assert len(matching.pairs(school)) == 23
    redo_last(school)
    assert people.person(school, who[0]).status == "left"
    assert len(matching.pairs(school)) == 22


def test_wishes_are_shown_by_name_in_either_direction(school: Workspace) -> None:
    one, other = uid(school, "1001"), uid(school, "9005")
    model.save_wishes(school, one, (), (other,))
    assert model.load_details(school, one).avoids == ((other, "Lou Mentor05"),)
    assert model.load_details(school, other).avoided_by == ("Kim Mentee01",)
    assert one not in model.others(school, one).uids
    model.save_wishes(school, one, (other,), ())
    assert [wish.kind for wish in programme.wishes(school)] == ["want"]


def test_a_draft_of_somebody_is_somebody(school: Workspace) -> None:
    add_pair(school, 99, None)
    for person in people.list_people(school):
        assert model.draft_errors(model.draft_of(person), school.clock.today()) == {}
