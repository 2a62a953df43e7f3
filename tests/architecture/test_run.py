"""run.py: what it says before there is an environment, and that standard output stays the command's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays and system libraries of Linux")


def start(*words: str, code: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run run.py with `words`, or `code` that may change it first, without any display."""
    display = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {key: value for key, value in os.environ.items() if key not in display} | settings
    command = ["-c", f"import run; {code}; run.main({list(words)!r})"] if code else [str(ROOT / "run.py"), *words]
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


@linux
def test_without_a_display_it_names_what_works() -> None:
    said = start()
    assert said.returncode == 1
    assert said.stdout == ""
    for words in ("no display", "run.py cli", "--sample", "--tour DIR [ROSTER]", "run.py test"):
        assert words in said.stderr


@linux
def test_a_missing_system_library_gets_one_sentence_with_the_command() -> None:
    said = start("--tour", "x", code="run.QT_LIBRARIES = 'libabsent.so.9 libabsent9, libc.so.6 libc6'")
    assert said.returncode == 1
    assert said.stdout == ""
    assert "lacks libabsent.so.9." in said.stderr
    assert "sudo apt install --no-install-recommends libabsent9\n" in said.stderr
    assert "Traceback" not in said.stderr


def test_python_too_old_or_too_new_gets_one_sentence(tmp_path: Path) -> None:
    for version in ("(3, 10, 4)", "(3, 14, 0)"):
        code = f"import sys; from pathlib import Path; run.VENV = Path({str(tmp_path / 'v')!r})"
        code += f"; run.PYTHON = run.STAMP = run.VENV / 'x'; sys.version_info = {version}"
        said = start("cli", code=code)
        assert said.returncode == 1
        assert "needs Python 3.11, 3.12 or 3.13" in said.stderr
        assert said.stderr.count("\n") == 1


def test_folders_must_be_named() -> None:
    assert "run.py fetch DIR" in start("fetch").stderr
    assert "run.py --from DIR" in start("--from", "/nowhere").stderr


def test_help_needs_no_environment() -> None:
    said = start("--help")
    assert said.returncode == 0
    assert "python3 run.py test" in said.stdout
    assert said.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission to execute")
def test_an_environment_that_may_not_be_used_gets_one_sentence(tmp_path: Path) -> None:
    """Its Python is there and complete, and this account may not run it."""
    python, stamp = tmp_path / "python", tmp_path / "made-from"
    python.write_text("not for everybody")
    code = f"import hashlib; from pathlib import Path; run.PYTHON = Path({str(python)!r})"
    code += (
        f"; run.STAMP = Path({str(stamp)!r}); run.STAMP.write_text(hashlib.sha256(run.LOCK.read_bytes()).hexdigest())"
    )
    said = start("cli", "--help", code=code)
    assert said.returncode == 1
    assert "in .venv/ cannot be used (Permission denied)" in said.stderr
    assert said.stderr.count("\n") == 1


def test_an_environment_that_cannot_even_be_looked_at_gets_one_sentence(tmp_path: Path) -> None:
    """A file stands where a folder of it should: what the system says of that is no business of a counsellor."""
    (tmp_path / "v").write_text("no folder")
    code = f"from pathlib import Path; run.VENV = Path({str(tmp_path / 'v')!r}); run.PYTHON = run.VENV / 'x'"
    code += "; run.STAMP = run.VENV / 'y'; run.check_python = lambda: None"
    said = start("cli", "--help", code=code)
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    assert "in .venv/ cannot be used" in said.stderr
