"""Sign-ups and pairs from damaged files: read as a person would, or refused with a sentence; never half taken."""

from __future__ import annotations

import io
import os
from pathlib import Path
from random import Random

import openpyxl
import pytest

from desktop.services import matching, people, programme
from desktop.services.errors import KnownError
from desktop.services.people import PersonDraft
from desktop.services.vault import Workspace, verify

FILES = int(os.environ.get("PEERKEEP_MUTATED", "500"))
SIGNED = (
    "Timestamp,Your name,Year,I want to be a,Interests [Chess],Interests [Go],When are you free? [Monday],Places,Who with?\r\n"
    '1,"Okafor, Ada",10,Mentor,Yes,No,"P1, Lunch",two,Ben Łaski\r\n2,Ben Łaski,8,Mentee,,x,,,"Okafor, Ada; 0044"\r\n3,0044,,both,1,0,all,,\r\n'
).encode()
PAIRS = (
    "Mentor;Mentee 1;Form;Mentee 2;Since;Until;When do they meet?\r\nAda Okafor;Ben Łaski;8C;;14/09/2026;;Mon lunch\r\n"
    '"Lee, Sam";0045;;"Anne-Marie O\'Brien and Ivy Stone";Sept 2025;01/07/2026;\r\n'
).encode()
PEOPLE = (
    ("0042", "Okafor", "Ada", "10", "10B"), ("0043", "Łaski", "Ben", "8", "8C"), ("0044", "Lee", "Sam", "11", "11A"),
    ("0045", "García López", "Ana", "7", "7A"), ("0046", "O'Brien", "Anne-Marie", "7", "7A"), ("0047", "Stone", "Ivy", "8", "8A"),
)  # fmt: skip
BITS = (
    b",", b";", b'"', b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"=1+1", b"yes", b"Mentor", b"mentee", b"\t", b"2026-01-01",
    b"[", b"]", b"Okafor", b"0042", b"99999999999999999999", "й".encode(), b"\xe2\x80\xae", b"\n" * 5,
)  # fmt: skip


@pytest.fixture
def school(workspace: Workspace) -> Workspace:
    for number, family, given, year, form in PEOPLE:
        people.add_person(workspace, PersonDraft(number, family, given, "", None, year, form))
    return workspace


def mutated(noise: Random, data: bytes) -> bytes:
    held = bytearray(data)
    for _ in range(noise.randint(1, 8)):
        at = noise.randrange(len(held))
        kind = noise.randrange(4)
        if kind == 0:
            held[at : at + noise.randint(1, 9)] = b""
        elif kind == 1:
            held[at:at] = noise.choice(BITS)
        elif kind == 2:
            held[at] = noise.randrange(256)
        else:
            other = noise.randrange(len(held))
            held[at:at] = held[other : other + noise.randint(1, 40)]
        held = held or bytearray(b"x")
    return bytes(held)


def workbook(data: bytes) -> bytes:
    book, held = openpyxl.Workbook(), io.BytesIO()
    for row in data.decode("utf-8", "replace").splitlines():
        cells = row.replace(";", ",").split(",")
        book.active.append(["".join(c for c in cell if c.isprintable()) for cell in cells])
    book.save(held)
    return held.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_any_damage_is_read_or_refused(school: Workspace, tmp_path: Path, kind: str) -> None:
    noise = Random(11)
    known = {person.uid for person in people.list_people(school)}
    read, said = 0, set[str]()
    for at in range(FILES // (1 if kind == "csv" else 5)):
        data = mutated(noise, (SIGNED, PAIRS)[at % 2])
        path = tmp_path / f"list.{kind}"
        path.write_bytes(workbook(data) if kind == "xlsx" else data)
        try:
            if at % 2:
                pairs = matching.plan_pairs(school, matching.read_pairs(path), date_order="dmy")
                assert {one.uid for pair in pairs.new for one in (pair.mentor, pair.mentee)} <= known
                if at % 10 == 1:
                    matching.import_pairs(school, pairs)
            else:
                file = programme.read_participants(path, role="mentor")
                plan = programme.plan_participants(school, file)
                assert plan.total <= 2 * len(file.rows)
                if at % 10 == 0:
                    programme.import_participants(school, file)
            read += 1
        except KnownError as error:
            said.add(str(error))
    assert not any("{" in sentence for sentence in said)
    assert read > FILES // 10, "most damage leaves a table that can be read"
    assert {person.uid for person in people.list_people(school)} == known, "nobody is ever invented"
    assert verify(school).problems == ()
