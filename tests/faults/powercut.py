"""What a power cut may leave of the calls that a process made: the images, by a model of a disk that promises little.

What a file's fsync returned for is there; of what was written since, any part may be there in any order, torn at 512
bytes, with old rubbish or nothing in between. The same holds for names: what a folder's fsync returned for is there;
of names made, exchanged and removed since, any part. Only one thing is not asked to go wrong: exchanging a name is
done or not, as journalling file systems promise.

It is more pessimistic than a real disk in that later writes may stay where earlier ones are gone (finding 5).
"""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tests.faults.calls import Call

SECTOR = 512
# How what was not synced comes out: nothing of it, all of it (as after a kill), the first of it, any of it.
WAYS = ("none", "all", "first", "any", "any", "any")
Write = tuple[int, bytes | None]
Change = TypeVar("Change")


@dataclass
class File:
    """A file's content as last synced, and what was written since: (place, bytes), or (length, None) for a cut."""

    durable: bytes = b""
    pending: list[Write] = field(default_factory=list)


@dataclass(eq=False)
class Folder:
    """A folder's names as last synced and as they are, and what was done to them since: (name gone, name, node)."""

    durable: dict[str, Node] = field(default_factory=dict)
    names: dict[str, Node] = field(default_factory=dict)
    pending: list[tuple[str, str, Node | None]] = field(default_factory=list)

    def do(self, gone: str, name: str, node: Node | None) -> None:
        """Take a name away, give one, or both at once."""
        self.pending.append((gone, name, node))
        _change(self.names, gone, name, node)


Node = File | Folder


def _change(names: dict[str, Node], gone: str, name: str, node: Node | None) -> None:
    names.pop(gone, None)
    if node is not None:
        names[name] = node


class Disk:
    """A folder on a disk, as a process's calls change it."""

    def __init__(self, root: Path) -> None:
        """Begin with what lies at `root`, all of it durable."""
        self._root = os.fspath(root)
        self.top = _read(root)
        self._open: dict[int, Node] = {}
        self._from = ""

    def _find(self, path: str) -> tuple[Folder, str]:
        """Give the folder in which a path's name stands, and the name."""
        place: Node = self.top
        *folders, name = os.path.relpath(path, self._root).split("/")
        for folder in folders:
            assert isinstance(place, Folder)
            place = place.names[folder]
        assert isinstance(place, Folder)
        return place, name

    def take(self, call: Call) -> None:
        """Let a call happen."""
        if call.kind == "w":
            self._file(call.fd).pending.append((call.at, call.data))
        elif call.kind == "t":
            self._file(call.fd).pending.append((call.at, None))
        elif call.kind == "s":
            self._sync(self._open[call.fd])
        elif call.kind == "o":
            self._opened(call)
        elif call.kind == "c":
            self._open.pop(call.fd, None)
        else:
            self._renamed(call)

    def adopt(self, fd: int, path: str) -> None:
        """Know of a file that was open already."""
        folder, name = self._find(path)
        self._open[fd] = folder.names[name]

    def _file(self, fd: int) -> File:
        found = self._open[fd]
        assert isinstance(found, File)
        return found

    def _opened(self, call: Call) -> None:
        path = os.fsdecode(call.data)
        if os.path.relpath(path, self._root) == ".":
            self._open[call.fd] = self.top
            return
        folder, name = self._find(path)
        if name not in folder.names:
            folder.do("", name, File())
        node = folder.names[name]
        if isinstance(node, File) and call.at & os.O_TRUNC:
            node.pending.append((0, None))
        self._open[call.fd] = node

    def _renamed(self, call: Call) -> None:
        path = os.fsdecode(call.data)
        if call.kind == "r":
            self._from = path
            return
        folder, name = self._find(path)
        if call.kind == "m":
            folder.do("", name, Folder())
        elif call.kind in "uD":
            folder.do(name, "", None)
        elif call.kind == "R":
            before, former = self._find(self._from)
            node = before.names[former]
            if before is folder:
                folder.do(former, name, node)
            else:
                folder.do("", name, node)
                before.do(former, "", None)

    @staticmethod
    def _sync(node: Node) -> None:
        if isinstance(node, File):
            node.durable = _written(node, node.pending)
        else:
            for change in node.pending:
                _change(node.durable, *change)
        node.pending.clear()

    def image(self, noise: random.Random) -> dict[str, bytes | None]:
        """Give one state in which a power cut now may leave the folder: content by path; None for a folder."""
        found: dict[str, bytes | None] = {}
        way = noise.choice(WAYS)
        _image(self.top, "", found, noise, way)
        return found

    def unsettled(self) -> bool:
        """Say whether anything is not synced."""
        return any(node.pending for node in _all(self.top))


def _read(place: Path) -> Folder:
    folder = Folder()
    for path in place.iterdir():
        folder.names[path.name] = _read(path) if path.is_dir() else File(path.read_bytes())
    folder.durable = dict(folder.names)
    return folder


def _all(folder: Folder) -> Iterator[Node]:
    yield folder
    for node in {id(one): one for one in (*folder.names.values(), *folder.durable.values())}.values():
        if isinstance(node, Folder):
            yield from _all(node)
        else:
            yield node


def _image(folder: Folder, at: str, found: dict[str, bytes | None], noise: random.Random, way: str) -> None:
    names = dict(folder.durable)
    for change in _chosen(folder.pending, noise, way):
        _change(names, *change)
    for name, node in names.items():
        path = f"{at}/{name}" if at else name
        if isinstance(node, Folder):
            found[path] = None
            _image(node, path, found, noise, way)
        else:
            found[path] = _left(node, noise, way)


def _chosen(pending: list[Change], noise: random.Random, way: str) -> list[Change]:
    if way == "any" and noise.random() < 0.3:
        way = noise.choice(("none", "all", "first"))
    if way == "first":
        return pending[: noise.randint(0, len(pending))]
    return [one for one in pending if way == "all" or (way == "any" and noise.random() < 0.5)]


def _left(file: File, noise: random.Random, way: str) -> bytes:
    if not file.pending or way == "none":
        return file.durable
    chosen = _chosen(file.pending, noise, way)
    if way != "any":
        return _written(file, chosen)
    return _written(file, [part for one in chosen for part in _torn(one, noise)], noise)


def _torn(write: Write, noise: random.Random) -> Iterator[Write]:
    """Give what stays of one write: all of it, or only some of its sectors."""
    at, data = write
    if data is None or noise.random() < 0.5:
        yield write
        return
    edges = [0, *range(SECTOR - at % SECTOR, len(data), SECTOR), len(data)]
    for start, end in itertools.pairwise(edges):
        if noise.random() < 0.5:
            yield at + start, data[start:end]


def _written(file: File, writes: list[Write], noise: random.Random | None = None) -> bytes:
    """Give a file's content after some writes; what was skipped holds zeros, or what lay on the disk before."""
    content = bytearray(file.durable)
    for at, data in writes:
        if data is None:
            content = content[:at] + bytes(max(0, at - len(content)))
            continue
        if at > len(content):
            hole = at - len(content)
            content += noise.randbytes(hole) if noise and noise.random() < 0.3 else bytes(hole)
        content[at : at + len(data)] = data
    return bytes(content)
