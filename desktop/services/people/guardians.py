"""Who looks after a student: links to people of other kinds, with what the school may do.

A link that says "not to be contacted" stands where any record of the two says it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from desktop.services.language import say
from desktop.services.people import store, store_details
from desktop.services.people.aliases import Kept
from desktop.services.people.errors import LinkNotValid, NoSuchPerson, NotAStudent
from desktop.services.people.register import by_name, list_people, person
from desktop.services.people.types import GuardianLink, Person, Relative
from desktop.services.vault import Changes, Workspace

# Codes are stored; their words may change.
RELATIONS: Final[dict[str, str]] = {
    "mother": "mother",
    "father": "father",
    "parent": "parent",
    "step_parent": "step-parent",
    "grandparent": "grandparent",
    "foster_carer": "foster carer",
    "carer": "carer",
    "sibling": "brother or sister",
    "relative": "other relative",
    "other": "somebody else",
}
CONTACTS: Final = ("allowed", "not_to_be_contacted")
_MOST_PLACES: Final = 1000


def relation_word(relation: str) -> str:
    """Say how somebody is related to a student; a code of a later version as it is."""
    return say(RELATIONS[relation]) if relation in RELATIONS else relation


def guardians(ws: Workspace, student: str) -> tuple[Relative, ...]:
    """List who looks after a student, in the order in which they are asked. Raises NoSuchPerson."""
    same = store.kept(ws)
    records = same.all(person(ws, student).uid)
    found = [link for _, link in store_details.links_of_students(ws, records)]
    found.sort(key=lambda link: (link.place, records.index(link.student)))
    links = sorted(joined(_shown(link, same) for link in found), key=lambda link: link.place)
    people = _people(ws, [link.guardian for link in links])
    return tuple(
        Relative(people[link.guardian], replace(link, place=place)) for place, link in enumerate(links, start=1)
    )


def students_of(ws: Workspace, guardian: str) -> tuple[Relative, ...]:
    """List whom somebody looks after, by name; those who left too. Raises NoSuchPerson."""
    same = store.kept(ws)
    found = store_details.links_of_guardians(ws, same.all(person(ws, guardian).uid))
    links = {link.student: link for link in joined(_shown(link, same) for _, link in found)}
    # In the order of people: by name.
    return tuple(Relative(one, links[uid]) for uid, one in _people(ws, links).items())


def guardian_links(ws: Workspace) -> tuple[GuardianLink, ...]:
    """List every link of the school, by student and place."""
    same = store.kept(ws)
    found = joined(_shown(link, same) for _, link in store_details.links(ws))
    return tuple(sorted(found, key=lambda link: (link.student, link.place, link.guardian)))


def guardians_of_leavers(ws: Workspace) -> tuple[Person, ...]:
    """List the guardians who are present here and none of whose students is, by name: they may be archived too."""
    people = {one.uid: one for one in list_people(ws)}
    theirs: dict[str, set[str]] = {}
    for link in guardian_links(ws):
        theirs.setdefault(link.guardian, set()).add(link.student)
    return tuple(
        one
        for uid, one in people.items()
        if one.kind == "guardian"
        and one.status == "present"
        and uid in theirs
        and not any(student in people and people[student].status == "present" for student in theirs[uid])
    )


def left_without(ws: Workspace, uids: Iterable[str]) -> tuple[Person, ...]:
    """List the present students, by name, who would have nobody to call if some guardians left or were archived.

    Somebody to call is a guardian who is present and may be contacted. Students who have nobody already are not listed.
    """
    same = store.kept(ws)
    going = {same.of(uid) for uid in uids}
    people = {one.uid: one for one in list_people(ws)}
    called: dict[str, set[str]] = {}
    for link in guardian_links(ws):
        guardian = people.get(link.guardian)
        if link.may_contact and guardian is not None and guardian.status == "present":
            called.setdefault(link.student, set()).add(link.guardian)
    left = {student for student, theirs in called.items() if theirs <= going and student not in going}
    return tuple(one for uid, one in people.items() if uid in left and one.status == "present")


def set_guardians(ws: Workspace, student: str, links: Sequence[GuardianLink]) -> Changes:
    """Make the guardians of a student those of `links`, in the order of their places; who is not in them is none.

    Raises NoSuchPerson, NotAStudent, LinkNotValid.
    """
    about = person(ws, student)
    if about.kind != "student":
        raise NotAStudent
    same = store.kept(ws)
    wanted = _checked(ws, about, links, same)
    stored: dict[str, list[str]] = {}
    for row, link in store_details.links_of_students(ws, same.all(about.uid)):
        stored.setdefault(same.of(link.guardian), []).append(row)
    with ws.step(store.TIER, "set_guardians", about=about.uid, person=about.uid) as step:
        for link in wanted:
            # Where two records say the same link, both are told, so that none says less than the other.
            for row in stored.get(link.guardian, ()):
                store_details.change_link(step, row, link)
            if link.guardian not in stored:
                store_details.insert_link(step, about.uid, link)
        for guardian in stored.keys() - {link.guardian for link in wanted}:
            for row in stored[guardian]:
                store_details.delete_link(step, row)
    return step.changes


def _checked(ws: Workspace, student: Person, links: Sequence[GuardianLink], same: Kept) -> list[GuardianLink]:
    shown = [replace(link, guardian=same.of(link.guardian)) for link in links]
    uids = [link.guardian for link in shown]
    if len(set(uids)) < len(uids) or student.uid in uids:
        raise LinkNotValid
    if any(link.relation not in RELATIONS or link.contact not in CONTACTS for link in shown):
        raise LinkNotValid
    if len(shown) > _MOST_PLACES or store.records(ws, uids).keys() != set(uids):
        raise NoSuchPerson
    ordered = sorted(shown, key=lambda link: link.place)
    return [replace(link, place=place, student=student.uid) for place, link in enumerate(ordered, start=1)]


def joined(links: Iterable[GuardianLink]) -> list[GuardianLink]:
    """Make one of several links between the same two: what binds the school more counts. Pure."""
    found: dict[tuple[str, str], GuardianLink] = {}
    for link in links:
        key = (link.student, link.guardian)
        found[key] = _stricter(found[key], link) if key in found else link
    return list(found.values())


def _stricter(one: GuardianLink, other: GuardianLink) -> GuardianLink:
    return replace(
        one,
        place=min(one.place, other.place),
        responsible=one.responsible or other.responsible,
        emergency=one.emergency or other.emergency,
        contact=max(one.contact, other.contact, key=CONTACTS.index),
    )


def _people(ws: Workspace, uids: Iterable[str]) -> dict[str, Person]:
    """Read some people in full, by name."""
    found = [person(ws, uid) for uid in uids]
    return {one.uid: one for one in sorted(found, key=by_name)}


def _shown(link: GuardianLink, same: Kept) -> GuardianLink:
    return replace(link, student=same.of(link.student), guardian=same.of(link.guardian))
