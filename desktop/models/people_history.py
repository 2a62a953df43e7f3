"""What happened to a person's record, in words; joined records, and how they are parted again."""

from __future__ import annotations

import json

from desktop.services import people
from desktop.services.errors import KnownError
from desktop.services.language import say, show_date
from desktop.services.people import Person
from desktop.services.programme.types import Participant
from desktop.services.vault import Changes, HistoryEntry, Workspace, undo_step
from desktop.services.vault.verbs import words_of


class NotJoined(KnownError):
    """A record that was to be parted from another is not joined to it any more."""

    sentence = "These two records are not joined any more. Nothing was changed."


def detail_words(field: str) -> str:
    """Say what a detail of a person is called, within a sentence; empty for what nobody needs to hear of."""
    words = {
        "number": say("number"),
        "family": say("family name"),
        "given": say("given name"),
        "preferred": say("preferred name"),
        "birth_date": say("birth date"),
        "year": say("{year}"),
        "form": say("{form}"),
        "kind": say("kind"),
        "status": say("state"),
        "email": say("email"),
        "phone": say("phone"),
        "job": say("job"),
        "languages": say("languages"),
        "access_needs": say("access needs"),
        "source_key": say("key of the source"),
    }
    return words.get(field, "")


def load_history(ws: Workspace, uid: str, parts: tuple[Participant, ...]) -> tuple[HistoryEntry, ...]:
    """Read every change of a person, of all their records, and of their enrolments, newest first."""
    entries = list(people.history(ws, uid))
    for part in parts:
        entries += ws.history("programme", "participant", part.uid)
    return tuple(sorted(entries, key=lambda entry: entry.at, reverse=True))


def history_lines(entries: tuple[HistoryEntry, ...]) -> tuple[tuple[str, str], ...]:
    """Say each change of a person as (what, when and who)."""
    lines = []
    for entry in entries:
        shown = {c: values for c, values in entry.values.items() if detail_words(c)}
        if entry.op == "U" and shown:
            what = "; ".join(
                say("{field}: {old} → {new}", field=detail_words(c), old=_said(old), new=_said(new))
                for c, (old, new) in shown.items()
            )
        else:
            what = words_of(entry.verb, "1")
        lines.append((what[:1].upper() + what[1:], say("{day}, {who}", day=show_date(entry.at), who=entry.by)))
    return tuple(lines)


def _said(value: object) -> str:
    words = {
        "present": say("here"),
        "left": say("left"),
        "archived": say("archived"),
        "enrolled": say("enrolled"),
        "withdrawn": say("withdrawn"),
        "student": say("student"),
        "staff": say("staff"),
        "guardian": say("guardian"),
        "helper": say("helper"),
    }
    if isinstance(value, str) and value.startswith("["):
        return ", ".join(json.loads(value))
    return words.get(str(value), str(value) if value not in (None, "") else "\u2013")


def joined_of(ws: Workspace, person: Person) -> tuple[tuple[str, str], ...]:
    """List (uid, words) of the records that were joined to a person's."""
    if not person.records:
        return ()
    found = []
    for one in people.known_as(ws).get(person.uid, ()):
        name = say("{name}, number {number}", name=people.display_name(one), number=one.number or "\u2013")
        step = people.joining_of(ws, one.uid)
        day = show_date(step.at) if step else ""
        found.append((one.uid, say("{name}, joined {day}", name=name, day=day) if day else name))
    return tuple(found)


def part_again(ws: Workspace, gone: str) -> Changes:
    """Take back the joining of a record. Raises NotJoined, and what undoing that step raises."""
    step = people.joining_of(ws, gone)
    if step is None:
        raise NotJoined
    return undo_step(ws, step.ref)
