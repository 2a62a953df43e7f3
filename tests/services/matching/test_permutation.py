"""The order people, words and criteria come in, their names, and the number of threads change nothing."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from dataclasses import replace

import pytest

from desktop.services.matching.certificate import certificate
from desktop.services.matching.engine import run
from desktop.services.matching.solver import solve
from desktop.services.matching.types import Applicant, Request
from tests.services.matching.builders import random_problem, random_school, random_settings, with_details

_WORDS = (
    *("interests", "goals", "languages", "periods", "wants", "avoids", "met", "blocked", "families", "failed"),
    *("experiences", "subjects", "taken"),
)


def proof(request: Request) -> str:
    """Everything a run gives, as one text: who is with whom, all scores, and the prices that prove it."""
    return json.dumps(certificate(run(request)))


def mixed(applicant: Applicant, rng: random.Random) -> Applicant:
    """The same person with another name, and every list the other way about, but the ticks, which are ranked."""
    lists = {key: tuple(rng.sample(getattr(applicant, key), len(getattr(applicant, key)))) for key in _WORDS}
    return replace(applicant, name=f"Somebody {rng.randrange(10**6)}", **(lists | {"met": applicant.met}))


@pytest.mark.parametrize("seed", range(12))
def test_order_and_names_change_nothing_at_all(seed: int) -> None:
    """MATCH-9.4: rows, columns, words, criteria, and names; with locks, bans and kept pairs."""
    rng = random.Random(seed)
    people, settings = with_details(seed, random_school(seed, 24, 13)), random_settings(seed)
    solved = run(Request(people, settings))
    pairs = [(solved.table.mentees[i].uid, solved.table.mentors[j].uid) for i, j in solved.pairs]
    one = Request(people, settings, locks=tuple(pairs[:2]), bans=tuple(pairs[3:4]), kept=tuple(pairs), keep_bonus=25)
    other = Request(
        tuple(mixed(a, rng) for a in rng.sample(people, len(people))),
        replace(settings, weights=tuple(rng.sample(settings.weights, len(settings.weights)))),
        locks=tuple(pairs[1::-1]),
        bans=one.bans,
        kept=tuple(rng.sample(pairs, len(pairs))),
        keep_bonus=25,
    )
    assert proof(one) == proof(other)


def made() -> str:
    """A fingerprint of what the solver makes of fifty tables and the engine of a school."""
    tables = [solve(random_problem(seed, 60, 30)).mentor_of.tolist() for seed in range(50)]
    school = proof(Request(with_details(7, random_school(7, 120, 60))))
    return hashlib.sha256(json.dumps([tables, school]).encode()).hexdigest()


@pytest.mark.parametrize("threads", ["4", pytest.param("1", marks=pytest.mark.long)])
def test_the_number_of_threads_changes_nothing(threads: str) -> None:
    """MATCH-9.4: in a process of its own, since the number is read when numpy is loaded."""
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    code = "from tests.services.matching.test_permutation import made; print(made())"
    said = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | dict.fromkeys(names, threads),
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == made()


def test_the_same_tables_give_the_same_pairs_on_every_machine() -> None:
    """MATCH-9.4: pinned. A change here is a change of what old drafts would give: it needs a new engine version."""
    tables = [solve(random_problem(seed, 60, 30)).mentor_of.tolist() for seed in range(50)]
    assert hashlib.sha256(json.dumps(tables).encode()).hexdigest()[:16] == "3ce8f10cf6225677"
