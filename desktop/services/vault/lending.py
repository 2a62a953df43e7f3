"""Private notes lent to a named substitute, to be read until a day. Only their author lends them and takes them back.

The last day binds this program, not mathematics: after it the program opens them no more to the substitute, and the
author's next unlock makes a new key. What the substitute opened before stays readable in old copies.
"""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any, Final

from desktop.services.vault import keeping, keyring, private, rotation, staff
from desktop.services.vault.compartment import file_name
from desktop.services.vault.grants import Opened, sealed_grant
from desktop.services.vault.keyring import Keyring
from desktop.services.vault.lending_errors import LentAlready, NoPrivateNotes, NotASubstitute, NothingLent, UnfitDay
from desktop.services.vault.rotation import Progress
from desktop.services.vault.schema import kind_of
from desktop.services.vault.types import Changes, Lending
from desktop.services.vault.workspace import LENT, Workspace

LONGEST: Final = timedelta(days=366)
MOST: Final = 4


def lend_private(ws: Workspace, who: str, until: date) -> Changes:
    """Let another counsellor or lead read your private notes until and with a day; the same one again: another day.

    Errors: why nothing may be written here, NoPrivateNotes, NoSuchUser, NotASubstitute, UnfitDay, LentAlready, those
    of files.
    """
    ws.must_write()
    finish(ws)
    ring, own = _mine(ws)
    user = staff.described(ring, staff.entry(ring, who))
    if user.uid == ws.user.uid or user.given or user.role not in ("counsellor", staff.LEAD):
        raise NotASubstitute
    today = ws.clock.today()
    if not today <= until <= today + LONGEST:
        raise UnfitDay
    if any(grant["to"] != user.uid for grant in _lent(own)):
        raise LentAlready
    own["grants"] = [grant for grant in own["grants"] if "until" not in grant]
    reader, name = ring.reader(user.uid), own["compartment"]
    grant = sealed_grant(name, own["epoch"], user.uid, reader, ws.opened.grants[name])
    own["grants"].append(grant | {"until": until.isoformat(), "reader": reader})
    return _keep(ws, ring, own, "lend_private", user.uid)


def take_back(ws: Workspace, progress: Progress | None = None) -> Changes:
    """Lend your private notes no more, and make a new key for them.

    Errors: why nothing may be written here, NoPrivateNotes, NothingLent, those of `rotation.finish`.
    """
    ws.must_write()
    finish(ws)
    ring, own = _mine(ws)
    if not _lent(own):
        raise NothingLent
    return _end(ws, ring, own, "take_back", progress)


def lendings(ws: Workspace) -> tuple[Lending, ...]:
    """List the lendings that concern who unlocked: of their own notes, and to them; also one whose day is over."""
    found = []
    for own in ws.keyring.own_parts():
        for grant in _lent(own):
            if ws.user.uid in (own["user"], grant["to"]):
                until = date.fromisoformat(grant["until"])
                found.append(
                    Lending(
                        own["user"],
                        ws.labels.get(own["user"], ""),
                        grant["to"],
                        ws.labels.get(grant["to"], ""),
                        until,
                        mine=own["user"] == ws.user.uid,
                        running=_runs(ws.keyring, grant, ws.clock.today()),
                    )
                )
    return tuple(found)


def lent_to(ring: Keyring, opened: Opened, today: date) -> dict[str, str]:
    """Map the tiers `lent`, `lent2` ... to the compartments that others lend this person today, the longest last."""
    names = []
    for own in ring.own_parts():
        running = (one for one in _lent(own) if _runs(ring, one, today))
        if own["user"] != opened.user and any(one["to"] == opened.user for one in running):
            names.append(own["compartment"])
    held = sorted(name for name in names if name in opened.grants)[:MOST]
    return {LENT + (str(at) if at > 1 else ""): name for at, name in enumerate(held, 1)}


def arrive(ws: Workspace) -> None:
    """Do at an author's unlock what waits for it: end what is over, and make the private part a new role brings."""
    finish(ws)
    ring = copy.deepcopy(ws.keyring)
    own = private.of(ring, ws.opened)
    if own is None:
        _make(ws, ring)
        return
    if not all(_runs(ring, grant, ws.clock.today()) for grant in _lent(own)):
        _end(ws, ring, own, "end_lending", None)


def _make(ws: Workspace, ring: Keyring) -> None:
    if private.entitled(ring, ws.opened.user):
        stated = {ws.folder / file_name(one) for one in ring.compartments}
        if set(ws.folder.glob(f"{private.KIND}-*.db")) - stated:  # a killed process's, or somebody took words out
            ws.notices = (*ws.notices, "found:private notes")
        name, grant = private.make(ws.folder, ring, ws.opened.user, ws.opened.person, ws.opened.author)
        keeping.save(ws, ring)
        private.hold(ws, private.KIND, name, grant)


def finish(ws: Workspace, progress: Progress | None = None) -> None:
    """Finish a new key of your private notes that was begun. Errors: as `rotation.finish`."""
    own = private.of(ws.keyring, ws.opened)
    if own is None or "next" not in own or not ws.tier_of(own["compartment"]):
        return
    name = own["compartment"]
    rotation.turn(ws, [name], progress)
    if not rotation.is_turned(ws, name, own):
        return
    rotation.tell(ws, name, own["next"]["epoch"])
    ring = copy.deepcopy(ws.keyring)
    settled = next(one for one in ring.own if one["compartment"] == name)
    rotation.settle(settled, settled["grants"], name)
    ring.sign_own(settled, ws.opened.author.signing)
    keeping.save(ws, ring)


def _mine(ws: Workspace) -> tuple[Keyring, dict[str, Any]]:
    """Copy the keyring, with the statement of your private notes in it. Error: NoPrivateNotes."""
    ring = copy.deepcopy(ws.keyring)
    own = private.of(ring, ws.opened)
    if own is None:
        former = next((name for name in ws.opened.grants if kind_of(name) == private.KIND and name in ring.shared), "")
        if not former or ws.opened.owner is None:
            raise NoPrivateNotes
        own = private.take_over(ring, ws.opened, former)
        keeping.sign(ws, ring, ws.opened.owner)
    if not ws.tier_of(own["compartment"]):
        raise NoPrivateNotes
    return ring, own


def _lent(own: dict[str, Any]) -> list[dict[str, Any]]:
    """List the grants to a substitute; while a new key is being made, those of the present one."""
    return [grant for grant in own["grants"] if "until" in grant and grant["epoch"] == own["epoch"]]


def _runs(ring: Keyring, grant: dict[str, Any], today: date) -> bool:
    """Say whether a lending is not over: its day, and the substitute with the keys it was sealed to.

    Whoever gets new keys by the recovery words gets no private notes by them.
    """
    there = any(user["user"] == grant["to"] for user in staff.present(ring))
    return there and date.fromisoformat(grant["until"]) >= today and ring.reader(grant["to"]) == grant["reader"]


def _end(ws: Workspace, ring: Keyring, own: dict[str, Any], verb: str, progress: Progress | None) -> Changes:
    to, name = _lent(own)[0]["to"], own["compartment"]
    own["grants"] = [grant for grant in own["grants"] if "until" not in grant]
    readers = {ws.opened.user: ws.opened.author.recipient}
    ws.opened.pending[name] = rotation.state_next(own, own["grants"], name, ws.opened.grants[name], readers)
    try:
        changes = _keep(ws, ring, own, verb, to)
    except BaseException:
        if "next" not in keyring.load(ws.folder).compartments.get(name, {}):
            ws.opened.pending.pop(name, None)
        raise
    finish(ws, progress)
    return changes


def _keep(ws: Workspace, ring: Keyring, own: dict[str, Any], verb: str, to: str) -> Changes:
    """Sign and journal it where both who lends and who reads see it, and in the notes themselves."""
    ring.sign_own(own, ws.opened.author.signing)
    tier = "counselling" if ws.holds("counselling") else "programme"
    return keeping.keep(ws, ring, verb, about=to, tiers=(tier, private.KIND))
