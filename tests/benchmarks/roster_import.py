"""Import of 10,000 students, from CSV and from a workbook, against pandas; and the memory that 50,000 take.

    python -m tests.benchmarks.roster_import            as the README states it
    python -m tests.benchmarks.roster_import 2000       the short form: so many students, and five times as many
                                                        for the memory; for a machine that has little time

Goals: from CSV at most 3 times what pandas takes to read the file as text plus journalled inserts of its rows; from a
workbook at most 1.5 times what pandas takes to read the sheet plus our import from CSV; with 50,000 students at most
300 MB at the peak, from either. An import counts whole: reading, comparing with the workspace, writing, sealing. Each
side runs on fresh workspaces, in turn, and the best of its runs counts; importing pandas counts for neither. Memory is
that of a process which does nothing else. Ends with 1 where a goal is missed.
"""

from __future__ import annotations

import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from desktop.services import people
from desktop.services.clock import SystemClock
from desktop.services.vault import Workspace, new_uid
from tests import vaults

CSV_GOAL, WORKBOOK_GOAL, MEMORY_GOAL = 3.0, 1.5, 300
RUNS, WORKBOOK_RUNS = 5, 3
STUDENTS, TIMES = 10_000, 5
_HEADINGS = ("Student Number", "Last Name", "First Name", "Date of Birth", "Year Group", "Tutor Group")
_INSERT = (
    "INSERT INTO @.person (uid, number, family, given, preferred, birth_date, year, form, kind, status, source_key)"
    " VALUES (?, ?, ?, ?, '', ?, ?, ?, 'student', 'present', '')"
)
_ALONE = """
import sys
from pathlib import Path
from desktop.services import people
from desktop.services.clock import SystemClock
from tests import vaults
ws = vaults.reopen(Path(sys.argv[1]), SystemClock())
people.import_roster(ws, people.plan_import(ws, people.read_roster(Path(sys.argv[2]))))
ws.close()
try:
    print(int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024)
except OSError:
    import resource
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(most // (1024 * 1024 if sys.platform == "darwin" else 1024))
"""

Work = Callable[[Workspace, Path], object]


def rows(students: int) -> Iterator[tuple[str, str, str, date, str, str]]:
    """Invent a list such as a school exports: accents, dates, leading zeros."""
    chance = random.Random(7)
    families = ("Okafor", "Müller", "García Ruiz", "O'Brien", "Ng", "Łaski", "Van Dyk", "Smith")
    for n in range(students):
        year = 7 + n % 7
        born = date(2020 - year, chance.randint(1, 12), chance.randint(1, 28))
        yield f"{n:06}", chance.choice(families), f"Given{n}", born, f"Year {year}", f"{year}{chance.choice('ABCD')}"


def write_roster(path: Path, students: int) -> None:
    """Write it as CSV, with the day first."""
    lines = [",".join(_HEADINGS)]
    for number, family, given, born, year, form in rows(students):
        lines.append(f"{number},{family},{given},{born:%d/%m/%Y},{year},{form}")
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8", newline="")


def write_workbook(path: Path, students: int) -> None:
    """Write it as a workbook, with dates that are dates."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Students")
    sheet.append(_HEADINGS)
    for number, family, given, born, year, form in rows(students):
        day = WriteOnlyCell(sheet, datetime(born.year, born.month, born.day))
        day.number_format = "dd/mm/yyyy"
        sheet.append([number, family, given, day, year, form])
    book.save(path)


def imported(ws: Workspace, path: Path) -> None:
    """The work that is measured."""
    people.import_roster(ws, people.plan_import(ws, people.read_roster(path)))


def compared(ws: Workspace, path: Path) -> None:
    """The work it is measured against."""
    table = pd.read_csv(path, dtype=str)
    read = list(table.itertuples(index=False, name=None))
    with ws.step("programme", "import_roster", about=str(len(read))) as step:
        step.many(_INSERT, [(new_uid(), *row) for row in read])


def sheet_read(_ws: Workspace, path: Path) -> None:
    """What a workbook is measured against, beside our import from CSV: what pandas 3 does unless told otherwise."""
    pd.read_excel(path, dtype=str, engine="openpyxl")


def sheet_read_fast(_ws: Workspace, path: Path) -> None:
    """The fastest of the readers that pandas can be told to use; for comparison only."""
    pd.read_excel(path, dtype=str, engine="calamine")


def best(place: Path, runs: int, sides: dict[str, tuple[Work, Path]]) -> dict[str, float]:
    """Run the sides in turn, each on a fresh copy of the workspace, and give the best time of each in seconds."""
    found = dict.fromkeys(sides, float("inf"))
    for run in range(runs):
        for key, (work, path) in sides.items():
            at = place / f"{key} {path.suffix} {run}"
            os.environ["PEERKEEP_HOME"] = f"{at} home"
            ws = vaults.reopen(vaults.copy(place / "template", at), SystemClock())
            begun = time.perf_counter()
            work(ws, path)
            found[key] = min(found[key], time.perf_counter() - begun)
            ws.close()
    return found


def memory(place: Path, path: Path) -> int:
    """Give the most memory that a process of its own takes to import a file, in MB."""
    at = place / f"alone {path.suffix}"
    os.environ["PEERKEEP_HOME"] = f"{at} home"
    vaults.copy(place / "template", at)
    command = [sys.executable, "-c", _ALONE, str(at), str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(said.stdout)


def row(name: str, n: int, measured: str, value: float, goal: float) -> bool:
    """Print a row; say whether the goal was met."""
    met = value <= goal
    where = (
        f"Python {platform.python_version()}, pandas {pd.__version__}, openpyxl {version('openpyxl')}, "
        f"calamine {version('python-calamine')}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    )
    print(f"{name:22} n={n:<6} {measured}  (goal {goal:g})  {'ok' if met else 'MISSED'}  {where}", flush=True)
    return met


def main(students: int) -> int:
    """Measure, print the rows, and answer 1 where a goal is missed."""
    with tempfile.TemporaryDirectory() as name:
        place, many = Path(name), students * TIMES
        os.environ["PEERKEEP_HOME"] = str(place / "home")
        listed, book = place / "roster.csv", place / "roster.xlsx"
        write_roster(listed, students)
        write_workbook(book, students)
        vaults.make(place / "template", SystemClock()).close()
        one = best(place, RUNS, {"theirs": (compared, listed), "ours": (imported, listed)})
        sides = {"theirs": (sheet_read, book), "fast": (sheet_read_fast, book), "ours": (imported, book)}
        two = best(place, WORKBOOK_RUNS, sides)
        ratio, whole = one["ours"] / one["theirs"], two["theirs"] + one["ours"]
        told = f"ours {one['ours']:.3f} s, pandas + inserts {one['theirs']:.3f} s, ratio {ratio:.2f}"
        met = [row("roster from CSV", students, told, ratio, CSV_GOAL)]
        of_book = two["ours"] / whole
        told = (
            f"ours {two['ours']:.3f} s, pandas with openpyxl {two['theirs']:.3f} s (calamine {two['fast']:.3f} s) "
            f"+ our CSV {one['ours']:.3f} s, ratio {of_book:.2f}"
        )
        met.append(row("roster from a workbook", students, told, of_book, WORKBOOK_GOAL))
        write_roster(listed, many)
        write_workbook(book, many)
        for path, kind in ((listed, "CSV"), (book, "a workbook")):
            taken = memory(place, path)
            met.append(row(f"memory, from {kind}", many, f"{taken} MB at the peak", taken, MEMORY_GOAL))
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else STUDENTS))
