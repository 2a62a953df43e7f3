"""When each published pair meets: a period both have, and as few mentors as possible with two students at once.

Pairs of different mentors do not touch each other, so each mentor is a small matching problem of its own,
solved exactly by augmenting paths. Two students of one mentor in one period is a clash: allowed, and warned of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence


def plan(shared: Mapping[str, Sequence[str]], taken: Sequence[str] = ()) -> dict[str, str]:
    """Give each of one mentor's pairs a period out of those it shares, with the fewest clashes.

    `shared` maps a pair to its periods, the preferred first; `taken` are periods the mentor already meets
    somebody in. Pairs without a shared period are left out. The order of `shared` decides between equals.
    """
    holder: dict[str, str] = {}
    for pair in shared:
        _augment(pair, shared, holder, set(taken))
    found = {pair: period for period, pair in holder.items()}
    load = Counter(taken) + Counter(found.values())
    for pair, periods in shared.items():
        if pair not in found and periods:
            found[pair] = min(periods, key=lambda period: (load[period], periods.index(period)))
            load[found[pair]] += 1
    return {pair: found[pair] for pair in shared if pair in found}


def clashes(periods: Sequence[str]) -> int:
    """Count the meetings of one mentor that fall into a period they already meet somebody in."""
    return len(periods) - len(set(periods))


def _augment(pair: str, shared: Mapping[str, Sequence[str]], holder: dict[str, str], seen: set[str]) -> bool:
    """Find the pair a period of its own, moving others if that helps (Kuhn's algorithm)."""
    for period in shared[pair]:
        if period in seen:
            continue
        seen.add(period)
        if period not in holder or _augment(holder[period], shared, holder, seen):
            holder[period] = pair
            return True
    return False
