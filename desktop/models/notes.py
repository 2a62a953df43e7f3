"""Notes as the window shows them: headings without text for lists, one text on demand, the search."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.models.rows import Column, Row, Snapshot, snapshot
from desktop.models.typed import typed_date
from desktop.services import notes, people
from desktop.services.errors import KnownError
from desktop.services.language import fold, say, show_date
from desktop.services.notes.errors import MovedAway
from desktop.services.notes.types import NoteHead, NoteText
from desktop.services.vault import Changes, Workspace

UID, TIER, WHEN, ABOUT, BY, STATE, PERSON, LABEL_KEY, SIGNED, MOVED = range(10)
_COMPARTMENTS = {1: "programme", 2: "counselling", 4: "private"}


def compartment_of(tier: int) -> str:
    """Give the compartment in which notes of a tier are kept."""
    return _COMPARTMENTS[tier]


def tier_words(tier: int) -> str:
    """Say what a tier is called."""
    return {1: say("{Programme}"), 2: say("{Counselling}"), 4: say("Private")}[tier]


def columns() -> tuple[Column, ...]:
    """Make the table's columns."""
    icons = {1: "circle-outline", 2: "square-outline", 4: "hexagon-outline"}
    return (
        Column("when", say("Date"), lambda row: show_date(row[WHEN]), sort=lambda row: row[WHEN], width=11),
        Column(
            "about",
            say("About"),
            lambda row: row[ABOUT],
            sort=lambda row: row[LABEL_KEY],
            width=18,
            tone=lambda row: "strong",
        ),
        Column(
            "tier",
            say("Who reads it"),
            lambda row: tier_words(row[TIER]),
            sort=lambda row: row[TIER],
            width=14,
            tone=lambda row: f"tier{row[TIER]}",
            icon=lambda row: icons[row[TIER]],
        ),
        Column("by", say("By"), lambda row: row[BY], width=13),
        Column(
            "state", say("State"), lambda row: row[STATE], width=12, tone=lambda row: "" if row[SIGNED] else "warning"
        ),
    )


def state_words(heading: NoteHead) -> str:
    """Say where a note stands."""
    if heading.moved_away:
        return say("re-filed")
    return say("signed") if heading.signed else say("not signed yet")


def _row(heading: NoteHead, label: str) -> Row:
    return (
        heading.uid,
        heading.tier,
        heading.happened_on,
        label,
        heading.author,
        state_words(heading),
        heading.person,
        fold(label),
        bool(heading.signed) or heading.moved_away,
        heading.moved_away,
    )


def _labels(ws: Workspace) -> dict[str, str]:
    return people.labels(people.list_people(ws))


def load_notes(ws: Workspace, about: str = "") -> Snapshot:
    """Read the headings of all notes the keys open, or of those about one person, newest first."""
    labels = _labels(ws)
    found = notes.notes_about(ws, about) if about else notes.all_notes(ws)
    rows = sorted((_row(h, labels.get(h.person, say("unfiled"))) for h in found), key=lambda row: (row[WHEN], row[UID]))
    return snapshot(reversed(rows), columns())


@dataclass(frozen=True)
class Opened:
    """One note with its text, read because somebody asked to see it."""

    heading: NoteHead
    about: str
    content: NoteText | None
    why_moved: str = ""


def load_note(ws: Workspace, tier: int, uid: str) -> Opened:
    """Read one note's text; for tiers above the first the reading is journalled. One that was moved has no text."""
    labels = _labels(ws)
    try:
        content = notes.read(ws, tier, uid)
    except MovedAway:
        head = next(head for head in notes.all_notes(ws) if head.uid == uid)
        why = next(trace.why for trace in head.traces if trace.way == "away")
        return Opened(head, labels.get(head.person, say("unfiled")), None, why)
    return Opened(content.head, labels.get(content.head.person, say("unfiled")), content)


def typed_day(text: str, order: str, today: str) -> str:
    """Read a day as typed in the profile's order; today where nothing is typed."""
    return typed_date(text, order) or today


@dataclass(frozen=True)
class Found:
    """One hit of the search over texts: which note, and none of its words."""

    uid: str
    tier: int
    about: str
    when: str


def search_notes(ws: Workspace, words: str, limit: int = 50) -> tuple[Found, ...]:
    """Search the texts the keys open, newest first."""
    labels = _labels(ws)
    return tuple(
        Found(hit.note, hit.tier, labels.get(hit.person, say("unfiled")), show_date(hit.happened_on))
        for hit in notes.search(ws, words, limit)
    )


def label_of(ws: Workspace, uid: str) -> str:
    """Give the name of a person, told apart from namesakes."""
    return _labels(ws).get(uid, "")


def everybody(ws: Workspace) -> tuple[tuple[str, str], ...]:
    """List (label, uid) of everybody a note can be about."""
    found = tuple(p for p in people.list_people(ws) if p.status != "archived")
    labels = people.labels(found)
    return tuple(sorted(((f"{labels[p.uid]} · {p.number}", p.uid) for p in found), key=lambda pair: fold(pair[0])))


def sentence(error: Exception) -> str:
    """Give a known error's sentence, or nothing."""
    return str(error) if isinstance(error, KnownError) else ""


def save(ws: Workspace, tier: int, about: str, uid: str, text: str, happened_on: str) -> Changes:
    """Save a new note, or a new wording of one."""
    if uid:
        return notes.edit(ws, tier, uid, text, happened_on)
    return notes.write(ws, tier, about, text, happened_on=happened_on)


def save_and_sign(ws: Workspace, tier: int, about: str, uid: str, text: str, happened_on: str) -> tuple[Changes, ...]:
    """Save and lock; two steps, so that the signature alone can be taken back."""
    saved = save(ws, tier, about, uid, text, happened_on)
    return saved, notes.sign(ws, tier, saved.uid or uid)


sign = notes.sign
add_addendum = notes.add_addendum
refile = notes.refile
build_index = notes.build_index
