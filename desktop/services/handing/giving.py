"""Handing in: text goes sealed into a compartment that its author need not hold, and a receipt comes back."""

from __future__ import annotations

from desktop.services import people
from desktop.services.handing import store
from desktop.services.handing.errors import NobodyNamed, NotTakingItems
from desktop.services.handing.rules import checked_text, new_receipt
from desktop.services.handing.types import COMPARTMENTS, SAFEGUARDING, Receipt
from desktop.services.vault import Changes, Workspace, new_uid
from desktop.services.vault.sealed_items import seal_item, takes_items


def hand_in(ws: Workspace, compartment: str, text: str, person: str | None = None) -> tuple[Changes, str]:
    """Put a text into a compartment; give what changed, and the receipt. From now on only its holders can read it.

    person: uid of whom it is about, if anybody; it is sealed with the text. It cannot be taken back.
    Raises `NotTakingItems`, `NobodyNamed`, `NothingWritten`, `TooMuchWritten`, people's `NoSuchPerson`.
    """
    if compartment not in COMPARTMENTS:
        raise NotTakingItems(compartment=compartment)
    if not takes_items(ws, compartment):
        raise NobodyNamed
    kept, uid, receipt, at = checked_text(text), new_uid(), new_receipt(), ws.now()
    about = people.person(ws, person).uid if person else ""
    said = {"receipt": receipt, "at": at, "person": about, "text": kept}
    with ws.step("programme", "hand_in", about=uid) as step:
        step.uid = uid
        sealed = seal_item(ws, compartment, uid, said)
        store.put(step, uid, compartment, sealed)
        step.insert("receipt", uid, compartment=compartment, receipt=receipt, author=ws.user.uid, at=at, taken_in=0)
    return step.changes, receipt


def receipts(ws: Workspace) -> tuple[Receipt, ...]:
    """List what the present user handed in, newest first: that it was, when, and whether it has been taken in."""
    return tuple(
        Receipt(uid, receipt, compartment, at, bool(taken))
        for uid, receipt, compartment, at, taken in store.receipts_of(ws, ws.user.uid)
    )


def open_to_items(ws: Workspace) -> tuple[str, ...]:
    """List the compartments that the present user can hand in to here.

    Who holds counselling writes a note there instead; in safeguarding there are no notes, so its lead hands in too.
    """
    return tuple(one for one in COMPARTMENTS if takes_items(ws, one) and (one == SAFEGUARDING or not ws.holds(one)))
