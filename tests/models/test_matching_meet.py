"""What a number typed at a meet-and-greet means: whose it is, what is wrong with it, and what is kept."""

from __future__ import annotations

import pytest

from desktop.models.matching_meet import (
    Badge,
    Meet,
    Room,
    answered_words,
    find_badge,
    first_problem,
    make_room,
    read_named,
    room_filter_words,
    room_rows,
    saved_words,
    typed_again,
    wanted,
    with_named,
)


def badge(code: str, person: str = "", named: tuple[str, ...] = ()) -> Badge:
    role = "mentor" if code.startswith("M") else "mentee"
    return Badge(person or f"uid-{code}", role, code, f"Name {code}", code, "9", named)


@pytest.fixture
def room() -> Room:
    """Four mentors, three mentees; mentor M4 is mentee 3 too."""
    badges = [badge("M1"), badge("M2"), badge("M3"), badge("M4", "both"), badge("1"), badge("2"), badge("3", "both")]
    return make_room(Meet("event", "2026-11-12", "", True, 7, 0), tuple(badges))


@pytest.mark.parametrize(("text", "code"), [("2", "2"), (" m3 ", "M3"), ("M 03", "M3"), ("002", "2")])
def test_a_badge_is_found_as_people_type_it(room: Room, text: str, code: str) -> None:
    found = find_badge(room, text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["", "9", "M9", "Mm1", "1M", "two", "M", "1.5", "٢"])
def test_what_is_no_badge_is_none(room: Room, text: str) -> None:
    assert find_badge(room, text) is None


def test_letters_may_be_left_out_where_the_side_is_known(room: Room) -> None:
    said = read_named(room, room.badges["1"], "3, m1 02")
    assert [one.badge.code for one in said if one.badge] == ["M3", "M1", "M2"]
    assert not first_problem(said)
    said = read_named(room, room.badges["M1"], "2 1")
    assert wanted(room, room.badges["M1"], said) == ("uid-2", "uid-1")


@pytest.mark.parametrize(
    ("who", "text", "problem"),
    [
        ("1", "3 87", "No badge M87."),
        ("M1", "87", "No badge 87."),
        ("1", "x", "No badge x."),
        ("M1", "M2", "M2 is a mentor too: mentors name mentees."),
        ("3", "4", "M4 is the same person."),
        ("1", "2 M2", "M2 stands there twice."),
        ("1", "1 2 3 4", "At most 3 can be named."),
    ],
)
def test_what_is_wrong_is_said(room: Room, who: str, text: str, problem: str) -> None:
    assert first_problem(read_named(room, room.badges[who], text)) == problem


def test_who_is_there_twice_keeps_what_they_named_in_the_other_role(room: Room) -> None:
    kept = with_named(room, "both", ("uid-M1", "uid-2"))
    assert (typed_again(kept, kept.badges["3"]), typed_again(kept, kept.badges["M4"])) == ("1", "2")
    said = read_named(kept, kept.badges["3"], "2 3")
    assert wanted(kept, kept.badges["3"], said) == ("uid-M2", "uid-M3", "uid-2")


def test_the_room_says_who_has_named_somebody(room: Room) -> None:
    kept = with_named(room, "uid-1", ("uid-M3", "uid-M1"))
    assert answered_words(kept.meet) == "1 of 7 have named somebody"
    rows = {row[0]: row[2] for row in room_rows(kept)}
    assert (rows["1"], rows["2"]) == ("M3, M1\nName M3, Name M1", "")
    words = [words for _, words in room_filter_words(room_rows(kept))]
    assert words == ["All 7", "Not yet 6", "Mentors 4", "Mentees 3"]
    who = kept.badges["1"]
    assert saved_words(who, read_named(kept, who, "3 1")) == "1 1: M3, M1"
    assert saved_words(who, ()) == "1 1 names nobody any more."
