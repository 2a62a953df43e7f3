"""Notes of tiers 1, 2 and 4: written, signed, added to, re-filed, read and found. Plain text only.

The tier is chosen before typing and never changes: 1 programme record, 2 counselling team, 4 private to its author
(where `ws.holds("private")`). A signed note changes no more; what comes later is a dated addendum.
"""

from __future__ import annotations

from desktop.services.notes.finding import build_index, index_slice, index_stands, search
from desktop.services.notes.reading import all_notes, notes_about, notes_beside, read, tiers_held, unsigned
from desktop.services.notes.types import (
    COUNSELLING,
    PRIVATE,
    PROGRAMME,
    TIERS,
    Addendum,
    Hit,
    NoteHead,
    NoteText,
    Trace,
)
from desktop.services.notes.writing import add_addendum, edit, refile, sign, write

__all__ = [
    "COUNSELLING",
    "PRIVATE",
    "PROGRAMME",
    "TIERS",
    "Addendum",
    "Hit",
    "NoteHead",
    "NoteText",
    "Trace",
    "add_addendum",
    "all_notes",
    "build_index",
    "edit",
    "index_slice",
    "index_stands",
    "notes_about",
    "notes_beside",
    "read",
    "refile",
    "search",
    "sign",
    "tiers_held",
    "unsigned",
    "write",
]
