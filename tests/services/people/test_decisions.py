"""The second import a term later: who left, who is back, who is here under another number; nothing is ever joined silently."""

from __future__ import annotations

from dataclasses import replace

from desktop.services.people.plan import plan
from desktop.services.people.types import Decisions, ImportPlan, Person, PersonDraft
from tests.services.people.builders import TODAY, planned, read, roster, stored

ADA = "0042,Okafor,Ada,2012-05-04,9,9B"
MOVED = "9942,Okafor,Ada,2012-05-04,10,10B"


def messages(found: ImportPlan) -> str:
    return " ".join(problem.message for problem in found.problems)


def test_the_same_student_under_a_new_number_is_offered() -> None:
    found = planned(MOVED, existing=[stored()])
    (alike,) = found.alike
    assert (alike.row, alike.draft.number, alike.person.number, alike.chosen) == (2, "9942", "0042", None)
    assert alike.why == "They have the same name and birth date."
    assert (len(found.new), found.changed, [p.number for p in found.missing]) == (1, (), ["0042"])
    assert "Both are kept." in messages(found)


def test_joined_it_is_a_change_of_number_and_nobody_is_missing() -> None:
    found = planned(MOVED, existing=[stored()], decisions=Decisions(same={2: "uid-0042"}))
    assert [c.fields for c in found.changed] == [
        (("number", "0042", "9942"), ("year", "9", "10"), ("form", "9B", "10B"))
    ]
    assert (found.new, found.missing, [one.chosen for one in found.alike]) == ((), (), ["uid-0042"])
    assert "Both are kept." not in messages(found)


def test_decided_otherwise_it_is_somebody_new_and_not_asked_again() -> None:
    found = planned(MOVED, existing=[stored()], decisions=Decisions(same={2: ""}))
    assert (len(found.new), [one.chosen for one in found.alike], found.problems) == (1, [""], ())


def test_who_stands_in_the_file_is_offered_to_nobody() -> None:
    twin = planned(ADA, "0043,Okafor,Ada,2012-05-04,9,9B", existing=[stored()])
    assert twin.alike == ()
    taken = planned(ADA, "0043,Roth,Bo,,9,9B", existing=[stored()], decisions=Decisions(same={3: "uid-0042"}))
    assert (len(taken.new), taken.changed) == (1, ())


def test_a_twin_is_not_offered() -> None:
    assert planned("0043,Okafor,Chidi,2012-05-04,9,9B", existing=[stored()]).alike == ()


def test_a_new_name_is_a_change_and_a_wholly_other_person_is_suspicious() -> None:
    married = planned("0042,Lee,Ada,2012-05-04,9,9B", existing=[stored()])
    assert (married.changed[0].fields, married.problems) == ((("family", "Okafor", "Lee"),), ())
    other = planned("0042,Roth,Bo,2010-01-31,9,9B", existing=[stored()])
    assert (len(other.changed), [(p.row, p.field) for p in other.problems]) == (1, [(2, "")])
    assert "check that it is the same person" in messages(other)


def test_leavers_are_missing_until_somebody_says_so() -> None:
    known = [stored(), stored("7", given="Bo", family="Roth"), stored("8", given="Cy", status="left")]
    found = planned(ADA, existing=known, decisions=Decisions(left=frozenset({"uid-7", "uid-0042", "uid-8"})))
    assert ([p.number for p in found.leavers], found.missing) == (["7"], ())
    assert len(found.unchanged) == 1


def test_returners_are_asked_about() -> None:
    known = [stored(status="left"), stored("7", given="Bo", family="Roth", status="archived")]
    rows = (ADA, "7,Roth,Bo,2012-05-04,9,9B")
    found = planned(*rows, existing=known)
    assert ([p.number for p in found.returners], len(found.unchanged), found.changed) == (["0042", "7"], 2, ())
    assert "having left" in messages(found)
    assert "stays archived" in messages(found)
    back = planned(*rows, existing=known, decisions=Decisions(back=frozenset({"uid-0042"})))
    assert [p.number for p in back.returners] == ["7"]
    assert [p.number for p in back.back] == ["0042"]
    assert [c.fields for c in back.changed] == [(("status", "left", "present"),)]


def test_a_leaver_who_comes_back_under_a_new_number_is_offered() -> None:
    decided = Decisions(same={2: "uid-0042"}, back=frozenset({"uid-0042"}))
    found = planned(MOVED, existing=[stored(status="left")], decisions=decided)
    assert found.changed[0].fields[-1] == ("status", "left", "present")


def delta(*, decisions: Decisions | None = None, existing: list[Person]) -> ImportPlan:
    file = roster("k1,1,Okafor,Ada", "k2,2,Roth,Bo", "k3,3,Ng,Cy", header="sourcedId,identifier,familyName,givenName")
    gone = tuple(replace(row, deleted=row.source_key != "k1") for row in file.students)
    return plan(replace(file, students=gone, mode="delta"), existing, TODAY, decisions=decisions)


def test_a_delta_set_says_nothing_of_those_it_does_not_name_and_proposes_leavers() -> None:
    known = [
        stored("1", source_key="k1"),
        stored("2", source_key="k2", given="Bo", family="Roth"),
        stored("9", given="Di"),
    ]
    found = delta(existing=known)
    assert ([p.number for p in found.proposed_leavers], found.missing, found.new, found.leavers) == (["2"], (), (), ())
    assert [problem.row for problem in found.skipped] == [4]
    decided = delta(existing=known, decisions=Decisions(left=frozenset({"uid-2", "uid-9"})))
    assert ([p.number for p in decided.leavers], decided.proposed_leavers) == (["2"], ())


def test_a_record_found_to_be_the_same_is_known_by_its_number_too() -> None:
    known, further = stored("A", uid="kept"), stored("B", uid="gone", source_key="k2")
    records = {"kept": (further,)}
    for row in ("B,Okafor,Ada,2012-05-04,9,9B", "A,Okafor,Ada,2012-05-04,9,9B"):
        found = plan(roster(row), [known], TODAY, records=records)
        assert (len(found.unchanged), found.new, found.changed, found.missing) == (1, (), (), ())
    keyed = roster("k2,B,Okafor,Ada", header="sourcedId,identifier,familyName,givenName")
    assert plan(keyed, [known], TODAY, records=records).changed == ()


def test_staff_are_known_by_number_address_or_name_and_never_as_students() -> None:
    known = [
        stored("T1", family="Roth", given="Bo", kind="staff", uid="a"), stored("", family="Ng", given="Cy", kind="staff", uid="b", email="C@x.org"),
        stored("", family="Abe", given="Al", kind="staff", uid="c"), stored("T9", family="Okafor", given="Ada", uid="student"),
    ]  # fmt: skip
    file = read(
        "T1,Roth,Bo,", ",Ng,Cynthia,c@X.org", ",Abe,Al,", "T9,Okafor,Ada,", header="Staff code,Surname,Forename,Email", kind="staff"
    )  # fmt: skip
    found = plan(file, known, TODAY)
    assert [p.uid for p in found.unchanged] == ["a", "c"]
    assert [(c.person.uid, c.fields) for c in found.changed] == [("b", (("given", "Cy", "Cynthia"),))]
    assert [(new.draft.number, new.draft.kind) for new in found.new] == [("T9", "staff")]
    assert (found.kind, found.missing) == ("staff", ())


def test_two_of_one_name_among_staff_are_not_guessed() -> None:
    known = [stored("", family="Abe", given="Al", kind="staff", uid=uid, birth_date=None) for uid in "ab"]
    assert len(plan(read("Abe,Al", header="Surname,Forename", kind="staff"), known, TODAY).new) == 1


def test_names_and_addresses_of_a_plan_are_drafts_of_people() -> None:
    (new,) = plan(
        read("Roth,Bo,b@x.org,Head of Year", header="Surname,Forename,Email,Job title", kind="staff"), [], TODAY
    ).new
    assert new.draft == PersonDraft("", "Roth", "Bo", kind="staff", email="b@x.org", job="Head of Year")


def test_an_address_shared_by_an_office_tells_nobody_apart() -> None:
    known = [
        stored("", family="Roth", given="Bo", kind="staff", uid="a", email="office@x.org"), stored("", family="Ng", given="Cy", kind="staff", uid="b", email="office@x.org"),
    ]  # fmt: skip
    file = read("Ng,Cy,office@x.org", "Lee,Di,office@x.org", header="Surname,Forename,Email", kind="staff")
    found = plan(file, known, TODAY)
    assert ([p.uid for p in found.unchanged], [new.draft.family for new in found.new]) == (["b"], ["Lee"])
    assert found.skipped == ()


def test_a_row_is_left_out_where_somebody_decides_so() -> None:
    changed, new = "0042,Okafor,Ada,2012-05-04,10,10B", "9942,Roth,Bo,,9,9B"
    out = planned(changed, new, existing=[stored()], decisions=Decisions(without=frozenset({2, 3})))
    assert (out.new, out.changed, out.missing) == ((), (), ())
    assert [problem.row for problem in out.skipped] == [2, 3]
    assert "somebody decided so" in messages(out)
    one = planned(changed, new, existing=[stored()], decisions=Decisions(without=frozenset({2})))
    assert (len(one.new), one.changed) == (1, ())
    joined = planned(MOVED, existing=[stored()], decisions=Decisions(same={2: "uid-0042"}, without=frozenset({2})))
    assert (joined.new, joined.changed, joined.alike) == ((), (), ())
