"""Which backups stay, and when a new one is due. Pure.

The 10 newest stay, and the newest of each of the 7 latest days, 8 latest weeks and 12 latest months that have one
(issue 4). Days without a backup do not count, so that holidays thin nothing out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from desktop.services.backups.types import Backup

LATEST: Final = 10
_DAY = timedelta(days=1)


def _day(made: str) -> str:
    return made[:10]


def _week(made: str) -> str:
    year, week, _ = datetime.fromisoformat(made).isocalendar()
    return f"{year}-{week:02}"


def _month(made: str) -> str:
    return made[:7]


_SPANS: Final[tuple[tuple[Callable[[str], str], int], ...]] = ((_day, 7), (_week, 8), (_month, 12))


def to_remove(backups: Sequence[Backup]) -> tuple[Backup, ...]:
    """Say which of the backups, newest first, are not kept.

    A damaged one counts for nothing, and goes only when as many newer ones as are always kept are whole.
    """
    whole = [one for one in backups if one.whole]
    kept = set(whole[:LATEST])
    for span, most in _SPANS:
        newest: dict[str, Backup] = {}
        for one in whole:
            newest.setdefault(span(one.made), one)
        kept.update(list(newest.values())[:most])
    enough = whole[LATEST - 1].clock if len(whole) >= LATEST else 0
    kept.update(one for one in backups if not one.whole and one.clock >= enough)
    return tuple(one for one in backups if one not in kept)


def is_old(newest: Backup | None, now: datetime) -> bool:
    """Say whether a day has passed since the newest backup; one from the future is as good as none."""
    return newest is None or not timedelta(0) <= now - datetime.fromisoformat(newest.made) < _DAY
