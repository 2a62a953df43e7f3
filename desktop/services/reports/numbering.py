"""Which numbered copies a printing is, on which paper, in which language: from the register and the profile."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from desktop.services.language import profile
from desktop.services.reports import store
from desktop.services.reports.edition import Edition, PaperSize
from desktop.services.reports.errors import BadCopies
from desktop.services.vault import Workspace

MOST_COPIES: Final = 200
_SHRED_AFTER: Final = timedelta(days=7)
_LETTER: Final[PaperSize] = "letter"
_A4: Final[PaperSize] = "a4"


def checked(copies: int) -> int:
    """Give a number of copies that somebody prints. Error: BadCopies."""
    if not 1 <= copies <= MOST_COPIES:
        raise BadCopies(most=MOST_COPIES)
    return copies


def edition_of(ws: Workspace, kind: str, audience: str, copies: int, shred_by: date | None = None) -> Edition:
    """Say whose printing this is; numbers go on from what was made of the kind today. Error: BadCopies."""
    today = ws.clock.today()
    first = store.next_copy(ws, kind, today.isoformat())
    paper = _LETTER if profile().paper == _LETTER else _A4
    return Edition(
        audience,
        ws.user.label,
        today.isoformat(),
        checked(copies),
        first,
        (shred_by or today + _SHRED_AFTER).isoformat(),
        paper,
        profile().locale,
    )
