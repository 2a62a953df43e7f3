"""Who may be one person under two numbers, and who is a twin or a namesake."""

from __future__ import annotations

import time

import pytest

from desktop.services import people
from desktop.services.people.likeness import Faces, face, why_alike
from desktop.services.people.types import PersonDraft
from desktop.services.vault import Workspace
from tests.services.people.builders import stored

BORN = "2012-05-04"


def draft(name: str, born: str | None = BORN, number: str = "", **values: str) -> PersonDraft:
    given, _, family = name.rpartition(" ")
    return PersonDraft(number, family, given, birth_date=born, **values)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Okafor", "Áda OKAFOR"), ("Sara Ng", "Sarah Ng"), ("Jon Smith", "John Smyth"), ("Mohammed Ali", "Muhammad Ali"),
        ("Ella Smith-Jones", "Ella Smith"), ("Ada Marie Ng", "Ada Ng"), ("Benjamin Ng", "Benjmain Ng"), ("Ng Ada", "Ada Ng"),
        ("Siobhán O'Brien", "Siobhan OBrien"), ("Arian Bains", "Arjan Bains"), ("Yusuf Abu Zaid", "Yusuf Abu Zayd"),
        ("Aleksandra Nowak", "Alexandra Nowak"), ("Oskar Lindqvist", "Oscar Lindkvist"),
    ],
)  # fmt: skip
def test_alike_with_one_birth_date(one: str, other: str) -> None:
    assert why_alike(face(draft(one)), face(draft(other)))
    assert not why_alike(face(draft(one)), face(draft(other, "2013-01-31")))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ada Okafor", "Adam Okafor"), ("Ella Smith", "Emma Smith"), ("Aaron Ng", "Erin Ng"), ("小龙 李", "小明 李"), ("Anna Ng", "Hannah Ng")],
)  # fmt: skip
def test_twins_are_no_likeness(one: str, other: str) -> None:
    assert not why_alike(face(draft(one)), face(draft(other)))


def test_classmates_are_alike_where_one_has_no_birth_date() -> None:
    for one, other in (("Yusuf Abu Zaid", "Yusuf Abu Zayd"), ("Arian Bains", "Arjan Bains"), ("Ada Ng", "Ada Ng")):
        without = face(draft(one, None, form="9H"))
        assert why_alike(without, face(draft(other, form="9h")))
        assert why_alike(without, face(draft(other, None, form="9H")))
        assert not why_alike(without, face(draft(other, form="9K")))
        assert not why_alike(face(draft(one, form="9H")), face(draft(other, "2013-01-31", form="9H")))
    for one, other in (("Ella Smith", "Emma Smith"), ("Ada Okafor", "Adam Okafor"), ("Yusuf Abu", "Arian Abu")):
        assert not why_alike(face(draft(one, None, form="9H")), face(draft(other, None, form="9H"))), (one, other)


def test_classmates_are_found_among_all_and_while_one_is_typed() -> None:
    one = stored("1", uid="1", family="Abu Zayd", given="Yusuf", birth_date=BORN, form="9H")
    other = stored("2", uid="2", family="Abu Zaid", given="Yusuf", birth_date=None, form="9H")
    assert [(a.uid, b.uid) for a, b, _ in Faces([one, other]).pairs()] == [("1", "2")]
    typed = PersonDraft("", "Abu Zaid", "Yusuf", form="9H")
    assert [person.uid for person, _ in Faces([one], typed).like(typed)] == ["1"]


def test_given_names_that_sound_alike_may_be_twins_and_it_is_said() -> None:
    assert "twins" in why_alike(face(draft("Lily Ng")), face(draft("Lila Ng")))


def test_namesakes_need_something_more() -> None:
    assert not why_alike(face(draft("Ada Ng", None)), face(draft("Ada Ng", None)))
    assert why_alike(face(draft("Ada Ng", None, year="9")), face(draft("Ada Ng", None, year="Year 9")))
    assert not why_alike(face(draft("Ada Ng", None, year="9")), face(draft("Ada Ng", None, year="10")))
    assert why_alike(face(draft("Ada Ng", "2012-04-05")), face(draft("Ada Ng", BORN)))
    assert why_alike(face(draft("Ada Ng", None, "0042")), face(draft("Ada Ng", BORN, "42")))
    assert why_alike(
        face(draft("Ada Ng", None, "1", kind="staff", email="A@x.org")),
        face(draft("Ada Ng", None, "2", kind="guardian", email="a@x.org")),
    )
    assert why_alike(
        face(draft("Ada Ng", None, "1", kind="staff", phone="+44 7700 900123")),
        face(draft("Ada Ng", None, "2", kind="staff", phone="07700 900 123")),
    )


def test_a_student_is_nobody_of_another_kind() -> None:
    assert not why_alike(face(draft("Ada Ng")), face(draft("Ada Ng", kind="staff")))


@pytest.mark.long
def test_a_hundred_thousand_are_compared_in_seconds() -> None:
    syllables = "an be ri ko la mo ne sha tor vin el da jo".split()
    names = [a + b for a in syllables for b in syllables]
    everybody = [
        stored(str(n), uid=f"{n:06}", family=names[n % 169] + names[n // 169 % 169], given=names[n * 7 % 169], birth_date=f"{2008 + n % 8}-{1 + n % 12:02}-{1 + n * 5 % 28:02}" if n % 50 else None, form=f"{7 + n % 7}{n % 60}")
        for n in range(100_000)
    ]  # fmt: skip
    started = time.perf_counter()
    list(Faces(everybody).pairs())
    assert time.perf_counter() - started < 30


def test_a_crowd_of_one_name_is_no_trap() -> None:
    crowd = [stored(str(n), uid=f"{n:06}", family="Test", given="Test") for n in range(5000)]
    started = time.perf_counter()
    assert list(Faces(crowd).pairs())
    assert time.perf_counter() - started < 20


def test_the_workspace_is_looked_through_and_what_is_typed_too(workspace: Workspace) -> None:
    for number, given in (("1", "Sara"), ("2", "Sarah"), ("3", "Adam")):
        people.add_person(workspace, PersonDraft(number, "Ng", given, birth_date=BORN, year="9"))
    (found,) = people.likely_same(workspace)
    assert {found.one.number, found.other.number} == {"1", "2"}
    typed = PersonDraft("9", "Ng", "Adam", birth_date=BORN)
    (alike,) = people.look_alikes_of(workspace, typed)
    assert (alike.person.number, alike.why) == ("3", "They have the same name and birth date.")
    assert people.look_alikes_of(workspace, typed, alike.person.uid) == ()
