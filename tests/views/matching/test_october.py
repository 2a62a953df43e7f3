"""October: 80 mentees, 40 mentors, three must-haves, two conflicts, and one mentor who drops out the next morning.

Played in the real window, by key and click, from who is ready to the first meetings.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.models.leaving import LEFT
from desktop.services import matching, people, programme
from desktop.services.clock import SystemClock
from desktop.services.matching.types import Pair
from desktop.services.people.types import PersonDraft
from desktop.services.vault import Workspace
from desktop.views.matching.choosing import ChoosingSheet
from desktop.views.people import leaving
from desktop.views.people.leaving import LeavingSheet
from tests import vaults
from tests.views.matching.conftest import Bench, OpenBench

MENTEES, MENTORS, SEED = 80, 40, 10
TAGS = ("chess", "football", "drawing", "music", "cooking", "films", "coding", "dance", "reading", "swimming")
PERIODS = tuple(f"{day}{at}" for day in ("Mon", "Tue", "Wed", "Thu", "Fri") for at in (1, 3, 5))


def fill(ws: Workspace) -> None:
    """Enrol a school of 120: answers, free periods and places drawn from a seed."""
    noise = random.Random(SEED)
    for label in PERIODS:
        people.add_period(ws, label)
    week = [period.uid for period in people.periods(ws)]
    for n in range(MENTEES + MENTORS):
        mentee = n < MENTEES
        year = noise.randint(7, 9) if mentee else noise.randint(10, 13)
        draft = PersonDraft(number=f"{1000 + n}", family=f"Okafor{n:03}", given="Ada", year=str(year), form=f"{year}A")
        uid = people.add_person(ws, draft).uid or ""
        people.set_availability(ws, uid, noise.sample(week, noise.randint(4, 9)))
        programme.enrol(ws, [uid], "mentee" if mentee else "mentor")
    for part in programme.participants(ws):
        tags = noise.sample(TAGS, noise.randint(2, 4))
        places = noise.choice((2, 2, 3)) if part.role == "mentor" else 1
        programme.set_answers(ws, part.uid, interests=tags, goals=noise.sample(TAGS[:4], 1), places=places)


@pytest.fixture(scope="module")
def october(tmp_path_factory: pytest.TempPathFactory, made_workspace: Path) -> Path:
    folder = vaults.copy(made_workspace, tmp_path_factory.mktemp("vaults") / "October.peerkeep")
    ws = vaults.reopen(folder, SystemClock())
    fill(ws)
    ws.close()
    return folder


def choose_other_mentor(bench: Bench, mentee: str) -> str:
    """Give a mentee the second mentor of the list of choices, by S, Down and Enter; that locks. Says whom."""
    bench.choose(mentee)
    bench.key(Qt.Key.Key_S)
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, ChoosingSheet)
    before = bench.pairs()[mentee]
    bench.key(Qt.Key.Key_Down)
    bench.control(Qt.Key.Key_Return)
    after = bench.pairs()[mentee]
    assert after != before
    return after


def rule_out(bench: Bench, mentee: str) -> str:
    """Rule out whom a mentee has, by X. Says whom."""
    bench.choose(mentee)
    mentor = bench.pairs()[mentee]
    bench.key(Qt.Key.Key_X)
    return mentor


def active(bench: Bench) -> dict[str, Pair]:
    return {pair.mentee_number: pair for pair in bench.write(matching.pairs)}


def test_october(open_bench: OpenBench, october: Path, tmp_path: Path) -> None:
    bench = open_bench(vaults.copy(october, tmp_path / "Bench.peerkeep"))
    said = bench.texts(bench.page)
    assert "40 mentors with" in said
    assert "80 mentees who wait" in said
    bench.propose()
    first = bench.pairs()
    assert len(first) == MENTEES
    assert all(first.values())

    must = {mentee: choose_other_mentor(bench, mentee) for mentee in ("1000", "1001", "1002")}
    conflicts = {mentee: rule_out(bench, mentee) for mentee in ("1010", "1011")}
    bench.propose()
    second = bench.pairs()
    assert {mentee: second[mentee] for mentee in must} == must
    assert all(second[mentee] not in ("", mentor) for mentee, mentor in conflicts.items())
    assert all(second.values())

    bench.control(Qt.Key.Key_Return)
    published = active(bench)
    assert {number: pair.mentor_number for number, pair in published.items()} == second

    # The next morning a mentor leaves the school: their pairs end, everybody else stays as they are.
    leaver = published["1000"]
    left = {number for number, pair in published.items() if pair.mentor == leaver.mentor}
    bench.page.shell.go("people")
    bench.settle()
    leaving.let_go(bench.window.pages["people"], (leaver.mentor,), LEFT)
    bench.settle()
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, LeavingSheet)
    bench.control(Qt.Key.Key_Return)
    assert set(active(bench)) == set(published) - left

    bench.page.shell.go("matching")
    bench.settle()
    bench.propose()
    assert set(bench.pairs()) == left
    assert all(bench.pairs().values())
    bench.control(Qt.Key.Key_Return)
    now = active(bench)
    assert len(now) == MENTEES
    kept = {number: pair.uid for number, pair in now.items() if number not in left}
    assert kept == {number: pair.uid for number, pair in published.items() if number not in left}
    assert all(now[number].mentor != leaver.mentor for number in left)
    places = {part.person: part.places for part in bench.write(programme.participants) if part.role == "mentor"}
    for mentor, most in places.items():
        assert sum(pair.mentor == mentor for pair in now.values()) <= most
    assert all(bench.write(matching.first_meeting, pair.uid).waits for pair in now.values())
