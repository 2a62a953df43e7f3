"""Which records are of one person. A record says of itself that it is the same as another; nothing moves. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Kept:
    """Under which uid each person is shown. `targets` maps the others to it, `groups` it to all of them, itself first.

    Both hold only people of several records.
    """

    targets: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, uid: str) -> str:
        """Give the uid under which a record is shown: its own, unless it was joined to another."""
        return self.targets.get(uid, uid)

    def all(self, uid: str) -> tuple[str, ...]:
        """Give the uids of every record of the person whose record this is; the one that is shown comes first."""
        shown = self.of(uid)
        return self.groups.get(shown, (shown,))

    def same(self, one: str, other: str) -> bool:
        """Say whether two records are of one person."""
        return self.of(one) == self.of(other)


def settle(same_as: Mapping[str, str]) -> Kept:
    """Follow each record to the one it is the same as, and on from there.

    Two laptops may each have joined the other's record: in such a ring the oldest record is shown, by its uid,
    so that every laptop shows the same.
    """
    targets = {uid: shown for uid in same_as if (shown := _end(same_as, uid)) != uid}
    groups: dict[str, tuple[str, ...]] = {}
    for uid in sorted(targets):
        groups[targets[uid]] = (*groups.get(targets[uid], (targets[uid],)), uid)
    return Kept(targets, groups)


def _end(same_as: Mapping[str, str], uid: str) -> str:
    path: dict[str, None] = {}
    while uid in same_as and uid not in path:
        path[uid] = None
        uid = same_as[uid]
    if uid not in path:
        return uid
    ring = list(path)
    return min(ring[ring.index(uid) :])
