"""A participants file into a real workspace: dry run, one step, one undo, and nothing the second time."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services import people, programme
from desktop.services.errors import Cancelled
from desktop.services.programme.errors import NotAParticipantsFile, RoleMissing
from desktop.services.programme.importing import import_participants, plan_participants, read_participants
from desktop.services.programme.types import Wish
from desktop.services.vault import Workspace, last_undoable, undo_last
from tests.services.programme.builders import dump, file_of, students

MENTOR = {
    "number": "007", "role": "Mentor", "interests": "chess;music", "goals": "confidence", "languages": "English;Polish",
    "availability": "Mon3;WedLunch", "places": "2",
}  # fmt: skip
MENTEE = {
    "number": "0008",
    "role": "mentee",
    "interests": "Chess",
    "availability": "mon 3;Thu2",
    "wants": "007",
    "avoids": "9",
}


def test_all_of_it_goes_in_as_one_step(workspace: Workspace) -> None:
    uids = students(workspace, "007", "0008", "9")
    before = dump(workspace)
    plan = plan_participants(workspace, file_of(MENTOR, MENTEE))
    assert (plan.new, plan.changed, plan.unchanged, plan.total) == (2, 0, 0, 2)
    assert plan.new_periods == ("Mon3", "WedLunch", "Thu2")
    assert plan.unknown == plan.problems == ()
    assert dump(workspace) == before, "a dry run writes nothing"

    changes = import_participants(workspace, plan.file)
    assert changes.step is not None
    mentor, mentee = programme.participants(workspace)
    assert (mentor.person, mentor.places, mentor.interests) == (uids["007"], 2, ("chess", "music"))
    assert (mentor.goals, mentor.languages) == (("confidence",), ("English", "Polish"))
    assert (mentee.person, mentee.role, mentee.languages) == (uids["0008"], "mentee", ())
    assert people.person(workspace, uids["007"]).periods == ("Mon3", "WedLunch")
    assert people.person(workspace, uids["0008"]).periods == ("Mon3", "Thu2")
    assert programme.wishes(workspace) == (
        Wish(uids["0008"], uids["007"], "want"),
        Wish(uids["0008"], uids["9"], "avoid"),
    )
    last = last_undoable(workspace)
    assert last is not None
    assert last.words == "import of 2 participants"
    undo_last(workspace)
    assert dump(workspace) == before


def test_the_same_file_twice_changes_nothing(workspace: Workspace) -> None:
    students(workspace, "007", "0008", "9")
    file = file_of(MENTOR, MENTEE)
    import_participants(workspace, file)
    before = dump(workspace)
    assert plan_participants(workspace, file).unchanged == 2
    assert not import_participants(workspace, file)
    assert dump(workspace) == before


def test_an_update_replaces_the_lists_of_those_named(workspace: Workspace) -> None:
    uids = students(workspace, "007", "0008", "9")
    import_participants(workspace, file_of(MENTOR, MENTEE))
    file = file_of({"number": "0008", "role": "mentee", "interests": "dance", "availability": "Fri1;Mon3"})
    plan = plan_participants(workspace, file)
    assert (plan.new, plan.changed, plan.new_periods) == (0, 1, ("Fri1",))
    assert "lifts 1 avoid" in plan.notices[-1]
    import_participants(workspace, file)
    mentor, mentee = programme.participants(workspace)
    assert mentor.interests == ("chess", "music"), "who is not named stays"
    assert mentee.interests == ("dance",)
    assert people.person(workspace, uids["0008"]).periods == ("Mon3", "Fri1")
    assert programme.wishes(workspace) == ()


def test_columns_that_the_file_does_not_have_stay(workspace: Workspace) -> None:
    uids = students(workspace, "007", "0008", "9")
    import_participants(workspace, file_of(MENTOR, MENTEE))
    import_participants(
        workspace, file_of({"number": "007", "role": "mentor", "goals": "maths"}, columns=("number", "role", "goals"))
    )
    mentor = programme.participants(workspace)[0]
    assert (mentor.goals, mentor.places, mentor.interests) == (("maths",), 2, ("chess", "music"))
    assert people.person(workspace, uids["007"]).periods == ("Mon3", "WedLunch")
    assert len(programme.wishes(workspace)) == 2


def test_further_answers_come_back_as_they_went_in(workspace: Workspace) -> None:
    uids = students(workspace, "007")
    told = {"number": "007", "role": "mentor", "subjects": "Maths;Art", "experiences": "moved house", "style2": "5"}
    file = file_of(told)
    import_participants(workspace, file)
    mentor = next(one for one in programme.participants(workspace) if one.person == uids["007"])
    assert (mentor.subjects, mentor.experiences) == (("Maths", "Art"), ("moved house",))
    assert mentor.style == (0, 5, 0, 0, 0, 0)
    assert import_participants(workspace, file).step is None, "the same file changes nothing"

    import_participants(workspace, file_of({"number": "007", "role": "mentor", "style1": "2", "style2": "nine"}))
    [mentor] = programme.participants(workspace)
    assert mentor.style == (2, 5, 0, 0, 0, 0), "what cannot be read takes nothing away"
    import_participants(workspace, file_of({"number": "007", "role": "mentor"}, columns=("number", "role", "style1")))
    [mentor] = programme.participants(workspace)
    assert mentor.style == (0, 5, 0, 0, 0, 0), "a blank cell takes the answer back, a column that is not there does not"
    assert mentor.subjects == ()


def test_what_cannot_be_taken_is_listed_and_the_rest_goes_in(workspace: Workspace) -> None:
    uids = students(workspace, "007", "0008", "9")
    people.archive_people(workspace, [uids["9"]])
    file = file_of(
        MENTOR,
        {"number": "404", "role": "mentee"},
        {"number": "9", "role": "mentee"},
        {"number": "0008", "role": "leader"},
        {"number": "0008", "role": "mentee", "wants": "405;0008;007", "availability": "Mon3;???;" + "x" * 41},
        {"number": "404", "role": "mentor", "places": "1"},
    )
    plan = plan_participants(workspace, file)
    assert plan.unknown == ("404",)
    assert [(p.row, p.field) for p in plan.problems] == [
        (3, "number"), (4, "number"), (5, "role"), (6, "availability"), (6, "availability"), (6, "wants"), (6, "wants"), (7, "number"),
    ]  # fmt: skip
    import_participants(workspace, file)
    assert [one.person for one in programme.participants(workspace)] == [uids["007"], uids["0008"]]
    assert programme.wishes(workspace) == (Wish(uids["0008"], uids["007"], "want"),)
    assert people.person(workspace, uids["0008"]).periods == ("Mon3",)


def test_two_roles_share_one_availability_and_one_set_of_wishes(workspace: Workspace) -> None:
    uids = students(workspace, "1", "2")
    file = file_of(
        {"number": "1", "role": "mentor", "availability": "Mon1", "wants": "2"},
        {"number": "1", "role": "mentee", "availability": "Tue1"},
    )
    import_participants(workspace, file)
    assert people.person(workspace, uids["1"]).periods == ("Mon1", "Tue1")
    assert len(programme.wishes(workspace)) == 1
    assert not import_participants(workspace, file)


def test_a_number_of_two_people_is_nobodys(workspace: Workspace) -> None:
    students(workspace, "1", "2")
    with workspace.step("programme", "edit_person") as step:
        step.run("UPDATE @.person SET number = '1'")
    plan = plan_participants(workspace, file_of({"number": "1", "role": "mentor"}))
    assert plan.total == 0
    [question] = plan.questions
    assert "Several people" in question.why
    assert len({one.caption for one in question.candidates}) == 2
    assert plan.unknown == ()


def test_who_withdrew_comes_back(workspace: Workspace) -> None:
    students(workspace, "007")
    file = file_of(MENTOR)
    import_participants(workspace, file)
    programme.withdraw(workspace, [programme.participants(workspace)[0].uid])
    assert plan_participants(workspace, file).new == 1
    import_participants(workspace, file)
    assert programme.participants(workspace)[0].status == "enrolled"


def test_periods_are_named_once(workspace: Workspace) -> None:
    students(workspace, "1", "2")
    people.add_period(workspace, "Mon 3")
    import_participants(workspace, file_of({"number": "1", "role": "mentor", "availability": "MON3;Tue1"}))
    import_participants(workspace, file_of({"number": "2", "role": "mentee", "availability": "tue1"}))
    assert [(p.label, p.weekday) for p in people.periods(workspace)] == [("Mon 3", 1), ("Tue1", 2)]


def test_cancelling_writes_nothing(workspace: Workspace) -> None:
    students(workspace, "007", "0008", "9")
    before, seen = dump(workspace), []

    def stop(done: int, total: int) -> bool:
        seen.append((done, total))
        return done < 1

    with pytest.raises(Cancelled):
        import_participants(workspace, file_of(MENTOR, MENTEE), progress=stop)
    assert seen == [(0, 2), (1, 2)]
    assert dump(workspace) == before


def test_progress_reaches_its_end(workspace: Workspace) -> None:
    students(workspace, "007")
    seen: list[tuple[int, int]] = []

    def note(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    import_participants(workspace, file_of(MENTOR), progress=note)
    assert seen[-1] == (1, 1)


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8-sig", ","), ("utf-16", "\t"), ("cp1252", ";"), ("utf-8", "|")]
)
def test_files_of_any_make_are_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [
        ["number", "role", "interests", "goals", "availability"],
        ["007", "Mentors", '"chess;café"', '"settling in;maths"', '"Mon3;WedLunch"'],
        ["008", "mentee", '"dance;drama"', "", '"Mon3;Tue1"'],
    ]
    path = tmp_path / "participants.csv"
    path.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    file = read_participants(path)
    assert [(row.number, row.role, row.interests) for row in file.rows] == [
        ("007", "mentor", ("chess", "café")),
        ("008", "mentee", ("dance", "drama")),
    ]


def test_unquoted_lists_do_not_make_the_semicolon_the_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "participants.csv"
    path.write_text(
        "number,role,interests,availability\n1,mentor,chess;music;dance,Mon1;Tue1;Wed1;Thu1\n2,mentee,a;b;c;d,Mon1\n"
    )
    assert len(read_participants(path).rows[0].availability or ()) == 4


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("shape,colour\nx,red\n")
    with pytest.raises(NotAParticipantsFile):
        read_participants(path)
    path.write_text("name,colour\nx,red\n")
    with pytest.raises(RoleMissing):
        read_participants(path)
