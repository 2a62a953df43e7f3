"""Names of rows: time-ordered random ones, and ones made from what a row refers to."""

from __future__ import annotations

import hashlib
import secrets
import time
import uuid


def new_uid() -> str:
    """Make a UUIDv7 (RFC 9562): 48 bits of milliseconds, then random bits."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return str(uuid.UUID(int=value))


def uid_of(kind: str, *parts: str) -> str:
    """Make the UUIDv8 (SHA-256) of a row that is its references, so that two laptops make the same row."""
    text = "\0".join((kind, *parts))
    value = int.from_bytes(hashlib.sha256(text.encode()).digest()[:16])
    value = value & ~(0xF << 76) | 8 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return str(uuid.UUID(int=value))
