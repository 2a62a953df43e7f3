"""Looking for words where they must not be: in files, in archives and streams inside them, and as keys in any form."""

from __future__ import annotations

import base64
import contextlib
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import zstandard

_MOST = 1 << 22


def inflated(content: bytes) -> Iterator[bytes]:
    """Give what zlib, gzip, zip and zstandard streams inside a file say, as far as they can be read."""
    for mark in (b"\x78\x9c", b"\x78\xda", b"\x78\x01", b"\x78\x5e"):
        for at in _all(content, mark):
            with contextlib.suppress(zlib.error):
                yield zlib.decompressobj().decompress(content[at:], _MOST)
    for at in _all(content, b"\x1f\x8b\x08"):
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj(31).decompress(content[at:], _MOST)
    for at in _all(content, b"PK\x03\x04"):
        with contextlib.suppress(zlib.error, struct.error):
            name, more = struct.unpack_from("<HH", content, at + 26)
            yield zlib.decompressobj(-15).decompress(content[at + 30 + name + more :], _MOST)
    for at in _all(content, b"\x28\xb5\x2f\xfd"):
        with contextlib.suppress(zstandard.ZstdError):
            yield zstandard.ZstdDecompressor().decompressobj().decompress(content[at:])


def _all(content: bytes, mark: bytes) -> Iterator[int]:
    at = content.find(mark)
    while at >= 0:
        yield at
        at = content.find(mark, at + 1)


def forms(word: str) -> set[bytes]:
    """Give the ways in which a word may stand: as it is, in small and in capitals, in UTF-8 and both UTF-16, base64."""
    shapes = {word, word.lower(), word.upper()}
    plain = {shape.encode(code) for shape in shapes for code in ("utf-8", "utf-16-le", "utf-16-be")}
    return plain | {base64.b64encode(word.encode())[:-4]}


def key_forms(key: bytes) -> set[bytes]:
    """Give the ways in which a key may stand: its bytes, in hex, in base64."""
    return {key, key.hex().encode(), key.hex().upper().encode(), base64.b64encode(key).rstrip(b"=")}


def hits(content: bytes, words: Iterable[str], keys: Iterable[bytes] = ()) -> list[str]:
    """Name the words that stand in a file's content, and "key" for each key, plain and after inflation."""
    wanted = [(word, forms(word)) for word in words] + [("key", key_forms(key)) for key in keys]
    parts = [content, *inflated(content)]
    return [name for name, shapes in wanted if any(shape in part for part in parts for shape in shapes)]


def hits_in(path: Path, words: Iterable[str], keys: Iterable[bytes] = ()) -> list[str]:
    """Do so for a file, its name with it."""
    return hits(path.read_bytes() + b"\n" + path.name.encode(), words, keys)
