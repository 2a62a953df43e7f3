"""The matcher against mentor-match and matching, on the same people, score matrix and hard rules, in one run.

    python -m tests.benchmarks.matching [--cache DIR] [100 400 1000 5000]

Each peer gets an environment of its own, made here (both install a top-level package `matching`). Ours counts whole:
scoring, raising the floor, solving. Seconds are of the processor for all, so that what else runs on the machine
changes them less. Above 1,000 mentees the peers would take hours, and ours is measured alone
(matching_alone.py). The goals are ratios; exit 1 where one is missed or a peer is missing. Ends with a table
for README.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
import venv
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_cache_dir

from desktop.services.matching.arrays import Scores, np
from desktop.services.matching.scoring import score_table
from desktop.services.matching.settings import Fairness, Settings
from desktop.services.matching.solver import Problem, solve
from desktop.services.matching.types import Applicant
from tests.benchmarks.matching_school import people

RUNS = 5
# Seconds after which a slow peer is not run again.
BUDGET = 40.0
PEERS = {"mentor_match": "mentor-match==7.0.1", "hospital_resident": "matching==1.4.3"}
# (least gain in the total against the peer, how many times as fast, by the number of mentees)
PEERS_UP_TO = 1000
GOALS = {"mentor_match": (0.009, {400: 100, 1000: 150}, 1.2), "hospital_resident": (0.019, {400: 30, 1000: 80}, 1.4)}


@dataclass(frozen=True)
class Result:
    """What one program made of the data."""

    name: str
    coverage: int
    total: int
    worst: int
    seconds: float


def judge(name: str, scores: Scores, places: tuple[int, ...], pairs: list[tuple[int, int]], seconds: float) -> Result:
    """Count a result, after checking that it breaks no rule."""
    load = [0] * len(places)
    for _, j in pairs:
        load[j] += 1
    if len({i for i, _ in pairs}) != len(pairs) or any(n > most for n, most in zip(load, places, strict=True)):
        sys.exit(f"{name} gave somebody two mentors, or a mentor too many")
    values = [int(scores[i, j]) for i, j in pairs]
    if min(values) < 0:
        sys.exit(f"{name} broke a hard rule")
    return Result(name, len(values), sum(values), min(values), seconds)


def ours(applicants: tuple[Applicant, ...], fairness: Fairness, name: str) -> Result:
    """Run our matcher, scoring included."""
    settings, taken = Settings(fairness=fairness), []
    for _ in range(RUNS):
        begun = time.process_time()
        table = score_table(applicants, settings)
        places = tuple(m.places for m in table.mentors)
        solution = solve(Problem(table.scores, places, fairness=fairness))
        taken.append(time.process_time() - begun)
    pairs = [(i, int(j)) for i, j in enumerate(solution.mentor_of) if j >= 0]
    return judge(name, table.scores, places, pairs, statistics.median(taken))


def greedy(scores: Scores, places: tuple[int, ...]) -> Result:
    """Best pair first, as people do it with a spreadsheet."""
    begun = time.process_time()
    left, pairs, placed = list(places), [], set()
    for at in np.argsort(-scores, axis=None, kind="stable").tolist():
        i, j = divmod(at, scores.shape[1])
        if scores[i, j] >= 0 and i not in placed and left[j] > 0:
            pairs.append((i, j))
            placed.add(i)
            left[j] -= 1
    return judge("greedy", scores, places, pairs, time.process_time() - begun)


def environment(name: str, cache: Path) -> Path:
    """Make the environment of a peer if it is not there, and give its Python."""
    folder = cache / PEERS[name]
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", PEERS[name]], check=True)
        (folder / "ready").touch()
    return python


def peer(name: str, python: Path, scores: Scores, places: tuple[int, ...]) -> Result:
    """Run a peer on the matrix. Anything that goes wrong there is a failure here."""
    given = json.dumps({"scores": scores.tolist(), "places": places, "budget": BUDGET, "runs": RUNS})
    script = Path(__file__).parent / "peers" / f"{name}.py"
    said = subprocess.run([python, script], input=given, capture_output=True, text=True, check=False)
    if said.returncode or not said.stdout:
        sys.exit(f"{name} failed:\n{said.stderr[-2000:]}")
    found = json.loads(said.stdout.splitlines()[-1])
    pairs = [(i, j) for i, j in found["pairs"]]
    return judge(name, scores, places, pairs, statistics.median(found["seconds"]))


@dataclass
class Sheet:
    """What was measured, size by size: the title of a row, its goal, and a cell for each size."""

    rows: dict[tuple[str, str], dict[int, str]] = field(default_factory=dict)
    met: bool = True

    def put(self, size: int, title: str, goal: str, measured: str, met: bool | None = None) -> None:
        """Print one figure and keep it for the table; `met` is None where there is no goal."""
        print(f"  {'' if met is None else 'met' if met else 'MISSED':8}{title}: {measured}")
        self.rows.setdefault((title, goal), {})[size] = measured if met is not False else f"missed: {measured}"
        self.met = self.met and met is not False

    def markdown(self, sizes: list[int]) -> str:
        """Give the table for README."""
        lines = ["| mentees | goal | " + " | ".join(f"{n:,}" for n in sizes) + " |", "|---" * (len(sizes) + 2) + "|"]
        for (title, goal), cells in self.rows.items():
            lines.append(f"| {title} | {goal} | " + " | ".join(cells.get(n, "") for n in sizes) + " |")
        return "\n".join(lines)


def compare(mentees: int, pythons: dict[str, Path], sheet: Sheet) -> None:
    """Measure one size against the peers, and alone."""
    applicants = people(mentees)
    table = score_table(applicants, Settings())
    places = tuple(m.places for m in table.mentors)
    print(
        f"\nn = {mentees} mentees, {len(places)} mentors, {sum(places)} places, "
        f"{float((table.scores >= 0).mean()):.0%} of pairs allowed"
    )
    if mentees <= PEERS_UP_TO:
        own = ours(applicants, Fairness(), "ours")
        peers = [peer(name, python, table.scores, places) for name, python in pythons.items()]
        _print(own, peers, greedy(table.scores, places))
        sheet.put(mentees, "placed; total; worst pair", "", f"{own.coverage}; {own.total:,}; {own.worst}")
        sheet.put(mentees, "seconds of the processor, scoring included", "", f"{own.seconds:.3f}")
        for one in peers:
            _against(mentees, own, one, sheet)
    _alone(mentees, sheet)


def _print(own: Result, peers: list[Result], simple: Result) -> None:
    print(f"  {'program':20}{'placed':>8}{'total':>10}{'worst':>7}{'seconds':>10}{'total vs':>10}{'times as slow':>15}")
    for one in (own, *peers, simple):
        print(
            f"  {one.name:20}{one.coverage:>8}{one.total:>10}{one.worst:>7}{one.seconds:>10.3f}"
            f"{one.total / own.total - 1:>+10.2%}{one.seconds / own.seconds:>14.1f}x"
        )


def _against(mentees: int, own: Result, one: Result, sheet: Sheet) -> None:
    """Hold our result against a peer's; the goals on speed and on the worst pair are for the sizes named."""
    gain, speed, worst = GOALS[one.name]
    name = PEERS[one.name].replace("==", " ")
    more = own.coverage - one.coverage
    sheet.put(mentees, f"more placed than {name}", "0 or more", f"{more}", more >= 0)
    total = own.total / one.total - 1
    sheet.put(mentees, f"total against {name}", f"+{gain:.1%}", f"{total:+.2%}", total >= gain)
    times = one.seconds / own.seconds
    least = "; ".join(f"{n}x at {size:,}" for size, n in speed.items())
    sheet.put(mentees, f"times as fast as {name}", least, f"{times:.0f}x", times >= speed.get(mentees, 0))
    ratio = own.worst / max(one.worst, 1)
    goal = f"{worst}x at 1,000"
    sheet.put(mentees, f"worst pair against {name}", goal, f"{ratio:.2f}x", ratio >= worst if mentees >= 1000 else None)


def _alone(mentees: int, sheet: Sheet) -> None:
    """Measure ours in a process of its own."""
    said = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.matching_alone", str(mentees)],
        capture_output=True,
        text=True,
        check=False,
    )
    if said.returncode:
        sys.exit(f"the matcher failed:\n{said.stderr[-2000:]}")
    found = json.loads(said.stdout.splitlines()[-1])
    sheet.put(
        mentees,
        "proven best by its certificate, every round",
        "yes",
        "yes" if found["proven"] else "no",
        found["proven"],
    )
    price, goal = found["price"], "0.15 % of the total"
    sheet.put(mentees, "price of fairness (mean of ten schools below 1,000)", goal, f"{price:.2%}", price <= 0.0015)
    raised = f"{found['plain_worst']} to {found['worst']}"
    sheet.put(mentees, "what that buys: the worst pair", "", raised)
    ratio = (found["score"] + found["solve"]) / found["bare"]
    large = mentees >= 5000
    cell = f"{ratio:.1f}x ({found['score']:.2f} + {found['solve']:.2f} s against {found['bare']:.2f} s)"
    sheet.put(
        mentees, "processor time over a bare linear assignment", "1.5x at 5,000", cell, ratio <= 1.5 if large else None
    )
    memory = found["megabytes"]
    sheet.put(mentees, "most memory", "350 MB at 5,000", f"{memory} MB", memory <= 350 if large else None)
    part, spent = found["why_not"] / (found["score"] + found["solve"]), found["why_not"] * 1000
    met = part <= 0.15 and (mentees != 1000 or spent <= 50)
    sheet.put(
        mentees,
        "exact cost of every other mentor of one mentee",
        "0.15x a round; 50 ms at 1,000",
        f"{part:.2f}x; {spent:.1f} ms",
        met,
    )
    sheet.put(
        mentees,
        "needless changes after 3 % of the mentors dropped out",
        "0",
        f"{found['needless']} beside {found['gone']} broken pairs",
        found["needless"] == 0,
    )


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--cache", type=Path, default=Path(user_cache_dir("peerkeep-benchmarks")))
    words.add_argument("mentees", type=int, nargs="*", default=[100, 400, 1000, 5000])
    chosen = words.parse_args()
    pythons = {name: environment(name, chosen.cache) for name in PEERS}
    print(
        f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, numpy {np.__version__}; "
        + ", ".join(PEERS.values())
    )
    sheet = Sheet()
    for n in chosen.mentees:
        compare(n, pythons, sheet)
    print(f"\n{sheet.markdown(chosen.mentees)}")
    return 0 if sheet.met else 1


if __name__ == "__main__":
    sys.exit(main())
