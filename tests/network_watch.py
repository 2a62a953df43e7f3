"""Nothing in the whole suite may reach for the network, and whatever does fails the run (security.md, ENV-11).

Two nets. Python's audit hook sees what Python code asks for, on every system, and says where. On Linux a filter of the
kernel besides ends any process that makes an internet socket, also one made by Qt, by another library or by a program
that a test starts: the filter is inherited. The Unix sockets of the display are not the network.
"""

from __future__ import annotations

import ctypes
import platform
import socket
import sys
import traceback

INTERNET = {socket.AF_INET, socket.AF_INET6}
# What these are called with as an address: a tuple names a host, a text or bytes a Unix socket.
ADDRESSED = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
LOOK_UPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}

# (number of the architecture, of socket(2), of seccomp(2)), from the kernel's tables.
_KERNELS = {"x86_64": (0xC000003E, 41, 317), "aarch64": (0xC00000B7, 198, 277)}
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _TRAP = 0x7FFF0000, 0x00030000
_NO_NEW_PRIVILEGES, _FILTER, _ALL_THREADS = 38, 1, 1


class NetworkUsed(AssertionError):
    """Something asked for the network."""


seen: list[str] = []


def _watch(event: str, args: tuple[object, ...]) -> None:
    if not event.startswith("socket."):
        return
    made = event == "socket.__new__" and args[1] in INTERNET
    addressed = event in ADDRESSED and isinstance(args[1], tuple)
    if made or addressed or event in LOOK_UPS:
        seen.append("".join(traceback.format_stack(limit=12)))
        raise NetworkUsed(f"the network was asked for ({event}): ENV-11")


class _Line(ctypes.Structure):
    _fields_ = [("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("lines", ctypes.POINTER(_Line))]


def _close_the_kernel() -> bool:
    """Let the kernel end whoever makes an internet socket, here and in all children; say whether it agreed."""
    numbers = _KERNELS.get(platform.machine()) if sys.platform == "linux" else None
    if numbers is None:
        return False
    architecture, make_socket, seccomp = numbers
    plan = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 0, 6, architecture),
        (_LOAD, 0, 0, 0),
        (_EQUAL, 0, 4, make_socket),
        (_LOAD, 0, 0, 16),
        (_EQUAL, 1, 0, int(socket.AF_INET)),
        (_EQUAL, 0, 1, int(socket.AF_INET6)),
        (_RETURN, 0, 0, _TRAP),
        (_RETURN, 0, 0, _ALLOW),
    ]
    lines = (_Line * len(plan))(*(_Line(*one) for one in plan))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    program = _Program(len(plan), lines)
    return not libc.syscall(seccomp, _FILTER, _ALL_THREADS, ctypes.byref(program))


def begin() -> bool:
    """Cast both nets in this process, for good; say whether the kernel's is there. Twice does no harm."""
    global _begun, _kernel
    if not _begun:
        sys.addaudithook(_watch)
        _begun, _kernel = True, _close_the_kernel()
    return _kernel


_begun = _kernel = False
