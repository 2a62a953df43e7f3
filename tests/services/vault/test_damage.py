"""Damaged files: stubs, cut ends, flipped bits, exchanged pages. Never opened as healthy, and nothing touched."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest

from desktop.services.errors import KnownError
from desktop.services.vault import (
    compartment,
    keyring,
)
from desktop.services.vault.errors import (
    CompartmentDamaged,
    CompartmentEmpty,
    CompartmentMissing,
    CompartmentTruncated,
)
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows, tampering
from tests.services.vault.opened import refused, state
from tests.services.vault.tampering import name_of

# FILE-01: stubs


@pytest.mark.parametrize("tier", ["programme", "counselling", "private"])
@pytest.mark.parametrize(
    ("size", "kind"),
    [(0, CompartmentEmpty), (1, CompartmentEmpty), (15, CompartmentEmpty), (16, CompartmentTruncated)]
    + [(size, CompartmentTruncated) for size in (17, 511, 512, 4095, 4096, 4097, 8191)],
)
def test_stubs(workspace_folder: Path, tier: str, size: int, kind: type[KnownError]) -> None:
    """FILE-01: a stub is named for what it is, and nothing is made in its place."""
    path = workspace_folder / f"{name_of(workspace_folder, tier)}.db"
    path.write_bytes(path.read_bytes()[:size])
    error = refused(workspace_folder)
    assert type(error) is kind
    assert "Nothing was changed" in str(error)
    assert path.stat().st_size == size


def test_missing_file(workspace_folder: Path) -> None:
    (workspace_folder / "counselling.db").unlink()
    assert type(refused(workspace_folder)) is CompartmentMissing
    assert not (workspace_folder / "counselling.db").exists()


# FILE-02: truncation


def test_truncated_at_every_512_bytes(crowded: Path) -> None:
    """FILE-02: Every size by the check that opening makes of each file, every twentieth by opening the workspace."""
    path = crowded / "programme.db"
    whole, key, ring = path.read_bytes(), tampering.keys(crowded)["programme"], keyring.load(crowded)
    for size in range(0, len(whole), 512):
        path.write_bytes(whole[:size])
        with pytest.raises((CompartmentEmpty, CompartmentTruncated, CompartmentDamaged)):
            compartment.check_opens(path, key, workspace=ring.workspace, compartment="programme")
        if size % (512 * 20) == 0:
            assert type(refused(crowded)) in (CompartmentEmpty, CompartmentTruncated, CompartmentDamaged)


@pytest.mark.parametrize("extra", [1, 512, 4096, 8192])
def test_longer_than_it_was_is_noticed_or_without_effect(crowded: Path, extra: int) -> None:
    before = state(crowded)
    with (crowded / "programme.db").open("ab") as handle:
        handle.write(b"\x5a" * extra)
    assert state(crowded) in (None, before)


# FILE-03, 04, 05: flips and pages


def test_five_hundred_bit_flips_are_caught_or_change_nothing(crowded: Path) -> None:
    """FILE-03: the short form of ten thousand."""
    flips(crowded, 500)


@pytest.mark.long
def test_ten_thousand_bit_flips(crowded: Path) -> None:
    """FILE-03: each is detected, or what is read is the same."""
    flips(crowded, 10_000)


def flips(folder: Path, count: int) -> None:
    """Flip one bit of one file at a time; every file has its turn, large ones more often.

    Compartments are first asked as opening and the full check ask them; what neither sees must change nothing.
    """
    noise = random.Random(3)
    before, keys, workspace = state(folder), tampering.keys(folder), keyring.load(folder).workspace
    assert before
    names = ["keyring.json", "keyring.bak", "heads.json", *(f"{name}.db" for name in keys)]
    weights = [max(1, (folder / name).stat().st_size // 20_000) for name in names]
    caught = 0
    for name in noise.choices(names, weights, k=count):
        path = folder / name
        whole = path.read_bytes()
        flipped = bytearray(whole)
        place = noise.randrange(len(whole) * 8)
        flipped[place // 8] ^= 1 << place % 8
        path.write_bytes(flipped)
        if path.stem in keys and noise.random() < 0.95 and seen(path, keys[path.stem], workspace):
            caught += 1
        else:
            found = state(folder)
            caught += found is None
            assert found in (None, before), (name, place)
        path.write_bytes(whole)
    assert caught > count * 0.9


def seen(path: Path, key: str, workspace: str) -> bool:
    """Say whether opening refuses a file or the full check finds a page that does not authenticate."""
    try:
        compartment.check_opens(path, key, workspace=workspace, compartment=path.stem)
    except KnownError:
        return True
    with contextlib.closing(compartment.connect(path, key, read_only=True)) as connection:
        return bool(connection.execute("PRAGMA cipher_integrity_check").fetchall())


def test_swapped_pages(crowded: Path) -> None:
    """FILE-04: both pages authenticate under another number only."""
    path = crowded / "programme.db"
    content = path.read_bytes()
    pages = [content[at : at + 4096] for at in range(0, len(content), 4096)]
    pages[5], pages[9] = pages[9], pages[5]
    path.write_bytes(b"".join(pages))
    assert state(crowded) is None


def test_older_pages_spliced_in(crowded: Path, clock: FakeClock) -> None:
    """FILE-05: Each page authenticates; only the journal and the structure of the whole can tell."""
    path = crowded / "programme.db"
    former = path.read_bytes()
    ws = vaults.reopen(crowded, clock)
    for person in ws.rows("programme", "SELECT uid FROM @.person LIMIT 60"):
        rows.edit(ws, "person", person[0], given="Changed since")
    ws.close()
    present = path.read_bytes()
    after = state(crowded)
    changed = [at for at in range(4096, len(former), 4096) if former[at : at + 4096] != present[at : at + 4096]]
    assert len(changed) > 5
    for at in changed[:25]:
        path.write_bytes(present[:at] + former[at : at + 4096] + present[at + 4096 :])
        assert state(crowded) in (None, after)
        assert at != changed[0] or state(crowded) is None
    path.write_bytes(present)


@pytest.mark.parametrize("tier", ["programme", "counselling"])
def test_damage_found_while_reading_names_the_file(crowded: Path, tier: str) -> None:
    """Opening reads the newest steps alone; whoever reads further is told which file it is."""
    ws = vaults.reopen(crowded, FakeClock())
    path = crowded / f"{tier}.db"
    content = bytearray(path.read_bytes())
    for start in range(8 * 4096, len(content), 4096):
        content[start + 100] ^= 1
    path.write_bytes(content)
    ws.connection.execute(f"PRAGMA {ws.schema(tier)}.cache_size = 1")
    everything = " UNION ALL ".join(f"SELECT uid FROM @.{table} NOT INDEXED" for table in ws.tables_of(tier))
    with pytest.raises(CompartmentDamaged, match=rf"The file {tier}\.db of this workspace"):
        ws.rows(tier, everything)
    ws.close()


@pytest.mark.parametrize("tier", ["programme", "counselling"])
def test_damage_found_while_opening_names_the_file(crowded: Path, tier: str) -> None:
    """FILE-03: every page of one file but the first ones is damaged, and the others are whole."""
    path = crowded / f"{tier}.db"
    content = bytearray(path.read_bytes())
    for start in range(4 * 4096, len(content), 4096):
        content[start + 100] ^= 1
    path.write_bytes(content)
    with pytest.raises(CompartmentDamaged, match=rf"The file {tier}\.db of this workspace"):
        vaults.reopen(crowded, FakeClock())
