"""Every text a person reads: the profile's words, counts, dates, and folding for search."""

from __future__ import annotations

import gettext
import string
import unicodedata
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services import language
from desktop.services.language import (
    PROFILES,
    fold,
    joined,
    profile,
    say,
    say_many,
    set_language,
    set_profile,
    show_date,
)


@pytest.fixture(autouse=True)
def _uk() -> Iterator[None]:
    before = profile().key
    set_profile("uk")
    yield
    set_profile(before)


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("us", "Grade 9, homeroom, the program of the counselor"),
        ("uk", "Year 9, tutor group, the programme of the counsellor"),
        ("other", "Year 9, class, the programme of the counsellor"),
    ],
)
def test_the_profile_brings_its_words(key: str, told: str) -> None:
    set_profile(key)
    assert profile().key == key
    assert say("{Year} {n}, {form}, the {programme} of the {counsellor}", n=9) == told


def test_profiles_have_the_same_words() -> None:
    words = {key: set(one.words) for key, one in PROFILES.items()}
    assert words["us"] == words["uk"] == words["other"]
    assert all(word.strip() == word and word for one in PROFILES.values() for word in one.words.values())


def test_profiles_differ_where_countries_do() -> None:
    assert {key: one.date_order for key, one in PROFILES.items()} == {"us": "mdy", "uk": "dmy", "other": "ymd"}
    assert {key: one.paper for key, one in PROFILES.items()} == {"us": "letter", "uk": "a4", "other": "a4"}
    assert [one.private_notes for one in PROFILES.values()] == [True, False, False]


def test_an_unknown_profile_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        set_profile("mars")
    assert profile().key == "uk"


def test_values_come_before_words() -> None:
    assert say("{year}", year="this") == "this"


def test_values_are_never_formatted_again() -> None:
    """A name with braces in it is a name."""
    assert say("{name} came", name="{year} {0} %s") == "{year} {0} %s came"
    assert say_many("{name}: {n} note", "{name}: {n} notes", 2, name="{n}") == "{n}: 2 notes"


def test_an_unknown_brace_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        say("{nobody}")


def test_nothing_says_nothing() -> None:
    """gettext gives the catalogue's header for an empty text."""
    assert say("") == ""


@pytest.mark.parametrize(
    ("n", "told"), [(0, "0 students"), (1, "1 student"), (2, "2 students"), (10_000, "10000 students")]
)
def test_counts(n: int, told: str) -> None:
    assert say_many("{n} student", "{n} students", n) == told


def test_a_language_without_a_catalogue_is_the_base() -> None:
    set_language("xx")
    assert say("Nothing was changed.") == "Nothing was changed."


def test_a_translation_is_used_and_formatted(monkeypatch: pytest.MonkeyPatch) -> None:
    class Reversed(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return {"{n} of {year}": "{year}: {n}"}.get(message, message)

        def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
            return "many {n}" if n % 10 in (2, 3, 4) else "other {n}"

    monkeypatch.setattr(language._wording, "catalogue", Reversed())
    assert say("{n} of {year}", n=3) == "year: 3"
    assert [say_many("a", "b", n) for n in (1, 2, 5)] == ["other 1", "many 2", "other 5"]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-04-03", "3 Apr 2026"),
        ("2026-11-18T10:42:00+00:00", "18 Nov 2026"),
        (date(2024, 2, 29), "29 Feb 2024"),
        ("", ""),
        (None, ""),
    ],
)
def test_dates(day: str | date | None, told: str) -> None:
    assert show_date(day) == told


def test_dates_with_weekday() -> None:
    assert show_date("2026-11-18", weekday=True) == "Wednesday 18 Nov 2026"
    assert show_date("", weekday=True) == ""


def test_a_date_that_is_none_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="Invalid isoformat"):
        show_date("18.11.2026")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ødegård", "odegard"),
        ("Łukasz", "lukasz"),
        ("Đorđe", "dorde"),
        ("Strauß", "strauss"),
        ("STRAUẞ", "strauss"),
        ("Æsop", "aesop"),
        ("Œuvre", "oeuvre"),
        ("Þór", "thor"),
        ("İstanbul", "istanbul"),
        ("ISTANBUL", "istanbul"),
        ("ısparta", "isparta"),
        ("Zoë", "zoe"),
        ("Zoe\u0308", "zoe"),
        ("Ñandú", "nandu"),
        ("O’Brien", "o'brien"),
        ("O'Brien", "o'brien"),
        ("ＡＢＣ", "abc"),
        ("ﬁsh", "fish"),
        ("Nguyễn", "nguyen"),
        ("Čapek", "capek"),
        ("李小龍", "李小龍"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folding_does_not_depend_on_the_form_typed(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(st.text(string.ascii_letters + "äöüéèñçøłđßæ "))
def test_folding_does_not_depend_on_case(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


def test_right_to_left_values_do_not_turn_the_sentence() -> None:
    assert say("{name} (9)", name="דוד כהן") == "\u2068דוד כהן\u2069 (9)"
    assert say("{name} met {other}", name="محمد", other="Zoë") == "\u2068محمد\u2069 met Zoë"
    assert say_many("{who}: 1", "{who}: {n}", 2, who="Ann דוד") == "\u2068Ann דוד\u2069: 2"


def test_names_in_a_list_are_isolated_one_by_one() -> None:
    assert joined(("دوما", "محمد", "Zoë")) == "\u2068دوما\u2069, \u2068محمد\u2069, Zoë"
    assert joined(("a", "b"), " – ") == "a – b"
    assert joined(()) == ""


@given(st.text())
def test_only_right_to_left_values_are_isolated(value: str) -> None:
    turned = {unicodedata.bidirectional(letter) for letter in value} & {"R", "AL"}
    assert say("{value}", value=value) == (f"\u2068{value}\u2069" if turned else value)


def test_folding_leaves_isolates_out() -> None:
    assert fold(say("{name} ({detail})", name="דוד", detail="9")) == fold("דוד (9)")
