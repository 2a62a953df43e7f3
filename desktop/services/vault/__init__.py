"""The ground: keyring, compartments, journal, undo, drafts. Every area stands on `Workspace`."""

from __future__ import annotations

from desktop.services.vault.check import verify
from desktop.services.vault.keyring import load as load_keyring
from desktop.services.vault.looking_back import begun, gone_rows, how_many, made_by, made_when, written
from desktop.services.vault.making import make_workspace
from desktop.services.vault.new_passwords import change_password, recover_password
from desktop.services.vault.opening import continue_as_new_device, open_rest, open_workspace, unlock
from desktop.services.vault.passwords import strength, why_not
from desktop.services.vault.slots import Password, Words
from desktop.services.vault.types import Changes, CheckReport, HistoryEntry, StepInfo, StepRef, Touched, User, Written
from desktop.services.vault.uids import new_uid, uid_of
from desktop.services.vault.undo import (
    last_clock,
    last_done,
    last_redoable,
    last_undoable,
    redo_last,
    steps,
    undo_last,
    undo_step,
)
from desktop.services.vault.users import add_recovery, add_user, confirm_words, has_recovery, prove_words, users
from desktop.services.vault.words import new_words, read_words, sheet
from desktop.services.vault.workspace import Step, Workspace

__all__ = [
    "Changes",
    "CheckReport",
    "HistoryEntry",
    "Password",
    "Step",
    "StepInfo",
    "StepRef",
    "Touched",
    "User",
    "Words",
    "Workspace",
    "Written",
    "add_recovery",
    "add_user",
    "begun",
    "change_password",
    "confirm_words",
    "continue_as_new_device",
    "gone_rows",
    "has_recovery",
    "how_many",
    "last_clock",
    "last_done",
    "last_redoable",
    "last_undoable",
    "load_keyring",
    "made_by",
    "made_when",
    "make_workspace",
    "new_uid",
    "new_words",
    "open_rest",
    "open_workspace",
    "prove_words",
    "read_words",
    "recover_password",
    "redo_last",
    "sheet",
    "steps",
    "strength",
    "uid_of",
    "undo_last",
    "undo_step",
    "unlock",
    "users",
    "verify",
    "why_not",
    "written",
]
