"""The clock of the tests: it stands still, and moves as it is told."""

from __future__ import annotations

from datetime import UTC, date, datetime

from desktop.services.clock import Clock, SystemClock
from tests.fakes.clock import FakeClock


def test_it_stands_still() -> None:
    clock = FakeClock()
    assert clock.now() == clock.now()
    assert clock.monotonic() == clock.monotonic() == 0
    assert clock.now().tzinfo is UTC
    assert clock.today() == date(2026, 11, 18)
    assert clock.today().isoweekday() == 3


def test_it_moves_as_it_is_told() -> None:
    clock = FakeClock(datetime(2026, 12, 31, 23, 59, tzinfo=UTC))
    before = clock.wall_ms()
    clock.forward(minutes=2)
    assert clock.today() == date(2027, 1, 1)
    assert clock.wall_ms() - before == 120_000
    assert clock.monotonic() == 120


def test_the_wall_may_go_back_and_the_monotonic_clock_may_not() -> None:
    clock = FakeClock()
    clock.forward(days=-365)
    assert clock.today() == date(2025, 11, 18)
    assert clock.monotonic() == 0


def test_the_parts_agree() -> None:
    clock = FakeClock()
    clock.forward(hours=5, seconds=0.5)
    assert datetime.fromtimestamp(clock.wall_ms() / 1000, UTC) == clock.now()


def test_it_stands_in_for_the_real_one() -> None:
    """Both are clocks to the type checker and have the same verbs."""
    clocks: list[Clock] = [FakeClock(), SystemClock()]
    for clock in clocks:
        assert clock.now().tzinfo is not None
        assert clock.today() == clock.now().date()
        assert abs(clock.wall_ms() - clock.now().timestamp() * 1000) < 5000
        assert clock.monotonic() <= clock.monotonic()
