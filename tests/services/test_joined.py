"""Two records of one person, joined: every area shows one person with all of both, and undo parts them again."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from desktop.services import matching, meetings, notes, people, programme, reports, support
from desktop.services.people.errors import (
    ChoiceNotValid,
    DraftNotValid,
    GuardianOfEachOther,
    KindsDiffer,
    NoSuchPerson,
    NumberTaken,
    PairedWithEachOther,
    SameRecord,
)
from desktop.services.people.listing import beside
from desktop.services.people.types import GuardianLink, PersonDraft
from desktop.services.vault import Workspace, last_undoable, redo_last, undo_last, undo_step, verify
from tests.fakes.clock import FakeClock
from tests.services import verbs
from tests.services.joined import NOT_ASKED, READS, WORD, World, answers, build, texts
from tests.services.people.pictures import jpeg
from tests.services.test_verbs import public
from tests.services.vault.rows import dump

# These answer by the uids they are asked with, or say which record a record was joined to.
NAMED = ("people.labels_of", "people.some_people", "people.history")


@pytest.fixture
def world(workspace: Workspace, clock: FakeClock) -> World:
    return build(workspace, clock)


def test_every_reading_verb_is_asked() -> None:
    reading = {name for name, gives in public() if gives not in ("Changes", "None") and not name.startswith("sample.")}
    assert reading - set(READS) - set(NOT_ASKED) == set()


def test_no_verb_of_any_area_answers_the_record_that_was_joined(world: World) -> None:
    everything = set(texts(answers(world)))
    assert world.gone in everything
    people.merge_people(world.ws, world.kept, world.gone)
    for name, answer in answers(world).items():
        assert world.gone not in set(texts(answer)), name
    assert verify(world.ws).ok


def test_undo_gives_back_every_answer_and_redo_takes_them_again(world: World) -> None:
    start, before = dump(world.ws), answers(world)
    changes = people.merge_people(world.ws, world.kept, world.gone)
    joined = answers(world)
    undo_last(world.ws)
    assert dump(world.ws) == start
    now = answers(world)
    assert [name for name in READS if now[name] != before[name] and name != "people.history"] == []
    redo_last(world.ws)
    again = answers(world)
    assert [name for name in READS if again[name] != joined[name] and name != "people.history"] == []
    assert changes.uid == world.kept


def test_it_is_one_step_that_can_be_taken_back_by_itself_later(world: World) -> None:
    before = answers(world)
    changes = people.merge_people(world.ws, world.kept, world.gone)
    assert {touched.row for touched in changes.touched} == {world.kept, world.gone}
    notes.write(world.ws, 1, world.uid["x"], "something else")
    info = people.joining_of(world.ws, world.gone)
    assert info is not None
    assert info.ref == changes.step
    undo_step(world.ws, info.ref)
    assert people.joining_of(world.ws, world.gone) is None
    assert answers(world)["notes.notes_about"]["a"] == before["notes.notes_about"]["a"]


def test_the_person_has_all_of_both(world: World) -> None:
    ws, uid = world.ws, world.uid
    people.merge_people(ws, world.kept, world.gone)
    one = people.person(ws, world.gone)
    assert (one.uid, one.records, one.number, one.given, one.preferred, one.birth_date, one.phone, one.languages) == (
        world.kept, (world.gone,), "0042", "Ada", "Ada", "2013-02-01", "01632 960042", ("Igbo", "English"),
    )  # fmt: skip
    assert one.periods == ("Mon3", "Tue1", "Fri4")
    assert people.person_by_number(ws, "1042").uid == world.kept
    asked = [(one.person.uid, one.link.place, one.link.emergency, one.link.may_contact)
             for one in people.guardians(ws, world.kept)]  # fmt: skip
    assert asked == [(uid["g"], 1, True, False), (uid["h"], 2, False, True)]
    assert [one.person.uid for one in people.students_of(ws, uid["g"])] == [world.kept]
    assert beside(ws).guardians[world.kept] == ((uid["g"], False), (uid["h"], True))
    shown = people.photo(ws, world.kept)
    assert shown is not None
    assert shown.content == jpeg(9)
    said = people.own_values(ws, world.kept)
    assert said == {world.field["Pronouns"]: "she/her", world.field["Young carer"]: "yes"}


def test_both_histories_are_one(world: World) -> None:
    ws = world.ws
    both = len(people.history(ws, world.kept)) + len(people.history(ws, world.gone))
    people.merge_people(ws, world.kept, world.gone)
    found = people.history(ws, world.kept)
    assert len(found) == both + 2
    assert {entry.verb for entry in found} == {"add_person", "merge_people"}
    assert found == people.history(ws, world.gone)


def test_the_participant_has_the_answers_and_wishes_of_both(world: World) -> None:
    ws, uid = world.ws, world.uid
    people.merge_people(ws, world.kept, world.gone)
    (part,) = (one for one in programme.participants(ws) if one.person == world.kept)
    assert (part.interests, part.goals, part.languages) == (
        ("chess", "Football", "drawing"),
        ("friends",),
        ("English", "Igbo"),
    )
    mine = {(wish.person, wish.other, wish.kind) for wish in programme.wishes(ws)}
    assert mine == {
        (world.kept, uid["m"], "want"),
        (world.kept, uid["x"], "want"),
        (world.kept, uid["y"], "avoid"),
        (uid["x"], world.kept, "avoid"),  # of x's two wishes about them the stricter
    }


def test_pairs_meetings_and_notes_of_both_stand_under_one(world: World) -> None:
    ws = world.ws
    before = {name: notes.notes_about(ws, world.uid[name]) for name in "ab"}
    met = {name: meetings.meetings_of(ws, person=world.uid[name]) for name in "ab"}
    hits, today = notes.search(ws, WORD), support.today(ws)
    people.merge_people(ws, world.kept, world.gone)
    mine = [pair for pair in matching.pairs(ws, ended=True) if pair.mentee == world.kept]
    assert {pair.uid for pair in mine} == {world.pairs["a"], world.pairs["b"]}
    assert {pair.mentee_name for pair in mine} == {"Ada Okafor"}
    heads = notes.notes_about(ws, world.kept)
    assert {head.uid for head in heads} == {head.uid for name in "ab" for head in before[name]}
    assert heads == notes.notes_about(ws, world.gone)
    found = meetings.meetings_of(ws, person=world.gone)
    assert {one.uid for one in found} == {one.uid for name in "ab" for one in met[name]}
    assert [hit.note for hit in notes.search(ws, WORD)] == [hit.note for hit in hits]
    now = support.today(ws)
    assert [head.uid for head in now.unsigned] == [head.uid for head in today.unsigned]
    assert [row.pair for row in now.due] == [row.pair for row in today.due]


def test_a_child_is_counted_once(world: World) -> None:
    ws = world.ws
    for number in range(20):
        uid = people.add_person(ws, PersonDraft(f"2{number:03}", "Kovač", "Ida", year="8")).uid
        programme.enrol(ws, [uid], "mentee")
    waiting, counted = support.today(ws).waiting, reports.staff_pack(ws).mentees
    people.merge_people(ws, world.kept, world.gone)
    assert support.today(ws).waiting == waiting - 1
    assert counted.exact
    assert reports.staff_pack(ws).mentees.most == counted.most - 1


def test_what_is_written_later_stands_under_the_one_and_reaches_both(world: World) -> None:
    ws, uid = world.ws, world.uid
    people.merge_people(ws, world.kept, world.gone)
    part = next(one for one in programme.participants(ws) if one.person == world.kept)
    programme.set_answers(ws, part.uid, interests=["drawing", "Football", "maths"], places=0)
    programme.set_wishes(ws, world.gone, wants=[uid["n"]], avoids=[])
    people.set_availability(ws, world.gone, [world.period["Fri4"], world.period["Wed2"]])
    people.set_guardians(ws, world.gone, [GuardianLink(uid["g"], "carer")])
    people.set_own_values(ws, world.kept, {world.field["Pronouns"]: "", world.field["Young carer"]: "no"})
    people.set_photo(ws, world.kept, None)
    part = next(one for one in programme.participants(ws) if one.person == world.kept)
    assert (part.interests, part.places) == (("drawing", "Football", "maths"), 0)
    mine = [(wish.other, wish.kind) for wish in programme.wishes(ws) if wish.person == world.kept]
    assert mine == [(uid["n"], "want")]
    assert people.person(ws, world.kept).periods == ("Wed2", "Fri4")
    links = [one.link for one in people.guardians(ws, world.kept)]
    assert [(link.guardian, link.relation, link.may_contact) for link in links] == [(uid["g"], "carer", True)]
    assert people.own_values(ws, world.kept) == {world.field["Young carer"]: "no"}
    assert people.photo(ws, world.kept) is None
    made = notes.write(ws, 2, world.gone, "about the one")
    assert notes.read(ws, 2, made.uid).head.person == world.kept
    programme.withdraw(ws, [part.uid])
    assert all(one.person != world.kept for one in programme.participants(ws))
    programme.enrol(ws, [world.gone], "mentee")
    assert next(one for one in programme.participants(ws) if one.person == world.kept).uid == part.uid
    assert verify(ws).ok


def test_the_draft_goes_on_with_the_one(world: World) -> None:
    ws = world.ws
    held = matching.draft(ws)
    assert held is not None
    (card,) = (one for one in held.cards if one.mentee.uid == world.gone)
    people.merge_people(ws, world.kept, world.gone)
    held = matching.draft(ws)
    assert held is not None
    (now,) = (one for one in held.cards if one.mentee.uid == world.kept)
    assert (now.mentor.uid, now.locked, held.outdated) == (card.mentor.uid, True, True)
    matching.unlock(ws, world.kept)
    matching.ban(ws, world.kept, now.mentor.uid)
    held = matching.draft(ws)
    assert held is not None
    assert held.bans == ((world.kept, now.mentor.uid),)
    matching.allow(ws, world.gone, now.mentor.uid)
    matching.solve_again(ws)
    held = matching.draft(ws)
    assert held is not None
    assert all(one.mentee.uid != world.kept for one in held.cards)  # is in a pair that goes on


def test_choices_are_written_and_others_left(world: World) -> None:
    ws = world.ws
    lines = {line.field: line for line in people.compare(ws, world.kept, world.gone)}
    assert (lines["given"].one, lines["given"].other, lines["given"].proposed) == ("Ada", "Adaeze", "Ada")
    assert lines["phone"].proposed == "01632 960042"
    assert not lines["year"].differs
    people.merge_people(ws, world.kept, world.gone, {"given": "Adaeze", "number": "1042", "status": "left"})
    one = people.person(ws, world.kept)
    assert (one.given, one.number, one.status, one.phone) == ("Adaeze", "1042", "left", "")
    assert people.person_by_number(ws, "0042").uid == world.kept
    with pytest.raises(NumberTaken):
        people.add_person(ws, PersonDraft("0042", "New", "One"))


def test_what_cannot_be_one_person_is_refused(world: World) -> None:
    ws, uid = world.ws, world.uid
    start = dump(ws)
    mentor = next(pair.mentor for pair in matching.pairs(ws) if pair.mentee == world.kept)
    for one, other, error in (
        (world.kept, world.kept, SameRecord),
        (world.kept, "nobody", NoSuchPerson),
        (world.kept, uid["g"], KindsDiffer),
        (world.kept, mentor, PairedWithEachOther),
        (mentor, world.kept, PairedWithEachOther),
    ):
        with pytest.raises(error):
            people.merge_people(ws, one, other)
    assert people.why_not_merge(ws, mentor, world.kept)
    assert people.why_not_merge(ws, world.kept, world.gone) == ""
    for choices, wrong in (
        ({"kind": "staff"}, ChoiceNotValid), ({"status": "here"}, ChoiceNotValid), ({"number": ""}, DraftNotValid),
        ({"birth_date": "soon"}, DraftNotValid), ({"number": "100"}, NumberTaken),
    ):  # fmt: skip
        with pytest.raises(wrong):
            people.merge_people(ws, world.kept, world.gone, choices)
    people.edit_people(ws, [uid["g"]], "kind", "staff")
    people.edit_people(ws, [uid["h"]], "kind", "staff")
    assert dump(ws) != start
    people.set_guardians(ws, uid["x"], [GuardianLink(uid["h"])])
    with pytest.raises(KindsDiffer):
        people.merge_people(ws, uid["h"], uid["x"])


def test_a_student_is_not_joined_to_the_one_who_looks_after_them(workspace: Workspace) -> None:
    uids = [people.add_person(workspace, PersonDraft(number, "Roth", "Dee")).uid for number in ("1", "2")]
    people.set_guardians(workspace, uids[0], [GuardianLink(uids[1], "sibling")])
    with pytest.raises(GuardianOfEachOther):
        people.merge_people(workspace, uids[0], uids[1])
    with pytest.raises(GuardianOfEachOther):
        people.merge_people(workspace, uids[1], uids[0])


def test_chains_lead_to_one_and_come_apart_in_turn(workspace: Workspace) -> None:
    a, b, c = (people.add_person(workspace, PersonDraft(number, "Ng", "Cy")).uid for number in ("1", "2", "3"))
    people.merge_people(workspace, b, c)
    people.merge_people(workspace, a, b)
    assert people.person(workspace, c).uid == a
    assert people.person(workspace, a).records == (b, c)
    with pytest.raises(SameRecord):
        people.merge_people(workspace, c, a)
    undo_last(workspace)
    assert (people.person(workspace, c).uid, people.person(workspace, a).records) == (b, ())
    people.merge_people(workspace, a, c)  # which is b's
    assert people.kept(workspace).all(c) == (a, b, c)


def test_a_ring_from_two_laptops_shows_the_oldest(workspace: Workspace) -> None:
    a, b, c = sorted(people.add_person(workspace, PersonDraft(number, "Ng", "Cy")).uid for number in ("1", "2", "3"))
    with workspace.step("programme", "merge_people") as step:
        for one, other in ((a, b), (b, c), (c, b)):
            step.update("person", one, same_as=other)
    assert people.kept(workspace).all(a) == (b, a, c)
    assert [one.uid for one in people.list_people(workspace)] == [b]
    people.merge_people(workspace, people.add_person(workspace, PersonDraft("4", "Ng", "Cy")).uid, c)
    assert len(people.list_people(workspace)) == 1


def test_two_in_one_draft_become_one_and_nobody_is_paired_with_themselves(workspace: Workspace) -> None:
    ws = workspace
    uids = {n: people.add_person(ws, PersonDraft(n, "Ng", "Cy", year=y)).uid for n, y in
            (("1", "8"), ("2", "8"), ("3", "8"), ("8", "11"), ("9", "11"))}  # fmt: skip
    period = people.add_period(ws, "Mon3").uid
    for uid in uids.values():
        people.set_availability(ws, uid, [period])
    programme.enrol(ws, [uids[n] for n in "123"], "mentee")
    programme.enrol(ws, [uids[n] for n in "89"], "mentor")
    for part in programme.participants(ws):
        programme.set_answers(ws, part.uid, interests=["chess"], places=2 if part.role == "mentor" else None)
    matching.propose(ws)
    for n in "123":
        matching.lock(ws, uids[n])
    people.merge_people(ws, uids["1"], uids["2"])
    people.merge_people(ws, uids["8"], uids["9"])
    held = matching.draft(ws)
    assert held is not None
    assert sorted(one.mentee.uid for one in held.cards) == sorted((uids["1"], uids["3"]))
    assert {one.mentor.uid for one in held.cards} == {uids["8"]}
    assert [load.mentor.places for load in held.loads] == [2]
    while (info := last_undoable(ws)) is not None and info.verb == "merge_people":
        undo_last(ws)
    people.merge_people(ws, uids["8"], next(one.mentee.uid for one in held.cards))
    assert matching.draft(ws) is not None
    assert all(one.mentee.uid != one.mentor.uid for one in matching.draft(ws).cards)  # type: ignore[union-attr]  # not None


def test_a_file_that_names_either_record_means_the_one(world: World, tmp_path: Path) -> None:
    ws = world.ws
    path = tmp_path / "roster.csv"
    path.write_text("Student Number,Last Name,First Name,Grade\n1042,Okafor,Ada,9\n", encoding="utf-8")
    people.merge_people(ws, world.kept, world.gone)
    plan = people.plan_import(ws, people.read_roster(path))
    assert (plan.new, [one.person.uid for one in plan.changed]) == ((), [world.kept])
    path.write_text("number,role,interests\n1042,mentee,maths\n", encoding="utf-8")
    programme.import_participants(ws, programme.read_participants(path))
    (part,) = (one for one in programme.participants(ws) if one.person == world.kept)
    assert part.interests == ("maths",)
    path.write_text("name,role,interests\nAdaeze Okafor,mentee,chess\n", encoding="utf-8")
    programme.import_participants(ws, programme.read_participants(path))
    (part,) = (one for one in programme.participants(ws) if one.person == world.kept)
    assert part.interests == ("chess",)
    assert world.gone not in set(texts(programme.plan_participants(ws, programme.read_participants(path))))


def anyhow(world: World, seed: int) -> None:
    """Let a school do anything for a while, join two of any people, and part them again."""
    ws, noise = world.ws, random.Random(seed)
    quick = [name for name in verbs.WRITING if not name.startswith(("programme.import", "people.import"))]
    for name in noise.choices(quick, k=40):
        verbs.use(ws, name, noise)
    uids = [one.uid for one in people.list_people(ws)]
    both = [(world.kept, world.gone), *(tuple(noise.sample(uids, 2)) for _ in range(12))]
    for one, other in both:
        kept = people.kept(ws)
        if kept.same(one, other) or people.why_not_merge(ws, one, other):
            continue
        before, gone = answers(world), kept.of(other)
        people.merge_people(ws, one, other, {})
        for name, answer in answers(world).items():
            assert name in NAMED or gone not in set(texts(answer)), (seed, name)
        undo_last(ws)
        now = answers(world)
        assert [name for name in READS if now[name] != before[name] and name != "people.history"] == [], seed
        if noise.random() < 0.5:
            people.merge_people(ws, one, other)
    assert verify(ws).ok


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happened_before_two_are_joined(world: World, seed: int) -> None:
    anyhow(world, seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 130))
def test_whatever_happened_before_many_times(world: World, seed: int) -> None:
    anyhow(world, seed)
