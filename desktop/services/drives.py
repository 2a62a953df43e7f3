"""Which removable drives are plugged in, for offering them as a place for a copy.

A guess that only saves a click: any folder can be chosen instead, so what is unclear is left out.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from desktop.services.media import largest_file

_DRIVE_REMOVABLE = 2
_PSEUDO = {"iso9660", "udf", "squashfs", "overlay", "tmpfs"}


@dataclass(frozen=True)
class Drive:
    """A mounted removable drive: where, what people call it, free bytes. most: the longest file, None for any."""

    path: Path
    label: str
    free: int
    most: int | None = None


def removable_drives() -> list[Drive]:
    """Return the writable removable drives, by label; an empty list where the system does not tell."""
    if sys.platform == "win32":
        found = _windows_drives()
    elif sys.platform == "darwin":
        found = mac_drives(Path("/Volumes"))
    else:
        try:
            mounts = Path("/proc/self/mounts").read_text(errors="replace")
        except OSError:
            mounts = ""
        found = linux_drives(mounts, Path("/sys/class/block"))
    return sorted(found, key=lambda drive: (drive.label.casefold(), str(drive.path)))


def linux_drives(mounts: str, block: Path) -> list[Drive]:
    """Return the drives of a mount table (as in /proc/self/mounts) whose device hangs on USB or can be taken out."""
    drives = []
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 4 or not fields[0].startswith("/dev/") or fields[2] in _PSEUDO:
            continue
        if "ro" not in fields[3].split(",") and _is_removable(Path(fields[0]), block):
            where = Path(re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), fields[1]))
            drives.extend(_drive(where, where.name))
    return drives


def _is_removable(device: Path, block: Path) -> bool:
    try:
        place = (block / device.resolve().name).resolve(strict=True)
    except OSError:
        return False
    if "/usb" in str(place):
        return True
    for folder in (place, place.parent):
        with contextlib.suppress(OSError):
            if (folder / "removable").read_text().strip() == "1":
                return True
    return False


def mac_drives(volumes: Path) -> list[Drive]:
    """Return what is mounted under `volumes` except the start-up disk, which stands there as a link to the root."""
    drives = []
    try:
        for place in volumes.iterdir():
            if not place.is_symlink() and os.path.ismount(place) and os.access(place, os.W_OK):
                drives.extend(_drive(place, place.name))
    except OSError:
        return drives
    return drives


def _windows_drives() -> list[Drive]:
    drives: list[Drive] = []
    if sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        mask = kernel.GetLogicalDrives()
        for letter in (chr(65 + n) for n in range(26) if mask >> n & 1):
            root = f"{letter}:\\"
            if kernel.GetDriveTypeW(root) == _DRIVE_REMOVABLE:
                name = ctypes.create_unicode_buffer(261)
                kernel.GetVolumeInformationW(root, name, 261, None, None, None, None, 0)
                drives.extend(_drive(Path(root), f"{name.value} ({letter}:)".strip()))
    return drives


def _drive(place: Path, label: str) -> list[Drive]:
    """Return the drive as a list of one, or of none when it has just been pulled out."""
    try:
        return [Drive(place, label, shutil.disk_usage(place).free, largest_file(place))]
    except OSError:
        return []
