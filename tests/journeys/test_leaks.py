"""LEAK-01, LEAK-03, LEAK-04, LEAK-08, LEAK-10, LEAK-11, AUTH-14: after a whole day nothing of it stands anywhere but in
the encrypted files and in what was exported on purpose; and what was half typed when the process was killed comes back.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard

from desktop.services import settings
from desktop.services.vault import Password, load_keyring, open_workspace
from desktop.services.vault.slots import open_person
from tests.journeys import leaks

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "eleven quiet otters swim"
NEW = "twelve zqxjloud otters sing"
CANARIES = (
    "Zqxjcanaryfamily", "Zqxjcanarygiven", "ZQXJ-canary-0001", "ZQXJ-canary-0002", "zqxjhalfwritten", "zqxjsearched",
    "zqxjhandedin", PASSWORD, NEW,
)  # fmt: skip


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
        self.log = place / "desk" / "log.jsonl"
        self.said = ""
        self.env = os.environ | {
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "XDG_DATA_HOME": str(self.home / ".local"),
            "PEERKEEP_HOME": str(self.home / "peerkeep"),
            "TMPDIR": str(place / "tmp"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": os.pathsep.join((str(ROOT / "tests" / "journeys" / "watch"), str(ROOT))),
            "PEERKEEP_DAY_LOG": str(self.log),
        }

    def cli(self, *words: str, text: str = "", code: int = 0) -> str:
        """Run a command that ends with `code`."""
        command = [sys.executable, "-m", "desktop.cli", *words, "--password-file", str(self.secret)]
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, env=self.env, cwd=self.home, timeout=120, check=False
        )
        assert done.returncode == code, done.stderr
        self.said += done.stderr
        return done.stdout

    def files(self) -> Iterator[Path]:
        """Give every file that may not hold a word of it: not the desk, where sources and exports lie on purpose."""
        for folder in ("home", "tmp", "stick"):
            yield from (path for path in (self.place / folder).rglob("*") if path.is_file())

    def told(self, kind: str) -> list[str]:
        """Give what the day's processes started, or which files they wrote, as the watch noted it."""
        lines = [json.loads(line) for line in self.log.read_text().splitlines()]
        return [json.dumps(said) if kind == "started" else said for what, said in lines if what == kind]

    def keys(self) -> list[bytes]:
        """Give every secret key of the workspace as its bytes."""
        opened = open_person(load_keyring(self.workspace), Password("", self.secret.read_text()))
        return [
            *(bytes.fromhex(grant.key) for grant in opened.grants.values()),
            *(identity.encode() for grant in opened.grants.values() for identity in grant.identities),
            opened.identity.encode(), opened.signing,
        ]  # fmt: skip


@pytest.fixture
def day(tmp_path: Path) -> Day:
    """A laptop in the morning."""
    return Day(tmp_path)


def work(day: Day) -> None:
    """Spend the day on the command line: make, import, match, write, search, export, back up, restore, refuse, undo."""
    ws, desk = str(day.workspace), day.place / "desk"
    (desk / "roster.csv").write_text(
        "Student ID,Last Name,First Name,Grade\n0101,Zqxjcanaryfamily,Aoife,7\n0103,Nwosu,Zqxjcanarygiven,11\n"
    )
    (desk / "people.csv").write_text(
        "number,role,interests,availability\n0103,mentor,chess,Mon3\n0101,mentee,chess,Mon3\n"
    )
    day.cli("new", ws, "--school", "Quarry Bank", "--user", "R. Osei")
    day.cli("import", ws, str(desk / "roster.csv"))
    day.cli("participants", ws, str(desk / "people.csv"))
    day.cli("match", ws, "--publish")
    day.cli("note", ws, "--tier", "2", "--about", "0101", text="ZQXJ-canary-0001 was said")
    day.cli("note", ws, "--tier", "1", "--about", "0103", text="ZQXJ-canary-0002 came on time")
    assert "ZQXJ-canary-0001" in day.cli("notes", ws, "--about", "0101")
    day.cli("hand-in", ws, "--compartment", "counselling", text="zqxjhandedin words")
    day.cli("users", ws, "role", "--name", "R. Osei", "--role", "lead")
    day.cli("hand-in", ws, "--compartment", "safeguarding", text="zqxjhandedin words")
    day.cli("note", ws, "--tier", "2", "--about", "9999", text="ZQXJ-canary-0001 about nobody", code=1)
    day.cli("report", ws, "pair-register", "--out", str(desk / "register.pdf"))
    day.cli("report", ws, "pair-register", "--out", str(desk / "register.csv"))
    day.cli("backup", ws)
    day.cli("copy", ws, "--out", str(day.place / "stick" / "copy.peerkeep-copy"))
    day.cli("undo", ws)
    (desk / "new.txt").write_text(NEW)
    day.cli("password", ws, "--new-password-file", str(desk / "new.txt"))
    day.secret.write_text("eleven quiet zqxjwrong swim")
    day.cli("people", ws, code=1)
    day.secret.write_text(NEW)
    stick, opened = day.place / "stick" / "copy.peerkeep-copy", day.home / "Opened.peerkeep"
    day.cli("open-copy", str(stick), "--out", str(opened), code=1)


def sit(day: Day) -> list[str]:
    """Sit at the window: unlock, search, write half a note; then the process is killed. Give what it said of itself."""
    driver = [sys.executable, "-m", "tests.journeys.day_driver", str(day.workspace), "0101", "zqxjhalfwritten text"]
    said = []
    with subprocess.Popen(
        driver, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=day.env,
        cwd=day.home,
    ) as window:  # fmt: skip
        assert window.stdin
        assert window.stdout
        window.stdin.write(f"{NEW}\nzqxjsearched\n")
        window.stdin.flush()
        while (line := window.stdout.readline()) not in ("kept\n", ""):
            said.append(line)
        for name in ("cmdline", "environ"):
            if (path := Path(f"/proc/{window.pid}/{name}")).exists():
                said.append(path.read_bytes().decode(errors="replace"))
        window.kill()
        said.append(window.communicate()[1])
    assert line == "kept\n", said[-1]
    return said


def test_leak_01_a_whole_day_leaves_nothing_in_the_clear(day: Day) -> None:
    work(day)
    said = sit(day)
    assert said[0].startswith("titles")
    assert said[1] == "core 0 dumpable 0 faulthandler False\n", "LEAK-08"
    shown = leaks.hits("\n".join(said).replace("zqxjhalfwritten text", "").encode(), CANARIES)
    assert shown == [], "LEAK-04, AUTH-14: titles, standard error, arguments and environment"
    assert leaks.hits(day.said.encode(), CANARIES) == [], "what the commands say of errors names nobody"

    read, keys = list(day.files()), day.keys()
    assert len(read) > 12
    assert {str(path): found for path in read if (found := leaks.hits_in(path, CANARIES, keys))} == {}
    # LEAK-03, LEAK-05, LEAK-10: no list of recent files, no word list, no settings of Qt's own.
    strange = [path for path in read if not path.is_relative_to(day.workspace) and "peerkeep" not in path.parts]
    known = ("copy.peerkeep-copy",)
    assert [path.name for path in strange if path.name not in known and "cache" not in str(path).lower()] == []

    # LEAK-11: nothing was told to another program, and no plain file was written that is gone by now.
    assert leaks.hits("\n".join(day.told("started")).encode(), CANARIES, keys) == []
    places = [Path(path) for path in day.told("written")]
    assert len(places) > 50
    temporary = [path.name for path in places if path.is_relative_to(day.place / "tmp")]
    assert temporary == []
    assert all(leaks.hits(str(path).encode(), CANARIES) == [] for path in places)

    # What was half typed when the process was killed is there again, for its author alone.
    opened = open_workspace(day.workspace, Password("", NEW), accept_older=True)
    try:
        kept = [draft.text for draft in opened.drafts.all().values()]
    finally:
        opened.close()
    assert any("zqxjhalfwritten text" in text for text in kept)


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    """In each encoding, in capitals, packed in each way, as a key; and it finds nothing where nothing is."""
    word, key = CANARIES[0], bytes(range(32))
    shapes = [
        word.encode(), word.upper().encode("utf-16-le"), word.encode("utf-16-be"), b"x" + zlib.compress(word.encode()),
        b"ab" + gzip.compress(word.encode()), zstandard.compress(word.encode() * 9),
        base64.b64encode(word.encode()),
    ]  # fmt: skip
    for shape in shapes:
        assert leaks.hits(b"\0" * 100 + shape + b"\1" * 100, CANARIES) == [word], shape
    for form in leaks.key_forms(key):
        assert leaks.hits(b"--" + form + b"--", CANARIES, [key]) == ["key"]
    assert leaks.hits(os.urandom(100_000), CANARIES, [key]) == []
    path = tmp_path / f"{word}.txt"
    path.write_bytes(b"")
    assert leaks.hits_in(path, CANARIES) == [word]


def test_leak_03_what_the_laptop_remembers_names_nobody(day: Day) -> None:
    """Settings and records hold an allow-list of keys, and no name."""
    day.cli("new", str(day.workspace), "--school", "Quarry Bank", "--user", "Zqxjcanaryfamily")
    records = [json.loads(path.read_text()) for path in (day.home / "peerkeep").rglob("*.json")]
    assert records
    assert leaks.hits(json.dumps(records).encode(), ("Zqxjcanaryfamily", "Quarry Bank", str(day.workspace))) == []


def test_leak_03_settings_take_no_name(own_home: Path) -> None:
    """What is not on the list of keys, or not of its kind, is not written."""
    given = {key: "Zqxjcanaryfamily" for key in settings.KEYS} | {"recent": ["Zqxjcanaryfamily"], "theme": "dark"}
    settings.write_settings(given, own_home)
    assert json.loads((own_home / settings.FILE_NAME).read_text()) == {"theme": "dark"}
