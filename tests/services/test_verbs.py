"""Any sequence of any writing verbs, taken back step by step, gives back an equal workspace."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import desktop.services
from desktop.services.vault import Workspace, last_undoable, redo_last, steps, undo_last, verify
from desktop.services.vault.verbs import VERBS
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services import verbs
from tests.services.vault.rows import dump


def public() -> Iterator[tuple[str, object]]:
    """Give (area.name, what it returns) of every public verb of every area that takes the workspace."""
    for area in pkgutil.iter_modules(desktop.services.__path__):
        if area.ispkg and area.name != "vault":
            module = importlib.import_module(f"desktop.services.{area.name}")
            for name in getattr(module, "__all__", ()):
                verb = getattr(module, name)
                if inspect.isfunction(verb) and next(iter(inspect.signature(verb).parameters), "") == "ws":
                    yield f"{area.name}.{name}", inspect.signature(verb).return_annotation


def test_no_writing_verb_is_missing() -> None:
    """A verb that says what it changed, or gives nothing at all, is drawn at random or says why not."""
    writing = {name for name, gives in public() if gives in ("Changes", "None")}
    assert writing - set(verbs.WRITING) - set(verbs.APART) - set(verbs.READING) == set()
    known = {name for name, _ in public()}
    assert (set(verbs.WRITING) | set(verbs.APART) | set(verbs.READING)) - known == set()


def sequence(ws: Workspace, seed: int, length: int) -> None:
    """Use verbs at random, undo everything, redo everything; dumps must be equal at every step."""
    noise = random.Random(seed)
    for name in ("people.import_roster", "people.import_roster", "programme.import_participants"):
        verbs.use(ws, name, noise)
    for name in noise.choices(list(verbs.WRITING), k=length):
        verbs.use(ws, name, noise)
    walk(ws)
    assert {info.verb for info in steps(ws, 2000)} <= set(VERBS)


def walk(ws: Workspace) -> None:
    """Undo every step and redo every step, comparing with the dump taken on the way."""
    seen = [dump(ws)]
    while last_undoable(ws):
        before = seen[-1]
        assert undo_last(ws)
        seen.append(dump(ws))
        assert seen[-1] != before
    for expected in reversed(seen[:-1]):
        redo_last(ws)
        assert dump(ws) == expected
    assert verify(ws).ok


@pytest.fixture
def without_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paper that has left is not taken back; it would stop the walk."""
    monkeypatch.delitem(verbs.WRITING, "reports.record_release")  # type: ignore[arg-type]  # Final for others


@pytest.mark.parametrize("seed", range(4))
def test_undo_gives_back_an_equal_dump(workspace: Workspace, seed: int, without_paper: None) -> None:
    start = dump(workspace)
    sequence(workspace, seed, 60)
    while last_undoable(workspace):
        undo_last(workspace)
    assert dump(workspace) == start
    assert verify(workspace).ok


def test_every_verb_is_used_and_taken_back(workspace: Workspace, without_paper: None) -> None:
    """One long school year in which nothing is only drawn and never done."""
    noise = random.Random(99)
    used: Counter[str] = Counter()
    for name in ("people.import_roster",) * 3 + ("programme.import_participants",) * 6 + ("matching.propose",):
        verbs.use(workspace, name, noise)
    for turn in range(400):
        missing = [name for name in verbs.WRITING if name not in used]
        if not missing and turn > 100:
            break
        name = noise.choice(missing if missing and turn % 2 else list(verbs.WRITING))
        if name in ("matching.swap", "matching.allow", "matching.unlock"):
            for first in ("matching.propose", "matching.lock", "matching.ban"):
                verbs.use(workspace, first, noise)
        before = dump(workspace)
        if verbs.use(workspace, name, noise):
            used[name] += 1
            after = dump(workspace)
            undo_last(workspace)
            assert dump(workspace) == before, (turn, name)
            redo_last(workspace)
            assert dump(workspace) == after, (turn, name)
    assert set(verbs.WRITING) - set(used) == set()
    assert verify(workspace).ok


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 160))
def test_many_sequences(workspace: Workspace, seed: int, without_paper: None) -> None:
    sequence(workspace, seed, 150)


def test_paper_that_has_left_is_not_taken_back(workspace: Workspace) -> None:
    verbs.use(workspace, "reports.record_release", random.Random(1))
    assert last_undoable(workspace) is None


def test_refused_verbs_leave_no_trace(workspace_folder: Path, clock: FakeClock) -> None:
    """On an empty workspace most verbs have nothing to do or are refused; no step and no row may come of it."""
    ws = vaults.reopen(workspace_folder, clock)
    noise = random.Random(1)
    for name in verbs.WRITING:
        before, count = dump(ws), len(steps(ws, 2000))
        changes = verbs.use(ws, name, noise)
        assert (dump(ws) != before) == bool(changes and changes.count), name
        assert (len(steps(ws, 2000)) > count) == bool(changes), name
    ws.close()
