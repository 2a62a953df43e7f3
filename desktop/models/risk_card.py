"""What the card "A child may be at risk" says: the school's own names and numbers, without unlocking."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.services.language import PROFILES, profile
from desktop.services.programme.contacts import read_card
from desktop.services.programme.types import Contact

__all__ = ["Contact", "RiskCard", "read_risk_card"]


@dataclass(frozen=True)
class RiskCard:
    """`emergency` is the country's emergency number; contacts are the school's own, none if nobody named any."""

    emergency: str
    contacts: tuple[Contact, ...]


def read_risk_card(folder: Path | None) -> RiskCard:
    """Read the card of a workspace folder; without one, the emergency number alone. Never raises."""
    key, contacts = read_card(folder) if folder else ("", ())
    words = PROFILES[key].words if key in PROFILES else profile().words
    return RiskCard(words["emergency"], contacts)
