"""Rules of handing in that need no database. Pure."""

from __future__ import annotations

import secrets
from typing import Final

from desktop.services.handing.errors import NothingWritten, TooMuchWritten
from desktop.services.notes.rules import LONGEST, plain_text

# Without what is taken for something else when it is read out or written down: 0 O, 1 I L, U V, 5 S, 8 B.
LETTERS: Final = "234679ACDEFGHJKMNPQRTVWXYZ"
_PART: Final = 4


def new_receipt() -> str:
    """Draw a receipt of two parts, for example K7QM-2X9D: it names one item and says nothing of it."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(2 * _PART))
    return f"{drawn[:_PART]}-{drawn[_PART:]}"


def checked_text(text: str) -> str:
    """Give the text as it is kept. Raises `NothingWritten`, `TooMuchWritten`."""
    kept = plain_text(text)
    if not kept.strip():
        raise NothingWritten
    if len(kept) > LONGEST:
        raise TooMuchWritten(most=LONGEST)
    return kept
