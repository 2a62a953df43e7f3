"""The inside of an age part: a manifest, then the members, compressed, its end padded.

Before encryption the bytes are one zstandard frame, then zeros up to a whole number of 64 KiB, of which
the last eight bytes are the frame's length. The frame holds the manifest (its length in four bytes, then
JSON) and the members' bytes in the manifest's order. Reading never trusts a size: it takes exactly what
the manifest states, and no name inside ever becomes a path but the fixed ones below.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Final, Protocol, cast

import zstandard

from desktop.services.errors import BugError, Cancelled
from desktop.services.files import DiskFull, create_file, flush_file, free_space, open_file, sentences
from desktop.services.vault.copy_errors import CopyChanged, WorkspaceMoved

Progress = Callable[[int, int], bool]

PAD: Final = 64 * 1024
CHUNK: Final = 1 << 20
_LEVEL: Final = 3
_MOST_MANIFEST: Final = 1 << 20
_MOST_WINDOW: Final = 8 << 20
_ROOM: Final = 1 << 20
_FRAME: Final = struct.Struct(">Q")
_HEAD: Final = struct.Struct(">I")
_MEMBER: Final = re.compile(r"programme\.db|counselling\.db|safeguarding\.db|private-[0-9a-f]{1,64}\.db|heads\.json")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Stated:
    """What a manifest says of one member: name, length in bytes, SHA-256 in hex."""

    name: str
    length: int
    sha256: str


@dataclass(frozen=True)
class Origin:
    """Where a container comes from: its kind, the workspace's id, the device's id and the clock of its journal."""

    kind: str
    workspace: str
    device: str
    clock: int


@dataclass(frozen=True)
class Manifest:
    """What is inside a part, and the SHA-256 in hex of the parts that stand beside it in the clear."""

    origin: Origin
    members: tuple[Stated, ...]
    beside: Mapping[str, str]

    @property
    def length(self) -> int:
        """Bytes of all members together."""
        return sum(member.length for member in self.members)


class Ticker:
    """Counts bytes done and asks after each piece whether to go on."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total = max(1, total)
        self._done = 0
        self._progress = progress

    def add(self, n: int) -> None:
        """Count `n` more bytes. Raises `Cancelled` when the user asked to stop."""
        self._done = min(self._total, self._done + n)
        if self._progress is not None and not self._progress(self._done, self._total):
            raise Cancelled

    def finish(self) -> None:
        """Say that all is done; too late to stop."""
        if self._progress is not None:
            self._progress(self._total, self._total)


class Readable(Protocol):
    """Anything that gives bytes on request."""

    def read(self, n: int = -1, /) -> bytes:
        """Give at most `n` bytes; none at the end."""
        ...


def member_name(name: str) -> str:
    """Return `name` if it is one of the fixed names of a workspace's files. Raises `CopyChanged`."""
    if not _MEMBER.fullmatch(name):
        raise CopyChanged
    return name


def describe(origin: Origin, files: Sequence[Path], beside: Mapping[str, bytes], ticker: Ticker) -> Manifest:
    """Measure the files to be packed. Raises a `FileRefused`; a file of another name is our own mistake."""
    members = []
    for path in files:
        if not _MEMBER.fullmatch(path.name):
            raise BugError("a file outside the fixed set of names was to be packed")
        digest, length = hashlib.sha256(), 0
        for piece in _pieces(path, ticker):
            digest.update(piece)
            length += len(piece)
        members.append(Stated(path.name, length, digest.hexdigest()))
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in beside.items()}
    return Manifest(origin, tuple(members), hashes)


def pack(manifest: Manifest, files: Sequence[Path], ticker: Ticker) -> Iterator[bytes]:
    """Yield the plaintext of a part. Raises `WorkspaceMoved` if a file is not what the manifest states."""
    squeeze = zstandard.ZstdCompressor(level=_LEVEL).compressobj()
    length = 0
    for piece in _frame(manifest, files, ticker):
        if small := squeeze.compress(piece):
            length += len(small)
            yield small
    rest = squeeze.flush()
    length += len(rest)
    yield rest
    yield bytes(-(length + _FRAME.size) % PAD) + _FRAME.pack(length)


def _frame(manifest: Manifest, files: Sequence[Path], ticker: Ticker) -> Iterator[bytes]:
    said = json.dumps(asdict(manifest), sort_keys=True, separators=(",", ":")).encode()
    if len(said) > _MOST_MANIFEST:
        raise BugError("a manifest beyond its bound")
    yield _HEAD.pack(len(said)) + said
    for stated, path in zip(manifest.members, files, strict=True):
        digest, length = hashlib.sha256(), 0
        for piece in _pieces(path, ticker):
            digest.update(piece)
            length += len(piece)
            yield piece
        if (length, digest.hexdigest()) != (stated.length, stated.sha256):
            raise WorkspaceMoved


def _pieces(path: Path, ticker: Ticker) -> Iterator[bytes]:
    with sentences(), open_file(path) as handle:
        while piece := handle.read(CHUNK):
            ticker.add(len(piece))
            yield piece


def unpack(plain: BinaryIO, beside: Mapping[str, bytes], folder: Path, ticker: Ticker) -> Manifest:
    """Write the members of an authentic plaintext into the empty `folder`, and return the manifest.

    Raises `CopyChanged` for whatever does not fit together, `DiskFull` before writing where there is no
    room; what it wrote then stays behind for the caller to remove.
    """
    frame = _frame_of(plain)
    squeezed = zstandard.ZstdDecompressor(max_window_size=_MOST_WINDOW)
    with squeezed.stream_reader(cast("BinaryIO", frame), read_size=PAD, closefd=False) as content:
        try:
            (said,) = _HEAD.unpack(_exactly(content, _HEAD.size))
            if said > _MOST_MANIFEST:
                raise CopyChanged
            manifest = _manifest(_exactly(content, said))
            _check_beside(manifest, beside)
            if manifest.length + _ROOM > free_space(folder):
                raise DiskFull
            for member in manifest.members:
                _write_member(content, member, folder, ticker)
            if content.read(1):
                raise CopyChanged
        except zstandard.ZstdError as error:
            raise CopyChanged from error
    return manifest


class _Slice:
    """The next `length` bytes of a file, as a file of its own."""

    def __init__(self, handle: BinaryIO, length: int) -> None:
        self._handle = handle
        self._left = length

    def read(self, n: int = -1, /) -> bytes:
        piece = self._handle.read(self._left if n < 0 else min(n, self._left))
        self._left -= len(piece)
        return piece


def _frame_of(plain: BinaryIO) -> _Slice:
    """Check the padding and return the frame before it."""
    end = plain.seek(0, 2)
    if end < PAD or end % PAD:
        raise CopyChanged
    plain.seek(end - _FRAME.size)
    (length,) = _FRAME.unpack(plain.read(_FRAME.size))
    if not 0 <= end - _FRAME.size - length < PAD:
        raise CopyChanged
    plain.seek(length)
    if any(plain.read(end - _FRAME.size - length)):
        raise CopyChanged
    plain.seek(0)
    return _Slice(plain, length)


def _exactly(content: Readable, n: int) -> bytes:
    got = bytearray()
    while len(got) < n:
        piece = content.read(n - len(got))
        if not piece:
            raise CopyChanged
        got += piece
    return bytes(got)


def _manifest(said: bytes) -> Manifest:
    """Read a manifest, taking nothing for granted: types, names, sizes, doubles."""
    try:
        what = json.loads(said)
        origin = {name: _text(what["origin"][name], 100) for name in ("kind", "workspace", "device")}
        clock = _whole(what["origin"]["clock"])
        members = tuple(_stated(member) for member in what["members"])
        beside = {str(name): _text(digest, 64) for name, digest in what["beside"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CopyChanged from error
    if len({member.name for member in members}) < len(members):
        raise CopyChanged
    return Manifest(Origin(origin["kind"], origin["workspace"], origin["device"], clock), members, beside)


def _stated(member: dict[str, object]) -> Stated:
    name, digest = _text(member["name"], 100), _text(member["sha256"], 64)
    if not _SHA256.fullmatch(digest):
        raise CopyChanged
    return Stated(member_name(name), _whole(member["length"]), digest)


def _text(value: object, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise CopyChanged
    return value


def _whole(number: object) -> int:
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 1 << 62:
        raise CopyChanged
    return number


def _check_beside(manifest: Manifest, beside: Mapping[str, bytes]) -> None:
    if {name: hashlib.sha256(data).hexdigest() for name, data in beside.items()} != dict(manifest.beside):
        raise CopyChanged


def _write_member(content: Readable, member: Stated, folder: Path, ticker: Ticker) -> None:
    digest, left = hashlib.sha256(), member.length
    with sentences(), create_file(folder / member_name(member.name)) as handle:
        while left:
            piece = content.read(min(left, CHUNK))
            if not piece:
                raise CopyChanged
            digest.update(piece)
            handle.write(piece)
            left -= len(piece)
            ticker.add(len(piece))
        flush_file(handle)
    if digest.hexdigest() != member.sha256:
        raise CopyChanged
