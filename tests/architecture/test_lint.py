"""ruff and mypy, as pyproject.toml sets them, find nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.architecture.sources import ROOT


def cache(tool: str) -> str:
    """A folder that outlives the run, so that the second one is fast, and is not in the checkout."""
    return str(Path(tempfile.gettempdir()) / f"peerkeep-{tool}-{os.environ.get('USER', 'tests')}")


def find(*words: str) -> str:
    """Run a tool of this environment from the checkout; return what it finds, or nothing."""
    said = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if said.returncode == 0 else said.stdout + said.stderr


def test_ruff_finds_nothing() -> None:
    assert find("ruff", "check", "--quiet", "--cache-dir", cache("ruff"), ".") == ""


def test_mypy_finds_nothing() -> None:
    assert find("mypy", "--no-error-summary", "--cache-dir", cache("mypy")) == ""
