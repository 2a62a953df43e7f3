"""Reading a compartment's file page by page, so that one bad page costs what stands on it and nothing else.

SQLite gives up at the first page that does not authenticate; here each page is opened for itself. The layout of a page
is SQLCipher 4's (salt or nothing, ciphertext, 16 bytes of IV, 64 of HMAC-SHA512 over both and the page's number), the
layout inside it is SQLite's (https://www.sqlite.org/fileformat2.html, section 1.6 and 2). Nothing is written, and
nothing that does not authenticate is ever given out.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import struct
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from desktop.services.vault.compartment import PAGE

_SALT: Final = 16
_IV: Final = 16
_MAC: Final = 64
_USABLE: Final = PAGE - _IV - _MAC
_MAGIC: Final = b"SQLite format 3\0"
_FIRST: Final = 100
# Bytes 16 to 20 of every compartment: pages of 4,096 bytes, no write-ahead log, 80 bytes kept free on each page.
_HEADER_START: Final = b"\x10\x00\x01\x01\x50"
INNER_INDEX, INNER_TABLE, LEAF_INDEX, LEAF_TABLE = 0x02, 0x05, 0x0A, 0x0D
_NUMBERS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}

Values = tuple[Any, ...]


class Unreadable(Exception):
    """A page does not authenticate, or what stands on it is no page of a table."""


class Found(NamedTuple):
    """One record: the page it stands on, its row number (0 in an index) and its values."""

    page: int
    number: int
    values: Values


class Tree(NamedTuple):
    """A table, or an index of a table: the page it begins at."""

    root: int
    table: str
    is_index: bool


class Pages:
    """The pages of one file's content. `salts`: where else this file's salt may be known from, should it be damaged."""

    def __init__(self, content: bytes, key: str, salts: Iterable[bytes] = ()) -> None:
        self.count = len(content) // PAGE
        self._content = memoryview(content)
        self._key = bytes.fromhex(key)
        self._opened: dict[int, bytes] = {}
        self.salt = content[:_SALT]
        self._mac_key = self._mac_key_of(self.salt)
        self.sealed = True
        self._find_salt(salts)

    def _mac_key_of(self, salt: bytes) -> bytes:
        return hashlib.pbkdf2_hmac("sha512", self._key, bytes(byte ^ 0x3A for byte in salt), 2, 32)

    def _find_salt(self, salts: Iterable[bytes]) -> None:
        """Where nothing authenticates, try the salts known from elsewhere, and then each with one bit turned."""
        some = range(2, min(self.count, 12) + 1)
        own = int.from_bytes(self.salt, "big")
        near = ((own ^ 1 << bit).to_bytes(_SALT, "big") for bit in range(_SALT * 8) if len(self.salt) == _SALT)
        for salt in (self.salt, *salts, *near):
            self._mac_key, self.salt = self._mac_key_of(salt), salt
            if any(self.is_good(page) for page in some):
                return
        self.salt = bytes(self._content[:_SALT])
        self._mac_key = self._mac_key_of(self.salt)
        self.sealed = any(self.is_good(page) for page in range(1, self.count + 1))

    def is_good(self, page: int) -> bool:
        """Say whether a page (from 1) is there and authenticates under its number.

        Where not one page of a file does, its salt is gone, which the seals need and the ciphertext does not. Then what
        makes sense counts as good; the digests of the journal say how far it can be trusted.
        """
        if not 1 <= page <= self.count:
            return False
        if not self.sealed:
            return page > 1 or self._open(1)[16:21] == _HEADER_START
        raw = self._content[(page - 1) * PAGE : page * PAGE]
        start = _SALT if page == 1 else 0
        found = hmac.new(self._mac_key, raw[start : _USABLE + _IV], hashlib.sha512)
        found.update(struct.pack("<I", page))
        return hmac.compare_digest(found.digest(), raw[_USABLE + _IV :])

    def bad(self) -> list[int]:
        """List the pages that do not authenticate."""
        return [page for page in range(1, self.count + 1) if not self.is_good(page)]

    def plain(self, page: int) -> bytes:
        """Give the plain content of a page. Error: Unreadable."""
        held = self._opened.get(page)
        if held is not None:
            return held
        if not self.is_good(page):
            raise Unreadable
        content = self._open(page)
        if len(self._opened) > 256:
            self._opened.clear()
        self._opened[page] = content
        return content

    def _open(self, page: int) -> bytes:
        raw = self._content[(page - 1) * PAGE : page * PAGE]
        start = _SALT if page == 1 else 0
        opener = Cipher(algorithms.AES(self._key), modes.CBC(bytes(raw[_USABLE : _USABLE + _IV]))).decryptor()
        return (_MAGIC if page == 1 else b"") + opener.update(raw[start:_USABLE])

    def walk(self, root: int) -> Iterator[int]:
        """Give the pages of the tree that begins at `root`, as far as they can be read."""
        ahead, met = [root], set()
        while ahead:
            page = ahead.pop()
            if page in met:
                continue
            met.add(page)
            yield page
            try:
                ahead += reversed(_children(self.plain(page), page))
            except Unreadable:
                continue

    def free(self) -> set[int]:
        """Give the pages that the file holds as free, as far as that can be read."""
        met: set[int] = set()
        try:
            (trunk,) = struct.unpack_from(">I", self.plain(1), 32)
            while trunk and trunk not in met:
                content = self.plain(trunk)
                met.add(trunk)
                trunk, count = struct.unpack_from(">II", content, 0)
                met |= set(struct.unpack_from(f">{min(count, _USABLE // 4 - 2)}I", content, 8))
        except (Unreadable, struct.error):
            pass
        return met

    def roots(self) -> dict[str, Tree]:
        """Give every table and index by name, as far as the file's own list of them can be read."""
        found: dict[str, Tree] = {}
        for page in self.walk(1):
            with contextlib.suppress(Unreadable):
                for record in self.records(page):
                    if record is not None and len(record.values) == 5 and isinstance(record.values[3], int):
                        kind, name, table, root, _ = record.values
                        found[str(name)] = Tree(root, str(table), kind == "index")
        return found

    def owners(self) -> dict[int, str]:
        """Say which table or index a page belongs to, as far as the rest of the file tells."""
        found = dict.fromkeys(self.walk(1), "sqlite_schema")
        for name, tree in self.roots().items():
            found |= dict.fromkeys(self.walk(tree.root), name)
        return found

    def kind(self, page: int) -> int:
        """Say what a page is by its first byte; 0 for what cannot be read."""
        try:
            return self.plain(page)[_FIRST if page == 1 else 0]
        except Unreadable:
            return 0

    def records(self, page: int) -> Iterator[Found | None]:
        """Give the records of one page; None for one that goes on where nothing can be read. Error: Unreadable."""
        content = self.plain(page)
        at = _FIRST if page == 1 else 0
        kind = content[at]
        if kind not in (INNER_INDEX, LEAF_INDEX, LEAF_TABLE):
            return
        head = at + (12 if kind == INNER_INDEX else 8)
        (count,) = struct.unpack_from(">H", content, at + 3)
        if head + 2 * count > _USABLE:
            raise Unreadable
        for (place,) in struct.iter_unpack(">H", content[head : head + 2 * count]):
            try:
                yield self._record(content, place, kind, page)
            except (Unreadable, IndexError, struct.error, UnicodeDecodeError):
                yield None

    def _record(self, content: bytes, place: int, kind: int, page: int) -> Found:
        number = 0
        if kind == INNER_INDEX:
            place += 4
        length, place = _varint(content, place)
        if kind == LEAF_TABLE:
            number, place = _varint(content, place)
        return Found(page, number, _values(self._payload(content, place, length, kind)))

    def _payload(self, content: bytes, place: int, length: int, kind: int) -> bytes:
        most = _USABLE - 35 if kind == LEAF_TABLE else (_USABLE - 12) * 64 // 255 - 23
        if length <= most:
            return _piece(content, place, length)
        least = (_USABLE - 12) * 32 // 255 - 23
        here = least + (length - least) % (_USABLE - 4)
        here = here if here <= most else least
        found = [_piece(content, place, here)]
        (further,) = struct.unpack_from(">I", content, place + here)
        left = length - here
        while left > 0:
            more = self.plain(further)
            found.append(more[4 : 4 + min(left, _USABLE - 4)])
            left -= len(found[-1])
            (further,) = struct.unpack_from(">I", more, 0)
        return b"".join(found)


def _children(content: bytes, page: int) -> list[int]:
    at = _FIRST if page == 1 else 0
    if content[at] not in (INNER_INDEX, INNER_TABLE):
        return []
    count, last = struct.unpack_from(">H", content, at + 3)[0], struct.unpack_from(">I", content, at + 8)[0]
    if at + 12 + 2 * count > _USABLE:
        raise Unreadable
    places = struct.unpack_from(f">{count}H", content, at + 12)
    try:
        return [*(struct.unpack_from(">I", content, place)[0] for place in places), last]
    except struct.error:
        raise Unreadable from None


def _piece(content: bytes, place: int, length: int) -> bytes:
    if place + length > _USABLE:
        raise Unreadable
    return content[place : place + length]


def _varint(content: bytes, place: int) -> tuple[int, int]:
    """Read a number of one to nine bytes; give it and the place after it. Error: IndexError."""
    value = 0
    for n in range(8):
        byte = content[place + n]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + n + 1
    return value << 8 | content[place + 8], place + 9


def _values(payload: bytes) -> Values:
    """Read a record: a header of serial types, then the values. Error: IndexError, Unreadable, UnicodeDecodeError."""
    size, at = _varint(payload, 0)
    place = size
    found: list[Any] = []
    while at < size:
        kind, at = _varint(payload, at)
        if kind >= 12:
            length = (kind - 12) // 2
            piece = payload[place : place + length]
            found.append(piece.decode() if kind & 1 else piece)
        elif kind in _NUMBERS:
            length = _NUMBERS[kind]
            piece = payload[place : place + length]
            found.append(int.from_bytes(piece, "big", signed=True))
        elif kind == 7:
            length = 8
            piece = payload[place : place + 8]
            found.append(struct.unpack(">d", piece)[0])
        elif kind in (0, 8, 9):
            length, piece = 0, b""
            found.append({0: None, 8: 0, 9: 1}[kind])
        else:
            raise Unreadable
        if len(piece) < length:
            raise Unreadable
        place += length
    return tuple(found)
