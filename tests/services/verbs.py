"""Every writing verb of every area, each with a way to use it at random on any workspace.

Tests of undo, merging and crashes draw from this list, and one test checks that no public verb is missing.
An entry gives None where the workspace offers nothing to do it with.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final

from desktop.services import matching, meetings, notes, people, programme, reports
from desktop.services.errors import KnownError
from desktop.services.matching.pairs import END_REASONS
from desktop.services.meetings.types import MeetingDraft
from desktop.services.people import GuardianLink, PersonDraft
from desktop.services.people.guardians import CONTACTS
from desktop.services.programme.types import ClosedDay
from desktop.services.vault import Changes, Workspace
from tests.services import verbs_rounds
from tests.services.people.pictures import jpeg
from tests.services.verbs_pairs import PAIRS

Verb = Callable[[Workspace, Random], Changes | None]
NAMES: Final = ("Ada", "Ben", "Cem", "Dua", "Eün", "Fay", "Łuk", "Noor", "Ødd", "Zoë", "李", "")
WORDS: Final = ("chess", "piano", "football", "coding", "reading", "drama", "maths", "shyness")


def _one(noise: Random, found: Sequence[str]) -> str | None:
    return noise.choice(found) if found else None


def _people(ws: Workspace) -> list[str]:
    return [person.uid for person in people.list_people(ws) if person.status == "present"]


def _some(noise: Random, found: Sequence[str], most: int = 3) -> list[str]:
    return noise.sample(list(found), min(len(found), noise.randint(0, most)))


def _draft(noise: Random) -> PersonDraft:
    return PersonDraft(
        number=f"0{noise.randrange(10**7)}",
        family=noise.choice(NAMES) or "Okafor",
        given=noise.choice(NAMES),
        birth_date=noise.choice((None, "2011-02-28", "2009-12-01")),
        year=str(noise.randint(7, 13)),
        form=noise.choice(("", "A", "B")),
        kind=noise.choice(("student", "student", "student", "guardian")),
    )


def add_person(ws: Workspace, noise: Random) -> Changes | None:
    return people.add_person(ws, _draft(noise))


def edit_person(ws: Workspace, noise: Random) -> Changes | None:
    uid = _one(noise, _people(ws))
    if uid is None:
        return None
    known = people.person(ws, uid)
    draft = PersonDraft(
        known.number, known.family, noise.choice(NAMES), noise.choice(NAMES), known.birth_date,
        str(noise.randint(7, 13)), known.form, known.kind,
    )  # fmt: skip
    return people.edit_person(ws, uid, draft)


def archive_people(ws: Workspace, noise: Random) -> Changes | None:
    return people.archive_people(ws, _some(noise, _people(ws), 2))


def mark_left(ws: Workspace, noise: Random) -> Changes | None:
    return people.mark_left(ws, _some(noise, _people(ws), 2))


def bring_back(ws: Workspace, noise: Random) -> Changes | None:
    away = [person.uid for person in people.list_people(ws) if person.status != "present"]
    return people.bring_back(ws, _some(noise, away, 2))


def add_period(ws: Workspace, noise: Random) -> Changes | None:
    return people.add_period(ws, noise.choice(("Mon3", "Tue1", "WedLunch", "Fri6", "Club")))


def set_availability(ws: Workspace, noise: Random) -> Changes | None:
    uid = _one(noise, _people(ws))
    return (uid and people.set_availability(ws, uid, _some(noise, [p.uid for p in people.periods(ws)]))) or None


def import_roster(ws: Workspace, noise: Random) -> Changes | None:
    """Import a small file of students with guardians, or of staff; some of them are here already, and much is decided."""
    kind, people_kind = noise.choice((("students", "student"), ("students", "student"), ("staff", "staff")))
    known = [p for p in people.list_people(ws) if p.number and p.kind == people_kind][:2]
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(["Student Number", "Last Name", "First Name", "Grade", "Mum", "Mum phone"])
    for person in known:
        number = noise.choice((person.number, f"9{noise.randrange(10**7)}"))
        out.writerow(
            [number, person.family, noise.choice(NAMES) or "Ida", noise.randint(7, 13), "Eve Roth", "0123 4567"]
        )
    for _ in range(noise.randint(1, 4)):
        name = noise.choice(NAMES) or "Ida"
        out.writerow(
            [
                f"1{noise.randrange(10**7)}",
                "Kovač",
                name,
                noise.randint(7, 13),
                "Al Kovač",
                noise.choice(("", "0777 123 456")),
            ]
        )
    mapping = (
        {"Mum": "guardian_1_name", "Mum phone": "guardian_1_phone"}
        if kind == "students"
        else {"Student Number": "number"}
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        path.write_text(text.getvalue(), encoding="utf-8")
        roster = people.read_roster(path, kind=kind, mapping=noise.choice((mapping, None)))
    plan = people.plan_import(ws, roster)
    same = {alike.row: noise.choice((alike.person.uid, "")) for alike in plan.alike}
    left = frozenset(_some(noise, [one.uid for one in plan.missing], 1))
    back = frozenset(_some(noise, [one.uid for one in plan.returners]))
    return people.import_roster(ws, people.plan_import(ws, roster, None, people.Decisions(same, left, back)))


def remember_mapping(ws: Workspace, noise: Random) -> Changes | None:
    return people.remember_mapping(
        ws,
        ("Nr", "Wer"),
        noise.choice(("students", "staff")),
        {"Nr": "number", "Wer": noise.choice(("name", "family"))},
    )


def edit_people(ws: Workspace, noise: Random) -> Changes | None:
    field, value = noise.choice((("form", "C"), ("status", "left"), ("languages", ["Somali"]), ("year", "8")))
    return people.edit_people(ws, _some(noise, _people(ws)), str(field), value)


def set_guardians(ws: Workspace, noise: Random) -> Changes | None:
    students = [person.uid for person in people.list_people(ws) if person.kind == "student"]
    links = [
        GuardianLink(_one(noise, everybody) or "", noise.choice(("mother", "carer")), contact=noise.choice(CONTACTS))
        for everybody in [[p.uid for p in people.list_people(ws) if p.kind != "student"]]
        if everybody
    ]
    uid = _one(noise, students)
    return people.set_guardians(ws, uid, links) if uid else None


def set_photo(ws: Workspace, noise: Random) -> Changes | None:
    uid = _one(noise, _people(ws))
    return people.set_photo(ws, uid, noise.choice((None, jpeg(noise.randint(1, 99))))) if uid else None


def set_own_fields(ws: Workspace, noise: Random) -> Changes | None:
    known = [one for one in people.own_fields(ws) if noise.random() < 0.7]
    new = people.OwnField(noise.choice(("Pronouns", "Faith", "Young carer")), "To speak to people as they wish.")
    there = {one.label for one in known}
    return people.set_own_fields(ws, [*known, new] if new.label not in there else known)


def set_own_values(ws: Workspace, noise: Random) -> Changes | None:
    uid, asked = _one(noise, _people(ws)), people.own_fields(ws)
    values = {one.uid: noise.choice(("", "they/them", "sometimes")) for one in asked}
    return people.set_own_values(ws, uid, values) if uid and asked else None


def save_filter(ws: Workspace, noise: Random) -> Changes | None:
    return people.save_filter(ws, "people", noise.choice(("Year 9", "New")), {"year": str(noise.randint(7, 13))})


def remove_filter(ws: Workspace, noise: Random) -> Changes | None:
    uid = _one(noise, [one.uid for one in people.filters(ws, "people")])
    return people.remove_filter(ws, uid) if uid else None


def merge_people(ws: Workspace, noise: Random) -> Changes | None:
    here = _people(ws)
    if len(here) < 2:
        return None
    one, other = noise.sample(here, 2)
    return people.merge_people(ws, one, other)


def enrol(ws: Workspace, noise: Random) -> Changes | None:
    found = _some(noise, _people(ws), 4)
    return programme.enrol(ws, found, noise.choice(("mentor", "mentee"))) if found else None


def withdraw(ws: Workspace, noise: Random) -> Changes | None:
    found = _some(noise, [p.uid for p in programme.participants(ws)], 1)
    return programme.withdraw(ws, found) if found else None


def set_answers(ws: Workspace, noise: Random) -> Changes | None:
    part = noise.choice(programme.participants(ws) or (None,))
    if part is None:
        return None
    return programme.set_answers(
        ws, part.uid, interests=_some(noise, WORDS), goals=_some(noise, WORDS), languages=[],
        places=noise.randint(1, 2) if part.role == "mentor" else None,
    )  # fmt: skip


def set_wishes(ws: Workspace, noise: Random) -> Changes | None:
    here = _people(ws)
    uid = _one(noise, here)
    return programme.set_wishes(ws, uid, wants=_some(noise, here, 1), avoids=_some(noise, here, 1)) if uid else None


def import_participants(ws: Workspace, noise: Random) -> Changes | None:
    known = [p for p in people.list_people(ws) if p.number and p.status == "present"]
    if not known:
        return None
    lines = ["number,role,interests,goals,languages,availability,places,wants,avoids"]
    for place, person in enumerate(noise.sample(known, min(4, len(known)))):
        role = ("mentor", "mentee")[place % 2]
        lines.append(f"{person.number},{role},{noise.choice(WORDS)},{noise.choice(WORDS)},,Mon3;Tue1,1,,")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "participants.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return programme.import_participants(ws, programme.read_participants(path))


def import_pairs(ws: Workspace, noise: Random) -> Changes | None:
    known = [p.number for p in people.list_people(ws) if p.number and p.status == "present"]
    lines = ["mentor,mentee,since,ended,period"]
    for _ in range(3 if len(known) > 1 else 0):
        mentor, mentee = noise.sample(known, 2)
        lines.append(f"{mentor},{mentee},{noise.choice(('', '2025-09-01'))},,{noise.choice(('', 'Mon3', 'Thu lunch'))}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pairs.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return matching.import_pairs(ws, matching.plan_pairs(ws, matching.read_pairs(path)))


def set_school(ws: Workspace, noise: Random) -> Changes | None:
    return programme.set_school(ws, replace(programme.school(ws), name=f"School {noise.randint(1, 9)}"))


def set_terms(ws: Workspace, noise: Random) -> Changes | None:
    first, *others = programme.terms(ws)
    return programme.set_terms(ws, [replace(first, label=f"Term {noise.randint(1, 9)}"), *others])


def set_closed_days(ws: Workspace, noise: Random) -> Changes | None:
    days = {date(2026, 11, 2) + timedelta(days=noise.randrange(30)) for _ in range(noise.randint(0, 3))}
    return programme.set_closed_days(ws, [ClosedDay(day, "storm") for day in sorted(days)])


def set_period(ws: Workspace, noise: Random) -> Changes | None:
    pair = noise.choice(matching.pairs(ws) or (None,))
    if pair is None:
        return None
    return matching.set_period(ws, pair.uid, _one(noise, [c.uid for c in matching.period_choices(ws, pair.uid)]))


def end_pair(ws: Workspace, noise: Random) -> Changes | None:
    pair = noise.choice(matching.pairs(ws) or (None,))
    return matching.end_pair(ws, pair.uid, noise.choice(sorted(END_REASONS))) if pair else None


def record_meetings(ws: Workspace, noise: Random) -> Changes | None:
    pair = noise.choice(matching.pairs(ws) or (None,))
    if pair is None:
        return None
    day = ws.clock.today() - timedelta(days=noise.randrange(3))
    known = [m.uid for m in meetings.meetings_of(ws, pair.uid) if m.held_on == day]
    draft = MeetingDraft(
        pair.uid, noise.choice(("held", "missed_mentor", "rescheduled")), noise.choice((None, 20, 30)),
        mood_mentor=noise.choice((None, 1, 5)), next_step=noise.choice(("", "read a chapter")),
        uid=known[0] if known else "",
    )  # fmt: skip
    return meetings.record(ws, day, [draft])


def _tier(ws: Workspace, noise: Random) -> int:
    return noise.choice(notes.tiers_held(ws))


def write_note(ws: Workspace, noise: Random) -> Changes | None:
    uid = _one(noise, _people(ws))
    return notes.write(ws, _tier(ws, noise), uid, f"note {noise.randrange(10**9)} ß 漢字") if uid else None


def _note(ws: Workspace, noise: Random, *, signed: bool) -> notes.NoteHead | None:
    found = [n for n in notes.all_notes(ws) if n.mine and bool(n.signed) == signed and not n.moved_away]
    return noise.choice(found) if found else None


def edit_note(ws: Workspace, noise: Random) -> Changes | None:
    note = _note(ws, noise, signed=False)
    return notes.edit(ws, note.tier, note.uid, f"reworded {noise.randrange(10**9)}") if note else None


def sign_note(ws: Workspace, noise: Random) -> Changes | None:
    note = _note(ws, noise, signed=False)
    return notes.sign(ws, note.tier, note.uid) if note else None


def add_addendum(ws: Workspace, noise: Random) -> Changes | None:
    note = _note(ws, noise, signed=True)
    return notes.add_addendum(ws, note.tier, note.uid, "correction", f"more {noise.randrange(10**9)}") if note else None


def refile_note(ws: Workspace, noise: Random) -> Changes | None:
    note, uid = _note(ws, noise, signed=noise.random() < 0.5), _one(noise, _people(ws))
    return notes.refile(ws, note.tier, note.uid, uid, "wrong student") if note and uid else None


def record_release(ws: Workspace, noise: Random) -> Changes | None:
    return reports.record_release(ws, "staff_pack", "staff", noise.randint(1, 9))


# By the public name of the verb.
WRITING: Final[dict[str, Verb]] = {
    "people.add_person": add_person,
    "people.edit_person": edit_person,
    "people.archive_people": archive_people,
    "people.mark_left": mark_left,
    "people.bring_back": bring_back,
    "people.edit_people": edit_people,
    "people.set_guardians": set_guardians,
    "people.set_photo": set_photo,
    "people.set_own_fields": set_own_fields,
    "people.set_own_values": set_own_values,
    "people.save_filter": save_filter,
    "people.remove_filter": remove_filter,
    "people.merge_people": merge_people,
    "people.add_period": add_period,
    "people.set_availability": set_availability,
    "people.import_roster": import_roster,
    "people.remember_mapping": remember_mapping,
    "programme.enrol": enrol,
    "programme.withdraw": withdraw,
    "programme.set_answers": set_answers,
    "programme.set_wishes": set_wishes,
    "programme.import_participants": import_participants,
    "programme.set_school": set_school,
    "programme.set_terms": set_terms,
    "programme.set_closed_days": set_closed_days,
    "matching.import_pairs": import_pairs,
    **verbs_rounds.WRITING,
    "matching.set_period": set_period,
    "matching.end_pair": end_pair,
    "meetings.record": record_meetings,
    "notes.write": write_note,
    "notes.edit": edit_note,
    "notes.sign": sign_note,
    "notes.add_addendum": add_addendum,
    "notes.refile": refile_note,
    "reports.record_release": record_release,
} | PAIRS
# Writing verbs that are not drawn at random, with the reason.
APART: Final[dict[str, str]] = {
    "programme.found": "only the first step of a workspace",
    "reports.record": "the same step as record_release, for a document that was made",
    "sample.make_sample": "many steps of the other verbs",
    "audit.save_csv": "the same step as record_release, and a file",
}
# Reading verbs that write nothing but events, or nothing at all, though they give no value or write a file.
READING: Final[dict[str, str]] = {
    "transfer.set_aside": "an event; it moves a file that is none of the workspace's own",
    "programme.refresh_card": "writes the card in the clear, outside the workspace's files",
}


def use(ws: Workspace, name: str, noise: Random) -> Changes | None:
    """Use a verb at random; None where it is refused or there is nothing to do it with."""
    try:
        return WRITING[name](ws, noise)
    except KnownError:
        return None
