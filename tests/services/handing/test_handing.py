"""What is handed in cannot be read by who handed it in, is never lost, and comes to who holds the compartment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services import handing, people
from desktop.services.errors import KnownError
from desktop.services.handing import receiving, store
from desktop.services.handing.errors import NobodyNamed, NoSuchItem, NothingWritten, NotTakingItems, TooMuchWritten
from desktop.services.handing.rules import LETTERS, new_receipt
from desktop.services.notes.rules import LONGEST
from desktop.services.people import PersonDraft
from desktop.services.vault import Workspace, last_undoable, sealing, steps, verify
from desktop.services.vault.canonical import STEP
from desktop.services.vault.sealed_items import ItemUnopened, open_item, seal_item
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.handing.coordinators import at, counselling, invite

CANARY = "heron-under-the-bridge"


@pytest.fixture
def folder(workspace_folder: Path, clock: FakeClock) -> Path:
    """A workspace that a coordinator can unlock too."""
    invite(workspace_folder, clock)
    return workspace_folder


def give(folder: Path, clock: FakeClock, *texts: str) -> list[str]:
    """Hand in as the coordinator; give the receipts."""
    with at(folder, clock) as ws:
        return [handing.hand_in(ws, handing.COUNSELLING, text)[1] for text in texts]


def everything(ws: Workspace) -> Iterator[str]:
    """Give every value of every table that is held, as a Python prompt would."""
    for tier in ws.compartments:
        for (name,) in ws.rows(tier, "SELECT name FROM @.sqlite_master WHERE type = 'table'"):
            yield from (str(value) for row in ws.rows(tier, f"SELECT * FROM @.{name}") for value in row)


def test_role_01_what_was_handed_in_cannot_be_read_again(folder: Path, clock: FakeClock) -> None:
    """ROLE-01: with the coordinator's password, our source and every key he has, 0 bytes of it come back."""
    give(folder, clock, CANARY)
    with at(folder, clock) as ws:
        assert not any(CANARY in value for value in everything(ws))
        ((uid, sealed),) = store.sealed_items(ws, handing.COUNSELLING)
        keys = (ws.opened.identity, *(one for grant in ws.opened.grants.values() for one in grant.identities))
        with pytest.raises(sealing.Unopened):
            sealing.open_with(keys, sealing.from_text(sealed))
        assert handing.take_in(ws) == ()
        assert handing.handed_in(ws) == ()
        with pytest.raises(NoSuchItem):
            handing.read_handed_in(ws, uid)
        assert last_undoable(ws) is None  # to take it back would be to see it again, and to lose it


def test_it_moves_in_when_somebody_who_holds_the_compartment_unlocks(folder: Path, clock: FakeClock) -> None:
    receipts = give(folder, clock, f"first {CANARY}", "second")
    with counselling(folder, clock) as ws:
        assert [change.compartment for change in handing.take_in(ws)] == ["counselling", "programme"]
        items = handing.handed_in(ws)
        assert {item.receipt for item in items} == set(receipts)
        assert {(item.by, item.person, item.read) for item in items} == {("Sample Coordinator", "", False)}
        texts = {handing.read_handed_in(ws, item.uid).text for item in items}
        assert texts == {f"first {CANARY}", "second"}
        assert all(item.read for item in handing.handed_in(ws))
        assert store.sealed_items(ws, handing.COUNSELLING) == []
        assert handing.take_in(ws) == ()
        assert verify(ws).ok
    with at(folder, clock) as ws:
        assert [one.taken_in for one in handing.receipts(ws)] == [True, True]
        assert not any(CANARY in value for value in everything(ws))


def test_it_says_whom_it_is_about_to_those_who_read_it_alone(folder: Path, clock: FakeClock) -> None:
    with at(folder, clock) as ws:
        uid = people.add_person(ws, PersonDraft("0042", "Okafor", "Ada", year="8")).uid
        before = list(everything(ws)).count(uid)
        handing.hand_in(ws, handing.COUNSELLING, CANARY, uid)
        assert list(everything(ws)).count(uid) == before
    with counselling(folder, clock) as ws:
        handing.take_in(ws)
        assert [item.person for item in handing.handed_in(ws)] == [uid]
        assert handing.handed_in_about(ws, uid) == handing.handed_in(ws)
        assert handing.handed_in_about(ws, "another") == ()


def test_a_reading_is_journalled_once_in_a_sitting(folder: Path, clock: FakeClock) -> None:
    give(folder, clock, CANARY)
    with counselling(folder, clock) as ws:
        handing.take_in(ws)
        (item,) = handing.handed_in(ws)
        for _ in range(3):
            handing.read_handed_in(ws, item.uid)
        assert [step.verb for step in steps(ws)].count("read_handed_in") == 1


def test_killed_between_the_two_steps_it_comes_in_once(
    folder: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(folder, clock, CANARY)
    with counselling(folder, clock) as ws:
        step = ws.step

        def killed(compartment: str, *args: object, **more: object) -> object:
            if compartment == "programme":
                raise KeyboardInterrupt
            return step(compartment, *args, **more)  # type: ignore[arg-type]  # as it was called

        monkeypatch.setattr(ws, "step", killed)
        with pytest.raises(KeyboardInterrupt):
            handing.take_in(ws)
    with counselling(folder, clock) as ws:
        assert len(handing.handed_in(ws)) == 1
        assert len(store.sealed_items(ws, handing.COUNSELLING)) == 1
        handing.take_in(ws)
        assert len(handing.handed_in(ws)) == 1
        assert store.sealed_items(ws, handing.COUNSELLING) == []
        assert [one.verb for one in steps(ws)].count("take_in") == 2
        assert verify(ws).ok


def test_what_was_taken_in_and_is_gone_again_does_not_come_back(folder: Path, clock: FakeClock) -> None:
    """A sealed item may arrive from another laptop after what it held was erased here: nobody is kept out by it."""
    give(folder, clock, CANARY)
    with counselling(folder, clock) as ws:
        ((uid, sealed),) = store.sealed_items(ws, handing.COUNSELLING)
        handing.take_in(ws)
        with ws.step("counselling", "remove") as step:
            step.delete("handed_in", uid)
        with ws.step("programme", "hand_in") as step:
            store.put(step, uid, "counselling", sealed)
        handing.take_in(ws)
        assert handing.handed_in(ws) == ()
        assert handing.left_sealed(ws) == 0


def test_two_laptops_that_take_it_in_write_the_same_row(folder: Path, clock: FakeClock, tmp_path: Path) -> None:
    give(folder, clock, CANARY)
    rows = []
    for name in ("Other", "Third"):
        one = vaults.copy(folder, tmp_path / f"{name}.peerkeep")
        clock.forward(days=1)
        with counselling(one, clock) as ws:
            handing.take_in(ws)
            rows.append(ws.rows("counselling", "SELECT * FROM @.handed_in"))
    assert rows[0] == rows[1] != []


def test_role_04_a_length_is_known_to_the_kilobyte_and_no_closer(folder: Path, clock: FakeClock) -> None:
    """ROLE-04: what is sealed is padded; age adds the same to each, but for a random header of its own."""
    give(folder, clock, "x", "y" * 300)
    with counselling(folder, clock) as ws:
        grant = ws.opened.grants["counselling"]
        plain = [
            sealing.open_with(grant.identities, sealing.from_text(sealed))
            for _, sealed in store.sealed_items(ws, handing.COUNSELLING)
        ]
        assert {len(one) for one in plain} == {STEP}
        for length in (1, 800, 1024, 5000):
            item = seal_item(ws, "counselling", "u", {"text": "é" * length})
            assert len(sealing.open_with(grant.identities, sealing.from_text(item))) % STEP == 0


def test_items_sealed_before_the_keys_were_changed_come_in(folder: Path, clock: FakeClock) -> None:
    give(folder, clock, CANARY)
    with counselling(folder, clock) as ws:
        grant = ws.opened.grants["counselling"]
        newer = sealing.new_identity()[0]
        ws.opened.grants["counselling"] = type(grant)(grant.key, (newer, *grant.identities))
        handing.take_in(ws)
        assert len(handing.handed_in(ws)) == 1


@pytest.mark.parametrize("what", ["not base64", "cut", "of another uid", "of another compartment", "said otherwise"])
def test_what_cannot_be_opened_is_kept_and_said(folder: Path, clock: FakeClock, what: str) -> None:
    with at(folder, clock) as ws:
        said = {"receipt": "R", "at": "2026-11-18T10:00:00+00:00", "person": "", "text": CANARY}
        sealed = {
            "not base64": "no such thing",
            "cut": seal_item(ws, "counselling", "u1", said)[:400],
            "of another uid": seal_item(ws, "counselling", "u2", said),
            "of another compartment": _misnamed(ws, said),
            "said otherwise": seal_item(ws, "counselling", "u1", {"words": CANARY}),
        }[what]
        with ws.step("programme", "hand_in") as step:
            store.put(step, "u1", "counselling", sealed)
    give(folder, clock, "one that is whole")
    with counselling(folder, clock) as ws:
        handing.take_in(ws)
        assert [handing.read_handed_in(ws, item.uid).text for item in handing.handed_in(ws)] == ["one that is whole"]
        assert handing.left_sealed(ws) == 1
        assert ws.value("programme", "SELECT body FROM @.sealed_item_body") == sealed
        assert verify(ws).ok


def _misnamed(ws: Workspace, said: dict[str, str]) -> str:
    """Seal for the programme to the counselling compartment's recipient."""
    ring = ws.keyring.compartments
    kept = ring["programme"]["recipient"]
    ring["programme"]["recipient"] = ring["counselling"]["recipient"]
    try:
        return seal_item(ws, "programme", "u1", said)
    finally:
        ring["programme"]["recipient"] = kept


def test_nobody_hands_in_under_anothers_name(folder: Path, clock: FakeClock) -> None:
    """An item that names the counsellor and is signed by the coordinator comes in, from nobody who can be told."""
    with at(folder, clock) as ws:
        counsellor = next(uid for uid, label in ws.labels.items() if label == "Sample Counsellor")
        own, ws.opened.user = ws.opened.user, counsellor
        said = {"receipt": "R", "at": "2026-11-18T10:00:00+00:00", "person": "", "text": CANARY}
        sealed = seal_item(ws, "counselling", "u1", said)
        ws.opened.user = own
        with ws.step("programme", "hand_in") as step:
            store.put(step, "u1", "counselling", sealed)
    with counselling(folder, clock) as ws:
        handing.take_in(ws)
        assert [(item.by, item.person) for item in handing.handed_in(ws)] == [("", "")]
        item = seal_item(ws, "counselling", "u2", said)
        assert open_item(ws, "counselling", "u2", item)[1] == ws.opened.user


def test_role_03_another_coordinator_is_shown_nothing_of_it(folder: Path, clock: FakeClock) -> None:
    """ROLE-03: neither receipts nor steps of what others handed in, nor that it was taken in."""
    invite(folder, clock, "Another Coordinator")
    with at(folder, clock, "Another Coordinator") as ws:
        before = [(one.verb, one.words) for one in steps(ws)]
    give(folder, clock, CANARY)
    with at(folder, clock) as ws:
        assert next(one.verb for one in steps(ws)) == "hand_in"
        assert len(handing.receipts(ws)) == 1
    with counselling(folder, clock) as ws:
        handing.take_in(ws)
        assert [one.verb for one in steps(ws)][:3] == ["take_in", "take_in", "hand_in"]
    with at(folder, clock, "Another Coordinator") as ws:
        assert handing.receipts(ws) == ()
        assert [(one.verb, one.words) for one in steps(ws)] == before


def test_refusals_change_nothing(folder: Path, clock: FakeClock) -> None:
    with at(folder, clock) as ws:
        before = list(everything(ws))
        for compartment, text, error in (
            (handing.COUNSELLING, " \n", NothingWritten),
            (handing.COUNSELLING, "x" * (LONGEST + 1), TooMuchWritten),
            ("programme", "x", NotTakingItems),
            ("private", "x", NotTakingItems),
        ):
            with pytest.raises(error) as caught:
                handing.hand_in(ws, compartment, text)
            assert isinstance(caught.value, KnownError)
            assert str(caught.value).endswith(".")
        with pytest.raises(KnownError):
            handing.hand_in(ws, handing.COUNSELLING, "x", "nobody")
        assert list(everything(ws)) == before


@pytest.mark.parametrize("change", ["changed", "gone", "loose"])
def test_the_full_check_compares_what_waits_with_its_hash(folder: Path, clock: FakeClock, change: str) -> None:
    """It is not journalled; its hash is, so that nobody changes it unseen, and nothing is left behind unseen."""
    give(folder, clock, CANARY)
    with counselling(folder, clock) as ws:
        assert verify(ws).ok
        sql = {
            "changed": "UPDATE main.sealed_item_body SET body = 'another' || body",
            "gone": "DELETE FROM main.sealed_item_body",
            "loose": "INSERT INTO main.sealed_item_body VALUES ('nothing', 'body')",
        }[change]
        ws.connection.execute(sql)
        (problem,) = verify(ws).problems
        assert problem.where.startswith("table sealed_item_body, row ")
        handing.take_in(ws)
        assert (len(handing.handed_in(ws)), handing.left_sealed(ws)) == ((1, 0) if change == "loose" else (0, 1))


def test_without_a_safeguarding_lead_nothing_is_taken_for_one(folder: Path, clock: FakeClock) -> None:
    with at(folder, clock) as ws:
        ws.keyring.compartments.pop(handing.SAFEGUARDING, None)
        assert handing.open_to_items(ws) == (handing.COUNSELLING,)
        with pytest.raises(NobodyNamed):
            handing.hand_in(ws, handing.SAFEGUARDING, CANARY)


def test_receipts_are_read_out_without_a_mistake() -> None:
    drawn = {new_receipt() for _ in range(300)}
    assert len(drawn) == 300
    assert all(len(one) == 9 and one[4] == "-" and set(one) <= {*LETTERS, "-"} for one in drawn)
    assert not set("01OILU5S8B") & set(LETTERS)


def test_a_copy_that_is_looked_at_takes_nothing_in(folder: Path, clock: FakeClock) -> None:
    give(folder, clock, CANARY)
    with counselling(folder, clock) as ws:
        ws.looking = True
        assert handing.take_in(ws) == ()
        ws.looking = False


def test_an_item_is_named_whole_in_its_seal(folder: Path, clock: FakeClock) -> None:
    """Whoever writes the other half: workspace, compartment and uid stand inside, and so does who signed."""
    give(folder, clock, CANARY)
    with counselling(folder, clock) as ws:
        ((uid, sealed),) = store.sealed_items(ws, handing.COUNSELLING)
        plain = json.loads(sealing.open_with(ws.opened.grants["counselling"].identities, sealing.from_text(sealed)))
        assert (plain["workspace"], plain["compartment"], plain["uid"]) == (ws.id, "counselling", uid)
        assert set(plain["said"]) == {"receipt", "at", "person", "text"}
        ws.id = "another"
        with pytest.raises(ItemUnopened):
            open_item(ws, "counselling", uid, sealed)
        assert receiving.take_in(ws) == ()
