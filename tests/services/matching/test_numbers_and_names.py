"""What is imported by number is what is imported by unambiguous name, however the name is spelled."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from random import Random

import pytest

from desktop.services import matching, people, programme
from desktop.services.matching.pairs_types import PairsPlan
from desktop.services.people import Person, PersonDraft
from desktop.services.people.finding import Clue, Finder
from desktop.services.programme.types import ParticipantPlan
from desktop.services.vault import Workspace
from tests import vaults
from tests.fakes.clock import FakeClock

GIVEN = (
    "Ada",
    "Ben",
    "Zoë",
    "Anne-Marie",
    "Łucja",
    "José Luis",
    "Jürgen",
    "Noor",
    "Ana",
    "Māra",
    "Siân",
    "D'Arcy",
    "小龙",
)
FAMILY = (
    "Okafor",
    "Łaski",
    "O'Brien",
    "García López",
    "van der Berg",
    "Müller",
    "Ng",
    "Smith-Jones",
    "李",
    "Øster",
    "de la Cruz",
)


def people_of(noise: Random, count: int) -> list[PersonDraft]:
    return [
        PersonDraft(
            f"{100 + n:05}", noise.choice(FAMILY), noise.choice(GIVEN), "", f"20{noise.randint(10, 14)}-0{noise.randint(1, 9)}-1{n % 10}",
            str(noise.randint(7, 12)), noise.choice("ABC"),
        )
        for n in range(count)
    ]  # fmt: skip


def spelled(noise: Random, person: Person) -> str:
    """The name as somebody may type it."""
    given = noise.choice((person.given, person.given.split()[0]))
    text = noise.choice((f"{given} {person.family}", f"{person.family}, {given}", f"{given}  {person.family}"))
    text = noise.choice((text, text.upper(), text.lower(), text.replace("'", "’"), text.replace("-", " ")))
    return noise.choice(
        (
            text,
            f"{text} ({person.year}{person.form})",
            f"{text} - Year {person.year}",
            f"{text} {person.year}{person.form}",
        )
    )


def clear(noise: Random, finder: Finder, person: Person) -> str:
    """A spelling that means nobody else, else the number; wherever one is found at all it must be the right person."""
    for _ in range(6):
        text = spelled(noise, person)
        found = finder.find(Clue(name=text))
        assert found.person in (None, person), text
        assert found.person or person in found.candidates or len(found.candidates) == 8, (text, found.why)
        if found.person == person:
            return text
    return person.number


def file_of(path: Path, rows: list[list[str]]) -> Path:
    held = io.StringIO()
    csv.writer(held).writerows(rows)
    path.write_text(held.getvalue(), encoding="utf-8")
    return path


def rows_of(noise: Random, everybody: list[Person], names: dict[str, str]) -> tuple[list[list[str]], list[list[str]]]:
    """Sign-ups and pairs, each person called as `names` says."""
    signed = noise.sample(everybody, 12)
    sheet = [["who is it", "role", "interests", "wants"]]
    for place, person in enumerate(signed):
        others = ";".join(names[other.uid] for other in noise.sample(everybody, place % 3))
        sheet.append([names[person.uid], ("mentor", "mentee")[place % 2], "chess", others])
    drawn = noise.sample(everybody, 16)
    pairs = [["mentor", "mentee", "since"]]
    pairs += [[names[a.uid], names[b.uid], "2025-09-01"] for a, b in zip(drawn[::2], drawn[1::2], strict=True)]
    return sheet, pairs


def planned(ws: Workspace, tmp_path: Path, noise: Random, names: dict[str, str]) -> tuple[ParticipantPlan, PairsPlan]:
    everybody = sorted(people.list_people(ws), key=lambda one: one.number)
    sheet, pairs = rows_of(noise, everybody, names)
    file = programme.read_participants(file_of(tmp_path / "s.csv", sheet), mapping={"who is it": "name"})
    return programme.plan_participants(ws, file), matching.plan_pairs(
        ws, matching.read_pairs(file_of(tmp_path / "p.csv", pairs))
    )


@pytest.mark.parametrize("seed", range(4))
def test_by_name_is_by_number(template: Path, tmp_path: Path, seed: int) -> None:
    noise = Random(seed)
    drafts = people_of(noise, 40)
    ends = []
    for way in ("number", "name"):
        ws = vaults.reopen(vaults.copy(template, tmp_path / f"{way}.peerkeep"), FakeClock())
        for draft in drafts:
            people.add_person(ws, draft)
        finder = Finder(people.list_people(ws), ws.clock.today())
        spelling = Random(seed)
        names = {
            one.uid: one.number if way == "number" else clear(spelling, finder, one) for one in people.list_people(ws)
        }
        signed, pairs = planned(ws, tmp_path, Random(seed), names)
        assert (signed.unknown, signed.questions, pairs.unknown, pairs.questions) == ((), (), (), ())
        programme.import_participants(ws, signed.file)
        matching.import_pairs(ws, matching.plan_pairs(ws, pairs.file))
        ends.append(ending(ws))
        ws.close()
    assert ends[0] == ends[1]
    assert ends[0][1], "there are pairs"


def ending(ws: Workspace) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]], list[tuple[object, ...]]]:
    numbers = {person.uid: person.number for person in people.list_people(ws)}
    return (
        sorted((numbers[p.person], p.role, p.places, p.interests, p.since) for p in programme.participants(ws)),
        sorted((p.mentor_number, p.mentee_number, p.since) for p in matching.pairs(ws)),
        sorted((numbers[w.person], numbers[w.other], w.kind) for w in programme.wishes(ws)),
    )
