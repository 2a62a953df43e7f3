"""What counts in matching, as the window shows it: weights as words, and every measure of the rules with a sentence.

Every function that takes a workspace runs on the worker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from desktop.services import matching, programme
from desktop.services.language import say
from desktop.services.matching.settings import OWN, WEIGHTS, Settings, proposed, word_of
from desktop.services.matching.settings_words import MEASURES
from desktop.services.matching.what_counts import LIMITS, Criterion
from desktop.services.vault import Changes, Workspace

__all__ = ["Criterion", "Settings"]

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Counts:
    """What counts now, every criterion with who answered it, and what a programme of this kind begins with."""

    settings: Settings
    criteria: tuple[Criterion, ...]
    usual: Settings


@dataclass(frozen=True)
class Measure:
    """A measure of a rule: its name, one sentence about it, and its bounds; without bounds it is on or off."""

    key: str
    title: str
    sentence: str
    least: int | None = None
    most: int = 0


def load_counts(ws: Workspace) -> Counts:
    """Read what counts. Error: NotFounded."""
    usual = proposed(programme.the_programme(ws).model)
    return Counts(matching.settings(ws), matching.criteria(ws), usual)


def save(ws: Workspace, base: Settings, weights: Mapping[str, int], values: Values) -> Changes:
    """Keep weights and measures as one step. Errors: as `matching.set_settings`."""
    return matching.set_settings(ws, changed(base, weights, values))


def changed(base: Settings, weights: Mapping[str, int], values: Values) -> Settings:
    """Give settings with other weights and measures."""
    return replace(base, weights=tuple(weights.items()), **values)


def weight_options(weight: int) -> tuple[tuple[str, str], ...]:
    """Give the weights to choose from, words with the number behind; the present one too where it is none of them."""
    numbers = sorted({*WEIGHTS.values(), weight})
    return tuple((str(n), say("{word} ({n})", word=say(word_of(n)), n=n)) for n in numbers)


def is_own(criterion: Criterion) -> bool:
    """Whether this is a field that the school added."""
    return criterion.key.startswith(OWN)


def answered_words(criterion: Criterion) -> str:
    """Say how many have given something to look at."""
    if not criterion.asked:
        return _sources()[criterion.key]
    if not criterion.mentees and not criterion.mentors:
        return say("nobody has answered: it counts for nothing")
    return say(
        "answered by {n} {mentees} and {m} {mentors}",
        n=criterion.mentees,
        m=criterion.mentors,
    )


def _sources() -> dict[str, str]:
    """Say where that comes from which nobody is asked for this."""
    return {
        "gap": say("from the school {years}"),
        "wishes": say("from the wishes that are recorded"),
        "met": say("from whom they named at a meet-and-greet"),
        "languages": say("from the languages they speak"),
        "periods": say("from when they are free"),
    }


def values_of(settings: Settings) -> dict[str, int | bool]:
    """Give the measures by key."""
    return {key: getattr(settings, key) for key in MEASURES}


def measures() -> tuple[Measure, ...]:
    """Give every measure with its sentence."""
    sentences = _sentences()
    return tuple(Measure(key, say(title), sentences[key], *LIMITS.get(key, ())) for key, title in MEASURES.items())


def _sentences() -> dict[str, str]:
    return {
        "least_gap": say(
            "At 1, a {mentor} is in a higher {year}; at 0 the same {year} is allowed, below 0 a lower one."
        ),
        "most_gap": say("Nobody is paired with somebody further away. 0 sets no limit."),
        "least_periods": say("So many free periods a week two need in common."),
        "family": say("Two who are looked after by the same person are not paired."),
        "failed_before": say("Two whose pair ended because it did not suit are not proposed again."),
        "cooling_days": say("For so long nobody of the two is paired anew. 0 sets no rest."),
        "one_per_period": say("A {mentor} of several never meets two at once."),
        "wishes_first": say("After how many are placed, it counts how many get somebody they named."),
        "balance": say("0 fills one {mentor} before the next; the more points, the more evenly they are shared."),
        "trial_days": say("So long after the first meeting a pair is looked at again."),
    }
