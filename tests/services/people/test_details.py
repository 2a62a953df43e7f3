"""Photos, what people say of themselves, saved filters, and one detail of many people."""

from __future__ import annotations

import base64

import pytest

from desktop.services import people
from desktop.services.people.errors import (
    DraftNotValid,
    FieldNotForMany,
    FilterNotValid,
    NoSuchFilter,
    NoSuchOwnField,
    NoSuchPerson,
    OwnFieldNotValid,
    PhotoNotValid,
    PhotoTooLarge,
    ValueTooLong,
)
from desktop.services.people.photos import checked
from desktop.services.people.types import OwnField, PersonDraft
from desktop.services.vault import Workspace, undo_last
from tests.services.people.pictures import frame, jpeg, segment

WHY = "So that we speak to people as they wish."


def add(ws: Workspace, number: str = "0042", kind: str = "student") -> str:
    return people.add_person(ws, PersonDraft(number, "Okafor", "Ada", year="9", kind=kind)).uid


def test_a_photo_is_kept_replaced_and_taken_away(workspace: Workspace) -> None:
    uid = add(workspace)
    assert people.photo(workspace, uid) is None
    people.set_photo(workspace, uid, jpeg(1))
    people.set_photo(workspace, uid, jpeg(2))
    found = people.photo(workspace, uid)
    assert found is not None
    assert (found.content, found.taken) == (jpeg(2), workspace.clock.today().isoformat())
    assert not people.set_photo(workspace, uid, jpeg(2))
    people.set_photo(workspace, uid, None)
    assert people.photo(workspace, uid) is None
    undo_last(workspace)
    assert people.photo(workspace, uid) == found


def test_a_camera_s_notes_are_not_kept(workspace: Workspace) -> None:
    notes = segment(0xE1, b"Exif\0\0 51.5N 0.1W") + segment(0xFE, b"owner: A. Okafor") + segment(0xED, b"Photoshop 3.0")
    uid = add(workspace)
    people.set_photo(workspace, uid, jpeg(3, beside=notes) + b"a second picture behind the first")
    found = people.photo(workspace, uid)
    assert found is not None
    assert found.content == jpeg(3)


@pytest.mark.parametrize(
    "wrong",
    [
        b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n" + bytes(99), b"GIF89a", jpeg()[:-1], jpeg()[:60], jpeg()[1:],
        jpeg(middle=b""), jpeg(middle=frame(0, 8)), jpeg(middle=frame(9000, 8)), b"\xff\xd8\xff\xe0\0\1" + jpeg(),
        b"\xff\xd8\xff\xd9", b"<svg/>",
    ],
)  # fmt: skip
def test_what_is_no_whole_jpeg_is_refused(workspace: Workspace, wrong: bytes) -> None:
    uid = add(workspace)
    with pytest.raises(PhotoNotValid):
        people.set_photo(workspace, uid, wrong)
    assert people.photo(workspace, uid) is None


def test_any_cut_of_a_jpeg_is_refused() -> None:
    whole = jpeg(5)
    for length in range(len(whole)):
        with pytest.raises(PhotoNotValid):
            checked(whole[:length])


def test_a_large_photo_is_refused(workspace: Workspace) -> None:
    with pytest.raises(PhotoTooLarge):
        people.set_photo(workspace, add(workspace), jpeg(beside=segment(0xE2, bytes(65_000)) * 4))


def test_a_photo_is_text_in_the_file(workspace: Workspace) -> None:
    people.set_photo(workspace, add(workspace), jpeg(7))
    stored = workspace.value("programme", "SELECT content FROM @.photo")
    assert base64.b64decode(stored, validate=True) == jpeg(7)


def test_nothing_is_asked_until_somebody_says_why(workspace: Workspace) -> None:
    assert people.own_fields(workspace) == ()
    for wrong in (OwnField("Faith", ""), OwnField(" ", WHY), OwnField("x" * 101, WHY), OwnField("A", WHY, "no such")):
        with pytest.raises(OwnFieldNotValid):
            people.set_own_fields(workspace, [wrong])
    with pytest.raises(OwnFieldNotValid):
        people.set_own_fields(workspace, [OwnField("Faith", WHY), OwnField("FAITH", WHY)])
    people.set_own_fields(workspace, [OwnField("Pronouns", WHY)])
    assert [(one.label, one.reason, one.state) for one in people.own_fields(workspace)] == [("Pronouns", WHY, "asked")]


def test_values_stay_when_a_field_is_retired_and_come_back_with_it(workspace: Workspace) -> None:
    uid = add(workspace)
    people.set_own_fields(workspace, [OwnField("Pronouns", WHY), OwnField("Young carer", WHY)])
    pronouns, carer = people.own_fields(workspace)
    people.set_own_values(workspace, uid, {pronouns.uid: " they/them ", carer.uid: "yes"})
    assert people.own_values(workspace, uid) == {pronouns.uid: "they/them", carer.uid: "yes"}
    people.set_own_fields(workspace, [carer])
    assert people.own_values(workspace, uid) == {carer.uid: "yes"}
    assert [one.label for one in people.own_fields(workspace, retired=True)] == ["Pronouns", "Young carer"]
    with pytest.raises(NoSuchOwnField):
        people.set_own_values(workspace, uid, {pronouns.uid: "she/her"})
    people.set_own_fields(workspace, [carer, OwnField("PRONOUNS", WHY)])
    assert people.own_values(workspace, uid) == {pronouns.uid: "they/them", carer.uid: "yes"}


def test_a_field_is_renamed_and_another_takes_its_old_name(workspace: Workspace) -> None:
    people.set_own_fields(workspace, [OwnField("Faith", WHY)])
    (faith,) = people.own_fields(workspace)
    people.set_own_fields(workspace, [OwnField("Religion", WHY, faith.uid), OwnField("Faith", WHY)])
    assert [one.label for one in people.own_fields(workspace)] == ["Faith", "Religion"]


def test_a_value_is_taken_away_and_its_length_bounded(workspace: Workspace) -> None:
    uid = add(workspace)
    people.set_own_fields(workspace, [OwnField("Pronouns", WHY)])
    (one,) = people.own_fields(workspace)
    with pytest.raises(ValueTooLong):
        people.set_own_values(workspace, uid, {one.uid: "x" * 501})
    people.set_own_values(workspace, uid, {one.uid: "xe"})
    people.set_own_values(workspace, uid, {one.uid: ""})
    assert people.own_values(workspace, uid) == {}


def test_filters_are_kept_by_name(workspace: Workspace) -> None:
    rule = {"years": ["9", "10"], "status": "present", "text": "ß"}
    uid = people.save_filter(workspace, "people", " Lower  school ", rule).uid
    people.save_filter(workspace, "notes", "Lower school", {})
    assert [(one.uid, one.name, one.rule) for one in people.filters(workspace, "people")] == [
        (uid, "Lower school", rule)
    ]
    assert people.save_filter(workspace, "people", "LOWER SCHOOL", {"years": ["7"]}).uid == uid
    assert people.filters(workspace, "people")[0].rule == {"years": ["7"]}
    people.remove_filter(workspace, uid)
    assert people.filters(workspace, "people") == ()
    with pytest.raises(NoSuchFilter):
        people.remove_filter(workspace, uid)
    undo_last(workspace)
    assert len(people.filters(workspace, "people")) == 1


@pytest.mark.parametrize(("name", "rule"), [("", {}), ("x" * 101, {}), ("a", {"b": {1}}), ("a", {"b": float("nan")})])
def test_what_is_no_filter_is_refused(workspace: Workspace, name: str, rule: dict[str, object]) -> None:
    with pytest.raises(FilterNotValid):
        people.save_filter(workspace, "people", name, rule)


def test_one_detail_of_many_is_one_step(workspace: Workspace) -> None:
    uids = [add(workspace, str(number)) for number in range(5)]
    changes = people.edit_people(workspace, [*uids, uids[0]], "form", " 9C ")
    assert (changes.about, {one.form for one in people.list_people(workspace)}) == ("5", {"9C"})
    people.edit_people(workspace, uids[:2], "languages", ["Somali", "", "Arabic", "Somali"])
    assert people.person(workspace, uids[0]).languages == ("Somali", "Arabic")
    people.edit_people(workspace, uids[:2], "status", "left")
    people.edit_people(workspace, uids[:2], "access_needs", "large print")
    for _ in range(4):
        undo_last(workspace)
    assert {(one.form, one.languages, one.status, one.access_needs) for one in people.list_people(workspace)} == {
        ("", (), "present", "")
    }
    assert not people.edit_people(workspace, uids, "form", "")


def test_what_is_one_s_own_or_impossible_is_not_given_to_many(workspace: Workspace) -> None:
    one, guardian = add(workspace), people.add_person(workspace, PersonDraft(family="Roth", kind="guardian")).uid
    for field in ("number", "family", "birth_date", "source_key"):
        with pytest.raises(FieldNotForMany):
            people.edit_people(workspace, [one], field, "x")
    with pytest.raises(DraftNotValid):
        people.edit_people(workspace, [one, guardian], "kind", "student")
    with pytest.raises(DraftNotValid):
        people.edit_people(workspace, [one], "status", "gone")
    with pytest.raises(NoSuchPerson):
        people.edit_people(workspace, [one, "nobody"], "form", "9C")
    assert people.person(workspace, guardian).kind == "guardian"
