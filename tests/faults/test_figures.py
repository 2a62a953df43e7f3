"""The campaigns' log and plan: what was run is not run again, nothing is left out; and the check that remembers bites."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services.vault import Workspace
from tests.faults import figures, ground
from tests.faults.__main__ import main
from tests.faults.box import EVERY
from tests.faults.figures import Outcome, Work
from tests.faults.operations import OPERATIONS
from tests.faults.reaching import problems
from tests.services.vault import rows


def test_a_log_that_was_cut_off_keeps_what_was_whole(tmp_path: Path) -> None:
    log = tmp_path / "figures.jsonl"
    assert figures.read(log) == []
    outcome = Outcome(Work("kill", "note", "", 1, 250), {"kills": 250, "slowest": 0.25}, "words", 3.5)
    figures.append(log, outcome)
    figures.append(log, outcome)
    log.write_bytes(log.read_bytes()[:-20])
    assert figures.read(log) == [outcome]
    figures.append(log, outcome)
    assert figures.read(log) == [outcome, outcome]


def test_the_table_adds_parts_and_counts_once_what_was_run_again() -> None:
    first = Outcome(Work("kill", "note", "", 0, 250), {"kills": 250, "slowest": 0.5}, "", 60)
    bad = Outcome(Work("kill", "note", "", 1, 250), {}, "", 60, "an error")
    again = Outcome(Work("kill", "note", "", 1, 250), {"kills": 1250, "slowest": 0.25}, "", 60)
    assert "| kill | note | 1,500 kills, 0.5 slowest | 2.0 | nothing |" in figures.table([first, bad, again])
    assert "| kill | note | 250 kills, 0.5 slowest | 2.0 | 1 |" in figures.table([first, bad])


def test_the_plan_has_the_numbers_of_the_design() -> None:
    every = list(ground.plan(list(ground.KINDS), list(EVERY), 1.0))
    assert len({one.key for one in every}) == len(every)
    times = {kind: sum(one.times for one in every if one.kind == kind) for kind in ground.KINDS}
    assert times["kill"] == 1000 * len(OPERATIONS)
    assert times["cut"] == 10_000 * len(EVERY)
    assert (times["flip"], times["end"], times["splice"]) == (10_000, 10_000, 2000)
    assert {(one.name, one.way) for one in every if one.kind == "fail"} == {(n, w) for n in EVERY for w in ground.WAYS}
    assert {one.times for one in every if one.kind == "fail"} == {1}, "each call"
    assert [one.times for one in ground.plan(["kill"], ["note"], 0.3)] == [250, 50]


def test_what_stands_in_the_log_is_not_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[Work] = []

    def run(self: ground.Ground, work: Work) -> Outcome:
        ran.append(work)
        return Outcome(work, {"kills": work.times}, "words", 1.0, "an error" if work.part == 1 and len(ran) < 3 else "")

    monkeypatch.setattr(ground.Ground, "run", run)
    words = ["--only", "kill", "--operations", "note", "--share", "0.5", "--log", str(tmp_path / "log")]
    assert main(words) == 1
    assert [work.part for work in ran] == [0, 1]
    assert main(words) == 0
    assert [work.part for work in ran] == [0, 1, 1], "what found something is run again"
    assert "| kill | note | 500 kills | 0.0 | nothing |" in capsys.readouterr().out


def test_a_check_that_remembers_sees_what_is_other(workspace: Workspace) -> None:
    uid = rows.add_person(workspace)
    assert problems(workspace) == []
    workspace.connection.execute("UPDATE main.counter SET silent = 1")
    workspace.connection.execute("UPDATE main.person SET given = 'Another' WHERE uid = ?", (uid,))
    workspace.connection.execute("UPDATE main.counter SET silent = 0")
    assert [one.where for one in problems(workspace)] == [f"table person, row {uid}"]
