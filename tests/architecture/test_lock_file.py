"""The lock file pins everything with hashes, for all systems, and names no host and no path."""

from __future__ import annotations

import re
import tomllib

from tests.architecture.sources import ROOT

LINES = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
PINNED = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>[^\s;]+)(?P<marker> ;[^#]*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*"
)


def test_each_line_is_a_pinned_and_hashed_file() -> None:
    assert [line for line in LINES if not PINNED.fullmatch(line)] == []
    assert "://" not in "".join(LINES)


def test_everything_the_project_asks_for_is_in_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    wanted = {re.split(r"[<>=; ]", one)[0].lower().replace("_", "-") for one in asked}
    pinned = {found["name"] for line in LINES if (found := PINNED.fullmatch(line))}
    assert wanted - pinned == set()


def test_qt_fits_each_python() -> None:
    """Below 6.12 on Python 3.11, whatever a later update of the lock file brings (test_void_calls.py)."""
    qt = {(found["name"], found["marker"].strip(" ;")): found["version"] for line in LINES
          if (found := PINNED.fullmatch(line)) and found["name"].startswith("pyside6")}  # fmt: skip
    old = [version for (_, marker), version in qt.items() if "< '3.12'" in marker]
    assert old
    assert all(version.startswith("6.11.") for version in old)
    assert ("pyside6-pdf", "python_full_version >= '3.12'") in qt
