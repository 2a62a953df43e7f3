"""Random histories of a staff: after every step each person opens exactly what their role says, and nobody else does."""

from __future__ import annotations

import os
import random
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.services.errors import KnownError
from desktop.services.vault import (
    ROLES,
    Password,
    Words,
    Workspace,
    add_recovery,
    add_user,
    change_password,
    change_role,
    lend_private,
    lendings,
    list_users,
    new_words,
    open_workspace,
    recover_password,
    remove_user,
    take_back,
    unfinished,
    verify,
)
from desktop.services.vault.errors import WrongPassword, WrongWords
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows, staffed

SHARED = ("programme", "counselling", "safeguarding")
OPERATIONS = (
    "add",
    "role",
    "remove",
    "password",
    "lend",
    "take back",
    "recover",
    "renew words",
    "write",
    "day",
    "know",
)


class Staff:
    """What the workspace must be: names with passwords and roles, and the notes each part holds."""

    def __init__(self, folder: Path, clock: FakeClock, noise: random.Random) -> None:
        self.folder, self.clock, self.noise = folder, clock, noise
        self.passwords = {vaults.USER: vaults.PASSWORD}
        self.gone: dict[str, str] = {}
        self.roles = {vaults.USER: "counsellor"}
        self.words = staffed.WORDS
        self.written: dict[str, int] = dict.fromkeys(SHARED, 0)
        self.own: dict[str, int] = {}
        self.given: set[str] = set()
        # Keys that a password opened which somebody may know: by compartment.
        self.known: list[dict[str, str]] = []

    def one(self) -> str:
        return self.noise.choice(sorted(self.passwords))

    def secret(self, name: str) -> Password:
        return Password(name, self.passwords[name])

    def do(self, operation: str) -> None:
        """Do one thing as somebody; what is refused must change nothing."""
        actor = self.one()
        ws = open_workspace(self.folder, self.secret(actor), clock=self.clock)
        before = (self.folder / "keyring.json").read_bytes()
        try:
            getattr(self, operation.replace(" ", "_"))(ws, actor)
        except KnownError:
            assert (self.folder / "keyring.json").read_bytes() == before
        finally:
            if not ws._closed:
                assert verify(ws).ok
            ws.close()

    def add(self, ws: Workspace, _actor: str) -> None:
        name, role = f"Colleague {self.noise.randrange(10**6)}", self.noise.choice(sorted(ROLES))
        password = f"first words of {self.noise.randrange(10**9)}"
        add_user(ws, name, role, password, cost=vaults.CHEAP)
        self.passwords[name], self.roles[name] = password, role
        self.given.add(name)

    def role(self, ws: Workspace, _actor: str) -> None:
        name, role = self.one(), self.noise.choice(sorted(ROLES))
        change_role(ws, name, role)
        self.roles[name] = role

    def remove(self, ws: Workspace, _actor: str) -> None:
        name = self.one()
        remove_user(ws, name)
        self.gone[name] = self.passwords.pop(name)
        del self.roles[name]
        self.own.pop(name, None)
        self.given.discard(name)

    def password(self, ws: Workspace, actor: str) -> None:
        password = f"chosen words {self.noise.randrange(10**9)}"
        change_password(ws, self.passwords[actor], password, cost=vaults.CHEAP)
        self.passwords[actor] = password
        self.given.discard(actor)

    def know(self, ws: Workspace, actor: str) -> None:
        password = f"unknown words {self.noise.randrange(10**9)}"
        before = {name: grant.key for name, grant in staffed.person(self.folder, self.secret(actor)).grants.items()}
        mine = {ws.compartment_name(tier) for tier in ws.compartments if not tier.startswith("lent")}
        change_password(ws, self.passwords[actor], password, cost=vaults.CHEAP, somebody_may_know=True)
        self.passwords[actor] = password
        self.given.discard(actor)
        self.known.append({name: key for name, key in before.items() if name in mine})

    def lend(self, ws: Workspace, _actor: str) -> None:
        lend_private(ws, self.one(), self.clock.today() + timedelta(days=self.noise.randrange(3)))

    def take_back(self, ws: Workspace, _actor: str) -> None:
        take_back(ws)

    def write(self, ws: Workspace, actor: str) -> None:
        student = rows.add_person(ws)
        for tier in ws.compartments:
            if tier in SHARED[1:]:
                staffed.write(ws, tier, student, "x")
                self.written[tier] += 1
            elif tier == "private":
                staffed.write(ws, tier, student, "x")
                self.own[actor] = self.own.get(actor, 0) + 1

    def recover(self, ws: Workspace, _actor: str) -> None:
        ws.close()
        name, password = self.one(), f"recovered words {self.noise.randrange(10**9)}"
        opened = open_workspace(self.folder, Words(" ".join(self.words)), clock=self.clock)
        recover_password(opened, name, password, cost=vaults.CHEAP)
        opened.close()
        self.passwords[name] = password
        self.own.pop(name, None)
        self.given.discard(name)

    def renew_words(self, ws: Workspace, _actor: str) -> None:
        words = new_words()
        add_recovery(ws, words)
        former, self.words = self.words, words
        ws.close()
        with pytest.raises(WrongWords):
            open_workspace(self.folder, Words(" ".join(former)), clock=self.clock)

    def day(self, _ws: Workspace, _actor: str) -> None:
        self.clock.forward(days=1)

    def check(self) -> None:
        """Open as everybody, and compare."""
        has_safeguarding = (self.folder / "safeguarding.db").exists()
        for name, role in sorted(self.roles.items()):
            ws = open_workspace(self.folder, self.secret(name), clock=self.clock)
            wanted = {part for part in ROLES[role] if part != "safeguarding" or has_safeguarding}
            assert {part for part in ws.compartments if part in SHARED} == wanted, (name, role)
            assert ws.notices == ()
            for part in wanted & set(SHARED[1:]):
                assert len(staffed.texts(ws, part)) == self.written[part]
            if name in self.own:
                assert len(staffed.texts(ws, "private")) == self.own[name]
            if role != "coordinator" and name not in self.given:
                assert ws.holds("private")
            lent = [one for one in lendings(ws) if not one.mine and one.running]
            assert len([tier for tier in ws.compartments if tier.startswith("lent")]) == min(len(lent), 4)
            assert sorted(user.label for user in list_users(ws)) == sorted(self.roles)
            assert ws.user.given == (name in self.given)
            ws.close()
        for name, password in self.gone.items():
            with pytest.raises(WrongPassword):
                staffed.person(self.folder, Password(name, password))  # without counting it as a try
        for keys in self.known:  # everybody was here since, also who makes the new keys of what is shared
            assert not [name for name, key in keys.items() if staffed.opens(self.folder / f"{name}.db", key)]
        ws = open_workspace(self.folder, Words(" ".join(self.words)), clock=self.clock)
        assert set(ws.compartments) == {"programme", "counselling"} | ({"safeguarding"} if has_safeguarding else set())
        assert (unfinished(ws), verify(ws).ok) == ((), True)
        ws.close()


def history(folder: Path, seed: int, steps: int) -> None:
    noise, clock = random.Random(seed), FakeClock()
    vaults.make(folder, clock, words=staffed.WORDS).close()
    staff = Staff(folder, clock, noise)
    staff.own[vaults.USER] = 0
    for number in range(steps):
        staff.do(noise.choice(OPERATIONS))
        if number % 4 == 3:
            staff.check()
    staff.check()


@pytest.mark.parametrize("seed", [1])
def test_random_histories_of_a_staff(tmp_path: Path, seed: int) -> None:
    """ROLE-05, AUTH-13: whatever order people come, change roles, lend, recover and go in."""
    history(tmp_path / "Staff.peerkeep", seed, 10)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 100 + int(os.environ.get("PEERKEEP_SEEDS", "20"))))
def test_many_random_histories_of_a_staff(tmp_path: Path, seed: int) -> None:
    history(tmp_path / "Staff.peerkeep", seed, 40)
