"""Sealed items: what somebody puts into a compartment without holding it (formats.md, "Handing in").

An item is encrypted by age to the compartment's recipient and signed by its author, both with keys of the keyring.
It is padded, so that its length says no more than how many kilobytes it has.
"""

from __future__ import annotations

import json
from typing import Any, Final

from desktop.services.vault import sealing
from desktop.services.vault.canonical import canonical, padded
from desktop.services.vault.keyring import former_keys
from desktop.services.vault.workspace import Workspace

_FORMAT: Final = 1


class ItemUnopened(Exception):
    """The item is not one of this compartment, or not as it was sealed."""


def takes_items(ws: Workspace, compartment: str) -> bool:
    """Say whether the workspace has this compartment, held or not."""
    return compartment in ws.keyring.compartments


def seal_item(ws: Workspace, compartment: str, uid: str, said: dict[str, str]) -> str:
    """Seal what is said to a compartment, under the item's uid; base64. The compartment must be there."""
    plain: dict[str, Any] = {
        "format": _FORMAT,
        "workspace": ws.id,
        "compartment": compartment,
        "uid": uid,
        "user": ws.opened.user,
        "said": said,
    }
    plain["signature"] = sealing.to_text(sealing.sign(ws.opened.author.signing, canonical(plain)))
    recipient = ws.keyring.compartments[compartment]["recipient"]
    return sealing.to_text(sealing.seal_to(recipient, padded(canonical(plain))))


def open_item(ws: Workspace, compartment: str, uid: str, sealed: str) -> tuple[dict[str, str], str]:
    """Open an item of a held compartment; give what it says and the uid of its author, '' where nobody's key signed it.

    Identities of former epochs open it too. Errors: NotHeld; ItemUnopened.
    """
    ws.schema(compartment)
    grant = ws.opened.grants[ws.compartment_name(compartment)]
    try:
        plain = json.loads(sealing.open_with(grant.identities, sealing.from_text(sealed)))
        signature = sealing.from_text(plain.pop("signature"))
        stated = (plain["format"], plain["workspace"], plain["compartment"], plain["uid"])
        said = {str(name): str(value) for name, value in plain["said"].items()}
        user = str(plain["user"])
    except (sealing.Unopened, ValueError, KeyError, TypeError, AttributeError):
        raise ItemUnopened from None
    if stated != (_FORMAT, ws.id, compartment, uid):
        raise ItemUnopened
    return said, user if _signed_by(ws, user, signature, canonical(plain)) else ""


def _signed_by(ws: Workspace, user: str, signature: bytes, content: bytes) -> bool:
    """Say whether a user signed it: by the keys of now, or by own ones of before that somebody may know since."""
    try:
        stated, drawn = ws.keyring.user(user), ws.keyring.drawn(user)
    except KeyError:
        return False
    own = [one for one in former_keys(stated) if one.get("own")]
    keys = [one["verify"] for one in (stated, *drawn, *own)]
    return any(sealing.signed_text(key, sealing.to_text(signature), content) for key in keys)
