"""What Windows and macOS tell of the session: sleep, lid, lock, switch of user, screen saver, logout; and screenshots.

Calls of the system only; what they mean for the window is decided above. On Linux the same comes over D-Bus
(models/session_ending.py). Sources: learn.microsoft.com on WM_WTSSESSION_CHANGE, WM_POWERBROADCAST, WM_ENDSESSION
and SetWindowDisplayAffinity; developer.apple.com on NSWorkspace, NSWindow.sharingType and CFNotificationCenter.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import signal
import sys
from collections.abc import Callable
from typing import Any, Final

LOCKED: Final = "locked"
ENDING: Final = "ending"

_WM_QUERYENDSESSION, _WM_ENDSESSION, _WM_SYSCOMMAND = 0x0011, 0x0016, 0x0112
_WM_POWERBROADCAST, _WM_WTSSESSION_CHANGE = 0x0218, 0x02B1
_SC_SCREENSAVE, _SC_MONITORPOWER = 0xF140, 0xF170
# WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOGOFF, WTS_SESSION_LOCK.
_WTS_AWAY: Final = {0x2, 0x4, 0x6, 0x7}
# PBT_APMSUSPEND, PBT_APMRESUMESUSPEND, PBT_APMRESUMEAUTOMATIC: whichever comes first.
_PBT_SLEEP: Final = {0x4, 0x7, 0x12}
_PBT_POWERSETTINGCHANGE = 0x8013
_GUID_LID: Final = bytes.fromhex("4d0f3eba17b89440a2d1d56379e6a0f3")  # GUID_LIDSWITCH_STATE_CHANGE, as in memory
_SPI_GETSCREENSAVERRUNNING = 0x0072
_WDA_MONITOR, _WDA_EXCLUDEFROMCAPTURE = 0x01, 0x11

# Names of notices on macOS: the distributed ones, and those of the workspace (sleep, another user).
_MAC_NOTICES: Final = ("com.apple.screenIsLocked", "com.apple.screensaver.didstart")
_MAC_WORKSPACE_NOTICES: Final = (
    "NSWorkspaceWillSleepNotification",
    "NSWorkspaceScreensDidSleepNotification",
    "NSWorkspaceSessionDidResignActiveNotification",
)
_UTF8 = 0x08000100
_DELIVER_IMMEDIATELY = 4
# What the system calls must live as long as the process.
_kept: list[Any] = []


def meaning(message: int, wparam: int, closed_lid: bool = False) -> str:
    """Say what a message to a window of Windows means here: LOCKED, ENDING, or "" for nothing.

    WM_QUERYENDSESSION counts already: after it Windows gives five seconds, and the person may not come back.
    """
    if message == _WM_QUERYENDSESSION or (message == _WM_ENDSESSION and wparam):
        return ENDING
    if message == _WM_WTSSESSION_CHANGE and wparam in _WTS_AWAY:
        return LOCKED
    if message == _WM_POWERBROADCAST and (wparam in _PBT_SLEEP or (wparam == _PBT_POWERSETTINGCHANGE and closed_lid)):
        return LOCKED
    if message == _WM_SYSCOMMAND and wparam & 0xFFF0 in (_SC_SCREENSAVE, _SC_MONITORPOWER):
        return LOCKED
    return ""


def says_lid_closed(setting: bytes) -> bool:
    """Read a POWERBROADCAST_SETTING: the lid's GUID, a length of four and a zero mean that it was closed."""
    return setting[:16] == _GUID_LID and setting[16:24] == (4).to_bytes(4, "little") + bytes(4)


def meaning_at(address: int) -> str:
    """Say what the MSG of Windows at an address means. Only on Windows."""
    if sys.platform != "win32":
        return ""
    from ctypes import wintypes

    message = wintypes.MSG.from_address(address)
    closed = False
    if message.message == _WM_POWERBROADCAST and message.wParam == _PBT_POWERSETTINGCHANGE and message.lParam:
        closed = says_lid_closed(ctypes.string_at(message.lParam, 24))
    return meaning(message.message, message.wParam, closed)


def watch_session(window: int) -> bool:
    """Ask Windows to tell a window of locks, switches of user and the lid; False where it does not."""
    if sys.platform != "win32":
        return False
    with contextlib.suppress(OSError, AttributeError):
        told = bool(ctypes.WinDLL("wtsapi32").WTSRegisterSessionNotification(ctypes.c_void_p(window), 0))
        lid = ctypes.create_string_buffer(_GUID_LID, 16)
        ctypes.windll.user32.RegisterPowerSettingNotification(ctypes.c_void_p(window), lid, 0)
        return told
    return False


def screen_saver_runs() -> bool:
    """Say whether the screen saver of Windows runs; it is told to the window in front only, so it is asked for too."""
    if sys.platform != "win32":
        return False
    runs = ctypes.c_int(0)
    ctypes.windll.user32.SystemParametersInfoW(_SPI_GETSCREENSAVERRUNNING, 0, ctypes.byref(runs), 0)
    return bool(runs.value)


def on_termination(act: Callable[[], object]) -> None:
    """Call `act` when the system asks the process to end (SIGTERM, SIGHUP): on the main thread, between its steps."""
    for name in ("SIGTERM", "SIGHUP"):
        if sys.platform != "win32" and hasattr(signal, name):
            with contextlib.suppress(ValueError, OSError):  # not the main thread: a test, where nobody ends it so
                signal.signal(getattr(signal, name), lambda *_: act())


def hide_from_capture(handle: int) -> bool:
    """Keep a window (HWND, or NSView on macOS) out of screenshots and shared screens; False where that cannot be."""
    if not handle:
        return False
    if sys.platform == "win32":
        window, call = ctypes.c_void_p(handle), ctypes.windll.user32.SetWindowDisplayAffinity
        # Windows before 10 2004 knows only the second: a black window instead of none.
        return bool(call(window, _WDA_EXCLUDEFROMCAPTURE)) or bool(call(window, _WDA_MONITOR))
    if sys.platform == "darwin":
        with contextlib.suppress(OSError, AttributeError):
            window_of_view = _mac_send(handle, "window")
            if window_of_view:
                _mac_send(window_of_view, "setSharingType:", (ctypes.c_ulong,), 0)  # NSWindowSharingNone
                return True
    return False


def watch_mac(act: Callable[[], object]) -> bool:
    """Call `act` on the main thread when the Mac sleeps, locks, saves its screen or switches users."""
    if sys.platform != "darwin":
        return False
    with contextlib.suppress(OSError, AttributeError):
        _watch_distributed(act)
        _watch_workspace(act)
        return True
    return False


def _watch_distributed(act: Callable[[], object]) -> None:
    core = ctypes.CDLL(ctypes.util.find_library("CoreFoundation"))
    kind = ctypes.CFUNCTYPE(None, *([ctypes.c_void_p] * 5))
    told = kind(lambda *_: act() and None)
    _kept.append(told)
    core.CFNotificationCenterGetDistributedCenter.restype = ctypes.c_void_p
    core.CFStringCreateWithCString.restype = ctypes.c_void_p
    core.CFStringCreateWithCString.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32]
    add = core.CFNotificationCenterAddObserver
    add.restype, add.argtypes = None, [ctypes.c_void_p, ctypes.c_void_p, kind, *([ctypes.c_void_p] * 2), ctypes.c_long]
    centre = core.CFNotificationCenterGetDistributedCenter()
    for name in _MAC_NOTICES:
        words = core.CFStringCreateWithCString(None, name.encode(), _UTF8)
        add(centre, None, told, words, None, _DELIVER_IMMEDIATELY)


def _watch_workspace(act: Callable[[], object]) -> None:
    """Make a class of one method for the Objective-C runtime and let the workspace's notices call it."""
    runtime = _mac_runtime()
    kind = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
    told = kind(lambda *_: act() and None)
    _kept.append(told)
    made = runtime.objc_allocateClassPair(runtime.objc_getClass(b"NSObject"), b"PeerkeepNotices", 0)
    if not made:
        return
    heard = runtime.sel_registerName(b"heard:")
    runtime.class_addMethod.argtypes = [ctypes.c_void_p, ctypes.c_void_p, kind, ctypes.c_char_p]
    runtime.class_addMethod(made, heard, told, b"v@:@")
    runtime.objc_registerClassPair(made)
    observer = _mac_send(_mac_send(made, "alloc"), "init")
    centre = _mac_send(_mac_send(runtime.objc_getClass(b"NSWorkspace"), "sharedWorkspace"), "notificationCenter")
    for name in _MAC_WORKSPACE_NOTICES:
        words = _mac_send(
            runtime.objc_getClass(b"NSString"), "stringWithUTF8String:", (ctypes.c_char_p,), name.encode()
        )
        four = (ctypes.c_void_p,) * 4
        _mac_send(centre, "addObserver:selector:name:object:", four, observer, heard, words, None)


def _mac_runtime() -> Any:  # noqa: ANN401 - a library
    runtime = ctypes.CDLL(ctypes.util.find_library("objc"))
    for name in ("objc_getClass", "sel_registerName"):
        getattr(runtime, name).restype = ctypes.c_void_p
        getattr(runtime, name).argtypes = [ctypes.c_char_p]
    runtime.objc_allocateClassPair.restype = ctypes.c_void_p
    runtime.objc_allocateClassPair.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]
    runtime.objc_registerClassPair.argtypes = [ctypes.c_void_p]
    return runtime


def _mac_send(target: int, name: str, kinds: tuple[Any, ...] = (), *values: Any) -> int:  # noqa: ANN401 - C values
    """Send a message to an object; each call needs its exact types on Apple silicon."""
    runtime = _mac_runtime()
    call = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, *kinds)(
        ctypes.cast(runtime.objc_msgSend, ctypes.c_void_p).value or 0
    )
    return int(call(target, runtime.sel_registerName(name.encode()), *values) or 0)
