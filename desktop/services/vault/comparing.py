"""What is here against what was last seen: an older state, another history, a clock that runs behind."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlcipher3 import dbapi2 as sqlite

from desktop.services.vault import chains, heads, sealing
from desktop.services.vault.compartment import file_name
from desktop.services.vault.errors import OlderThanSeen, TwoHistories
from desktop.services.vault.uids import new_uid
from desktop.services.vault.unfit_errors import PartsOlder
from desktop.services.vault.workspace import Workspace


def compare(ws: Workspace, *, known: bool, accept_older: bool) -> None:
    """Compare what is here with what was last seen. A laptop that continues another history takes a new device id.

    Errors: PartsOlder, OlderThanSeen and TwoHistories unless accepted.
    """
    here = ws.seen()
    beside, bad = heads.read_heads(ws.folder, ws.id, {name: ws.opened.grants[name].key for name in here})
    if bad:  # a process killed while it made a new key left what the former one sealed
        former, _ = heads.read_heads(ws.folder, ws.id, {n: g.key for n, g in ws.opened.former.items() if n in bad})
        beside, bad = beside | former, tuple(name for name in bad if name not in former)
    changed = [tier for tier in ws.compartments if recent_problem(ws, tier)]
    ws.notices = (*(f"heads:{name}" for name in bad), *(f"chain:{tier}" for tier in changed))
    # Every writer notes the programme; another compartment may be new to everybody but its author.
    silent = (here.keys() & {"programme", *ws.record.seen}) - beside.keys() - set(bad)
    if silent and not ws.looking:
        ws.notices = (*ws.notices, f"found:{heads.FILE}")
    older, forked, at = False, False, ""
    apart_from_itself = [ws.compartment_name(tier) for tier in changed]
    for name, now in here.items():
        for seen in filter(None, (beside.get(name), ws.record.seen.get(name) if known else None)):
            behind = now.commits < seen.commits or any(
                now.heads.get(d, (0, ""))[0] < h[0] for d, h in seen.heads.items()
            )
            apart = any(
                now.heads[d][0] == h[0] and now.heads[d][1] != h[1] for d, h in seen.heads.items() if d in now.heads
            )
            if now.commits < seen.commits and now.heads == seen.heads:
                apart_from_itself.append(name)  # only the page with the counter went back
            older, forked, at = older or behind, forked or apart, max(at, seen.at)
    if (older or forked) and not accept_older:
        if forked:
            raise TwoHistories
        if apart_from_itself:
            raise PartsOlder(file=file_name(apart_from_itself[0]))
        newest, last = told_apart(_newest(ws), at)
        raise OlderThanSeen(here=newest, seen=last)
    if ws.read_only and not ws.looking:
        return
    if older or forked:
        ws.record.forget_seen()
        continue_as_new_device(ws)
        ws.event("programme", "accept_older")
    elif known and any(_went_on(ws, now, ws.record.seen.get(name)) for name, now in here.items()):
        continue_as_new_device(ws)


def recent_problem(ws: Workspace, tier: str) -> bool:
    """Say whether the newest steps are not as they were sealed; a page that cannot be read shuts nobody out."""
    try:
        return chains.recent(ws.connection, ws.schema(tier), ws.tables_of(tier)) is not None
    except sqlite.DatabaseError:
        return True


def _went_on(ws: Workspace, now: heads.Seen, seen: heads.Seen | None) -> bool:
    """Say whether other devices wrote here since this laptop last looked: what it writes next must say it knew."""
    if seen is None:
        return False
    return any(head != seen.heads.get(device) for device, head in now.heads.items() if device != ws.device)


def _newest(ws: Workspace) -> str:
    return str(ws.value("programme", "SELECT at FROM @.step ORDER BY clock DESC LIMIT 1") or "")


def told_apart(one: str, other: str) -> tuple[str, str]:
    """Shorten two moments (ISO) to their days, and where these are equal to minutes or seconds."""
    length = next((n for n in (10, 16, 19) if one[:n] != other[:n]), 19)
    return one[:length].replace("T", " "), other[:length].replace("T", " ")


def continue_as_new_device(ws: Workspace) -> None:
    """Take a new device id: this laptop's files may continue a history that went on elsewhere.

    The first step that the new device writes in each compartment records what it knew.
    """
    ws.record.device, ws.record.signing = new_uid(), sealing.to_text(sealing.new_signing_key())
    ws.device = ws.record.device
    ws.record.save()


def clock_behind(ws: Workspace) -> list[str]:
    """Tell, as a notice, of a record that the clock of this laptop calls more than a day ahead (ENV-09)."""
    newest = datetime.fromisoformat(_newest(ws) or ws.now())
    behind = newest.tzinfo is not None and newest - ws.clock.now() > timedelta(days=1)
    return [f"clock:{newest.date().isoformat()}"] if behind else []
