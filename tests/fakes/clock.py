"""A clock that moves only when told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta


class FakeClock:
    """Time that stands still until `forward` is called."""

    def __init__(self, start: datetime | None = None) -> None:
        """Begin at `start`, by default a Wednesday morning in term."""
        self._now = start or datetime(2026, 11, 18, 10, 42, tzinfo=UTC)
        self._ticks = 0.0

    def now(self) -> datetime:
        """Give the present moment."""
        return self._now

    def today(self) -> date:
        """Give the present day."""
        return self._now.date()

    def wall_ms(self) -> int:
        """Give milliseconds since 1970."""
        return int(self._now.timestamp() * 1000)

    def monotonic(self) -> float:
        """Give seconds moved so far."""
        return self._ticks

    def forward(self, **delta: float) -> None:
        """Move on, for example `forward(minutes=5)`."""
        step = timedelta(**delta)
        self._now += step
        self._ticks += max(0.0, step.total_seconds())

    def back(self, **delta: float) -> None:
        """Set the wall clock back, for example `back(days=30)`; the other clock knows nothing of it."""
        self._now -= timedelta(**delta)
