"""Media for tests: a small file system of its own that can be made read-only, where this computer allows to mount."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def mounted(place: Path, size: str = "8m") -> Iterator[Path]:
    """Mount a small file system at the new folder `place`; skip the test where that is not allowed."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(place)]
    if sys.platform != "linux" or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("cannot mount here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def protect(place: Path) -> None:
    """Let nothing be written on a mounted medium any more."""
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
