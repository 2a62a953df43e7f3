"""Makes the papers of matching of what the workspace says: nothing is printed or recorded here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from desktop.services import matching, people, programme
from desktop.services.language import fold, say
from desktop.services.matching.beginnings import CHECKS, MOST_GOALS, SIGNERS
from desktop.services.matching.errors import NoDraft, NoSuchMeet, NoSuchPair
from desktop.services.matching.meet import MOST_NAMED, Meet
from desktop.services.matching.rules import broken
from desktop.services.matching.types import Applicant, band_of
from desktop.services.people.names import display_name, sort_name
from desktop.services.people.types import Person
from desktop.services.reports import equity
from desktop.services.reports.edition import Edition
from desktop.services.reports.matching_rows import draft_parts, no_place, notices, short_names
from desktop.services.reports.matching_types import (
    BADGES,
    DRAFT,
    EQUITY,
    FIRST,
    HEAT,
    TICKS,
    BadgeLine,
    Badges,
    DraftPaper,
    EquityPaper,
    FirstForm,
    FirstForms,
    HeatPaper,
    MatchingPaper,
    TickSheets,
    WaitRow,
)
from desktop.services.reports.matching_words import usual_readers
from desktop.services.reports.numbering import edition_of
from desktop.services.reports.rules import year_word
from desktop.services.reports.suppression import THRESHOLD_INSIDE
from desktop.services.reports.types import PersonLine
from desktop.services.vault import Workspace

Progress = Callable[[int, int], bool]


def badges_paper(ws: Workspace, event: str = "", audience: str = "", copies: int = 1) -> Badges:
    """Make the badges of a meet-and-greet, of the newest where `event` is empty. Errors: NoSuchMeet, BadCopies."""
    meet, lines = _meet(ws, event)
    return Badges(*_begin(ws, BADGES, audience, copies), meet.day, meet.label, lines)


def tick_sheets(
    ws: Workspace, event: str = "", audience: str = "", copies: int = 1, *, give_to: str | None = None
) -> TickSheets:
    """Make a sheet for everybody at a meet-and-greet, of the newest where `event` is empty.

    `give_to` is who collects them, who prints them where None, a line to write on where empty.
    Errors: NoSuchMeet, BadCopies.
    """
    meet, lines = _meet(ws, event)
    to = ws.user.label if give_to is None else give_to
    return TickSheets(*_begin(ws, TICKS, audience, copies), meet.day, meet.label, lines, MOST_NAMED, to)


def draft_paper(ws: Workspace, audience: str = "", copies: int = 1, progress: Progress | None = None) -> DraftPaper:
    """Make the list of the draft of pairs. Errors: NoDraft, BadCopies, Cancelled and those of the matcher."""
    draft = matching.draft(ws, progress)
    if draft is None:
        raise NoDraft
    names = _lines(ws)
    settings = matching.settings(ws)
    mentors = [load.mentor for load in draft.loads]

    def rules(mentee: Applicant) -> list[frozenset[str]]:
        others = (mentor for mentor in mentors if mentor.uid != mentee.uid)
        return [frozenset(rule.rule for rule in broken(mentee, mentor, settings)) for mentor in others]

    return DraftPaper(
        *_begin(ws, DRAFT, audience, copies),
        draft.made[:10],
        draft_parts(draft, names),
        tuple(no_place(one, names, rules(one.mentee)) for one in draft.unplaced),
        "" if draft.worst is None else band_of(draft.worst),
        tuple(notices(draft)),
    )


def heat_paper(ws: Workspace, audience: str = "", copies: int = 1, progress: Progress | None = None) -> HeatPaper:
    """Make the map of the draft. Errors: NoDraft, BadCopies, Cancelled and those of the matcher."""
    made = next((one.made for one in matching.drafts(ws) if one.aside is None), "")
    heat = matching.heat(ws, progress)
    known = {person.uid: person for person in people.list_people(ws)}
    rows, columns = _order(heat.mentees, known), _order(heat.mentors, known)
    back = {(row, column): (i, j) for i, row in enumerate(rows) for j, column in enumerate(columns)}
    everybody = {one.uid: one for one in (*heat.mentees, *heat.mentors)}
    short = short_names([(uid, *_called(known.get(uid), one.name), one.number) for uid, one in everybody.items()])
    return HeatPaper(
        *_begin(ws, HEAT, audience, copies),
        made[:10],
        tuple(_shown(heat.mentees[at], short) for at in rows),
        tuple(_shown(heat.mentors[at], short) for at in columns),
        tuple(tuple(heat.band(row, column) for column in columns) for row in rows),
        frozenset(back[pair] for pair in heat.chosen),
    )


def first_forms(ws: Workspace, pair: str = "", audience: str = "", copies: int = 1) -> FirstForms:
    """Make forms for first meetings: of one pair, or of all that wait for theirs. Errors: NoSuchPair, BadCopies."""
    planned, names = matching.first_meetings(ws), _lines(ws)
    active = matching.pairs(ws)
    found = [one for one in active if one.uid == pair] if pair else [one for one in active if one.waits]
    if pair and not found:
        raise NoSuchPair
    forms = [
        FirstForm(
            names.get(one.mentor) or PersonLine(one.mentor, one.mentor_name, one.mentor_number),
            names.get(one.mentee) or PersonLine(one.mentee, one.mentee_name, one.mentee_number),
            one.slot,
            planned[one.uid].planned_on or "",
            planned[one.uid].adult,
        )
        for one in found
    ]
    forms.sort(key=lambda form: (fold(form.mentor.order), fold(form.mentee.order)))
    return FirstForms(
        *_begin(ws, FIRST, audience, copies),
        tuple(say(words) for words in CHECKS.values()),
        tuple(say(words) for words in SIGNERS.values()),
        MOST_GOALS,
        tuple(forms),
    )


def equity_paper(
    ws: Workspace,
    by: str = equity.BY_YEAR,
    audience: str = "",
    copies: int = 1,
    *,
    threshold: int = THRESHOLD_INSIDE,
) -> EquityPaper:
    """Make the table of who waits how long. Errors: BadCopies; ValueError for what is not in `equity.groupings`."""
    table = equity.waiting(ws, by, max(threshold, THRESHOLD_INSIDE))
    named = year_word if by == equity.BY_YEAR else str
    rows = tuple(
        WaitRow(
            tuple(map(named, row.labels)), row.taking_part, row.paired, row.waiting, row.days_paired, row.days_waiting
        )
        for row in table.rows
    )
    return EquityPaper(*_begin(ws, EQUITY, audience, copies), table.title, rows, table.threshold, table.hidden)


def matching_paper(
    ws: Workspace,
    kind: str,
    about: str = "",
    audience: str = "",
    copies: int = 1,
    *,
    threshold: int = THRESHOLD_INSIDE,
    progress: Progress | None = None,
) -> MatchingPaper:
    """Make any of these papers by its kind. about: the meet-and-greet, the pair or the grouping that is meant.

    Errors: those of each; ValueError for another kind.
    """
    made: dict[str, Callable[[], MatchingPaper]] = {
        BADGES: lambda: badges_paper(ws, about, audience, copies),
        TICKS: lambda: tick_sheets(ws, about, audience, copies),
        DRAFT: lambda: draft_paper(ws, audience, copies, progress),
        HEAT: lambda: heat_paper(ws, audience, copies, progress),
        FIRST: lambda: first_forms(ws, about, audience, copies),
        EQUITY: lambda: equity_paper(ws, about or equity.BY_YEAR, audience, copies, threshold=threshold),
    }
    if kind not in made:
        raise ValueError("no such paper")
    return made[kind]()


# inside


def _begin(ws: Workspace, kind: str, audience: str, copies: int) -> tuple[Edition, str, str]:
    """Give what every paper begins with."""
    edition = edition_of(ws, kind, audience.strip() or usual_readers(kind), copies)
    return edition, programme.school(ws).name, programme.the_programme(ws).name


def _meet(ws: Workspace, event: str) -> tuple[Meet, tuple[BadgeLine, ...]]:
    found = next((one for one in matching.meets(ws) if event in ("", one.uid)), None)
    if found is None:
        raise NoSuchMeet
    lines = [
        BadgeLine(one.person, one.role, one.code, one.short, one.name, one.year)
        for one in matching.badges(ws, found.uid)
    ]
    return found, tuple(lines)


def _lines(ws: Workspace) -> dict[str, PersonLine]:
    """Name everybody as documents do."""
    return {
        one.uid: PersonLine(one.uid, display_name(one), one.number, one.year, one.form, sort_name(one))
        for one in people.list_people(ws)
    }


def _called(person: Person | None, name: str) -> tuple[str, str]:
    return (person.preferred or person.given, person.family) if person else (name, "")


def _shown(one: Applicant, short: Mapping[str, str]) -> PersonLine:
    return PersonLine(one.uid, short[one.uid], one.number, one.year)


def _order(side: Sequence[Applicant], known: Mapping[str, Person]) -> list[int]:
    """Give the places of these in the order of their names."""

    def key(at: int) -> tuple[str, str]:
        person = known.get(side[at].uid)
        return fold(sort_name(person) if person else side[at].name), side[at].number

    return sorted(range(len(side)), key=key)
