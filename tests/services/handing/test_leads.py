"""What is handed in to the safeguarding lead: by a coordinator, by a counsellor, before and after keys are changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services import handing
from desktop.services.handing import store
from desktop.services.vault import add_user, change_role, finish, remove_user, sealing, verify
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.handing.coordinators import SECRET, at, counselling, invite

CANARY = "heron-under-the-bridge"
LEAD, SECOND = "Sample Lead", "Second Lead"


@pytest.fixture
def folder(workspace_folder: Path, clock: FakeClock) -> Path:
    """A workspace with a coordinator and a lead beside the counsellor who made it."""
    invite(workspace_folder, clock)
    invite(workspace_folder, clock, LEAD, "lead")
    return workspace_folder


def give(folder: Path, clock: FakeClock, text: str = CANARY) -> None:
    with at(folder, clock) as ws:
        handing.hand_in(ws, handing.SAFEGUARDING, text)


def test_it_reaches_the_lead_and_not_the_counsellor(folder: Path, clock: FakeClock) -> None:
    give(folder, clock)
    with counselling(folder, clock) as ws:
        assert not ws.holds(handing.SAFEGUARDING)
        assert handing.take_in(ws) == ()
        assert handing.handed_in(ws) == ()
        assert handing.left_sealed(ws) == 0
        handing.hand_in(ws, handing.SAFEGUARDING, "the counsellor's own")
    with at(folder, clock, LEAD) as ws:
        handing.take_in(ws)
        items = handing.handed_in(ws)
        assert {(item.compartment, item.by) for item in items} == {
            (handing.SAFEGUARDING, "Sample Coordinator"),
            (handing.SAFEGUARDING, "Sample Counsellor"),
        }
        assert {handing.read_handed_in(ws, item.uid).text for item in items} == {CANARY, "the counsellor's own"}
        assert verify(ws).ok
    with counselling(folder, clock) as ws:
        assert [one.taken_in for one in handing.receipts(ws)] == [True]
        assert handing.handed_in(ws) == ()


def test_what_waits_while_keys_are_changed_comes_in(folder: Path, clock: FakeClock) -> None:
    """An item sealed for the former keys: the identities before stay beside the new ones."""
    with at(folder, clock, LEAD) as ws:
        add_user(ws, SECOND, "lead", SECRET, cost=vaults.CHEAP)
    give(folder, clock)
    with at(folder, clock, LEAD) as ws:
        remove_user(ws, SECOND)
    give(folder, clock, "after the change")
    with at(folder, clock, LEAD) as ws:
        finish(ws)
        handing.take_in(ws)
        texts = {handing.read_handed_in(ws, item.uid).text for item in handing.handed_in(ws)}
        assert texts == {CANARY, "after the change"}
        assert handing.left_sealed(ws) == 0


def test_role_05_who_was_lead_opens_nothing_that_is_handed_in_later(folder: Path, clock: FakeClock) -> None:
    """ROLE-05: with every key he ever had, an item handed in after the keys were changed stays sealed."""
    with at(folder, clock, LEAD) as ws:
        add_user(ws, SECOND, "lead", SECRET, cost=vaults.CHEAP)
    with at(folder, clock, SECOND) as ws:
        former = ws.opened.grants[handing.SAFEGUARDING].identities
    with at(folder, clock, LEAD) as ws:
        change_role(ws, SECOND, "coordinator")
        finish(ws)
    give(folder, clock)
    with at(folder, clock, SECOND) as ws:
        assert not ws.holds(handing.SAFEGUARDING)
        ((_, sealed),) = store.sealed_items(ws, handing.SAFEGUARDING)
        with pytest.raises(sealing.Unopened):
            sealing.open_with(former, sealing.from_text(sealed))
