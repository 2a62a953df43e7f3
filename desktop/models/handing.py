"""Handing in as the window shows it: what came in without its text, one text on demand, one's own receipts."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from desktop.models.notes import everybody, tier_words
from desktop.models.rows import Column, Row, Snapshot, snapshot
from desktop.services import handing, people
from desktop.services.errors import KnownError
from desktop.services.handing.types import COUNSELLING, SAFEGUARDING, HandedIn, Receipt
from desktop.services.language import fold, say, show_date
from desktop.services.vault import Changes, Touched, Workspace

__all__ = ["everybody"]

UID, MINE, WHEN, ABOUT, TIER, BY, RECEIPT, STATE, DONE, LABEL_KEY, PERSON = range(11)
TIERS = {COUNSELLING: 2, SAFEGUARDING: 3}
COMPARTMENTS = {tier: name for name, tier in TIERS.items()}
# The one text that is being written; it is kept until it is handed in or thrown away.
DRAFT = "handing"


def to_words(tier: int) -> str:
    """Say to whom something is handed in."""
    return {2: say("{Counselling}"), 3: say("Safeguarding")}.get(tier) or tier_words(tier)


def columns(*, holds: bool) -> tuple[Column, ...]:
    """Make the table's columns; who holds no compartment has nothing but receipts."""
    icons = {2: "square-rounded-outline", 3: "shield-outline"}
    when = Column("when", say("Date"), lambda row: show_date(row[WHEN]), sort=lambda row: row[WHEN], width=11)
    to = Column(
        "to",
        say("Who reads it"),
        lambda row: to_words(row[TIER]),
        sort=lambda row: row[TIER],
        width=14,
        tone=lambda row: f"tier{row[TIER]}",
        icon=lambda row: icons[row[TIER]],
    )
    state = Column(
        "state",
        say("State"),
        lambda row: row[STATE],
        width=16,
        tone=lambda row: "" if row[DONE] else "warning",
        tip=lambda row: row[STATE],
    )
    receipt = Column("receipt", say("Receipt"), lambda row: row[RECEIPT], width=11)
    if not holds:
        return (when, to, receipt, state)
    about = Column(
        "about",
        say("About"),
        lambda row: row[ABOUT],
        sort=lambda row: row[LABEL_KEY],
        width=18,
        tone=lambda row: "strong",
        tip=lambda row: row[ABOUT],
    )
    by = Column("by", say("From"), lambda row: row[BY], width=14, tip=lambda row: row[BY])
    return (when, about, to, by, receipt, state)


@dataclass(frozen=True)
class Listed:
    """Everything the page shows. open_to: tiers one can hand in to; sealed: how many could not be opened."""

    rows: Snapshot
    open_to: tuple[int, ...]
    came: int
    unread: int
    sealed: int


def load(ws: Workspace) -> Listed:
    """Read what came in to the compartments that are held, without a text, and one's own receipts."""
    came = handing.handed_in(ws)
    labels = people.labels(people.list_people(ws)) if came else {}
    rows = [_came(item, labels) for item in came] + [_own(receipt) for receipt in handing.receipts(ws)]
    holds = bool(handing.compartments_held(ws))
    return Listed(
        snapshot(sorted(rows, key=lambda row: (row[WHEN], row[UID]), reverse=True), columns(holds=holds)),
        open_to(ws),
        len(came),
        sum(not item.read for item in came),
        handing.left_sealed(ws),
    )


def open_to(ws: Workspace) -> tuple[int, ...]:
    """List the tiers one can hand in to."""
    return tuple(TIERS[one] for one in handing.open_to_items(ws))


def nobody_words() -> str:
    """Say why there is nobody to hand in to, and what to do instead."""
    return say(
        "Write a note instead: the {counsellors} read it. No {lead} can unlock this workspace yet, so tell them in "
        "person what may put a child at risk. Who manages users can let a {lead} in: Settings, Who may unlock."
    )


def _came(item: HandedIn, labels: dict[str, str]) -> Row:
    about = labels.get(item.person, say("unfiled")) if item.person else say("nobody named")
    return (
        item.uid,
        False,
        item.at,
        about,
        TIERS[item.compartment],
        item.by or say("cannot be told"),
        item.receipt,
        say("read") if item.read else say("not read yet"),
        item.read,
        fold(about),
        item.person,
    )


def _own(receipt: Receipt) -> Row:
    state = say("taken in") if receipt.taken_in else say("sealed, waits")
    tier = TIERS[receipt.compartment]
    return (receipt.uid, True, receipt.at, say("sealed"), tier, say("you"), receipt.receipt, state, True, "", "")


@dataclass(frozen=True)
class Opened:
    """One item with its text, read because somebody asked to see it."""

    uid: str
    tier: int
    about: str
    person: str
    by: str
    at: str
    receipt: str
    text: str


def read_item(ws: Workspace, uid: str) -> Opened:
    """Read one text; the reading is journalled."""
    found = handing.read_handed_in(ws, uid)
    item = found.item
    about = people.labels(people.list_people(ws)).get(item.person, say("unfiled")) if item.person else ""
    tier = TIERS[item.compartment]
    return Opened(item.uid, tier, about, item.person, item.by, item.at, item.receipt, found.text)


def read_now(opened: Opened) -> Changes:
    """Tell the other pages that an item counts as read from now on: the journal has it, and no row was written."""
    return Changes(COMPARTMENTS[opened.tier], "read_handed_in", (Touched("handed_in", opened.uid, None),))


@dataclass(frozen=True)
class Giving:
    """What is being handed in: to whom, about whom. It travels with the draft. tier 0: not chosen yet."""

    tier: int = 0
    about: str = ""

    def as_text(self) -> str:
        """Write it out for the record of a draft."""
        return f"{self.tier}|{self.about}"


def giving_from(text: str) -> Giving:
    """Read what `Giving.as_text` wrote; an empty one for anything else."""
    tier, _, about = text.partition("|")
    return Giving(int(tier), about) if tier in ("0", *map(str, COMPARTMENTS)) else Giving()


def hand_in(ws: Workspace, giving: Giving, text: str) -> tuple[Changes | str, ...]:
    """Hand in; the last of the parts is the receipt. Who holds the compartment takes it in at once."""
    changes, receipt = handing.hand_in(ws, COMPARTMENTS[giving.tier], text, giving.about or None)
    taken: tuple[Changes, ...] = ()
    with contextlib.suppress(KnownError):  # it is handed in; the next unlocking takes it in
        taken = handing.take_in(ws)
    return (changes, *taken, receipt)
