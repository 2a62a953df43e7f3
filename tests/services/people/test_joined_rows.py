"""A school's system that still has two records of somebody whose records are joined here: nothing is made anew."""

from __future__ import annotations

from desktop.services import people
from desktop.services.people import Decisions
from desktop.services.vault import Workspace
from tests.services.people.builders import roster

ADA = "0042,Okafor,Ada,2012-05-04,9,9B"
AGAIN = "0077,Okafor,Adaeze,2012-05-04,9,9B"
OTHER = "0077,Braun,Cy,2011-01-01,8,8A"


def plan_of(ws: Workspace, *rows: str) -> people.ImportPlan:
    return people.plan_import(ws, roster(*rows))


def joined(ws: Workspace) -> str:
    people.import_roster(ws, plan_of(ws, ADA, AGAIN))
    kept, gone = (people.person_by_number(ws, number).uid for number in ("0042", "0077"))
    people.merge_people(ws, kept, gone)
    return kept


def test_both_rows_are_of_the_joined_person_in_any_order(workspace: Workspace) -> None:
    joined(workspace)
    for rows in ((ADA, AGAIN), (AGAIN, ADA)):
        plan = plan_of(workspace, *rows)
        assert (plan.new, plan.changed, plan.alike, plan.missing) == ((), (), (), ())
        (passed,) = plan.skipped
        first = 2 + rows.index(ADA)
        assert passed.row == 2 + rows.index(AGAIN)
        assert f"joined here with the person of row {first}; nothing was taken" in passed.message
        assert plan.problems == plan.skipped
    assert not people.import_roster(workspace, plan)


def test_the_other_number_alone_still_finds_them(workspace: Workspace) -> None:
    kept = joined(workspace)
    plan = plan_of(workspace, AGAIN)
    assert [one.person.uid for one in plan.changed] == [kept]
    assert plan.skipped == ()


def test_the_number_with_another_name_is_somebody_else(workspace: Workspace) -> None:
    joined(workspace)
    assert [one.draft.family for one in plan_of(workspace, ADA, OTHER).new] == ["Braun"]


def test_who_has_the_number_themselves_goes_before_a_joined_record(workspace: Workspace) -> None:
    kept = joined(workspace)
    assert people.person_by_number(workspace, "0077").uid == kept
    people.import_roster(workspace, plan_of(workspace, ADA, OTHER))
    new = people.person_by_number(workspace, "0077")
    assert (new.family, people.person_by_number(workspace, kept).uid) == ("Braun", kept)
    people.merge_people(workspace, kept, new.uid)
    assert people.person_by_number(workspace, "0077").uid == kept


def test_decisions_still_hold(workspace: Workspace) -> None:
    kept = joined(workspace)
    plan = people.plan_import(workspace, roster(ADA, AGAIN), None, Decisions({3: kept}))
    assert (plan.new, len(plan.skipped)) == ((), 1)
