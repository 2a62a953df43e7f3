"""Matching as the window shows it: who is ready, the draft, and the choices for one mentee. Pairs: matching_pairs.py.

Every function that takes a workspace runs on the worker. Words are made here, decisions in the services.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from desktop.models import matching_groups as in_groups
from desktop.models.matching_beginnings import Beginnings, load_beginnings
from desktop.models.rows import Column, Row
from desktop.services import matching, people
from desktop.services.language import fold, say, say_many
from desktop.services.matching import choices as choosing
from desktop.services.matching import readiness as ready
from desktop.services.matching.meet import Meet
from desktop.services.matching.round_errors import NoGroupsHere
from desktop.services.matching.rules import year_text
from desktop.services.matching.types import Applicant, Card, Draft, Pair, Unplaced, band_of
from desktop.services.vault import Changes, Workspace

UID, ITEM, MENTEE_WHERE, MENTOR_WHERE = range(4)

Progress = Callable[[int, int], bool]
Choice = choosing.Choice
Readiness = ready.Readiness
Lack = ready.Lack

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True)
class Board:
    """All of the page: who is ready, the draft if there is one, and every published pair, ended ones too.

    `where` says year and form by uid, `sort` is a folded family name first. `beginnings` is how active pairs begin.
    `meets` are the meet-and-greets, the newest first.
    """

    readiness: Readiness
    draft: Draft | None
    pairs: tuple[Pair, ...]
    where: Mapping[str, str] = field(default_factory=dict)
    sort: Mapping[str, str] = field(default_factory=dict)
    beginnings: Beginnings = field(default_factory=dict)
    meets: tuple[Meet, ...] = ()

    @property
    def active(self) -> tuple[Pair, ...]:
        """The pairs that meet."""
        return tuple(pair for pair in self.pairs if pair.state == "active")

    @property
    def anybody(self) -> bool:
        """Whether there is anything to show at all."""
        return bool(self.draft or self.pairs or self.readiness.mentors or self.readiness.mentees)

    @property
    def mentees(self) -> bool:
        """Whether any {mentee} takes part."""
        return bool(self.readiness.mentees or self.active or self.draft)

    @property
    def both(self) -> bool:
        """Whether both roles take part."""
        return bool(self.active or self.draft or (self.readiness.mentors and self.readiness.mentees))

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the page that have something in them, the first of them the most urgent."""
        waiting = self.draft is None and bool(self.readiness.mentees or not self.pairs)
        has = {"draft": self.draft is not None, "pairs": bool(self.pairs), "ready": waiting}
        return tuple(key for key, there in has.items() if there)


def load_board(ws: Workspace, progress: Progress | None = None) -> Board:
    """Read everything, the draft explained. Errors: NotFounded, Cancelled and those of the matcher."""
    everybody = people.list_people(ws)
    return Board(
        ready.readiness(ws),
        matching.draft(ws, progress),
        matching.pairs(ws, ended=True),
        {one.uid: where_words(one.year, one.form) for one in everybody},
        {one.uid: fold(people.sort_name(one)) for one in everybody},
        load_beginnings(ws),
        matching.meets(ws),
    )


def where_words(year: str, form: str) -> str:
    """Say year and form: "Year 9, 9C"."""
    shown = say("{Year} {n}", n=year) if year.isdigit() else year
    return ", ".join(filter(None, (shown, form)))


def capital(text: str) -> str:
    """Begin with a capital, as a sentence."""
    return text[:1].upper() + text[1:]


def pair_title(mentee: str, mentor: str) -> str:
    """Name a pair."""
    return say("{mentee} with {mentor}", mentee=mentee, mentor=mentor)


# the draft


def title_of(draft: Draft) -> str:
    """Name a draft by the month it was made in."""
    return say("{month} round, draft", month=say(_MONTHS[int(draft.made[5:7]) - 1]))


def placed_words(draft: Draft) -> str:
    """Say how many are placed."""
    return say("{n} of {all} placed", n=draft.coverage, all=draft.coverage + len(draft.unplaced))


def weakest_words(draft: Draft) -> str:
    """Name the band of the weakest pair."""
    return "" if draft.worst is None else say("weakest pair: {band}", band=say(band_of(draft.worst)).lower())


def weakest_tone(draft: Draft) -> str:
    """Give the tone of a badge for the weakest pair."""
    return "" if draft.worst is None else band_tone(band_of(draft.worst))


def band_tone(band: str) -> str:
    """Give the tone of a badge that names a band."""
    return "warning" if band in ("Fair", "Weak") else ""


def proof_words(draft: Draft) -> str:
    """Say what is proven of the draft as it stands, or that it is not solved."""
    if draft.grouping is not None:
        return in_groups.proof_words(draft)
    if not draft.settled:
        return say("Changed by hand: proposing again would change more.")
    if draft.by_hand or draft.bans or any(card.locked for card in draft.cards):
        return say("Proven: with what you decided, no other draft places more.")
    return say("Proven: no other draft places more.")


def draft_rows(board: Board) -> tuple[Row, ...]:
    """Lay the draft out: everybody without a place first, then the pairs by the mentee's name."""
    if board.draft is None:
        return ()
    items: list[Card | Unplaced] = [*board.draft.unplaced, *board.draft.cards]
    rows = [_draft_row(board, one) for one in items]
    return tuple(sorted(rows, key=lambda row: (isinstance(row[ITEM], Card), board.sort.get(row[UID], ""))))


def _draft_row(board: Board, item: Card | Unplaced) -> Row:
    mentor = item.mentor.uid if isinstance(item, Card) else ""
    return (
        item.mentee.uid,
        item,
        board.where.get(item.mentee.uid, ""),
        board.where.get(mentor, ""),
        board.sort.get(item.mentee.uid, ""),
        board.sort.get(mentor, ""),
    )


def draft_columns() -> tuple[Column, ...]:
    """Make the draft's columns; a line break parts a name from what tells more of the person."""
    return (
        Column("mentee", say("{Mentee}"), _mentee, sort=lambda row: row[4], width=17, tip=_mentee),
        Column(
            "mentor",
            say("{Mentor}"),
            _mentor,
            sort=lambda row: (isinstance(row[ITEM], Card), row[5]),
            width=17,
            tone=lambda row: "" if isinstance(row[ITEM], Card) else "muted" if left_out(row[ITEM]) else "danger",
            icon=lambda row: "lock-outline" if locked(row[ITEM]) else "",
            tip=_mentor,
        ),
        Column("fit", say("Fit"), fit_words, sort=_fit_order, width=8),
        Column("reasons", say("Three best reasons"), _reasons, width=30, tip=_reasons),
        Column("know", say("To know"), _to_know, width=20, tone=lambda row: "warning", tip=_to_know),
    )


def _mentee(row: Row) -> str:
    return f"{row[ITEM].mentee.name}\n{row[MENTEE_WHERE]}"


def _mentor(row: Row) -> str:
    if isinstance(row[ITEM], Card):
        return f"{row[ITEM].mentor.name}\n{row[MENTOR_WHERE]}"
    return say("left out") if left_out(row[ITEM]) else say("no place")


def fit_words(row: Row) -> str:
    """Say how well a pair fits, and that it is locked."""
    item = row[ITEM]
    if not isinstance(item, Card):
        return "–"
    return f"{say(item.band)}\n{say('locked')}" if item.locked else say(item.band)


def _fit_order(row: Row) -> int:
    return -row[ITEM].score if isinstance(row[ITEM], Card) else 1


def _reasons(row: Row) -> str:
    item = row[ITEM]
    return capital(" · ".join(item.reasons)) if isinstance(item, Card) else str(item.why)


def _to_know(row: Row) -> str:
    item = row[ITEM]
    return capital("; ".join(item.warnings)) if isinstance(item, Card) else str(item.change)


def locked(item: Card | Unplaced) -> bool:
    """Say whether proposing again leaves this as it is."""
    return item.locked if isinstance(item, Card) else left_out(item)


def left_out(item: Card | Unplaced) -> bool:
    """Say whether somebody was left out by hand."""
    return isinstance(item, Unplaced) and item.cause == "left_out"


DRAFT_FILTERS: Mapping[str, Callable[[Row], bool]] = {
    "": lambda row: True,
    "unmatched": lambda row: not isinstance(row[ITEM], Card),
    "warnings": lambda row: isinstance(row[ITEM], Card) and bool(row[ITEM].warnings),
    "locked": lambda row: locked(row[ITEM]),
}


def draft_filter_words(rows: tuple[Row, ...]) -> tuple[tuple[str, str], ...]:
    """Name the filters of the draft, each with its count."""
    counts = {key: sum(map(test, rows)) for key, test in DRAFT_FILTERS.items()}
    return (
        ("", say("All {n}", n=counts[""])),
        ("unmatched", say("Unmatched {n}", n=counts["unmatched"])),
        ("warnings", say("Warnings {n}", n=counts["warnings"])),
        ("locked", say("Locked {n}", n=counts["locked"])),
    )


def shared_labels(card: Card) -> tuple[str, ...]:
    """Give the periods both of a proposed pair named, as the mentee wrote them."""
    others = {fold(label) for label in card.mentor.periods}
    return tuple(label for label in card.mentee.periods if fold(label) in others)


def row_words(row: Row) -> str:
    """Give the text that search looks in: names, numbers, years, forms and reasons."""
    item: Card | Unplaced = row[ITEM]
    people_of = (item.mentee, item.mentor) if isinstance(item, Card) else (item.mentee,)
    named = [word for one in people_of for word in (one.name, one.number)]
    said = item.reasons if isinstance(item, Card) else (item.why,)
    return " ".join((*named, *said, row[MENTEE_WHERE], row[MENTOR_WHERE]))


def applicant_words(one: Applicant) -> str:
    """Say who somebody is in the readiness list."""
    role = say("{mentor}") if one.role == "mentor" else say("{mentee}")
    return ", ".join(filter(None, (one.name, year_text(one), role)))


# choosing another mentor

CHOICE, CHOICE_WHERE = 1, 2


@dataclass(frozen=True)
class Choices:
    """Every mentor for one mentee, with year and form."""

    mentee: str
    rows: tuple[Row, ...]


def load_choices(ws: Workspace, mentee: str, progress: Progress | None = None) -> Choices:
    """Price every mentor for one mentee, of groups every group. Errors: as `choices.choices`."""
    where = {one.uid: where_words(one.year, one.form) for one in people.list_people(ws)}
    try:
        found = choosing.choices(ws, mentee, progress)
    except NoGroupsHere:
        found = in_groups.group_choices(ws, mentee)
    rows = tuple((one.mentor.uid, one, where.get(one.mentor.uid, ""), rank) for rank, one in enumerate(found))
    return Choices(mentee, rows)


def choice_columns() -> tuple[Column, ...]:
    """Make the columns of the choices for one mentee."""
    return (
        Column(
            "mentor",
            say("{Mentor}"),
            lambda row: f"{row[CHOICE].mentor.name}\n{row[CHOICE_WHERE]}",
            width=22,
            tip=lambda row: str(row[CHOICE].mentor.name),
        ),
        Column("fit", say("Fit"), _choice_fit, sort=lambda row: -row[CHOICE].score, width=8),
        Column("left", say("Places"), _choice_left, sort=lambda row: -row[CHOICE].left, width=9),
        Column(
            "cost",
            say("What it would mean"),
            lambda row: choice_words(row[CHOICE]),
            sort=lambda row: row[3],
            width=44,
            tone=lambda row: "muted" if row[CHOICE].rules else "",
            icon=lambda row: "cancel" if row[CHOICE].rules else "check" if row[CHOICE].present else "",
            tip=lambda row: choice_words(row[CHOICE]),
        ),
    )


def _choice_fit(row: Row) -> str:
    choice: Choice = row[CHOICE]
    return "–" if choice.rules else f"{say(band_of(choice.score))}\n{choice.score}"


def _choice_left(row: Row) -> str:
    left = row[CHOICE].left
    return say_many("{n} free", "{n} free", left) if left > 0 else say("full")


def choice_words(choice: Choice) -> str:
    """Say what choosing this mentor would mean, or every rule that forbids it."""
    return say("Not allowed: {rules}", rules=choice.sentence) if choice.rules else choice.sentence


def can_choose(choice: Choice) -> bool:
    """Say whether this mentor may be chosen."""
    return not choice.rules and not choice.present


def was_ruled_out(choice: Choice) -> bool:
    """Say whether the counsellor ruled this pair out, so that it could be allowed again."""
    return any(rule.rule == "banned" for rule in choice.rules)


def alternatives(ws: Workspace, mentee: str) -> tuple[Choice, ...]:
    """Give the cheapest other mentors, or groups. Errors: as `load_choices`."""
    try:
        return choosing.alternatives(ws, mentee)
    except NoGroupsHere:
        return in_groups.alternatives(ws, mentee)


def place(ws: Workspace, mentee: str, mentor: str) -> Changes:
    """Give a mentee a mentor, or move them to the group of one. Errors: as `choices.place` and `matching.swap`."""
    try:
        return choosing.place(ws, mentee, mentor)
    except NoGroupsHere:
        return in_groups.place(ws, mentee, mentor)


# verbs the page calls; each is the service's own

propose = matching.propose
solve_again = matching.solve_again
lock = matching.lock
unlock = matching.unlock
leave_out = matching.leave_out
ban = matching.ban
allow = matching.allow
discard = matching.discard
publish = matching.publish
