"""One way to turn values into bytes, so that digests and signatures mean the same everywhere."""

from __future__ import annotations

import hashlib
import json


def canonical(value: object) -> bytes:
    """Give the canonical JSON of `value`: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(*parts: str | int | None) -> str:
    """Give the SHA-256 (hex) over the parts, each with its kind and length in front, so that no two lists collide."""
    hashed = hashlib.sha256()
    for part in parts:
        if part is None:
            hashed.update(b"-;")
            continue
        kind = b"i" if isinstance(part, int) else b"s"
        body = str(part).encode("utf-8", "surrogatepass")
        hashed.update(b"%s%d:%s;" % (kind, len(body), body))
    return hashed.hexdigest()
