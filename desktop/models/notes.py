"""Notes as the window shows them: headings without text for lists, one text on demand, the search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from desktop.models.dates import read_date
from desktop.models.rows import Column, Row, Snapshot, snapshot
from desktop.services import matching, meetings, notes, people
from desktop.services.errors import KnownError
from desktop.services.language import fold, profile, say, show_date
from desktop.services.matching.types import Pair
from desktop.services.notes.errors import MovedAway
from desktop.services.notes.types import NoteHead, NoteText
from desktop.services.vault import Changes, Workspace, new_uid

UID, TIER, WHEN, ABOUT, BY, STATE, PERSON, LABEL_KEY, SIGNED, MOVED, BESIDE, LENT = range(12)
_COMPARTMENTS = {1: "programme", 2: "counselling", 4: "private"}
TIERS = tuple(_COMPARTMENTS)


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
            width=20,
            tone=lambda row: "strong",
            tip=lambda row: " · ".join(filter(None, (row[ABOUT], row[BESIDE]))),
        ),
        Column(
            "tier",
            say("Who reads it"),
            lambda row: say("Private, lent") if row[LENT] else tier_words(row[TIER]),
            sort=lambda row: 2 * row[TIER] + row[LENT],
            width=14,
            tone=lambda row: f"tier{row[TIER]}",
            icon=lambda row: icons[row[TIER]],
        ),
        Column("by", say("By"), lambda row: row[BY], width=13, tip=lambda row: row[BY]),
        Column(
            "state",
            say("State"),
            lambda row: row[STATE],
            width=11,
            tone=lambda row: "" if row[SIGNED] or row[LENT] else "warning",
        ),
    )


def state_words(heading: NoteHead) -> str:
    """Say where a note stands."""
    if heading.moved_away:
        return say("re-filed")
    return say("signed") if heading.signed else say("not signed yet")


# what a note stands beside


@dataclass(frozen=True)
class Beside:
    """What else a note can be filed beside: a pair, or one meeting of it. Both empty: the person alone."""

    pair: str = ""
    meeting: str = ""
    words: str = ""

    @property
    def key(self) -> str:
        """Name it in a list of choices."""
        return f"{self.pair}/{self.meeting}" if self.pair else ""


def _pair_words(pair: Pair) -> str:
    return say("the pair {a} and {b}", a=pair.mentor_name, b=pair.mentee_name)


def beside_choices(ws: Workspace, person: str) -> tuple[Beside, ...]:
    """List what a note about a person can stand beside: their pairs, the present ones first, and the last meetings."""
    if not person:
        return ()
    found = [pair for pair in matching.pairs(ws, ended=True) if person in (pair.mentor, pair.mentee)]
    choices: list[Beside] = []
    for pair in sorted(found, key=lambda pair: (pair.state != "active", pair.since)):
        other = pair.mentor_name if pair.mentee == person else pair.mentee_name
        choices.append(Beside(pair.uid, "", say("the pair with {name}", name=other)))
        for meeting in meetings.meetings_of(ws, pair=pair.uid)[:_LAST_MEETINGS]:
            day = show_date(meeting.held_on)
            choices.append(Beside(pair.uid, meeting.uid, say("the meeting of {day} with {name}", day=day, name=other)))
    return tuple(choices)


_LAST_MEETINGS = 8


def _beside_words(ws: Workspace, heading: NoteHead) -> str:
    """Say beside which pair or meeting a note stands; '' for none."""
    if not heading.pair:
        return ""
    pair = next((p for p in matching.pairs(ws, ended=True) if p.uid == heading.pair), None)
    if pair is None:
        return say("beside a pair that is not here any more")
    met = next((m for m in meetings.meetings_of(ws, pair=pair.uid) if m.uid == heading.meeting), None)
    if met is None:
        return say("beside {pair}", pair=_pair_words(pair))
    return say("beside the meeting of {day}, {pair}", day=show_date(met.held_on), pair=_pair_words(pair))


# lists


def _row(heading: NoteHead, label: str, pairs: dict[str, str]) -> Row:
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
        pairs.get(heading.pair or "", ""),
        heading.lent,
    )


def _labels(ws: Workspace) -> dict[str, str]:
    """Name everybody, also by the uid of a record that was joined to another: drafts may have it."""
    labels = people.labels(people.list_people(ws))
    joined = people.kept(ws).targets
    return labels | {gone: labels[shown] for gone, shown in joined.items() if shown in labels}


def load_notes(ws: Workspace, about: str = "", beside: str = "") -> Snapshot:
    """Read the headings of all notes the keys open, of those about one person, or of those beside one pair."""
    labels = _labels(ws)
    pairs = {pair.uid: _pair_words(pair) for pair in matching.pairs(ws, ended=True)}
    found = notes.notes_about(ws, about) if about else notes.all_notes(ws)
    if beside:
        found = notes.notes_beside(ws, beside)
    rows = (_row(h, labels.get(h.person, say("unfiled")), pairs) for h in found)
    return snapshot(rows, columns(), lambda row: row[LABEL_KEY])


def narrowed_to(ws: Workspace, about: str, beside: str) -> str:
    """Say to whom or what a list is narrowed."""
    if beside:
        pair = next((p for p in matching.pairs(ws, ended=True) if p.uid == beside), None)
        return say("Beside {pair}", pair=_pair_words(pair)) if pair else ""
    return say("About {name}", name=_labels(ws).get(about, say("unfiled")))


@dataclass(frozen=True)
class Opened:
    """One note with its text, read because somebody asked to see it. `beside` says what it stands beside."""

    heading: NoteHead
    about: str
    content: NoteText | None
    why_moved: str = ""
    beside: str = ""


def load_note(ws: Workspace, tier: int, uid: str) -> Opened:
    """Read one note's text; for tiers above the first the reading is journalled. One that was moved has no text."""
    labels = _labels(ws)
    try:
        content = notes.read(ws, tier, uid)
    except MovedAway:
        head = next(head for head in notes.all_notes(ws) if head.uid == uid)
        why = next(trace.why for trace in head.traces if trace.way == "away")
        return Opened(head, labels.get(head.person, say("unfiled")), None, why)
    head = content.head
    return Opened(head, labels.get(head.person, say("unfiled")), content, "", _beside_words(ws, head))


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


def everybody(ws: Workspace) -> tuple[tuple[str, str, str], ...]:
    """List (label, uid, further words) of everybody a note can be about."""
    found = people.list_people(ws)
    labels = people.labels(found)
    named = []
    for person in found:
        words = f"{labels[person.uid]} · {person.number}"
        if person.status == "archived":
            words = say("{name}, archived", name=words)
        named.append((words, person.uid, f"{person.given} {person.family} {person.form}"))
    return tuple(sorted(named, key=lambda one: fold(one[0])))


# a note that is being written


@dataclass(frozen=True)
class Writing:
    """What a note being written is about; it travels with its draft. `day` is as typed; `uid` is empty for a new note.

    tier 0: not chosen yet.
    """

    tier: int = 0
    about: str = ""
    uid: str = ""
    pair: str = ""
    meeting: str = ""
    day: str = ""

    def as_text(self) -> str:
        """Write it out for the record of a draft."""
        return "|".join((str(self.tier), self.about, self.uid, self.pair, self.meeting, self.day))

    def about_person(self, person: str) -> Writing:
        """Give the same about somebody else; the pair and the meeting were those of the person before."""
        return self if person == self.about else replace(self, about=person, pair="", meeting="")


def writing_from(text: str) -> Writing:
    """Read what `Writing.as_text` wrote; an empty one for anything else."""
    parts = text.split("|", 5)
    if len(parts) != 6 or not parts[0].isdecimal() or int(parts[0]) not in (0, *TIERS):
        return Writing()
    return Writing(int(parts[0]), *parts[1:])


def resumed(ws: Workspace, text: str) -> Writing:
    """Read what `Writing.as_text` wrote, about the person under whom it is shown by now."""
    writing = writing_from(text)
    return replace(writing, about=people.kept(ws).of(writing.about))


def draft_key(uid: str = "") -> str:
    """Name the draft of a note: by its own uid while one is changed, by a new one for a new note."""
    return f"note:{uid or new_uid()}"


def day_shown(day: str) -> str:
    """Show a stored day in a field."""
    return show_date(day)


def typed_day(text: str, today: str) -> str:
    """Read a day as typed in the profile's order; today where nothing is typed. What is no day stays, to be refused."""
    found = read_date(text, profile().date_order)
    return found.isoformat() if found else text.strip() or today


def drafts_shown(ws: Workspace, drafts: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Say of each (key, record) of a draft what it is; those that can be read only."""
    labels = _labels(ws)
    shown = []
    for key, record in drafts:
        if key.startswith("addendum:"):
            tier, uid, _ = (*record.split("|", 2), "", "")[:3]
            head = _head_of(ws, uid) if tier else None
            name = labels.get(head.person, "") if head else ""
            shown.append((key, say("Something to add to a note about {name}", name=name or say("somebody"))))
            continue
        writing = writing_from(record)
        name = labels.get(writing.about, "")
        words = say("A note about {name}", name=name) if name else say("A note about nobody yet")
        tiers = say("{tier}: {what}", tier=tier_words(writing.tier), what=words) if writing.tier else words
        shown.append((key, say("{what}, changed and not saved", what=tiers) if writing.uid else tiers))
    return tuple(shown)


def _head_of(ws: Workspace, uid: str) -> NoteHead | None:
    return next((head for head in notes.all_notes(ws) if head.uid == uid), None)


def heading_of(ws: Workspace, uid: str) -> NoteHead | None:
    """Find a note's heading; None where it is not there any more."""
    return _head_of(ws, uid)


def sentence(error: Exception) -> str:
    """Give a known error's sentence, or nothing."""
    return str(error) if isinstance(error, KnownError) else ""


def save(ws: Workspace, writing: Writing, text: str) -> Changes:
    """Save a new note, or a new wording of one."""
    day = typed_day(writing.day, ws.clock.today().isoformat())
    if writing.uid:
        return notes.edit(ws, writing.tier, writing.uid, text, day)
    return notes.write(
        ws, writing.tier, writing.about, text, writing.pair or None, writing.meeting or None, happened_on=day
    )


def save_and_sign(ws: Workspace, writing: Writing, text: str) -> tuple[Changes, ...]:
    """Save and lock; two steps, so that the signature alone can be taken back."""
    saved = save(ws, writing, text)
    return saved, notes.sign(ws, writing.tier, saved.uid or writing.uid)


def newest_uid(changes: Changes | Iterable[Changes]) -> str:
    """Give the note that a save touched."""
    parts = [changes] if isinstance(changes, Changes) else list(changes)
    return next((part.uid for part in parts if part.uid), "")


sign = notes.sign
add_addendum = notes.add_addendum
refile = notes.refile
index_slice = notes.index_slice
