"""The table of all scores against the scoring of one pair, and the criteria themselves."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from desktop.services.matching.criteria import breakdown, share_out
from desktop.services.matching.rules import RULES, broken
from desktop.services.matching.scoring import score_table
from desktop.services.matching.settings import WEIGHTS, Settings
from desktop.services.matching.traits import canonical, folded
from desktop.services.matching.types import BANDS, Applicant, band_of
from tests.services.matching.builders import mentee, mentor, random_school
from tests.services.matching.oracles import forbidden

SETTINGS = Settings()


@pytest.mark.parametrize("seed", range(25))
def test_the_table_says_the_same_as_the_scoring_of_one_pair(seed: int) -> None:
    """MATCH-9.8: overlaps counted as bits against Python sets."""
    table = score_table(random_school(seed, 14, 11), SETTINGS)
    for i, a in enumerate(table.mentees):
        for j, b in enumerate(table.mentors):
            expected = -1 if broken(a, b, SETTINGS) else breakdown(a, b, SETTINGS).score
            assert table.scores[i, j] == expected


@pytest.mark.parametrize("seed", range(25))
def test_rules_listed_are_exactly_those_that_a_separate_checker_finds(seed: int) -> None:
    """MATCH-9.3."""
    people = random_school(seed, 12, 12)
    for a in people:
        for b in people:
            if a.role == "mentee" and b.role == "mentor":
                assert {rule.rule for rule in broken(a, b, SETTINGS)} == forbidden(a, b)


def test_every_broken_rule_is_listed_not_the_first() -> None:
    a = mentee(periods=("Mon3",), languages=("Polish",), year_rank=11, avoids=("900",))
    b = mentor(periods=("Tue1",), places=0)
    assert [rule.rule for rule in broken(a, b, SETTINGS)] == ["period", "language", "year", "avoids", "places"]


def test_each_rule_has_a_name_of_its_own() -> None:
    assert len({rule.key for rule in RULES}) == len({rule.title for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("seed", range(20))
def test_points_add_up_to_the_score_and_weights_to_a_thousand(seed: int) -> None:
    """MATCH-9.8."""
    people = random_school(seed, 10, 10, blanks=0.4)
    for a in people[:10]:
        for b in people[10:]:
            found = breakdown(a, b, SETTINGS)
            assert sum(part.points for part in found.parts) == found.score
            assert not found.parts or sum(part.of for part in found.parts) == 1000
            assert all(0 <= part.points <= part.of for part in found.parts)


def test_whole_parts_add_up_and_none_is_above_its_most() -> None:
    assert share_out([333, 333, 334], 1000, [1000, 1000, 1000]) == [0, 0, 1]
    assert share_out([2500, 2500], 1000, [2, 3]) == [2, 3]


def test_interests_weigh_most() -> None:
    weights = dict(SETTINGS.weights)
    assert all(weights["interests"] > other for key, other in weights.items() if key not in ("interests", "met"))
    assert set(weights.values()) <= set(WEIGHTS.values())


def test_interests_are_jaccard_and_symmetric_whatever_case_accents_and_order() -> None:
    """MATCH-9.8."""
    a = mentee(interests=("Café", "chess", "Fußball"))
    b = mentor(interests=("CAFE", "Chess", "drawing"))
    part = breakdown(a, b, SETTINGS).parts[0]
    assert part.points == part.of * 500 // 1000
    assert part.evidence == "both chose Café and chess"
    other = breakdown(replace(a, interests=b.interests), replace(b, interests=a.interests), SETTINGS)
    assert other.score == breakdown(a, b, SETTINGS).score


def test_a_blank_is_left_out_and_flagged_never_a_mismatch() -> None:
    """MATCH-9.8."""
    with_interests = breakdown(mentee(), mentor(interests=("drawing",)), SETTINGS)
    blank = breakdown(mentee(), mentor(interests=()), SETTINGS)
    assert blank.score > with_interests.score
    assert blank.unanswered == ("Interests",)
    assert (len(blank.parts), blank.asked) == (3, 4)


def test_a_wish_can_only_help() -> None:
    plain = breakdown(mentee(), mentor(interests=("drawing",)), SETTINGS).score
    unmet = breakdown(mentee(wants=("901",)), mentor(interests=("drawing",)), SETTINGS).score
    one = breakdown(mentee(wants=("900",)), mentor(interests=("drawing",)), SETTINGS).score
    both = breakdown(mentee(wants=("900",)), mentor(interests=("drawing",), wants=("100",)), SETTINGS).score
    assert plain == unmet < one < both


@pytest.mark.parametrize(
    ("gap", "permille"), [(1, 500), (2, 1000), (3, 1000), (4, 1000), (5, 500), (6, 250), (7, 0), (9, 0)]
)
def test_two_to_four_years_apart_is_best(gap: int, permille: int) -> None:
    part = next(p for p in breakdown(mentee(), mentor(year_rank=8 + gap), SETTINGS).parts if p.key == "gap")
    assert part.points in (part.of * permille // 1000, part.of * permille // 1000 + 1)


def test_nobody_named_a_language_speaks_the_schools_and_it_is_a_setting() -> None:
    welsh = Settings(school_languages=("Welsh",))
    assert not broken(mentee(), mentor(languages=("WELSH",)), welsh)
    assert [r.rule for r in broken(mentee(), mentor(languages=("English",)), welsh)] == ["language"]


def test_a_missing_year_forbids_with_a_cause_of_its_own() -> None:
    assert [r.rule for r in broken(mentee(year_rank=None), mentor(), SETTINGS)] == ["year_unknown"]
    assert [r.rule for r in broken(mentee(), mentor(year_rank=None), SETTINGS)] == ["year_unknown"]


def test_further_languages_count_only_for_a_mentee_who_has_any() -> None:
    parts = breakdown(mentee(languages=("English", "Polish")), mentor(languages=("english", "POLISH")), SETTINGS).parts
    assert next(p for p in parts if p.key == "languages").evidence == "both speak Polish"
    assert all(
        p.key != "languages" for p in breakdown(mentee(), mentor(languages=("English", "Polish")), SETTINGS).parts
    )


@pytest.mark.parametrize("seed", range(15))
def test_order_of_people_tags_and_criteria_and_names_change_nothing(seed: int) -> None:
    """MATCH-9.4."""
    people = random_school(seed, 12, 9)
    rng = random.Random(seed)
    mixed = [_shuffled(a, rng) for a in rng.sample(people, len(people))]
    weights = tuple(rng.sample(SETTINGS.weights, len(SETTINGS.weights)))
    one, two = score_table(people, SETTINGS), score_table(mixed, Settings(weights=weights))
    assert [a.uid for a in one.mentees] == [a.uid for a in two.mentees]
    assert np.array_equal(one.scores, two.scores)


def _shuffled(a: Applicant, rng: random.Random) -> Applicant:
    def mix(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(rng.sample(texts, len(texts)))

    return replace(
        a,
        name="Somebody else",
        interests=mix(a.interests),
        goals=mix(a.goals),
        languages=mix(a.languages),
        periods=mix(a.periods),
    )


def test_canonical_order_is_number_as_text_then_source_key() -> None:
    people = [mentee("10", source_key="b"), mentee("9"), mentee("10", source_key="a", uid="z"), mentee("010")]
    assert [(a.number, a.source_key) for a in canonical(people)] == [("010", ""), ("10", "a"), ("10", "b"), ("9", "")]


def test_reasons_name_a_few_of_many_in_the_order_of_the_week() -> None:
    week = ("Mon3", "Tue1", "Fri9", "Fri1", "Fri2")
    parts = breakdown(mentee(periods=week), mentor(periods=week[::-1]), SETTINGS).parts
    assert next(p.evidence for p in parts if p.key == "periods") == "both free Mon3, Tue1, Fri9 and 2 more"
    parts = breakdown(mentee(periods=week[1:]), mentor(periods=week), SETTINGS).parts
    assert next(p.evidence for p in parts if p.key == "periods") == "both free Tue1, Fri9, Fri1 and Fri2"


def test_tags_without_text_are_blank() -> None:
    assert folded((" ", "", "Chess ", "chess")) == {"chess": "Chess"}


def test_many_different_tags_need_more_than_one_word_of_bits() -> None:
    tags = tuple(f"tag {n}" for n in range(200))
    a, b = mentee(interests=tags), mentor(interests=tags[50:])
    assert score_table((a, b), SETTINGS).scores[0, 0] == breakdown(a, b, SETTINGS).score


@pytest.mark.parametrize(
    ("score", "name"),
    [
        (1000, "Strong"),
        (600, "Strong"),
        (599, "Good"),
        (400, "Good"),
        (399, "Fair"),
        (250, "Fair"),
        (249, "Weak"),
        (0, "Weak"),
    ],
)
def test_bands(score: int, name: str) -> None:
    assert band_of(score) == name
    assert BANDS[-1][1] == 0
