"""What the parts of a keyring file must be like, before anything believes them: whoever can write it wrote it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

_PRIVATE: Final = re.compile(r"private-[0-9a-f]{1,64}")


def check_shape(plain: dict[str, Any]) -> None:
    """Refuse a keyring whose parts, by their names, are not of the stated kinds.

    Errors: KeyError, TypeError, ValueError, AttributeError.
    """
    for user in plain["users"]:
        _texts(user, "user", "label", "recipient", "verify")
        user["roles"] = [str(role) for role in user["roles"]]
        if "first" in user:
            _texts(user["first"], "recipient", "verify")
        for one in user.get("before", ()):
            _texts(one, "recipient", "verify")
    for compartment in plain["shared"].values():
        _compartment(compartment)
    for grant in plain["grants"]:
        _texts(grant, "compartment", "to", "sealed")
        int(grant["epoch"])
    for one in plain.get("own", ()):
        _own(one)
    for one in plain.get("authors", ()):
        _texts(one, "user", "verify", "reader", "vouched")
    for one in plain.get("owners_before", ()):
        _texts(one, "owner", "signature")
    if not isinstance(plain.get("recovery", ""), str):
        raise TypeError("recovery")
    for slot in plain["slots"]:
        _texts(slot, "id", "user", "kind", "nonce", "wrapped")
        int(slot["counter"])
        dict(slot["kdf"])


def _compartment(stated: dict[str, Any]) -> None:
    _texts(stated, "recipient")
    int(stated["epoch"])
    if "next" in stated:
        _compartment(stated["next"])


def _own(own: dict[str, Any]) -> None:
    """Check what any user may have written: its name becomes a file's."""
    _texts(own, "compartment", "user", "verify", "reader", "vouched", "signature")
    _compartment(own)
    if not _PRIVATE.fullmatch(own["compartment"]) or not isinstance(own["version"], int):
        raise TypeError("own")
    for grant in own["grants"]:
        _texts(grant, "to", "sealed")
        int(grant["epoch"])
        if "until" in grant:
            _texts(grant, "reader")
            date.fromisoformat(grant["until"])


def _texts(part: dict[str, Any], *names: str) -> None:
    for name in names:
        if not isinstance(part[name], str):
            raise TypeError(name)
