"""A school in which two records are one person, with something of every kind under each; and every public read verb.

`READS` asks each verb of every area the same questions before and after the two are joined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from typing import Any, Final

from desktop.services import handing, matching, meetings, notes, people, programme, reports, support
from desktop.services.errors import KnownError
from desktop.services.matching.readiness import readiness
from desktop.services.meetings.types import MeetingDraft
from desktop.services.people import GuardianLink, OwnField, PersonDraft
from desktop.services.people.listing import beside, labels_of, listed, partners_of, some_people
from desktop.services.vault import Workspace
from tests.fakes.clock import FakeClock
from tests.services.people.pictures import jpeg

WORD: Final = "herons"
SINCE: Final = date(2026, 11, 2)


@dataclass
class World:
    """Uids of people by a short name (a and b are the two records), of pairs, notes and fields."""

    ws: Workspace
    uid: dict[str, str]
    pairs: dict[str, str]
    notes: dict[str, tuple[int, str]]
    field: dict[str, str]
    period: dict[str, str]

    @property
    def kept(self) -> str:
        """The record that is kept."""
        return self.uid["a"]

    @property
    def gone(self) -> str:
        """The record that is joined to it."""
        return self.uid["b"]


def build(ws: Workspace, clock: FakeClock) -> World:
    """Make the school with the verbs of every area."""
    world = World(ws, {}, {}, {}, {}, {})
    _people(world)
    _programme(world)
    _pairs(world, clock)
    _notes(world, clock)
    return world


def _people(world: World) -> None:
    ws = world.ws
    drafts = {
        "a": PersonDraft("0042", "Okafor", "Ada", year="8", form="8B", languages=("Igbo",)),
        "b": PersonDraft("1042", "Okafor", "Adaeze", "Ada", "2013-02-01", "8", phone="01632 960042", languages=("English",)),
        "x": PersonDraft("100", "Łaski", "Ben", year="8"),
        "y": PersonDraft("101", "Ng", "Cy", year="8"),
        "m": PersonDraft("900", "Roth", "Dee", year="11"),
        "n": PersonDraft("901", "Zed", "Eve", year="11"),
        "g": PersonDraft(family="Okafor", given="Ngozi", kind="guardian", phone="01632 960001"),
        "h": PersonDraft(family="Okafor", given="Chidi", kind="guardian"),
    }  # fmt: skip
    for name, draft in drafts.items():
        world.uid[name] = people.add_person(ws, draft).uid
    uid = world.uid
    for label in ("Mon3", "Tue1", "Wed2", "Fri4"):
        world.period[label] = people.add_period(ws, label).uid
    free = {"a": ("Mon3", "Tue1"), "b": ("Tue1", "Fri4"), "x": ("Mon3", "Wed2"), "y": ("Wed2",)}
    for name in ("a", "b", "x", "y", "m", "n"):
        people.set_availability(ws, uid[name], [world.period[label] for label in free.get(name, world.period)])
    people.set_guardians(ws, uid["a"], [GuardianLink(uid["g"], "mother", emergency=True)])
    barred = GuardianLink(uid["g"], "mother", place=2, contact="not_to_be_contacted")
    people.set_guardians(ws, uid["b"], [GuardianLink(uid["h"], "father"), barred])
    people.set_photo(ws, uid["b"], jpeg(9))
    people.set_own_fields(ws, [OwnField("Pronouns", "To speak as they wish."), OwnField("Young carer", "To help.")])
    world.field = {one.label: one.uid for one in people.own_fields(ws)}
    people.set_own_values(ws, uid["a"], {world.field["Pronouns"]: "she/her"})
    people.set_own_values(ws, uid["b"], {world.field["Pronouns"]: "they/them", world.field["Young carer"]: "yes"})


def _programme(world: World) -> None:
    ws, uid = world.ws, world.uid
    programme.enrol(ws, [uid[name] for name in "abxy"], "mentee")
    programme.enrol(ws, [uid["m"], uid["n"]], "mentor")
    answers: dict[str, dict[str, Any]] = {
        "a": {"interests": ["chess", "Football"], "goals": ["friends"]},
        "b": {"interests": ["football", "drawing"], "goals": [], "languages": ["English", "Igbo"]},
        "x": {"interests": ["drawing"]},
        "y": {"interests": ["chess"]},
        "m": {"interests": ["chess", "drawing"], "places": 3},
        "n": {"interests": ["football"], "places": 3},
    }
    for part in programme.participants(ws):
        name = next(name for name, one in uid.items() if one == part.person)
        programme.set_answers(ws, part.uid, **answers[name])
    programme.set_wishes(ws, uid["a"], wants=[uid["m"], uid["b"]], avoids=[])
    programme.set_wishes(ws, uid["b"], wants=[uid["m"], uid["x"]], avoids=[uid["y"]])
    programme.set_wishes(ws, uid["x"], wants=[uid["b"]], avoids=[uid["a"]])


def _pairs(world: World, clock: FakeClock) -> None:
    """Publish a round, meet for two weeks, end b's pair, and leave a draft in which b waits for another."""
    ws = world.ws
    clock.forward(days=-21)
    matching.propose(ws)
    matching.publish(ws)
    world.pairs = {
        name: next(pair.uid for pair in matching.pairs(ws) if pair.mentee == world.uid[name]) for name in "abxy"
    }
    clock.forward(days=21)
    for days in (14, 7, 1):
        day = ws.clock.today() - timedelta(days=days)
        meetings.record(ws, day, [MeetingDraft(world.pairs[name], "held", 20 + days) for name in "ab"])
    meetings.record(ws, ws.clock.today(), [MeetingDraft(world.pairs["b"], "missed_mentee")])
    matching.end_pair(ws, world.pairs["b"])
    meet = matching.plan_meet(ws, SINCE).uid or ""
    matching.set_named(ws, meet, world.uid["b"], [world.uid["n"]])
    matching.set_named(ws, meet, world.uid["n"], [world.uid["b"]])
    matching.keep_apart(ws, world.uid["b"], world.uid["y"], "They fell out")
    matching.propose(ws)
    matching.lock(ws, world.uid["b"])


def _notes(world: World, clock: FakeClock) -> None:
    ws, uid = world.ws, world.uid
    met = meetings.meetings_of(ws, pair=world.pairs["b"])[0].uid
    clock.forward(days=-4)
    for tier in notes.tiers_held(ws):
        for name in "ab":
            pair = world.pairs[name]
            made = notes.write(ws, tier, uid[name], f"{WORD} of {name} in {tier}", pair, met if name == "b" else None)
            world.notes[f"{name}{tier}"] = (tier, made.uid)
        notes.sign(ws, *world.notes[f"b{tier}"])
        notes.add_addendum(ws, *world.notes[f"b{tier}"], "later", f"more {WORD}")
        stray = notes.write(ws, tier, uid["x"], f"{WORD} filed wrongly").uid
        world.notes[f"to b{tier}"] = (tier, notes.refile(ws, tier, stray, uid["b"], "of the other").uid)
        lost = notes.write(ws, tier, uid["b"], f"{WORD} not of b").uid
        world.notes[f"from b{tier}"] = (tier, notes.refile(ws, tier, lost, uid["x"], "wrong child").uid)
    for name in "ab":
        handing.hand_in(ws, handing.COUNSELLING, f"{WORD} handed in about {name}", uid[name])
    handing.take_in(ws)
    clock.forward(days=4)


def _each(world: World, verb: Callable[[str], Any], *, of: str = "axymngh") -> dict[str, Any]:
    return {name: verb(world.uid[name]) for name in of}


def _due(world: World, verb: Callable[[Workspace, date], Any]) -> list[Any]:
    return [verb(world.ws, world.ws.clock.today() - timedelta(days=days)) for days in (0, 1, 7, 14)]


READS: Final[dict[str, Callable[[World], Any]]] = {
    "handing.read_handed_in": lambda w: [handing.read_handed_in(w.ws, one.uid) for one in handing.handed_in(w.ws)],
    "handing.handed_in": lambda w: handing.handed_in(w.ws),
    "handing.handed_in_about": lambda w: _each(w, lambda uid: handing.handed_in_about(w.ws, uid)),
    "matching.badges": lambda w: [matching.badges(w.ws, meet.uid) for meet in matching.meets(w.ws)],
    "matching.blocks": lambda w: matching.blocks(w.ws),
    "matching.draft": lambda w: matching.draft(w.ws),
    "matching.drafts": lambda w: matching.drafts(w.ws),
    "matching.compare": lambda w: [matching.compare(w.ws, one.uid, one.uid) for one in matching.drafts(w.ws)],
    "matching.heat": lambda w: matching.heat(w.ws),
    "matching.how_robust": lambda w: matching.how_robust(w.ws),
    "matching.teams": lambda w: matching.teams(w.ws),
    "matching.why_pair": lambda w: [matching.why_pair(w.ws, pair) for pair in w.pairs.values()],
    "matching.pairs": lambda w: (matching.pairs(w.ws), matching.pairs(w.ws, ended=True)),
    "matching.period_choices": lambda w: [matching.period_choices(w.ws, w.pairs[name]) for name in "axy"],
    "matching.why_not": lambda w: matching.why_not(w.ws, w.uid["b"], w.uid["n"]),
    "matching.readiness": lambda w: readiness(w.ws),
    "meetings.due": lambda w: _due(w, meetings.due),
    "meetings.last_met": lambda w: meetings.last_met(w.ws),
    "meetings.meetings_between": lambda w: meetings.meetings_between(w.ws, SINCE, w.ws.clock.today()),
    "meetings.meetings_of": lambda w: [
        *[meetings.meetings_of(w.ws, pair=pair) for pair in w.pairs.values()],
        _each(w, lambda uid: meetings.meetings_of(w.ws, person=uid)),
    ],
    "meetings.totals": lambda w: meetings.totals(w.ws, SINCE, w.ws.clock.today()),
    "meetings.unrecorded": lambda w: meetings.unrecorded(w.ws, SINCE, w.ws.clock.today()),
    "meetings.without_period": lambda w: _due(w, meetings.without_period),
    "notes.all_notes": lambda w: notes.all_notes(w.ws),
    "notes.notes_about": lambda w: _each(w, lambda uid: notes.notes_about(w.ws, uid)),
    "notes.notes_beside": lambda w: [notes.notes_beside(w.ws, pair) for pair in w.pairs.values()],
    "notes.read": lambda w: [notes.read(w.ws, tier, note) for tier, note in w.notes.values()],
    "notes.search": lambda w: notes.search(w.ws, WORD),
    "notes.unsigned": lambda w: notes.unsigned(w.ws),
    "people.compare": lambda w: people.compare(w.ws, w.uid["x"], w.kept),
    "people.guardian_links": lambda w: people.guardian_links(w.ws),
    "people.guardians": lambda w: _each(w, lambda uid: people.guardians(w.ws, uid), of="axy"),
    "people.guardians_of_leavers": lambda w: people.guardians_of_leavers(w.ws),
    "people.history": lambda w: _each(w, lambda uid: people.history(w.ws, uid)),
    "people.left_without": lambda w: people.left_without(w.ws, [w.uid["g"], w.uid["h"]]),
    "people.likely_same": lambda w: people.likely_same(w.ws),
    "people.list_people": lambda w: people.list_people(w.ws),
    "people.listing.listed": lambda w: list(listed(w.ws)),
    "people.listing.beside": lambda w: beside(w.ws),
    "people.labels_of": lambda w: labels_of(w.ws, [w.uid[name] for name in "axyg"]),
    "people.partners_of": lambda w: _each(w, lambda uid: partners_of(w.ws, uid)),
    "people.some_people": lambda w: some_people(w.ws, [w.uid[name] for name in "axyg"]),
    "people.look_alikes_of": lambda w: people.look_alikes_of(w.ws, PersonDraft("77", "Okafor", "Ada", year="8")),
    "people.own_values": lambda w: _each(w, lambda uid: people.own_values(w.ws, uid)),
    "people.person": lambda w: _each(w, lambda uid: people.person(w.ws, uid)),
    "people.person_by_number": lambda w: [people.person_by_number(w.ws, number) for number in ("0042", "1042", "100")],
    "people.photo": lambda w: _each(w, lambda uid: people.photo(w.ws, uid)),
    "people.students_of": lambda w: _each(w, lambda uid: people.students_of(w.ws, uid), of="gh"),
    "people.why_not_merge": lambda w: people.why_not_merge(w.ws, w.uid["x"], w.kept),
    "programme.participants": lambda w: programme.participants(w.ws, withdrawn=True),
    "programme.wishes": lambda w: programme.wishes(w.ws),
    "reports.badges_paper": lambda w: reports.badges_paper(w.ws),
    "reports.draft_paper": lambda w: reports.draft_paper(w.ws),
    "reports.first_forms": lambda w: reports.first_forms(w.ws),
    "reports.heat_paper": lambda w: reports.heat_paper(w.ws),
    "reports.tick_sheets": lambda w: reports.tick_sheets(w.ws),
    "reports.pair_register": lambda w: reports.pair_register(w.ws),
    "reports.staff_pack": lambda w: reports.staff_pack(w.ws),
    "support.today": lambda w: support.today(w.ws),
}
# Public verbs that read and are not asked, with the reason.
NOT_ASKED: Final[dict[str, str]] = {
    "backups.back_up": "the files as they are", "backups.back_up_if_due": "the files as they are",
    "backups.check_backups": "no people in it", "backups.is_due": "yes or no", "backups.list_backups": "no people in it",
    "handing.compartments_held": "compartments", "handing.hand_in": "a receipt", "handing.left_sealed": "a number",
    "handing.open_to_items": "compartments", "handing.receipts": "no people in it", "handing.take_in": "moves what is sealed",
    "backups.rehearse": "counts of a backup", "backups.restore": "the files as they are",
    "notes.build_index": "a number", "notes.index_slice": "a number", "notes.index_stands": "yes or no",
    "notes.tiers_held": "numbers", "people.filters": "no people in it", "people.import_report": "of one import",
    "people.import_runs": "no people in it", "people.joining_of": "is asked with the uid of a joined record",
    "people.kept": "says which record is joined", "people.known_as": "gives the joined records",
    "people.own_fields": "no people in it", "people.periods": "no people in it",
    "people.mapping_for": "no people in it", "people.saved_mapping": "no people in it",
    "people.saved_mappings": "no people in it", "people.plan_import": "tested with its file",
    "programme.card_is_true": "yes or no", "programme.closed_days": "no people in it",
    "programme.plan_participants": "tested with its file", "programme.school": "no people in it",
    "programme.school_calendar": "no people in it", "programme.terms": "no people in it",
    "programme.the_programme": "no people in it", "reports.make": "the bytes of pair_register or staff_pack",
    "reports.import_report": "of one import", "reports.list_of_people": "what a page shows, as it shows it", "reports.releases": "no people in it", "reports.equity_paper": "counts of groups", "reports.matching_paper": "one of the others by its kind", "transfer.copy_out": "the files as they are", "transfer.copied_at": "a day",
    "transfer.describe_place": "no people in it", "transfer.propose_name": "no people in it",
    "transfer.versions": "no people in it", "transfer.open_version": "the files as they are",
    "audit.check": "sentences on entries", "audit.entries": "what was done, and to which record, as it was then",
    "audit.listing": "the entries it is given", "audit.who_did": "those who may unlock",
    "matching.block_reasons": "words of staff", "matching.criteria": "counts", "matching.settings": "no people in it",
    "matching.first_meeting": "no people in it", "matching.first_meetings": "no people in it", "matching.meets": "counts",
    "matching.slips": "answers by role", "matching.trials": "no people in it", "people.own_answers": "answers by person, tested beside",
    "matching.plan_pairs": "tested with its file", "matching.begin_anew": "puts a draft aside, as set_aside", "matching.summary": "takes a draft", "matching.proof": "numbers of students",
}  # fmt: skip


def texts(found: object) -> Iterator[str]:
    """Give every text in an answer; not the further records of a person, nor what is kept out of its words."""
    if isinstance(found, str):
        yield found
    elif is_dataclass(found) and not isinstance(found, type):
        for item in fields(found):
            if item.repr and not (isinstance(found, people.Person) and item.name == "records"):
                yield from texts(getattr(found, item.name))
    elif isinstance(found, dict):
        for key, value in found.items():
            yield from texts(key)
            yield from texts(value)
    elif isinstance(found, list | tuple | set | frozenset):
        for one in found:
            yield from texts(one)


def answers(world: World) -> dict[str, Any]:
    """Ask every verb; one that refuses answers with its sentence."""
    return {name: _asked(ask, world) for name, ask in READS.items()}


def _asked(ask: Callable[[World], Any], world: World) -> Any:
    try:
        return ask(world)
    except KnownError as error:
        return str(error)
