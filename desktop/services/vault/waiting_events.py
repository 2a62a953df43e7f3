"""Events that wait on this laptop to be journalled, and how they are sealed to those who may know of them.

How much was read of a compartment, and when, is nothing for who does not hold it: each compartment has one sealed entry
in the laptop's record, there whether anything waits or not, and made anew at every sitting.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from desktop.services.vault import sealing
from desktop.services.vault.canonical import canonical

_LEAST: Final = 16 << 10


@dataclass(frozen=True)
class Kept:
    """An event that waits to be journalled: what `Workspace.event` would have written, by whom and when (ISO 8601)."""

    compartment: str
    verb: str
    about: str
    person: str | None
    user: str
    at: str

    def plain(self) -> list[str | None]:
        """Give a JSON value."""
        return [self.compartment, self.verb, self.about, self.person, self.user, self.at]

    @classmethod
    def read(cls, plain: list[Any]) -> Kept:
        """Read a JSON value. Errors: TypeError, ValueError."""
        compartment, verb, about, person, user, at = plain
        return cls(str(compartment), str(verb), str(about), str(person) if person else None, str(user), str(at))


def seal_events(recipient: str, events: Sequence[Kept]) -> str:
    """Seal events to a compartment; base64. It is as long for none as for some eighty, and then doubles."""
    content = canonical([one.plain() for one in events])
    room = _LEAST
    while room < len(content):
        room *= 2
    return sealing.to_text(sealing.seal_to(recipient, content.ljust(room)))


def open_events(identities: tuple[str, ...], sealed: str) -> list[Kept] | None:
    """Open what `seal_events` sealed, or one event alone as before; None for anything else."""
    try:
        plain = json.loads(sealing.open_with(identities, sealing.from_text(sealed)))
        alone = bool(plain) and not isinstance(plain[0], list)
        return [Kept.read(one) for one in ([plain] if alone else plain)]
    except (sealing.Unopened, TypeError, ValueError, KeyError):
        return None
