"""Finding one of many by any part of their words."""

from __future__ import annotations

import pytest

from desktop.models.findable import Findable, findable
from desktop.services.errors import Cancelled

KNOWN = (("Zoë Nowak", "a", "101"), ("Ada Zoega", "b", "102"), ("Łukasz Berg", "c", "zo 103"))


def found(text: str, most: int = 5) -> str:
    made = findable(KNOWN)
    return "".join(made.uids[at] for at in made.fitting(text, most))


@pytest.mark.parametrize(
    ("text", "uids"),
    [("zo", "abc"), ("zoe", "ab"), ("nowak zo", "a"), ("103", "c"), ("LUKASZ", "c"), ("", ""), ("  ", ""), ("x", "")],
)
def test_any_part_finds_and_names_that_begin_so_come_first(text: str, uids: str) -> None:
    assert found(text) == uids


def test_no_more_are_given_than_wanted() -> None:
    assert found("zo", 1) == "a"


def test_nobody_is_found_in_nothing_and_preparing_can_be_stopped() -> None:
    assert Findable().fitting("a", 5) == []
    with pytest.raises(Cancelled):
        findable(KNOWN, lambda _done, _total: False)
