"""Start Peerkeep, or anything of it, from this folder. Needs Python 3.11 to 3.13 and pip; nothing else.

  python3 run.py                        open Peerkeep
  python3 run.py --sample               open it with the sample school
  python3 run.py --tour DIR [ROSTER]    drive the real windows through the whole journey, pictures into DIR
  python3 run.py cli ...                the same verbs without a window (cli --help lists them)
  python3 run.py test [PYTEST WORDS]    pass all tests, without a display
  python3 run.py build                  make a one-folder program for this system
  python3 run.py fetch DIR              on a connected computer: bring what is needed into DIR
  python3 run.py --from DIR [WORDS]     on an offline computer of the same kind: take it from there

The first start makes an environment of its own in .venv/ beside this file; later ones need no connection.
What this file has to say goes to standard error: standard output belongs to the command.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "made-from"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

# What the Qt wheels load from the system, each with its Debian package: for any window, and for X11 alone.
QT_LIBRARIES = """libGL.so.1 libgl1, libEGL.so.1 libegl1, libfontconfig.so.1 libfontconfig1,
    libfreetype.so.6 libfreetype6, libglib-2.0.so.0 libglib2.0-0, libdbus-1.so.3 libdbus-1-3, libX11.so.6 libx11-6,
    libxkbcommon.so.0 libxkbcommon0, libbrotlidec.so.1 libbrotli1, libgssapi_krb5.so.2 libgssapi-krb5-2,
    libzstd.so.1 libzstd1"""
X11_LIBRARIES = """libxcb-cursor.so.0 libxcb-cursor0, libxcb-icccm.so.4 libxcb-icccm4, libxcb-image.so.0 libxcb-image0,
    libxcb-keysyms.so.1 libxcb-keysyms1, libxcb-render-util.so.0 libxcb-render-util0, libxcb-render.so.0 libxcb-render0,
    libxcb-shape.so.0 libxcb-shape0, libxcb-xkb.so.1 libxcb-xkb1, libxkbcommon-x11.so.0 libxkbcommon-x11-0,
    libxcb-randr.so.0 libxcb-randr0, libxcb-sync.so.1 libxcb-sync1, libxcb-xfixes.so.0 libxcb-xfixes0,
    libxcb-shm.so.0 libxcb-shm0, libxcb-util.so.1 libxcb-util1, libX11-xcb.so.1 libx11-xcb1"""
NO_DISPLAY = """There is no display here, so Peerkeep cannot open its window. Without a display these work:
  python3 run.py cli ...               every verb as a command (cli sample WORKSPACE makes the sample school)
  python3 run.py --tour DIR [ROSTER]   the whole journey, as pictures and PDFs in DIR
  python3 run.py test                  the tests
With a display, python3 run.py --sample opens the sample school."""


def stop(sentence: str) -> NoReturn:
    """End with one plain sentence on standard error, exit code 1."""
    sys.exit(sentence)


def say(sentence: str) -> None:
    """Tell the person at the terminal something that is not the command's output."""
    print(sentence, file=sys.stderr, flush=True)


def check_python() -> None:
    """Stop unless the running Python is one that the pinned libraries are made for."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        found = sys.version.split()[0]
        stop(f"Peerkeep needs Python 3.11, 3.12 or 3.13; this is {found}. Use one of those: python3.12 run.py")


def run(*command: object) -> bool:
    """Run a command with its output on standard error; return whether it succeeded."""
    settings = {**os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    quiet = {key: value for key, value in settings.items() if key not in {"PIP_TARGET", "PIP_PREFIX", "PYTHONPATH"}}
    return subprocess.call([str(word) for word in command], stdout=sys.stderr.fileno(), env=quiet) == 0


def has_pip(python: object) -> bool:
    """Whether that Python can run pip."""
    asked = subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True, check=False)
    return asked.returncode == 0


def pip() -> list[object]:
    """Return the pip that installs into .venv: this Python's own (Debian's venv has none), or a new one in .venv."""
    if has_pip(sys.executable):
        return [sys.executable, "-m", "pip", "--python", PYTHON]
    if has_pip(PYTHON) or run(PYTHON, "-m", "ensurepip"):
        return [PYTHON, "-m", "pip"]
    stop("This Python has no pip. On Debian and Ubuntu: sudo apt install python3-pip python3-venv")


def wheels(*words: object) -> list[object]:
    """Return pip's words for exactly the pinned files: hashes checked, nothing compiled."""
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    return [*words, *quiet, "--require-hashes", "--only-binary", ":all:", "-r", LOCK]


def make_environment(source: str | None) -> None:
    """Make or mend .venv so that it holds what the lock file names; do nothing when it does already.

    A .venv without a stamp was never finished and is made anew; one with another lock's stamp is
    complete and is brought up to date in place.
    """
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if PYTHON.exists() and STAMP.exists():
        if STAMP.read_text() == wanted:
            return
        STAMP.unlink()
    else:
        check_python()
        try:
            import venv
        except ImportError:
            stop("This Python cannot make environments. On Debian and Ubuntu: sudo apt install python3-venv")
        say("Making Peerkeep's own environment in .venv/ (once; about 1 GB, some minutes) ...")
        shutil.rmtree(VENV, ignore_errors=True)
        venv.create(VENV, clear=True, symlinks=os.name != "nt")
    place = ["--no-index", "--find-links", Path(source).resolve()] if source else []
    if not run(*pip(), *wheels("install"), *place):
        stop(
            "The environment could not be made; the lines above say why. It needs about 1.5 GB and a connection to a "
            "package index, or a folder filled by `python3 run.py fetch DIR`: python3 run.py --from DIR"
        )
    packages = next(VENV.glob("Lib/site-packages" if os.name == "nt" else "lib/python3*/site-packages"))
    # Relative, so that the folder can be moved with its environment.
    (packages / "peerkeep.pth").write_text(os.path.relpath(ROOT, packages) + "\n")
    STAMP.write_text(wanted)


def fetch(words: list[str]) -> None:
    """Bring the pinned files into a folder, for `--from` on a computer with the same system and Python version."""
    check_python()
    if len(words) != 1:
        stop("Say where to: python3 run.py fetch DIR")
    fetching_pip: list[object] = [sys.executable, "-m", "pip"] if has_pip(sys.executable) else [PYTHON, "-m", "pip"]
    if not run(*fetching_pip, *wheels("download"), "--dest", Path(words[0]).resolve()):
        stop("Not everything could be fetched; the lines above say why.")
    say(
        f"Done. Carry that folder and this one to a computer with the same system and Python {sys.version_info[0]}."
        f"{sys.version_info[1]}, then: python3 run.py --from DIR"
    )


def check_system(words: list[str]) -> None:
    """On Linux, stop with one sentence when a window cannot open: no display, or a system library missing."""
    if not sys.platform.startswith("linux") or words[:1] in (["cli"], ["build"]) or "--version" in words:
        return
    headless = not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if words[:1] == ["test"] or (headless and "--tour" in words):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    platform = os.environ.get("QT_QPA_PLATFORM")
    if headless and not platform:
        stop(NO_DISPLAY)
    x11 = platform == "xcb" or not (platform or os.environ.get("WAYLAND_DISPLAY"))
    needed = dict(pair.split() for pair in (QT_LIBRARIES + (", " + X11_LIBRARIES if x11 else "")).split(","))
    missing = [name for name in needed if not loads(name)]
    if missing:
        packages = " ".join(needed[name] for name in missing)
        stop(
            f"The system lacks {', '.join(missing)}. On Debian and Ubuntu this installs what is missing: "
            f"sudo apt install --no-install-recommends {packages}"
        )


def loads(library: str) -> bool:
    """Whether the system's loader finds a library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def command(words: list[str]) -> list[str]:
    """Return the words for .venv's Python. `-P` keeps the folder the user stands in out of the import path."""
    if words[:1] == ["test"]:
        os.chdir(ROOT)
        # Files go to the workers in the order of tests/conftest.py: slow ones first, so that none is left at the end.
        # Three of them keep two cores at work while one waits for a window or a process.
        return ["-m", "pytest", "-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", *words[1:]]
    if words[:1] == ["build"]:
        return ["-P", str(ROOT / "installers" / "build.py"), *words[1:]]
    if words[:1] == ["cli"]:
        return ["-P", "-m", "desktop.cli", *words[1:]]
    return ["-P", "-m", "desktop", *words]


def main(words: list[str]) -> None:
    """Do what the words ask; on POSIX this process becomes the command."""
    if words[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return
    if words[:1] == ["fetch"]:
        fetch(words[1:])
        return
    source = None
    if words[:1] == ["--from"]:
        if len(words) < 2 or not Path(words[1]).is_dir():
            stop("Say which folder: python3 run.py --from DIR (filled by python3 run.py fetch DIR)")
        source, words = words[1], words[2:]
    check_system(words)
    try:
        make_environment(source)
        argv = [str(PYTHON), *command(words)]
        if os.name == "nt":
            sys.exit(subprocess.call(argv))
        os.execv(argv[0], argv)  # noqa: S606 - .venv's own Python, no shell wanted
    except OSError as error:
        stop(
            f"Peerkeep's own environment in .venv/ cannot be used ({error.strerror}). Start as the user to whom this "
            "folder belongs, or remove .venv/ and start again."
        )


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
