"""The duplicate guard over the workspace: who may stand in it twice, and whom somebody typed may already be."""

from __future__ import annotations

from desktop.services.people import store
from desktop.services.people.likeness import Faces
from desktop.services.people.register import by_name
from desktop.services.people.types import Alike, Likeness, PersonDraft
from desktop.services.vault import Workspace


def likely_same(ws: Workspace) -> tuple[Likeness, ...]:
    """List each two people who may be one, by name; not joined records, nor two who are both archived.

    100,000 people take a few seconds.
    """
    people = store.persons(ws)
    found = [
        Likeness(one, other, why)
        for one, other, why in Faces(people).pairs()
        if "archived" not in (one.status, other.status) or one.status != other.status
    ]
    return tuple(sorted(found, key=lambda like: (by_name(like.one), by_name(like.other))))


def look_alikes_of(ws: Workspace, draft: PersonDraft, uid: str = "") -> tuple[Alike, ...]:
    """Say who of those stored a person being typed may be; `uid`: whose details are being edited, who is left out."""
    others = (person for person in store.persons(ws) if person.uid != uid)
    return tuple(Alike(0, draft, person, why) for person, why in Faces(others, draft).like(draft))
