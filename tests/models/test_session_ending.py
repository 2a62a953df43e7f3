"""LOCK-03, CRASH-22: what the systems tell of sleep, lock, switch of user, screen saver and logout, and what it means.

Linux: a real D-Bus of the test's own, on which the test plays logind and the desktops. Windows: the meaning of its
messages; that they arrive has to be tried on Windows.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.models import session_ending
from desktop.models.session_ending import SessionEnding, is_local, session_path
from desktop.services import system_events
from desktop.services.system_events import ENDING, LOCKED, meaning, says_lid_closed

pytest.importorskip("PySide6.QtDBus")

from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusVariant, QDBusVirtualObject

LOGIND = "/org/freedesktop/login1"
MANAGER = "org.freedesktop.login1.Manager"


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[QDBusConnection]:
    """A bus that stands for the system's and the desktop's; gives the other end, from which the test speaks."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("needs dbus-daemon")
    options = ["--session", "--nofork", "--print-address=1", f"--address=unix:path={tmp_path}/bus"]
    with subprocess.Popen([daemon, *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout is not None
        address = server.stdout.readline().decode().strip()
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        monkeypatch.setenv("XDG_SESSION_ID", "2")
        yield QDBusConnection.connectToBus(address, f"teller{server.pid}")
        server.terminate()
        QDBusConnection.disconnectFromBus(f"teller{server.pid}")
        for name in ("peerkeep-system", "peerkeep-session"):
            QDBusConnection.disconnectFromBus(name)


@pytest.fixture
def no_signals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the run's own signals alone."""
    monkeypatch.setattr(system_events, "on_termination", lambda _act: None)


def tell(bus: QDBusConnection, path: str, interface: str, name: str, *values: object) -> None:
    message = QDBusMessage.createSignal(path, interface, name)
    message.setArguments(list(values))
    assert bus.send(message)


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus")
@pytest.mark.parametrize(
    ("told", "heard"),
    [
        ((LOGIND, MANAGER, "PrepareForSleep", True), "left"),
        ((LOGIND, MANAGER, "PrepareForSleep", False), "left"),
        ((LOGIND, MANAGER, "PrepareForShutdown", True), "ending"),
        ((f"{LOGIND}/session/_32", "org.freedesktop.login1.Session", "Lock"), "left"),
        (("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", True), "left"),
        (("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", True), "left"),
    ],
)
@pytest.mark.usefixtures("no_signals")
def test_linux_tells_by_dbus(qtbot: QtBot, bus: QDBusConnection, told: tuple[str, ...], heard: str) -> None:
    watch = SessionEnding()
    watch.begin(0)
    with qtbot.waitSignal(getattr(watch, heard), timeout=5_000):
        tell(bus, *told)


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus")
@pytest.mark.usefixtures("no_signals")
def test_another_users_session_locks_nothing_here(qtbot: QtBot, bus: QDBusConnection) -> None:
    watch, heard = SessionEnding(), []
    watch.left.connect(lambda: heard.append(1))
    watch.begin(0)
    tell(bus, f"{LOGIND}/session/c7", "org.freedesktop.login1.Session", "Lock")
    with qtbot.waitSignal(watch.ending, timeout=5_000):
        tell(bus, LOGIND, MANAGER, "PrepareForShutdown", True)
    assert heard == []


class Logind(QDBusVirtualObject):
    """Answers as logind would: one session, and a delay before sleep for who asks."""

    def __init__(self, bus: QDBusConnection) -> None:
        super().__init__()
        self.asked: list[tuple[str, list[object]]] = []
        self.session: dict[str, bool] = {"Active": True, "LockedHint": False}
        assert bus.registerService("org.freedesktop.login1")
        assert bus.registerVirtualObject(LOGIND, self, QDBusConnection.VirtualObjectRegisterOption.SubPath)

    def introspect(self, path: str) -> str:
        """Nobody asks."""
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        """Answer."""
        self.asked.append((message.member(), message.arguments()))
        answer: object = None
        if message.member() == "Get":
            answer = QDBusVariant(self.session[str(message.arguments()[1])])
        return bool(connection.send(message.createReply([]) if answer is None else message.createReply(answer)))


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus")
@pytest.mark.usefixtures("no_signals")
def test_sleep_waits_for_us_and_another_user_at_the_screen_locks(qtbot: QtBot, bus: QDBusConnection) -> None:
    logind = Logind(bus)
    watch, heard = SessionEnding(), []
    watch.left.connect(lambda: heard.append(1))
    watch.begin(0)
    qtbot.waitUntil(lambda: bool(logind.asked), timeout=5_000)
    assert logind.asked[0] == ("Inhibit", ["sleep:shutdown", "Peerkeep", "Locks before sleep", "delay"])
    changed = (f"{LOGIND}/session/_32", "org.freedesktop.DBus.Properties", "PropertiesChanged")
    tell(bus, *changed, "org.freedesktop.login1.Session", {}, [])
    qtbot.waitUntil(lambda: len(logind.asked) == 3, timeout=5_000)
    qtbot.wait(50)
    assert heard == [], "something else changed"
    for name, away in (("Active", False), ("LockedHint", True)):
        before = len(heard)
        logind.session = {"Active": True, "LockedHint": False} | {name: away}
        tell(bus, *changed, "org.freedesktop.login1.Session", {}, [])
        qtbot.waitUntil(lambda before=before: len(heard) == before + 1, timeout=5_000)


@pytest.mark.usefixtures("no_signals")
def test_without_any_bus_nothing_is_wrong(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    watch = SessionEnding()
    watch.begin(0)
    watch.begin(0)


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("unix:path=/run/user/1000/bus", True),
        ("unix:abstract=/tmp/x,guid=1;unix:path=/a", True),
        ("tcp:host=192.0.2.1,port=9", False),
        ("unix:path=/a;tcp:host=192.0.2.1", False),
        ("autolaunch:", False),
        ("unixexec:path=ssh", False),
        ("", False),
    ],
)
def test_env_11_only_a_socket_on_this_machine_is_a_bus(address: str, local: bool) -> None:
    """ENV-11: a D-Bus address may name a network or a program; those are not taken."""
    assert is_local(address) == local


def test_names_of_sessions_are_escaped_as_systemd_does() -> None:
    assert [session_path(name).rpartition("/")[2] for name in ("2", "c1", "12", "a-b", "")] == [
        "_32", "c1", "_312", "a_2db", "",
    ]  # fmt: skip


WM_QUERYENDSESSION, WM_ENDSESSION, WM_SYSCOMMAND, WM_POWERBROADCAST, WM_WTSSESSION_CHANGE = (
    0x11, 0x16, 0x112, 0x218, 0x2B1,
)  # fmt: skip


@pytest.mark.parametrize(
    ("message", "wparam", "means"),
    [
        (WM_WTSSESSION_CHANGE, 7, LOCKED),  # lock
        (WM_WTSSESSION_CHANGE, 8, ""),  # unlock
        (WM_WTSSESSION_CHANGE, 2, LOCKED),  # another user at the console
        (WM_WTSSESSION_CHANGE, 4, LOCKED),  # remote desktop disconnected
        (WM_WTSSESSION_CHANGE, 1, ""),
        (WM_POWERBROADCAST, 4, LOCKED),  # suspend
        (WM_POWERBROADCAST, 0x12, LOCKED),  # resumed by itself: the suspend was not told
        (WM_POWERBROADCAST, 0xA, ""),  # battery
        (WM_SYSCOMMAND, 0xF142, LOCKED),  # screen saver; the low bits are the system's own
        (WM_SYSCOMMAND, 0xF030, ""),  # maximise
        (WM_QUERYENDSESSION, 0, ENDING),
        (WM_ENDSESSION, 1, ENDING),
        (WM_ENDSESSION, 0, ""),  # somebody else refused
        (0x0200, 7, ""),
    ],
)
def test_what_messages_of_windows_mean(message: int, wparam: int, means: str) -> None:
    assert meaning(message, wparam) == means


def test_a_closed_lid_is_told_as_a_setting() -> None:
    lid = bytes.fromhex("4d0f3eba17b89440a2d1d56379e6a0f3") + (4).to_bytes(4, "little")
    assert says_lid_closed(lid + bytes(4))
    assert not says_lid_closed(lid + b"\1\0\0\0")
    assert not says_lid_closed(bytes(24))
    assert meaning(WM_POWERBROADCAST, 0x8013, closed_lid=True) == LOCKED
    assert meaning(WM_POWERBROADCAST, 0x8013) == ""


def test_what_was_meant_is_passed_on(qtbot: QtBot) -> None:
    watch = SessionEnding()
    with qtbot.waitSignal(watch.left):
        watch.hear(LOCKED)
    with qtbot.waitSignal(watch.ending):
        watch.hear(ENDING)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_the_system_asks_the_process_to_end() -> None:
    heard: list[int] = []
    before = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGHUP)}
    try:
        system_events.on_termination(lambda: heard.append(1))
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGHUP)
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    assert heard == [1, 1]


def test_the_other_systems_answer_no_where_they_are_not() -> None:
    if sys.platform != "win32":
        assert not system_events.watch_session(1)
        assert not system_events.screen_saver_runs()
        assert system_events.meaning_at(0) == ""
    if sys.platform != "darwin":
        assert not system_events.watch_mac(lambda: None)
    assert session_ending._SAVERS[0] == "org.freedesktop.ScreenSaver"
