"""Which passwords are taken: 15 characters or more, none that others would try first, no rules of composition.

Source: NIST SP 800-63B-4 (length, block list, no composition rules), security.md AUTH-05 and AUTH-06.
"""

from __future__ import annotations

import unicodedata

from desktop.services.errors import KnownError
from desktop.services.language import fold
from desktop.services.vault.errors import PasswordNamesSchool, PasswordTooCommon, PasswordTooShort

SHORTEST = 15
# zxcvbn's estimate: what these first tries find is a listed password with a row of digits, or the like.
FIRST_TRIES = 100_000
_LOOKED_AT = 72
_ROWS = (
    "qwertyuiopasdfghjklzxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "azertyuiopqsdfghjklmwxcvbn",
)


def normal_form(password: str) -> bytes:
    """Give the bytes that are derived from: NFKC, so that composed and decomposed typing are the same."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _bare(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())


def _common(bare: str) -> bool:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    listed = FREQUENCY_LISTS["passwords"]
    return bare in listed or any(
        bare == bare[:n] * (len(bare) // n) + bare[: len(bare) % n]
        for n in range(1, min(SHORTEST, len(bare) // 2 + 1))  # what is long enough alone may be repeated
    )


def _row_of_keys(bare: str) -> bool:
    return any(bare in row * 3 or bare in row[::-1] * 3 for row in _ROWS)


def _among_first_tries(password: str) -> bool:
    """Say whether a known password or row of keys with little around it is all there is ("Password1234567")."""
    from zxcvbn import zxcvbn

    return bool(zxcvbn(password[:_LOOKED_AT])["guesses"] < FIRST_TRIES)


def why_not(password: str, *names: str) -> KnownError | None:
    """Say why `password` is refused, given the school's and the user's names; None where it is taken."""
    bare = _bare(password)
    for name in filter(None, map(_bare, names)):
        rest = bare.replace(name, "")
        if len(name) > 3 and name in bare and (len(rest) < 6 or rest.isdigit()):
            return PasswordNamesSchool()
    if len(unicodedata.normalize("NFKC", password)) < SHORTEST:
        return PasswordTooShort()
    if not bare:
        return PasswordTooCommon() if len(set(password)) < 6 else None
    if len(set(bare)) < 4 or _common(bare) or _row_of_keys(bare) or _among_first_tries(password):
        return PasswordTooCommon()
    return None


def strength(password: str, *names: str) -> int:
    """Estimate 0 (refused) to 4 (very strong) for the meter, by zxcvbn over the first 72 characters."""
    if why_not(password, *names):
        return 0
    from zxcvbn import zxcvbn

    return max(1, int(zxcvbn(password[:_LOOKED_AT], user_inputs=[n for n in names if n])["score"]))
