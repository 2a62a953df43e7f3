"""A school's own table of pairs into a real workspace: as published pairs, in one step, with nobody taken for another."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from desktop.services import matching, meetings, people, programme, support
from desktop.services.errors import Cancelled
from desktop.services.matching.errors import LooksLikeParticipants, NotAPairsFile, PairDatesUnclear
from desktop.services.matching.pairs_types import PairsPlan
from desktop.services.people import PersonDraft
from desktop.services.people.errors import PlanOutdated
from desktop.services.people.roster_errors import SheetUnclear, UnknownField, UnknownHeading
from desktop.services.programme.errors import LooksLikePairs
from desktop.services.vault import Workspace, last_undoable, undo_last

SCHOOL = (
    ("0042", "Okafor", "Ada", "10", "10B", "2011-05-04"), ("0043", "Łaski", "Ben", "8", "8C", "2013-03-04"),
    ("0044", "Lee", "Sam", "11", "11A", "2010-01-01"), ("0045", "García López", "Ana María", "7", "7A", "2014-02-02"),
    ("0046", "O'Brien", "Anne-Marie", "7", "7A", "2014-06-02"), ("0047", "Stone", "Ivy", "8", "8A", "2013-06-02"),
    ("0048", "Stone", "Ivo", "8", "8A", "2013-06-02"), ("0049", "Stone", "Ivy", "9", "9A", "2012-01-02"),
)  # fmt: skip


@pytest.fixture
def school(workspace: Workspace) -> Workspace:
    for number, family, given, year, form, born in SCHOOL:
        people.add_person(workspace, PersonDraft(number, family, given, "", born, year, form))
    return workspace


def uids(ws: Workspace) -> dict[str, str]:
    return {person.number: person.uid for person in people.list_people(ws)}


def planned(ws: Workspace, tmp_path: Path, *rows: str, order: str | None = None) -> PairsPlan:
    path = tmp_path / "pairs.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return matching.plan_pairs(ws, matching.read_pairs(path), date_order=order)


def dump(ws: Workspace) -> list[list[tuple[object, ...]]]:
    tables = ("pair", "participant", "period", "free_period", "wish", "person", "import_run")
    return [ws.rows("programme", f"SELECT * FROM @.{table} ORDER BY uid") for table in tables]


def together(ws: Workspace) -> list[tuple[str, str, str]]:
    return [(pair.mentor_number, pair.mentee_number, pair.since) for pair in matching.pairs(ws)]


def test_pairs_come_in_published_with_their_history(school: Workspace, tmp_path: Path) -> None:
    before = dump(school)
    plan = planned(
        school, tmp_path, "Our pairs,,,", "Mentor,Mentee,Since,When do they meet?",
        "Ada Okafor,Ben Laski,01/09/2025,Monday lunch", '"Lee, Sam","García, Ana",17.11.2026,',
    )  # fmt: skip
    assert dump(school) == before, "a dry run writes nothing"
    assert (plan.pairs, len(plan.new), plan.enrolled, plan.new_periods) == (2, 2, 4, ("MonLunch",))
    assert plan.problems == plan.questions == plan.unknown == ()
    changes = matching.import_pairs(school, plan)
    assert changes.step is not None
    assert together(school) == [("0042", "0043", "2025-09-01"), ("0044", "0045", "2026-11-17")]
    assert {(one.role, one.since.isoformat()) for one in programme.participants(school)} == {
        ("mentor", "2025-09-01"), ("mentee", "2025-09-01"), ("mentor", "2026-11-17"), ("mentee", "2026-11-17"),
    }  # fmt: skip
    assert people.person_by_number(school, "0042").periods == ("MonLunch",)
    [run] = people.import_runs(school)
    assert (run.kind, run.counts["new"], run.uid) == ("pairs", 2, changes.uid)
    last = last_undoable(school)
    assert last is not None
    assert last.words == "import of 2 pairs"
    undo_last(school)
    assert dump(school) == before


def test_the_same_file_again_changes_nothing(school: Workspace, tmp_path: Path) -> None:
    rows = ("Mentor,Mentee,Since,Ended", "0042,0043,2025-09-01,", "0044,0045,2024-09-01,2025-07-01")
    matching.import_pairs(school, planned(school, tmp_path, *rows))
    before = dump(school)
    plan = planned(school, tmp_path, *rows)
    assert (len(plan.new), len(plan.there)) == (0, 2)
    assert not matching.import_pairs(school, plan)
    assert dump(school) == before
    ended = next(pair for pair in matching.pairs(school, ended=True) if pair.state == "ended")
    assert (ended.since, ended.ended) == ("2024-09-01", "2025-07-01")
    assert {one.person for one in programme.participants(school)} == {uids(school)[n] for n in ("0042", "0043")}


def test_nobody_is_behind_with_meetings_from_before(school: Workspace, tmp_path: Path) -> None:
    today = school.clock.today()
    plan = planned(
        school, tmp_path, "Mentor,Mentee,Since,Period", "0042,0043,2025-09-01,Mon1", "0044,0045,2025-09-01,Wed1"
    )
    matching.import_pairs(school, plan)
    assert any("due from today" in notice for notice in plan.notices)
    assert meetings.unrecorded(school, today - timedelta(days=30), today - timedelta(days=1)) == ()
    assert support.today(school).unrecorded == ()
    assert meetings.totals(school, date(2025, 9, 1), today - timedelta(days=1)).due == 0
    monday = today - timedelta(days=today.weekday())
    assert len(meetings.due(school, monday)) == 1, "whoever wants to can record what was before"
    assert meetings.unrecorded(school, today, today + timedelta(days=13)) != ()


def test_rows_with_several_mentees(school: Workspace, tmp_path: Path) -> None:
    plan = planned(
        school, tmp_path, "Mentor name,Mentee 1,Form,Mentee 2,Mentee 3", "Sam Lee,Ben Laski,8C,Ivo Stone,",
        'Ada Okafor,"García López, Ana and Anne-Marie O\'Brien",,,',
    )  # fmt: skip
    assert plan.questions == plan.problems == ()
    assert sorted((pair.mentor.number, pair.mentee.number) for pair in plan.new) == [
        ("0042", "0045"), ("0042", "0046"), ("0044", "0043"), ("0044", "0048"),
    ]  # fmt: skip
    assert [notice[:7] for notice in plan.notices][:1] == ["4 pairs"], "without a day they count from today"
    matching.import_pairs(school, plan)
    assert {one.places for one in programme.participants(school) if one.role == "mentor"} == {2}


def test_places_are_raised_and_said(school: Workspace, tmp_path: Path) -> None:
    known = uids(school)
    programme.enrol(school, [known["0042"]], "mentor")
    plan = planned(school, tmp_path, "mentor,mentees", '0042,"0043; 0045; 0046"')
    assert plan.raised == 1
    assert any("as many places" in notice for notice in plan.notices)
    matching.import_pairs(school, plan)
    assert programme.participants(school)[0].places == 3


def test_what_cannot_be_is_listed_and_left_out(school: Workspace, tmp_path: Path) -> None:
    known = uids(school)
    programme.set_wishes(school, known["0046"], avoids=[known["0042"]])
    people.archive_people(school, [known["0047"]])
    plan = planned(
        school, tmp_path, "Mentor,Mentee,Since,Until", "0042,0042,,", "0042,0043,,", "0044,0043,,", "0042,0043,,", "0042,0046,,",
        "0042,0047,,", "0042,0815,,", "0044,,,", ",0045,,", "0044,0045,yesterday,", "0044,0045,2025-02-01,2025-01-01",
        "0044,0045,1925-02-01,", "0044,0048,,2025-01-01",
    )  # fmt: skip
    assert [(pair.mentor.number, pair.mentee.number) for pair in plan.new] == [("0042", "0043")]
    assert [problem.row for problem in plan.problems] == [2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]
    assert plan.unknown == ("0815",)
    matching.import_pairs(school, plan)
    again = planned(school, tmp_path, "Mentor,Mentee,Until,Since", "0044,0043,,", "0042,0043,2026-01-01,2025-01-01")
    assert [problem.row for problem in again.problems] == [2, 3]
    assert again.new == ()


def test_namesakes_and_twins_are_asked_about(school: Workspace, tmp_path: Path) -> None:
    rows = ("Mentor,Mentee,Mentee form", "Ada Okafor,Ivy Stone,", "Sam Lee,Ivo Stone,", "Ada Okafor,Ivy Stone,9A")
    plan = planned(school, tmp_path, *rows)
    [question] = plan.questions
    assert (question.row, question.column, question.text, question.must) == (2, "mentee", "Ivy Stone", True)
    assert {one.person.number for one in question.candidates} == {"0047", "0049"}
    assert len({one.caption for one in question.candidates}) == 2
    assert [pair.mentee.number for pair in plan.new] == ["0048", "0049"]
    answered = matching.plan_pairs(school, plan.file, {question.key: uids(school)["0047"]})
    assert not answered.questions
    assert [pair.mentee.number for pair in answered.new] == ["0047", "0048", "0049"]
    nobody = matching.plan_pairs(school, plan.file, {question.key: ""})
    assert len(nobody.new) == 2
    assert "left out, as was said" in " ".join(nobody.notices)
    matching.import_pairs(school, answered)
    assert len(matching.pairs(school)) == 3


def test_a_misspelt_name_is_offered_and_never_taken(school: Workspace, tmp_path: Path) -> None:
    plan = planned(school, tmp_path, "Mentor,Mentee", "Ada Okafor,Benn Lasky")
    assert plan.new == ()
    [question] = plan.questions
    assert not question.must
    assert question.candidates[0].person.number == "0043"


def test_dates_that_prove_no_order_are_asked_about(school: Workspace, tmp_path: Path) -> None:
    rows = ("Mentor,Mentee,Since", "0042,0043,03/04/2025")
    with pytest.raises(PairDatesUnclear) as asked:
        planned(school, tmp_path, *rows)
    assert "dates begin" in str(asked.value)
    assert "birth" not in str(asked.value)
    assert planned(school, tmp_path, *rows, order="mdy").new[0].since == "2025-03-04"
    assert (
        planned(school, tmp_path, "Mentor,Mentee,Since (dd/mm/yyyy)", "0042,0043,03/04/2025").new[0].since
        == "2025-04-03"
    )
    several = planned(
        school, tmp_path, "Mentor,Mentee,Start date", "0042,0043,Sept 2025", "0044,0045,13-10-25", "0044,0046,9/2025"
    )
    assert [pair.since for pair in several.new] == ["2025-09-01", "2025-10-13", "2025-09-01"]
    short = planned(
        school, tmp_path, "Mentor,Mentee,Since", "0042,0043,Oct-25", "0044,0045,Oct '25", "0044,0046,Oct 25"
    )
    assert [pair.since for pair in short.new] == ["2025-10-01", "2025-10-01"]
    assert [problem.row for problem in short.problems] == [4]
    assert "Of 2 pairs the file names only a month; the first of it was taken." in short.notices
    late = planned(school, tmp_path, "Mentor,Mentee,Since,End", "0042,0043,2025-09-01,2027-07-01")
    assert late.new[0].ended is None, "an end to come is none yet"


def test_the_other_file_is_told_from_this_one(school: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("Your name,I want to be a ...,What are your interests?\nAda Okafor,Mentor,chess\n")
    with pytest.raises(LooksLikeParticipants):
        matching.read_pairs(path)
    path.write_text("Mentor,Mentee,Since\nAda Okafor,Ben Laski,2025-09-01\n")
    with pytest.raises(LooksLikePairs):
        programme.read_participants(path)
    path.write_text("Student number,Name,Role\n0042,Ada Okafor,mentor\n")
    with pytest.raises(LooksLikeParticipants):
        matching.read_pairs(path)
    path.write_text("a,b\n1,2\n")
    with pytest.raises(NotAPairsFile):
        matching.read_pairs(path)


def test_columns_can_be_mapped_and_sheets_chosen(school: Workspace, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    first.title = "2025"
    for row in (["Big", "Little", "Comment"], ["Ada Okafor", "Ben Laski", "do not store me"]):
        first.append(row)
    second = book.create_sheet("2026")
    for row in (["Mentor", "Mentee", "Since"], ["Sam Lee", "Ivo Stone", date(2026, 9, 14)]):
        second.append(row)
    third = book.create_sheet("2027")
    for row in (["Mentor", "Mentee"], ["Sam Lee", "Ana García"]):
        third.append(row)
    path = tmp_path / "pairs.xlsx"
    book.save(path)
    with pytest.raises(SheetUnclear) as unclear:
        matching.read_pairs(path)
    assert [choice.name for choice in unclear.value.choices] == ["2026", "2027"]
    file = matching.read_pairs(path, "2026")
    assert [pair.since for pair in matching.plan_pairs(school, file).new] == ["2026-09-14"]
    mapped = matching.read_pairs(path, "2025", {"Big": "mentor", "little": "mentee"})
    assert mapped.left_out == ("Comment",)
    matching.import_pairs(school, matching.plan_pairs(school, mapped))
    assert together(school)[0][:2] == ("0042", "0043")
    assert not any("do not store me" in str(row) for table in dump(school) for row in table)
    with pytest.raises(UnknownHeading):
        matching.read_pairs(path, "2025", {"Huge": "mentor"})
    with pytest.raises(UnknownField):
        matching.read_pairs(path, "2025", {"Big": "boss"})


def test_a_plan_that_is_too_old_is_refused_and_a_stop_writes_nothing(school: Workspace, tmp_path: Path) -> None:
    plan = planned(school, tmp_path, "Mentor,Mentee", "0042,0043", "0044,0045")
    before = dump(school)
    with pytest.raises(Cancelled):
        matching.import_pairs(school, plan, lambda done, total: done < 1)
    assert dump(school) == before
    people.archive_people(school, [uids(school)["0043"]])
    with pytest.raises(PlanOutdated):
        matching.import_pairs(school, plan)


def test_who_withdrew_takes_part_again(school: Workspace, tmp_path: Path) -> None:
    known = uids(school)
    programme.enrol(school, [known["0042"]], "mentor")
    mentor = programme.participants(school)[0].uid
    programme.set_answers(school, mentor, interests=["chess"], places=4)
    programme.withdraw(school, [mentor])
    matching.import_pairs(school, planned(school, tmp_path, "Mentor,Mentee,Since", "0042,0043,2025-09-01"))
    found = programme.participants(school)[0]
    assert (found.status, found.places, found.interests) == ("enrolled", 4, ("chess",))


def test_a_pair_that_was_ended_here_does_not_come_back_by_the_same_file(school: Workspace, tmp_path: Path) -> None:
    rows = ("Mentor,Mentee,Since", "0042,0043,2025-09-01")
    matching.import_pairs(school, planned(school, tmp_path, *rows))
    matching.end_pair(school, matching.pairs(school)[0].uid)
    plan = planned(school, tmp_path, *rows)
    assert (plan.new, [one.message for one in plan.problems]) == (
        (), ["This pair was ended here. Pair the two anew if they go on. This row was left out."],
    )  # fmt: skip


def test_pairs_of_two_joined_records_are_both_there_already(school: Workspace, tmp_path: Path) -> None:
    rows = ("Mentor,Mentee,Since", "0042,0047,2025-09-01", "0044,0049,2025-09-01")
    matching.import_pairs(school, planned(school, tmp_path, *rows))
    known = uids(school)
    people.merge_people(school, known["0047"], known["0049"])
    plan = planned(school, tmp_path, *rows)
    assert (plan.new, len(plan.there), plan.problems) == ((), 2, ())


def test_what_is_taken_otherwise_than_it_stands_is_said(school: Workspace, tmp_path: Path) -> None:
    today = school.clock.today()
    ahead = (today + timedelta(days=30)).isoformat()
    rows = ("Mentor,Mentee,Since,Until", f"0042,0043,{ahead},", f"0044,0045,2026-09-01,{ahead}")
    plan = planned(school, tmp_path, *rows)
    assert [(pair.since, pair.ended) for pair in plan.new] == [(today.isoformat(), None), ("2026-09-01", None)]
    assert [(problem.row, problem.field) for problem in plan.problems] == [(2, "since"), (3, "ended")]
    assert "counts from today" in plan.problems[0].message
    matching.import_pairs(school, plan)
    again = planned(school, tmp_path, "Mentor,Mentee,Since", f"0042,0043,{ahead}", "0044,0045,2026-10-01")
    assert (again.new, len(again.there)) == ((), 2)
    assert [(problem.row, problem.message) for problem in again.problems] == [
        (3, "These two are a pair here since 1 Sep 2026, and that stays.")
    ]
    assert planned(school, tmp_path, "Mentor,Mentee", "0044,0045").problems == ()


def test_two_who_are_mentor_of_each_other_are_remarked(school: Workspace, tmp_path: Path) -> None:
    plan = planned(school, tmp_path, "Mentor,Mentee", "0042,0043", "0043,0042", "0044,0042")
    assert [(pair.mentor.number, pair.mentee.number) for pair in plan.new] == [("0042", "0043"), ("0043", "0042")]
    assert [(problem.row, problem.message) for problem in plan.problems] == [
        (3, "These two are each other's mentor. Check that this is meant."),
        (4, "Row 3 gives this mentee another mentor. This row was left out."),
    ]
