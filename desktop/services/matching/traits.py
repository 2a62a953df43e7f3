"""People made comparable: folded words, the order they are taken in, and lists of words as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.services.language import fold, joined, say, say_many
from desktop.services.matching.settings import Settings
from desktop.services.matching.types import Applicant


@dataclass(frozen=True, slots=True)
class Traits:
    """An applicant made comparable: folded text to the text as typed."""

    interests: dict[str, str]
    goals: dict[str, str]
    subjects: dict[str, str]
    experiences: dict[str, str]
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
        subjects=folded(applicant.subjects),
        experiences=folded(applicant.experiences),
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
