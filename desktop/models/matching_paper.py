"""The papers of matching: which there are in the present state, what each holds, and what the Reports page needs of it.

The Reports page previews, prints, saves and registers them: `shell.go("reports", **paper.place)`.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.services import matching
from desktop.services.language import say, say_many, show_date
from desktop.services.reports.equity import BY_LANGUAGE, BY_YEAR
from desktop.services.reports.matching_types import BADGES, DRAFT, EQUITY, FIRST, HEAT, TICKS
from desktop.services.reports.matching_words import title
from desktop.services.vault import Workspace


@dataclass(frozen=True)
class Paper:
    """One paper that can be made now. about: the meet-and-greet, pair or grouping it is of, "" for the whole."""

    kind: str
    title: str
    holds: str
    about: str = ""

    @property
    def icon(self) -> str:
        """The icon of its kind."""
        return icon(self.kind)

    @property
    def place(self) -> dict[str, str]:
        """The place of the Reports page that shows it."""
        return place_of(self.kind, self.about)


def place_of(kind: str, about: str = "") -> dict[str, str]:
    """Give the place of the Reports page for a paper about something, as `shell.go("reports", **place)` takes it."""
    return {"report": kind, "about": about}


def papers(ws: Workspace) -> tuple[Paper, ...]:
    """List the papers there are something for, what is most pressing first. Error: NotFounded."""
    return (*_of_draft(ws), *_of_meet(ws), *_of_pairs(ws), *_of_waiting())


def of_event(event: str) -> tuple[Paper, Paper]:
    """Give badges and tick sheets of a meet-and-greet."""
    return _paper(BADGES, holds(BADGES), about=event), _paper(TICKS, holds(TICKS), about=event)


def of_pair(pair: str) -> Paper:
    """Give the form for the first meeting of a pair."""
    return _paper(FIRST, holds(FIRST), about=pair)


def of_grouping(by: str) -> Paper:
    """Give the table of who waits how long by a key of `equity.groupings`."""
    return _paper(EQUITY, holds(EQUITY), about=by)


def holds(kind: str) -> str:
    """Say in a sentence what a paper is for."""
    return {
        DRAFT: say("Pairs by how well they fit, with reasons, and who has no place. With names."),
        HEAT: say("How everybody fits everybody, in black and white. With short names."),
        BADGES: say("Eight to a page to cut out: first name, number, role."),
        TICKS: say("One sheet for each person, to write down whom they enjoyed talking to."),
        FIRST: say("A form for each pair: what to do, goals, the next meeting, signatures."),
        EQUITY: say("In groups large enough that nobody can be told from them. No names."),
    }[kind]


def icon(kind: str) -> str:
    """Name the icon of a kind of paper."""
    return {
        DRAFT: "link-variant",
        HEAT: "table-large",
        BADGES: "card-account-phone-outline",
        TICKS: "account-check-outline",
        FIRST: "calendar-check-outline",
        EQUITY: "account-group-outline",
    }[kind]


def _paper(kind: str, what: str, *, of: str = "", about: str = "") -> Paper:
    words = title(kind)
    return Paper(kind, say("{title}: {of}", title=words, of=of) if of else words, what, about)


def _of_draft(ws: Workspace) -> tuple[Paper, ...]:
    current = next((one for one in matching.drafts(ws) if one.aside is None), None)
    if current is None:
        return ()
    # The scores of pairs say little of groups.
    kinds = (DRAFT,) if current.groups else (DRAFT, HEAT)
    return tuple(_paper(kind, holds(kind)) for kind in kinds)


def _of_meet(ws: Workspace) -> tuple[Paper, ...]:
    """Give the papers of the newest meet-and-greet, as long as it is open."""
    newest = next(iter(matching.meets(ws)), None)
    if newest is None or not newest.open:
        return ()
    of = newest.label or show_date(newest.day)
    return tuple(_paper(kind, holds(kind), of=of, about=newest.uid) for kind in (BADGES, TICKS))


def _of_pairs(ws: Workspace) -> tuple[Paper, ...]:
    n = sum(pair.waits for pair in matching.pairs(ws))
    if not n:
        return ()
    waiting = say_many("1 pair that waits for it", "{n} pairs that wait for it", n)
    return (_paper(FIRST, holds(FIRST), of=waiting),)


def _of_waiting() -> tuple[Paper, ...]:
    of = {BY_YEAR: say("by school {year}"), BY_LANGUAGE: say("by language")}
    return tuple(_paper(EQUITY, holds(EQUITY), of=words, about=by) for by, words in of.items())
