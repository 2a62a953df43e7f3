"""Every text a person reads passes here: translation, the school's own words, dates, folding for search.

One mechanism serves window, command line and paper, so it is gettext and not Qt's. The profile
(US, UK, other) brings the words that differ between countries; they stand in texts as braces.
"""

from __future__ import annotations

import gettext
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

_CATALOGUES = Path(__file__).resolve().parents[2] / "resources" / "translations"


@dataclass(frozen=True)
class Profile:
    """What differs between countries: wording, order of dates, paper, clocks."""

    key: str
    title: str
    date_order: str
    paper: str
    week_starts: int
    private_notes: bool
    locale: str
    words: dict[str, str]


_COMMON: Final = {"mentor": "mentor", "mentors": "mentors", "mentee": "mentee", "mentees": "mentees"}

_UK_WORDS: Final = _COMMON | {
    "year": "year",
    "years": "years",
    "form": "tutor group",
    "counsellor": "counsellor",
    "counsellors": "counsellors",
    "counselling": "counselling",
    "programme": "programme",
    "lead": "designated safeguarding lead",
    "enrol": "enrol",
    "enrolled": "enrolled",
    "term": "term",
    "terms": "terms",
    "timetable": "timetable",
    "holiday": "holiday",
    "pupil": "student",
    "pupils": "students",
    "emergency": "999",
}
_US_WORDS: Final = _UK_WORDS | {
    "year": "grade",
    "years": "grades",
    "form": "homeroom",
    "counsellor": "counselor",
    "counsellors": "counselors",
    "counselling": "counseling",
    "programme": "program",
    "lead": "designated child-protection contact",
    "enrol": "enroll",
    "enrolled": "enrolled",
    "timetable": "schedule",
    "holiday": "break",
    "emergency": "911",
}
_OTHER_WORDS: Final = _UK_WORDS | {"form": "class", "lead": "designated lead", "emergency": "112"}

PROFILES: Final[dict[str, Profile]] = {
    "us": Profile("us", "United States", "mdy", "letter", 7, True, "en-US", _US_WORDS),
    "uk": Profile("uk", "United Kingdom", "dmy", "a4", 1, False, "en-GB", _UK_WORDS),
    "other": Profile("other", "Another country", "ymd", "a4", 1, False, "en-GB", _OTHER_WORDS),
}


class _Wording:
    """The language and profile in force in this process."""

    def __init__(self) -> None:
        self.profile = PROFILES["uk"]
        self.lead_here = True
        self.catalogue: gettext.NullTranslations = gettext.NullTranslations()


_wording = _Wording()


def set_profile(key: str) -> None:
    """Choose the words of `key`, one of PROFILES."""
    _wording.profile = PROFILES[key]


def profile() -> Profile:
    """Give the profile in force."""
    return _wording.profile


def set_lead_here(*, here: bool) -> None:
    """Say whether the open workspace has a {lead}: who can read what is told without naming nobody."""
    _wording.lead_here = here


def lead_here() -> bool:
    """Give what `set_lead_here` said; True before."""
    return _wording.lead_here


def set_language(code: str) -> None:
    """Choose a translation catalogue by language code; the base text where there is none."""
    _wording.catalogue = gettext.translation("peerkeep", _CATALOGUES, [code], fallback=True)


class _Words(dict[str, object]):
    """Values of a text, with the profile's words behind them; `{Year}` is `{year}` with a capital."""

    def __missing__(self, key: str) -> object:
        words = _wording.profile.words
        if key in words:
            return words[key]
        lower = key[:1].lower() + key[1:]
        if lower in words:
            word = words[lower]
            return word[:1].upper() + word[1:]
        raise KeyError(key)


def say(template: str, /, **values: object) -> str:
    """Translate `template` and put the values and the profile's words into its braces.

    A value with right-to-left letters is isolated, so that it does not turn round what stands beside it.
    """
    return _wording.catalogue.gettext(template).format_map(_Words(_isolated(values))) if template else ""


def say_many(one: str, many: str, n: int, /, **values: object) -> str:
    """Translate the form that fits `n`; `{n}` is the count."""
    return _wording.catalogue.ngettext(one, many, n).format_map(_Words(_isolated(values) | {"n": n}))


def joined(texts: Iterable[str], between: str = ", ") -> str:
    """Join names and other texts of people, each isolated by itself: `say` would take the whole list as one."""
    return between.join(f"{_ISOLATE}{text}{_RELEASE}" if _turns(text) else text for text in texts)


_ISOLATE, _RELEASE = "\u2068", "\u2069"
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})


def _isolated(values: dict[str, object]) -> dict[str, object]:
    """Put U+2068 and U+2069 (Unicode's annex 9: first strong isolate) around texts with right-to-left letters."""
    return {key: f"{_ISOLATE}{value}{_RELEASE}" if _turns(value) else value for key, value in values.items()}


def _turns(value: object) -> bool:
    if not isinstance(value, str) or value.isascii():
        return False
    return any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in value)


_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def show_date(day: str | date | None, *, weekday: bool = False) -> str:
    """Show a day as 3 Apr 2026, with its weekday if asked; an empty text for none."""
    if not day:
        return ""
    moment = date.fromisoformat(day[:10]) if isinstance(day, str) else day
    shown = f"{moment.day} {say(_MONTHS[moment.month - 1])} {moment.year}"
    return f"{say(_DAYS[moment.weekday()])} {shown}" if weekday else shown


_LETTERS: Final = str.maketrans(
    {
        "\u2068": "",
        "\u2069": "",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "ı": "i",
        "ħ": "h",
        "ŧ": "t",
        "ĸ": "k",
        "ŋ": "ng",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
    }
)


def fold(text: str) -> str:
    """Fold case, accents and the letters that Unicode does not decompose, for search and comparison.

    The isolates that `say` puts around names are left out.
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().translate(_LETTERS)
