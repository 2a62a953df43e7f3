"""age over streams: what pyrage reads and writes, with the errors it swallows kept.

A cut file is noticed only at its end, after plaintext was handed out: whoever decrypts looks at nothing
before `decrypt` has returned.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import BinaryIO

import pyrage

from desktop.services.vault.copy_errors import CopyChanged, CopyForOthers, CopyTruncated
from desktop.services.vault.packing import CHUNK, Ticker


def pieces_of(source: BinaryIO, length: int, ticker: Ticker) -> Iterator[bytes]:
    """Yield the next `length` bytes of a file. Raises `CopyTruncated` if there are fewer."""
    while length:
        piece = source.read(min(length, CHUNK))
        if not piece:
            raise CopyTruncated
        length -= len(piece)
        ticker.add(len(piece))
        yield piece


class Source:
    """Pieces as a file to read from. pyrage swallows what is raised in here, so it is kept."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._piece = memoryview(b"")
        self.failure: BaseException | None = None

    def read(self, n: int = -1, /) -> bytes:
        """Give at most `n` bytes."""
        try:
            while not self._piece:
                self._piece = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except BaseException as error:
            self.failure = error
            raise
        size = len(self._piece) if n < 0 else n
        taken, self._piece = bytes(self._piece[:size]), self._piece[size:]
        return taken


class Target:
    """A file to write to that counts and hashes what goes in, and keeps what was raised."""

    def __init__(self, handle: BinaryIO) -> None:
        self._handle = handle
        self._hash = hashlib.sha256()
        self.length = 0
        self.failure: BaseException | None = None

    def write(self, data: bytes, /) -> int:
        """Take all of `data`."""
        try:
            self._handle.write(data)
        except BaseException as error:
            self.failure = error
            raise
        self._hash.update(data)
        self.length += len(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: the file is flushed once, at its end."""

    def digest(self) -> bytes:
        """Give the SHA-256 of all that was written."""
        return self._hash.digest()


def encrypt(source: Source, target: Target, recipient: str) -> None:
    """Encrypt all of `source` to one X25519 recipient (age1...). Raises what source or target raised."""
    try:
        pyrage.encrypt_io(source, target, [pyrage.x25519.Recipient.from_str(recipient)])
    except Exception:
        _raise_kept(source, target)
        raise


def decrypt(source: Source, target: Target, identity: str) -> None:
    """Decrypt all of `source`; what `target` got counts only once this has returned.

    Raises `CopyForOthers`, `CopyChanged`, or what source or target raised.
    """
    try:
        pyrage.decrypt_io(source, target, [pyrage.x25519.Identity.from_str(identity)])
    except (pyrage.DecryptError, OSError) as error:
        _raise_kept(source, target)
        if "No matching keys" in str(error):
            raise CopyForOthers from error
        raise CopyChanged from error


def _raise_kept(source: Source, target: Target) -> None:
    kept = source.failure or target.failure
    if kept is not None:
        raise kept
