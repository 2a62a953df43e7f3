"""Backups on this laptop: made and verified, thinned out, tried out, restored. Copies that leave it are transfer's."""

from __future__ import annotations

from desktop.services.backups.making import back_up, back_up_if_due, backups_in, is_due, list_backups
from desktop.services.backups.restoring import (
    check_backups,
    find_backup,
    look_at_backup,
    open_backup,
    rehearse,
    restore,
)
from desktop.services.backups.salvage import salvage, who_may_salvage
from desktop.services.backups.types import BY_HAND, BY_ITSELF, Backup, Counts, Found, Lost, Rehearsal, Salvaged

__all__ = [
    "BY_HAND",
    "BY_ITSELF",
    "Backup",
    "Counts",
    "Found",
    "Lost",
    "Rehearsal",
    "Salvaged",
    "back_up",
    "back_up_if_due",
    "backups_in",
    "check_backups",
    "find_backup",
    "is_due",
    "list_backups",
    "look_at_backup",
    "open_backup",
    "rehearse",
    "restore",
    "salvage",
    "who_may_salvage",
]
