"""The sample school as a workspace: what is in it, the same each time, fast, and dated around today."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from desktop.services import matching, meetings, notes, people, programme
from desktop.services.errors import Cancelled
from desktop.services.language import set_profile
from desktop.services.matching.beginnings import first_meetings
from desktop.services.matching.blocking import block_reasons, blocks
from desktop.services.matching.meet import meets
from desktop.services.matching.readiness import readiness
from desktop.services.matching.trial import trials
from desktop.services.programme.calendar import is_school_day, school_days_between, week_of_term
from desktop.services.programme.errors import AlreadyFounded
from desktop.services.sample import SCHOOL, USER, make_sample, make_sample_workspace
from desktop.services.vault import Workspace, steps, verify
from tests import vaults
from tests.fakes.clock import FakeClock

_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def make(folder: Path) -> Workspace:
    return make_sample_workspace(folder, vaults.PASSWORD, clock=FakeClock(), cost=vaults.CHEAP)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, float]]:
    started = time.process_time()
    ws = make(tmp_path_factory.mktemp("sample") / "Sample.peerkeep")
    yield ws, time.process_time() - started
    ws.close()


@pytest.fixture
def sample(made: tuple[Workspace, float]) -> Workspace:
    return made[0]


def plain(ws: Workspace) -> list[str]:
    """Read all rows as texts without uids: people by number, periods by label, anything else by a mark."""
    names = {person.uid: person.number for person in people.list_people(ws)}
    names |= {period.uid: period.label for period in people.periods(ws)}
    rows = []
    for tier in ws.compartments:
        for table in ws.tables_of(tier):
            for row in ws.rows(tier, f"SELECT * FROM @.{table}"):
                text = _UID.sub(lambda found: names.get(found[0], "#"), _DIGEST.sub("#", repr(row)))
                if table in ("block", "block_reason"):  # which of the two stands first is their uids' chance
                    text = repr(sorted(text.split(", ")))
                rows.append(f"{tier}.{table} {text}")
    return sorted(rows)


def test_it_is_made_in_time(made: tuple[Workspace, float]) -> None:
    assert made[1] < 8


def test_it_is_marked_and_whole(sample: Workspace) -> None:
    school = programme.school(sample)
    assert (school.name, school.sample) == (SCHOOL, True)
    assert len(school.contacts) == 3
    assert sample.user.label == USER
    assert verify(sample).ok


def test_the_clock_is_its_own_again(sample: Workspace) -> None:
    assert isinstance(sample.clock, FakeClock)


def test_today_is_a_school_day_in_week_9(sample: Workspace) -> None:
    calendar = programme.school_calendar(sample)
    today = sample.clock.today()
    assert is_school_day(today, calendar)
    assert week_of_term(today, calendar) == 9
    assert len(programme.terms(sample)) == 2


def test_students_and_participants(sample: Workspace) -> None:
    everybody = [
        person for person in people.list_people(sample) if (person.kind, person.status) == ("student", "present")
    ]
    assert len(everybody) == 300
    assert all(person.birth_date and person.year and person.form for person in everybody)
    roles = Counter(one.role for one in programme.participants(sample))
    assert roles["mentor"] == 45
    assert roles["mentee"] >= 40
    assert any(set(person.roles) == {"mentor", "mentee"} for person in everybody)
    assert {wish.kind for wish in programme.wishes(sample)} == {"want", "avoid"}


def test_there_are_adults_and_who_left(sample: Workspace) -> None:
    found = Counter((person.kind, person.status) for person in people.list_people(sample))
    assert found["student", "left"] == 7
    assert found["staff", "present"] >= 20
    assert found["helper", "present"] == 4
    assert 120 <= found["guardian", "present"] <= 200
    jobs = Counter(person.job for person in people.list_people(sample) if person.kind == "staff")
    assert jobs["Counsellor"] == 2
    assert sum(job.startswith("Teacher, tutor group ") for job in jobs) == 14, "one for each group"
    contacts = {contact.name for contact in programme.school(sample).contacts}
    assert {people.display_name(one) for one in people.list_people(sample) if "lead" in one.job} <= contacts


def test_families_are_of_many_kinds(sample: Workspace) -> None:
    links, by_uid = people.guardian_links(sample), {person.uid: person for person in people.list_people(sample)}
    assert all(by_uid[link.guardian].kind == "guardian" for link in links)
    assert all(by_uid[link.guardian].phone for link in links)
    participants = {one.person for one in programme.participants(sample)}
    assert participants <= {link.student for link in links}, "whoever takes part has somebody to call"
    assert sum(not link.may_contact for link in links) == 2
    families = {link.student: people.guardians(sample, link.student) for link in links}
    assert any(
        len(both) == 2 and both[0].person.family != both[1].person.family and all(one.link.responsible for one in both)
        for both in families.values()
    ), "parents who live apart, both asked"
    of_siblings = [uid for uid, n in Counter(link.guardian for link in links).items() if n > 1]
    assert len(of_siblings) >= 3
    assert {len(people.students_of(sample, uid)) for uid in of_siblings} == {2}
    assert len({link.relation for link in links}) >= 4


def test_two_rosters_came_in_and_somebody_is_back(sample: Workspace) -> None:
    runs = [run for run in people.import_runs(sample) if run.kind == "students"]
    assert len(runs) == 2
    second = runs[0].counts
    assert (second["new"], second["changed"], second["left"], second["back"], second["missing"]) == (0, 1, 1, 1, 0)
    assert second["guardians"] == 0, "the same families, known again"


def test_two_pairs_of_twins(sample: Workspace) -> None:
    born = Counter((one.family, one.birth_date) for one in people.list_people(sample) if one.kind == "student")
    assert [n for n in born.values() if n > 1] == [2, 2]
    assert people.likely_same(sample) == (), "twins and namesakes are nobody's doubles"


def first_round(ws: Workspace) -> list[matching.Pair]:
    """Give the pairs of the first day, the one that was ended too."""
    starts = programme.terms(ws)[0].starts.isoformat()
    return [pair for pair in matching.pairs(ws, ended=True) if pair.since == starts]


def test_forty_pairs_are_published_and_several_meet_today(sample: Workspace) -> None:
    pairs = first_round(sample)
    assert len(pairs) == 40
    assert Counter(pair.state for pair in pairs) == {"active": 39, "ended": 1}
    weekdays = {period.uid: period.weekday for period in people.periods(sample)}
    due = Counter(weekdays[pair.period] for pair in pairs if pair.period)
    assert due[sample.clock.today().isoweekday()] >= 6
    assert len(due) == 5
    assert min(due.values()) >= 3
    mentors = {one.person for one in programme.participants(sample) if one.role == "mentor"}
    assert any(pair.mentee in mentors for pair in pairs), "a mentor has a mentor too"


def test_most_answered_the_second_questions(sample: Workspace) -> None:
    everybody = programme.participants(sample)
    given = {name: sum(bool(getattr(one, name)) for one in everybody) for name in ("subjects", "style", "experiences")}
    assert 0.75 * len(everybody) < given["subjects"] == given["style"] < len(everybody)
    assert 0 < given["experiences"] < given["subjects"], "nobody has to share"
    assert readiness(sample).silent == ()


def test_pairs_began_in_all_the_ways_there_are(sample: Workspace) -> None:
    firsts, today = first_meetings(sample), sample.clock.today().isoformat()
    told = [one for one in firsts.values() if one.checks]
    assert len(told) >= 15
    assert all(one.held_on and 1 <= len(one.goals) <= 3 and one.adult and one.next_on for one in told)
    assert any(one.unchecked for one in told)
    unsigned = Counter(code for one in told for code in one.unsigned)
    assert set(unsigned) == {"guardian_mentee", "guardian_mentor"}
    waiting = {one.pair: one for one in firsts.values() if one.waits}
    assert {pair.uid for pair in matching.pairs(sample) if pair.waits} == waiting.keys()
    assert sorted((one.planned_on or "") > today for one in waiting.values()) == [False, True]
    assert {one.absent for one in waiting.values()} == {"", "mentee"}
    on_trial = trials(sample)
    assert len(on_trial) >= 30
    assert [one.slips for one in on_trial if one.due] == [2]
    [over] = [pair for pair in first_round(sample) if pair.state == "ended"]
    assert over.reason == "unsuited"


def test_somebody_is_kept_apart_and_some_are_family(sample: Workspace) -> None:
    [block] = blocks(sample)
    assert block.told == 1
    assert block_reasons(sample, block.uid)[0].words
    roles = {(one.person, one.role) for one in programme.participants(sample)}
    of: dict[str, set[str]] = {}
    for link in people.guardian_links(sample):
        of.setdefault(link.guardian, set()).add(link.student)
    shared = [
        (one, other)
        for students in of.values()
        for one in students
        for other in students
        if (one, "mentor") in roles and (other, "mentee") in roles and one != other
    ]
    assert len(shared) >= 2


def test_there_was_a_meet_and_greet(sample: Workspace) -> None:
    [meet] = meets(sample)
    assert not meet.open
    assert 14 <= (sample.clock.today() - date.fromisoformat(meet.day)).days <= 31
    assert meet.people >= 90
    assert 10 <= meet.answered < meet.people


def test_eight_weeks_of_meetings_and_today_still_to_come(sample: Workspace) -> None:
    today, calendar = sample.clock.today(), programme.school_calendar(sample)
    starts = programme.terms(sample)[0].starts
    totals = meetings.totals(sample, starts, today)
    assert totals.due >= 300
    assert 0.75 < totals.held / totals.due < 0.95
    assert min(totals.missed_mentor, totals.missed_mentee, totals.missed_both, totals.rescheduled) > 0
    assert totals.minutes / totals.held > 20
    assert all(row.meeting is None for row in meetings.due(sample, today))
    late = meetings.unrecorded(sample, starts, today - timedelta(days=1))
    assert 1 <= len(late) <= 10
    silence = [school_days_between(day, today, calendar) for day in meetings.last_met(sample).values()]
    assert max(silence) > 12, "a pair fell silent"
    assert sorted(silence)[20] < 8, "most did not"


def test_notes_of_two_tiers_some_unsigned(sample: Workspace) -> None:
    heads = [head for person in people.list_people(sample) for head in notes.notes_about(sample, person.uid)]
    tiers = Counter(head.tier for head in heads)
    assert set(tiers) == {notes.PROGRAMME, notes.COUNSELLING}
    assert sum(tiers.values()) == 60
    assert min(tiers.values()) >= 15
    assert 3 <= len(notes.unsigned(sample)) <= 20


@pytest.mark.parametrize(("day", "profile"), [(date(2026, 11, 21), "uk"), (date(2027, 3, 14), "us")])
def test_any_day_and_any_profile_will_do(tmp_path: Path, day: date, profile: str) -> None:
    """A Saturday, an American Sunday."""
    clock = FakeClock(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
    ws = make_sample_workspace(
        tmp_path / "S.peerkeep", vaults.PASSWORD, clock=clock, profile=profile, cost=vaults.CHEAP
    )
    try:
        assert is_school_day(day, programme.school_calendar(ws))
        assert len(first_round(ws)) == 40
        assert sum(pair.waits for pair in matching.pairs(ws)) == 2
        assert sum(one.due for one in trials(ws)) == 1
        weekdays = {period.uid: period.weekday for period in people.periods(ws)}
        assert sum(weekdays[pair.period or ""] == day.isoweekday() for pair in matching.pairs(ws)) >= 6
    finally:
        ws.close()
        set_profile("uk")


def test_history_lies_in_the_past_in_order(sample: Workspace) -> None:
    at = [step.at for step in steps(sample, 2000)]
    assert at == sorted(at, reverse=True)
    assert at[0][:10] <= sample.clock.today().isoformat()


def test_the_same_seed_makes_the_same_school_and_who_waits_shows_why(sample: Workspace, tmp_path: Path) -> None:
    again = make(tmp_path / "Again.peerkeep")
    try:
        assert plain(again) == plain(sample)
        matching.propose(again)
        draft = matching.draft(again)
        assert draft is not None
        assert len(draft.cards) >= 5
        assert {one.cause for one in draft.unplaced} >= {"no_period", "language"}
    finally:
        again.close()


def test_a_school_in_use_is_never_filled(workspace: Workspace) -> None:
    with pytest.raises(AlreadyFounded):
        make_sample(workspace)
    assert people.list_people(workspace) == ()
    assert not programme.school(workspace).sample


def test_cancelling_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "here" / "Sample.peerkeep"
    with pytest.raises(Cancelled):
        make_sample_workspace(
            folder, vaults.PASSWORD, clock=FakeClock(), progress=lambda done, _: done < 2, cost=vaults.CHEAP
        )
    assert list(folder.parent.iterdir()) == []
