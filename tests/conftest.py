"""What every test needs before anything of Peerkeep is imported: no display, no network, and a home of its own."""

from __future__ import annotations

import os
import sys
import tempfile

# Tests start many processes; each would compile the program anew where the account keeps Python from writing that down.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Each run (and each xdist worker) has its own: nothing a test does reaches the real account.
os.environ["PEERKEEP_HOME"] = tempfile.mkdtemp(prefix="peerkeep-tests-")

from tests import network_watch  # noqa: E402 - it watches also what the imports below do

network_watch.begin()

from collections.abc import Iterator  # noqa: E402 - the environment above comes first
from pathlib import Path  # noqa: E402

import pytest  # noqa: E402

from desktop.services.vault import Workspace  # noqa: E402
from tests import vaults  # noqa: E402
from tests.fakes.clock import FakeClock  # noqa: E402

# Files that take long, the longest first; the rest follows in its own order.
_SLOW = (
    "test_tour.py", "test_hostile_books.py", "test_mutated.py", "test_merge.py", "test_cli.py", "test_calls.py",
    "test_damage.py", "test_leaks.py", "test_kill.py", "test_lock.py", "test_lint.py", "test_corpus.py", "test_imports.py",
    "test_mutated_books.py", "test_lock_storm.py", "test_joined.py", "test_splices.py", "test_making.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let slow files begin first, so that a worker is not alone with one at the end."""
    items.sort(key=lambda item: _SLOW.index(item.path.name) if item.path.name in _SLOW else len(_SLOW))


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """ENV-11: fail a test in which anything asked for the network, also where its refusal was swallowed."""
    yield
    asked = "\n".join(network_watch.seen)
    network_watch.seen.clear()
    assert not asked, f"the network was asked for (ENV-11):\n{asked}"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test a laptop of its own: copies of one workspace must not know of each other."""
    home = tmp_path / "home"
    monkeypatch.setenv("PEERKEEP_HOME", str(home))
    return home


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands at a Wednesday morning in term."""
    return FakeClock()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed workspace with one user, made once per run."""
    folder = tmp_path_factory.mktemp("template") / "Northfield.peerkeep"
    vaults.make(folder, FakeClock()).close()
    return folder


@pytest.fixture
def workspace_folder(template: Path, tmp_path: Path) -> Path:
    """A closed workspace of this test's own."""
    return vaults.copy(template, tmp_path / "Northfield.peerkeep")


@pytest.fixture
def workspace(workspace_folder: Path, clock: FakeClock) -> Iterator[Workspace]:
    """An open workspace of this test's own: programme, counselling and private are held."""
    ws = vaults.reopen(workspace_folder, clock)
    yield ws
    ws.close()
