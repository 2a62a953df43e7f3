"""What waits today, in the words and groups of the first page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.models.drafts import DraftKeeper
from desktop.models.notes import drafts_shown
from desktop.models.today_beginnings import beginnings
from desktop.models.today_lines import Line
from desktop.services import people, programme, support
from desktop.services.handing.types import HandedIn
from desktop.services.language import say, say_many, show_date
from desktop.services.meetings.types import DueRow
from desktop.services.support.types import NO_COPY, NO_WORDS, OLD_COPY, WORDS_UNPROVEN
from desktop.services.vault import Workspace


@dataclass(frozen=True)
class Today:
    """The page: its title, its one line, and groups of lines (title, how many, lines)."""

    title: str
    purpose: str
    urgent: tuple[Line, ...]
    meetings: tuple[Line, ...]
    groups: tuple[tuple[str, int, tuple[Line, ...]], ...]
    empty: bool
    sample: bool
    due: int


def half_written(keeper: DraftKeeper) -> tuple[tuple[str, str], ...]:
    """Give (key, record) of all that was begun and not saved: notes, additions, days, handing in; the newest first."""
    pages = ("notes", "meetings", "handing")
    begun = [key for page in pages for key in keeper.keys(page) if key.startswith(_BEGUN)]
    found = ((key, keeper.find(key)) for key in reversed(begun))
    return tuple((key, draft.record) for key, draft in found if draft is not None)


def load_today(ws: Workspace, half: tuple[tuple[str, str], ...] = ()) -> Today:
    """Gather the first page; `half` is what `half_written` gives."""
    found = support.today(ws)
    labels = people.labels(people.list_people(ws))
    sample = programme.school(ws).sample
    urgent = () if sample else tuple(_banner(key, found.last_copy) for key in found.banners)
    unrecorded = _unrecorded(found.unrecorded)
    unsigned = tuple(
        Line(
            say("A note about {name}", name=labels.get(head.person, say("unfiled"))),
            say("Written {day}, not signed yet", day=show_date(head.written)),
            "pen",
            "warning",
            say("Open"),
            "notes",
            (("note", head.uid), ("tier", str(head.tier))),
        )
        for head in found.unsigned[:_SHOWN]
    )
    if len(found.unsigned) > _SHOWN:
        more = say("And {n} more", n=len(found.unsigned) - _SHOWN)
        unsigned += (Line(more, say("The oldest stand first."), "pen", "muted", say("All"), "notes"),)
    groups = [
        (say("Handed in"), len(found.handed), _handed(found.handed)),
        (say("Half-written"), len(half), _half(ws, half)),
        (say("Not entered yet"), len(found.unrecorded), unrecorded),
        (say("Notes to sign"), len(found.unsigned), unsigned),
        *beginnings(ws),
    ]
    if found.waiting:
        groups.append((say("Waiting for a {mentor}"), found.waiting, (_waiting(found.waiting),)))
    shown = tuple(group for group in groups if group[1])
    enrolled = bool(programme.participants(ws))
    return Today(
        show_date(found.day, weekday=True),
        _purpose(found.school_day, len(urgent), len(found.due), sum(group[1] for group in shown)),
        urgent,
        _by_period(found.due),
        shown,
        not enrolled and not shown,
        sample,
        len(found.due),
    )


def _handed(items: tuple[HandedIn, ...]) -> tuple[Line, ...]:
    """Say of what came in and nobody has read when and from whom, and no word of it."""
    return tuple(
        Line(
            say("Something for you to read"),
            say("Handed in {day} by {who}", day=show_date(item.at), who=item.by or say("somebody who cannot be told")),
            "inbox-arrow-down-outline",
            "warning",
            say("Open"),
            "handing",
            (("item", item.uid),),
        )
        for item in items[:_SHOWN]
    )


def _purpose(school_day: bool, urgent: int, due: int, waiting: int) -> str:
    parts = []
    if urgent:
        parts.append(say_many("one thing cannot wait", "{n} things cannot wait", urgent))
    if waiting:
        parts.append(say_many("one thing to look at", "{n} things to look at", waiting))
    if due:
        parts.append(say_many("one meeting today", "{n} meetings today", due))
    if not parts:
        parts.append(say("nothing waits") if school_day else say("no school today, and nothing waits"))
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def _banner(key: str, last_copy: date | None) -> Line:
    words = {
        NO_WORDS: (
            say("This workspace has no recovery words"),
            say("If you forget your password, nobody can open it again."),
            "key-outline",
            "settings",
            (("part", "recovery"),),
            say("Make them"),
        ),
        WORDS_UNPROVEN: (
            say("The recovery words are not proven yet"),
            say("Make new ones and type three of them back, to be sure that the sheet is right."),
            "key-outline",
            "settings",
            (("part", "recovery"),),
            say("Make new ones"),
        ),
        NO_COPY: (
            say("There is no copy off this laptop yet"),
            say("If it is lost, everything is lost. A copy takes a minute."),
            "usb-flash-drive-outline",
            "transfer",
            (),
            say("Make a copy"),
        ),
        OLD_COPY: (
            say("The last copy is from {day}", day=show_date(last_copy)),
            say("What came since is on this laptop alone."),
            "usb-flash-drive-outline",
            "transfer",
            (),
            say("Make a copy"),
        ),
    }
    title, detail, icon, page, place, act = words[key]
    return Line(title, detail, icon, "danger", act, page, place)


def _by_period(due: tuple[DueRow, ...]) -> tuple[Line, ...]:
    """Group the meetings of the day by period, with who meets."""
    periods: dict[str, list[DueRow]] = {}
    for row in due:
        periods.setdefault(row.slot or say("No period"), []).append(row)
    lines = []
    for slot, rows in periods.items():
        pairs = [say("{a} and {b}", a=row.mentor_name, b=row.mentee_name) for row in rows]
        done = sum(row.meeting is not None for row in rows)
        title = slot if not done else say("{slot}, {done} of {n} entered", slot=slot, done=done, n=len(rows))
        more = "" if len(pairs) <= _SHOWN else say("and {n} more", n=len(pairs) - _SHOWN)
        detail = " · ".join(filter(None, (*pairs[:_SHOWN], more)))
        lines.append(Line(title, detail, "door", "accent", say("Open"), "meetings", (("day", rows[0].day),)))
    return tuple(lines)


_SHOWN = 3
# How the drafts of the grid of meetings are called; the day follows.
_OF_DAY = "meetings:"
_HANDING = "handing"
_BEGUN = ("note:", "addendum:", _OF_DAY, _HANDING)


def _half(ws: Workspace, half: tuple[tuple[str, str], ...]) -> tuple[Line, ...]:
    """Say what was begun; no word of what is in it."""
    shown = half[:_SHOWN]
    words = dict(drafts_shown(ws, tuple(one for one in shown if not one[0].startswith(_OF_DAY))))
    kept = say("What you typed is kept, and not saved yet.")
    lines = []
    for key, record in shown:
        if key.startswith(_OF_DAY):
            title, page, place = (
                say("Meetings of {day}", day=show_date(record, weekday=True)),
                "meetings",
                ("day", record),
            )
        elif key == _HANDING:
            title, page, place = say("Something to hand in"), _HANDING, ("do", "hand-in")
        else:
            title, page, place = words[key], "notes", ("draft", key)
        lines.append(Line(title, kept, "pencil-outline", "warning", say("Go on"), page, (place,)))
    if len(half) > _SHOWN:
        more = say("And {n} more", n=len(half) - _SHOWN)
        lines.append(Line(more, say("Kept, and not saved yet."), "pencil-outline", "muted", say("All"), "notes"))
    return tuple(lines)


def _unrecorded(rows: tuple[DueRow, ...]) -> tuple[Line, ...]:
    days: dict[str, list[DueRow]] = {}
    for row in rows:
        days.setdefault(row.day, []).append(row)
    return tuple(
        Line(
            show_date(day, weekday=True),
            say_many("1 meeting has no entry", "{n} meetings have no entry", len(of_day)),
            "calendar-question-outline",
            "warning",
            say("Enter"),
            "meetings",
            (("day", day),),
        )
        for day, of_day in sorted(days.items(), reverse=True)
    )


def _waiting(n: int) -> Line:
    return Line(
        say_many("1 {mentee} has no {mentor}", "{n} {mentees} have no {mentor}", n),
        say("Propose pairs, and see what would help whoever cannot be placed."),
        "account-clock-outline",
        "warning",
        say("Match"),
        "matching",
    )
