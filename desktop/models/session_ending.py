"""When the person leaves the laptop by ways of the system: sleep, lid, lock, another user, screen saver, logout.

`left` means lock now; `ending` means that the session of the system ends and there is no time for more than
keeping what is typed. Windows tells windows, macOS its notices, Linux D-Bus (services/system_events.py).
"""

from __future__ import annotations

import os
import sys
from typing import Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from desktop.services import system_events

_LOGIND = "org.freedesktop.login1"
_SESSION = "org.freedesktop.login1.Session"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_SYSTEM_BUS = "unix:path=/run/dbus/system_bus_socket"
# GNOME and KDE speak of the screen saver in the common way and in their own; the others in theirs.
_SAVERS = tuple(f"org.{name}.ScreenSaver" for name in ("freedesktop", "gnome", "cinnamon", "mate", "xfce"))
_LOOK_EVERY_MS = 1_000
_ANSWER_MS = 2_000


class SessionEnding(QObject):
    """Signals: `left()`, lock now; `ending()`, the system's session ends. `begin` once there is something to lock."""

    left = Signal()
    ending = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._filter: _WindowsFilter | None = None
        self._bus: _Bus | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def begin(self, window: int) -> None:
        """Begin to listen; `window` is the native handle of the main window. A second call does nothing."""
        if self._filter is not None or self._bus is not None:
            return
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.commitDataRequest.connect(self._on_commit)
        if sys.platform == "win32":
            self._filter = _WindowsFilter(self)
            if application is not None:
                application.installNativeEventFilter(self._filter)
            system_events.watch_session(window)
            self._timer.start()
        elif sys.platform == "darwin":
            system_events.watch_mac(self.left.emit)
        else:
            self._bus = _Bus(self)
            self._bus.begin()
        system_events.on_termination(self.ending.emit)

    def hear(self, meaning: str) -> None:
        """Pass on what a message of the system meant."""
        if meaning == system_events.LOCKED:
            self.left.emit()
        elif meaning == system_events.ENDING:
            self.ending.emit()

    def _look(self) -> None:
        if system_events.screen_saver_runs():
            self.left.emit()

    def _on_commit(self, _manager: object) -> None:
        self.ending.emit()


class _WindowsFilter(QAbstractNativeEventFilter):
    """Looks at every message of Windows to a window of ours; lets each through."""

    def __init__(self, heard: SessionEnding) -> None:
        super().__init__()
        self._heard = heard

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        """Hear what concerns the session."""
        meaning = system_events.meaning_at(int(message))
        if meaning:
            self._heard.hear(meaning)
        return False, 0


def is_local(address: str) -> bool:
    """Say whether a D-Bus address is a Unix socket, and nothing that goes over a network or starts a program."""
    parts = address.split(";")
    return bool(address) and all(part.startswith("unix:") for part in parts)


def session_path(name: str) -> str:
    """Give the path of a session of logind by its id (XDG_SESSION_ID), escaped as systemd does; "" for none.

    Letters and digits stand for themselves, but a digit in the first place does not.
    """
    if not name:
        return ""
    plain = [
        chr(byte) if chr(byte).isalnum() and byte < 128 and (at or not chr(byte).isdigit()) else f"_{byte:02x}"
        for at, byte in enumerate(name.encode())
    ]
    return "/org/freedesktop/login1/session/" + "".join(plain)


class _Bus(QObject):
    """Hears logind and the screen savers. Where there is no D-Bus, nothing is heard and nothing is wrong."""

    def __init__(self, heard: SessionEnding) -> None:
        super().__init__(heard)
        self._heard = heard
        self._buses: list[Any] = []
        # Holding this keeps the laptop awake until the process has ended, five seconds at most.
        self._delay: object = None
        self._session = session_path(os.environ.get("XDG_SESSION_ID", ""))

    def begin(self) -> None:
        """Subscribe, where there is a bus on this machine."""
        system = self._connect(os.environ.get("DBUS_SYSTEM_BUS_ADDRESS", _SYSTEM_BUS), "peerkeep-system")
        if system is not None:
            manager = "/org/freedesktop/login1", f"{_LOGIND}.Manager"
            self._on(system, *manager, "PrepareForSleep", "on_switched(bool)")
            self._on(system, *manager, "PrepareForShutdown", "on_shutdown(bool)")
            self._on(system, self._session, _SESSION, "Lock", "on_left()")
            if self._session:
                self._on(system, self._session, _PROPERTIES, "PropertiesChanged", "on_changed()")
            self._ask_for_delay(system)
        own = self._connect(os.environ.get("DBUS_SESSION_BUS_ADDRESS", ""), "peerkeep-session")
        for saver in _SAVERS if own is not None else ():
            self._on(own, "", saver, "ActiveChanged", "on_switched(bool)")

    def _connect(self, address: str, name: str) -> Any:  # noqa: ANN401 - QtDBus is imported late
        """Give a connection or None; QtDBus is loaded only here, after the window stands."""
        path = address.removeprefix("unix:path=").split(",")[0]
        if not is_local(address) or (address.startswith("unix:path=") and not os.path.exists(path)):
            return None
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:  # a system without the library; the two clocks and the idle time are left
            return None
        bus = QDBusConnection.connectToBus(address, name)
        if not bus.isConnected():
            return None
        self._buses.append(bus)
        return bus

    def _on(self, bus: Any, path: str, interface: str, signal: str, slot: str) -> None:  # noqa: ANN401 - as above
        bus.connect("", path, interface, signal, self, SLOT(slot))

    def _ask_for_delay(self, bus: Any) -> None:  # noqa: ANN401 - as above
        """Ask that sleep and shutdown wait for us: what is on the screen when it wakes is then the unlock page."""
        from PySide6.QtDBus import QDBusMessage

        call = QDBusMessage.createMethodCall(_LOGIND, "/org/freedesktop/login1", f"{_LOGIND}.Manager", "Inhibit")
        call.setArguments(["sleep:shutdown", "Peerkeep", "Locks before sleep", "delay"])
        self._delay = bus.asyncCall(call, _ANSWER_MS)

    @Slot(bool)
    def on_switched(self, on: bool) -> None:
        """Sleep comes or is over, the screen saver runs or has ended: both are a reason."""
        self._heard.left.emit()

    @Slot(bool)
    def on_shutdown(self, on: bool) -> None:
        """The machine is about to be switched off."""
        if on:
            self._heard.ending.emit()

    @Slot()
    def on_left(self) -> None:
        """The session was locked."""
        self._heard.left.emit()

    @Slot()
    def on_changed(self) -> None:
        """Something about our session changed: ask whether another user has the screen now, or whether it is locked."""
        for name, away in (("Active", False), ("LockedHint", True)):
            self._ask(name, away)

    def _ask(self, name: str, away: bool) -> None:
        from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

        call = QDBusMessage.createMethodCall(_LOGIND, self._session, _PROPERTIES, "Get")
        call.setArguments([_SESSION, name])
        watcher = QDBusPendingCallWatcher(self._buses[0].asyncCall(call, _ANSWER_MS), self)

        def answered() -> None:
            found = watcher.reply().arguments()
            value = found[0].variant() if found and hasattr(found[0], "variant") else None
            watcher.deleteLater()
            if value is away:
                self._heard.left.emit()

        watcher.finished.connect(answered)
