"""Handing in: who does not hold a compartment puts something into it, gets a receipt, and cannot read it again.

It waits sealed in the programme, and moves in when somebody who holds the compartment unlocks.
"""

from __future__ import annotations

from desktop.services.handing.giving import hand_in, open_to_items, receipts
from desktop.services.handing.receiving import (
    compartments_held,
    handed_in,
    handed_in_about,
    left_sealed,
    read_handed_in,
    take_in,
)
from desktop.services.handing.types import COMPARTMENTS, COUNSELLING, SAFEGUARDING, HandedIn, HandedText, Receipt

__all__ = [
    "COMPARTMENTS",
    "COUNSELLING",
    "SAFEGUARDING",
    "HandedIn",
    "HandedText",
    "Receipt",
    "compartments_held",
    "hand_in",
    "handed_in",
    "handed_in_about",
    "left_sealed",
    "open_to_items",
    "read_handed_in",
    "receipts",
    "take_in",
]
