"""The matcher against mentor-match and matching, on the same people, score matrix and hard rules, in one run.

    python -m tests.benchmarks.matching [--cache DIR] [400 1000]

Each peer gets an environment of its own, made here (both install a top-level package `matching`). Ours counts whole:
scoring, raising the floor, solving. The goals are ratios; exit 1 where one is missed or a peer is missing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time
import venv
from dataclasses import dataclass, replace
from pathlib import Path

from platformdirs import user_cache_dir

from desktop.services.matching.arrays import Scores, np
from desktop.services.matching.engine import run
from desktop.services.matching.scoring import score_table
from desktop.services.matching.solver import Problem, solve
from desktop.services.matching.settings import Fairness, Settings
from desktop.services.matching.types import STYLES, Applicant, Request

RUNS = 5
# Seconds after which a slow peer is not run again.
BUDGET = 40.0
PEERS = {"mentor_match": "mentor-match==7.0.1", "hospital_resident": "matching==1.4.3"}
# (least gain in the total against the peer, how many times as fast, by the number of mentees)
GOALS = {"mentor_match": (0.009, {400: 100, 1000: 150}, 1.2), "hospital_resident": (0.019, {400: 30, 1000: 80}, 1.4)}


@dataclass(frozen=True)
class Result:
    """What one program made of the data."""

    name: str
    coverage: int
    total: int
    worst: int
    seconds: float


def people(mentees: int, seed: int = 11) -> tuple[Applicant, ...]:
    """Make mentees of years 7 to 9 and half as many mentors of years 9 to 13 whose places are about 0.9 of them."""
    rng = random.Random(seed)
    slots = [f"{day}{at}" for day in ("Mon", "Tue", "Wed", "Thu", "Fri") for at in range(1, 7)]
    languages = ["English"] * 20 + [f"language {n}" for n in range(11)]
    made = [_anybody(rng, f"{10000 + n}", "mentee", rng.randint(7, 9), slots, languages) for n in range(mentees)]
    mentors = [
        _anybody(rng, f"{50000 + n}", "mentor", rng.randint(9, 13), slots, languages) for n in range(mentees // 2)
    ]
    mentors = [replace(m, places=0 if rng.random() < 0.08 else 1) for m in mentors]
    while sum(m.places for m in mentors) < 0.9 * mentees:
        at = rng.randrange(len(mentors))
        if 0 < mentors[at].places < 3:
            mentors[at] = replace(mentors[at], places=mentors[at].places + 1)
    return (*made, *mentors)


def _anybody(
    rng: random.Random, number: str, role: str, year: int, slots: list[str], languages: list[str]
) -> Applicant:
    tongues = {rng.choice(languages), rng.choice(languages)} if rng.random() < 0.4 else {"English"}
    return Applicant(
        uid=number,
        number=number,
        role="mentor" if role == "mentor" else "mentee",
        year_rank=year,
        year=str(year),
        interests=_some(rng, "interest", 40, 2, 8),
        goals=_some(rng, "goal", 15, 1, 4),
        experiences=_some(rng, "experience", 14, 0, 3),
        subjects=_some(rng, "subject", 12, 0, 3),
        style=tuple(rng.randint(1, 5) for _ in STYLES) if rng.random() < 0.95 else (),
        families=(f"guardian {number if rng.random() < 0.9 else rng.randrange(500)}",),
        languages=tuple(sorted(tongues)),
        periods=tuple(rng.sample(slots, rng.randint(2, 7))),
        wants=(str(10000 + rng.randrange(400)),) if rng.random() < 0.1 else (),
        avoids=(str(10000 + rng.randrange(400)),) if rng.random() < 0.05 else (),
    )


def _some(rng: random.Random, kind: str, known: int, least: int, most: int) -> tuple[str, ...]:
    """Answer with some of the known words; one in twenty leaves the question blank."""
    chosen = rng.sample(range(known), rng.randint(least, most))
    return tuple(f"{kind} {n}" for n in chosen) if rng.random() < 0.95 else ()


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
        begun = time.perf_counter()
        table = score_table(applicants, settings)
        places = tuple(m.places for m in table.mentors)
        solution = solve(Problem(table.scores, places, fairness=fairness))
        taken.append(time.perf_counter() - begun)
    pairs = [(i, int(j)) for i, j in enumerate(solution.mentor_of) if j >= 0]
    return judge(name, table.scores, places, pairs, statistics.median(taken))


def greedy(scores: Scores, places: tuple[int, ...]) -> Result:
    """Best pair first, as people do it with a spreadsheet."""
    begun = time.perf_counter()
    left, pairs, placed = list(places), [], set()
    for at in np.argsort(-scores, axis=None, kind="stable").tolist():
        i, j = divmod(at, scores.shape[1])
        if scores[i, j] >= 0 and i not in placed and left[j] > 0:
            pairs.append((i, j))
            placed.add(i)
            left[j] -= 1
    return judge("greedy", scores, places, pairs, time.perf_counter() - begun)


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


def why_not(applicants: tuple[Applicant, ...]) -> tuple[float, float]:
    """Seconds for the exact cost of every mentor for one mentee, and that as a part of a full solve."""
    solved = run(Request(applicants))
    begun = time.perf_counter()
    solve(solved.problem)
    whole = time.perf_counter() - begun
    solved.residual.forced(0)
    taken = []
    for row in range(10):
        begun = time.perf_counter()
        solved.residual.forced(row)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken), statistics.median(taken) / whole


def check(goal: str, met: bool, measured: str) -> bool:
    print(f"  {'met   ' if met else 'MISSED'}  {goal}: {measured}")
    return met


def compare(mentees: int, pythons: dict[str, Path]) -> bool:
    """Measure one size, print its rows and goals, and say whether all were met."""
    applicants = people(mentees)
    table = score_table(applicants, Settings())
    places = tuple(m.places for m in table.mentors)
    own = ours(applicants, Fairness(), "ours")
    plain = ours(applicants, Fairness(floor=False, slope=0), "ours, total only")
    peers = [peer(name, python, table.scores, places) for name, python in pythons.items()]
    print(
        f"\nn = {mentees} mentees, {len(places)} mentors, {sum(places)} places, "
        f"{float((table.scores >= 0).mean()):.0%} of pairs allowed"
    )
    print(f"  {'program':20}{'placed':>8}{'total':>10}{'worst':>7}{'seconds':>10}{'total vs':>10}{'times as slow':>15}")
    for one in (own, plain, *peers, greedy(table.scores, places)):
        print(
            f"  {one.name:20}{one.coverage:>8}{one.total:>10}{one.worst:>7}{one.seconds:>10.3f}"
            f"{one.total / own.total - 1:>+10.2%}{one.seconds / own.seconds:>14.1f}x"
        )
    return all([*_goals(mentees, own, plain, peers), *_why_not_goals(mentees, applicants)])


def _goals(mentees: int, own: Result, plain: Result, peers: list[Result]) -> list[bool]:
    price = 1 - own.total / plain.total
    met = [check("fairness costs at most 0.15 % of the total", price <= 0.0015, f"{price:.3%}")]
    for one in peers:
        gain, speed, worst = GOALS[one.name]
        met.append(
            check(
                f"places at least as many as {one.name}",
                own.coverage >= one.coverage,
                f"{own.coverage} against {one.coverage}",
            )
        )
        met.append(
            check(
                f"total at least {gain:.1%} above {one.name}",
                own.total >= one.total * (1 + gain),
                f"{own.total / one.total - 1:+.2%}",
            )
        )
        if mentees in speed:
            times = one.seconds / own.seconds
            met.append(
                check(f"at least {speed[mentees]} times as fast as {one.name}", times >= speed[mentees], f"{times:.0f}")
            )
        if mentees >= 1000:
            ratio = own.worst / max(one.worst, 1)
            met.append(check(f"worst pair at least {worst} times that of {one.name}", ratio >= worst, f"{ratio:.2f}"))
    return met


def _why_not_goals(mentees: int, applicants: tuple[Applicant, ...]) -> list[bool]:
    seconds, part = why_not(applicants)
    met = [check("cost of all mentors for one mentee at most 0.15 of a run", part <= 0.15, f"{part:.2f}")]
    if mentees == 1000:
        met.append(check("and at most 50 ms", seconds <= 0.05, f"{seconds * 1000:.0f} ms"))
    return met


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--cache", type=Path, default=Path(user_cache_dir("peerkeep-benchmarks")))
    words.add_argument("mentees", type=int, nargs="*", default=[400, 1000])
    chosen = words.parse_args()
    pythons = {name: environment(name, chosen.cache) for name in PEERS}
    print(
        f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, numpy {np.__version__}; "
        + ", ".join(PEERS.values())
    )
    results = [compare(n, pythons) for n in chosen.mentees]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
