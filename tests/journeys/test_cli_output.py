"""What the command line says to somebody who stops reading: it ends quietly, and what it did is done."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop import cli
from desktop.services import files
from desktop.services.clock import SystemClock
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.journeys.command_line import ROOT


class Closed(io.StringIO):
    """A pipe that nobody reads any more, as the system says it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def write(self, _words: str) -> int:
        raise OSError(self.number, "nobody reads")


@pytest.fixture
def line(workspace_folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rest of a command on a workspace of this test's own."""
    # Hardening is for the whole process, and this is the tests'.
    monkeypatch.setattr(files, "harden_process", lambda: None)
    secret = workspace_folder.with_name("pw.txt")
    secret.write_text(f"{vaults.PASSWORD}\n", encoding="utf-8")
    return [str(workspace_folder), "--password-file", str(secret)]


@pytest.mark.parametrize("number", [errno.EPIPE, errno.EINVAL])
@pytest.mark.parametrize("command", ["people", "steps", "verify", "audit", "notices"])
def test_who_stops_reading_hears_nothing_of_it(
    line: list[str], command: str, number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """EINVAL is what Windows says."""
    monkeypatch.setattr(sys, "stdout", Closed(number))
    if command == "notices":  # the other stream is closed too, and the command refused
        monkeypatch.setattr(sys, "stderr", Closed(number))
        assert cli.main(["people", line[0] + "-", *line[1:]]) == 1
        return
    assert cli.main([command, *line, "--json"]) == 0
    assert "Traceback" not in capsys.readouterr().err


def test_an_answer_that_finds_no_room_is_said(
    line: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", Closed(errno.ENOSPC))
    assert cli.main(["steps", *line]) == 1
    assert "could not be written" in capsys.readouterr().err


def test_that_no_copy_has_left_for_long_is_said_beside_the_answer(
    line: list[str], workspace_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line, as the window does; never beside what a script reads, and not after a copy was made."""

    def said(*more: str) -> str:
        assert cli.main(["steps", *line, *more]) == 0
        return capsys.readouterr().err

    ws = vaults.reopen(workspace_folder, FakeClock())
    for day, due in (("2026-11-01", True), (SystemClock().today().isoformat(), False)):
        ws.record.copied = day
        ws.record.save()
        ws.close()
        assert ("No copy of this workspace has left this computer for " in said()) is due
        assert said("--json") == ""


@pytest.mark.parametrize("words", [["--help"], ["steps"]])
def test_a_process_whose_reader_is_gone_leaves_no_traceback(words: list[str], line: list[str]) -> None:
    """As `... --json | head -c 0` does."""
    there, here = os.pipe()
    os.close(there)
    argv = [sys.executable, "-m", "desktop.cli", *words, *([*line, "--json"] if words == ["steps"] else [])]
    with os.fdopen(here, "wb") as out:
        done = subprocess.run(argv, cwd=ROOT, stdout=out, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
