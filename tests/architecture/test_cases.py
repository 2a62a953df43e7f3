"""Every acceptance case of unlocking, damage, crashes, place, leaks, lock, audit, roles and deletion has a test.

The cases are those of the design's catalogue (sections C1 to C4, C9 to C12 and C14). A test shows a case by naming its
ID; one that no test shows stands in README with the reason, and nowhere else.
"""

from __future__ import annotations

import re
from typing import Final

from tests.architecture.sources import ROOT

_LAST: Final = {"AUTH": 14, "FILE": 12, "CRASH": 22, "ENV": 11, "LEAK": 12, "LOCK": 10, "AUD": 6, "ROLE": 7, "DEL": 10}
CASES: Final = frozenset(f"{group}-{n:02}" for group, last in _LAST.items() for n in range(1, last + 1))
_CASE: Final = re.compile(r"(?i)(?<![a-z])(AUTH|FILE|CRASH|ENV|LEAK|LOCK|AUD|ROLE|DEL)[-_](\d\d)(?!\d)")
_SPAN: Final = re.compile(r"([A-Z]+)-(\d\d) to [A-Z]+-(\d\d)")
_HERE: Final = ROOT / "tests"


def shown() -> frozenset[str]:
    """Give the cases that a test names, also as part of a function's name (test_auth_01_...), or as one end of a span."""
    found: set[str] = set()
    for path in _HERE.rglob("*.py"):
        if path.name == "test_cases.py":
            continue
        text = path.read_text("utf-8")
        found |= {f"{group.upper()}-{n}" for group, n in _CASE.findall(text)}
        for group, first, last in _SPAN.findall(text):
            found |= {f"{group}-{n:02}" for n in range(int(first), int(last) + 1)}
    return frozenset(found)


def excused() -> list[str]:
    """Give the cases that README says are not shown."""
    text = (ROOT / "README.md").read_text("utf-8")
    return re.findall(r"^\| (\w+-\d\d) \|", text, re.MULTILINE)


def test_every_case_is_shown_by_a_test_or_excused_in_the_readme() -> None:
    assert sorted(CASES - shown() - set(excused())) == []


def test_no_case_is_excused_that_is_shown_or_unknown() -> None:
    assert sorted(set(excused()) & shown()) == []
    assert sorted(set(excused()) - CASES) == []
    assert len(excused()) == len(set(excused()))
