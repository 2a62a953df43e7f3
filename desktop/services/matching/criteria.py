"""What makes two people fit, in plain Python: one pair at a time, with its evidence in words.

scoring.py computes the same numbers for all pairs at once; a test holds the two together. Every criterion
gives an integer 0 to 1000 from a table or one integer division, so no processor can change a score.
A criterion that one of the two left blank is not a mismatch: it is left out, the weights of the others
fill its room, and the pair says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.services.language import fold, joined, say, say_many
from desktop.services.matching.types import Applicant, Breakdown, Part, Settings

# Shared periods -> thousandths: a second common period makes a missed week mendable, a fifth adds nothing.
PERIOD_TABLE: Final = (0, 400, 700, 900, 1000)
# School years between the two -> thousandths. 2 to 4 is best (Karcher 2005; Burton and others 2022).
GAP_TABLE: Final = (0, 500, 1000, 1000, 1000, 500, 250, 0)

# Untranslated titles; interests and goals are the criteria that somebody can leave blank.
TITLES: Final[dict[str, str]] = {
    "interests": "Interests",
    "goals": "Goals",
    "gap": "{Years} apart",
    "wishes": "Wishes",
    "languages": "Further languages",
    "periods": "Free periods",
}


@dataclass(frozen=True, slots=True)
class Traits:
    """An applicant made comparable: folded text to the text as typed."""

    interests: dict[str, str]
    goals: dict[str, str]
    languages: dict[str, str]
    further: dict[str, str]
    periods: dict[str, str]


def key_of(text: str) -> str:
    """Fold a text for comparing, without needless space; "" for a blank one."""
    return fold(" ".join(text.split()))


def folded(texts: Iterable[str]) -> dict[str, str]:
    """Map each text's folded form to its first spelling; blanks are dropped."""
    found: dict[str, str] = {}
    for text in texts:
        if key := key_of(text):
            found.setdefault(key, " ".join(text.split()))
    return found


def traits(applicant: Applicant, settings: Settings) -> Traits:
    """Fold what an applicant gave. Who names no language speaks the school's."""
    school = folded(settings.school_languages)
    languages = folded(applicant.languages) or school
    return Traits(
        interests=folded(applicant.interests),
        goals=folded(applicant.goals),
        languages=languages,
        further={key: text for key, text in languages.items() if key not in school},
        periods=folded(applicant.periods),
    )


def canonical(applicants: Iterable[Applicant]) -> tuple[Applicant, ...]:
    """Order by number as text, then by source key; what they answered decides between doubles, never the name."""
    everybody = tuple(applicants)
    if len({(a.number, a.source_key) for a in everybody}) == len(everybody):
        return tuple(sorted(everybody, key=lambda a: (a.number, a.source_key)))
    return tuple(
        sorted(
            everybody,
            key=lambda a: (
                a.number,
                a.source_key,
                -1 if a.year_rank is None else a.year_rank,
                sorted(a.interests),
                sorted(a.goals),
                sorted(a.languages),
                sorted(a.periods),
                a.places,
                sorted(a.wants),
                sorted(a.avoids),
                a.uid,
            ),
        )
    )


def year_gap(mentee: Applicant, mentor: Applicant) -> int | None:
    """Count the school years the mentor is above the mentee; None where a year is missing."""
    if mentee.year_rank is None or mentor.year_rank is None:
        return None
    return mentor.year_rank - mentee.year_rank


def in_table(table: tuple[int, ...], value: int) -> int:
    """Look a count up; below the table is its first value, above it the last."""
    return table[max(0, min(value, len(table) - 1))]


def common(first: dict[str, str], second: dict[str, str]) -> tuple[str, ...]:
    """Give what both have, as the first typed it, in folded order."""
    return tuple(first[key] for key in sorted(first.keys() & second.keys()))


def breakdown(mentee: Applicant, mentor: Applicant, settings: Settings) -> Breakdown:
    """Score one pair and say how the score comes about; hard rules are not looked at (rules.py)."""
    a, b = traits(mentee, settings), traits(mentor, settings)
    looked_at: list[tuple[str, int, int, str]] = []
    unanswered: list[str] = []
    for key, weight in settings.weights:
        if weight == 0:
            continue
        if key in ("interests", "goals") and not (getattr(a, key) and getattr(b, key)):
            unanswered.append(say(TITLES[key]))
            continue
        found = _criterion(key, mentee, mentor, a, b)
        if found is not None:
            factor, permille, evidence = found
            looked_at.append((key, weight * factor, permille, evidence))
    return _add_up(looked_at, tuple(unanswered))


def _criterion(key: str, mentee: Applicant, mentor: Applicant, a: Traits, b: Traits) -> tuple[int, int, str] | None:
    """Give how many times the weight counts, the thousandths and the evidence; None where it does not apply."""
    if key in ("interests", "goals"):
        return _shared_tags(key, getattr(a, key), getattr(b, key))
    if key == "gap":
        return _gap(year_gap(mentee, mentor))
    if key == "wishes":
        return _wishes(mentee, mentor)
    if key == "languages":
        return _languages(a, b)
    both = [label for key, label in a.periods.items() if key in b.periods]
    return 1, in_table(PERIOD_TABLE, len(both)), say("both free {periods}", periods=some_of(both)) if both else ""


def _shared_tags(key: str, first: dict[str, str], second: dict[str, str]) -> tuple[int, int, str]:
    """Jaccard: what both chose out of all that either chose."""
    both = common(first, second)
    permille = 1000 * len(both) // len(first.keys() | second.keys())
    if not both:
        return 1, permille, ""
    template = "both chose {things}" if key == "interests" else "the same goal: {things}"
    return 1, permille, say(template, things=some_of(both))


def _gap(gap: int | None) -> tuple[int, int, str] | None:
    """Score the distance in school years, best from 2 to 4."""
    if gap is None:
        return None
    permille = in_table(GAP_TABLE, gap)
    evidence = say_many("{n} {year} apart", "{n} {years} apart", gap) if permille else ""
    return 1, permille, evidence


def _wishes(mentee: Applicant, mentor: Applicant) -> tuple[int, int, str] | None:
    """A wish that is met counts in full, twice if both wished. An unmet wish is nothing: naming one can only help."""
    asked, offered = mentor.number in mentee.wants, mentee.number in mentor.wants
    if asked and offered:
        return 2, 1000, say("each asked for the other")
    if asked:
        return 1, 1000, say("the {mentee} asked for this {mentor}")
    return (1, 1000, say("the {mentor} asked for this {mentee}")) if offered else None


def _languages(a: Traits, b: Traits) -> tuple[int, int, str] | None:
    """How many of the mentee's languages beyond the school's the mentor speaks. Only where the mentee has any."""
    if not a.further:
        return None
    both = common(a.further, b.further)
    return 1, 1000 * len(both) // len(a.further), say("both speak {things}", things=listing(both)) if both else ""


def _add_up(looked_at: list[tuple[str, int, int, str]], unanswered: tuple[str, ...]) -> Breakdown:
    """Share the score out among the criteria in whole points, so that they add up."""
    weights = [weight for _, weight, _, _ in looked_at]
    weighed = [weight * permille for _, weight, permille, _ in looked_at]
    if not sum(weights):
        return Breakdown(0, (), unanswered)
    most = share_out([1000 * weight for weight in weights], sum(weights), [1000] * len(weights))
    points = share_out(weighed, sum(weights), most)
    parts = tuple(
        Part(key, say(TITLES[key]), got, of, evidence)
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


def listing(texts: Iterable[str]) -> str:
    """Write texts as one list: "a", "a and b", "a, b and c"."""
    items = list(texts)
    if len(items) < 2:
        return "".join(items)
    return say("{first} and {last}", first=joined(items[:-1]), last=items[-1])


def some_of(texts: Sequence[str], most: int = 4) -> str:
    """Write texts as one list, the first few of many: "a, b, c and 5 more"."""
    if len(texts) <= most:
        return listing(texts)
    shown = texts[: most - 1]
    return listing([*shown, say_many("{n} more", "{n} more", len(texts) - len(shown))])


def either(texts: Iterable[str]) -> str:
    """Write texts as a choice: "a", "a or b", "a, b or c"."""
    items = list(texts)
    if len(items) < 2:
        return "".join(items)
    return say("{first} or {last}", first=joined(items[:-1]), last=items[-1])
