"""What kind of deed each verb is, and the words for kinds, compartments and what a check found. Pure."""

from __future__ import annotations

from typing import Final

from desktop.services.language import say, show_date
from desktop.services.vault.chains import Fault
from desktop.services.vault.verbs import words_of

CHANGE: Final = "change"
# In the order of the page. Every verb that is not named below is a change of what the workspace holds.
KINDS: Final[dict[str, tuple[str, ...]]] = {
    "unlock": ("unlock", "lock", "reauthenticated"),
    "failed": ("failed_unlock",),
    "read": ("read_note", "search_notes", "read_handed_in", "read_block_reason", "read_slips"),
    "out": ("begin_print", "record_release", "begin_copy", "make_copy", "export", "restore_elsewhere"),
    "users": (
        "add_user",
        "change_role",
        "remove_user",
        "new_keys",
        "lend_private",
        "take_back",
        "end_lending",
        "change_password",
        "change_known_password",
        "recover_password",
        "replace_words",
        "open_to_words",
        "confirm_words",
    ),
    "workspace": (
        "found_workspace",
        "open_copy",
        "open_version",
        "set_aside_version",
        "restore_backup",
        "salvage",
        "new_device",
        "accept_older",
    ),
    CHANGE: (),
}
_KIND_OF: Final = {verb: kind for kind, verbs in KINDS.items() for verb in verbs}


def kind_of(verb: str) -> str:
    """Give the kind of a verb, a key of KINDS."""
    return _KIND_OF.get(verb, CHANGE)


def kind_words(kind: str) -> str:
    """Say what kind of deed it is."""
    words = {
        "unlock": say("Unlocking and locking"),
        "failed": say("Failed tries"),
        "read": say("Reading"),
        "out": say("Printing and exporting"),
        "users": say("People and passwords"),
        "workspace": say("The workspace itself"),
        CHANGE: say("Changes"),
    }
    return words.get(kind, kind)


def compartment_words(compartment: str) -> str:
    """Name a compartment."""
    words = {
        "programme": say("{Programme}"),
        "counselling": say("{Counselling}"),
        "safeguarding": say("Safeguarding"),
        "private": say("Private notes"),
    }
    return words.get(compartment) or say("Lent private notes")


def what(verb: str, about: str) -> str:
    """Say what was done; as the list of steps does."""
    return words_of(verb, about)


def is_id(about: str) -> bool:
    """Tell whether what stands in `about` is the id of a record, not a number of them."""
    return bool(about) and not about.isdigit()


def short_id(uid: str) -> str:
    """Shorten an id to its last eight signs, by which a person can tell two apart."""
    return uid[-8:]


def moment_words(at: str) -> str:
    """Say when, by the clock of who did it."""
    return say("{day}, {time}", day=show_date(at[:10]), time=at[11:16])


def fault_words(compartment: str, fault: Fault) -> str:
    """Say in one sentence which entry is not as it was written."""
    where, what = compartment_words(compartment), fault.what
    if not fault.device:
        return say("{compartment}: {what}.", compartment=where, what=what)
    return say(
        "{compartment}: entry {n} of laptop {device} {what}.",
        compartment=where,
        n=fault.step,
        device=fault.device,
        what=what,
    )
