"""The school's own contacts for "A child may be at risk", readable before anybody unlocks.

`contacts.json` in the workspace folder holds names and telephone numbers of adults IN THE CLEAR: the card must
work on a locked laptop. The window says so where they are typed. Nothing else may be written there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from desktop.services.files import FileRefused, read_bounded, write_whole
from desktop.services.language import PROFILES
from desktop.services.programme.types import Contact

FILE_NAME: Final = "contacts.json"
_FORMAT: Final = 1
MOST_BYTES: Final = 64 * 1024


def write_card(folder: Path, profile: str, contacts: Sequence[Contact]) -> None:
    """Write the card's contents in the clear, whole or not at all; no write where they stand there already.

    Raises a `FileRefused`.
    """
    data = _written(profile, contacts)
    path = folder / FILE_NAME
    if _read(path) != data:
        write_whole(path, data)


def read_card(folder: Path) -> tuple[str, tuple[Contact, ...]]:
    """Give the profile (for its words and its emergency number) and the contacts, without unlocking.

    A missing, foreign or damaged file gives an empty profile and no contacts: the card must open whatever happens.
    """
    try:
        said = json.loads(_read(folder / FILE_NAME) or b"{}")
        contacts = tuple(Contact(str(c["name"]), str(c["role"]), str(c["phone"])) for c in said.get("contacts", ()))
        profile = str(said.get("profile", ""))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return "", ()
    return (profile if profile in PROFILES else ""), contacts


def card_holds(folder: Path, profile: str, contacts: Sequence[Contact]) -> bool:
    """Say whether the card holds just this: one that is missing, damaged or changed shows people wrong numbers."""
    return _read(folder / FILE_NAME) == _written(profile, contacts)


def _written(profile: str, contacts: Sequence[Contact]) -> bytes:
    said = {"format": _FORMAT, "profile": profile, "contacts": [asdict(contact) for contact in contacts]}
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _read(path: Path) -> bytes | None:
    try:
        return read_bounded(path, MOST_BYTES)
    except FileRefused:
        return None
