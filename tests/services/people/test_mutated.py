"""IMP-14: damaged files never crash, hang, or come in by half; what comes in once changes nothing a second time.

500 here; 10,000 with: python3 run.py test -m long tests/services/people/test_mutated.py
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.services import people
from desktop.services.errors import KnownError
from desktop.services.vault import Workspace, verify
from tests.services.people.builders import csv_text, set_1_1, set_1_2, zipped

NAMES = ("Okafor", "Müller", "García", "O'Brien", "Ng", "Łaski", "Van Dyk", "Smith, Jr")
ROWS = [
    f'{n:04},"{NAMES[n % 8]}",Given{n % 9},{1 + n % 12:02}/{1 + n % 28:02}/201{n % 4},{7 + n % 6},{7 + n % 6}A'
    for n in range(40)
]
TEXT = csv_text(*ROWS)

BASES: dict[str, bytes] = {
    "utf-8": TEXT.encode(),
    "cp1252": TEXT.replace("Ł", "L").replace(",", ";").encode("cp1252"),
    "utf-16": TEXT.encode("utf-16"),
    "tabs": TEXT.replace('"', "").replace(",", "\t").replace("\r\n", "\r").encode("mac_roman", errors="replace"),
    "set 1.1": zipped(set_1_1()),
    "set 1.2": zipped(set_1_2(), "inside/"),
}
TOKENS = (
    b'"', b'""', b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"=1+1", b"9" * 400, b"\x80", b"\xc3", b",,,,,,,,",
    b"1.2E+11", b"sep=;\n", b"PK\x03\x04", b"\xe2\x80\xae", b"number,family,given\n", b"31/02/2010", b"\x1a", b"'", b"x" * 3000, b"0042",
)  # fmt: skip


def flip(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] = chance.randrange(256)


def insert(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = chance.choice(TOKENS)


def remove(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    del data[at : at + chance.randrange(1, 60)]


def repeat(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at:at] = data[at : at + chance.randrange(1, 200)] * chance.randrange(1, 5)


def swap(data: bytearray, chance: random.Random) -> None:
    one, other, length = chance.randrange(len(data)), chance.randrange(len(data)), chance.randrange(1, 40)
    data[one : one + length], data[other : other + length] = data[other : other + length], data[one : one + length]


def cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


MUTATIONS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    flip,
    flip,
    insert,
    insert,
    remove,
    repeat,
    swap,
    cut,
)


def mutated(base: bytes, seed: int) -> bytes:
    chance = random.Random(seed)
    data = bytearray(base)
    for _ in range(chance.randrange(1, 8)):
        if data:
            chance.choice(MUTATIONS)(data, chance)
    return bytes(data)


def try_file(ws: Workspace, path: Path) -> bool:
    """Import a file if it can be read; whether it could. Anything but a KnownError is a failure of the test."""
    try:
        plan = people.plan_import(ws, people.read_roster(path), "mdy")
    except KnownError:
        return False
    people.import_roster(ws, plan)
    again = people.plan_import(ws, people.read_roster(path), "mdy")
    assert (again.new, again.changed) == ((), ())
    return True


def run(ws: Workspace, folder: Path, count: int) -> int:
    taken = 0
    path = folder / "students.bin"
    for seed in range(count):
        key = list(BASES)[seed % len(BASES)]
        path.write_bytes(mutated(BASES[key], seed))
        people_before = len(people.list_people(ws))
        begun = time.perf_counter()
        came_in = try_file(ws, path)
        assert time.perf_counter() - begun < 5, f"{key} {seed}"
        assert came_in or len(people.list_people(ws)) == people_before
        taken += came_in
    return taken


@pytest.mark.parametrize("key", BASES)
def test_the_undamaged_files_come_in(workspace: Workspace, tmp_path: Path, key: str) -> None:
    path = tmp_path / "students.bin"
    path.write_bytes(BASES[key])
    assert try_file(workspace, path)
    assert len(people.list_people(workspace)) in (2, 3, 40)


def test_imp_14_five_hundred_damaged_files(workspace: Workspace, tmp_path: Path) -> None:
    assert run(workspace, tmp_path, 500) > 150
    assert verify(workspace).ok


@pytest.mark.long
def test_imp_14_ten_thousand_damaged_files(workspace: Workspace, tmp_path: Path) -> None:
    assert run(workspace, tmp_path, 10_000) > 3_000
    assert verify(workspace).ok
