"""Every benchmark, one after the other: `python -m tests.benchmarks`. Ends with 1 where a goal is missed."""

from __future__ import annotations

import subprocess
import sys

ALL = (
    "startup",
    "roster_import",
    "people_list",
    "notes_search",
    "matching",
    "groups",
    "backup",
    "health",
    "audit",
    "lock",
)


def main() -> int:
    """Run each in a process of its own, so that none warms or burdens the next."""
    missed = [
        name
        for name in ALL
        if subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=False).returncode
    ]
    print("goals missed in: " + ", ".join(missed) if missed else "all goals met")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
