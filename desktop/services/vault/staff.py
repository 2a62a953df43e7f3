"""Who may unlock and what their role lets them open, as the keyring states it. It reads; users.py changes.

A role is nothing but the grants a user has. The owner's key, which alone signs the keyring, comes with the role `lead`,
or stays with who made the workspace (`owner` beside the role).
"""

from __future__ import annotations

from typing import Any, Final

from desktop.services.language import fold
from desktop.services.vault.errors import NoSuchUser
from desktop.services.vault.keyring import OWNER, RECOVERY, Keyring
from desktop.services.vault.types import User

SAFEGUARDING: Final = "safeguarding"
LEAD: Final = "lead"
ROLES: Final = {
    "coordinator": ("programme",),
    "counsellor": ("programme", "counselling"),
    LEAD: ("programme", "counselling", SAFEGUARDING),
}


def present(ring: Keyring) -> list[dict[str, Any]]:
    """List the users who were not removed."""
    return [user for user in ring.users if not user.get("removed")]


def role_of(user: dict[str, Any]) -> str:
    """Give the role of a user's entry, "" for none that is known."""
    return next((role for role in user["roles"] if role in ROLES), "")


def manages(user: dict[str, Any]) -> bool:
    """Say whether a user's entry lets him or her manage users."""
    return bool({OWNER, LEAD} & set(user["roles"]))


def described(ring: Keyring, user: dict[str, Any]) -> User:
    """Say of a user's entry what people are told."""
    uid = user["user"]
    private = any(one["user"] == uid for one in ring.own_parts()) or any(
        grant["to"] == uid and grant["compartment"].startswith("private-") for grant in ring.grants
    )
    given = any(slot["user"] == uid and slot.get("given") for slot in ring.slots)
    return User(uid, str(user["label"]), tuple(user["roles"]), role_of(user), manages(user), private, given)


def holders(ring: Keyring, name: str) -> set[str]:
    """Give who has a grant of a compartment that the owner states, at its present epoch; `recovery` may be one."""
    epoch = ring.shared[name]["epoch"] if name in ring.shared else None
    return {grant["to"] for grant in ring.grants if grant["compartment"] == name and grant["epoch"] == epoch}


def closed_to_words(ring: Keyring) -> tuple[str, ...]:
    """Name the shared compartments that the recovery words do not open, until somebody who holds them unlocks."""
    if not ring.recovery or not any(slot["kind"] == RECOVERY for slot in ring.slots):
        return ()
    return tuple(name for name in ROLES[LEAD] if name in ring.shared and RECOVERY not in holders(ring, name))


def entry(ring: Keyring, who: str) -> dict[str, Any]:
    """Find a present user by uid or name. Error: NoSuchUser."""
    for user in present(ring):
        if who and (user["user"] == who or fold(user["label"].strip()) == fold(who.strip())):
            return user
    raise NoSuchUser
