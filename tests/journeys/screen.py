"""A screen without glass, and hands on its keyboard: Xvfb and xdotool, as outside the program as a person is."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import struct
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

TOOLS = ("Xvfb", "xdotool")
_SIZE = 1366, 768


def missing() -> list[str]:
    """Name what this machine lacks."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def wait_until(true: Callable[[], object], seconds: float, what: str) -> None:
    """Look again and again; TimeoutError names what did not come."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.01)


class Screen:
    """One X server of its own; what it shows lies in a file."""

    def __init__(self, place: Path) -> None:
        self._frames = place / "frames"
        self._frames.mkdir()
        reading, writing = os.pipe()
        width, height = _SIZE
        options = ["-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-fbdir", str(self._frames)]
        self._server = subprocess.Popen(
            ["Xvfb", *options, "-nolisten", "tcp"], pass_fds=[writing], stderr=subprocess.DEVNULL
        )
        os.close(writing)
        with os.fdopen(reading) as said:
            self.display = f":{said.readline().strip()}"

    def close(self) -> None:
        """End the server."""
        self._server.terminate()
        self._server.wait()

    def pixels(self) -> bytes:
        """Give what is shown now, four bytes to a pixel, from the framebuffer's dump (an XWD file)."""
        dump = (self._frames / "Xvfb_screen0").read_bytes()
        header, colours = struct.unpack(">I", dump[:4])[0], struct.unpack(">I", dump[76:80])[0]
        return dump[header + colours * 12 :]

    def shows(self, picture: bytes, least: float = 0.995) -> bool:
        """Say whether nearly everything looks as in `picture`: a caret blinks, and a time is shown."""
        now = self.pixels()
        step = 4 * 7
        same = sum(now[at : at + 3] == picture[at : at + 3] for at in range(0, len(picture), step))
        return same >= least * len(range(0, len(picture), step))

    def key(self, *keys: str) -> None:
        """Press keys such as "ctrl+l"."""
        self._do("key", "--delay", "20", *keys)

    def type(self, text: str) -> None:
        """Type a text."""
        self._do("type", "--delay", "8", text)

    def focus(self) -> None:
        """Give the keyboard to the program's window, as a window manager does when one appears."""
        self._do("search", "--onlyvisible", "--name", "^Peerkeep$", "windowfocus")

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env={**os.environ, "DISPLAY": self.display}, check=True, timeout=60)

    def settle(self, quiet: float = 0.5, seconds: float = 30) -> bytes:
        """Wait until the picture stands still, but for a caret; give it."""
        end, since, seen = time.monotonic() + seconds, time.monotonic(), self.pixels()
        while time.monotonic() - since < quiet:
            if time.monotonic() > end:
                raise TimeoutError("the screen never stands still")
            time.sleep(0.05)
            if not self.shows(seen, 0.999):
                since, seen = time.monotonic(), self.pixels()
        return seen


def end(pid: int) -> None:
    """Kill a process by its number, if it is still there."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
