"""Why a mentee has nobody: the true cause, with the facts in the sentence, so that different causes read differently.

Three kinds. A rule that every mentor breaks, and each of several such rules is named. Or each mentor breaks
another rule: then those who fail on the fewest are named. Or somebody would fit, but all their places go to
students who have nobody else either (a Hall set). What would change it is in unplaced.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.services.language import joined, say, say_many, show_date
from desktop.services.matching.competing import competition
from desktop.services.matching.engine import Solved
from desktop.services.matching.rules import RULES, broken, year_text
from desktop.services.matching.traits import either, listing, traits
from desktop.services.matching.types import Applicant

NAMED = 6

# What is said where every mentor breaks one of these rules.
_ONLY_EVERYWHERE = {
    "places": "No {mentor} has a place left.",
    "blocked": "Staff keep this student apart from {names}, and there is no other {mentor}.",
    "family": "{names} and this student are of one family, and there is no other {mentor}.",
    "failed_before": "{names} and this student were a pair before, and there is no other {mentor}.",
    "period_taken": "{names} already meet somebody in every period that suits this student.",
}

_ORDER = {rule.key: at for at, rule in enumerate(RULES)} | {"period_taken": len(RULES), "banned": len(RULES) + 1}


@dataclass(frozen=True)
class Case:
    """An unplaced mentee with each other mentor and the rules that forbid the two."""

    mentee: Applicant
    failed: tuple[tuple[Applicant, frozenset[str]], ...]

    @property
    def everywhere(self) -> tuple[str, ...]:
        """Rules that every mentor breaks, in the order of RULES."""
        if not self.failed:
            return ()
        return in_order(frozenset.intersection(*(rules for _, rules in self.failed)))

    @property
    def nearest(self) -> tuple[tuple[Applicant, frozenset[str]], ...]:
        """The mentors who break the fewest rules."""
        fewest = min((len(rules) for _, rules in self.failed), default=0)
        return tuple((mentor, rules) for mentor, rules in self.failed if len(rules) == fewest)

    def only(self, rule: str) -> tuple[Applicant, ...]:
        """Mentors whom nothing but this rule excludes."""
        return tuple(mentor for mentor, rules in self.failed if rules == {rule})


@dataclass(frozen=True)
class Bottleneck:
    """Mentees who can only go to these mentors, who have fewer places left than that.

    `by_period`: a mentor meets one mentee in a period, so places are bounded by free periods too.
    """

    mentees: tuple[Applicant, ...]
    mentors: tuple[Applicant, ...]
    places: int
    locked: int
    by_period: bool = False


def in_order(rules: Iterable[str]) -> tuple[str, ...]:
    """Order rule ids as RULES does."""
    return tuple(sorted(rules, key=lambda key: _ORDER[key]))


def case_of(solved: Solved, mentee: Applicant) -> Case:
    """Look at a mentee with every mentor but themselves."""
    bans = {m for e, m in solved.request.bans if e == mentee.uid}
    row, seating = solved.row(mentee.uid), solved.problem.periods
    found = []
    for j, mentor in enumerate(solved.table.mentors):
        if mentor.uid != mentee.uid:
            rules = {b.rule for b in broken(mentee, mentor, solved.request.settings)}
            if seating is not None and row is not None and "period" not in rules and not len(seating.shared(row, j)):
                rules.add("period_taken")
            found.append((mentor, frozenset(rules | ({"banned"} if mentor.uid in bans else set()))))
    return Case(mentee, tuple(found))


def bottleneck_of(solved: Solved, row: int) -> Bottleneck:
    """Find what a mentee competes in: everybody and every place reachable by letting others move."""
    rows, columns, places = competition(solved.problem, solved.solution, row)
    return Bottleneck(
        tuple(solved.table.mentees[i] for i in rows),
        tuple(solved.table.mentors[j] for j in columns),
        places,
        sum(j in columns for _, j in solved.problem.locks),
        solved.problem.periods is not None,
    )


def rule_cause(solved: Solved, case: Case) -> tuple[str, str]:
    """Give the key and the sentence where no mentor fits."""
    if not case.failed:
        if solved.table.mentors:
            return "no_mentor", say("No other {mentor} takes part.")
        return "no_mentor", say("No {mentor} takes part.")
    if case.everywhere:
        key = case.everywhere[0]
        if key == "period" and not traits(case.mentee, solved.request.settings).periods:
            key = "no_period"
        return key, " ".join(_everywhere(rule, solved, case) for rule in case.everywhere)
    rules = {rule for _, failed in case.nearest for rule in failed}
    if len(case.nearest[0][1]) == 1 and len(rules) == 1:
        return (rule := rules.pop()), _all_who_fit(rule, solved, case)
    return "combination", _combination(case)


def competition_cause(found: Bottleneck) -> tuple[str, str]:
    """Give the key and the sentence where mentors fit but have too few places."""
    names = names_of(found.mentors)
    if not found.places:
        return "locked_full", say("Every place with {names} is taken by pairs you locked.", names=names)
    places = say_many("{n} place", "{n} places", found.places)
    said = say_many(
        "{n} student competes for {places} with {names}.",
        "{n} students compete for {places} with {names}.",
        len(found.mentees),
        names=names,
        places=places,
    )
    if found.locked:
        said += " " + say_many(
            "{n} more place there is taken by a pair you locked.",
            "{n} more places there are taken by pairs you locked.",
            found.locked,
        )
    if found.by_period:
        said += " " + say("A {mentor} meets only one student in a period.")
    return "competition", said


def names_of(people: Iterable[Applicant]) -> str:
    """List names, the first few of many."""
    names = [person.name for person in people]
    if len(names) > NAMED:
        more = say_many("{n} other", "{n} others", len(names) - NAMED + 1)
        names = [*names[: NAMED - 1], more]
    return listing(names)


def _everywhere(rule: str, solved: Solved, case: Case) -> str:
    """Say a rule that every mentor breaks."""
    own = traits(case.mentee, solved.request.settings)
    mentors = [mentor for mentor, _ in case.failed]
    if rule == "period":
        if not own.periods:
            return say("No free period is recorded for this student.")
        return say("No {mentor} is free {periods}.", periods=either(own.periods.values()))
    if rule == "language":
        return say("No {mentor} speaks {languages}.", languages=either(own.languages.values()))
    if rule == "year_unknown":
        if case.mentee.year_rank is None:
            return say("No school {year} is recorded for this student, so no {mentor} is known to be older.")
        return say("No school {year} is recorded for any {mentor}, so none is known to be older.")
    if rule == "year":
        if solved.request.settings.most_gap or solved.request.settings.least_gap != 1:
            return say("No {mentor} is as far from {own} as your rules ask.", own=year_text(case.mentee))
        return say("No {mentor} is in a higher {year} than {own}.", own=year_text(case.mentee))
    if rule == "avoids":
        return say(
            "This student must not be paired with {names}, and there is no other {mentor}.", names=names_of(mentors)
        )
    if rule in _ONLY_EVERYWHERE:
        return say(_ONLY_EVERYWHERE[rule], names=names_of(mentors))
    if rule == "cooling" and case.mentee.resting:
        return say("This student has just left a pair, and waits until {day}.", day=show_date(case.mentee.resting))
    return say("You ruled out every {mentor} for this student in this draft.")


def _all_who_fit(rule: str, solved: Solved, case: Case) -> str:
    """Say the one rule that keeps out every mentor who would fit otherwise."""
    own = traits(case.mentee, solved.request.settings)
    said = {
        "period": "{names} would fit, but not free {periods}.",
        "language": "{names} would fit, but without {languages}.",
        "year_unknown": "{names} would fit, but no school {year} is recorded there.",
        "year": "{names} would fit, but not in a higher {year} than {own}.",
        "avoids": "{names} would fit, but must not be paired with this student.",
        "blocked": "{names} would fit, but staff keep them apart from this student.",
        "family": "{names} would fit, but belong to the same family.",
        "failed_before": "{names} would fit, but were a pair with this student before.",
        "cooling": "{names} would fit, but have just left a pair.",
        "places": "{names} would fit, but with no place left.",
        "period_taken": "{names} would fit, but already meet somebody whenever both are free.",
        "banned": "{names} would fit, but you ruled that out in this draft.",
    }[rule]
    first = say(
        said,
        names=names_of(case.only(rule)),
        periods=either(own.periods.values()),
        languages=either(own.languages.values()),
        own=year_text(case.mentee),
    )
    return " ".join((first, say("Every other {mentor} fails on more.")))


def _combination(case: Case) -> str:
    """Say which mentors come nearest, and what each of them fails on."""
    groups: dict[tuple[str, ...], list[Applicant]] = {}
    for mentor, rules in case.nearest:
        groups.setdefault(in_order(rules), []).append(mentor)
    order = sorted(groups.items(), key=lambda item: [_ORDER[key] for key in item[0]])
    said = [
        say_many(
            "{n} {mentor} fails only on {rules} ({names})",
            "{n} {mentors} fail only on {rules} ({names})",
            len(mentors),
            rules=listing(_want(key) for key in rules),
            names=names_of(mentors),
        )
        for rules, mentors in order
    ]
    return say("No {mentor} fits in everything: {parts}.", parts=joined(said, "; "))


def _want(rule: str) -> str:
    """Name what a rule asks for, inside a sentence."""
    return {
        "period": say("a free period in common"),
        "language": say("a language in common"),
        "year_unknown": say("a recorded school {year}"),
        "year": say("being in a higher {year}"),
        "avoids": say("having to be kept apart"),
        "blocked": say("being kept apart by staff"),
        "family": say("being of one family"),
        "failed_before": say("having been a pair before"),
        "cooling": say("having just left a pair"),
        "places": say("a place left"),
        "period_taken": say("a period in which the {mentor} meets nobody yet"),
    }.get(rule) or say("having been ruled out in this draft")
