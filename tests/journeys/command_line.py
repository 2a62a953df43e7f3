"""The command line as tests use it: in this process, or in processes of its own where that is what is shown."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from desktop import cli as program
from desktop.services import files, places
from desktop.services.language import profile, set_profile
from tests import vaults

ROOT = Path(__file__).parents[2]
PASSWORD = "eleven quiet otters swim"
ROSTER = """Export of 1 September;;;;;
Adno;Surname;Forename;DOB;Year;Reg
0101;O’Neill;Aoife;31/01/2014;7;7A
0102;Łuczak;Michał;02/02/2013;8;8B
0103;Nwosu;Amara;03/03/2010;11;11A
0104;Haddad;Leila;04/04/2009;12;12C
0105;Reyes;Tom;05/05/2013;8;8A
"""
PARTICIPANTS = """number,role,interests,goals,languages,availability,places,wants,avoids
0103,mentor,chess;drawing,settling in,English,Mon3;WedLunch,2,,
0104,mentor,football,study,English;Arabic,Tue1;Mon3,1,,
0101,mentee,chess,settling in,English,Mon3,,,
0102,mentee,football,study,English,Tue1;Mon3,,0104,
0105,mentee,drawing,,English,Fri6,,,
0999,mentee,,,,Mon3,,,
"""

Done = subprocess.CompletedProcess[str]


def in_process(words: list[str], stdin: bytes) -> Done:
    """Run a command here, as from a script: what it says is read as UTF-8, and what it sets ends with it."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    former = profile().key
    with (
        vaults.keys_remembered(),
        patch.object(files, "harden_process", lambda: None),  # for the whole process, and this is the tests'
        patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            code = program.main(words)
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            set_profile(former)
            places.allow_network(allowed=False)
    said = []
    for stream in (out, err):
        stream.flush()
        said.append(stream.buffer.getvalue().decode("utf-8").replace("\r\n", "\n"))  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(words, code, *said)


def on_its_own(words: list[str], stdin: bytes) -> Done:
    """Run a command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "desktop.cli", *words],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        timeout=120,
        check=False,
    )
    said = (stream.decode("utf-8").replace("\r\n", "\n") for stream in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(words, done.returncode, *said)


@dataclass
class Cli:
    """Runs commands with a password file; `apart` in processes of their own."""

    folder: Path
    apart: bool = False

    def plain(self, *words: str, stdin: str | bytes = b"") -> Done:
        """Run a command with nothing but its words and what comes by standard input."""
        given = stdin.encode() if isinstance(stdin, str) else stdin
        return (on_its_own if self.apart else in_process)(list(words), given)

    def run(self, *words: str, text: str | bytes = b"", password: str = PASSWORD) -> Done:
        secret = self.folder / "pw.txt"
        secret.write_bytes(password.encode() + b"\r\n")
        return self.plain(*words, "--password-file", str(secret), stdin=text)

    def json(self, *words: str, text: str = "") -> dict[str, Any]:
        done = self.run(*words, "--json", text=text)
        assert done.returncode == 0, done.stderr
        answer = json.loads(done.stdout)
        assert isinstance(answer, dict)
        return answer

    def refused(self, *words: str, code: int = 1, text: str | bytes = b"", password: str = PASSWORD) -> str:
        done = self.run(*words, text=text, password=password)
        assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
        assert done.stdout == ""
        assert "Traceback" not in done.stderr
        return done.stderr.strip()


def make_school(cli: Cli) -> str:
    """Make a workspace with roster and participants."""
    ws = str(cli.folder / "Quarry Bank.peerkeep")
    words = str(cli.folder / "words.txt")
    done = cli.run("new", ws, "--school", "Quarry Bank", "--user", "R. Osei", "--recovery-out", words)
    assert done.returncode == 0, done.stderr
    (cli.folder / "roster.csv").write_bytes(ROSTER.encode("cp1252", "replace").replace(b"?uczak", b"Luczak"))
    (cli.folder / "people.csv").write_text(PARTICIPANTS, encoding="utf-8-sig")
    assert cli.json("import", ws, str(cli.folder / "roster.csv"))["new"] == 5
    answer = cli.json("participants", ws, str(cli.folder / "people.csv"))
    assert answer["participants"] == 5
    assert answer["unknown"] == ["0999"]
    return ws


@pytest.fixture(scope="session")
def made_school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a school, with all it was made of; nobody changes it."""
    place = tmp_path_factory.mktemp("commands")
    with pytest.MonkeyPatch.context() as env:
        env.setenv("PEERKEEP_HOME", str(place / "home"))
        make_school(Cli(place))
    return place


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """A command line in a folder of its own."""
    return Cli(tmp_path)


@pytest.fixture
def apart(tmp_path: Path) -> Cli:
    """The same, in processes of its own."""
    return Cli(tmp_path, apart=True)


@pytest.fixture
def school(made_school: Path, tmp_path: Path) -> str:
    """A workspace with roster and participants, with the laptop that made it and the files it was made of."""
    shutil.copytree(made_school, tmp_path, dirs_exist_ok=True)
    return str(tmp_path / "Quarry Bank.peerkeep")
