"""Sign-up sheets as schools and form services make them: what is recognised, and what is left out."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from desktop.services import people, programme
from desktop.services.people import PersonDraft
from desktop.services.people.roster_errors import SheetUnclear, UnknownField, UnknownHeading
from desktop.services.programme.cells import capacity, free_list, period_labels, roles_of, ticked
from desktop.services.programme.errors import LooksLikePairs, RoleMissing
from desktop.services.programme.headings import meaning
from desktop.services.programme.importing import import_participants, plan_participants, read_participants
from desktop.services.programme.types import ParticipantFile, ParticipantRow
from desktop.services.vault import Workspace, undo_last
from tests.services.programme.builders import dump


def written(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "sign-ups.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8-sig")
    return path


def read(tmp_path: Path, *rows: str, **how: object) -> ParticipantFile:
    return read_participants(written(tmp_path, *rows), **how)  # type: ignore[arg-type]  # as the test names them


def only(file: ParticipantFile) -> ParticipantRow:
    [row] = file.rows
    return row


@pytest.mark.parametrize(
    ("heading", "field", "item"),
    [
        ("Timestamp", "stamp", ""), ("Completion time", "stamp", ""), ("Your name", "name", ""), ("What's your full name?", "name", ""),
        ("Name (first and last)", "name", ""), ("Student's name", "name", ""), ("First name", "given", ""), ("Surname", "family", ""),
        ("What year are you in?", "year", ""), ("Which grade are you in?", "year", ""), ("Tutor group", "form", ""),
        ("Date of birth", "birth_date", ""), ("Student ID", "number", ""), ("I want to be a ...", "role", ""),
        ("Would you like to be a mentor or a mentee?", "role", ""), ("Signing up as", "role", ""), ("Interests [Chess]", "interests", "Chess"),
        ("What are your hobbies? [Rock climbing]", "interests", "Rock climbing"), ("Interests - Baking", "interests", "Baking"),
        ("What do you enjoy doing in your free time?", "interests", ""), ("What would you like help with?", "goals", ""), ("Help needed with", "goals", ""), ("Best friend (if any)", "wants", ""),
        ("Which languages do you speak?", "languages", ""), ("When are you free? [Monday]", "availability", "Monday"),
        ("Mon P3", "availability", "Mon P3"), ("Wednesday lunch", "availability", "Wednesday lunch"), ("Period 3", "availability", "Period 3"),
        ("Which days and times could you meet?", "availability", ""), ("How many mentees could you take?", "places", ""),
        ("Who would you like to be with?", "wants", ""), ("Is there anybody you would not like to be paired with?", "avoids", ""),
        ("Anyone you don't want to work with?", "avoids", ""), ("Parent's e-mail", "", ""), ("Photo consent", "", ""),
        ("Any medical conditions or allergies?", "", ""), ("Why do you want to be a mentor?", "", ""), ("Mondays are the worst: discuss", "", ""),
        ("Do you get free school meals?", "", ""), ("Favourite colour", "", ""), ("Gender", "", ""), ("Monetary value", "", ""),
    ],
)  # fmt: skip
def test_headings_are_understood(heading: str, field: str, item: str) -> None:
    assert meaning(heading) == (field, item)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("chess, football and baking", ("chess", "football", "baking")), ("Chess;Football;", ("Chess", "Football")),
        ("drum and bass", ("drum and bass",)), ("chess and drum and bass", ("chess", "drum and bass")),
        ("reading, arts and crafts", ("reading", "arts and crafts")), ("R&B, rap", ("R&B", "rap")), ("chess & go", ("chess", "go")),
        ("I like chess and drawing.", ("chess", "drawing")), ("- chess\n- football", ("chess", "football")),
        ("chess, Chess , CHESS", ("chess",)), ("n/a", ()), ("none", ()), ("I don't mind", ()), ("", ()), ("yes", ()),
        ("five-a-side football; arts, crafts", ("five-a-side football", "arts, crafts")),
        ("getting better at maths so that I can do my exams, because I fail", ("getting better at maths so that I can do my exams, because I fail",)),
        ("1. chess\n2. go", ("chess", "go")), ("English, Polish and Arabic", ("English", "Polish", "Arabic")),
    ],
)  # fmt: skip
def test_lists_are_split_as_people_write_them(cell: str, words: tuple[str, ...]) -> None:
    assert free_list(cell) == words


@pytest.mark.parametrize(
    ("cell", "column", "labels"),
    [
        ("Mon3;WedLunch", "", ("Mon3", "WedLunch")), ("Monday P3, Wednesday lunch", "", ("Mon3", "WedLunch")),
        ("Mon P1, P3; Tue P2", "", ("Mon1", "Mon3", "Tue2")), ("Monday lunch and Friday lunch", "", ("MonLunch", "FriLunch")),
        ("Monday, period 3", "", ("Mon3",)), ("Mondays", "", ("Mon",)), ("Monday, Tuesday", "", ("Mon", "Tue")),
        ("Period 1, Lunch", "Monday", ("Mon1", "MonLunch")), ("Yes", "Monday", ("Mon",)), ("x", "Mon P3", ("Mon3",)),
        ("No", "Monday", ()), ("", "Monday", ()), ("Lunch;After school;", "Tue", ("TueLunch", "Tue After school")),
        ("all day", "Thursday", ("Thu",)), ("A3;B7", "", ("A3", "B7")), ("none", "", ()), ("1", "Lunch", ("Lunch",)), ("Mon lunch / Weds lunch", "", ("MonLunch", "WedLunch")),
    ],
)  # fmt: skip
def test_times_become_labels_of_periods(cell: str, column: str, labels: tuple[str, ...]) -> None:
    assert period_labels(cell, column) == labels


def test_roles_ticks_and_numbers_in_words() -> None:
    said = {
        "Mentor": ("mentor",), "a mentee": ("mentee",), "I want to be mentored": ("mentee",), "I'd like to have a mentor": ("mentee",),
        "Both": ("mentor", "mentee"), "be a mentor": ("mentor",), "Mentor; Mentee": ("mentor", "mentee"), "mentor or mentee": (),
        "chief": (), "": (), "not a mentor": (),
    }  # fmt: skip
    assert {cell: roles_of(cell) for cell in said} == said
    numbers = {
        "2": 2,
        "two": 2,
        "up to 3": 3,
        "1 or 2": 2,
        "a couple": 2,
        "": 1,
        "2.0": 2,
        "many": None,
        "-1": None,
        "100": None,
    }
    assert {cell: capacity(cell) for cell in numbers} == numbers
    marks = {
        "Yes": True,
        "x": True,
        "1": True,
        "TRUE": True,
        "✓": True,
        "No": False,
        "": False,
        "0": False,
        "maybe": None,
    }
    assert {cell: ticked(cell) for cell in marks} == marks


def test_a_form_of_google(tmp_path: Path) -> None:
    file = read(
        tmp_path,
        'Timestamp,Email Address,Your name,What year are you in?,I want to be a ...,Interests [Chess],Interests [Film & TV],'
        '"Anything else? (hobbies, pets)",Which languages do you speak?,When are you free? [Monday],When are you free? [Tuesday],'
        'How many mentees could you take?,Who would you like to be with?,Photo consent',
        '2026/09/14 9:12:45 am GMT+1,ada@x.example,"Okafor, Ada",Year 10,Mentor,Yes,No,my dog,"English, Igbo","Period 1, Lunch",,'
        'two,Ben Laski,Yes',
    )  # fmt: skip
    row = only(file)
    assert (row.clue.name, row.clue.year, row.role, row.places) == ("Okafor, Ada", "Year 10", "mentor", 2)
    assert (row.interests, row.languages, row.availability) == (("Chess",), ("English", "Igbo"), ("Mon1", "MonLunch"))
    assert (row.wants, row.goals, row.avoids) == (("Ben Laski",), None, None)
    assert file.stamped
    assert file.left_out == ("Timestamp", "Email Address", "Anything else? (hobbies, pets)", "Photo consent")
    assert "ada@x.example" not in repr(file.rows)
    assert "my dog" not in repr(file.rows)


def test_a_form_of_microsoft(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([
        "ID", "Start time", "Completion time", "Email", "Name", "What is your full name?", "Tutor group",
        "Are you signing up as a mentor or a mentee?", "What are you interested in?", "When can you meet?",
    ])  # fmt: skip
    sheet.append(
        [
            1,
            "14/9/26",
            "14/9/26",
            "anonymous",
            None,
            "ada okafor",
            "10B",
            "Mentee",
            "Chess;Music;",
            "MonLunch;TueLunch;",
        ]
    )
    sheet.append([2, "14/9/26", "14/9/26", "anonymous", None, "Ben Łaski", "8C", "Mentor", "Music;", ""])
    path = tmp_path / "form.xlsx"
    book.save(path)
    first, second = read_participants(path).rows
    assert (first.number, first.clue.name, first.clue.form, first.role) == ("", "ada okafor", "10B", "mentee")
    assert (first.interests, first.availability) == (("Chess", "Music"), ("MonLunch", "TueLunch"))
    assert (second.clue.name, second.role, second.availability) == ("Ben Łaski", "mentor", ())


def test_a_running_number_is_nobodys(tmp_path: Path) -> None:
    file = read(tmp_path, "Number,Name,Role", "1,Ada Okafor,mentor", "2,Ben Laski,mentee")
    assert [row.number for row in file.rows] == ["", ""]
    assert file.left_out == ("Number",)
    assert [row.number for row in read(tmp_path, "Number,Role", "1,mentor", "2,mentee").rows] == ["1", "2"]


def test_a_survey_with_two_rows_of_headings(tmp_path: Path) -> None:
    file = read(
        tmp_path, "Respondent ID,Collector ID,Start Date,What is your full name?,Which role would you like?,What are you interested in?,,,"
        "Anything else?", ",,,Open-Ended Response,Response,Chess,Warhammer,Bell ringing,Open-Ended Response",
        "118,4,09/14/2026,Ada Okafor,Mentor,Chess,,Bell ringing,my dog", "119,4,09/14/2026,Ben Laski,Mentee,,Warhammer,,",
    )  # fmt: skip
    assert [(row.clue.name, row.role, row.interests) for row in file.rows] == [
        ("Ada Okafor", "mentor", ("Chess", "Bell ringing")), ("Ben Laski", "mentee", ("Warhammer",)),
    ]  # fmt: skip
    assert "Anything else?" in file.left_out


def test_a_sheet_with_a_column_for_everything(tmp_path: Path) -> None:
    file = read(
        tmp_path, "Peer mentoring 2026,,,,,,,,,,", "Surname,Forename,Mentor,Mentee,Chess,Warhammer,Football,Consent,Mon P1,Tue P2,Bus",
        "Okafor,Ada,x,,1,TRUE,,x,x,,x", "Laski,Ben,,x,,,✓,,,yes,",
    )  # fmt: skip
    first, second = file.rows
    assert (first.clue.text, first.role, first.interests, first.availability) == (
        "Ada Okafor",
        "mentor",
        ("Chess", "Warhammer"),
        ("Mon1",),
    )
    assert (second.role, second.interests, second.availability) == ("mentee", ("Football",), ("Tue2",))
    assert file.left_out == ("Consent", "Bus"), "ticks whose heading says nothing of interests stay out"


def test_cells_that_are_no_ticks_are_listed(tmp_path: Path) -> None:
    file = read(
        tmp_path,
        "Name,Role,Interests [Chess],Interests [Go]",
        "A B,mentor,Yes,maybe",
        "C D,mentee,No,Yes",
        "E F,mentee,,",
    )
    assert [(p.row, p.field) for p in file.problems] == [(2, "interests")]
    assert [row.interests for row in file.rows] == [("Chess",), ("Go",), ()]
    likes = read(tmp_path, "Name,Role,Interests [Chess]", "A B,mentor,Love it", "C D,mentee,Hate it")
    assert likes.left_out == ("Interests [Chess]",)


def test_the_role_may_be_the_files(tmp_path: Path) -> None:
    rows = ("Name,Year,Interests", "Ada Okafor,10,chess", "Ben Łaski,8,go")
    with pytest.raises(RoleMissing):
        read(tmp_path, *rows)
    assert [row.role for row in read(tmp_path, *rows, role="mentor").rows] == ["mentor", "mentor"]
    mixed = read(tmp_path, "Name,Role", "A B,mentee", "C D,", "E F,boss", role="mentor")
    assert [row.role for row in mixed.rows] == ["mentee", "mentor"]
    assert [problem.row for problem in mixed.problems] == [4]
    assert [row.role for row in read(tmp_path, "Name,Role", "A B,both").rows] == ["mentor", "mentee"]
    with pytest.raises(ValueError, match="role"):
        read(tmp_path, *rows, role="boss")


def test_a_mapping_wins(tmp_path: Path) -> None:
    rows = ("Who,Part,Likes,Name", "Ada Okafor,mentor,chess,teacher", "Ben Laski,mentee,go,teacher")
    file = read(tmp_path, *rows, mapping={"Who": "name", "part": "role", "Likes": "interests", "Name": "-"})
    assert [(row.clue.name, row.interests) for row in file.rows] == [("Ada Okafor", ("chess",)), ("Ben Laski", ("go",))]
    assert file.left_out == ("Name",)
    with pytest.raises(UnknownHeading):
        read(tmp_path, *rows, mapping={"Whom": "name"})
    with pytest.raises(UnknownField):
        read(tmp_path, *rows, mapping={"Who": "shoe size"})
    bare = read(tmp_path, "Ada Okafor,mentor", "Ben Laski,mentee", mapping={"#1": "name", "#2": "role"})
    assert [row.clue.name for row in bare.rows] == ["Ada Okafor", "Ben Laski"]
    ticks = read(tmp_path, "Name,Role,Bus", "A B,mentor,x", mapping={"Bus": "interests"})
    assert only(ticks).interests == ("Bus",)


def test_several_sheets_are_asked_about(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("Mentors", "Mentees", "Bus"):
        sheet = book.create_sheet(name)
        sheet.append(["Name", "Interests"])
        sheet.append(["Ada Okafor", "chess"])
    path = tmp_path / "both.xlsx"
    del book["Sheet"]
    book.save(path)
    with pytest.raises(SheetUnclear) as unclear:
        read_participants(path)
    assert [choice.name for choice in unclear.value.choices] == ["Mentors", "Mentees", "Bus"]
    mentees = read_participants(path, "mentees")
    assert only(mentees).role == "mentee", "its name says so"
    assert "because the table is called so" in mentees.notices[0]
    assert only(read_participants(path, "Mentees", role="mentor")).role == "mentor", "what somebody says wins"
    with pytest.raises(RoleMissing):
        read_participants(path, "Bus")


# into a workspace

SCHOOL = (
    ("0042", "Okafor", "Ada", "10", "10B", "2011-05-04"), ("0043", "Łaski", "Ben", "8", "8C", "2013-03-04"),
    ("0047", "Stone", "Ivy", "8", "8A", "2013-06-02"), ("0048", "Stone", "Ivo", "8", "8A", "2013-06-02"),
    ("0049", "Stone", "Ivy", "9", "9A", "2012-01-02"),
)  # fmt: skip


@pytest.fixture
def school(workspace: Workspace) -> Workspace:
    for number, family, given, year, form, born in SCHOOL:
        people.add_person(workspace, PersonDraft(number, family, given, "", born, year, form))
    return workspace


def taking_part(ws: Workspace) -> list[tuple[str, str]]:
    numbers = {person.uid: person.number for person in people.list_people(ws)}
    return sorted((numbers[one.person], one.role) for one in programme.participants(ws))


def test_names_are_found_asked_about_or_listed(school: Workspace, tmp_path: Path) -> None:
    file = read(
        tmp_path, "Your name,What year are you in?,I want to be a,Who would you like to be with?", "ADA OKAFOR,Year 10,Mentor,Ben Laski",
        'Ivy Stone,,Mentee,"Okafor, Ada"', "ivo stone,8,Mentee,Ivy Stone and Ada Okafor", "Benn Lasky,8,Mentee,", "Zoe Quist,9,Mentee,",
        "Ivy Stone,9,Mentor,Zoe Quist",
    )  # fmt: skip
    before = dump(school)
    plan = plan_participants(school, file)
    assert dump(school) == before
    assert (plan.new, plan.unknown) == (3, ("Zoe Quist (9)",))
    assert [(q.key, q.must) for q in plan.questions] == [
        ((3, "person"), True),
        ((4, "wants 1"), True),
        ((5, "person"), False),
    ]
    assert {one.person.number for one in plan.questions[0].candidates} == {"0047", "0049"}
    assert [(p.row, p.field) for p in plan.problems] == [(6, "number"), (7, "wants")]
    ivy = people.person_by_number(school, "0047").uid
    answers = {(3, "person"): ivy, (4, "wants 1"): ivy, (5, "person"): people.person_by_number(school, "0043").uid}
    answered = plan_participants(school, file, answers)
    assert (answered.new, answered.questions) == (5, ())
    changes = import_participants(school, file, answers)
    assert taking_part(school) == [
        ("0042", "mentor"), ("0043", "mentee"), ("0047", "mentee"), ("0048", "mentee"), ("0049", "mentor"),
    ]  # fmt: skip
    assert {(wish.kind, wish.other) for wish in programme.wishes(school) if wish.person == ivy} == {
        ("want", people.person_by_number(school, "0042").uid)
    }
    [run] = people.import_runs(school)
    assert (run.uid, run.kind, run.counts["new"]) == (changes.uid, "participants", 5)
    undo_last(school)
    assert dump(school) == before
    assert people.import_runs(school)[0].undone


def test_unanswered_questions_leave_only_their_rows_out(school: Workspace, tmp_path: Path) -> None:
    file = read(tmp_path, "Name,Role", "Ivy Stone,mentee", "Ada Okafor,mentor")
    import_participants(school, file)
    assert taking_part(school) == [("0042", "mentor")]
    assert plan_participants(school, file, {(2, "person"): ""}).questions == ()


def test_of_two_answers_to_a_form_the_later_counts(school: Workspace, tmp_path: Path) -> None:
    rows = ("Name,Role,Interests", "Ada Okafor,mentor,chess", '"Okafor, Ada",mentor,go')
    file = read(tmp_path, *rows)
    plan = plan_participants(school, file)
    assert [(p.row, p.message) for p in plan.problems] == [
        (3, "Row 2 names this student and role already, and it counts.")
    ]
    stamped = read(tmp_path, *(f"{start},{row}" for start, row in zip(("Timestamp", "1", "2"), rows, strict=True)))
    plan = plan_participants(school, stamped)
    assert [problem.row for problem in plan.problems] == [2]
    import_participants(school, stamped)
    assert programme.participants(school)[0].interests == ("go",)


def test_times_fit_the_schools_week(school: Workspace, tmp_path: Path) -> None:
    for label in ("Mon3", "MonLunch", "Tue lunchtime", "Period 1 Wed"):
        people.add_period(school, label)
    file = read(
        tmp_path, "Name,Role,When are you free?", 'Ada Okafor,mentor,"Monday period 3, Tuesday lunch"', "Ben Laski,mentee,Wed P1; Tuesday",
    )  # fmt: skip
    plan = plan_participants(school, file)
    assert plan.new_periods == ()
    import_participants(school, file)
    assert people.person_by_number(school, "0042").periods == ("Mon3", "Tue lunchtime")
    assert people.person_by_number(school, "0043").periods == ("Tue lunchtime", "Period 1 Wed")
    phrase = plan_participants(
        school, read(tmp_path, "Name,Role,When are you free?", "Ada Okafor,mentor,any lunch", "Total,,1")
    )
    assert (phrase.unchanged, phrase.new_periods, [p.field for p in phrase.problems]) == (1, (), ["availability"])
    assert plan_participants(school, read(tmp_path, "Name,Role,Monday", "Ada Okafor,mentor,yes")).new_periods == (
        "Mon",
    )


def test_nothing_but_what_was_taken_is_in_the_workspace(school: Workspace, tmp_path: Path) -> None:
    file = read(
        tmp_path, "Timestamp,Your name,Role,Interests,Parent phone,Medical,Favourite colour", "1,Ada Okafor,mentor,chess,canary1,canary2,canary3",
        "2,Ada Canary4,mentor,canary5,,,",
    )  # fmt: skip
    import_participants(school, file)
    tables = school.rows("programme", "SELECT name FROM @.sqlite_master WHERE type = 'table'")
    for (table,) in tables:
        text = repr(school.rows("programme", f'SELECT * FROM @."{table}"'))
        assert "canary" not in text.casefold(), table


def test_pairs_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(LooksLikePairs) as refused:
        read(tmp_path, "Mentor,Mentee,Since", "Ada Okafor,Ben Laski,2025-09-01")
    assert "existing pairs" in str(refused.value)


@pytest.mark.parametrize(
    ("cell", "labels"),
    [
        ("Mon3 Tue4", ("Mon3", "Tue4")), ("Mon 3 Tue 4", ("Mon3", "Tue4")), ("Mon P1 Wed lunch", ("Mon1", "WedLunch")),
        ("Mon3 Tue4, Fri1", ("Mon3", "Tue4", "Fri1")), ("Mon3 maybe", ("Mon 3 maybe",)),
        ("Mon to Fri", ("Mon to Fri",)), ("Monday lunch", ("MonLunch",)),
    ],
)  # fmt: skip
def test_a_blank_parts_two_periods_where_both_are_some(cell: str, labels: tuple[str, ...]) -> None:
    assert period_labels(cell) == labels
