"""Who waits how long, and who has a {mentor}, by group, so that no small group can be read or worked out.

The totals are known to whoever sees the pairs. So no single number is blanked out: groups are joined until in each of
them at least the threshold has a {mentor} and at least the threshold waits. Rows then have no gaps that a total
could fill. Where that can't be had, nothing is broken down. Pure, but for `waiting` itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low
from typing import Final

from desktop.services import matching, people, programme
from desktop.services.language import say
from desktop.services.matching.settings import OWN
from desktop.services.people.rules import year_rank
from desktop.services.reports.suppression import THRESHOLD_INSIDE
from desktop.services.vault import Workspace

BY_YEAR: Final = "year"
BY_LANGUAGE: Final = "language"


@dataclass(frozen=True, slots=True)
class Wait:
    """A {mentee}: the group, how groups are ordered, whether there is a pair, and days waited for one, or so far."""

    group: str
    rank: int | None
    paired: bool
    days: int


@dataclass(frozen=True, slots=True)
class EquityRow:
    """Groups taken together: how many take part, have a {mentor} and wait; the median of days waited by either."""

    labels: tuple[str, ...]
    taking_part: int
    paired: int
    waiting: int
    days_paired: int
    days_waiting: int

    @property
    def rate(self) -> int:
        """How many of a hundred have a {mentor}, rounded down."""
        return 100 * self.paired // self.taking_part


@dataclass(frozen=True, slots=True)
class Equity:
    """The table by one thing: its key and title, the rows, the threshold, and how many take part in all.

    Without rows `hidden` says why nothing is broken down.
    """

    by: str
    title: str
    rows: tuple[EquityRow, ...]
    threshold: int
    hidden: str


def groupings(ws: Workspace) -> tuple[tuple[str, str], ...]:
    """List by what can be asked: (key, title), the school's own fields last."""
    own = ((OWN + one.uid, one.label) for one in people.own_fields(ws))
    return ((BY_YEAR, say("School {year}")), (BY_LANGUAGE, say("Further language")), *own)


def waiting(ws: Workspace, by: str = BY_YEAR, threshold: int = THRESHOLD_INSIDE) -> Equity:
    """Say who waits how long by group. Errors: NotFounded; ValueError for something that is not in `groupings`."""
    titles = dict(groupings(ws))
    if by not in titles:
        raise ValueError("nothing to group by")
    waits = tuple(_waits(ws, by))
    rows = equity_rows(waits, threshold)
    return Equity(by, titles[by], rows, threshold, "" if rows else why_hidden(waits, threshold))


def equity_rows(waits: Sequence[Wait], threshold: int) -> tuple[EquityRow, ...]:
    """Join groups, neighbours in order, until each row has the threshold on both sides; no rows where it can't be had.

    Groups without an order are joined from the largest down. One row alone says no more than the totals.
    """
    made: list[list[Wait]] = []
    row: list[Wait] = []
    for group in _in_order(waits):
        row += group
        if _large(row, threshold):
            made.append(row)
            row = []
    if row and made:
        made[-1] += row
    if len(made) < 2:
        return ()
    return tuple(_row(of) for of in made)


def why_hidden(waits: Sequence[Wait], threshold: int) -> str:
    """Say why there is no table."""
    paired = sum(one.paired for one in waits)
    if not waits:
        return say("No {mentee} takes part yet.")
    if len(waits) - paired < threshold:
        return say("Fewer than {n} wait for a {mentor}. By group, that would show who they are.", n=threshold)
    if paired < threshold:
        return say("Fewer than {n} have a {mentor}. By group, that would show who they are.", n=threshold)
    return say("The groups are too small to be shown beside each other without showing who is in them.")


def _in_order(waits: Sequence[Wait]) -> list[list[Wait]]:
    groups: dict[str, list[Wait]] = {}
    for one in waits:
        groups.setdefault(one.group, []).append(one)
    ranked = all(one.rank is not None for one in waits)

    def place(group: list[Wait]) -> tuple[int, str]:
        return (group[0].rank or 0 if ranked else -len(group)), group[0].group

    return sorted(groups.values(), key=place)


def _large(row: Iterable[Wait], threshold: int) -> bool:
    both = [one.paired for one in row]
    return min(sum(both), len(both) - sum(both)) >= threshold


def _row(of: list[Wait]) -> EquityRow:
    paired = [one.days for one in of if one.paired]
    wait = [one.days for one in of if not one.paired]
    labels = tuple(dict.fromkeys(one.group for one in of))
    return EquityRow(labels, len(of), len(paired), len(wait), median_low(paired), median_low(wait))


def _waits(ws: Workspace, by: str) -> Iterable[Wait]:
    """Read who takes part as {mentee}, with the first pair each has had."""
    everybody = {person.uid: person for person in people.list_people(ws)}
    since: dict[str, str] = {}
    for pair in matching.pairs(ws, ended=True):
        since[pair.mentee] = min(since.get(pair.mentee, pair.since), pair.since)
    active = {pair.mentee for pair in matching.pairs(ws)}
    said = people.own_answers(ws, by.removeprefix(OWN)) if by.startswith(OWN) else {}
    school, today = matching.settings(ws).school_languages, ws.clock.today()
    for part in programme.participants(ws):
        person = everybody.get(part.person)
        if part.role != "mentee" or person is None or person.status != "present":
            continue
        if by == BY_YEAR:
            group, rank = person.year or say("none given"), year_rank(person.year)
        elif by == BY_LANGUAGE:
            further = [one for one in part.languages if one.casefold() not in {own.casefold() for own in school}]
            group, rank = (say("with a further language") if further else say("without")), None
        else:
            group, rank = said.get(part.person) or say("none given"), None
        paired = part.person in active
        until = date.fromisoformat(since[part.person][:10]) if paired else today
        yield Wait(group, rank, paired, max(0, (until - part.since).days))
