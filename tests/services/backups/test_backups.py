"""Backups: what is made is whole and said to be so; what is damaged is found; nothing old goes before the new stands."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.services import backups, files, notes, people
from desktop.services.backups import Backup, Counts
from desktop.services.backups.errors import (
    BackupDamaged,
    BackupNewer,
    BackupNotKept,
    NoRoomForBackup,
    NotABackup,
    NoWholeBackup,
)
from desktop.services.backups.rules import to_remove
from desktop.services.errors import Cancelled
from desktop.services.people.types import PersonDraft
from desktop.services.vault import Password, Workspace, add_user, open_workspace, steps, verify
from desktop.services.vault.errors import CompartmentDamaged, LookingOnly, WorkspaceExists, WrongPassword
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault.tampering import hashes, raw

SECRET = Password(vaults.USER, vaults.PASSWORD)


@pytest.fixture
def ada(workspace: Workspace) -> str:
    ada = people.add_person(workspace, PersonDraft(number="1", family="Lovelace", given="Ada", year="9")).uid
    for tier in notes.TIERS:
        notes.write(workspace, tier, ada, f"heron of tier {tier}")
    return ada


def dump(ws: Workspace) -> dict[str, list[tuple[object, ...]]]:
    return {
        f"{tier}.{table}": ws.rows(tier, f"SELECT * FROM @.{table} ORDER BY uid")
        for tier in ws.compartments
        for table in ws.tables_of(tier)
    }


def flip(path: Path, at: int | None = None) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if at is None else at] ^= 1
    path.write_bytes(content)


def beside(folder: Path) -> dict[str, str]:
    """Everything of a workspace but its backups."""
    return {name: found for name, found in hashes(folder).items() if not name.startswith("backups/")}


# making


def test_a_backup_is_the_files_as_they_are_and_verified(workspace: Workspace, ada: str) -> None:
    made = backups.back_up(workspace)
    assert made.whole
    assert (made.made, made.why) == ("2026-11-18T10:42:00.000+00:00", backups.BY_HAND)
    assert backups.list_backups(workspace) == (made,)
    for path in made.path.glob("*.db"):
        assert path.read_bytes() == (workspace.folder / path.name).read_bytes()
    assert {path.suffix for path in made.path.iterdir()} == {".db", ".json"}
    assert len(list(made.path.glob("*.db"))) == len(workspace.keyring.compartments)
    everything = b"".join(path.read_bytes() for path in made.path.iterdir())
    assert b"heron" not in everything
    assert b"Lovelace" not in everything


def test_a_backup_says_how_far_it_is_and_can_be_stopped(workspace: Workspace, ada: str) -> None:
    told: list[tuple[int, int]] = []
    backups.back_up(workspace, lambda done, total: not told.append((done, total)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1] > 0
    for stop_at in range(len(told) - 1):
        seen = [0]

        def stop(done: int, total: int, seen: list[int] = seen, stop_at: int = stop_at) -> bool:
            seen[0] += 1
            return seen[0] <= stop_at

        with pytest.raises(Cancelled):
            backups.back_up(workspace, stop)
        assert len(list((workspace.folder / "backups").iterdir())) == 1


def test_none_is_made_of_a_copy_that_is_only_looked_at(workspace: Workspace, ada: str) -> None:
    looked = backups.look_at_backup(backups.back_up(workspace).path, SECRET, clock=workspace.clock)
    assert backups.back_up_if_due(looked) is None
    with pytest.raises(LookingOnly):
        backups.back_up(looked)
    looked.close()


def test_one_is_due_when_a_day_has_passed_and_something_was_written(
    workspace: Workspace, ada: str, clock: FakeClock
) -> None:
    first = backups.back_up_if_due(workspace)
    assert first is not None
    assert first.why == backups.BY_ITSELF
    notes.write(workspace, 2, ada, "later")
    clock.forward(hours=23)
    assert backups.back_up_if_due(workspace) is None
    clock.forward(hours=1)
    assert backups.back_up_if_due(workspace) is not None
    clock.forward(days=3)
    assert backups.back_up_if_due(workspace) is None  # nothing was written since
    people.add_period(workspace, "Mon3")
    assert backups.back_up_if_due(workspace) is not None
    assert backups.back_up_if_due(workspace) is None


def test_what_another_user_wrote_counts_as_something(workspace: Workspace, ada: str, clock: FakeClock) -> None:
    add_user(workspace, "Coordinator", "coordinator", "five otters under moss", cost=vaults.CHEAP)
    backups.back_up(workspace)
    notes.write(workspace, 2, ada, "not for the coordinator")
    workspace.close()
    clock.forward(days=2)
    coordinator = open_workspace(workspace.folder, Password("Coordinator", "five otters under moss"), clock=clock)
    made = backups.back_up_if_due(coordinator)
    assert made is not None
    assert (made.path / "counselling.db").read_bytes() == (workspace.folder / "counselling.db").read_bytes()
    assert backups.rehearse(coordinator, made.path).there.notes == 1
    coordinator.close()


def test_a_damaged_workspace_makes_no_backup_and_removes_none(workspace: Workspace, ada: str, clock: FakeClock) -> None:
    kept = backups.back_up(workspace)
    workspace.close()
    ws = vaults.reopen(workspace.folder, clock)
    flip(workspace.folder / "counselling.db", 4096 * 12 + 100)
    with pytest.raises(CompartmentDamaged):
        backups.back_up(ws)
    assert [path.name for path in (ws.folder / "backups").iterdir()] == [kept.path.name]
    ws.close()


def test_what_a_killed_writer_left_goes_with_the_next(workspace: Workspace) -> None:
    left = files.private_folder(workspace.folder / "backups" / ".peerkeep-0123456789abcdef.tmp")
    (left / "programme.db").write_bytes(b"half")
    assert backups.list_backups(workspace) == ()
    made = backups.back_up(workspace)
    assert list((workspace.folder / "backups").iterdir()) == [made.path]


# CRASH-13: full disk; CRASH-15: read-only; CRASH-19: a drive that keeps nothing


def test_crash_13_without_room_everything_stays(
    workspace: Workspace, ada: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(11):
        backups.back_up(workspace)
    before, listed = hashes(workspace.folder), backups.list_backups(workspace)
    monkeypatch.setattr(files, "free_space", lambda _: 1000)
    with pytest.raises(NoRoomForBackup, match="No backup was made"):
        backups.back_up(workspace)
    assert backups.list_backups(workspace) == listed
    assert hashes(workspace.folder) == before


def test_crash_12_the_nth_write_fails_and_everything_stays(
    workspace: Workspace, ada: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every flush, rename and creation in turn."""
    kept = backups.back_up(workspace)
    before = hashes(workspace.folder)
    real = {name: getattr(files, name) for name in ("create_file", "flush_file", "replace", "write_whole")}
    count, fail_at = [0], [0]

    def failing(name: str) -> object:
        def call(*args: object, **kwargs: object) -> object:
            count[0] += 1
            if count[0] == fail_at[0]:
                raise files.DiskFull
            return real[name](*args, **kwargs)

        return call

    for name in real:
        monkeypatch.setattr(files, name, failing(name))
    for number in range(1, 60):
        count[0], fail_at[0] = 0, number
        try:
            backups.back_up(workspace)
        except NoRoomForBackup:
            assert [one.path for one in backups.list_backups(workspace)] == [kept.path]
            assert hashes(workspace.folder) == before
        else:
            break
    assert number > 8
    if count[0] < number:
        assert all(one.whole for one in backups.list_backups(workspace))


def test_a_drive_that_does_not_keep_what_is_written_is_named(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "read_past_cache", lambda path: (piece for piece in (b"\0" * path.stat().st_size,)))
    with pytest.raises(BackupNotKept):
        backups.back_up(workspace)
    assert list((workspace.folder / "backups").iterdir()) == []


# rotation


def stored(day: datetime, *, fault: str = "") -> Backup:
    return Backup(
        Path(str(day.timestamp())), day.isoformat(), "day", 1, day.isoformat(), fault, int(day.timestamp() * 1000)
    )


def test_rotation_keeps_10_latest_7_days_8_weeks_12_months() -> None:
    now = datetime(2026, 11, 18, 16, tzinfo=UTC)
    kept: list[Backup] = []
    for hour in range(400 * 6, -1, -1):  # six a day for 400 days
        kept.insert(0, stored(now - timedelta(hours=4 * hour)))
        gone = to_remove(kept)
        kept = [one for one in kept if one not in gone]
    days = {one.made[:10] for one in kept}
    assert [one.made for one in kept[:10]] == [(now - timedelta(hours=4 * n)).isoformat() for n in range(10)]
    assert {(now - timedelta(days=n)).date().isoformat() for n in range(7)} <= days
    weeks = {datetime.fromisoformat(one.made).isocalendar()[:2] for one in kept}
    assert {(now - timedelta(weeks=n)).isocalendar()[:2] for n in range(8)} <= weeks
    assert len({one.made[:7] for one in kept}) == 12
    assert len(kept) <= 10 + 7 + 8 + 12


def test_holidays_thin_nothing_out() -> None:
    now = datetime(2026, 7, 10, 16, tzinfo=UTC)
    before = [stored(now - timedelta(days=n)) for n in range(7)]
    after = stored(now + timedelta(days=50))
    assert to_remove((after, *before)) == ()


def test_damaged_ones_count_for_nothing_and_stay_until_ten_newer_are_whole() -> None:
    now = datetime(2026, 11, 18, 16, tzinfo=UTC)
    whole = [stored(now - timedelta(minutes=n)) for n in range(10)]
    older = stored(now - timedelta(minutes=30), fault="content")
    newer = stored(now + timedelta(minutes=1), fault="content")
    assert to_remove((newer, *whole[:9], older)) == ()
    assert to_remove((newer, *whole, older)) == (older,)


def test_the_rotation_removes_from_the_disk(workspace: Workspace, clock: FakeClock) -> None:
    for _ in range(14):
        backups.back_up(workspace)
        clock.forward(minutes=1)
    assert len(list((workspace.folder / "backups").iterdir())) == 10
    assert backups.list_backups(workspace)[0].made.startswith("2026-11-18T10:55")


# FILE-10: damage


def spoil_content(folder: Path) -> None:
    flip(folder / "programme.db")


def spoil_length(folder: Path) -> None:
    (folder / "counselling.db").write_bytes((folder / "counselling.db").read_bytes()[:-4096])


def spoil_missing(folder: Path) -> None:
    (folder / "counselling.db").unlink()


def spoil_keyring(folder: Path) -> None:
    flip(folder / "keyring.json")


SPOILS = {"content": spoil_content, "length": spoil_length, "missing": spoil_missing}


@pytest.mark.parametrize("fault", SPOILS)
def test_file_10_the_newest_is_damaged_and_the_next_older_is_used(
    workspace: Workspace, ada: str, clock: FakeClock, fault: str, tmp_path: Path
) -> None:
    """FILE-10: the list says which are whole."""
    older = backups.back_up(workspace)
    clock.forward(hours=1)
    newest = backups.back_up(workspace)
    SPOILS[fault](newest.path)
    found = backups.find_backup(workspace.folder, clock=clock)
    assert found.backup.path == older.path
    assert [one.path for one in found.damaged] == [newest.path]
    assert found.users == (vaults.USER,)
    listed = backups.list_backups(workspace)
    assert [(one.path, one.whole, one.fault) for one in listed] == [
        (newest.path, False, fault),
        (older.path, True, ""),
    ]
    assert [one.whole for one in backups.check_backups(workspace)] == [False, True]
    for use in (
        lambda: backups.rehearse(workspace, newest.path),
        lambda: backups.restore(workspace, newest.path, tmp_path / "R.peerkeep"),
        lambda: backups.find_backup(newest.path),
    ):
        with pytest.raises(BackupDamaged):
            use()
    assert not (tmp_path / "R.peerkeep").exists()
    assert list(files.temp_home().iterdir()) == []


def test_every_file_of_a_backup_is_watched(workspace: Workspace, ada: str) -> None:
    made = backups.back_up(workspace)
    for path in sorted(made.path.iterdir()):
        if path.name == "checked.json":
            continue
        before = path.read_bytes()
        flip(path)
        try:
            found = backups.find_backup(made.path)
        except (BackupDamaged, NotABackup):
            pass
        else:
            # One flipped bit of the list itself may fall on what it says of the day.
            assert path.name == "backup.json", found
        path.write_bytes(before)
    shutil.rmtree(made.path)
    with pytest.raises(NotABackup):
        backups.find_backup(workspace.folder)


def test_a_check_with_keys_sees_an_older_file_with_a_true_list(
    workspace: Workspace, ada: str, clock: FakeClock
) -> None:
    """Somebody who can write the list can make an older file fit it; the chain heads say otherwise."""
    older = backups.back_up(workspace)
    people.add_period(workspace, "Mon3")
    clock.forward(hours=1)
    newest = backups.back_up(workspace)
    shutil.copy(older.path / "programme.db", newest.path / "programme.db")
    plain = json.loads((newest.path / "backup.json").read_bytes())
    plain["members"]["programme.db"] = json.loads((older.path / "backup.json").read_bytes())["members"]["programme.db"]
    (newest.path / "backup.json").write_bytes(json.dumps(plain).encode())
    assert [one.fault for one in backups.check_backups(workspace)] == ["heads", ""]
    assert backups.find_backup(workspace.folder).backup.path == older.path


def test_a_check_with_keys_sees_what_was_changed_with_the_key(workspace: Workspace, ada: str) -> None:
    made = backups.back_up(workspace)
    with raw(made.path) as connection:
        connection.execute("UPDATE counter SET commits = commits + 1")
    assert [one.whole for one in backups.check_backups(workspace)] == [False]


def test_none_whole_is_said_with_their_number(workspace: Workspace, clock: FakeClock) -> None:
    for _ in range(2):
        spoil_content(backups.back_up(workspace).path)
        clock.forward(hours=1)
    with pytest.raises(NoWholeBackup, match="None of the 2"):
        backups.find_backup(workspace.folder)


def test_a_newer_format_and_no_backup_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    made = backups.back_up(workspace)
    plain = json.loads((made.path / "backup.json").read_bytes())
    (made.path / "backup.json").write_bytes(json.dumps(plain | {"format": 2}).encode())
    with pytest.raises(BackupNewer):
        backups.find_backup(made.path)
    for content in (
        b"",
        b"[]",
        b"{}",
        b"\0" * 10,
        b'{"format": "x"}',
        json.dumps(plain | {"members": {"../x": [1, ""]}}),
    ):
        (made.path / "backup.json").write_bytes(content if isinstance(content, bytes) else content.encode())
        with pytest.raises(NotABackup):
            backups.find_backup(made.path)
    with pytest.raises(NotABackup):
        backups.find_backup(tmp_path)


# rehearsal and restoring


def test_a_rehearsal_counts_and_leaves_nothing(workspace: Workspace, ada: str) -> None:
    made = backups.back_up(workspace)
    people.add_person(workspace, PersonDraft(number="2", family="Noether", given="Emmy", year="9"))
    before, home = hashes(workspace.folder), files.temp_home()
    rehearsed = backups.rehearse(workspace, made.path)
    assert rehearsed.there == Counts(people=1, pairs=0, meetings=0, notes=3)
    assert rehearsed.now == Counts(people=2, pairs=0, meetings=0, notes=3)
    assert rehearsed.backup.whole
    assert list(home.iterdir()) == []
    assert hashes(workspace.folder) == before


def test_a_rehearsal_that_is_stopped_leaves_nothing(workspace: Workspace, ada: str) -> None:
    made = backups.back_up(workspace)
    before = hashes(workspace.folder)
    for most in (0.1, 0.6, 0.9):
        with pytest.raises(Cancelled):
            backups.rehearse(workspace, made.path, lambda done, total, most=most: done < most * total)
        assert list(files.temp_home().iterdir()) == []
    assert hashes(workspace.folder) == before


def test_a_restored_backup_is_the_workspace_of_then_and_goes_on_apart(
    workspace: Workspace, ada: str, clock: FakeClock, tmp_path: Path
) -> None:
    then, made = dump(workspace), backups.back_up(workspace)
    people.add_person(workspace, PersonDraft(number="2", family="Noether", given="Emmy", year="9"))
    here = beside(workspace.folder)
    folder = backups.restore(workspace, made.path, tmp_path / "Restored.peerkeep")
    assert beside(workspace.folder) == here
    ws = open_workspace(folder, SECRET, clock=clock)
    assert dump(ws) == then
    assert ws.id == workspace.id
    assert ws.device != workspace.device
    assert ws.notices == ()
    assert steps(ws)[0].words == "restoring of a backup"
    notes.write(ws, 2, ada, "written in the restored one")
    knows = ws.value("counselling", "SELECT knows FROM @.step WHERE device = ? AND step = 1", (ws.device,))
    assert workspace.device in knows
    assert verify(ws).problems == ()
    assert backups.back_up_if_due(ws) is not None
    ws.close()
    people.add_period(workspace, "Mon3")
    workspace.close()
    for again in (workspace.folder, folder):
        opened = vaults.reopen(again, clock)
        assert verify(opened).ok
        opened.close()


def test_restoring_never_writes_over_anything(workspace: Workspace, ada: str, tmp_path: Path) -> None:
    made = backups.back_up(workspace)
    before = hashes(workspace.folder)
    for place in (workspace.folder, made.path):
        with pytest.raises(WorkspaceExists):
            backups.restore(workspace, made.path, place)
    with pytest.raises(files.NoSuchFile):
        backups.restore(workspace, made.path, tmp_path / "no" / "such")
    assert hashes(workspace.folder) == before


def test_restoring_that_is_stopped_leaves_nothing(workspace: Workspace, ada: str, tmp_path: Path) -> None:
    made = backups.back_up(workspace)
    place = tmp_path / "documents"
    place.mkdir()
    with pytest.raises(Cancelled):
        backups.restore(workspace, made.path, place / "R.peerkeep", lambda done, total: done < total / 2)
    assert list(place.iterdir()) == []


def test_a_damaged_workspace_comes_back_by_its_password(
    workspace: Workspace, ada: str, clock: FakeClock, tmp_path: Path
) -> None:
    then = dump(workspace)
    backups.back_up(workspace)
    workspace.close()
    (workspace.folder / "programme.db").write_bytes(b"\0" * 9000)
    (workspace.folder / "keyring.json").unlink()
    found = backups.find_backup(workspace.folder, clock=clock)
    with pytest.raises(WrongPassword):
        backups.open_backup(found.backup.path, tmp_path / "R", Password(vaults.USER, "not the password"), clock=clock)
    assert not (tmp_path / "R").exists()
    ws = backups.open_backup(found.backup.path, tmp_path / "R", SECRET, clock=clock)
    assert dump(ws) == then
    ws.close()
    looked = backups.look_at_backup(found.backup.path, SECRET, clock=clock)
    assert dump(looked) == then
    looked.close()
