"""ENV-11: the watch over the whole suite bites, in Python and in the kernel, and nobody can swallow what it says."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import network_watch

ROOT = Path(__file__).resolve().parents[1]
SWALLOWED = """
import contextlib, socket
def test_quiet():
    with contextlib.suppress(BaseException):
        socket.create_connection(("192.0.2.1", 9), 0.1)
"""
NATIVE = "import ctypes; ctypes.CDLL(None).socket({family}, 1, 0); print('made')"
QT = "from PySide6.QtNetwork import QUdpSocket; QUdpSocket().bind(9); print('made')"


def python(*words: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run this Python as the child of a watched process."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, *words], cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    "ask",
    [
        lambda: socket.socket(),
        lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
        lambda: socket.getaddrinfo("localhost", 80),
        lambda: socket.create_connection(("127.0.0.1", 9), 0.1),
    ],
)
def test_env_11_asking_for_the_network_is_refused_and_remembered(ask: Callable[[], object]) -> None:
    with pytest.raises(network_watch.NetworkUsed):
        ask()
    assert len(network_watch.seen) == 1
    assert "test_network_watch.py" in network_watch.seen.pop()


def test_env_11_a_swallowed_refusal_fails_the_run_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "test_quiet.py").write_text(SWALLOWED)
    done = python(
        "-m", "pytest", "-q", "-p", "tests.conftest", "-p", "no:cacheprovider", str(tmp_path), folder=tmp_path
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "ENV-11" in done.stdout


@pytest.mark.skipif(not network_watch.begin(), reason="the kernel's filter is Linux's, on x86-64 and ARM")
@pytest.mark.parametrize("code", [NATIVE.format(family=2), NATIVE.format(family=10), QT], ids=["v4", "v6", "Qt"])
def test_env_11_what_python_does_not_see_ends_the_process(code: str) -> None:
    """A child that never heard of the watch makes its socket in C."""
    done = python("-c", code)
    assert "made" not in done.stdout
    assert done.returncode == -signal.SIGSYS


def test_env_11_sockets_of_the_display_are_not_the_network(tmp_path: Path) -> None:
    if not hasattr(socket, "AF_UNIX"):
        pytest.skip("no Unix sockets here")
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as one, pytest.raises(FileNotFoundError):
        one.connect(str(tmp_path / "display"))
    assert network_watch.seen == []
