"""LOCK-01: steps of typing lead back to every text before, whatever was typed."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from desktop.models.text_steps import TextSteps, read_steps, taken_back, texts_of


def typed(*texts: str) -> TextSteps:
    steps = TextSteps(texts[0])
    for text in texts[1:]:
        steps.note(text)
    return steps


def test_typing_on_and_deleting_on_are_one_step_each() -> None:
    assert typed("", "M", "Mi", "Mia").steps == [(0, "", "Mia")]
    assert typed("Mia", "Mi", "M").steps == [(1, "ia", "")]
    assert typed("Mia", "ia", "a").steps == [(0, "Mi", "")]
    assert typed("Mia", "Mina", "Mina!").steps == [(2, "", "n"), (4, "", "!")]


def test_after_a_long_line_the_next_word_is_a_step_of_its_own() -> None:
    line = "a line that is longer than forty letters, "
    assert typed("", line, line + "n", line + "ne").steps == [(0, "", line), (len(line), "", "ne")]


def test_what_is_taken_back_is_no_step() -> None:
    assert typed("", "one", "two one", "one").steps == [(0, "", "one")]


def test_only_the_last_are_kept() -> None:
    steps = typed("", *("x" * n + "y" * (n % 2) for n in range(1, 60)))
    assert len(steps.steps) <= 20
    assert texts_of(steps.text, steps.steps) is not None


def test_steps_of_another_text_are_not_taken() -> None:
    assert texts_of("other", [(0, "", "text")]) is None
    assert taken_back("ab", (5, "", "c")) is None
    for wrong in (None, 3, "abc", [1], [[0, "a"]], [["0", "a", "b"]], [[0, "a", "b"]] * 21):
        assert read_steps(wrong) == ()


@given(st.lists(st.text(alphabet="ab \U0001f600é", max_size=12), min_size=1, max_size=19))
def test_every_text_is_reached_again(texts: list[str]) -> None:
    steps = typed(*texts)
    kept = read_steps(json.loads(json.dumps(steps.steps)))
    assert list(kept) == steps.steps
    assert texts_of(texts[-1], kept) is not None
    if len(kept) < 20:
        assert texts_of(texts[-1], kept) in texts
