"""Each unplaced student's cause is true: changed, the student is placed; and different causes read differently."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop.services.errors import Cancelled
from desktop.services.matching.outcome import match
from desktop.services.matching.types import Applicant, Request, Unplaced
from tests.services.matching.builders import mentee, mentor, random_school
from tests.services.matching.oracles import forbidden

Mend = Callable[[tuple[Applicant, ...]], tuple[Applicant, ...]]


def give(number: str, **values: object) -> Mend:
    """Change what one person gave."""
    return lambda people: tuple(replace(a, **values) if a.number == number else a for a in people)


def add(*more: Applicant) -> Mend:
    return lambda people: (*people, *more)


OTHERS = (mentor("800"), mentor("801", periods=("Tue1",), year_rank=12, year="12"))

# The unplaced student is number 100. Cause, people, and the change that the sentences name.
CASES: list[tuple[str, tuple[Applicant, ...], Mend]] = [
    ("no_mentor", (mentee(),), add(mentor())),
    ("no_period", (mentee(periods=()), *OTHERS), give("100", periods=("Mon3",))),
    ("period", (mentee(periods=("Fri2",)), *OTHERS), give("100", periods=("Fri2", "Mon3"))),
    ("period", (mentee(periods=("Fri9",)), *OTHERS), add(mentor("802", periods=("Fri9",)))),
    ("language", (mentee(languages=("Polish",)), *OTHERS), add(mentor("802", languages=("polish",)))),
    ("year", (mentee(year_rank=13, year="13"), *OTHERS), give("800", year_rank=14)),
    ("year_unknown", (mentee(year_rank=None), *OTHERS), give("100", year_rank=8)),
    ("year_unknown", (mentee(), mentor("800", year_rank=None)), give("800", year_rank=9)),
    ("avoids", (mentee(avoids=("800", "801")), *OTHERS), give("100", avoids=())),
    ("avoids", (mentee(), mentor("800", avoids=("100",))), give("800", avoids=())),
    (
        "avoids",
        (mentee(avoids=("800",)), mentor("800"), mentor("801", periods=("Tue1",), year_rank=7)),
        give("100", avoids=()),
    ),
    ("places", (mentee(), mentor("800", places=0)), give("800", places=1)),
    (
        "combination",
        (mentee(avoids=("800",)), mentor("800"), mentor("801", periods=("Tue1",))),
        give("801", periods=("Mon3",)),
    ),
    (
        "combination",
        (
            mentee(periods=("Fri2",), year_rank=11, year="11"),
            mentor("800", periods=("Fri2",)),
            mentor("801", year_rank=12),
        ),
        give("801", periods=("Fri2",)),
    ),
    ("competition", (mentee(interests=()), mentee("101"), mentor("800", interests=("chess",))), give("800", places=2)),
]


def the_one(people: tuple[Applicant, ...], number: str = "100") -> Unplaced | None:
    return next((u for u in match(Request(people)).unplaced if u.mentee.number == number), None)


@pytest.mark.parametrize(("cause", "people", "mend"), CASES)
def test_changing_the_named_cause_places_the_student(cause: str, people: tuple[Applicant, ...], mend: Mend) -> None:
    if cause == "competition":
        people = (replace(people[0], interests=("drawing",)), *people[1:])
    found = the_one(people)
    assert found is not None
    assert found.cause == cause
    assert found.why.endswith(".")
    assert found.change
    assert the_one(mend(people)) is None


def test_no_two_different_causes_have_the_same_sentence() -> None:
    said = [the_one(people).why for _, people, _ in CASES if the_one(people)]
    assert len(set(said)) == len(said), said


@pytest.mark.parametrize(
    ("people", "why", "change"),
    [
        (
            (mentee(periods=("Fri2", "Fri3")), *OTHERS),
            "No mentor is free Fri2 or Fri3.",
            "Being free Mon3 as well would place this student.",
        ),
        (
            (mentee(periods=()), *OTHERS),
            "No free period is recorded for this student.",
            "Being free Mon3 would place this student.",
        ),
        (
            (mentee(languages=("Polish", "Arabic")), *OTHERS),
            "No mentor speaks Polish or Arabic.",
            "One more mentor who is free Mon3, speaks Polish and is above year 8 would place this student.",
        ),
        (
            (mentee(year_rank=13, year="13"), *OTHERS),
            "No mentor is in a higher year than year 13.",
            "One more mentor who is free Mon3 and above year 13 would place this student.",
        ),
        (
            (mentee(year_rank=None), *OTHERS),
            "No school year is recorded for this student, so no mentor is known to be older.",
            "Entering a school year below year 10 would place this student.",
        ),
        (
            (mentee(), mentor("800", year_rank=None)),
            "No school year is recorded for any mentor, so none is known to be older.",
            "Entering the school year of Mentor 800 would place this student, if it is above year 8.",
        ),
        (
            (mentee(avoids=("800", "801")), *OTHERS),
            "This student must not be paired with Mentor 800 and Mentor 801, and there is no other mentor.",
            "One more mentor who is free Mon3 and above year 8 would place this student.",
        ),
        (
            (mentee(avoids=("800",)), *OTHERS),
            "No mentor fits in everything: "
            "1 mentor fails only on a free period in common (Mentor 801); "
            "1 mentor fails only on having to be kept apart (Mentor 800).",
            "Being free Tue1 as well would place this student.",
        ),
        (
            (mentee(periods=(), year_rank=13, year="13"), *OTHERS),
            "No free period is recorded for this student. No mentor is in a higher year than year 13.",
            "Needed together: a free period such as Mon3 and one more mentor who is free Mon3 and above year 13.",
        ),
    ],
)
def test_the_sentences(people: tuple[Applicant, ...], why: str, change: str) -> None:
    found = the_one(people)
    assert found is not None
    assert (found.why, found.change) == (why, change)


def test_competition_names_the_bottleneck_and_what_widens_it() -> None:
    rivals = tuple(mentee(str(n)) for n in range(201, 204))
    found = the_one(
        (
            mentee(interests=("drawing",)),
            *rivals,
            mentor("800", places=2),
            mentor("801"),
            mentor("802", periods=("Fri1",)),
        )
    )
    assert found is not None
    assert found.why == "4 students compete for 3 places with Mentor 800 and Mentor 801."
    assert found.change == (
        "One more mentor who is free Mon3 and above year 8 would place this student. "
        "One more place with Mentor 800 would place this student."
    )


def test_decisions_by_hand_are_causes_too() -> None:
    people = (mentee(interests=("drawing",)), mentee("101"), mentor("800"))
    out = match(Request(people, left_out=("e100",))).unplaced[0]
    assert (out.cause, out.change) == ("left_out", "")
    alone = match(Request((mentee(), mentor("800")), left_out=("e100",))).unplaced[0]
    assert alone.change == "Taken back in, this student would get a mentor."
    banned = match(Request((mentee(), mentor("800")), bans=(("e100", "m800"),))).unplaced[0]
    assert banned.cause == "banned"
    assert banned.change == "Allowing the pair with Mentor 800 again would place this student."
    locked = match(Request((mentee(), mentee("101", interests=()), mentor("800")), locks=(("e101", "m800"),))).unplaced[
        0
    ]
    assert locked.cause == "locked_full"
    assert locked.change == "Without the lock on Mentee 101 with Mentor 800 this student could be placed."


@pytest.mark.parametrize("seed", range(12))
def test_a_place_for_every_named_reason_in_random_schools(seed: int) -> None:
    """Whatever the cause, the sentence is there; and no placed pair breaks a rule of the separate checker."""
    people = random_school(seed, 18, 8)
    found = match(Request(people))
    assert all(u.why for u in found.unplaced)
    assert all(not forbidden(c.mentee, c.mentor) for c in found.cards)
    assert len(found.cards) + len(found.unplaced) == sum(a.role == "mentee" for a in people)
    assert found.total == sum(c.score for c in found.cards)


@pytest.mark.parametrize("seed", range(8))
def test_rules_said_to_fail_everywhere_do(seed: int) -> None:
    people = random_school(seed, 12, 4)
    for unplaced in match(Request(people)).unplaced:
        others = [a for a in people if a.role == "mentor" and a.uid != unplaced.mentee.uid]
        failed = [forbidden(unplaced.mentee, other) for other in others]
        if unplaced.cause == "competition":
            assert not all(failed)
        elif failed:
            assert all(failed)


def test_explaining_can_be_stopped() -> None:
    with pytest.raises(Cancelled):
        match(Request((mentee(),)), lambda done, total: False)


@pytest.mark.parametrize("seed", range(6))
def test_an_exclusion_more_never_raises_coverage(seed: int) -> None:
    people = random_school(seed, 10, 6)
    rng = random.Random(seed)
    before = len(match(Request(people)).cards)
    someone = rng.choice([a for a in people if a.role == "mentee"])
    numbers = tuple(a.number for a in people if a.role == "mentor")
    after = tuple(replace(a, avoids=numbers) if a == someone else a for a in people)
    assert len(match(Request(after)).cards) <= before


def test_a_period_that_takes_nobodys_place_is_said_before_one_that_does() -> None:
    people = (
        mentee("100", periods=("Fri5",)),
        mentee("101", periods=("Mon4",)),
        mentor("900", periods=("Mon4",)),
        mentor("901", periods=("Mon4", "Thu4"), year_rank=8),
        mentor("902", periods=("Thu4",)),
    )
    (waiting,) = match(Request(people)).unplaced
    assert waiting.mentee.number == "100"
    assert waiting.change == "Being free Thu4 as well would place this student."
