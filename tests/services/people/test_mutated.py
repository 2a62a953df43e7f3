"""IMP-14: damaged files never crash, hang, or come in by half; what comes in once changes nothing a second time.

500 of each format are read here and compared with nobody, 500 of all together imported. 10,000 of each and 10,000
imported: python3 run.py test -m long tests/services/people/test_mutated.py
Sets and workbooks are damaged inside for the most part: outside, the checksums of the zip file keep the damage out.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.services import people
from desktop.services.errors import KnownError
from desktop.services.people.plan import plan
from desktop.services.vault import Workspace, verify
from tests.corpus.making import ods, xlsx
from tests.services.people.builders import TODAY, csv_text, set_1_1, set_1_2, zipped
from tests.services.sheets.builders import members

NAMES = ("Okafor", "Müller", "García", "O'Brien", "Ng", "Łaski", "Van Dyk", "Smith, Jr")
ROWS = [
    f'{n:04},"{NAMES[n % 8]}",Given{n % 9},{1 + n % 12:02}/{1 + n % 28:02}/201{n % 4},{7 + n % 6},{7 + n % 6}A'
    for n in range(40)
]
TEXT = csv_text(*ROWS)

CELLS = [line.split(",") for line in TEXT.replace('"', "").splitlines()]
SDS = "SIS ID,School SIS ID,First Name,Last Name,Password,Student Number,Grade,Birthdate\n1,9,Ada,Okafor,x,0042,9,5/14/2012\n2,9,Bo,Roth,x,0043,9,5/30/2012\n"
EDFI = "<?xml version='1.0'?><InterchangeStudent xmlns='http://ed-fi.org/0200'>{}</InterchangeStudent>".format(
    "".join(
        f"<Student><StudentUniqueId>{n}</StudentUniqueId><Name><FirstName>A{n}</FirstName><LastSurname>Ng</LastSurname></Name><BirthData><BirthDate>2012-05-0{n}</BirthDate></BirthData></Student>"
        for n in (1, 2, 3)
    )
)
GRADES = "<InterchangeStudentEnrollment><StudentSchoolAssociation><StudentReference><StudentIdentity><StudentUniqueId>1</StudentUniqueId></StudentIdentity></StudentReference><EntryDate>2026-08-20</EntryDate><EntryGradeLevel>Ninth grade</EntryGradeLevel></StudentSchoolAssociation></InterchangeStudentEnrollment>"
CTF = "<?xml version='1.0' encoding='UTF-8'?><CTfile><CTFpupilData>{}</CTFpupilData></CTfile>".format(
    "".join(
        f"<Pupil><UPN>H80120000100{n}</UPN><Surname>Müller</Surname><Forename>A{n}</Forename><DOB>2014-10-0{n}</DOB><NCyearActual>7</NCyearActual></Pupil>"
        for n in (1, 2, 3)
    )
)

BASES: dict[str, bytes] = {
    "utf-8": TEXT.encode(),
    "cp1252": TEXT.replace("Ł", "L").replace(",", ";").encode("cp1252"),
    "utf-16": TEXT.encode("utf-16"),
    "tabs": TEXT.replace('"', "").replace(",", "\t").replace("\r\n", "\r").encode("mac_roman", errors="replace"),
    "set 1.1": zipped(set_1_1()),
    "set 1.2": zipped(set_1_2(), "inside/"),
    "set as sheets": xlsx(
        {name.removesuffix(".csv"): [line.split(",") for line in text.splitlines()] for name, text in set_1_2().items()}
    ),
    "sds": zipped(
        {"Student.csv": SDS, "Teacher.csv": SDS.replace("Student", "Teacher"), "School.csv": "SIS ID,Name\n9,N\n"}
    ),
    "ed-fi": zipped({"InterchangeStudent.xml": EDFI, "InterchangeStudentEnrollment.xml": GRADES}),
    "ctf": CTF.encode(),
    "xlsx": xlsx({"Students": CELLS, "Notes": [["x"]]}),
    "ods": ods({"Students": CELLS}),
}
PACKED = frozenset({"set 1.1", "set 1.2", "set as sheets", "sds", "ed-fi", "xlsx", "ods"})
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


FORMATS: dict[str, tuple[str, ...]] = {
    "csv": ("utf-8", "cp1252", "utf-16", "tabs"), "oneroster": ("set 1.1", "set 1.2", "set as sheets"), "sds": ("sds",),
    "ed-fi": ("ed-fi",), "ctf": ("ctf",), "xlsx": ("xlsx",), "ods": ("ods",),
}  # fmt: skip
ELEMENT = re.compile(rb"<(\w+)>[^<]*</\1>")


def bent(data: bytes, chance: random.Random) -> bytes:
    """XML that is still well formed: elements of it taken out, doubled, or put in another's place."""
    for _ in range(chance.randrange(1, 5)):
        found = list(ELEMENT.finditer(data))
        if found:
            one, other = chance.choice(found), chance.choice(found)
            data = data[: one.start()] + other.group() * chance.randrange(3) + data[one.end() :]
    return data


def damaged(key: str, seed: int) -> bytes:
    """A file of a format, damaged in its bytes or in one of the files inside."""
    chance = random.Random(f"{key} {seed}")
    if key == "ctf" and seed % 2:
        return bent(BASES[key], chance)
    if key not in PACKED or chance.random() < 0.2:
        return mutated(BASES[key], seed)
    parts = members(BASES[key])
    name = chance.choice(sorted(parts))
    content = parts[name]
    assert isinstance(content, bytes)
    return zipped(parts | {name: bent(content, chance) if key == "ed-fi" and seed % 2 else mutated(content, seed)})


def look(path: Path, kind: str) -> bool:
    """Read and compare a damaged file; whether it could be read. Anything but a KnownError is a failure of the test."""
    try:
        found = plan(people.read_roster(path, kind=kind), (), TODAY, "mdy")
    except KnownError:
        return False
    assert len({new.row for new in found.new}) == len(found.new)
    return True


def look_at_many(folder: Path, name: str, count: int) -> int:
    taken = 0
    path = folder / "students.bin"
    for seed in range(count):
        key = FORMATS[name][seed % len(FORMATS[name])]
        path.write_bytes(damaged(key, seed))
        begun = time.perf_counter()
        try:
            taken += look(path, "staff" if seed % 5 == 0 else "students")
        except Exception as error:
            raise AssertionError(f"{key} {seed}") from error
        assert time.perf_counter() - begun < 5, f"{key} {seed}"
    return taken


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
        path.write_bytes(damaged(key, seed))
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


@pytest.mark.parametrize("name", FORMATS)
def test_imp_14_five_hundred_damaged_files_of_each_format(tmp_path: Path, name: str) -> None:
    assert look_at_many(tmp_path, name, 500) > 50


@pytest.mark.long
@pytest.mark.parametrize("name", FORMATS)
def test_imp_14_ten_thousand_damaged_files_of_each_format(tmp_path: Path, name: str) -> None:
    assert look_at_many(tmp_path, name, 10_000) > 1_000


def test_imp_14_five_hundred_damaged_files(workspace: Workspace, tmp_path: Path) -> None:
    assert run(workspace, tmp_path, 500) > 150
    assert verify(workspace).ok


@pytest.mark.long
def test_imp_14_ten_thousand_damaged_files(workspace: Workspace, tmp_path: Path) -> None:
    assert run(workspace, tmp_path, 10_000) > 3_000
    assert verify(workspace).ok
