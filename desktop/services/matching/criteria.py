"""What makes two people fit, in plain Python: one pair at a time, with its evidence in words.

scoring.py computes the same numbers for all pairs at once; a test holds the two together. Every criterion
gives an integer 0 to 1000 from a table or one integer division, so no processor can change a score.
A criterion that one of the two left blank is not a mismatch: it is left out, the weights of the others
fill its room, and the pair says so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from desktop.services.language import say, say_many
from desktop.services.matching.settings import OWN, Settings
from desktop.services.matching.traits import Traits, common, in_table, key_of, listing, some_of, traits, year_gap
from desktop.services.matching.types import STYLES, Applicant, Breakdown, Part

# Shared periods -> thousandths: a second common period makes a missed week mendable, a fifth adds nothing.
PERIOD_TABLE: Final = (0, 400, 700, 900, 1000)
# School years between the two -> thousandths. 2 to 4 is best (Karcher 2005; Burton and others 2022).
GAP_TABLE: Final = (0, 500, 1000, 1000, 1000, 500, 250, 0)
# The first, second ... whom somebody named at a meet-and-greet -> thousandths; later ones as the last.
MET_TABLE: Final = (1000, 900, 800, 700)

# Untranslated titles.
TITLES: Final[dict[str, str]] = {
    "interests": "Interests",
    "goals": "Goals",
    "subjects": "Subjects",
    "experiences": "Experiences",
    "style": "Style",
    "gap": "{Years} apart",
    "wishes": "Wishes",
    "met": "Met and liked",
    "languages": "Further languages",
    "periods": "Free periods",
}
# What everybody is asked: a pair says where it was left blank. Others count as asked where one of the two answered.
ASKED: Final = ("interests", "goals")

Found = tuple[int, int, str]
"""How many times the weight counts, the thousandths, and the evidence in words, "" for none."""

Kind = Callable[[Applicant, Applicant, Traits, Traits], Found | None]


def title_of(key: str, settings: Settings) -> str:
    """Give the title of a criterion, of an own field too, translated."""
    return say(TITLES[key]) if key in TITLES else dict(settings.own_titles).get(key.removeprefix(OWN), key)


def breakdown(mentee: Applicant, mentor: Applicant, settings: Settings) -> Breakdown:
    """Score one pair and say how the score comes about; hard rules are not looked at (rules.py)."""
    a, b = traits(mentee, settings), traits(mentor, settings)
    looked_at: list[tuple[str, int, int, str]] = []
    unanswered: list[str] = []
    for key, weight in settings.weights:
        if weight == 0:
            continue
        if is_blank(key, mentee, mentor):
            unanswered.append(title_of(key, settings))
            continue
        found = (_KINDS.get(key) or _own(key))(mentee, mentor, a, b)
        if found is not None:
            factor, permille, evidence = found
            looked_at.append((key, weight * factor, permille, evidence))
    return _add_up(looked_at, tuple(unanswered), settings)


def answered(key: str, one: Applicant) -> bool:
    """Whether somebody has given what a criterion looks at; True for what nobody is asked."""
    if key.startswith(OWN):
        return bool(key_of(dict(one.own).get(key.removeprefix(OWN), "")))
    if key == "style":
        return any(one.style)
    return key not in (*ASKED, "subjects") or any(key_of(text) for text in getattr(one, key))


def is_blank(key: str, mentee: Applicant, mentor: Applicant) -> bool:
    """Whether a criterion that was asked cannot be looked at, because one of the two left it blank."""
    given = [answered(key, one) for one in (mentee, mentor)]
    return not all(given) and (key in ASKED or any(given))


def style_permille(apart: int, sliders: int) -> int:
    """Thousandths for sliders that are `apart` steps apart in all; four steps on every one are nothing."""
    return 1000 * (4 * sliders - apart) // (4 * sliders)


def _tags(key: str, template: str) -> Kind:
    """Jaccard: what both chose out of all that either chose."""

    def look(_mentee: Applicant, _mentor: Applicant, a: Traits, b: Traits) -> Found | None:
        first, second = getattr(a, key), getattr(b, key)
        if not first or not second:
            return None
        both = common(first, second)
        permille = 1000 * len(both) // len(first.keys() | second.keys())
        return 1, permille, say(template, things=some_of(both)) if both else ""

    return look


def _subjects(_mentee: Applicant, _mentor: Applicant, a: Traits, b: Traits) -> Found | None:
    """How much of what the mentee needs the mentor offers."""
    if not a.subjects or not b.subjects:
        return None
    both = common(a.subjects, b.subjects)
    evidence = say("help wanted and offered in {things}", things=some_of(both)) if both else ""
    return 1, 1000 * len(both) // len(a.subjects), evidence


def _style(mentee: Applicant, mentor: Applicant, _a: Traits, _b: Traits) -> Found | None:
    """How near the sliders are that both set."""
    sliders = list(zip(STYLES, mentee.style, mentor.style, strict=False))
    both = [abs(x - y) for _, x, y in sliders if x and y]
    if not both:
        return None
    alike = [say(ends[x > 3]) for ends, x, y in sliders if _lean_alike(x, y)]
    evidence = say("of the same style: {things}", things=some_of(alike)) if alike else ""
    return 1, style_permille(sum(both), len(both)), evidence


def _lean_alike(x: int, y: int) -> bool:
    """Whether both lean to the same side."""
    return (0 < x < 3 and 0 < y < 3) or (x > 3 and y > 3)


def _own(key: str) -> Kind:
    """The same answer to an own field of the school."""
    field = key.removeprefix(OWN)

    def look(mentee: Applicant, mentor: Applicant, _a: Traits, _b: Traits) -> Found | None:
        first, second = dict(mentee.own).get(field, ""), dict(mentor.own).get(field, "")
        if not key_of(first) or not key_of(second):
            return None
        same = key_of(first) == key_of(second)
        return 1, 1000 if same else 0, say("both said {thing}", thing=first) if same else ""

    return look


def _gap(mentee: Applicant, mentor: Applicant, _a: Traits, _b: Traits) -> Found | None:
    """Score the distance in school years, best from 2 to 4."""
    gap = year_gap(mentee, mentor)
    if gap is None:
        return None
    permille = in_table(GAP_TABLE, gap)
    evidence = say_many("{n} {year} apart", "{n} {years} apart", gap) if permille else ""
    return 1, permille, evidence


def _wishes(mentee: Applicant, mentor: Applicant, _a: Traits, _b: Traits) -> Found | None:
    """A wish that is met counts in full, twice if both wished. An unmet wish is nothing: naming one can only help."""
    asked, offered = mentor.number in mentee.wants, mentee.number in mentor.wants
    if asked and offered:
        return 2, 1000, say("each asked for the other")
    if asked:
        return 1, 1000, say("the {mentee} asked for this {mentor}")
    return (1, 1000, say("the {mentor} asked for this {mentee}")) if offered else None


def _met(mentee: Applicant, mentor: Applicant, _a: Traits, _b: Traits) -> Found | None:
    """Each of the two who named the other at a meet-and-greet counts, the higher the earlier. Unnamed is nothing."""
    both_ways = ((mentee, mentor), (mentor, mentee))
    named = [one.met.index(other.number) for one, other in both_ways if other.number in one.met]
    if not named:
        return None
    permille = sum(in_table(MET_TABLE, place) for place in named) // len(named)
    if len(named) == 2:
        return 2, permille, say("each named the other after meeting")
    if mentor.number in mentee.met:
        return 1, permille, say("the {mentee} named this {mentor} after meeting")
    return 1, permille, say("the {mentor} named this {mentee} after meeting")


def _languages(_mentee: Applicant, _mentor: Applicant, a: Traits, b: Traits) -> Found | None:
    """How many of the mentee's languages beyond the school's the mentor speaks. Only where the mentee has any."""
    if not a.further:
        return None
    both = common(a.further, b.further)
    return 1, 1000 * len(both) // len(a.further), say("both speak {things}", things=listing(both)) if both else ""


def _periods(_mentee: Applicant, _mentor: Applicant, a: Traits, b: Traits) -> Found | None:
    """How many free periods the two have in common."""
    both = [label for key, label in a.periods.items() if key in b.periods]
    return 1, in_table(PERIOD_TABLE, len(both)), say("both free {periods}", periods=some_of(both)) if both else ""


_KINDS: Final[dict[str, Kind]] = {
    "interests": _tags("interests", "both chose {things}"),
    "goals": _tags("goals", "the same goal: {things}"),
    "subjects": _subjects,
    "experiences": _tags("experiences", "both know what it is like: {things}"),
    "style": _style,
    "gap": _gap,
    "wishes": _wishes,
    "met": _met,
    "languages": _languages,
    "periods": _periods,
}


def _add_up(looked_at: list[tuple[str, int, int, str]], unanswered: tuple[str, ...], settings: Settings) -> Breakdown:
    """Share the score out among the criteria in whole points, so that they add up."""
    weights = [weight for _, weight, _, _ in looked_at]
    weighed = [weight * permille for _, weight, permille, _ in looked_at]
    if not sum(weights):
        return Breakdown(0, (), unanswered)
    most = share_out([1000 * weight for weight in weights], sum(weights), [1000] * len(weights))
    points = share_out(weighed, sum(weights), most)
    parts = tuple(
        Part(key, title_of(key, settings), got, of, evidence)
        for (key, _, _, evidence), got, of in zip(looked_at, points, most, strict=True)
    )
    return Breakdown(sum(weighed) // sum(weights), parts, unanswered)


def share_out(amounts: list[int], divisor: int, most: list[int]) -> list[int]:
    """Divide amounts so that the whole parts add up to the divided sum (largest remainder), none above its most."""
    shares = [amount // divisor for amount in amounts]
    left = sum(amounts) // divisor - sum(shares)
    order = sorted(range(len(amounts)), key=lambda k: (-(amounts[k] % divisor), k))
    while left > 0:
        for k in order:
            if left > 0 and shares[k] < most[k]:
                shares[k] += 1
                left -= 1
    return shares
