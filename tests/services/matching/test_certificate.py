"""The proof that comes with a round: an independent solver finds the same, and nothing can be changed unnoticed."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop.services.matching import certificate_check
from desktop.services.matching.certificate import certificate
from desktop.services.matching.certificate_check import bound, check
from desktop.services.matching.engine import Solved, run
from desktop.services.matching.errors import TooManyPeople
from desktop.services.matching.settings import Settings
from desktop.services.matching.solver import solve
from desktop.services.matching.types import PairKey, Request
from tests.services.matching.builders import random_school
from tests.services.matching.oracles import by_highs, hungarian


def request(seed: int, mentees: int = 26, mentors: int = 13, **settings: Any) -> Request:
    """A random school with three locks, a ban, and, in some, pairs to keep and wishes of a meet-and-greet."""
    rng = random.Random(seed)
    people = random_school(seed, mentees, mentors, blanks=0.05)
    numbers = [a.number for a in people if a.role == "mentor"]
    if seed % 3 == 0:
        people = tuple(replace(a, met=tuple(rng.sample(numbers, 2))) if a.role == "mentee" else a for a in people)
    plain = Request(people, Settings(**settings))
    pairs = pairs_of(run(plain))
    some = rng.sample(pairs, min(3, len(pairs) // 2))
    kept = tuple(rng.sample(pairs, len(pairs) // 2)) if seed % 4 == 0 else ()
    rest = tuple(pair for pair in pairs if pair not in some)[:1]
    return replace(plain, locks=tuple(some), bans=rest, kept=kept, keep_bonus=(10, 10**6)[seed % 2])


def pairs_of(solved: Solved) -> list[PairKey]:
    return [(solved.table.mentees[i].uid, solved.table.mentors[j].uid) for i, j in solved.pairs]


KINDS = [{}, {"balance": 60}, {"one_per_period": True}, {"one_per_period": True, "balance": 60}]


@pytest.mark.parametrize("settings", KINDS, ids=["plain", "balance", "periods", "both"])
@pytest.mark.parametrize("seed", range(6))
def test_an_independent_solver_finds_what_the_certificate_says(seed: int, settings: dict[str, Any]) -> None:
    """MATCH-9.2: from the file alone, HiGHS reaches the same coverage and the same total."""
    solved = run(request(seed, **settings))
    found = json.loads(json.dumps(certificate(solved)))
    assert check(found) == []
    assert (found["coverage"], found["total"]) == by_highs(found)
    assert found["coverage"] == len(solved.pairs)
    assert found["points"] == sum(int(solved.table.scores[i, j]) for i, j in solved.pairs)
    assert [found["mentees"][i] for i, _ in found["pairs"]] == [solved.table.mentees[i].number for i, _ in solved.pairs]
    assert {tuple(pair) for pair in found["locks"]} == set(solved.problem.locks) <= {tuple(p) for p in found["pairs"]}


@pytest.mark.parametrize("seed", range(8))
def test_without_locks_and_wishes_the_table_is_the_scores_at_the_floor_or_above(seed: int) -> None:
    solved = run(Request(random_school(seed, 20, 9)))
    found = certificate(solved)
    assert check(found) == []
    for real, row in zip(solved.table.scores.tolist(), found["scores"], strict=True):
        assert [score >= 0 for score in row] == [score >= max(0, found["floor"]) for score in real]
    worths = np.array(found["scores"], dtype=np.int64)
    worths = np.where(worths < 0, -1, worths + found["duals"]["base"]).reshape(len(found["mentees"]), -1)
    value, _ = hungarian(worths, tuple(found["places"]))
    assert value == found["coverage"] * found["duals"]["base"] + found["total"] == bound(found)


def tampered(found: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Change one thing after the other that a solution worse than the best would need changed."""
    made = []

    def change(name: str, do: Any) -> None:
        copy = deepcopy(found)
        do(copy)
        made.append((name, copy))

    i, j = next(tuple(pair) for pair in found["pairs"] if pair not in found["locks"])
    change("a pair left out", lambda c: c["pairs"].remove([i, j]))
    change("a pair left out everywhere", lambda c: _leave_out(c, i, j))
    change("a mentee twice", lambda c: c["pairs"].append([i, j]))
    change("a higher total", lambda c: c.update(total=c["total"] + 1))
    change("a lower coverage", lambda c: c.update(coverage=c["coverage"] - 1))
    change("a better score elsewhere", lambda c: c["scores"][i].__setitem__(j, c["scores"][i][j] + 1))
    change("a pair forbidden", lambda c: c["scores"][i].__setitem__(j, -1))
    change("a place fewer", lambda c: c["places"].__setitem__(j, 0))
    change("places without end", lambda c: c.update(places=[n + 1 for n in c["places"]]))
    change("a lower price", lambda c: c["duals"]["mentees"].__setitem__(i, c["duals"]["mentees"][i] - 1))
    change("a higher price", lambda c: c["duals"]["mentees"].__setitem__(i, c["duals"]["mentees"][i] + 1))
    change("a price below zero", lambda c: c["duals"]["mentors"].__setitem__(j, -1))
    change("a small base", lambda c: c["duals"].update(base=1))
    change("no scores", lambda c: c.pop("scores"))
    change("words for numbers", lambda c: c.update(total="1000"))
    change("half a table", lambda c: c["scores"].pop())
    change("an index out of range", lambda c: c["pairs"].append([len(c["mentees"]), 0]))
    change("a lock that is not kept", lambda c: c["locks"].append([i, (j + 1) % len(c["mentors"])]))
    if "periods" in found:
        at = found["pairs"].index([i, j])
        change("a period nobody has", lambda c: c["periods"]["pairs"].__setitem__(at, 99))
        change("a period less", lambda c: c["periods"].update(mentors=[row[1:] for row in c["periods"]["mentors"]]))
    return made


def _leave_out(found: dict[str, Any], i: int, j: int) -> None:
    at = found["pairs"].index([i, j])
    found["pairs"].pop(at)
    if "periods" in found:
        found["periods"]["pairs"].pop(at)
    found["coverage"] -= 1
    found["total"] -= found["scores"][i][j]


@pytest.mark.parametrize("settings", [{}, {"one_per_period": True}], ids=["plain", "periods"])
def test_nothing_can_be_changed_unnoticed(settings: dict[str, Any]) -> None:
    found = certificate(run(request(3, **settings)))
    assert check(found) == []
    unnoticed = [name for name, changed in tampered(found) if not check(changed)]
    assert unnoticed == []


def test_two_in_one_period_are_found() -> None:
    for seed in range(20):
        found = certificate(run(request(seed, one_per_period=True)))
        periods = found["periods"]
        for at, (_, j) in enumerate(found["pairs"]):
            for other, (_, k) in enumerate(found["pairs"]):
                if j == k and at != other:
                    periods["pairs"][at] = periods["pairs"][other]
                    assert "a mentor meets two mentees in one period" in check(found)
                    return
    pytest.fail("no mentor has two mentees")


def test_a_lock_that_shares_no_period_has_one_by_agreement() -> None:
    """A pair placed by hand against the rule on periods is part of the proof all the same."""
    solved = run(request(1, one_per_period=True))
    (i, j), *_ = solved.problem.locks
    seating = solved.problem.periods
    assert seating is not None
    mentees = seating.mentees.copy()
    mentees[i] = False
    problem = replace(solved.problem, periods=replace(seating, mentees=mentees))
    changed = Solved(solved.request, solved.table, problem, solve(problem))
    found = certificate(changed)
    assert check(found) == []
    assert [i, j] in found["pairs"]
    assert (found["coverage"], found["total"]) == by_highs(found)


def test_nobody_needs_no_proof() -> None:
    for people in ((), random_school(1, 3, 0), random_school(1, 0, 3)):
        found = certificate(run(Request(people)))
        assert (check(found), found["coverage"], found["total"]) == ([], 0, 0)


def test_the_check_needs_neither_numpy_nor_the_matcher(tmp_path: Path) -> None:
    """The checker is one file of plain Python that can be read, and run elsewhere."""
    file = tmp_path / "found.json"
    file.write_text(json.dumps(certificate(run(request(2)))), encoding="utf-8")
    code = (
        f"import json, runpy, sys; f = runpy.run_path({certificate_check.__file__!r}); "
        f"wrong = f['check'](json.load(open({str(file)!r}))); sys.exit(bool(wrong) or 'numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-I", "-S", "-c", code], check=False).returncode == 0


def test_weights_too_large_to_prove_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    solved = run(request(0))
    monkeypatch.setattr("desktop.services.matching.certificate.NEVER", 8)
    with pytest.raises(TooManyPeople):
        certificate(solved)
