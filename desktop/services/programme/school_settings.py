"""The school's own settings, terms and closed days, and the founding of a workspace."""

from __future__ import annotations

import json
from collections.abc import Sequence

from desktop.services.language import PROFILES, say
from desktop.services.programme import store
from desktop.services.programme.calendar import make_calendar, school_week
from desktop.services.programme.contacts import card_holds, write_card
from desktop.services.programme.errors import AlreadyFounded, BadTerms, SchoolNameMissing
from desktop.services.programme.rules import check_terms, clean_list
from desktop.services.programme.types import ClosedDay, Contact, School, SchoolCalendar, Term
from desktop.services.vault import Changes, Workspace

_TIER = "programme"


def found(
    ws: Workspace,
    school: str,
    profile: str,
    terms: Sequence[Term],
    *,
    languages: Sequence[str] = (),
    contacts: Sequence[Contact] = (),
    weekdays: Sequence[int] = (),
    sample: bool = False,
) -> Changes:
    """Set a new workspace up in one step: the school, its terms, and the one programme (cross-age, running).

    `school` is its name; no `weekdays` means the profile's usual week. Errors: AlreadyFounded, SchoolNameMissing,
    BadTerms, FileRefused.
    """
    if store.programmes(ws):
        raise AlreadyFounded
    _check_terms(terms)
    draft = School(school, profile, tuple(languages), tuple(contacts), tuple(weekdays) or school_week(profile), sample)
    settings = _checked(draft)
    write_card(ws.folder, profile, draft.contacts)
    with ws.step(_TIER, "found_workspace") as step:
        store.put_settings(step, store.settings(ws), settings)
        store.put_terms(step, store.terms(ws), terms)
        step.uid = step.insert("programme", name=say("Peer mentoring"), model="cross_age", state="running")
    return step.changes


def school(ws: Workspace) -> School:
    """Read the school's settings; a workspace that is not founded has an empty name."""
    said = store.settings(ws)
    profile = said.get("profile", "uk")
    contacts = tuple(Contact(**contact) for contact in json.loads(said.get("contacts", "[]")))
    weekdays = tuple(json.loads(said.get("weekdays", "[]"))) or school_week(profile)
    languages = tuple(json.loads(said.get("languages", "[]")))
    return School(said.get("school", ""), profile, languages, contacts, weekdays, said.get("sample") == "1")


def set_school(ws: Workspace, draft: School) -> Changes:
    """Change the school's settings. The contacts are also written in the clear, for the card on a locked laptop.

    The card is written first, so that what is refused by a full disk is refused as a whole; `refresh_card` puts it
    right should the step fail after it. Whether this is the sample school cannot be changed.
    Errors: SchoolNameMissing, FileRefused.
    """
    wanted = _checked(draft)
    wanted.pop("sample", None)
    write_card(ws.folder, draft.profile, draft.contacts)
    with ws.step(_TIER, "set_school") as step:
        store.put_settings(step, store.settings(ws), wanted)
    return step.changes


def refresh_card(ws: Workspace) -> None:
    """Make `contacts.json` say what the workspace says: at opening, and after an undo or merge of settings.

    Idempotent and quick where nothing differs; nothing is done where nothing may be written. Error: FileRefused.
    """
    if ws.read_only and not ws.looking:
        return
    now = school(ws)
    if now.name:
        write_card(ws.folder, now.profile, now.contacts)


def card_is_true(ws: Workspace) -> bool:
    """Say whether `contacts.json` says what the workspace says; a workspace without a school has none."""
    now = school(ws)
    return not now.name or card_holds(ws.folder, now.profile, now.contacts)


def terms(ws: Workspace) -> tuple[Term, ...]:
    """Read the terms in order of time."""
    return store.terms(ws)


def set_terms(ws: Workspace, wanted: Sequence[Term]) -> Changes:
    """Make the terms those that are `wanted`. Error: BadTerms (`rules.check_terms` says which and why)."""
    _check_terms(wanted)
    with ws.step(_TIER, "set_terms") as step:
        store.put_terms(step, store.terms(ws), wanted)
    return step.changes


def closed_days(ws: Workspace) -> tuple[ClosedDay, ...]:
    """Read the days on which the school is closed during term, in order."""
    return store.closed_days(ws)


def set_closed_days(ws: Workspace, wanted: Sequence[ClosedDay]) -> Changes:
    """Make the closed days those that are `wanted`."""
    with ws.step(_TIER, "set_closed_days") as step:
        store.put_closed_days(step, store.closed_days(ws), wanted)
    return step.changes


def school_calendar(ws: Workspace) -> SchoolCalendar:
    """Put together what the functions of calendar.py ask for."""
    now = school(ws)
    return make_calendar(store.terms(ws), (closed.day for closed in store.closed_days(ws)), now.weekdays, now.profile)


def _check_terms(wanted: Sequence[Term]) -> None:
    if check_terms(wanted):
        raise BadTerms


def _checked(draft: School) -> dict[str, str]:
    """Turn the draft into settings. Errors: SchoolNameMissing; ValueError for what no window can ask for."""
    if not draft.name.strip():
        raise SchoolNameMissing
    if draft.profile not in PROFILES or not draft.weekdays or not set(draft.weekdays) <= set(range(1, 8)):
        raise ValueError("no such profile or week")
    contacts = [{"name": c.name.strip(), "role": c.role.strip(), "phone": c.phone.strip()} for c in draft.contacts]
    settings = {
        "school": draft.name.strip(),
        "profile": draft.profile,
        "languages": json.dumps(clean_list(draft.languages), ensure_ascii=False),
        "contacts": json.dumps(contacts, ensure_ascii=False),
        "weekdays": json.dumps(sorted(set(draft.weekdays))),
    }
    return settings | ({"sample": "1"} if draft.sample else {})
