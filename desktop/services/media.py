"""What a path lies on: the kind of its file system, and what follows from it.

A guess where the system says little; what it does not tell counts as an ordinary local disk.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_DRIVE_REMOTE: Final = 4
_ROAMING: Final = 2
# Where the name of the type stands in macOS's struct statfs, and the flag of a file system of this computer.
_STATFS_SIZE: Final = 4096
_STATFS_FLAGS: Final = 64
_STATFS_NAME: Final = 72
_MNT_LOCAL: Final = 0x1000
_NETWORK: Final = frozenset(
    "afpfs afs ceph cifs coda davfs fuse.ceph fuse.davfs2 fuse.glusterfs fuse.gvfsd-fuse fuse.rclone fuse.s3fs "
    "fuse.smbnetfs fuse.sshfs glusterfs gfs2 lustre ncpfs nfs nfs4 ocfs2 smb2 smb3 smbfs webdav".split()
)
# FAT counts the length of a file in 32 bits.
_FAT: Final = frozenset(("vfat", "msdos", "fat", "fat16", "fat32"))
FAT_MOST: Final = (1 << 32) - 1


@dataclass(frozen=True)
class Medium:
    """A file system. kind: the system's name of its type, in small letters, "" where unknown."""

    kind: str = ""
    network: bool = False


def medium_of(path: Path) -> Medium:
    """Say what a path, or its nearest parent that is there, lies on."""
    place = nearest(path)
    try:
        if sys.platform == "win32":
            return _windows_medium(place)
        if sys.platform == "darwin":
            return _mac_medium(place)
        return linux_medium(place, Path("/proc/self/mountinfo").read_text(errors="replace"))
    except (OSError, AttributeError):
        return Medium()


def largest_file(path: Path) -> int | None:
    """Return how many bytes one file may have on the medium of `path`; None where it is no matter."""
    return FAT_MOST if medium_of(path).kind in _FAT else None


def nearest(path: Path) -> Path:
    """Resolve a path and go up to what is there."""
    try:
        place = path.absolute().resolve()
        while not place.exists() and place != place.parent:
            place = place.parent
    except (OSError, RuntimeError, ValueError):
        return path.absolute()
    return place


def linux_medium(place: Path, mounts: str) -> Medium:
    """Find the mount of a resolved path in a mount table (as in /proc/self/mountinfo); the last one there counts."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        before, dash, after = line.partition(" - ")
        fields, types = before.split(), after.split()
        if not dash or len(fields) < 5 or not types:
            continue
        point = Path(re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), fields[4]))
        if place.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), types[0].lower()
    return Medium(kind, kind in _NETWORK)


def is_unc(path: str) -> bool:
    r"""Say whether a Windows path names a server: `\\server\share`, also as `\\?\UNC\server\share`."""
    plain = path.replace("/", "\\")
    if plain.startswith(("\\\\?\\", "\\\\.\\")):
        return plain[4:8].upper() == "UNC\\"
    return plain.startswith("\\\\")


def _windows_medium(place: Path) -> Medium:
    if is_unc(str(place)):
        return Medium("", network=True)
    if sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        root = place.anchor
        name = ctypes.create_unicode_buffer(64)
        kernel.GetVolumeInformationW(root, None, 0, None, None, None, name, 64)
        return Medium(name.value.lower(), kernel.GetDriveTypeW(root) == _DRIVE_REMOTE)
    return Medium()


def _mac_medium(place: Path) -> Medium:
    library = ctypes.CDLL(None, use_errno=True)
    call = getattr(library, "statfs$INODE64", None) or library.statfs
    said = ctypes.create_string_buffer(_STATFS_SIZE)
    if call(os.fsencode(place), said):
        return Medium()
    flags = int.from_bytes(said.raw[_STATFS_FLAGS : _STATFS_FLAGS + 4], sys.byteorder)
    name = said.raw[_STATFS_NAME : _STATFS_NAME + 16].split(b"\0")[0].decode("ascii", "replace").lower()
    return Medium(name, not flags & _MNT_LOCAL)


def roams() -> bool:
    """Say whether this account's profile is one that Windows copies to a server when people sign out."""
    if sys.platform == "win32":
        flags = ctypes.c_ulong(0)
        return bool(ctypes.windll.userenv.GetProfileType(ctypes.byref(flags))) and bool(flags.value & _ROAMING)
    return False
