"""The one container for what travels: copies and bundles (formats.md, "Copy and bundle").

A magic line with the format number, then parts, each with its name and length; the last is `check`, a
SHA-256 over the line and over every part's head and hash. `check` needs no key: it tells damage from a
wrong key before any password is asked, and protects against nobody; authenticity comes from age and
from the manifest inside it (packing.py). Numbers are big-endian. This module knows no database.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import struct
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

from desktop.services import media
from desktop.services.files import (
    AlreadyThere,
    DiskFull,
    NotAFile,
    create_file,
    flush_file,
    free_space,
    open_file,
    private_folder,
    read_past_cache,
    remove_file,
    remove_folder,
    replace,
    sentences,
    temp_home,
    temporary_name,
)
from desktop.services.vault.age_streams import Source, Target, decrypt, encrypt, pieces_of
from desktop.services.vault.copy_errors import (
    CopyChanged,
    CopyNewer,
    CopyNotWhole,
    CopyTruncated,
    NotACopy,
    NotOurCopy,
    TooLargeForDrive,
)
from desktop.services.vault.packing import CHUNK, Manifest, Origin, Progress, Ticker, describe, pack, unpack

FORMAT: Final = 1
KINDS: Final = ("copy", "transfer")
KEYRING: Final = "keyring"
_CHECK: Final = "check"
_MAGIC: Final = re.compile(rb"PEERKEEP (COPY|TRANSFER) ([1-9][0-9]{0,8})\n")
_LONGEST_MAGIC: Final = 32
_NAME: Final = re.compile(rb"[a-z][a-z0-9-]{0,30}")
_LENGTH: Final = struct.Struct(">Q")
_MOST_PARTS: Final = 16
_MOST_CLEAR: Final = 16 << 20
_ROOM: Final = 4 << 20
_LEFT_AFTER: Final = 3600.0


@dataclass(frozen=True)
class Sealed:
    """One age part to be written: its name, the recipient (age1...), and the files that go in."""

    name: str
    recipient: str
    files: tuple[Path, ...]


@dataclass(frozen=True)
class Container:
    """A container whose bytes are as they were written: what stands in the clear, and where the age parts are."""

    path: Path
    kind: str
    clear: Mapping[str, bytes]
    parts: Mapping[str, tuple[int, int]]
    length: int


class _Sum:
    """The value of `check`, gathered part by part."""

    def __init__(self, magic: bytes) -> None:
        self._all = hashlib.sha256(magic)

    def add(self, name: str, length: int, digest: bytes) -> None:
        """Take in one part."""
        self._all.update(_head(name, length) + digest)

    def value(self) -> bytes:
        """Give the content of `check`."""
        return self._all.digest()


def _head(name: str, length: int) -> bytes:
    return bytes([len(name)]) + name.encode() + _LENGTH.pack(length)


def write(
    path: Path,
    origin: Origin,
    clear: Mapping[str, bytes],
    sealed: Sequence[Sealed],
    progress: Progress | None = None,
    *,
    over: bool = False,
) -> int:
    """Write a container to `path`, read it back past the cache, and only then give it its name; return its length.

    `clear` are parts as they are (only `keyring`). Raises `AlreadyThere` unless `over`, `NotOurCopy`, `CopyNotWhole`,
    `TooLargeForDrive`, `WorkspaceMoved`, `Cancelled` or a `FileRefused`; then nothing is left and what had the name
    still has it.
    """
    with sentences():
        if path.is_dir():
            raise NotAFile
        if path.exists():
            if not over:
                raise AlreadyThere
            if not _is_ours(path):
                raise NotOurCopy
    size = sum(file.stat().st_size for part in sealed for file in part.files)
    if size + _ROOM > free_space(path.parent):
        raise DiskFull
    most = media.largest_file(path.parent)
    if most is not None and size + _ROOM > most:
        raise TooLargeForDrive(drive_most=most // 10**9)
    ticker = Ticker(3 * size, progress)
    temporary = temporary_name(path)
    try:
        with sentences(), create_file(temporary) as handle:
            _sweep_older(temporary)
            check = _write_parts(handle, origin, clear, sealed, ticker)
            flush_file(handle)
        length = _verify(temporary, check, ticker)
        if path.exists() and not over:
            raise AlreadyThere
        replace(temporary, path)
    except BaseException:
        with contextlib.suppress(Exception):
            remove_file(temporary)
        raise
    ticker.finish()
    return length


def _is_ours(path: Path) -> bool:
    """Say whether a file begins as every copy does, whatever became of the rest."""
    with sentences(), open_file(path) as handle:
        return bool(_MAGIC.match(handle.read(_LONGEST_MAGIC)))


def _sweep_older(mine: Path) -> None:
    """Remove what a killed writer left beside `mine`, judged by the medium's own times: nobody locks a USB stick."""
    with contextlib.suppress(OSError):
        now = mine.stat().st_mtime
        for other in list(mine.parent.glob(".peerkeep-*.tmp")):
            with contextlib.suppress(OSError):
                if now - other.stat().st_mtime > _LEFT_AFTER:
                    remove_file(other)


def _write_parts(
    handle: BinaryIO, origin: Origin, clear: Mapping[str, bytes], sealed: Sequence[Sealed], ticker: Ticker
) -> bytes:
    """Write everything and return the value of `check`, made from the bytes in memory."""
    magic = f"PEERKEEP {origin.kind.upper()} {FORMAT}\n".encode()
    total = _Sum(magic)
    handle.write(magic)
    for name, data in clear.items():
        handle.write(_head(name, len(data)) + data)
        total.add(name, len(data), hashlib.sha256(data).digest())
    for part in sealed:
        manifest = describe(origin, part.files, clear, ticker)
        start = handle.tell()
        handle.write(_head(part.name, 0))
        target = Target(handle)
        encrypt(Source(pack(manifest, part.files, ticker)), target, part.recipient)
        end = handle.tell()
        handle.seek(start)
        handle.write(_head(part.name, target.length))
        handle.seek(end)
        total.add(part.name, target.length, target.digest())
    handle.write(_head(_CHECK, hashlib.sha256().digest_size) + total.value())
    return total.value()


def _verify(path: Path, check: bytes, ticker: Ticker) -> int:
    try:
        # Closed by hand: Windows removes no file that an unfinished generator holds open.
        with contextlib.closing(cast("Generator[bytes]", read_past_cache(path))) as pieces:
            scan = _Scan(pieces, path.stat().st_size, ticker)
            scan.run()
    except (CopyChanged, CopyTruncated, NotACopy, CopyNewer) as error:
        raise CopyNotWhole from error
    if scan.check != check:
        raise CopyNotWhole
    return scan.place


def examine(path: Path, kind: str = "copy", progress: Progress | None = None) -> Container:
    """Read a container through and return it if its bytes are those that were written; no key is needed.

    Raises `NotACopy`, `CopyNewer`, `CopyTruncated`, `CopyChanged`, `Cancelled` or a `FileRefused`.
    """
    with sentences(), open_file(path) as handle:
        length = handle.seek(0, 2)
        handle.seek(0)
        scan = _Scan(iter(lambda: handle.read(CHUNK), b""), length, Ticker(length, progress))
        scan.run()
    if scan.kind != kind:
        raise NotACopy
    return Container(path, scan.kind, scan.clear, scan.parts, length)


class _Scan:
    """One pass over a container's bytes: structure, hashes, the clear parts."""

    def __init__(self, pieces: Iterator[bytes], length: int, ticker: Ticker) -> None:
        self._pieces = pieces
        self._length = length
        self._ticker = ticker
        self._buffer = b""
        self.place = 0
        self.kind = ""
        self.clear: dict[str, bytes] = {}
        self.parts: dict[str, tuple[int, int]] = {}
        self.check = b""

    def run(self) -> None:
        """Read to the end. Raises as `examine`."""
        total = _Sum(self._magic())
        while not self.check:
            if len(self.parts) + len(self.clear) >= _MOST_PARTS:
                raise CopyChanged
            name, length = self._part_head()
            if length > self._length - self.place:
                raise CopyTruncated
            if name == _CHECK:
                self.check = self._take(length)
                break
            if name in self.clear or name in self.parts:
                raise CopyChanged
            total.add(name, length, self._content(name, length))
        if self._buffer or next(self._pieces, b"") or self.check != total.value():
            raise CopyChanged

    def _magic(self) -> bytes:
        start = self._peek(_LONGEST_MAGIC)
        found = _MAGIC.match(start)
        if not found:
            if any(f"PEERKEEP {kind.upper()} {FORMAT}\n".encode().startswith(start) for kind in KINDS):
                raise CopyTruncated
            raise NotACopy
        if int(found[2]) > FORMAT:
            raise CopyNewer(format=int(found[2]))
        self.kind = found[1].decode().lower()
        return self._take(found.end())

    def _part_head(self) -> tuple[str, int]:
        (size,) = self._take(1)
        name = self._take(size)
        if not _NAME.fullmatch(name):
            raise CopyChanged
        (length,) = _LENGTH.unpack(self._take(_LENGTH.size))
        return name.decode(), length

    def _content(self, name: str, length: int) -> bytes:
        if name == KEYRING:
            if length > _MOST_CLEAR:
                raise CopyChanged
            self.clear[name] = self._take(length)
            return hashlib.sha256(self.clear[name]).digest()
        self.parts[name] = self.place, length
        digest, left = hashlib.sha256(), length
        while left:
            piece = self._take(min(left, CHUNK))
            digest.update(piece)
            left -= len(piece)
        return digest.digest()

    def _peek(self, n: int) -> bytes:
        while len(self._buffer) < n and (piece := next(self._pieces, b"")):
            self._buffer += piece
            self._ticker.add(len(piece))
        return self._buffer[:n]

    def _take(self, n: int) -> bytes:
        taken = self._peek(n)
        if len(taken) < n:
            raise CopyTruncated
        self._buffer = self._buffer[n:]
        self.place += n
        return taken


def unpack_part(
    container: Container, part: str, identity: str, folder: Path, progress: Progress | None = None
) -> Manifest:
    """Decrypt one age part and write its members into the new private `folder`; return the manifest.

    The part is decrypted whole into a private file before a byte of it is looked at. Raises `CopyForOthers`,
    `CopyChanged`, `AlreadyThere`, `Cancelled` or a `FileRefused`; then neither folder nor file is left.
    """
    if folder.exists():
        raise AlreadyThere
    if part not in container.parts:
        raise CopyChanged
    start, length = container.parts[part]
    ticker = Ticker(2 * length, progress)
    plain = temporary_name(temp_home() / part)
    try:
        private_folder(folder)
        with sentences(), create_file(plain) as handle, open_file(container.path) as source:
            source.seek(start)
            decrypt(Source(pieces_of(source, length, ticker)), Target(handle), identity)
            handle.flush()
            manifest = unpack(handle, container.clear, folder, ticker)
        if manifest.origin.kind != container.kind:
            raise CopyChanged
    except BaseException:
        with contextlib.suppress(Exception):
            remove_folder(folder)
        raise
    finally:
        remove_file(plain)
    ticker.finish()
    return manifest
