"""Years, periods, drafts and names."""

from __future__ import annotations

import pytest

from desktop.services.people.names import display_name, labels, sort_name
from desktop.services.people.rules import check_draft, label_key, place_of_period, same_year, year_rank
from desktop.services.people.types import PersonDraft
from tests.services.people.builders import TODAY, stored

RANKS = {
    9: ("9", "09", "Year 9", "year9", "Y9", "Yr 9", "Yr. 9", "Grade 9", "GRADE 09", "9th", "9th grade", "Gr 9", "G9", "NCY 9", "Ninth", "Freshman", "9A", "Year Nine"),
    0: ("K", "KG", "Kindergarten", "Reception", "R", "Year R", "YR", "0", "Grade K"),
    -1: ("PK", "Pre-K", "Nursery", "N", "Prekindergarten"),
    7: ("P7", "Grade level 7", "S7"), 12: ("12", "Senior", "Grade 12", "12th Grade"), 13: ("Year 13", "13"),
    None: ("", "UG", "Other", "2010", "09,10", "Oak class", "x" * 500, "PS1-9"),
}  # fmt: skip


@pytest.mark.parametrize(("rank", "text"), [(rank, text) for rank, texts in RANKS.items() for text in texts])
def test_year_rank(rank: int | None, text: str) -> None:
    assert year_rank(text) == rank


def test_same_year_sees_through_spelling_only() -> None:
    assert same_year("9", "Year 09")
    assert not same_year("9", "10")
    assert not same_year("9A", "9B")
    assert not same_year("Oak", "Elm")


def test_periods_stand_in_the_order_of_the_week() -> None:
    week = [
        "Mon1",
        "Mon2",
        "Mon10",
        "MonBreak",
        "MonLunch",
        "Mon After school",
        "Tue1",
        "Wednesday 3",
        "WedLunch",
        "Fri-2",
        "Lunch",
    ]
    places = {label: place_of_period(label) for label in week}
    assert sorted(reversed(week), key=lambda label: (places[label][0] or 8, places[label][1])) == week
    assert [
        place_of_period(x)[0] for x in ("Mon3", "tues 2", "WED P3", "Thurs4", "A-Fri1", "Sat", "Sunday", "Lunch")
    ] == [1, 2, 3, 4, 5, 6, 7, None]
    assert label_key("mon 3") == label_key("Mon-3") == label_key("MON3")


def test_check_draft_says_what_is_wrong_by_field() -> None:
    good = PersonDraft("0042", "Okafor", "Ada", birth_date="2012-05-04", year="9")
    assert check_draft(good, TODAY) == {}
    assert check_draft(PersonDraft("", "Okafor")).keys() == {"number"}
    assert check_draft(PersonDraft("1")).keys() == {"family"}
    assert check_draft(PersonDraft("1", given="Ada")) == {}
    assert check_draft(PersonDraft("1", "A", kind="robot", year="x" * 300)).keys() == {"kind", "year"}
    for day in ("2012-02-31", "soon", "2027-01-01", "1980-01-01"):
        assert check_draft(PersonDraft("1", "A", birth_date=day), TODAY).keys() == {"birth_date"}
    assert check_draft(PersonDraft("1", "A", birth_date="1980-01-01", kind="staff"), TODAY) == {}


def test_names_in_reading_and_in_sorting_order() -> None:
    assert display_name(stored(preferred="Addy")) == "Addy Okafor"
    assert sort_name(stored()) == "Okafor, Ada"
    assert (display_name(stored(family="")), sort_name(stored(family=""))) == ("Ada", "Ada")


def test_namesakes_are_told_apart() -> None:
    people = [
        stored("1"), stored("2", year="10", form="10A"), stored("3", given="Áda", year="10", form="10A"), stored("4", given="Bo"), stored("5", year="", form=""),
    ]  # fmt: skip
    names = labels(people)
    assert names["uid-1"] == "Ada Okafor (9, 9B)"
    assert names["uid-2"] == "Ada Okafor (2)"
    assert names["uid-4"] == "Bo Okafor"
    assert len(set(names.values())) == 5
