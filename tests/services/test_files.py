"""files.py against real files, real processes and a real full disk."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from desktop.services import files
from desktop.services.refusals import as_known

ROOT = Path(__file__).resolve().parents[2]
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


def start(script: str, *words: str | Path) -> subprocess.Popen[str]:
    """Start Python on a script that can import desktop; its lines of output come back as text."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def run(script: str, *words: str | Path) -> str:
    """Run such a script to its end and return what it printed; its failure is the test's."""
    child = start(script, *words)
    said, _ = child.communicate(timeout=60)
    assert child.returncode == 0
    return said.strip()


def test_write_whole_replaces_and_is_private(tmp_path: Path) -> None:
    place = tmp_path / "keyring.json"
    files.write_whole(place, b"old")
    files.write_whole(place, b"new" * 1_000_000)
    assert place.read_bytes() == b"new" * 1_000_000
    assert [p.name for p in tmp_path.iterdir()] == ["keyring.json"]
    if sys.platform != "win32":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600


@posix
def test_write_whole_on_a_full_disk_keeps_the_old_content(tmp_path: Path) -> None:
    place = tmp_path / "file"
    files.write_whole(place, b"old")
    said = run(
        """
        import resource, signal, sys
        from pathlib import Path
        from desktop.services import files
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
        try:
            files.write_whole(Path(sys.argv[1]), b"x" * 100_000)
        except files.DiskFull as refused:
            print(refused)
        """,
        place,
    )
    assert "no room left" in said
    assert place.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


@posix
def test_write_whole_killed_at_any_moment_leaves_old_or_new(tmp_path: Path) -> None:
    place = tmp_path / "file"
    script = """
        import sys
        from pathlib import Path
        from desktop.services import files
        print("ready", flush=True)
        n = 0
        while True:
            n += 1
            files.write_whole(Path(sys.argv[1]), bytes([n % 256]) * 300_000)
        """
    for turn in range(5):
        child = start(script, place)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.05 + turn * 0.013)
        child.kill()
        child.wait()
        child.stdout.close()
        data = place.read_bytes()
        assert len(data) == 300_000
        assert data == data[:1] * 300_000
    files.sweep_leftovers(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


@posix
def test_odd_things_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    began = time.monotonic()
    for name in ("fifo", "folder", "loop"):
        with pytest.raises(files.NotAFile):
            files.read_bounded(tmp_path / name, 10)
    with pytest.raises(files.NotAFile):
        files.read_bounded(Path("/dev/zero"), 10)
    with pytest.raises(files.NoSuchFile):
        files.read_bounded(tmp_path / "nothing", 10)
    with pytest.raises(files.BadName):
        files.read_bounded(tmp_path / "a\0b", 10)
    with pytest.raises(files.BadName):
        files.read_bounded(tmp_path / ("x" * 5000), 10)
    assert time.monotonic() - began < 1


@posix
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_bytes(b"x")
    place.chmod(0)
    said = run(
        """
        import os, sys
        from pathlib import Path
        from desktop.services import files
        if os.geteuid() == 0:
            os.seteuid(65534)
        try:
            files.read_bounded(Path(sys.argv[1]), 10)
        except files.NotPermitted as refused:
            print(refused)
        """,
        place,
    )
    assert "may not use" in said


def test_read_bounded_stops_at_the_limit(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_bytes(b"12345")
    assert files.read_bounded(place, 5) == b"12345"
    with pytest.raises(files.TooLarge):
        files.read_bounded(place, 4)


def test_read_past_cache_returns_all(tmp_path: Path) -> None:
    place = tmp_path / "file"
    data = os.urandom(3_000_001)
    files.write_whole(place, data)
    assert b"".join(files.read_past_cache(place)) == data


def test_create_file_never_overwrites(tmp_path: Path) -> None:
    place = tmp_path / "file"
    with files.create_file(place) as handle:
        handle.write(b"mine")
        files.flush_file(handle)
    with pytest.raises(files.AlreadyThere):
        files.create_file(place)
    assert place.read_bytes() == b"mine"


@posix
def test_private_folder_closes_what_was_open_and_follows_no_link(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    assert files.private_folder(folder) == folder
    folder.chmod(0o755)
    files.private_folder(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(files.NotAFile):
        files.private_folder(tmp_path / "link")
    (tmp_path / "file").touch()
    with pytest.raises(files.NotAFile):
        files.private_folder(tmp_path / "file")


def test_remove_is_content_with_nothing_to_remove(tmp_path: Path) -> None:
    files.remove_file(tmp_path / "nothing")
    files.remove_folder(tmp_path / "nothing")
    files.remove_empty_folder(tmp_path / "nothing")
    (tmp_path / "folder" / "inner").mkdir(parents=True)
    with pytest.raises(files.AlreadyThere):
        files.remove_empty_folder(tmp_path / "folder")
    files.remove_empty_folder(tmp_path / "folder" / "inner")
    files.remove_folder(tmp_path / "folder")
    assert not list(tmp_path.iterdir())


def test_free_space_of_a_place_that_is_not_there_yet(tmp_path: Path) -> None:
    assert files.free_space(tmp_path / "a" / "b") > 0


def test_the_systems_numbers_have_sentences_without_paths() -> None:
    refused = as_known(PermissionError(13, "Permission denied", "/home/jane/Northfield"))
    assert type(refused) is files.NotPermitted
    assert "jane" not in str(refused)
    assert "EXDEV" in str(as_known(OSError(18, "Invalid cross-device link")))


def test_windows_numbers_decide_before_the_general_one() -> None:
    error = OSError(13, "The process cannot access the file")
    error.winerror = 32  # type: ignore[attr-defined]  # exists on Windows only
    assert type(as_known(error)) is files.HeldElsewhere


HOLD = """
    import sys, time
    from pathlib import Path
    from desktop.services.files import FileLock
    FileLock(Path(sys.argv[1])).acquire()
    print("held", flush=True)
    time.sleep(60)
    """


def test_lock_tells_its_holder_and_ends_with_a_killed_process(tmp_path: Path) -> None:
    """ENV-03: nobody has to delete a lock by hand."""
    place = tmp_path / "lock"
    child = start(HOLD, place)
    assert child.stdout is not None
    child.stdout.readline()
    lock = files.FileLock(place)
    who = lock.holder()
    assert who is not None
    assert who.pid == child.pid
    with pytest.raises(files.AlreadyOpen) as refused:
        lock.acquire()
    assert str(child.pid) in str(refused.value)
    child.kill()
    child.wait()
    child.stdout.close()
    assert lock.holder() is None
    lock.acquire()
    own = files.FileLock(place).holder()
    assert own is not None
    assert own.pid == os.getpid()
    lock.release()
    assert lock.holder() is None


def test_lock_of_another_account_of_this_computer_is_not_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ENV-02: a second user of this laptop is somebody else, with nobody's name in the file."""
    place = tmp_path / "lock"
    monkeypatch.setenv("LOGNAME", "somebody-else")
    child = start(HOLD, place)
    assert child.stdout is not None
    child.stdout.readline()
    monkeypatch.delenv("LOGNAME")
    who = files.FileLock(place).holder()
    assert who is not None
    assert not who.ours
    assert "somebody-else" not in place.read_text()
    with pytest.raises(files.AlreadyOpen) as refused:
        files.FileLock(place).acquire()
    assert refused.value.values["ours"] is False
    child.kill()
    child.communicate()


def test_lock_is_exclusive_within_one_process_too(tmp_path: Path) -> None:
    with files.FileLock(tmp_path / "lock") as lock:
        assert lock.held
        with pytest.raises(files.AlreadyOpen):
            files.FileLock(tmp_path / "lock").acquire()
    files.FileLock(tmp_path / "lock").acquire()


def test_lock_waits_for_a_holder_about_to_leave(tmp_path: Path) -> None:
    child = start(HOLD.replace("60", "0.3"), tmp_path / "lock")
    assert child.stdout is not None
    child.stdout.readline()
    lock = files.FileLock(tmp_path / "lock")
    lock.acquire(wait=10)
    lock.release()
    child.communicate()


@posix
def test_lock_refuses_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link").symlink_to(tmp_path / "fifo")
    for name in ("fifo", "link", "."):
        with pytest.raises(files.NotAFile):
            files.FileLock(tmp_path / name).acquire()
        assert files.FileLock(tmp_path / name).holder() is None


@posix
def test_lock_survives_the_removal_of_its_file(tmp_path: Path) -> None:
    first = files.FileLock(tmp_path / "lock")
    first.acquire()
    (tmp_path / "lock").unlink()
    second = files.FileLock(tmp_path / "lock")
    second.acquire()
    assert (tmp_path / "lock").exists()
    second.release()
    first.release()


TEMP = """
    import sys, time
    from desktop.services import files
    import tempfile
    folder = files.use_private_temp()
    with open(tempfile.mkstemp()[1], "w") as handle:
        handle.write("left behind")
    print(folder, flush=True)
    time.sleep(60)
    """


def test_temporary_files_of_a_killed_process_are_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEERKEEP_HOME", str(tmp_path))
    files._claimed.cache_clear()
    child = start(TEMP)
    assert child.stdout is not None
    theirs = Path(child.stdout.readline().strip())
    mine = files.temp_home()
    (mine / "page").write_bytes(b"x")
    files.sweep_temp()
    assert not list(mine.iterdir())
    assert len(list(theirs.iterdir())) == 1, "a living process keeps its files"
    child.kill()
    child.wait()
    child.stdout.close()
    files.sweep_temp()
    assert not theirs.exists()
    assert mine.exists()
    files._claimed.cache_clear()


@posix
def test_replace_process_leaves_another_process_and_no_old_one(tmp_path: Path) -> None:
    place = tmp_path / "pid"
    child = start(
        """
        import atexit, sys
        from desktop.services import files
        atexit.register(lambda: print("handlers ran"))
        code = "import os, sys; said = [os.getpid(), os.getsid(0), os.environ['PYINSTALLER_RESET_ENVIRONMENT']]"
        code += "; open(sys.argv[1], 'w').write(' '.join(map(str, said)))"
        files.replace_process([sys.executable, "-c", code, sys.argv[1]])
        """,
        place,
    )
    said, _ = child.communicate(timeout=30)
    assert child.returncode == 0
    assert said == ""
    end = time.monotonic() + 20
    while not (place.exists() and place.read_text()) and time.monotonic() < end:
        time.sleep(0.02)
    pid, session, reset = place.read_text().split()
    assert int(pid) != child.pid
    assert pid == session, "a session of its own: closing the terminal does not end it"
    assert reset == "1"


def test_replace_process_ends_even_when_nothing_can_be_started() -> None:
    child = start("from desktop.services import files; files.replace_process(['/nowhere/at/all'])")
    child.communicate(timeout=30)
    assert child.returncode == 1


@posix
def test_a_killed_hardened_process_leaves_no_core_and_writes_private_files(tmp_path: Path) -> None:
    child = start(
        """
        import os, resource, sys
        from desktop.services import files
        files.harden_process()
        assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
        with open(sys.argv[1], "w"): pass
        if sys.platform == "linux":
            import ctypes
            assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 0
        os.abort()
        """,
        tmp_path / "file",
    )
    child.communicate(timeout=30)
    assert child.returncode == -signal.SIGABRT
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600


@posix
def test_drives_of_a_linux_mount_table(tmp_path: Path) -> None:
    from desktop.services.drives import linux_drives

    devices = tmp_path / "sys" / "devices"
    for disk, flag in (("usb1/sdb", "0"), ("ata1/sda", "0"), ("mmc0/mmcblk0", "1")):
        part = devices / disk / (Path(disk).name + "1")
        part.mkdir(parents=True)
        (part.parent / "removable").write_text(flag + "\n")
        (tmp_path / "block").mkdir(exist_ok=True)
        (tmp_path / "block" / part.name).symlink_to(part)
    sticks = []
    for name in ("USB STICK", "disk", "card"):
        (tmp_path / name).mkdir()
        sticks.append(str(tmp_path / name).replace(" ", "\\040"))
    mounts = (
        f"/dev/sdb1 {sticks[0]} vfat rw,nosuid 0 0\n/dev/sda1 {sticks[1]} ext4 rw 0 0\n"
        f"/dev/mmcblk01 {sticks[2]} exfat rw 0 0\n/dev/sdb1 {sticks[1]} vfat ro 0 0\nproc /proc proc rw 0 0\nodd\n"
    )
    found = {drive.label: drive for drive in linux_drives(mounts, tmp_path / "block")}
    assert set(found) == {"USB STICK", "card"}
    assert found["USB STICK"].path == tmp_path / "USB STICK"
    assert found["USB STICK"].free > 0
    assert isinstance(files.removable_drives(), list)


@pytest.mark.parametrize("below", ["", "x"])
def test_a_data_home_that_cannot_be_is_said_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("PEERKEEP_HOME", str(tmp_path / "file" / below))
    with pytest.raises(files.HomeUnusable, match="PEERKEEP_HOME"):
        files.data_home()


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_data_home_that_cannot_be_written_is_said_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").mkdir(mode=0o500)
    monkeypatch.setenv("PEERKEEP_HOME", str(tmp_path / "home"))
    with pytest.raises(files.HomeUnusable):
        files.data_home()


def test_data_home_is_private_and_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEERKEEP_HOME", str(tmp_path / "here"))
    assert files.data_home() == tmp_path / "here"
    assert files.data_home().is_dir()


def test_the_first_line_of_files_and_of_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"one\r\ntwo")
    assert files.read_first_line(tmp_path / "secret", 10) == b"one\r\n"
    with pytest.raises(files.TooLarge):
        files.read_first_line(tmp_path / "secret", 3)
    with pytest.raises(files.FileRefused):
        files.read_first_line(tmp_path, 10)
    with pytest.raises(files.NoSuchFile):
        files.read_first_line(tmp_path / "nothing", 10)


@pytest.mark.skipif(sys.platform == "win32", reason="made of POSIX files")
def test_the_first_line_of_a_pipe_is_waited_for_only_while_somebody_writes(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert files.read_first_line(pipe, 10) == b""
    writer = os.open(pipe, os.O_RDWR)
    os.write(writer, b"word\n")
    assert files.read_first_line(pipe, 10) == b"word\n"
    os.close(writer)
    with pytest.raises(files.NotAFile):
        files.read_first_line(Path("/dev/null"), 10)
