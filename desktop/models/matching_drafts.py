"""Drafts that are kept, two of them compared, and proposing otherwise. Functions with a workspace run on the worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.models.matching import Board
from desktop.models.rows import Column, Row
from desktop.services import matching
from desktop.services.language import say, say_many, show_date
from desktop.services.matching.round_types import Comparison, Difference, DraftLine
from desktop.services.matching.types import SCOPES, Applicant, band_of
from desktop.services.vault import Changes, Workspace

__all__ = ["Comparison", "DraftLine", "compare", "discard", "drafts", "rename_draft", "set_aside", "take_up"]

LINE = 1
DIFFERENCE = 1
Progress = Callable[[int, int], bool]

drafts = matching.drafts
compare = matching.compare
set_aside = matching.set_aside
take_up = matching.take_up
rename_draft = matching.rename_draft
discard = matching.discard


@dataclass(frozen=True)
class Wish:
    """How to propose: for whom (a scope), whether the present draft is kept aside, and in groups of which sizes.

    `prove`: look for groups that are certainly the best, which may take minutes.
    """

    scope: str
    keep: bool
    groups: bool = False
    least: int = 3
    most: int = 5
    leaders: int = 1
    prove: bool = False


# the list of drafts


def line_rows(lines: tuple[DraftLine, ...]) -> tuple[Row, ...]:
    """Lay drafts out, the present one first."""
    return tuple((line.uid, line) for line in lines)


def line_columns() -> tuple[Column, ...]:
    """Make the columns of the list of drafts."""
    return (
        Column("name", say("Draft"), lambda row: row[LINE].label, width=16, tip=lambda row: row[LINE].label),
        Column("state", say("State"), lambda row: state_words(row[LINE]), width=12),
        Column(
            "made", say("Made"), lambda row: show_date(row[LINE].made[:10]), sort=lambda row: row[LINE].made, width=12
        ),
        Column(
            "placed",
            say("Placed"),
            lambda row: str(row[LINE].coverage),
            sort=lambda row: row[LINE].coverage,
            width=8,
            numeric=True,
        ),
        Column(
            "points",
            say("Points"),
            lambda row: f"{row[LINE].total:,}",
            sort=lambda row: row[LINE].total,
            width=9,
            numeric=True,
        ),
        Column(
            "worst", say("Weakest"), lambda row: worst_words(row[LINE]), sort=lambda row: row[LINE].worst or 0, width=9
        ),
        Column(
            "scope", say("For"), lambda row: scope_words(row[LINE]), width=24, tip=lambda row: scope_words(row[LINE])
        ),
    )


def state_words(line: DraftLine) -> str:
    """Say whether a draft is the one that is worked on."""
    return say("present") if line.aside is None else say("put aside")


def worst_words(line: DraftLine) -> str:
    """Name the band of the weakest pair."""
    return "–" if line.worst is None else say(band_of(line.worst)).lower()


def scope_words(line: DraftLine) -> str:
    """Say whom a draft is for."""
    words = say(SCOPES[line.scope]) if line.scope in SCOPES else line.scope
    return say("{scope}, in groups", scope=words) if line.groups else words


def choice_words(line: DraftLine) -> str:
    """Name a draft where one is to be chosen."""
    return say("{name}, {placed} placed, {state}", name=line.label, placed=line.coverage, state=state_words(line))


# two drafts


def difference_rows(found: Comparison) -> tuple[Row, ...]:
    """Lay out who is with somebody else."""
    return tuple((one.mentee.uid, one) for one in found.differ)


def difference_columns() -> tuple[Column, ...]:
    """Make the columns of what differs."""
    return (
        Column("mentee", say("{Mentee}"), lambda row: row[DIFFERENCE].mentee.name, width=22, tip=_mentee),
        Column("first", say("In the first"), _first, width=26, tip=_first),
        Column("second", say("In the second"), _second, width=26, tip=_second),
        Column("points", say("Points"), _points, sort=lambda row: _gain(row[DIFFERENCE]), width=9, numeric=True),
    )


def _mentee(row: Row) -> str:
    return str(row[DIFFERENCE].mentee.name)


def _first(row: Row) -> str:
    return _place(row[DIFFERENCE].first, row[DIFFERENCE].first_score)


def _second(row: Row) -> str:
    return _place(row[DIFFERENCE].second, row[DIFFERENCE].second_score)


def _place(mentor: Applicant | None, score: int | None) -> str:
    return say("nobody") if mentor is None else f"{mentor.name} · {say(band_of(score or 0)).lower()}"


def _gain(one: Difference) -> int:
    return (one.second_score or 0) - (one.first_score or 0)


def _points(row: Row) -> str:
    gain = _gain(row[DIFFERENCE])
    return f"{gain:+,}".replace("-", "\u2212") if gain else "0"


def summary_words(found: Comparison) -> str:
    """Say what two drafts have in common, and how they differ as a whole."""
    first, second = found.first, found.second
    said = [
        say_many("1 {mentee} is with somebody else.", "{n} {mentees} are with somebody else.", len(found.differ)),
        say_many("1 is with the same.", "{n} are with the same.", found.same),
        say("Placed: {first} and {second}.", first=first.coverage, second=second.coverage),
        say("Points: {first} and {second}.", first=f"{first.total:,}", second=f"{second.total:,}"),
        say("Weakest pair: {first} and {second}.", first=worst_words(first), second=worst_words(second)),
    ]
    return " ".join(said if found.differ else [say("The two place everybody alike.")])


# proposing otherwise


def scope_options() -> tuple[tuple[str, str], ...]:
    """Give whom a round can be for, as (key, words)."""
    return tuple((key, say(words)) for key, words in SCOPES.items())


def usual_wish(board: Board) -> Wish:
    """Give how the present draft was proposed, or how the first one would be."""
    draft = board.draft
    if draft is None:
        return Wish("waiting", keep=False)
    made = draft.grouping
    if made is None:
        return Wish(draft.scope, keep=True)
    return Wish(draft.scope, keep=True, groups=True, least=made.least, most=made.most, leaders=made.leaders)


def scope_sentence(scope: str) -> str:
    """Say what a scope means for pairs that are published."""
    return {
        "waiting": say("Published pairs are not touched."),
        "everybody": say("Publishing ends the pairs that the new round replaces, and leaves those it makes again."),
        "keep": say("A published pair changes only where somebody would have no place otherwise."),
    }[scope]


def propose_otherwise(ws: Workspace, wish: Wish, progress: Progress | None = None) -> Changes:
    """Propose as wished. Errors: as `matching.propose` and `matching.propose_groups`."""
    if wish.groups:
        sizes = (wish.least, wish.most, wish.leaders)
        return matching.propose_groups(ws, *sizes, wish.scope, progress, keep=wish.keep, prove=wish.prove)
    return matching.propose(ws, wish.scope, progress, keep=wish.keep)
