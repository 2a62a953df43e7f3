"""Small JPEGs made by hand: whole ones that any program shows, and what goes wrong with them."""

from __future__ import annotations


def segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2) + content


def frame(width: int = 8, height: int = 8) -> bytes:
    return segment(0xC0, bytes((8,)) + height.to_bytes(2) + width.to_bytes(2) + bytes((1, 1, 0x11, 0)))


def jpeg(shade: int = 1, *, beside: bytes = b"", middle: bytes | None = None) -> bytes:
    """Make a grey picture of 8 by 8; `beside` stands among the segments, `middle` in place of the frame."""
    table = bytes((0, 1)) + bytes(14) + b"\0"  # one code, of two bits, for zero
    return b"".join(
        (
            b"\xff\xd8",
            segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            beside,
            segment(0xDB, b"\0" + bytes((shade,)) * 64),
            frame() if middle is None else middle,
            segment(0xC4, b"\0" + table),
            segment(0xC4, b"\x10" + table),
            segment(0xDA, b"\x01\x01\0\0\x3f\0"),
            b"\x0f\xff\xd9",
        )
    )
