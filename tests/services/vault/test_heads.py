"""`heads.json` is written when something went on, and stays as it is when nothing did."""

from __future__ import annotations

import json
import re
from pathlib import Path

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
    assert json.loads(record.read_text())["kept"] == []
