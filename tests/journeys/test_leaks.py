"""LEAK-01, LEAK-04, LEAK-11: after a whole day nothing of it stands anywhere but in the encrypted files and in what was
exported on purpose; and what was half typed when the process was killed comes back.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services.vault import Password, open_workspace

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "eleven quiet otters swim"
CANARIES = ("Zqxjcanaryfamily", "Zqxjcanarygiven", "ZQXJ-canary-0001", "ZQXJ-canary-0002", "zqxjhalfwritten", PASSWORD)


class Day:
    """A laptop of its own: home, temporary folder, application data, and one workspace."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.home = place / "home"
        for name in ("home", "tmp", "desk", "stick"):
            (place / name).mkdir()
        self.workspace = self.home / "Quarry.peerkeep"
        self.secret = place / "desk" / "pw.txt"
        self.secret.write_text(PASSWORD)
        self.env = os.environ | {
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "XDG_DATA_HOME": str(self.home / ".local"),
            "PEERKEEP_HOME": str(self.home / "peerkeep"),
            "TMPDIR": str(place / "tmp"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(ROOT),
        }

    def cli(self, *words: str, text: str = "") -> str:
        """Run a command that works."""
        command = [sys.executable, "-m", "desktop.cli", *words, "--password-file", str(self.secret)]
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, env=self.env, cwd=self.home, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def files(self) -> Iterator[Path]:
        """Give every file that may not hold a word of it: not the desk, where sources and exports lie on purpose."""
        for folder in ("home", "tmp", "stick"):
            yield from (path for path in (self.place / folder).rglob("*") if path.is_file())


def inflated(content: bytes) -> Iterator[bytes]:
    """Give what zlib streams inside a file say."""
    for mark in (b"\x78\x9c", b"\x78\xda", b"\x78\x01"):
        at = content.find(mark)
        while at >= 0:
            with contextlib.suppress(zlib.error):
                yield zlib.decompressobj().decompress(content[at:], 1 << 20)
            at = content.find(mark, at + 1)


def hits(path: Path) -> list[str]:
    """Find canaries in a file, in UTF-8 and UTF-16, plain and after inflation."""
    content = path.read_bytes()
    found = []
    for canary in CANARIES:
        shapes = {canary, canary.lower(), canary.upper()}
        forms = {shape.encode(code) for shape in shapes for code in ("utf-8", "utf-16-le", "utf-16-be")}
        if any(form in content or any(form in part for part in inflated(content)) for form in forms):
            found.append(canary)
    return found


@pytest.fixture
def day(tmp_path: Path) -> Day:
    """A laptop in the morning."""
    return Day(tmp_path)


def test_a_whole_day_leaves_nothing_in_the_clear(day: Day) -> None:
    ws, desk = str(day.workspace), day.place / "desk"
    roster, people = desk / "roster.csv", desk / "people.csv"
    roster.write_text(
        "Student ID,Last Name,First Name,Grade\n0101,Zqxjcanaryfamily,Aoife,7\n0103,Nwosu,Zqxjcanarygiven,11\n"
    )
    people.write_text("number,role,interests,availability\n0103,mentor,chess,Mon3\n0101,mentee,chess,Mon3\n")
    day.cli("new", ws, "--school", "Quarry Bank", "--user", "R. Osei")
    day.cli("import", ws, str(roster))
    day.cli("participants", ws, str(people))
    day.cli("match", ws, "--publish")
    day.cli("note", ws, "--tier", "2", "--about", "0101", text="ZQXJ-canary-0001 was said")
    day.cli("note", ws, "--tier", "1", "--about", "0103", text="ZQXJ-canary-0002 came on time")
    assert "ZQXJ-canary-0001" in day.cli("notes", ws, "--about", "0101")
    day.cli("report", ws, "pair-register", "--out", str(desk / "register.pdf"))
    day.cli("copy", ws, "--out", str(day.place / "stick" / "copy.peerkeep-copy"))
    day.cli("undo", ws)

    driver = [sys.executable, "-m", "tests.journeys.day_driver", ws, PASSWORD, "0101", "zqxjhalfwritten text"]
    with subprocess.Popen(driver, stdout=subprocess.PIPE, text=True, env=day.env, cwd=day.home) as window:
        assert window.stdout is not None
        titles = window.stdout.readline()
        kept_line = window.stdout.readline()
        window.kill()
    assert titles.startswith("titles")
    assert not any(canary in titles for canary in CANARIES)
    assert kept_line == "kept\n"

    read = list(day.files())
    assert len(read) > 6
    assert {str(path): found for path in read if (found := hits(path))} == {}
    names = [str(path.relative_to(day.place)).lower() for path in read]
    assert not any(canary.lower() in name for canary in CANARIES for name in names)
    assert hits(roster) == ["Zqxjcanaryfamily", "Zqxjcanarygiven"]  # the search does find what is there

    # What was half typed when the process was killed is there again, for its author alone.
    opened = open_workspace(day.workspace, Password("", PASSWORD), accept_older=True)
    try:
        kept = [draft.text for draft in opened.drafts.all().values()]
    finally:
        opened.close()
    assert any("zqxjhalfwritten text" in text for text in kept)


def test_what_the_laptop_remembers_names_nobody(day: Day) -> None:
    """LEAK-03: settings and records hold an allow-list of keys, and no name."""
    day.cli("new", str(day.workspace), "--school", "Quarry Bank", "--user", "Zqxjcanaryfamily")
    records = [json.loads(path.read_text()) for path in (day.home / "peerkeep").rglob("*.json")]
    assert records
    allowed = {"device", "signing", "generation", "counters", "words_proven", "words_used", "tries", "untold"}
    allowed |= {"copied", "seen", "kept"}
    assert all(set(record) <= allowed for record in records)
    assert not any("Zqxjcanaryfamily" in json.dumps(record) for record in records)
