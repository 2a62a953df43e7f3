"""Build the one-folder program for the system this runs on, and start it once: `python3 run.py build`.

The folder lands in dist/peerkeep. Build on the oldest system you support: the program needs that
system's C library or a newer one. What is built on one system runs on that kind of system only.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "dist" / "peerkeep"
ENDING = ".exe" if os.name == "nt" else ""
# Long enough for a slow machine to fail in; a window that is up by then stays up.
PATIENCE = 20


def build() -> None:
    """Run PyInstaller; its own messages tell what went wrong."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    folders = ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build")]
    if subprocess.call([*command, *folders, str(ROOT / "installers" / "peerkeep.spec")], cwd=ROOT) != 0:
        sys.exit("The program could not be built; the lines above say why.")


def check(home: str) -> None:
    """Ask both programs for their version and see the window stay up. Stops with a sentence when one fails."""
    # Nothing of this checkout or its environment may be needed: the home is empty and so is the path.
    given = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    settings = {**given, "PEERKEEP_HOME": home, "QT_QPA_PLATFORM": "offscreen"}
    for words in (["peerkeep", "--version"], ["peerkeep-cli", "--help"]):
        command = [str(PROGRAM / (words[0] + ENDING)), *words[1:]]
        if subprocess.call(command, cwd=home, env=settings, stdout=sys.stderr.fileno(), timeout=120) != 0:
            sys.exit(f"The built program failed: {' '.join(words)}")
    window = subprocess.Popen([str(PROGRAM / ("peerkeep" + ENDING))], cwd=home, env=settings)
    try:
        code = window.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        window.terminate()
        window.wait()
    else:
        sys.exit(f"The built program's window did not stay up: it ended with {code}.")


def main() -> None:
    """Build, check, and say where the program is and how large."""
    build()
    with tempfile.TemporaryDirectory() as home:
        check(home)
    size = sum(path.stat().st_size for path in PROGRAM.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"dist/peerkeep ({size / 1e6:.0f} MB): started once, stays up. Hand over the whole folder.", file=sys.stderr)


if __name__ == "__main__":
    main()
