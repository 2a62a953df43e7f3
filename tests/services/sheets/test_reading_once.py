"""Files that change, vanish or never were files while they are read: one sentence each, nothing half read."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.services import files
from desktop.services.files import ChangedWhileRead, FileRefused, GoneWhileReading, NotAFile, TooLarge
from desktop.services.refusals import MediumGone, as_known
from desktop.services.sheets import open_book
from desktop.services.sheets.errors import SheetRefused
from tests.services.sheets.builders import cells, xlsx, zipped

CSV = b"number,family,given\n0042,Okafor,Ada\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be replaced there")


@pytest.fixture
def students(tmp_path: Path) -> Path:
    """A list of 3 MB: several readings of the system."""
    path = tmp_path / "students.csv"
    path.write_bytes(CSV + b"".join(b"%d,Okafor,Ada\n" % n for n in range(200_000)))
    return path


def append(path: Path) -> None:
    with path.open("ab") as handle:
        handle.write(b"1,A,B\n")


def shorten(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def rewrite(path: Path) -> None:
    """The same length, other content: only the time tells."""
    with path.open("r+b") as handle:
        handle.write(CSV.replace(b"Ada", b"Bea"))
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))


def save_anew(path: Path) -> None:
    """As spreadsheet programs save: a new file takes the name."""
    beside = path.with_suffix(".tmp")
    beside.write_bytes(path.read_bytes())
    os.utime(beside, ns=(0, 0))
    beside.replace(path)


def during_reading(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None], at: int = 1) -> None:
    """Let something happen between two readings of the system."""
    read, calls = os.read, iter(range(1000))

    def meddled(handle: int, most: int) -> bytes:
        if next(calls) == at:
            act()
        return read(handle, most)

    monkeypatch.setattr(files.os, "read", meddled)


@pytest.mark.parametrize("change", [append, shorten, rewrite, pytest.param(save_anew, marks=posix)])
def test_a_file_that_changes_while_it_is_read_is_refused(
    students: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    during_reading(monkeypatch, lambda: change(students))
    with pytest.raises(ChangedWhileRead, match=r"Nothing was changed.*try again"):
        open_book(students)


def test_a_file_that_another_program_is_writing_is_never_half_read(tmp_path: Path) -> None:
    """Without any arrangement: a writer at full speed, and readings all the while."""
    path = tmp_path / "students.csv"
    # Each write is sixteen bytes at a multiple of sixteen, so that none is ever half there: it never crosses a page.
    path.write_bytes(CSV + b"9,%s,Ada\n" % (b"x" * ((-len(CSV) - 7) % 16 + 16)))
    assert path.stat().st_size % 16 == 0
    stop = threading.Event()

    def write() -> None:
        with path.open("ab", buffering=0) as handle:
            for n in range(1_000_000):
                if stop.is_set():
                    return
                handle.write(b"%07d,Oka,Ada\n" % n)

    writer = threading.Thread(target=write)
    writer.start()
    refused = 0
    try:
        for _ in range(200):
            try:
                book = open_book(path)
            except ChangedWhileRead:
                refused += 1
            except TooLarge:
                break
            else:
                assert book.content("students.csv").endswith(b"Ada\n")
    finally:
        stop.set()
        writer.join()
    assert refused > 0


@pytest.mark.parametrize(
    "number", [errno.EIO, errno.ENODEV, errno.ESTALE, errno.ENOTCONN, errno.ETIMEDOUT, errno.EACCES, errno.EINVAL]
)
def test_a_stick_pulled_or_a_share_lost_in_the_middle(
    students: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def gone() -> None:
        raise OSError(number, "gone")

    during_reading(monkeypatch, gone)
    with pytest.raises(GoneWhileReading, match=r"stopped answering.*Nothing was changed"):
        open_book(students)


@posix
def test_a_file_that_is_removed_in_the_middle(students: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    during_reading(monkeypatch, students.unlink)
    with pytest.raises(GoneWhileReading):
        open_book(students)


@pytest.mark.parametrize("number", [53, 55, 59, 64, 67, 121, 433, 1006, 1117, 1167, 1231])
def test_what_windows_says_of_lost_drives_and_shares(number: int) -> None:
    error = OSError(errno.EINVAL, "gone")
    error.winerror = number  # type: ignore[attr-defined, unused-ignore]
    assert isinstance(as_known(error), MediumGone)


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own that can be taken away."""
    place = tmp_path / "stick"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(place)]
    if sys.platform != "linux" or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("cannot mount a small file system here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False, capture_output=True)


def test_a_stick_pulled_between_opening_a_folder_and_reading_a_file_of_it(stick: Path) -> None:
    (stick / "set").mkdir()
    for name in ("users.csv", "roles.csv"):
        (stick / "set" / name).write_bytes(CSV)
    book = open_book(stick / "set")
    assert len(cells(book, "users.csv")) == 2
    subprocess.run(["umount", "-l", str(stick)], check=True)
    assert len(cells(book, "users.csv")) == 2  # read once, kept
    with pytest.raises(GoneWhileReading):
        book.table("roles.csv")
    with pytest.raises(FileRefused):
        open_book(stick / "set")


@posix
def test_what_is_no_file_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "users.csv")
    (tmp_path / "students.csv").write_bytes(CSV)
    with pytest.raises(NotAFile):
        open_book(tmp_path / "users.csv")
    assert [part.name for part in open_book(tmp_path).parts] == ["students.csv"]


def test_a_workbook_or_zip_file_cut_by_its_copying_is_refused_whole(tmp_path: Path) -> None:
    for data in (xlsx(("a", "b")), zipped({"users.csv": CSV})):
        for length in (40, len(data) // 2, len(data) - 1):
            path = tmp_path / "part.bin"
            path.write_bytes(data[:length])
            with pytest.raises(SheetRefused):
                open_book(path)
