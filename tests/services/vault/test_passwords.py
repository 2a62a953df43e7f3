"""Which passwords are taken and which are refused, each for its own reason (security.md, AUTH-05 and AUTH-06)."""

from __future__ import annotations

import unicodedata

import pytest

from desktop.services.errors import KnownError
from desktop.services.vault.errors import PasswordNamesSchool, PasswordTooCommon, PasswordTooShort
from desktop.services.vault.passwords import normal_form, strength, why_not

NAMES = ("Northfield School", "R. Osei")
GOOD = "correct horse battery staple"


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "eleven quiet otters swim",
        "  lead and trail  ",
        "tortoise-lamp-quilt-" * 2,
        (GOOD + " ") * 34 + "to the thousandth",
        "zq8vk2mxw4tjh6r",
        "\N{FOX FACE}\N{PANDA FACE}\N{TIGER FACE}\N{PIG FACE}\N{COW FACE}\N{DOG FACE}\N{CAT FACE}" * 3,
    ],
)
def test_passphrases_are_taken(password: str) -> None:
    assert why_not(password, *NAMES) is None
    assert strength(password, *NAMES) >= 1


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password1234567",
        "letmeinletmein1",
        "qwertyuiop123456",
        "iloveyou12345678",
        "1234567890abcde",
        "123456789012345",
        "aaaaaaaaaaaaaab",
        "a a a a a a a a a a",
        "x7Q " * 250,
        "abcdefghijklmnop",
        " " * 20,
    ],
)
def test_what_others_try_first_is_refused(password: str) -> None:
    assert isinstance(why_not(password, *NAMES), PasswordTooCommon)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("zq8vk2mxw4tjh6", PasswordTooShort),
        ("", PasswordTooShort),
        (unicodedata.normalize("NFD", "\u00e9\u00fc\u00f6\u00e1\u00ed\u00f3\u00fa\u00f1"), PasswordTooShort),
        ("Northfield School 2026", PasswordNamesSchool),
        ("R.Osei R.Osei R.Osei", PasswordNamesSchool),
    ],
)
def test_each_reason_has_its_own_refusal(password: str, reason: type[KnownError]) -> None:
    assert isinstance(why_not(password, *NAMES), reason)


def test_composed_and_decomposed_typing_are_one_password() -> None:
    composed = unicodedata.normalize("NFC", "K\u00f6nigsberger Stra\u00dfe \u00c5")
    assert normal_form(composed) == normal_form(unicodedata.normalize("NFD", composed))
    assert normal_form(composed) != normal_form(composed + " ")
