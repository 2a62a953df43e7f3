"""Long lists: everybody in pieces, names for a few, partners; the same as reading everybody gives."""

from __future__ import annotations

import pytest

from desktop.services import people
from desktop.services.errors import Cancelled
from desktop.services.people import listing, store
from desktop.services.people.types import GuardianLink, PersonDraft
from desktop.services.vault import Workspace, new_uid

DRAFTS = (
    PersonDraft("1", "Roth", "Sam", year="8", form="8A"),
    PersonDraft("2", "roth", "SAM", year="9"),
    PersonDraft("3", "Ørsted", "Zoë", "Zo", "2012-04-03", languages=("Polish", "Farsi"), access_needs="large print"),
    PersonDraft("", "Roth", "Mona", kind="guardian", phone="01 23"),
)


@pytest.fixture
def uids(workspace: Workspace) -> list[str]:
    return [people.add_person(workspace, draft).uid for draft in DRAFTS]


def test_everybody_is_listed_as_reading_them_gives(workspace: Workspace, uids: list[str]) -> None:
    listed = [one for piece in listing.listed(workspace) for one in piece]
    assert [one.uid for one in listed] == uids
    for one in listed:
        person = people.person(workspace, one.uid)
        assert all(getattr(person, name) == getattr(one, name) for name in one._fields if name not in ("birth_date",))
        assert (person.birth_date or "") == one.birth_date


def test_pieces_hold_everybody_once_and_let_themselves_be_stopped(workspace: Workspace) -> None:
    with workspace.step("programme", "import_roster") as step:
        store.insert_many(step, [(new_uid(), PersonDraft(str(n), "F", "G"), "") for n in range(2_500)])
    pieces = list(listing.listed(workspace))
    assert [len(piece) for piece in pieces] == [1000, 1000, 500]
    assert len({one.number for piece in pieces for one in piece}) == 2_500
    with pytest.raises(Cancelled):
        list(listing.listed(workspace, lambda done, total: done < total // 2))


def test_a_joined_record_is_not_listed_and_what_it_had_is_beside_the_other(
    workspace: Workspace, uids: list[str]
) -> None:
    period = people.add_period(workspace, "Mon3").uid
    people.set_availability(workspace, uids[1], [period])
    people.set_guardians(workspace, uids[1], [GuardianLink(uids[3], contact="not_to_be_contacted")])
    people.merge_people(workspace, uids[0], uids[1])
    assert uids[1] not in {one.uid for piece in listing.listed(workspace) for one in piece}
    near = listing.beside(workspace)
    assert near.free == {uids[0]: 1}
    assert near.guardians == {uids[0]: ((uids[3], False),)}


def test_names_for_a_few_are_those_that_everybody_gives(workspace: Workspace, uids: list[str]) -> None:
    everybody = people.labels(people.list_people(workspace))
    for some in (uids, uids[:1], uids[1:3], [*uids[:1], "nobody"]):
        named = people.labels_of(workspace, some)
        assert named == {uid: everybody[uid] for uid in some if uid in everybody}
    assert set(people.some_people(workspace, [uids[0], "nobody"])) == {uids[0]}


def test_a_record_says_when_it_was_made(workspace: Workspace) -> None:
    assert listing.added_on("01890a5d-ac96-774b-bcce-b302099a8057") == "2023-06-30"
    assert listing.added_on("a0890a5d-ac96-874b-bcce-b302099a8057") == ""


def test_when_a_state_began_is_known_of_those_who_changed(workspace: Workspace, uids: list[str]) -> None:
    people.mark_left(workspace, uids[:1])
    people.edit_person(workspace, uids[1], PersonDraft("2", "Roth", "Sammy"))
    found = workspace.last_set("programme", "person", "status", uids)
    assert {uid: at[:10] for uid, at in found.items()} == {uids[0]: workspace.clock.today().isoformat()}
