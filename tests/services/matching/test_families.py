"""Two whom the same person looks after are of one family, also where nobody said what the relation is."""

from __future__ import annotations

import pytest

from desktop.services import matching, people
from desktop.services.people.types import GuardianLink, PersonDraft
from desktop.services.vault import Workspace
from tests.services.matching.school import two_and_three


@pytest.mark.parametrize(
    ("relation", "apart"), [("mother", True), ("other", True), ("relative", True), ("carer", False)]
)
def test_a_guardian_in_common(workspace: Workspace, relation: str, apart: bool) -> None:
    school = two_and_three(workspace)
    guardian = people.add_person(workspace, PersonDraft(family="Baker", given="Jane", kind="guardian")).uid or ""
    for number in ("100", "901"):
        people.set_guardians(workspace, school.uid[number], [GuardianLink(guardian, relation)])
    matching.propose(workspace)
    rules = {rule.rule for rule in matching.why_not(workspace, school.uid["100"], school.uid["901"]).rules}
    assert ("family" in rules) is apart


def test_a_brother_in_another_year_is_not_the_mentor(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    people.set_guardians(workspace, school.uid["100"], [GuardianLink(school.uid["901"], "sibling")])
    matching.propose(workspace)
    rules = {rule.rule for rule in matching.why_not(workspace, school.uid["100"], school.uid["901"]).rules}
    assert "family" in rules
