"""The tour drives the real windows through the whole journey; here it is started as a person starts it."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.services.sample import write_sample_files
from desktop.tour import leaving
from desktop.tour.journey import STEPS as ALL

ROOT = Path(__file__).parents[2]
STEPS = [step.name for step in ALL]
PNG = b"\x89PNG"


def tour(folder: Path, *roster: Path) -> subprocess.CompletedProcess[str]:
    """Go on tour in a process of its own; two minutes on a slow machine are no failure."""
    home = folder.parent / "account"
    settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PEERKEEP_HOME": str(home)}
    words = [sys.executable, "-m", "desktop", "--tour", str(folder), *map(str, roster)]
    return subprocess.run(words, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=900, check=False)


def check(folder: Path, done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines[: len(STEPS)]] == STEPS
    assert all(line.endswith(" ok") for line in lines[: len(STEPS)])
    assert done.stderr == ""
    pictures = sorted(folder.glob("[0-9][0-9]-*.png"))
    assert [re.sub(r"^\d\d-", "", path.stem) for path in pictures[: len(STEPS)]] == STEPS
    assert all(path.read_bytes()[:4] == PNG for path in [*pictures, folder / "contact-sheet.png"])
    assert len(pictures) > len(STEPS), "the pages of the documents"
    for name in (leaving.PACK, leaving.REGISTER):
        assert (folder / name).read_bytes().startswith(b"%PDF-")
    assert (folder / leaving.COPY).stat().st_size > 10_000
    rows = list(csv.reader((folder / leaving.TABLE).read_text("utf-8-sig").splitlines()))
    assert len(rows) > 3


def test_the_whole_journey_on_the_sample_files(tmp_path: Path) -> None:
    folder = tmp_path / "tour"
    folder.mkdir()
    (folder / "of the person.txt").write_text("stays")
    (folder / "07-left-by-an-earlier-tour.png").write_text("goes")
    check(folder, tour(folder))
    assert (folder / "of the person.txt").read_text() == "stays"
    left = [path.name for path in (tmp_path / "account").rglob("*") if path.is_file()]
    assert [name for name in left if not name.endswith(".lock")] == [], "the tour lives in a temporary home"


@pytest.mark.long
@pytest.mark.parametrize("name", ["roster.csv", "oneroster.zip", "set"])
def test_the_whole_journey_on_a_roster_of_ones_own(name: str, tmp_path: Path) -> None:
    """Participants are enrolled by keys then, and their free periods clicked."""
    import zipfile

    school = tmp_path / "school"
    school.mkdir()
    made = write_sample_files(school)
    with zipfile.ZipFile(made.oneroster) as files:
        files.extractall(school / "set")
    folder = tmp_path / "tour"
    check(folder, tour(folder, school / name))


@pytest.mark.long
def test_a_roster_that_is_none_fails_the_tour_and_the_rest_goes_on(tmp_path: Path) -> None:
    """Marked by its step, with a picture of what the window said of it."""
    (tmp_path / "letter.csv").write_text("Dear Sir or Madam\n")
    done = tour(tmp_path / "tour", tmp_path / "letter.csv")
    assert done.returncode == 1
    assert "FAILED  roster-dry-run: " in done.stdout
    assert "FAILED  matching-published: left out, for want of " in done.stdout
    assert re.search(r"^person-added +[\d.]+ s  ok$", done.stdout, re.MULTILINE)
    assert re.search(r"^help +[\d.]+ s  ok$", done.stdout, re.MULTILINE)
