"""Each rule of merging by itself, over real workspaces, by the reference; the full check must agree with it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services import people, programme
from desktop.services.vault import continue_as_new_device, steps, undo_last, undo_step, verify
from desktop.services.vault.errors import UndoBlocked
from tests import vaults
from tests.services.vault import merge_reference as reference
from tests.services.vault import rows
from tests.services.vault.histories import History, shared
from tests.services.vault.laptops import TIERS, Laptop
from tests.services.vault.merge_reference import Derivation, Fork, Gap, apply, bundle, vector


@pytest.fixture
def two(template: Path, place: Path) -> Iterator[tuple[Laptop, Laptop]]:
    """Two laptops that share four people, a period and the founding."""
    past = History(template, place, 7)
    past.laptops.pop().close()
    one, other = past.laptops
    for given in "ABCD":
        rows.add_person(one.ws, given=given, family=given)
    with one.ws.step("programme", "add_period", about="1") as step:
        step.insert("period", "p1", label="Mon3", weekday=1, position=3)
    past.exchange(one, other)
    yield one, other
    past.close()


def swap(one: Laptop, other: Laptop) -> None:
    """Carry everything both ways until both have the same."""
    for _ in range(2):
        for giver, taker in ((one, other), (other, one)):
            for tier in TIERS:
                apply(taker.ws, tier, bundle(giver.ws, tier, vector(taker.ws, tier)))
    for tier in TIERS:
        assert shared(one, tier) == shared(other, tier)
    for laptop in (one, other):
        report = verify(laptop.ws)
        assert report.ok, report.problems


def person(laptop: Laptop, given: str) -> str:
    return str(laptop.ws.value("programme", "SELECT uid FROM @.person WHERE given = ?", (given,)))


def column(laptop: Laptop, table: str, uid: str, name: str) -> object:
    return laptop.ws.value("programme", f"SELECT {name} FROM @.{table} WHERE uid = ?", (uid,))


def reviews(laptop: Laptop) -> set[tuple[object, ...]]:
    return {review[2:] for review in Derivation(laptop.ws, "programme", {}).reviews()}


def test_two_edits_of_one_cell_are_both_kept_for_review(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    uid = person(one, "A")
    rows.edit(one.ws, "person", uid, year="10")
    other.clock.forward(minutes=20_000)
    rows.edit(other.ws, "person", uid, year="11")
    swap(one, other)
    assert column(one, "person", uid, "year") == "11"
    assert reviews(one) == {(("year",), frozenset({("10",), ("11",)}))}
    rows.edit(one.ws, "person", uid, year="12")
    swap(one, other)
    assert column(other, "person", uid, "year") == "12"
    assert reviews(other) == set()


def test_two_cells_of_one_row_do_not_meet(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    uid = person(one, "A")
    rows.edit(one.ws, "person", uid, year="10")
    rows.edit(other.ws, "person", uid, form="X")
    swap(one, other)
    assert one.ws.row("programme", "SELECT year, form FROM @.person WHERE uid = ?", (uid,)) == ("10", "X")
    assert reviews(one) == set()


def test_a_group_is_taken_whole(two: tuple[Laptop, Laptop]) -> None:
    """Never one laptop's given name with the other's family name."""
    one, other = two
    uid = person(one, "A")
    rows.edit(one.ws, "person", uid, family="Kovač")
    rows.edit(other.ws, "person", uid, given="Ada")
    swap(one, other)
    name = one.ws.row("programme", "SELECT family, given FROM @.person WHERE uid = ?", (uid,))
    assert name in {("Kovač", "A"), ("A", "Ada")}
    assert reviews(one) == {(("family", "given", "preferred"), frozenset({("Kovač", "A", ""), ("A", "Ada", "")}))}


def test_the_strictest_wins_until_somebody_who_knew_it_loosens_it(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    with one.ws.step("programme", "set_wishes") as step:
        wish = rows.wish(step, person(one, "A"), person(one, "B"), state="lifted")
    swap(one, other)
    rows.edit(one.ws, "wish", wish, state="standing")
    other.clock.forward(days=3)
    for state in ("standing", "lifted"):
        rows.edit(other.ws, "wish", wish, state=state)
    swap(one, other)
    assert column(other, "wish", wish, "state") == "standing"
    rows.edit(one.ws, "wish", wish, state="lifted")
    swap(one, other)
    assert column(other, "wish", wish, "state") == "lifted"


def test_deleted_here_and_edited_there_stays_and_is_asked_about(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    uid = person(one, "A")
    with one.ws.step("programme", "remove") as step:
        step.delete("person", uid)
    rows.edit(other.ws, "person", uid, year="11")
    swap(one, other)
    assert column(one, "person", uid, "year") == "11"
    assert ("deleted or edited",) in reviews(one)
    with other.ws.step("programme", "remove") as step:
        step.delete("person", uid)
    swap(one, other)
    assert column(one, "person", uid, "year") is None
    assert reviews(one) == set()


def test_deleted_here_and_referred_to_there_stays(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    uid = person(one, "A")
    with one.ws.step("programme", "remove") as step:
        step.delete("person", uid)
        step.delete("period", "p1")
    with other.ws.step("programme", "set_availability") as step:
        step.insert("free_period", person=uid, period="p1")
    swap(one, other)
    assert column(one, "person", uid, "given") == "A"
    assert column(one, "period", "p1", "label") == "Mon3"


def test_referred_to_through_others_stays(two: tuple[Laptop, Laptop]) -> None:
    """A meeting counts as an edit of its pair, and of the pair's mentor."""
    one, other = two
    mentee, mentor = person(one, "A"), person(one, "B")
    with one.ws.step("programme", "x") as step:
        pair = rows.pair(step, mentee, mentor, rows.programme(one.ws))
    swap(one, other)
    with one.ws.step("programme", "remove") as step:
        step.delete("pair", pair)
        step.delete("person", mentor)
    with other.ws.step("programme", "record_meetings") as step:
        rows.meeting(step, mentee, pair)
    swap(one, other)
    assert column(one, "person", mentor, "given") == "B"
    assert column(one, "pair", pair, "mentor") == mentor


def test_what_referred_to_a_row_before_it_was_deleted_does_not_bring_it_back(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    gone, stays = person(one, "C"), person(one, "D")
    people.merge_people(one.ws, gone, stays, {})
    undo_last(one.ws)
    with one.ws.step("programme", "remove") as step:
        step.delete("person", gone)
    rows.edit(one.ws, "person", stays, year="10")
    swap(one, other)
    assert column(other, "person", gone, "given") is None
    assert column(other, "person", stays, "year") == "10"


def test_records_joined_crosswise_are_one_person_on_both(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    a, b, c = (person(one, given) for given in "ABC")
    people.merge_people(one.ws, a, b, {})
    people.merge_people(other.ws, b, a, {})
    people.merge_people(other.ws, c, b, {})
    swap(one, other)
    assert people.kept(one.ws) == people.kept(other.ws)
    assert [people.list_people(laptop.ws)[0].uid for laptop in two] == [people.kept(one.ws).of(a)] * 2
    assert len(people.list_people(one.ws)) == 2 or people.kept(one.ws).same(a, c)


def test_what_stays_keeps_what_it_refers_to_whoever_deleted_it(two: tuple[Laptop, Laptop]) -> None:
    """Each deletion of the period knew one half of the reason why it is needed; only the result tells.

    One: the pair's score is edited, and the period deleted, to which nothing refers here. Other: the pair is given
    that period, then pair and period are deleted. Together the pair stays, with the period.
    """
    one, other = two
    with one.ws.step("programme", "x") as step:
        pair = rows.pair(step, person(one, "A"), person(one, "B"), rows.programme(one.ws))
    swap(one, other)
    rows.edit(one.ws, "pair", pair, score=1)
    with one.ws.step("programme", "remove") as step:
        step.delete("period", "p1")
    rows.edit(other.ws, "pair", pair, period="p1")
    with other.ws.step("programme", "remove") as step:
        step.delete("pair", pair)
        step.delete("period", "p1")
    swap(one, other)
    assert column(one, "pair", pair, "period") == "p1"
    assert column(one, "period", "p1", "label") == "Mon3"


def test_nothing_erased_comes_back(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    uid, friend = person(one, "A"), person(one, "B")
    for tier in TIERS:
        with one.ws.step(tier, "write_note") as step:
            rows.note(step, uid, "to be forgotten")
    old = [(tier, bundle(one.ws, tier, {})) for tier in TIERS]
    for tier in TIERS:
        reference.erase(one.ws, tier, uid)
    rows.edit(other.ws, "person", uid, year="12", given="Remembered")
    with other.ws.step("programme", "x") as step:
        wish = rows.wish(step, friend, uid)
        pair = rows.pair(step, uid, friend, rows.programme(other.ws))
        rows.meeting(step, uid, pair, next_step="to be forgotten")
    swap(one, other)
    for tier, former in old:
        for laptop in two:
            assert apply(laptop.ws, tier, former) == 0
    swap(one, other)
    for laptop in two:
        everything = repr(rows.dump(laptop.ws)) + repr(
            [laptop.ws.rows(tier, "SELECT change FROM @.journal") for tier in TIERS]
        )
        assert "forgotten" not in everything
        assert "Remembered" not in everything
        assert column(laptop, "wish", wish, "uid") is None
        assert column(laptop, "person", friend, "given") == "B"


def test_an_erased_person_arriving_late_is_blanked_before_it_is_written(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    uid = person(one, "A")
    with other.ws.step("counselling", "write_note") as step:
        rows.note(step, uid, "to be forgotten")
    made = bundle(other.ws, "counselling", vector(one.ws, "counselling"))
    reference.erase(one.ws, "counselling", uid)
    apply(one.ws, "counselling", made)
    assert one.ws.rows("counselling", "SELECT * FROM @.note") == []
    assert one.ws.rows("counselling", "SELECT 1 FROM @.journal WHERE salt IS NOT NULL") == []
    assert verify(one.ws).ok


def test_the_same_row_made_twice_is_one_row(two: tuple[Laptop, Laptop]) -> None:
    """Each insert wrote every cell, so the other's later edit is under review where its clock is behind."""
    one, other = two
    uid = person(one, "A")
    for laptop in two:
        assert programme.enrol(laptop.ws, [uid], "mentee")
    (mine,), (theirs,) = (programme.participants(laptop.ws) for laptop in two)
    assert mine.uid == theirs.uid
    programme.set_answers(one.ws, mine.uid, interests=["chess"])
    programme.set_answers(other.ws, mine.uid, goals=["maths"])
    swap(one, other)
    (both,) = programme.participants(one.ws)
    asked = str(reviews(one))
    assert both.interests == ("chess",) or "chess" in asked
    assert both.goals == ("maths",) or "maths" in asked


def test_a_gap_and_the_same_bundle_twice(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    before = vector(other.ws, "programme")
    rows.add_person(one.ws)
    first = bundle(one.ws, "programme", before)
    rows.add_person(one.ws)
    second = bundle(
        one.ws,
        "programme",
        vector(one.ws, "programme") | {one.ws.device: vector(one.ws, "programme")[one.ws.device] - 1},
    )
    state = shared(other, "programme")
    with pytest.raises(Gap):
        apply(other.ws, "programme", second)
    assert shared(other, "programme") == state
    assert apply(other.ws, "programme", first) == 1
    assert apply(other.ws, "programme", second) == 1
    count = len(steps(other.ws, 2000))
    for made in (first, second, first):
        assert apply(other.ws, "programme", made) == 0
    assert len(steps(other.ws, 2000)) == count


def test_two_histories_of_one_device_are_refused(two: tuple[Laptop, Laptop], place: Path) -> None:
    """A copy went on without a new device id, as a cloned disk does."""
    one, other = two
    copy = place / "clone"
    for path in (one.folder, one.home):
        shutil.copytree(path, copy / path.name)
    rows.add_person(one.ws, given="here")
    swap(one, other)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PEERKEEP_HOME", str(copy / "home"))
        clone = vaults.reopen(copy / one.folder.name, one.clock)
    assert clone.device == one.ws.device
    rows.add_person(clone, given="there")
    state = shared(other, "programme")
    with pytest.raises(Fork):
        apply(other.ws, "programme", bundle(clone, "programme", {}))
    assert shared(other, "programme") == state
    clone.close()


def test_a_restored_copy_goes_on_under_a_device_of_its_own(two: tuple[Laptop, Laptop], place: Path) -> None:
    one, other = two
    one.save_copy(place / "former")
    uid = rows.add_person(one.ws, given="since")
    swap(one, other)
    former = one.ws.device
    one.restore_copy()
    assert one.ws.device != former
    rows.add_person(one.ws, given="after")
    assert column(one, "person", uid, "given") is None
    swap(one, other)
    assert column(one, "person", uid, "given") == "since"


def test_undo_is_blocked_by_what_came_from_the_other_laptop(two: tuple[Laptop, Laptop]) -> None:
    """Whichever clock is ahead: the other's value is under review, and undo would settle that unseen."""
    for minutes in (-20_000, 40_000):
        one, other = two
        uid = rows.add_person(one.ws)
        swap(one, other)
        other.clock.forward(minutes=minutes)
        rows.edit(one.ws, "person", uid, year="10")
        mine = steps(one.ws, 1)[0].ref
        rows.edit(other.ws, "person", uid, year="11")
        swap(one, other)
        with pytest.raises(UndoBlocked):
            undo_step(one.ws, mine)
        rows.edit(other.ws, "person", uid, year="12")


def test_undo_of_another_cell_is_not_blocked_and_travels(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    uid = person(one, "A")
    rows.edit(one.ws, "person", uid, year="10")
    mine = steps(one.ws, 1)[0].ref
    rows.edit(other.ws, "person", uid, form="X")
    swap(one, other)
    undo_step(one.ws, mine)
    swap(one, other)
    assert other.ws.row("programme", "SELECT year, form FROM @.person WHERE uid = ?", (uid,)) == ("9", "X")


def test_a_clock_far_ahead_is_taken_for_order(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    uid = person(one, "A")
    other.clock.forward(days=4000)
    rows.edit(other.ws, "person", uid, year="11")
    swap(one, other)
    rows.edit(one.ws, "person", uid, year="12")
    swap(one, other)
    assert column(other, "person", uid, "year") == "12"


@pytest.mark.parametrize(
    "change",
    ["UPDATE {0}person SET year = '99' WHERE uid = ?", "DELETE FROM {0}person WHERE uid = ?"],
)
def test_the_full_check_still_sees_a_changed_row_after_merging(two: tuple[Laptop, Laptop], change: str) -> None:
    one, other = two
    uid = person(one, "A")
    rows.edit(one.ws, "person", uid, year="10")
    rows.edit(other.ws, "person", uid, year="11")
    swap(one, other)
    run = other.ws.connection.execute
    run("UPDATE counter SET silent = 1")
    run(change.format(""), (uid,))
    run("UPDATE counter SET silent = 0")
    assert [p.where for p in verify(other.ws).problems] == [f"table person, row {uid}"]


def test_a_merge_step_says_what_it_knew(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    rows.add_person(one.ws)
    swap(one, other)
    knows = other.ws.value(
        "programme", "SELECT knows FROM @.step WHERE device = ? AND verb = 'merge' ORDER BY step LIMIT 1",
        (other.ws.device,),
    )  # fmt: skip
    assert json.loads(knows)[one.ws.device] >= 5


def test_a_new_device_knows_what_was_merged(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    uid = person(one, "A")
    rows.edit(one.ws, "person", uid, year="10")
    swap(one, other)
    continue_as_new_device(other.ws)
    rows.edit(other.ws, "person", uid, year="11")
    swap(one, other)
    assert column(one, "person", uid, "year") == "11"
    assert reviews(one) == set()
