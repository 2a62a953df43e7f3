"""Hard rules: what forbids a pair whatever its score, each with an id and a sentence holding the facts.

A pair lists every rule it breaks, not the first. scoring.py applies the same rules to all pairs at once.

A missing school year forbids a pair, with a rule of its own: the year rule protects the younger one, so it
has to be known to hold, and the sentence says which year to enter. A counsellor mends that in a minute;
a Year 11 student mentored by a Year 8 one is noticed by the parents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from desktop.services.language import say, show_date
from desktop.services.matching.settings import Settings
from desktop.services.matching.traits import listing, traits, year_gap
from desktop.services.matching.types import Applicant, Broken

Check = Callable[[Applicant, Applicant, Settings], str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A hard rule: its id, its untranslated name, and a check that gives "" or the sentence of what is broken."""

    key: str
    title: str
    check: Check


def broken(mentee: Applicant, mentor: Applicant, settings: Settings) -> tuple[Broken, ...]:
    """List every hard rule that forbids this pair, in the order of RULES; bans and locks are the solver's."""
    found = ((rule.key, rule.check(mentee, mentor, settings)) for rule in RULES)
    return tuple(Broken(key, sentence) for key, sentence in found if sentence)


def forbids(mentee: Applicant, mentor: Applicant, settings: Settings, *, overridden: bool) -> tuple[Broken, ...]:
    """List the rules that forbid this pair; none of those that somebody decided otherwise, where all may be."""
    rules = broken(mentee, mentor, settings)
    return () if overridden and may_override(rules) else rules


def may_override(rules: Iterable[Broken]) -> bool:
    """Whether a counsellor may decide all of these otherwise."""
    return all(rule.rule in OVERRIDABLE for rule in rules)


def missing(rules: Iterable[Broken]) -> str:
    """Name what broken rules ask for, without the people concerned: fit for an error."""
    titles = {rule.key: rule.title for rule in RULES} | _BY_HAND
    return "; ".join(dict.fromkeys(say(titles[rule.rule]) for rule in rules))


def _same_person(mentee: Applicant, mentor: Applicant, _settings: Settings) -> str:
    if mentee.uid != mentor.uid:
        return ""
    return say("Nobody can be their own {mentor}.")


def _places(_mentee: Applicant, mentor: Applicant, _settings: Settings) -> str:
    if mentor.places > 0:
        return ""
    return say("{name} has no place left.", name=mentor.name)


def _period(mentee: Applicant, mentor: Applicant, settings: Settings) -> str:
    a, b = traits(mentee, settings).periods, traits(mentor, settings).periods
    shared = len(a.keys() & b.keys())
    if shared >= max(1, settings.least_periods):
        return ""
    if not a or not b:
        return say("No free period is recorded for {name}.", name=mentee.name if not a else mentor.name)
    facts = {
        "mentee_name": mentee.name,
        "mentee_periods": listing(a.values()),
        "mentor_name": mentor.name,
        "mentor_periods": listing(b.values()),
    }
    if not shared:
        return say(
            "They have no free period in common: {mentee_name} has {mentee_periods}, "
            "{mentor_name} has {mentor_periods}.",
            **facts,
        )
    return say(
        "They have too few free periods in common, {n} of {least}: {mentee_name} has {mentee_periods}, "
        "{mentor_name} has {mentor_periods}.",
        n=shared,
        least=settings.least_periods,
        **facts,
    )


def _language(mentee: Applicant, mentor: Applicant, settings: Settings) -> str:
    a, b = traits(mentee, settings).languages, traits(mentor, settings).languages
    if a.keys() & b.keys():
        return ""
    return say(
        "They have no language in common: "
        "{mentee_name} speaks {mentee_languages}, {mentor_name} speaks {mentor_languages}.",
        mentee_name=mentee.name,
        mentee_languages=listing(a.values()),
        mentor_name=mentor.name,
        mentor_languages=listing(b.values()),
    )


def _year_unknown(mentee: Applicant, mentor: Applicant, _settings: Settings) -> str:
    missing = [who.name for who in (mentee, mentor) if who.year_rank is None]
    if not missing:
        return ""
    return say("No school {year} is recorded for {names}, so it is not known who is older.", names=listing(missing))


def _year(mentee: Applicant, mentor: Applicant, settings: Settings) -> str:
    gap = year_gap(mentee, mentor)
    if gap is None:
        return ""
    facts = {
        "mentor_name": mentor.name,
        "mentor_year": year_text(mentor),
        "mentee_name": mentee.name,
        "mentee_year": year_text(mentee),
    }
    if settings.most_gap and gap > settings.most_gap:
        return say(
            "They are too many {years} apart, more than {most}: {mentor_name} is in {mentor_year}, "
            "{mentee_name} in {mentee_year}.",
            most=settings.most_gap,
            **facts,
        )
    if gap >= settings.least_gap:
        return ""
    if settings.least_gap > 1:
        return say(
            "The {mentor} has to be at least {least} {years} above: {mentor_name} is in {mentor_year}, "
            "{mentee_name} in {mentee_year}.",
            least=settings.least_gap,
            **facts,
        )
    return say(
        "The {mentor} has to be in a higher {year}: {mentor_name} is in {mentor_year}, {mentee_name} in {mentee_year}."
        if settings.least_gap == 1
        else "The {mentor} must not be in a lower {year}: {mentor_name} is in {mentor_year}, "
        "{mentee_name} in {mentee_year}.",
        **facts,
    )


def _avoids(mentee: Applicant, mentor: Applicant, _settings: Settings) -> str:
    if mentor.number not in mentee.avoids and mentee.number not in mentor.avoids:
        return ""
    return say("{mentee_name} and {mentor_name} must not be paired.", mentee_name=mentee.name, mentor_name=mentor.name)


def _blocked(mentee: Applicant, mentor: Applicant, _settings: Settings) -> str:
    """Only that it is so: why, stands with the counselling notes."""
    if mentor.number not in mentee.blocked and mentee.number not in mentor.blocked:
        return ""
    return say(
        "Blocked: staff keep {mentee_name} and {mentor_name} apart.", mentee_name=mentee.name, mentor_name=mentor.name
    )


def _family(mentee: Applicant, mentor: Applicant, settings: Settings) -> str:
    if not settings.family or not set(mentee.families) & set(mentor.families):
        return ""
    return say(
        "{mentee_name} and {mentor_name} are of one family: the same person looks after both.",
        mentee_name=mentee.name,
        mentor_name=mentor.name,
    )


def _failed(mentee: Applicant, mentor: Applicant, settings: Settings) -> str:
    if not settings.failed_before or (mentor.number not in mentee.failed and mentee.number not in mentor.failed):
        return ""
    return say(
        "{mentee_name} and {mentor_name} were a pair before, and it did not suit.",
        mentee_name=mentee.name,
        mentor_name=mentor.name,
    )


def _cooling(mentee: Applicant, mentor: Applicant, _settings: Settings) -> str:
    resting = [one for one in (mentee, mentor) if one.resting]
    return " ".join(
        say("{name} has just left a pair, and waits until {day}.", name=one.name, day=show_date(one.resting))
        for one in resting
    )


def year_text(applicant: Applicant) -> str:
    """Say a school year as "year 9"; a year that is words already stays as it is."""
    return say("{year} {number}", number=applicant.year) if applicant.year.isdigit() else applicant.year


RULES: Final[tuple[Rule, ...]] = (
    Rule("same_person", "two different people", _same_person),
    Rule("period", "a free period in common", _period),
    Rule("language", "a language in common", _language),
    Rule("year_unknown", "a recorded school {year}", _year_unknown),
    Rule("year", "a {mentor} in a {year} that your rules allow", _year),
    Rule("avoids", "two who need not be kept apart", _avoids),
    Rule("blocked", "two whom staff do not keep apart", _blocked),
    Rule("family", "two who are not of one family", _family),
    Rule("failed_before", "two whose pair did not fail before", _failed),
    Rule("cooling", "time since a former pair", _cooling),
    Rule("places", "a place with the {mentor}", _places),
)

# What stands against a pair beside rules: what was decided by hand.
_BY_HAND: Final[dict[str, str]] = {
    "banned": "a pair that you did not rule out",
    "locked_period": "a period of their own with the {mentor}",
}

# What a counsellor may decide otherwise, with a reason: it speaks of what suits, not of what protects somebody.
OVERRIDABLE: Final = frozenset({"period", "language", "year_unknown", "year", "failed_before", "cooling"})
