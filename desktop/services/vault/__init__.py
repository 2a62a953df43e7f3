"""The ground: keyring, compartments, journal, undo, drafts. Every area stands on `Workspace`."""

from __future__ import annotations

from desktop.services.vault.check import pages_of_unopened, verify
from desktop.services.vault.comparing import continue_as_new_device
from desktop.services.vault.keyring import load as load_keyring
from desktop.services.vault.keyring import stamp as keyring_stamp
from desktop.services.vault.lending import lend_private, lendings, take_back
from desktop.services.vault.looking_back import (
    begun,
    gone_rows,
    how_many,
    made_by,
    made_when,
    person_of,
    step_words,
    written,
)
from desktop.services.vault.making import make_workspace
from desktop.services.vault.new_passwords import change_password, recover_password
from desktop.services.vault.opening import look_over, open_rest, open_workspace, unlock
from desktop.services.vault.passwords import strength, why_not
from desktop.services.vault.rotation import finish, unfinished
from desktop.services.vault.salvaging import put_back_keyring, second_keyring_is_good
from desktop.services.vault.slots import Password, Words
from desktop.services.vault.staff import ROLES
from desktop.services.vault.steps import Step
from desktop.services.vault.types import (
    Changes,
    CheckReport,
    HistoryEntry,
    Lending,
    StepInfo,
    StepRef,
    Touched,
    User,
    Written,
)
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
from desktop.services.vault.users import (
    add_recovery,
    add_user,
    change_role,
    closed_to_words,
    confirm_words,
    find_user,
    has_recovery,
    list_users,
    losing,
    part_words,
    prove_words,
    remove_user,
    stays_readable,
    users,
)
from desktop.services.vault.words import new_words, read_words, sheet
from desktop.services.vault.workspace import Workspace

__all__ = [
    "ROLES",
    "Changes",
    "CheckReport",
    "HistoryEntry",
    "Lending",
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
    "change_role",
    "closed_to_words",
    "confirm_words",
    "continue_as_new_device",
    "find_user",
    "finish",
    "gone_rows",
    "has_recovery",
    "how_many",
    "keyring_stamp",
    "last_clock",
    "last_done",
    "last_redoable",
    "last_undoable",
    "lend_private",
    "lendings",
    "list_users",
    "load_keyring",
    "look_over",
    "losing",
    "made_by",
    "made_when",
    "make_workspace",
    "new_uid",
    "new_words",
    "open_rest",
    "open_workspace",
    "pages_of_unopened",
    "part_words",
    "person_of",
    "prove_words",
    "put_back_keyring",
    "read_words",
    "recover_password",
    "redo_last",
    "remove_user",
    "second_keyring_is_good",
    "sheet",
    "stays_readable",
    "step_words",
    "steps",
    "strength",
    "take_back",
    "uid_of",
    "undo_last",
    "undo_step",
    "unfinished",
    "unlock",
    "users",
    "verify",
    "why_not",
    "written",
]
