"""New keys for a compartment, after somebody lost it: new grants beside the old, the file anew, the old grants gone.

At any moment one of two keys opens the file and both are at hand for everybody who may open it, so that a process may
be killed anywhere; who manages users finishes at the next unlock. What was copied before stays readable with the old
key: nobody can take that back.
"""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from desktop.services import files
from desktop.services.errors import Cancelled
from desktop.services.vault import compartment, heads, keeping, rollback_journal, sealing, staff
from desktop.services.vault.grants import Grant, Opened, grant_owner, reopen, sealed_grant
from desktop.services.vault.keyring import OWNER, RECOVERY, Keyring
from desktop.services.vault.sqlite_words import sentences
from desktop.services.vault.staff_errors import WordsFirst
from desktop.services.vault.workspace import Workspace

Progress = Callable[[int, int], bool]
_ROOM: Final = 4 << 20


# stating


def begin(ring: Keyring, names: Iterable[str], held: dict[str, Grant]) -> dict[str, Grant]:
    """State new keys of compartments for those who have a grant now; give the new ones.

    One that is not among `held` is marked as owed: who holds it makes its new key. So is one that has a new key begun,
    which its file may have already. Error: WordsFirst.
    """
    made = {}
    for name in names:
        stated = ring.shared[name]
        if name not in held or "next" in stated:
            stated["due"] = True
            continue
        stated.pop("due", None)
        readers = {to: recipient_of(ring, to) for to in staff.holders(ring, name)}
        made[name] = state_next(stated, ring.grants, name, held[name], readers)
    return made


def state_next(
    stated: dict[str, Any],
    grants: list[dict[str, Any]],
    name: str,
    present: Grant,
    readers: dict[str, str],
) -> Grant:
    """Put the next epoch of a compartment beside the present one: its recipient, and a grant for each reader."""
    identity, recipient = sealing.new_identity()
    following = Grant(compartment.new_key(), (identity, *present.identities))
    stated["next"] = {"epoch": stated["epoch"] + 1, "recipient": recipient}
    for to, key in readers.items():
        grants.append(sealed_grant(name, stated["epoch"] + 1, to, key, following))
    return following


def settle(stated: dict[str, Any], grants: list[dict[str, Any]], name: str) -> None:
    """Let the next epoch be the present one, and drop the grants of the former."""
    stated |= stated.pop("next")
    grants[:] = [one for one in grants if one["compartment"] != name or one["epoch"] >= stated["epoch"]]


def recipient_of(ring: Keyring, to: str) -> str:
    """Give the recipient that grants to a user, or to the recovery words, are sealed to. Error: WordsFirst."""
    if to != RECOVERY:
        return ring.reader(to)
    if not ring.recovery:
        raise WordsFirst
    return ring.recovery


def new_owner(ring: Keyring, former: bytes) -> bytes:
    """Put a new owner key in place of one that somebody knows who may not manage users any more. Error: WordsFirst."""
    owner = sealing.new_signing_key()
    ring.hand_on(former, sealing.to_text(sealing.public_of(owner)))
    ring.grants = [grant for grant in ring.grants if grant["compartment"] != OWNER]
    for user in staff.present(ring):
        if staff.manages(user):
            grant_owner(ring, user["user"], ring.reader(user["user"]), owner)
    if any(slot["kind"] == RECOVERY for slot in ring.slots):
        grant_owner(ring, RECOVERY, recipient_of(ring, RECOVERY), owner)
    return owner


# doing


def choose(folder: Path, ring: Keyring, opened: Opened, *, settle: bool = True) -> None:
    """Where new keys are being made, find which of the two opens each file; the former stays at hand in `former`.

    settle: what a killed writer left beside a file may be played back.
    """
    for name, following in list(opened.pending.items()):
        path, present = folder / compartment.file_name(name), opened.grants.get(name)
        if not path.exists():
            continue
        if present is None or _opens(path, ring, name, (following, present), settle) is following:
            opened.grants[name] = opened.pending.pop(name)
            if present:
                opened.former[name] = present


def keys_of_then(folder: Path, ring: Keyring, opened: Opened) -> Opened:
    """Give a person with the keys that open the files in `folder`, a backup's for example, by its own keyring."""
    found = reopen(ring, opened)
    choose(folder, ring, found, settle=False)
    return found


def _opens(path: Path, ring: Keyring, name: str, candidates: tuple[Grant, Grant], settle: bool) -> Grant | None:
    """Say which grant opens a file; where a killed writer's journal lies beside it, after that was played back."""
    for grant in candidates:
        if compartment.opens(path, grant.key):
            return grant
    for grant in reversed(candidates) if settle else ():
        seen = heads.read_heads(path.parent, ring.workspace, {name: grant.key})[0].get(name)
        rollback_journal.settle(path, grant.key, seen)
        if compartment.opens(path, grant.key):
            return grant
    return None


def unfinished(ws: Workspace) -> tuple[str, ...]:
    """Name the shared compartments whose new key is begun, owed or asked for."""
    asked = _asked(ws.keyring)
    shared = ws.keyring.shared.items()
    return tuple(name for name, stated in shared if "next" in stated or stated.get("due") or name in asked)


def finish(ws: Workspace, progress: Progress | None = None) -> tuple[str, ...]:
    """Finish what is begun or owed and can be done with the keys at hand; give the compartments with a new key.

    Errors: Cancelled between two files, KeyNotChanged, files.DiskFull, another FileRefused; then the rest waits, and
    everything opens as before.
    """
    owner = ws.opened.owner
    if owner is None or ws.read_only:
        return ()
    done = _finish_begun(ws, owner, progress)
    return (*done, *_finish_begun(ws, owner, progress)) if _begin_owed(ws, owner) else done


def _finish_begun(ws: Workspace, owner: bytes, progress: Progress | None) -> tuple[str, ...]:
    names = [name for name, stated in ws.keyring.shared.items() if "next" in stated and ws.tier_of(name)]
    if not names:
        return ()
    turn(ws, names, progress)
    names = [name for name in names if is_turned(ws, name, ws.keyring.shared[name])]
    if not names:
        return ()
    for name in names:
        tell(ws, name, ws.keyring.shared[name]["next"]["epoch"])
    ring = copy.deepcopy(ws.keyring)
    for name in names:
        settle(ring.shared[name], ring.grants, name)
    keeping.sign(ws, ring, owner)
    keeping.save(ws, ring)
    return tuple(names)


def is_turned(ws: Workspace, name: str, stated: dict[str, Any]) -> bool:
    """Say whether the key at hand, which opens the file, is the next one stated: only then may the former be dropped.

    Where the next one is not at hand, because the drive refused while it was stated, it is at the next unlock.
    """
    return sealing.recipient_of(ws.opened.grants[name].identities[0]) == str(stated["next"]["recipient"])


def _begin_owed(ws: Workspace, owner: bytes) -> bool:
    """State the new keys that are owed, also to users whose password somebody may know; say whether there were any.

    Where one is begun already, that is finished first: its file may have the new key, and no other may replace it.
    """
    ring = copy.deepcopy(ws.keyring)
    asked = bool(_asked(ring))
    if asked:
        ring.adopt()
    due = [name for name, stated in ring.shared.items() if stated.get("due") and ws.tier_of(name)]
    owed = [name for name in due if "next" not in ring.shared[name]]
    if not owed and not asked:
        return False
    made = begin(ring, owed, ws.opened.grants)
    keeping.sign(ws, ring, owner)
    keeping.save(ws, ring)
    ws.opened.pending |= made
    return bool(owed)


def asks_for_keys(ws: Workspace) -> bool:
    """Say whether who unlocked said that somebody may know the password, and nobody who can sign for it came since."""
    if not any(user["user"] == ws.user.uid for user in staff.present(ws.keyring)):
        return False
    return any(one.get("known") for one in ws.keyring.drawn(ws.user.uid))


def _asked(ring: Keyring) -> set[str]:
    """Name the compartments of users whose password somebody may know, as the owner has not heard yet."""
    present = (user["user"] for user in staff.present(ring))
    asking = (uid for uid in present if any(one.get("known") for one in ring.drawn(uid)))
    return {name for uid in asking for name in ring.held_by(uid)}


def turn(ws: Workspace, names: Iterable[str], progress: Progress | None = None) -> None:
    """Encrypt files anew with the keys that wait for them, and note their heads under these. Errors: as `finish`."""
    waiting = [name for name in names if name in ws.opened.pending]
    paths = {name: ws.folder / compartment.file_name(name) for name in waiting}
    sizes = {name: path.stat().st_size for name, path in paths.items()}
    if max(sizes.values(), default=0) + _ROOM > files.free_space(ws.folder):
        raise files.DiskFull
    done, total = 0, sum(sizes.values())
    try:
        with ws.apart():
            for name in waiting:
                if progress and not progress(done, total):
                    raise Cancelled
                compartment.change_key(paths[name], ws.opened.grants[name].key, ws.opened.pending[name].key)
                ws.opened.former[name] = ws.opened.grants[name]
                ws.opened.grants[name] = ws.opened.pending.pop(name)
                done += sizes[name]
    finally:
        with contextlib.suppress(files.FileRefused), sentences(paths[waiting[0]].name if waiting else ""):
            ws.remember(durable=True)
    if progress:
        progress(total, total)


def tell(ws: Workspace, name: str, epoch: int) -> None:
    """Journal in a compartment that it has a new key, and let it say its epoch."""
    tier = ws.tier_of(name)
    with ws.step(tier, "new_keys", about="1", event=True) as step:
        step.run("UPDATE @.meta SET value = ? WHERE name = 'epoch'", (str(epoch),))
