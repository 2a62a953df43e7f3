"""Two whom staff keep apart: that it is so, for the matcher and everybody; why, in the counselling compartment alone.

The reason is written first and outlives its author. A user who cannot open the counselling compartment sees only
that two are blocked, and hands a reason in.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.services import people
from desktop.services.matching import joining, store_apart
from desktop.services.matching.errors import AlreadyAPair, NoSuchBlock, NotTwoPeople, ReasonNotHere
from desktop.services.people.errors import NoSuchPerson
from desktop.services.programme import the_programme
from desktop.services.vault import Changes, Workspace

_TIER, _REASONS = "programme", "counselling"
LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Block:
    """Two people whom staff keep apart: uids and names. `told` counts the reasons, None where they cannot be opened."""

    uid: str
    one: str
    other: str
    one_name: str
    other_name: str
    told: int | None


@dataclass(frozen=True, slots=True)
class BlockReason:
    """Why two are kept apart: the words, who wrote them (a uid) and the day."""

    words: str
    author: str
    written: str


def keep_apart(ws: Workspace, one: str, other: str, reason: str = "") -> Changes:
    """Keep two people apart in every round from now on.

    Errors: NoSuchPerson, NotTwoPeople, AlreadyAPair; ReasonNotHere where the user cannot open the counselling
    compartment and gives a reason.
    """
    same, words = people.kept(ws), reason.strip()[:LONGEST_REASON]
    one, other = same.of(one), same.of(other)
    if not {one, other} <= {person.uid for person in people.list_people(ws)}:
        raise NoSuchPerson
    if one == other:
        raise NotTwoPeople
    if any({pair.mentee, pair.mentor} == {one, other} for pair in joining.pairs(ws, the_programme(ws).uid)):
        raise AlreadyAPair
    uid = store_apart.block_uid(one, other)
    if words:
        if not ws.holds(_REASONS):
            raise ReasonNotHere
        with ws.step(_REASONS, "write_block_reason", about=uid, person=one) as step:
            store_apart.insert_reason(step, uid, (one, other), words, ws.user.uid, ws.clock.today().isoformat())
    with ws.step(_TIER, "keep_apart", about=uid, person=one) as step:
        store_apart.put_block(step, one, other, "standing")
        step.uid = uid
    return step.changes


def stop_keeping_apart(ws: Workspace, block: str) -> Changes:
    """Let two be paired again; why they were kept apart stays on record. Error: NoSuchBlock."""
    same, standing = people.kept(ws), store_apart.blocks(ws)
    found = next((row for row in standing if row[0] == block), None)
    if found is None:
        raise NoSuchBlock
    both = {same.of(uid) for uid in found[1:3]}
    with ws.step(_TIER, "stop_keeping_apart", about=block, person=found[1]) as step:
        for _, one, other, _ in standing:
            if {same.of(one), same.of(other)} == both:
                store_apart.put_block(step, one, other, "lifted")
        step.uid = block
    return step.changes


def blocks(ws: Workspace) -> tuple[Block, ...]:
    """List who is kept apart, by name. Counting reasons is no reading of them."""
    same = people.kept(ws)
    # Blocks of several records of one person are shown as one.
    found = {frozenset((same.of(row[1]), same.of(row[2]))): row for row in reversed(store_apart.blocks(ws))}.values()
    told = store_apart.count_reasons(ws) if ws.holds(_REASONS) else None
    names = people.labels_of(ws, {same.of(uid) for row in found for uid in row[1:3]})
    listed = [
        Block(
            uid,
            same.of(one),
            same.of(other),
            names.get(same.of(one), ""),
            names.get(same.of(other), ""),
            None if told is None else told.get(uid, 0),
        )
        for uid, one, other, _ in found
    ]
    return tuple(sorted(listed, key=lambda block: (block.one_name, block.other_name, block.uid)))


def block_reasons(ws: Workspace, block: str) -> tuple[BlockReason, ...]:
    """Read why two are kept apart, newest first; the reading is journalled, once per block and sitting.

    Errors: NoSuchBlock; ReasonNotHere where the user cannot open the counselling compartment.
    """
    if not ws.holds(_REASONS):
        raise ReasonNotHere
    found = tuple(BlockReason(*row) for row in store_apart.reasons(ws, block))
    if not found and all(row[0] != block for row in store_apart.blocks(ws, lifted=True)):
        raise NoSuchBlock
    if found and block not in ws.sitting:
        ws.event(_REASONS, "read_block_reason", about=block)
        ws.sitting.add(block)
    return found
