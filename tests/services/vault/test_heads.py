"""`heads.json` is written when something went on, and stays as it is when nothing did."""

from __future__ import annotations

import json
import re
from pathlib import Path

from desktop.services.vault import sealing
from desktop.services.vault.canonical import canonical
from desktop.services.vault.waiting_events import Kept, open_events, seal_events
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.handing.coordinators import at, counselling, invite
from tests.services.vault import rows


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_looking_changes_nothing_in_the_folder(workspace_folder: Path, clock: FakeClock) -> None:
    vaults.reopen(workspace_folder, clock).close()
    before = contents(workspace_folder)
    clock.forward(days=1)
    vaults.reopen(workspace_folder, clock).close()
    assert contents(workspace_folder) == before


def test_writing_does(workspace_folder: Path, clock: FakeClock) -> None:
    vaults.reopen(workspace_folder, clock).close()
    before = contents(workspace_folder)
    ws = vaults.reopen(workspace_folder, clock)
    rows.add_person(ws, given="Ada")
    ws.close()
    after = contents(workspace_folder)
    assert {name for name in after if after[name] != before[name]} == {"heads.json", "programme.db"}


def test_heads_that_somebody_changed_are_written_anew(workspace_folder: Path, clock: FakeClock) -> None:
    vaults.reopen(workspace_folder, clock).close()
    path = workspace_folder / "heads.json"
    good = path.read_bytes()
    for bad in (b"", b"{}", good.replace(b'"programme":"', b'"programme":"A', 1), good[:200]):
        path.write_bytes(bad)
        vaults.reopen(workspace_folder, clock).close()
        assert path.read_bytes() not in (bad, b"")


def test_role_03_nobody_is_told_how_often_a_compartment_is_written_that_he_does_not_hold(
    workspace_folder: Path, clock: FakeClock, own_home: Path
) -> None:
    """ROLE-03: neither counters, nor devices, nor days: what the two files say of it is sealed with its key."""
    invite(workspace_folder, clock)
    lengths = set()
    for _ in range(3):
        with counselling(workspace_folder, clock) as ws:
            ws.event("counselling", "read_note", about="n1")
        (record,) = (own_home / "workspaces").glob("*.json")
        texts = [(workspace_folder / "heads.json").read_text(), record.read_text()]
        for said in (json.loads(texts[0]), json.loads(texts[1])["seen"]):
            assert re.fullmatch(r"[A-Za-z0-9+/=]+", said["counselling"])
            lengths.add(len(said["counselling"]))
        with at(workspace_folder, clock) as ws:
            assert ws.record.seen.keys() == {"programme"}
            rows.add_person(ws, given="Ada")
    assert len(lengths) == 1
    with counselling(workspace_folder, clock) as ws:
        assert ws.record.seen.keys() >= {"programme", "counselling"}


def test_role_03_events_that_wait_are_sealed_to_those_who_may_know_them(
    workspace_folder: Path, clock: FakeClock, own_home: Path
) -> None:
    """ROLE-03: who read which note while nothing could be written stands in this laptop's record, and for nobody else."""
    invite(workspace_folder, clock)
    with counselling(workspace_folder, clock) as ws:
        ws.keep("counselling", "read_note", about="the-note", person="the-child")
        ws.keep("programme", "unlock")
        ws.record.save()
    with at(workspace_folder, clock) as ws:
        (record,) = (own_home / "workspaces").glob("*.json")
        assert [kept.verb for kept in ws.record.kept] == ["unlock"]
        assert not re.search("the-note|the-child|read_note", record.read_text())
        ws.record.save()
    with counselling(workspace_folder, clock) as ws:
        assert "read_note" in [kept.verb for kept in ws.record.kept]
        ws.tell()
        assert ws.value("counselling", "SELECT person FROM @.step WHERE verb = 'read_note'") == "the-child"
        assert ws.record.kept == []
    assert [len(one) for one in json.loads(record.read_text())["kept"]] == [2, 2]


def test_role_03_nobody_counts_the_reads_that_wait(workspace_folder: Path, clock: FakeClock, own_home: Path) -> None:
    """ROLE-03: none, one or forty reads in two sittings: one sealed entry of one length, new at every sitting."""
    invite(workspace_folder, clock)
    lengths, entries = set(), set()
    for count in (0, 1, 39):
        with counselling(workspace_folder, clock) as ws:
            for number in range(count):
                ws.keep("counselling", "read_note", about=f"note {number}")
            ws.record.save()
        with at(workspace_folder, clock) as ws:
            assert not [one for one in ws.record.kept if one.compartment == "counselling"]
        (record,) = (own_home / "workspaces").glob("*.json")
        (sealed,) = (one[1] for one in json.loads(record.read_text())["kept"] if one[0] == "counselling")
        lengths.add(len(sealed))
        entries.add(sealed)
    assert len(entries) == 3
    assert max(lengths) - min(lengths) < 1000  # age itself adds up to some hundred bytes, drawn by lot
    with counselling(workspace_folder, clock) as ws:
        waiting = [one.about for one in ws.record.kept if one.compartment == "counselling"]
        assert waiting == ["note 0", *(f"note {number}" for number in range(39))]
        ws.tell()
    with counselling(workspace_folder, clock) as ws:
        assert not [one for one in ws.record.kept if one.compartment == "counselling"]


def test_an_event_that_an_earlier_version_sealed_alone_is_opened() -> None:
    one = Kept("counselling", "read_note", "n", None, "u", "2026-09-01T10:00:00+00:00")
    identity, recipient = sealing.new_identity()
    alone = sealing.to_text(sealing.seal_to(recipient, canonical(one.plain())))
    assert open_events((identity,), alone) == [one]
    assert open_events((identity,), seal_events(recipient, [one, one])) == [one, one]
    assert open_events((identity,), seal_events(recipient, [])) == []
    assert open_events((sealing.new_identity()[0],), alone) is None
