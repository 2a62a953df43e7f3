"""The sample school as a workspace: what is in it, the same each time, fast, and dated around today."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services import people, programme
from desktop.services.errors import Cancelled
from desktop.services.programme.calendar import is_school_day, week_of_term
from desktop.services.programme.errors import AlreadyFounded
from desktop.services.sample import SCHOOL, USER, make_sample, make_sample_workspace
from desktop.services.vault import Workspace, steps, verify
from tests import vaults
from tests.fakes.clock import FakeClock

_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def make(folder: Path) -> Workspace:
    return make_sample_workspace(folder, vaults.PASSWORD, clock=FakeClock(), cost=vaults.CHEAP)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, float]]:
    started = time.perf_counter()
    ws = make(tmp_path_factory.mktemp("sample") / "Sample.peerkeep")
    yield ws, time.perf_counter() - started
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
                text = _UID.sub(lambda found: names.get(found[0], "#"), repr(row))
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
    everybody = people.list_people(sample)
    assert len(everybody) == 300
    assert {person.kind for person in everybody} == {"student"}
    assert all(person.birth_date and person.year and person.form for person in everybody)
    roles = Counter(one.role for one in programme.participants(sample))
    assert roles["mentor"] == 45
    assert roles["mentee"] >= 40
    assert any(set(person.roles) == {"mentor", "mentee"} for person in everybody)
    assert {wish.kind for wish in programme.wishes(sample)} == {"want", "avoid"}


def test_history_lies_in_the_past_in_order(sample: Workspace) -> None:
    at = [step.at for step in steps(sample, 2000)]
    assert at == sorted(at, reverse=True)
    assert at[0][:10] <= sample.clock.today().isoformat()


def test_the_same_seed_makes_the_same_school(sample: Workspace, tmp_path: Path) -> None:
    again = make(tmp_path / "Again.peerkeep")
    try:
        assert plain(again) == plain(sample)
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
