"""A small picture of a person, optional. What a camera writes into a picture beside the picture is not kept."""

from __future__ import annotations

import base64
from typing import Final

from desktop.services.people import store, store_details
from desktop.services.people.errors import PhotoNotValid, PhotoTooLarge
from desktop.services.people.register import person
from desktop.services.people.types import Photo
from desktop.services.vault import Changes, Workspace

MOST_BYTES: Final = 200_000
_MOST_SIDE: Final = 4096
# Markers of JPEG (ITU-T T.81, table B.1): begin, end, frames of every kind, scan, application data, comment.
_BEGIN, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# JFIF, colour profile, Adobe's colours: needed to show the picture. Others hold place, time, owner, thumbnails.
_SHOWN: Final = frozenset({0xE0, 0xE2, 0xEE})


def photo(ws: Workspace, uid: str) -> Photo | None:
    """Read the photo of a person; None where there is none. Raises NoSuchPerson."""
    uids = store.kept(ws).all(person(ws, uid).uid)
    newest: dict[str, tuple[str, str]] = {}
    for record, content, taken in store_details.photos(ws, uids):
        newest.setdefault(record, (content, taken))
    for record in uids:
        content, taken = newest.get(record, ("", ""))
        if content:
            return Photo(base64.b64decode(content), taken)
        if record in newest and record == uids[0]:
            return None  # it was taken away, whatever a joined record has
    return None


def set_photo(ws: Workspace, uid: str, jpeg: bytes | None) -> Changes:
    """Put a JPEG of at most 200 kB over the one before; None takes it away.

    Raises NoSuchPerson, PhotoNotValid, PhotoTooLarge.
    """
    about = person(ws, uid)
    content = base64.b64encode(checked(jpeg)).decode("ascii") if jpeg is not None else ""
    before = photo(ws, uid)
    with ws.step(store.TIER, "set_photo", about=about.uid, person=about.uid) as step:
        if content != (base64.b64encode(before.content).decode("ascii") if before else ""):
            store_details.insert_photo(step, about.uid, content, ws.clock.today().isoformat())
    return step.changes


def checked(jpeg: bytes) -> bytes:
    """Give a JPEG without what is not the picture. Raises PhotoTooLarge, PhotoNotValid. Pure; nothing is decoded."""
    if len(jpeg) > MOST_BYTES:
        raise PhotoTooLarge(most=MOST_BYTES // 1000)
    if jpeg[:2] != bytes((0xFF, _BEGIN)):
        raise PhotoNotValid
    kept, at, framed = bytearray(jpeg[:2]), 2, False
    while True:
        marker, after = _segment(jpeg, at)
        if marker in _FRAMES:
            framed = _plausible(jpeg[at + 4 : after])
        if marker == _SCAN:
            break
        if marker in _SHOWN or not (0xE0 <= marker <= 0xEF or marker == _COMMENT):
            kept += jpeg[at:after]
        at = after
    last = jpeg.rfind(bytes((0xFF, _END)))
    if not framed or last < after:
        raise PhotoNotValid
    return bytes(kept + jpeg[at : last + 2])


def _segment(jpeg: bytes, at: int) -> tuple[int, int]:
    """Give the marker at a place and where the next one begins."""
    if len(jpeg) < at + 4 or jpeg[at] != 0xFF or not 0xC0 <= jpeg[at + 1] <= 0xFE:
        raise PhotoNotValid
    length = int.from_bytes(jpeg[at + 2 : at + 4])
    if length < 2 or at + 2 + length > len(jpeg) or 0xD0 <= jpeg[at + 1] <= _END:
        raise PhotoNotValid
    return jpeg[at + 1], at + 2 + length


def _plausible(frame: bytes) -> bool:
    """Say whether a frame has 8 bits, one or three colours, and sides that a small picture has."""
    if len(frame) < 6:
        return False
    height, width = int.from_bytes(frame[1:3]), int.from_bytes(frame[3:5])
    return frame[0] == 8 and 1 <= height <= _MOST_SIDE and 1 <= width <= _MOST_SIDE and frame[5] in (1, 3)
