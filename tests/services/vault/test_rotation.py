"""Roles that change and users who go: what is closed at once, which keys are new, and what a kill leaves in between."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.services.vault import (
    Changes,
    Password,
    Words,
    Workspace,
    add_recovery,
    change_password,
    change_role,
    find_user,
    keyring,
    list_users,
    losing,
    new_words,
    open_workspace,
    recover_password,
    remove_user,
    sealing,
    stays_readable,
    unfinished,
    unlock,
    verify,
)
from desktop.services.vault.errors import KeyringForeign, KeyringOlder, NoSuchUser, WrongPassword, WrongWords
from desktop.services.vault.staff_errors import CannotLetIn, LastLead, OwnerOnly, RemovingYourself
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows, staffed
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

SHARED = ("programme", "counselling", "safeguarding")


def as_(folder: Path, secret: object, clock: FakeClock) -> Workspace:
    return open_workspace(folder, secret, clock=clock)  # type: ignore[arg-type]  # a Password or Words


def files_open(folder: Path, keys: dict[str, str]) -> set[str]:
    return {name for name, key in keys.items() if opens(folder / f"{name}.db", key)}


def keys_of(folder: Path, secret: Password) -> dict[str, str]:
    return {name: grant.key for name, grant in person(folder, secret).grants.items()}


def test_role_05_promotion_gives_a_key_and_nothing_is_encrypted_anew(school: Path, clock: FakeClock) -> None:
    """ROLE-05: promotion seals the same key to one more person; whom it is for needs to do nothing."""
    before = (school / "counselling.db").read_bytes()
    ws = as_(school, FOUNDER, clock)
    assert change_role(ws, COORDINATOR.user, "counsellor")
    assert find_user(ws, COORDINATOR.user).role == "counsellor"
    ws.close()
    assert (school / "counselling.db").read_bytes() == before
    ws = as_(school, COORDINATOR, clock)
    # The private part is made by its author, who chose the password, at the first unlock with the new role.
    assert ws.compartments == ("programme", "counselling", "private")
    assert texts(ws, "counselling")
    assert verify(ws).ok
    ws.close()


def test_role_05_demotion_makes_new_keys_and_says_what_stays_readable(
    school: Path, clock: FakeClock, tmp_path: Path
) -> None:
    """ROLE-05: after demotion the former keys open nothing that is written now; old copies stay open, and that is said."""
    copy = Path(shutil.copytree(school, tmp_path / "kept at home"))
    before = keys_of(school, COUNSELLOR)
    ws = as_(school, FOUNDER, clock)
    assert losing(ws, COUNSELLOR.user, "coordinator") == ("counselling",)
    assert "Copies and backups made before stay readable" in stays_readable(("counselling",))
    seen: list[tuple[int, int]] = []
    change_role(ws, COUNSELLOR.user, "coordinator", lambda done, total: seen.append((done, total)) is None)
    assert seen[0][0] == 0
    assert seen[-1][0] == seen[-1][1] > 0
    staffed.write(ws, "counselling", rows.add_person(ws), "written after")
    assert (unfinished(ws), ws.notices, verify(ws).ok) == ((), (), True)
    ws.close()
    assert files_open(school, before) == {"programme", *(name for name in before if name.startswith("private"))}
    ws = as_(school, COUNSELLOR, clock)
    assert ws.compartments == ("programme", "private")
    ws.close()
    # "Old copies stay readable": with the former keys, and with the password in a copy.
    assert files_open(copy, before) == set(before)
    shutil.rmtree(os.environ["PEERKEEP_HOME"])
    ws = as_(copy, COUNSELLOR, clock)
    assert texts(ws, "counselling")
    ws.close()


def test_auth_13_a_removed_users_next_unlock_fails(school: Path, clock: FakeClock, tmp_path: Path) -> None:
    """AUTH-13: it fails at the newer files whatever keyring is put there; the copy kept before opens, and that is said."""
    copy = Path(shutil.copytree(school, tmp_path / "kept at home"))
    before = keys_of(school, COUNSELLOR)
    ws = as_(school, FOUNDER, clock)
    parts = losing(ws, COUNSELLOR.user)
    assert parts == ("programme", "counselling")
    assert stays_readable(parts)
    uid = find_user(ws, COUNSELLOR.user).uid
    remove_user(ws, COUNSELLOR.user)
    assert COUNSELLOR.user not in [user.label for user in list_users(ws)]
    assert ws.labels[uid] == COUNSELLOR.user, "the history still names who wrote"
    assert (unfinished(ws), verify(ws).ok) == ((), True)
    ws.close()
    assert error_of(school, COUNSELLOR, clock) is WrongPassword
    private = {name for name in before if name.startswith("private")}
    assert files_open(school, before) == private, "nobody can close what its author alone could open"
    for other in (FOUNDER, LEAD, COORDINATOR, RECOVERY):
        assert error_of(school, other, clock) is None
    # The former keyring put back: refused here, and useless on a laptop that knows nothing.
    for name in (keyring.NAME, keyring.SECOND):
        shutil.copy(copy / name, school / name)
    assert error_of(school, COUNSELLOR, clock) is KeyringOlder
    shutil.rmtree(os.environ["PEERKEEP_HOME"])
    assert error_of(school, COUNSELLOR, clock) is not None
    assert error_of(copy, COUNSELLOR, clock) is None


def test_a_removed_user_is_removed_for_the_recovery_words_too(school: Path, clock: FakeClock) -> None:
    ws = unlock(school, RECOVERY, clock=clock)
    assert ws.compartments == SHARED
    remove_user(ws, COUNSELLOR.user)
    assert (unfinished(ws), verify(ws).ok) == ((), True)
    with pytest.raises(NoSuchUser):
        recover_password(ws, COUNSELLOR.user, "eight geese in a row", cost=vaults.CHEAP)
    recover_password(ws, COORDINATOR.user, "eight geese in a row", cost=vaults.CHEAP)
    ws.close()
    assert error_of(school, Password(COORDINATOR.user, "eight geese in a row"), clock) is None
    for other in (FOUNDER, LEAD):
        assert error_of(school, other, clock) is None


def test_who_loses_a_lead_loses_the_owners_key_and_gets_it_back_from_nobody(school: Path, clock: FakeClock) -> None:
    """A lead may manage users; a lead who goes has a copy of the owner's key, so there is a new one."""
    former = person(school, LEAD).owner
    assert former is not None
    ws = as_(school, RECOVERY, clock)
    change_role(ws, COUNSELLOR.user, "lead")
    assert ws.keyring.owners_before == []
    remove_user(ws, LEAD.user)
    assert len(ws.keyring.owners_before) == 1
    ws.close()
    forged = keyring.load(school)
    forged.users[0]["label"] = "Somebody"
    forged.owner, forged.owners_before = sealing.to_text(sealing.public_of(former)), []
    forged.generation += 1
    forged.sign(former)
    good = {name: (school / name).read_bytes() for name in (keyring.NAME, keyring.SECOND)}
    keyring.save(school, forged)
    assert error_of(school, COUNSELLOR, clock) is KeyringForeign, "this laptop knows the new owner"
    for name, content in good.items():
        (school / name).write_bytes(content)
    for who in (FOUNDER, COUNSELLOR):  # at their first unlock their slots forget the former owner
        ws = as_(school, who, clock)
        assert ws.opened.owner is not None
        ws.close()
    forged = keyring.load(school)
    forged.owner, forged.owners_before = sealing.to_text(sealing.public_of(former)), []
    forged.generation += 1
    forged.sign(former)
    keyring.save(school, forged)
    shutil.rmtree(os.environ["PEERKEEP_HOME"])
    assert error_of(school, FOUNDER, clock) is KeyringForeign
    assert error_of(school, COUNSELLOR, clock) is KeyringForeign


def test_words_follow_a_new_owner_and_new_words_follow_these(school: Path, clock: FakeClock) -> None:
    ws = as_(school, RECOVERY, clock)
    change_role(ws, COUNSELLOR.user, "lead")
    remove_user(ws, LEAD.user)
    ws.close()
    ws = as_(school, RECOVERY, clock)  # their slot is made anew for the new owner
    present = new_words()
    add_recovery(ws, present)
    ws.close()
    ws = as_(school, Words(" ".join(present)), clock)
    assert ws.compartments == SHARED
    assert ws.opened.owner is not None
    ws.close()
    assert error_of(school, RECOVERY, clock) is WrongWords


def test_what_the_remover_does_not_hold_gets_its_key_when_a_holder_unlocks(school: Path, clock: FakeClock) -> None:
    ws = as_(school, LEAD, clock)
    change_role(ws, COUNSELLOR.user, "lead")
    ws.close()
    before = keys_of(school, COUNSELLOR)
    ws = as_(school, FOUNDER, clock)
    remove_user(ws, COUNSELLOR.user)
    assert unfinished(ws) == ("safeguarding",)
    assert verify(ws).ok
    ws.close()
    assert error_of(school, COUNSELLOR, clock) is WrongPassword
    assert "safeguarding" in files_open(school, before)
    ws = as_(school, LEAD, clock)
    assert unfinished(ws) == ()
    assert texts(ws, "safeguarding")
    assert verify(ws).ok
    ws.close()
    assert "safeguarding" not in files_open(school, before)
    assert "safeguarding" in as_words(school, clock)


def as_words(folder: Path, clock: FakeClock) -> tuple[str, ...]:
    ws = as_(folder, RECOVERY, clock)
    ws.close()
    return ws.compartments


def test_refusals_of_users_change_nothing(school: Path, clock: FakeClock) -> None:
    ws = as_(school, FOUNDER, clock)
    before = (school / keyring.NAME).read_bytes()
    refusals: tuple[tuple[type[Exception], Callable[[], object]], ...] = (
        (LastLead, lambda: remove_user(ws, LEAD.user)),
        (LastLead, lambda: change_role(ws, LEAD.user, "counsellor")),
        (RemovingYourself, lambda: remove_user(ws, FOUNDER.user)),
        (CannotLetIn, lambda: change_role(ws, COORDINATOR.user, "lead")),
        (NoSuchUser, lambda: remove_user(ws, "Nobody")),
    )
    for kind, attempt in refusals:
        with pytest.raises(kind):
            attempt()
    assert not change_role(ws, LEAD.user, "lead")
    ws.close()
    ws = as_(school, COUNSELLOR, clock)
    for attempt in (lambda: remove_user(ws, LEAD.user), lambda: change_role(ws, COUNSELLOR.user, "lead")):
        with pytest.raises(OwnerOnly):
            attempt()
    ws.close()
    assert (school / keyring.NAME).read_bytes() == before


def test_a_new_lead_takes_the_place_of_oneself(workspace: Workspace, clock: FakeClock) -> None:
    """A school of one: who made it becomes the lead, and holds safeguarding at once; later gives it up at once."""
    change_role(workspace, vaults.USER, "lead")
    assert workspace.compartments == ("programme", "counselling", "private", "safeguarding")
    staffed.write(workspace, "safeguarding", rows.add_person(workspace), "of the lead")
    folder = workspace.folder
    workspace.close()
    vaults.colleague(folder, clock, LEAD.user, "lead", LEAD.password)
    ws = vaults.reopen(folder, clock)
    key = ws.opened.grants["safeguarding"].key
    change_role(ws, vaults.USER, "counsellor")
    assert "safeguarding" not in ws.compartments
    assert "safeguarding" not in ws.opened.grants
    rows.add_person(ws)
    assert verify(ws).ok
    ws.close()
    assert not opens(folder / "safeguarding.db", key)
    ws = open_workspace(folder, LEAD, clock=clock)
    assert texts(ws, "safeguarding") == ["of the lead"]
    ws.close()


# what else knows keys


def test_the_password_and_the_words_stay_what_they_were(school: Path, clock: FakeClock) -> None:
    """AUTH-07 after a rotation: the words open every part, set a password, and are replaced by new ones."""
    ws = as_(school, FOUNDER, clock)
    change_role(ws, COUNSELLOR.user, "coordinator")
    change_password(ws, FOUNDER.password, "a dozen quiet herons", cost=vaults.CHEAP)
    ws.close()
    ws = unlock(school, RECOVERY, clock=clock)
    assert ws.compartments == SHARED
    assert texts(ws, "counselling")
    recover_password(ws, COUNSELLOR.user, "eight geese in a row", cost=vaults.CHEAP)
    add_recovery(ws, new_words())
    ws.close()
    ws = as_(school, Password(COUNSELLOR.user, "eight geese in a row"), clock)
    assert ws.compartments == ("programme", "private")
    assert texts(ws, "private") == []
    assert verify(ws).ok
    ws.close()
    assert error_of(school, Password(FOUNDER.user, "a dozen quiet herons"), clock) is None


def test_every_step_of_managing_users_is_journalled(school: Path, clock: FakeClock) -> None:
    ws = as_(school, FOUNDER, clock)
    uid = find_user(ws, COUNSELLOR.user).uid
    done: Changes = change_role(ws, uid, "coordinator")
    assert (done.verb, done.about) == ("change_role", f"{uid} counsellor coordinator")
    remove_user(ws, uid)
    told = [verb for (verb,) in ws.rows("programme", "SELECT verb FROM @.step ORDER BY clock")]
    assert [verb for verb in told if verb in ("add_user", "change_role", "remove_user", "new_keys")] == [
        "add_user", "add_user", "add_user", "change_role", "remove_user", "new_keys",
    ]  # fmt: skip
    assert ws.value("counselling", "SELECT count(*) FROM @.step WHERE verb = 'new_keys'") == 1
    assert ws.value("counselling", "SELECT value FROM @.meta WHERE name = 'epoch'") == "2"
    ws.close()
