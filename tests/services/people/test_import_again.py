"""Any files of few names and numbers, one after the other: each is taken back exactly, and holds nothing new the second time."""

from __future__ import annotations

import random

import pytest

from desktop.services import people
from desktop.services.vault import Workspace, undo_last, verify
from tests.services.people.builders import read
from tests.services.vault.rows import dump

GIVEN = ("Ada", "Ben", "Sara", "Sarah", "Jon", "John", "Zoë", "Ada Marie", "")
FAMILY = ("Ng", "Ng-Lee", "Okafor", "Smith", "Smyth", "")
PHONES = ("", "0777 111 222", "07771 11222", "+44 7771 11222", "01")
ADDRESSES = ("", "a@x.org", "A@X.org", "b@x.org")
BORN = ("", "2012-05-04", "2012-04-05", "2011-01-31")
GUARDIANS = ("Ida Ng", "Al Ng", "")
HEADER = "Number,Surname,Forename,DOB,Year,G1,G1p,G2,G2e,Mail"
MAPPINGS = {
    "students": {"G1": "guardian_1_name", "G1p": "guardian_1_phone", "G2": "guardian_2_name", "G2e": "guardian_2_email", "Mail": "email"},
    "staff": {"Mail": "email", "Number": "number"},
}  # fmt: skip


def file(chance: random.Random, kind: str) -> people.Roster:
    rows = []
    for _ in range(chance.randint(1, 8)):
        numbers = ("", str(chance.randint(1, 9)), str(chance.randint(1, 9)), f"0{chance.randint(1, 9)}")
        choices = (numbers, FAMILY, GIVEN, BORN, ("", "8", "9"), GUARDIANS, PHONES, GUARDIANS, ADDRESSES, ADDRESSES)
        rows.append(",".join(map(chance.choice, choices)))
    return read(*rows, header=HEADER, mapping=MAPPINGS[kind], kind=kind)


def decide(chance: random.Random, plan: people.ImportPlan) -> people.Decisions:
    return people.Decisions(
        {one.row: chance.choice((one.person.uid, "")) for one in plan.alike if chance.random() < 0.7},
        frozenset(one.uid for one in plan.missing if chance.random() < 0.3),
        frozenset(one.uid for one in plan.returners if chance.random() < 0.5),
    )


@pytest.mark.parametrize("seed", range(6))
def test_imp_10_and_13_again_and_back(workspace: Workspace, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(6):
        roster = file(chance, chance.choice(("students", "students", "staff")))
        decisions = decide(chance, people.plan_import(workspace, roster))
        plan = people.plan_import(workspace, roster, None, decisions)
        before, there = dump(workspace), len(people.list_people(workspace))
        done = people.import_roster(workspace, plan)
        added = len(people.list_people(workspace)) - there
        assert added == len(plan.new) + sum(1 for one in plan.guardians if not one.uid)
        if done:
            undo_last(workspace)
            assert dump(workspace) == before
            people.import_roster(workspace, people.plan_import(workspace, roster, None, decisions))
        again = people.plan_import(workspace, roster)
        assert (again.new, again.changed, again.guardians, again.leavers) == ((), (), (), ())
        assert not people.import_roster(workspace, again)
    assert verify(workspace).ok
