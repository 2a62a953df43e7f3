"""Backups of before a rotation: still whole, and restored for the people of today."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.services import backups
from desktop.services.vault import (
    Password,
    change_password,
    change_role,
    list_users,
    open_workspace,
    remove_user,
    unfinished,
    verify,
)
from desktop.services.vault.errors import WrongPassword
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows
from tests.services.vault.staffed import (
    COORDINATOR,
    COUNSELLOR,
    FOUNDER,
    LEAD,
    RECOVERY,
    error_of,
    opens,
    person,
    texts,
)

LATER = Password("Came Later", "a dozen quiet herons")


def test_backups_of_before_a_rotation_are_whole_and_can_be_tried_out(school: Path, clock: FakeClock) -> None:
    ws = open_workspace(school, FOUNDER, clock=clock)
    made = backups.back_up(ws)
    remove_user(ws, COUNSELLOR.user)
    assert [one.fault for one in backups.check_backups(ws)] == [""]
    seen = backups.rehearse(ws, made.path)
    assert seen.there == seen.now
    ws.close()


def test_a_backup_of_before_is_restored_for_the_people_of_today(school: Path, clock: FakeClock) -> None:
    """Whoever was removed since stays removed; who came since comes in; today's passwords open; keys are made anew."""
    ws = open_workspace(school, LEAD, clock=clock)
    made = backups.back_up(ws)
    ws.close()
    vaults.colleague(school, clock, LATER.user, "counsellor", LATER.password)
    ws = open_workspace(school, COORDINATOR, clock=clock)
    change_password(ws, COORDINATOR.password, "eight geese in a row", cost=vaults.CHEAP)
    ws.close()
    ws = open_workspace(school, LEAD, clock=clock)
    remove_user(ws, COUNSELLOR.user)
    key = person(made.path, LEAD).grants["counselling"].key
    restored = backups.restore(ws, made.path, school.with_name("Restored.peerkeep"))
    assert verify(ws).ok
    ws.close()
    shutil.rmtree(school)
    assert error_of(restored, COUNSELLOR, clock) is WrongPassword
    assert error_of(restored, COORDINATOR, clock) is WrongPassword
    for who in (Password(COORDINATOR.user, "eight geese in a row"), FOUNDER, RECOVERY):
        assert error_of(restored, who, clock) is None
    ws = open_workspace(restored, LEAD, clock=clock)
    assert unfinished(ws) == ()
    assert ws.opened.grants["counselling"].key != key, "the key of then is known to who was removed"
    assert texts(ws, "private")
    assert texts(ws, "safeguarding")
    assert (verify(ws).problems, ws.notices) == ((), ())
    assert [user.label for user in list_users(ws)] == [vaults.USER, LEAD.user, COORDINATOR.user, LATER.user]
    ws.close()
    ws = open_workspace(restored, LATER, clock=clock)
    assert ws.compartments == ("programme", "counselling", "private")
    assert texts(ws, "counselling")
    assert verify(ws).ok
    ws.close()


@pytest.mark.parametrize("who", [LEAD, COUNSELLOR], ids=["manages users", "does not"])
@pytest.mark.parametrize("restorer", [FOUNDER, LEAD], ids=["founder", "lead"])
def test_who_has_new_keys_since_opens_a_backup_of_before(
    school: Path, clock: FakeClock, who: Password, restorer: Password
) -> None:
    """Somebody may know the password of then: it opens nothing, and whoever changed it keeps all that was theirs."""
    ws = open_workspace(school, FOUNDER, clock=clock)
    made = backups.back_up(ws)
    ws.close()
    ws = open_workspace(school, who, clock=clock)
    former = {name: grant.key for name, grant in person(school, who).grants.items()}
    change_password(ws, who.password, LATER.password, cost=vaults.CHEAP, somebody_may_know=True)
    assert [one.fault for one in backups.check_backups(ws)] == [""]
    seen = backups.rehearse(ws, made.path)
    assert seen.there == seen.now
    ws.close()
    now = Password(who.user, LATER.password)
    restorer = now if restorer is who else restorer
    ws = open_workspace(school, restorer, clock=clock)
    restored = backups.restore(ws, made.path, school.with_name("Restored.peerkeep"))
    ws.close()
    assert error_of(restored, who, clock) is WrongPassword
    ws = open_workspace(restored, now, clock=clock)
    for tier in ("private", "counselling" if who is COUNSELLOR else "safeguarding"):
        assert texts(ws, tier)
    rows.add_person(ws)
    assert (verify(ws).problems, ws.notices) == ((), ())
    ws.close()
    assert error_of(restored, LEAD if who is not LEAD else now, clock) is None
    assert not [name for name, key in former.items() if opens(restored / f"{name}.db", key)]


def test_who_does_not_hold_a_part_restores_it_for_who_does(school: Path, clock: FakeClock) -> None:
    ws = open_workspace(school, FOUNDER, clock=clock)
    made = backups.back_up(ws)
    change_role(ws, COUNSELLOR.user, "coordinator")
    restored = backups.restore(ws, made.path, school.with_name("Restored.peerkeep"))
    ws.close()
    ws = open_workspace(restored, COUNSELLOR, clock=clock)
    assert ws.compartments == ("programme", "private")
    assert texts(ws, "private")
    ws.close()
    ws = open_workspace(restored, LEAD, clock=clock)
    assert texts(ws, "safeguarding")
    assert (unfinished(ws), verify(ws).ok) == ((), True)
    ws.close()


def test_who_may_not_manage_users_restores_what_was(school: Path, clock: FakeClock) -> None:
    ws = open_workspace(school, COORDINATOR, clock=clock)
    made = backups.back_up(ws)
    ws.close()
    ws = open_workspace(school, FOUNDER, clock=clock)
    change_role(ws, COUNSELLOR.user, "coordinator")
    ws.close()
    ws = open_workspace(school, COORDINATOR, clock=clock)
    restored = backups.restore(ws, made.path, school.with_name("Restored.peerkeep"))
    ws.close()
    ws = open_workspace(restored, COUNSELLOR, clock=clock)
    assert texts(ws, "counselling")
    assert verify(ws).ok
    ws.close()
