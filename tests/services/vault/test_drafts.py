"""Drafts: sealed to their author, whole or as before, never readable by others."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.services.errors import KnownError
from desktop.services.vault import sealing
from desktop.services.vault.copy_errors import DraftTooLong
from desktop.services.vault.drafts import Draft, Drafts

KEYS = sealing.new_identity()
TEXT = "Łucja sagte: „nein“ \U0001f642\r\n\0 and more"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "drafts"


def drafts(folder: Path, keys: tuple[str, str] = KEYS) -> Drafts:
    return Drafts(folder, keys[1], keys[0], "user")


def test_a_draft_comes_back_as_it_was(folder: Path) -> None:
    draft = Draft(TEXT, 7, "people", "uid", "note", {"tier": 2, "rows": [1, 2]})
    drafts(folder).keep("note:1", draft)
    assert drafts(folder).find("note:1") == draft
    assert drafts(folder).all() == {"note:1": draft}
    assert drafts(folder).find("note:2") is None


def test_a_key_has_one_file_that_says_nothing(folder: Path) -> None:
    keeper = drafts(folder)
    for n in range(5):
        keeper.keep("note:1", Draft(f"text {n}"))
    (path,) = folder.iterdir()
    raw = path.read_bytes()
    assert b"text" not in raw
    assert b"note" not in raw
    assert b"user" not in raw
    assert oct(path.stat().st_mode & 0o777) == "0o600"
    again = drafts(folder)
    assert again.find("note:1") == Draft("text 4")
    again.keep("note:1", Draft("text 5"))
    assert [p.name for p in folder.iterdir()] == [path.name]


def test_keeping_needs_the_recipient_alone(folder: Path) -> None:
    Drafts(folder, KEYS[1]).keep("handed in", Draft("for the lead"))
    assert Drafts(folder, KEYS[1]).all() == {}
    assert drafts(folder).find("handed in") == Draft("for the lead")


def test_two_writers_of_a_key_leave_the_newest(folder: Path) -> None:
    Drafts(folder, KEYS[1]).keep("k", Draft("first"))
    Drafts(folder, KEYS[1]).keep("k", Draft("second"))
    assert len(list(folder.iterdir())) == 2
    keeper = drafts(folder)
    assert keeper.find("k") == Draft("second")
    keeper.drop("k")
    assert list(folder.iterdir()) == []
    assert keeper.find("k") is None


def test_a_clock_that_went_back_does_not_make_old_text_win(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = drafts(folder)
    keeper.keep("k", Draft("first"))
    monkeypatch.setattr(time, "time_ns", lambda: 5)
    fresh = drafts(folder)
    assert fresh.find("k") == Draft("first")
    fresh.keep("k", Draft("second"))
    assert fresh.find("k") == Draft("second")


def test_what_is_not_ours_is_passed_over_and_left(folder: Path) -> None:
    drafts(folder, sealing.new_identity()).keep("k", Draft("hers"))
    (folder / "junk.age").write_bytes(b"junk")
    (folder / "empty.age").write_bytes(b"")
    (folder / "folder.age").mkdir()
    os.mkfifo(folder / "pipe.age")
    (folder / "odd.age").write_bytes(sealing.seal_to(KEYS[1], b'{"key": 1}'))
    (folder / "list.age").write_bytes(sealing.seal_to(KEYS[1], b"[]"))
    assert drafts(folder).all() == {}
    drafts(folder).drop("k")
    assert len(list(folder.iterdir())) == 7


def test_a_missing_folder_holds_no_drafts(folder: Path) -> None:
    assert drafts(folder).all() == {}
    drafts(folder).drop("k")


def test_a_very_long_text_is_kept_and_an_endless_one_refused(folder: Path) -> None:
    keeper = drafts(folder)
    keeper.keep("k", Draft("x" * 1_000_000))
    with pytest.raises(DraftTooLong) as refusal:
        keeper.keep("k", Draft("y" * 17_000_000))
    assert isinstance(refusal.value, KnownError)
    assert drafts(folder).find("k") == Draft("x" * 1_000_000)


WRITER = """
import sys
from pathlib import Path
from desktop.services.vault.drafts import Draft, Drafts
keeper = Drafts(Path(sys.argv[1]), sys.argv[2])
for n in range(1_000_000):
    keeper.keep("k", Draft(f"{n} " * 5000))
    print(n, flush=True)
"""


@pytest.mark.parametrize("seed", range(10))
def test_killed_while_writing_the_last_one_said_is_whole(folder: Path, seed: int) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, folder, KEYS[1]], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    writer.stdout.readline()
    time.sleep(random.Random(seed).random() * 0.1)
    writer.send_signal(signal.SIGKILL)
    said = [int(line) for line in writer.stdout.read().split()]
    writer.stdout.close()
    writer.wait()
    keeper = drafts(folder)
    found = keeper.find("k")
    assert found is not None
    number = int(found.text.split()[0])
    assert found.text == f"{number} " * 5000
    assert number >= (said[-1] if said else 0)
    keeper.sweep()
    assert len(list(folder.iterdir())) == 1


def test_role_04_a_draft_is_as_long_as_others_of_its_kilobyte(folder: Path) -> None:
    """ROLE-04: who sees the file alone cannot tell a word from half a page."""
    lengths = set()
    for length in (1, 300, 600):
        drafts(folder).keep("note:1", Draft("x" * length))
        (path,) = folder.glob("*.age")
        lengths.add(len(sealing.open_with((KEYS[0],), path.read_bytes())))
        assert drafts(folder).find("note:1") == Draft("x" * length)
        path.unlink()
    assert len(lengths) == 1
