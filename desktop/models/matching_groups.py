"""A draft of groups as the window shows it: who is in which, with whom and when, and how good the groups are.

Functions that take a workspace run on the worker.
"""

from __future__ import annotations

from desktop.models.rows import Column, Row
from desktop.services import matching
from desktop.services.language import say, say_many
from desktop.services.matching.choices import Choice
from desktop.services.matching.group_choices import group_choices
from desktop.services.matching.types import Card, Draft, DraftGroup, Grouping
from desktop.services.vault import Changes, Workspace

# Behind what a row of the draft holds (matching.py).
ITEM, MENTEE_WHERE, SORT, LEADER_SORT, GROUP = 1, 2, 4, 5, 6

__all__ = ["DraftGroup", "group_choices"]


def alternatives(ws: Workspace, mentee: str, most: int = 3) -> tuple[Choice, ...]:
    """Give the cheapest other groups only. Errors: as `group_choices`."""
    return tuple(one for one in group_choices(ws, mentee) if not one.rules and not one.present)[:most]


def place(ws: Workspace, mentee: str, leader: str) -> Changes:
    """Move a mentee to the group of another mentor, and lock them there. Errors: as `matching.swap`."""
    return matching.swap(ws, mentee, leader)


def group_rows(draft: Draft | None, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Lay out the members of each group, by their leaders; who is in none comes first. `rows` are the draft's."""
    groups = {card.mentee.uid: group for group in (draft.groups if draft else ()) for card in group.cards}
    found = [(*row, groups.get(row[0])) for row in rows]
    return tuple(sorted(found, key=lambda row: (row[GROUP] is not None, row[LEADER_SORT], row[SORT])))


def group_columns() -> tuple[Column, ...]:
    """Make the columns; a line break parts a name from what tells more."""
    return (
        Column(
            "mentor",
            say("Group of"),
            _group,
            sort=lambda row: (row[GROUP] is not None, row[LEADER_SORT], row[SORT]),
            width=18,
            tone=lambda row: "" if row[GROUP] else "danger",
            icon=lambda row: "alert-outline" if row[GROUP] and row[GROUP].warnings else "",
            tip=_group,
        ),
        Column("meets", say("Meets"), _meets, width=12),
        Column("mentee", say("{Mentee}"), _mentee, sort=lambda row: row[SORT], width=17, icon=_lock, tip=_mentee),
        Column("fit", say("Fit"), _fit, sort=_fit_order, width=8),
        Column("know", say("To know"), _to_know, width=26, tone=lambda row: "warning", tip=_to_know),
    )


def _group(row: Row) -> str:
    group: DraftGroup | None = row[GROUP]
    if group is None:
        return say("in no group")
    return f"{group.leader.name}\n{second_words(group)}"


def second_words(group: DraftGroup) -> str:
    """Say who helps to lead, "" for nobody."""
    return say("with {name}", name=group.second.name) if group.second else ""


def _meets(row: Row) -> str:
    group: DraftGroup | None = row[GROUP]
    return "–" if group is None else f"{group.period}\n{size_words(group)}"


def size_words(group: DraftGroup) -> str:
    """Say how many are in a group."""
    return say_many("{n} {mentee}", "{n} {mentees}", len(group.cards))


def _mentee(row: Row) -> str:
    return f"{row[ITEM].mentee.name}\n{row[MENTEE_WHERE]}"


def _lock(row: Row) -> str:
    return "lock-outline" if isinstance(row[ITEM], Card) and row[ITEM].locked else ""


def _fit(row: Row) -> str:
    return say(row[ITEM].band) if isinstance(row[ITEM], Card) else "–"


def _fit_order(row: Row) -> int:
    return -row[ITEM].score if isinstance(row[ITEM], Card) else 1


def _to_know(row: Row) -> str:
    item, group = row[ITEM], row[GROUP]
    if group is None or not isinstance(item, Card):
        return str(item.why)
    said = "; ".join(item.warnings)
    return said[:1].upper() + said[1:]


def group_of(draft: Draft, mentee: str) -> DraftGroup | None:
    """Give the group somebody is in."""
    return next((group for group in draft.groups if any(card.mentee.uid == mentee for card in group.cards)), None)


def title(group: DraftGroup) -> str:
    """Say who leads a group, who helps, and when it meets."""
    words = say("Group of {name}, {period}", name=group.leader.name, period=group.period)
    return say("{group}, with {name}", group=words, name=group.second.name) if group.second else words


def member_words(group: DraftGroup) -> str:
    """Name everybody in a group, each with how well they fit."""
    return ", ".join(say("{name} ({band})", name=card.mentee.name, band=say(card.band).lower()) for card in group.cards)


def proof_words(draft: Draft) -> str:
    """Say what is proven of groups, or how far from the best they are at most."""
    made: Grouping | None = draft.grouping
    if made is None:
        return ""
    if made.proved:
        return say("Proven: no other groups place more, or suit better.")
    if made.more:
        return say_many(
            "At most 1 more student could be placed; this is not proven.",
            "At most {n} more students could be placed; this is not proven.",
            made.more,
        )
    if not draft.settled:
        return say("Changed by hand: proposing again would change more.")
    return say_many(
        "At most 1 point more would be possible.", "At most {n} points more would be possible.", made.points
    )
