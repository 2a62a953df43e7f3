"""A password that somebody may know: what it opened before opens nothing that is written afterwards."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.services.vault import (
    Password,
    Workspace,
    add_user,
    change_password,
    change_role,
    keyring,
    lend_private,
    lendings,
    open_workspace,
    remove_user,
    sealing,
    unfinished,
    verify,
)
from desktop.services.vault.drafts import Draft
from desktop.services.vault.errors import KeyringDamaged, KeyringForeign, WrongPassword
from desktop.services.vault.grants import Opened
from desktop.services.vault.sealed_items import open_item, seal_item
from desktop.services.vault.staff_errors import WordsFirst
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
    person,
    texts,
)
from tests.services.vault.test_rotation_stopped import as_, files_open, keys_of, stages

NEW = "a dozen quiet herons"
SHARED = {"programme", "counselling"}


def renew(ws: Workspace, former: Password) -> None:
    change_password(ws, former.password, NEW, cost=vaults.CHEAP, somebody_may_know=True)


def now(who: Password) -> Password:
    return Password(who.user, NEW)


def forget_laptop() -> None:
    """Be on a laptop that has not seen the workspace."""
    shutil.rmtree(os.environ["PEERKEEP_HOME"], ignore_errors=True)


def opened_by(ring: keyring.Keyring, before: Opened) -> list[str]:
    """Name what of a keyring the identities of before open."""
    sealed = [
        *ring.grants,
        *(grant | {"compartment": own["compartment"]} for own in ring.own for grant in own["grants"]),
    ]
    found = []
    for grant in sealed:
        try:
            sealing.open_with(before.identities, sealing.from_text(grant["sealed"]))
        except sealing.Unopened:
            continue
        found.append(str(grant["compartment"]))
    return found


def closed_to(folder: Path, before: Opened, keys: dict[str, str], copy_of_then: Path, who: Password) -> None:
    """Check that the password, the keys and the keyring of before open nothing of what is written now."""
    assert files_open(folder, keys) == set()
    assert opened_by(keyring.load(folder), before) == []
    assert error_of(folder, who, FakeClock()) is WrongPassword
    attacked = Path(shutil.copytree(folder, folder.with_name("attacked")))
    for name in (keyring.NAME, keyring.SECOND, "heads.json"):
        shutil.copy(copy_of_then / name, attacked / name)
    forget_laptop()
    assert error_of(attacked, who, FakeClock()) is not None
    shutil.rmtree(attacked)


def test_what_an_owner_opened_is_closed_to_who_knows_the_password(
    school: Path, clock: FakeClock, tmp_path: Path
) -> None:
    """SEC: the founder's password is known: every compartment, the private one and the owner's key are new at once."""
    then, keys, before = shutil.copytree(school, tmp_path / "then"), keys_of(school, FOUNDER), person(school, FOUNDER)
    ws = as_(school, FOUNDER, clock)
    student = rows.add_person(ws)
    staffed.write(ws, "private", student, "of before")
    renew(ws, FOUNDER)
    assert unfinished(ws) == ()
    for tier in ("counselling", "private"):
        staffed.write(ws, tier, student, "written after")
    assert (verify(ws).ok, ws.notices) == (True, ())
    assert ws.rows("programme", "SELECT verb FROM @.step WHERE verb = 'change_known_password'")
    ws.close()
    closed_to(school, before, keys, then, FOUNDER)
    ws = as_(school, now(FOUNDER), clock)
    assert texts(ws, "private") == ["of before", "written after"]
    assert ws.opened.owner is not None
    assert verify(ws).ok
    ws.close()
    for other in (LEAD, COUNSELLOR, COORDINATOR, RECOVERY):
        assert error_of(school, other, clock) is None
    forged = keyring.load(school)
    forged.users[1]["label"], forged.generation = "Somebody", forged.generation + 1
    assert before.owner is not None
    forged.sign(before.owner)
    keyring.save(school, forged)
    assert error_of(school, now(FOUNDER), clock) is KeyringDamaged
    forged.owner, forged.owners_before = sealing.to_text(sealing.public_of(before.owner)), []
    forged.sign(before.owner)
    keyring.save(school, forged)
    forget_laptop()
    assert error_of(school, now(FOUNDER), clock) is KeyringForeign


def test_what_somebody_else_opened_is_closed_at_an_owners_next_unlock(
    school: Path, clock: FakeClock, tmp_path: Path
) -> None:
    """Private notes at once; what others hold too when somebody unlocks who may sign for it. Until then it is said."""
    then, keys = shutil.copytree(school, tmp_path / "then"), keys_of(school, COUNSELLOR)
    before = person(school, COUNSELLOR)
    ws = as_(school, COUNSELLOR, clock)
    renew(ws, COUNSELLOR)
    assert set(unfinished(ws)) == SHARED
    staffed.write(ws, "private", rows.add_person(ws), "written after")
    assert (verify(ws).ok, ws.notices) == (True, ())
    ws.close()
    assert files_open(school, keys) == {"programme", "counselling"}
    assert error_of(school, COUNSELLOR, clock) is WrongPassword
    for other in (now(COUNSELLOR), COORDINATOR, RECOVERY):  # nobody is kept out while it waits
        forget_laptop()
        ws = as_(school, other, clock)
        assert ws.opened.owner is not None or set(unfinished(ws)) == SHARED
        ws.close()
    ws = as_(school, FOUNDER, clock)
    assert (unfinished(ws), verify(ws).ok) == ((), True)
    ws.close()
    closed_to(school, before, keys, then, COUNSELLOR)
    ws = as_(school, now(COUNSELLOR), clock)
    assert ws.compartments == ("programme", "counselling", "private")
    assert "written after" in texts(ws, "private")
    assert verify(ws).ok
    ws.close()


def test_it_can_be_said_again_and_again(school: Path, clock: FakeClock) -> None:
    """Each time the keys of before close, whether or not an owner came by in between; texts not yet saved stay."""
    former = COUNSELLOR
    for turn, owner_comes in enumerate((False, True, True, False, False)):
        before, keys = person(school, former), keys_of(school, former)
        ws = as_(school, former, clock)
        password = f"{NEW} number {turn}"
        if turn == 0:
            ws.drafts.keep("note", Draft("half a sentence"))
        change_password(ws, former.password, password, cost=vaults.CHEAP, somebody_may_know=True)
        ws.close()
        former = Password(COUNSELLOR.user, password)
        assert not {name for name in files_open(school, keys) if name.startswith("private")}
        if owner_comes:
            assert error_of(school, FOUNDER, clock) is None
            assert files_open(school, keys) == set()
            assert opened_by(keyring.load(school), before) == []
    assert error_of(school, FOUNDER, clock) is None
    ws = as_(school, former, clock)
    assert ws.compartments == ("programme", "counselling", "private")
    found = ws.drafts.find("note")
    assert found is not None
    assert found.text == "half a sentence"
    assert verify(ws).ok
    ws.close()


@pytest.mark.parametrize("who", [FOUNDER, COUNSELLOR], ids=["owner", "other"])
def test_killed_at_each_step_one_key_opens_and_it_is_finished(
    school: Path, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, who: Password
) -> None:
    """AUTH-12 for keys: at every stage either the former password opens or the new one, and who comes next finishes."""
    keys = keys_of(school, who)
    private = {name for name in keys if name.startswith("private")}
    found = stages(school, tmp_path, monkeypatch, lambda ws: renew(ws, who), who)
    assert len(found) >= 6
    changed = 0
    for stage in found:
        forget_laptop()
        new = error_of(stage, now(who), clock) is None
        changed += new
        forget_laptop()
        assert (error_of(stage, who, clock) is WrongPassword) == new
        forget_laptop()
        for other in (COORDINATOR, now(who) if new else who, FOUNDER if who is not FOUNDER else LEAD, RECOVERY):
            ws = as_(stage, other, clock)
            assert (verify(ws).ok, ws.notices) == (True, ())
            ws.close()
        if new:
            assert unfinished_in(stage, LEAD, clock) == ()
            assert not files_open(stage, keys) & {"programme", "counselling"}
            assert not files_open(stage, keys) & private
    assert 0 < changed < len(found)


def unfinished_in(folder: Path, who: Password, clock: FakeClock) -> tuple[str, ...]:
    ws = as_(folder, who, clock)
    ws.close()
    return unfinished(ws)


def test_a_key_that_is_begun_is_finished_before_another(
    school: Path, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file may have the key that is begun already: no other takes its place in the keyring, or nobody could open it."""
    found = stages(school, tmp_path, monkeypatch, lambda ws: remove_user(ws, COORDINATOR.user))
    half = next(
        stage for stage in found if not files_open(stage, keys_of(school, LEAD)) >= {"programme", "counselling"}
        and "next" in keyring.load(stage).shared["programme"]
    )  # fmt: skip
    forget_laptop()
    ws = as_(half, COUNSELLOR, clock)
    renew(ws, COUNSELLOR)
    ws.close()
    again = stages(half, tmp_path / "again", monkeypatch, lambda ws: None)
    assert len(again) >= 8
    for stage in again:
        forget_laptop()
        for who in (now(COUNSELLOR), LEAD, RECOVERY):
            assert error_of(stage, who, clock) is None
        assert unfinished_in(stage, LEAD, clock) == ()


def test_a_lending_of_mine_goes_on_and_one_to_me_ends(school: Path, clock: FakeClock) -> None:
    until = clock.today() + timedelta(days=7)
    ws = as_(school, LEAD, clock)
    lend_private(ws, COUNSELLOR.user, until)
    ws.close()
    ws = as_(school, COUNSELLOR, clock)
    assert ws.holds("lent")
    lend_private(ws, LEAD.user, until)
    renew(ws, COUNSELLOR)
    assert sorted((one.mine, one.running) for one in lendings(ws)) == [(False, False), (True, True)]
    ws.close()
    ws = as_(school, LEAD, clock)
    assert texts(ws, "lent") == [f"{staffed.CANARY} private of {COUNSELLOR.user}"]
    assert [(one.mine, one.running) for one in lendings(ws)] == [(False, True)]
    ws.close()
    ws = as_(school, now(COUNSELLOR), clock)
    assert not ws.holds("lent")
    assert verify(ws).ok
    ws.close()


def test_a_given_password_that_somebody_knows_is_replaced_by_all_new_keys(school: Path, clock: FakeClock) -> None:
    ws = as_(school, FOUNDER, clock)
    add_user(ws, "Second Counsellor", "counsellor", vaults.GIVEN, cost=vaults.CHEAP)
    ws.close()
    given = Password("Second Counsellor", vaults.GIVEN)
    keys, before = keys_of(school, given), person(school, given)
    ws = as_(school, given, clock)
    renew(ws, given)
    assert ws.holds("private")
    ws.close()
    assert error_of(school, FOUNDER, clock) is None
    assert files_open(school, keys) == set()
    assert opened_by(keyring.load(school), before) == []
    ws = as_(school, now(given), clock)
    assert ws.compartments == ("programme", "counselling", "private")
    ws.close()


def test_a_user_who_was_given_more_since_goes_on_with_own_keys(school: Path, clock: FakeClock) -> None:
    """Renewed as a coordinator, made a counsellor, then a lead: the keys that nobody else had open all of it."""
    ws = as_(school, COORDINATOR, clock)
    renew(ws, COORDINATOR)
    ws.close()
    ws = as_(school, LEAD, clock)
    change_role(ws, COORDINATOR.user, "lead")
    ws.close()
    ws = as_(school, now(COORDINATOR), clock)
    assert ws.compartments == ("programme", "counselling", "safeguarding", "private")
    keys, before = keys_of(school, now(COORDINATOR)), person(school, now(COORDINATOR))
    change_password(ws, NEW, f"{NEW} again", cost=vaults.CHEAP, somebody_may_know=True)
    assert unfinished(ws) == ()
    ws.close()
    assert files_open(school, keys) == set()
    assert opened_by(keyring.load(school), before) == []
    assert error_of(school, Password(COORDINATOR.user, f"{NEW} again"), clock) is None


def test_what_was_handed_in_before_is_still_from_its_author(school: Path, clock: FakeClock) -> None:
    ws = as_(school, COORDINATOR, clock)
    items = [seal_item(ws, "counselling", "u1", {"text": "before"})]
    renew(ws, COORDINATOR)
    items.append(seal_item(ws, "counselling", "u1", {"text": "after"}))
    uid = ws.user.uid
    ws.close()
    for _ in range(2):  # before an owner states the new keys, and after
        ws = as_(school, COUNSELLOR, clock)
        assert [open_item(ws, "counselling", "u1", item)[1] for item in items] == [uid, uid]
        ws.close()
        assert error_of(school, FOUNDER, clock) is None


def test_words_of_an_earlier_peerkeep_come_first(school: Path, clock: FakeClock) -> None:
    """They would open nothing afterwards; nothing is changed."""
    ring = keyring.load(school)
    ring.recovery = ""
    owner = person(school, FOUNDER).owner
    assert owner is not None
    ring.sign(owner)
    keyring.save(school, ring)
    ws = as_(school, FOUNDER, clock)
    before = (school / keyring.NAME).read_bytes()
    with pytest.raises(WordsFirst):
        renew(ws, FOUNDER)
    ws.close()
    assert (school / keyring.NAME).read_bytes() == before
    assert error_of(school, FOUNDER, clock) is None


def test_keys_that_cannot_be_made_now_wait(school: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new password is in force all the same; the next unlock goes on."""
    ws = as_(school, FOUNDER, clock)
    change_password(ws, FOUNDER.password, NEW, cost=vaults.CHEAP, somebody_may_know=True, progress=lambda *_: False)
    assert set(unfinished(ws)) == SHARED
    ws.close()
    assert error_of(school, FOUNDER, clock) is WrongPassword
    ws = as_(school, now(FOUNDER), clock)
    assert (unfinished(ws), verify(ws).ok) == ((), True)
    ws.close()


def test_new_words_open_what_has_new_keys(school: Path, clock: FakeClock) -> None:
    """Recovery stays what it was: the words of before open everything that is written after."""
    ws = as_(school, LEAD, clock)
    renew(ws, LEAD)
    ws.close()
    ws = open_workspace(school, RECOVERY, clock=clock)
    assert ws.compartments == ("programme", "counselling", "safeguarding")
    assert verify(ws).ok
    ws.close()
