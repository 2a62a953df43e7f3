"""Rounds over a real workspace: draft, locks, changes by hand, publishing, undo."""

from __future__ import annotations

import pytest

from desktop.services import matching, people, programme
from desktop.services.errors import Cancelled
from desktop.services.matching.errors import (
    DraftOutdated,
    LockForbidden,
    NoDraft,
    NoSuchPair,
    NothingToPublish,
    NotInRound,
    NotTheirPeriod,
    PairForbidden,
)
from desktop.services.matching.types import Draft
from desktop.services.people.types import PersonDraft
from desktop.services.vault import Workspace, last_undoable, undo_last
from tests.services.matching.school import School, two_and_three


def dump(ws: Workspace) -> dict[str, list[tuple[object, ...]]]:
    tables = ("round", "round_entry", "proposal", "pair")
    return {table: ws.rows("programme", f"SELECT * FROM @.{table} ORDER BY uid") for table in tables}


def shown(draft: Draft | None) -> dict[str, str]:
    assert draft is not None
    return {card.mentee.number: card.mentor.number for card in draft.cards}


def the_draft(ws: Workspace) -> Draft:
    found = matching.draft(ws)
    assert found is not None
    return found


def test_nothing_to_see_before_the_first_proposal(workspace: Workspace) -> None:
    assert matching.draft(workspace) is None
    assert matching.pairs(workspace) == ()
    with pytest.raises(NoDraft):
        matching.publish(workspace)
    with pytest.raises(NoDraft):
        matching.solve_again(workspace)


def test_a_proposal_is_a_draft_and_publishing_makes_pairs_with_periods(workspace: Workspace) -> None:
    two_and_three(workspace)
    changes = matching.propose(workspace)
    assert (changes.verb, changes.about) == ("propose_round", "3")
    draft = the_draft(workspace)
    assert shown(draft) == {"100": "901", "101": "900", "102": "900"}
    assert draft.settled
    assert not draft.outdated
    assert [(load.mentor.number, load.used) for load in draft.loads] == [("900", 2), ("901", 1)]
    assert matching.pairs(workspace) == ()
    changes = matching.publish(workspace)
    assert (changes.verb, changes.about) == ("publish_round", "3")
    published = matching.pairs(workspace)
    assert [(p.mentor_number, p.mentee_number, p.slot) for p in published] == [
        ("900", "101", "Tue1"),
        ("900", "102", "Mon3"),
        ("901", "100", "Mon3"),
    ]
    assert published[0].since == workspace.clock.today().isoformat()
    assert not any(p.clash for p in published)
    assert matching.draft(workspace) is None


def test_the_summary_is_what_the_command_line_prints(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    school.add("103", "mentee", periods=("Fri9",))
    matching.propose(workspace)
    found = matching.summary(the_draft(workspace))
    assert found["coverage"] == 3
    assert found["total"] == sum(pair["score"] for pair in found["pairs"])
    assert found["worst"] == min(pair["score"] for pair in found["pairs"])
    assert {pair["mentee"]: (pair["mentor"], pair["slot"]) for pair in found["pairs"]}["101"] == ("900", "Tue1")
    assert found["unmatched"] == [
        {
            "mentee": "103",
            "cause": "period",
            "why": "No mentor is free Fri9. One more mentor who is free Fri9 and above year 8 would place this student.",
        }
    ]


def test_published_pairs_use_up_places_and_their_mentees_are_not_proposed_again(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.propose(workspace)
    matching.publish(workspace)
    school.add("103", "mentee")
    matching.propose(workspace)
    draft = the_draft(workspace)
    assert shown(draft) == {}
    assert [(u.mentee.number, u.cause) for u in draft.unplaced] == [("103", "places")]
    assert "One more place with" in draft.unplaced[0].change
    with pytest.raises(NothingToPublish):
        matching.publish(workspace)
    pair = matching.pairs(workspace)[0]
    matching.end_pair(workspace, pair.uid, "left")
    matching.propose(workspace)
    assert shown(the_draft(workspace))


def test_a_new_proposal_keeps_locks_and_bans(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.propose(workspace)
    matching.swap(workspace, school.uid["100"], school.uid["900"], instead_of=school.uid["101"])
    matching.ban(workspace, school.uid["102"], school.uid["901"])
    first = the_draft(workspace)
    assert shown(first) == {"100": "900", "101": "901", "102": "900"}
    assert first.by_hand == {school.uid["100"], school.uid["101"]}
    matching.propose(workspace)
    second = the_draft(workspace)
    assert second.uid != first.uid
    assert shown(second)["100"] == "900"
    assert {c.mentee.number for c in second.cards if c.locked} == {"100"}
    assert second.bans == ((school.uid["102"], school.uid["901"]),)
    matching.unlock(workspace, school.uid["100"])
    matching.allow(workspace, school.uid["102"], school.uid["901"])
    matching.solve_again(workspace)
    assert shown(the_draft(workspace)) == {"100": "901", "101": "900", "102": "900"}


def test_a_ban_of_a_pair_leaves_it_open_until_solved_again(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.propose(workspace)
    matching.ban(workspace, school.uid["102"], school.uid["900"])
    draft = the_draft(workspace)
    assert not draft.settled
    assert [(u.mentee.number, u.cause) for u in draft.unplaced] == [("102", "changed")]
    assert draft.unplaced[0].change.startswith("Solving again would place this student with ")
    matching.solve_again(workspace)
    assert shown(the_draft(workspace))["102"] == "901"


def test_left_out_by_hand_stays_out_until_taken_back(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.propose(workspace)
    matching.leave_out(workspace, school.uid["102"])
    matching.solve_again(workspace)
    draft = the_draft(workspace)
    assert [(u.mentee.number, u.cause) for u in draft.unplaced] == [("102", "left_out")]
    matching.unlock(workspace, school.uid["102"])
    matching.solve_again(workspace)
    assert the_draft(workspace).coverage == 3


def test_no_swap_breaks_a_hard_rule(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    school.add("902", "mentor", year="8", periods=("Fri1",))
    programme.set_wishes(workspace, school.uid["100"], avoids=[school.uid["900"]])
    matching.propose(workspace)
    before = dump(workspace)
    with pytest.raises(PairForbidden) as refused:
        matching.swap(workspace, school.uid["101"], school.uid["902"])
    assert str(refused.value) == (
        "These two cannot be paired. What is missing: a free period in common; "
        "a mentor in a year that your rules allow. Nothing was changed."
    )
    with pytest.raises(PairForbidden):
        matching.swap(workspace, school.uid["100"], school.uid["900"], instead_of=school.uid["101"])
    with pytest.raises(PairForbidden) as refused:
        matching.swap(workspace, school.uid["101"], school.uid["901"])
    assert "a place with the mentor" in str(refused.value)
    with pytest.raises(NotInRound):
        matching.lock(workspace, school.uid["900"])
    with pytest.raises(NotInRound):
        matching.swap(workspace, school.uid["101"], school.uid["901"], instead_of=school.uid["102"])
    assert dump(workspace) == before


def test_an_avoid_named_after_the_proposal_forbids_swap_and_publishing(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.propose(workspace)
    programme.set_wishes(workspace, school.uid["900"], avoids=[school.uid["101"]])
    assert the_draft(workspace).outdated
    with pytest.raises(DraftOutdated) as refused:
        matching.publish(workspace)
    assert "need not be kept apart" in str(refused.value)
    assert matching.pairs(workspace) == ()
    matching.lock(workspace, school.uid["101"])
    with pytest.raises(LockForbidden):
        matching.propose(workspace)
    matching.unlock(workspace, school.uid["101"])
    matching.propose(workspace)
    matching.publish(workspace)
    assert ("900", "101") not in {(p.mentor_number, p.mentee_number) for p in matching.pairs(workspace)}


def test_somebody_who_withdrew_meanwhile_stops_publishing(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.propose(workspace)
    school.withdraw("901")
    with pytest.raises(DraftOutdated):
        matching.publish(workspace)
    people.archive_people(workspace, [school.uid["100"]])
    matching.propose(workspace)
    assert shown(the_draft(workspace)) == {"101": "900", "102": "900"}


def test_discarding_leaves_no_draft(workspace: Workspace) -> None:
    two_and_three(workspace)
    matching.propose(workspace)
    matching.discard(workspace)
    assert matching.draft(workspace) is None


def test_every_verb_is_one_step_with_words_and_can_be_undone(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    a, b = school.uid["102"], school.uid["901"]
    pair: list[str] = []
    verbs = [
        lambda: matching.propose(workspace),
        lambda: matching.lock(workspace, a),
        lambda: matching.unlock(workspace, a),
        lambda: matching.ban(workspace, a, b),
        lambda: matching.allow(workspace, a, b),
        lambda: matching.leave_out(workspace, a),
        lambda: matching.solve_again(workspace),
        lambda: matching.publish(workspace),
        lambda: matching.set_period(workspace, matching.pairs(workspace)[0].uid, None),
        lambda: matching.end_pair(workspace, matching.pairs(workspace)[0].uid),
    ]
    for verb in verbs:
        before = dump(workspace)
        changes = verb()
        assert changes
        told = last_undoable(workspace)
        assert told is not None
        assert "_" not in told.words
        after = dump(workspace)
        undo_last(workspace)
        assert dump(workspace) == before
        verb_again = verb()
        assert verb_again.count == changes.count
        assert {t: len(rows) for t, rows in dump(workspace).items()} == {t: len(rows) for t, rows in after.items()}
    assert pair == []


def test_the_same_workspace_gives_the_same_proposal(workspace: Workspace) -> None:
    two_and_three(workspace)
    matching.propose(workspace)
    first = matching.summary(the_draft(workspace))
    matching.propose(workspace)
    assert matching.summary(the_draft(workspace)) == first


def test_clashes_are_warned_of_and_periods_changed_by_hand(workspace: Workspace) -> None:
    school = School(workspace)
    school.add("900", "mentor", places=2, periods=("Mon3", "Tue1"))
    school.add("100", "mentee", periods=("Mon3",))
    school.add("101", "mentee", periods=("Mon3",))
    matching.propose(workspace)
    assert all("the mentor meets two students in one period" in c.warnings for c in the_draft(workspace).cards)
    matching.publish(workspace)
    first = matching.pairs(workspace)[0]
    assert first.clash
    people.set_availability(workspace, school.uid["100"], [school.period["Mon3"], school.period["Tue1"]])
    choices = matching.period_choices(workspace, first.uid)
    assert [(c.label, c.taken) for c in choices] == [("Mon3", True), ("Tue1", False)]
    matching.set_period(workspace, first.uid, choices[1].uid)
    assert [p.slot for p in matching.pairs(workspace)] == ["Tue1", "Mon3"]
    assert not any(p.clash for p in matching.pairs(workspace))
    with pytest.raises(NotTheirPeriod):
        matching.set_period(workspace, matching.pairs(workspace)[1].uid, school.period["Tue1"])


def test_an_ended_pair_is_gone_but_kept(workspace: Workspace) -> None:
    two_and_three(workspace)
    matching.propose(workspace)
    matching.publish(workspace)
    uid = matching.pairs(workspace)[0].uid
    matching.end_pair(workspace, uid, "finished")
    assert len(matching.pairs(workspace)) == 2
    ended = next(p for p in matching.pairs(workspace, ended=True) if p.uid == uid)
    assert (ended.state, ended.reason, ended.ended) == ("ended", "finished", workspace.clock.today().isoformat())
    with pytest.raises(NoSuchPair):
        matching.end_pair(workspace, uid)
    with pytest.raises(ValueError, match="reason"):
        matching.end_pair(workspace, matching.pairs(workspace)[0].uid, "because")


def test_why_not_of_the_draft(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.propose(workspace)
    assert (
        matching.why_not(workspace, school.uid["100"], school.uid["901"]).sentence == "They are together in this draft."
    )
    assert matching.why_not(workspace, school.uid["100"], school.uid["900"]).cost is not None


def test_who_names_no_language_speaks_english_here_and_the_common_one_elsewhere(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    school.add("103", "mentee", languages=("english",))
    school.add("902", "mentor")
    matching.propose(workspace)
    assert the_draft(workspace).coverage == 4


def test_a_person_in_both_roles_is_never_their_own_mentor(workspace: Workspace) -> None:
    school = School(workspace)
    school.add("500", "mentee", year="9")
    school.add("500", "mentor", year="9")
    school.add("501", "mentee", year="7")
    matching.propose(workspace)
    draft = the_draft(workspace)
    assert shown(draft) == {"501": "500"}
    assert [(u.mentee.number, u.cause) for u in draft.unplaced] == [("500", "no_mentor")]


def test_a_name_changed_after_the_proposal_is_the_name_shown(workspace: Workspace) -> None:
    school = two_and_three(workspace)
    matching.propose(workspace)
    people.edit_person(workspace, school.uid["100"], PersonDraft("100", "Novák", "Robin", year="8"))
    assert "Novák" in next(c.mentee.name for c in the_draft(workspace).cards if c.mentee.number == "100")


def test_stopping_a_proposal_changes_nothing(workspace: Workspace) -> None:
    two_and_three(workspace)
    before = dump(workspace)
    with pytest.raises(Cancelled):
        matching.propose(workspace, progress=lambda done, total: False)
    assert dump(workspace) == before
