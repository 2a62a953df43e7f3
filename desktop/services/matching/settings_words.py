"""What counts, compared in words: which weights and measures differ between two rounds. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from desktop.services.language import say
from desktop.services.matching.criteria import title_of
from desktop.services.matching.settings import Settings, word_of
from desktop.services.matching.traits import listing

# What a measure of a rule is called; untranslated.
MEASURES: Final[dict[str, str]] = {
    "least_gap": "Least distance in {years}",
    "most_gap": "Largest distance in {years}",
    "least_periods": "Free periods in common",
    "family": "Nobody of the same family",
    "failed_before": "Nobody whose pair did not suit before",
    "cooling_days": "Days of rest after a pair that did not suit",
    "one_per_period": "One {mentee} of a {mentor} in a period",
    "wishes_first": "Those named at a meet-and-greet first",
    "balance": "Points for each further {mentee} of a {mentor}",
    "trial_days": "Days of a trial",
}


def differing(one: Settings, other: Settings) -> tuple[str, ...]:
    """Name what differs, translated: criteria by their titles, then measures."""
    return tuple(title for title, _, _ in _pairs(one, other))


def differences(one: Settings, other: Settings) -> tuple[str, ...]:
    """Say what differs and how, a sentence for each."""
    return tuple(
        say("{title}: {first} in the first, {second} in the second.", title=title, first=first, second=second)
        for title, first, second in _pairs(one, other)
    )


def _pairs(one: Settings, other: Settings) -> Iterator[tuple[str, str, str]]:
    keys = dict.fromkeys(key for settings in (one, other) for key, _ in settings.weights)
    for key in keys:
        if one.weight(key) != other.weight(key):
            titled = one if key in {k for k, _ in one.weights} else other
            yield title_of(key, titled), _weight(one.weight(key)), _weight(other.weight(key))
    for name, title in MEASURES.items():
        if getattr(one, name) != getattr(other, name):
            yield say(title), _value(getattr(one, name)), _value(getattr(other, name))
    if one.fairness != other.fairness:
        yield say("Fairness"), _fairness(one), _fairness(other)
    if one.school_languages != other.school_languages:
        yield say("Languages of the school"), listing(one.school_languages), listing(other.school_languages)


def _weight(weight: int) -> str:
    return say("{word} ({n})", word=say(word_of(weight)), n=weight)


def _value(value: object) -> str:
    return str(value) if not isinstance(value, bool) else say("yes") if value else say("no")


def _fairness(settings: Settings) -> str:
    fair = settings.fairness
    return say(
        "{floor}, target {target}, slope {slope}", floor=_value(fair.floor), target=fair.target, slope=fair.slope
    )
