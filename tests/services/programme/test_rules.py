"""What a role, a list, a number of places and good terms are."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services.programme.rules import check_terms, clean_list, key_of, places_of, role_of, split_list
from desktop.services.programme.types import Term


@pytest.mark.parametrize(
    ("cell", "role"),
    [
        ("mentor", "mentor"),
        (" Mentee ", "mentee"),
        ("MENTORS", "mentor"),
        ("Mentees", "mentee"),
        ("", None),
        ("Ment or", "mentor"),
        ("buddy", None),
    ],
)
def test_role(cell: str, role: str | None) -> None:
    assert role_of(cell) == role


@pytest.mark.parametrize(
    ("cell", "places"),
    [
        *[("", 1), ("  ", 1), ("2", 2), (" 3 ", 3), ("2.0", 2), ("2,0", 2), ("0", 0), ("99", 99)],
        *[("100", None), ("-1", None), ("1.5", None), ("two", None), ("9" * 40, None), ("1e3", None)],
    ],
)
def test_places(cell: str, places: int | None) -> None:
    assert places_of(cell) == places


def test_lists_are_split_and_tidied() -> None:
    assert split_list(" Chess ;; foot  ball;chess;CHESS; ") == ("Chess", "foot ball")
    assert split_list("") == ()
    assert split_list("a；b؛c") == ("a", "b", "c")


@given(st.lists(st.text(max_size=8), max_size=8))
def test_cleaning_twice_changes_nothing(words: list[str]) -> None:
    once = clean_list(words)
    assert clean_list(once) == once
    assert len({key_of(word) for word in once}) == len(once)


def test_terms_are_checked() -> None:
    good = Term("Autumn", date(2026, 9, 2), date(2026, 12, 18))
    assert check_terms([good]) == {}
    assert list(check_terms([good, Term(" ", date(2027, 1, 5), date(2027, 4, 1))])) == [1]
    assert "before" in check_terms([Term("x", date(2027, 1, 5), date(2027, 1, 4))])[0]
    assert "18 Dec 2026" in check_terms([good, Term("x", date(2026, 12, 18), date(2027, 1, 4))])[1]
    assert "year" in check_terms([Term("x", date(2026, 1, 5), date(2027, 2, 4))])[0]
