"""Why this pair, a year later; why not these two, in a draft and in what is published; robustness and the map."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services import matching, people
from desktop.services.matching.certificate_check import check
from desktop.services.matching.engine import run
from desktop.services.matching.errors import NoSuchPair
from desktop.services.matching.explain import what_if
from desktop.services.matching.round_errors import NotFromRound
from desktop.services.matching.types import Request
from desktop.services.people.types import PersonDraft
from desktop.services.vault import Workspace
from tests.fakes.clock import FakeClock
from tests.services.matching.builders import random_school
from tests.services.matching.school import two_and_three
from tests.services.matching.test_rounds import the_draft


def test_a_year_later_the_reasons_are_those_of_then(workspace: Workspace, clock: FakeClock) -> None:
    school = two_and_three(workspace)
    matching.propose(workspace)
    matching.lock(workspace, school.uid["100"])
    then = {card.mentee.number: card for card in the_draft(workspace).cards}
    matching.publish(workspace)
    pairs = {pair.mentee_number: pair.uid for pair in matching.pairs(workspace)}
    clock.forward(days=365)
    people.edit_person(workspace, school.uid["100"], PersonDraft("100", "Novák", "Robin", year="9"))
    people.set_availability(workspace, school.uid["100"], [])
    matching.end_pair(workspace, pairs["100"], "finished")
    people.archive_people(workspace, [school.uid["901"]])
    card = matching.why_pair(workspace, pairs["100"])
    assert (card.breakdown, card.reasons, card.locked, card.period) == (
        then["100"].breakdown, then["100"].reasons, True, then["100"].period,
    )  # fmt: skip
    assert card.mentee.year == "8"
    assert "Novák" in card.mentee.name
    assert card.mentor.name == "Robin Family901"
    assert matching.why_pair(workspace, pairs["101"]).score == then["101"].score
    with pytest.raises(NoSuchPair):
        matching.why_pair(workspace, "nothing")


def test_a_pair_of_a_file_says_that_no_round_made_it(workspace: Workspace, tmp_path: Path) -> None:
    two_and_three(workspace)
    file = tmp_path / "pairs.csv"
    file.write_text("mentor,mentee\n900,100\n", encoding="utf-8")
    matching.import_pairs(workspace, matching.plan_pairs(workspace, matching.read_pairs(file)))
    (pair,) = matching.pairs(workspace)
    assert (pair.begins, pair.waits) == (None, False)
    with pytest.raises(NotFromRound):
        matching.why_pair(workspace, pair.uid)


def test_why_not_works_for_what_is_published(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    school.add("902", "mentor", year="8", periods=("Fri1",))
    uid = school.uid
    matching.propose(workspace)
    matching.publish(workspace)
    assert matching.why_not(workspace, uid["100"], uid["901"]).sentence == "They are a pair."
    assert [rule.rule for rule in matching.why_not(workspace, uid["100"], uid["902"]).rules] == ["period", "year"]
    found = matching.why_not(workspace, uid["100"], uid["900"])
    assert found.cost is not None
    assert found.cost.left_out == 0
    assert len(found.cost.moves) == 2
    assert "the other way about" in matching.why_not(workspace, uid["900"], uid["100"]).sentence
    assert matching.draft(workspace) is None


@pytest.mark.parametrize("seed", range(6))
def test_the_price_of_a_pair_is_what_locking_it_costs(seed: int) -> None:
    request = Request(random_school(seed, 9, 6))
    solved = run(request)
    total = sum(int(solved.table.scores[pair]) for pair in solved.pairs)
    for mentee in solved.table.mentees:
        for mentor in solved.table.mentors:
            cost = what_if(solved, (mentee.uid, mentor.uid)).cost
            if cost is None:
                continue
            forced = run(Request(request.applicants, locks=((mentee.uid, mentor.uid),)))
            assert cost.points == total - sum(int(forced.table.scores[pair]) for pair in forced.pairs)
            assert cost.left_out == len(solved.pairs) - len(forced.pairs)


def test_the_map_holds_every_score_and_what_is_chosen(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    school.add("902", "mentor", year="8", periods=("Fri1",))
    matching.propose(workspace)
    heat = matching.heat(workspace)
    scores = {card.mentee.number: card.score for card in the_draft(workspace).cards}
    assert [one.number for one in heat.mentees] == ["100", "101", "102"]
    assert {heat.mentees[i].number: heat.scores[i][j] for i, j in heat.chosen} == scores
    assert [row[2] for row in heat.scores] == [-1, -1, -1]
    assert (heat.band(0, 2), heat.band(*heat.chosen[0])) == ("", the_draft(workspace).cards[0].band)


def test_robustness_is_told_of_the_pairs_that_stand(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.propose(workspace)
    found = matching.how_robust(workspace)
    assert set(found) == {school.uid[number] for number in ("100", "101", "102")}
    assert all(0 <= kept <= draws == 20 for kept, draws in found.values())
    matching.ban(workspace, school.uid["100"], school.uid["901"])
    assert school.uid["100"] not in matching.how_robust(workspace)


def test_the_proof_of_a_draft_holds(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.propose(workspace, locks=[(school.uid["102"], school.uid["901"])])
    proof = matching.proof(workspace)
    assert check(proof) == []
    assert proof["coverage"] == the_draft(workspace).coverage
