"""What time it is, as a collaborator that tests can replace."""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import Protocol


class Clock(Protocol):
    """A source of time."""

    def now(self) -> datetime:
        """Give the local time with its offset."""
        ...

    def today(self) -> date:
        """Give the local day."""
        ...

    def wall_ms(self) -> int:
        """Give milliseconds since 1970, as the wall clock says."""
        ...

    def monotonic(self) -> float:
        """Give seconds that never go backwards."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """Give the local time with its offset."""
        return datetime.now().astimezone()

    def today(self) -> date:
        """Give the local day."""
        return self.now().date()

    def wall_ms(self) -> int:
        """Give milliseconds since 1970."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """Give seconds that never go backwards."""
        return time.monotonic()
