"""Three schools to look at: the sample, one with nothing in it, and one that is hard on every page."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

from desktop.services import files, matching, meetings, notes, people, programme, sample
from desktop.services.clock import Clock, SystemClock
from desktop.services.meetings.types import MeetingDraft
from desktop.services.programme.types import Contact, Term
from desktop.services.sample.moments import in_the_past
from desktop.services.vault import Workspace, make_workspace
from tests.vaults import CHEAP

USER = sample.USER
PASSWORD = "seven herons over water"  # noqa: S105 - invented
STUDENTS, MENTORS, MENTEES = 2_000, 90, 100
LONGEST = 200_000
_FAMILIES = (
    "W" + "olfeschlegelsteinhausenbergerdorff-Hohenzollern-Sigmaringen"[:59],
    "de la Santísima Trinidad y Todos los Santos de la Concepción",
    "عبد الرحمن الخوارزمي",
    "בן־אברהם הלוי",
    "欧阳",
    "さくらもとの",
    "Nguyễn-Þórsdóttir",
    "O'Brien & Sons <b>",
    "Ł",
    "",
)
_GIVENS = ("Maximiliana Theodora Wilhelmina Charlotte Alexandrina", "محمد", "שרה", "小明", "Zoë", "Ng", "=cmd|x", "Ana")
_INTERESTS = ("chess", "the history of narrow-gauge railways in the valleys", "موسيقى", "読書", "film", "swimming")
_PERIODS = ("2", "5", "Lunch, second sitting")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def make_empty(folder: Path) -> None:
    """Make a workspace as the wizard leaves it."""
    _make(folder, "Northfield School", lambda _: None)


def make_sample(folder: Path, clock: Clock | None = None) -> None:
    """Make the sample school."""
    sample.make_sample_workspace(folder, PASSWORD, clock=clock or SystemClock(), cost=CHEAP).close()


def make_stress(folder: Path) -> None:
    """Make a school of long names, other scripts, many students, many pairs and a very long note."""
    _make(
        folder, "The Right Reverend Bartholomew Featherstonehaugh Memorial Comprehensive School and Sixth Form", _fill
    )


WORLDS: dict[str, Callable[[Path], None]] = {"sample": make_sample, "empty": make_empty, "stress": make_stress}


def _make(folder: Path, school: str, fill: Callable[[Workspace], None]) -> None:
    def found(ws: Workspace) -> None:
        today = ws.clock.today()
        terms = (Term("Michaelmas", today - timedelta(60), today + timedelta(60)),)
        named = (Contact("Maximiliana Wolfeschlegelsteinhausenbergerdorff", "Designated lead", "+44 1632 960111"),)
        contacts = named if fill is _fill else ()
        programme.found(ws, school, "uk", terms, weekdays=tuple(range(1, 8)), contacts=contacts)
        fill(ws)

    ws = make_workspace(
        folder,
        school=school,
        user=USER,
        password=PASSWORD,
        private=True,
        found=found,
        cost=CHEAP,
        clock=SystemClock(),
    )
    ws.close()


def _fill(ws: Workspace) -> None:
    rng = Random(7)
    with in_the_past(ws, ws.clock.today() - timedelta(30)):
        _import(ws, "roster.csv", _roster(rng), roster=True)
        _import(ws, "participants.csv", _participants(rng), roster=False)
        matching.propose(ws)
        matching.publish(ws)
    pairs = matching.pairs(ws)
    for back in (1, 8, 15):
        day = ws.clock.today() - timedelta(back)
        meetings.record(ws, day, [MeetingDraft(pair.uid, "held", 25, topics=("settling_in",)) for pair in pairs[:60]])
    text = "A long account. " * (LONGEST // 16)
    for n, pair in enumerate(pairs[:40]):
        written = notes.write(
            ws, (1, 2, 4)[n % 3], pair.mentee, text if n == 1 else f"تم اللقاء. 第{n}回。 " + text[:900]
        )
        if n % 2:
            notes.sign(ws, (1, 2, 4)[n % 3], written.uid)
    _leave_some_waiting(ws)


def _leave_some_waiting(ws: Workspace) -> None:
    """Enrol some whom nobody can take, and make a draft of them."""
    free = [one.uid for one in people.list_people(ws) if not one.roles][:12]
    programme.enrol(ws, free, "mentee")
    matching.propose(ws)


def _roster(rng: Random) -> list[list[str]]:
    rows = [["Student Number", "Legal Surname", "Forename", "Date of Birth", "Year Group", "Tutor Group"]]
    for n in range(STUDENTS):
        born = date(2009, 1, 1) + timedelta(rng.randrange(2500))
        family = _FAMILIES[n % len(_FAMILIES)] if n % 3 == 0 else f"Surname{n:04}"
        rows.append(
            [f"{n:07}", family, rng.choice(_GIVENS), born.strftime("%d/%m/%Y"), str(7 + n % 7), f"{7 + n % 7}K"]
        )
    return rows


def _participants(rng: Random) -> list[list[str]]:
    rows = [["number", "role", "interests", "goals", "languages", "availability", "places", "wants", "avoids"]]
    labels = [f"{day}{slot}" for day in _DAYS for slot in _PERIODS]
    older = [n for n in range(STUDENTS) if n % 7 >= 4][:MENTORS]
    younger = [n for n in range(STUDENTS) if n % 7 < 3][:MENTEES]
    for numbers, role in ((older, "mentor"), (younger, "mentee")):
        for n in numbers:
            free, likes = rng.sample(labels, 9), rng.sample(_INTERESTS, 3)
            rows.append([f"{n:07}", role, ";".join(likes), "confidence", "", ";".join(free), "1", "", ""])
    return rows


def _import(ws: Workspace, name: str, rows: list[list[str]], *, roster: bool) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path = files.temp_home() / name
    files.write_whole(path, text.getvalue().encode())
    if roster:
        people.import_roster(ws, people.plan_import(ws, people.read_roster(path)))
    else:
        programme.import_participants(ws, programme.read_participants(path))
    files.remove_file(path)
