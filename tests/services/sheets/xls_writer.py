"""XLS files by hand: BIFF8 records in a compound file, as [MS-XLS] and [MS-CFB] describe them.

No library of this environment writes XLS, and none writes the odd things that real files hold.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

BOF, EOF, BOUNDSHEET, CODEPAGE, DATEMODE, FORMAT, XF, SST, CONTINUE = (
    0x809,
    0x0A,
    0x85,
    0x42,
    0x22,
    0x41E,
    0xE0,
    0xFC,
    0x3C,
)
DIMENSIONS, LABELSST, LABEL, NUMBER, RK, MULRK, FORMULA, STRING, BOOLERR, BLANK, MULBLANK, MERGED, FILEPASS, ROW, RSTRING = (
    0x200, 0xFD, 0x204, 0x203, 0x27E, 0xBD, 0x06, 0x207, 0x205, 0x201, 0xBE, 0xE5, 0x2F, 0x208, 0xD6,
)  # fmt: skip
GENERAL, DATE, PADDED, TIME = 0, 1, 2, 3


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def text8(text: str, *, wide: bool | None = None, rich: int = 0, sounds: bytes = b"") -> bytes:
    """An XLUnicodeRichExtendedString: count, flags, and characters of one byte where they all fit."""
    big = any(ord(c) > 255 for c in text) if wide is None else wide
    raw = text.encode("utf-16-le" if big else "latin-1")
    flags = int(big) | (8 if rich else 0) | (4 if sounds else 0)
    head = struct.pack("<HB", len(raw) // 2 if big else len(raw), flags)
    return (
        head
        + (struct.pack("<H", rich) if rich else b"")
        + (struct.pack("<I", len(sounds)) if sounds else b"")
        + raw
        + b"\0" * 4 * rich
        + sounds
    )


def rk_of(value: int) -> int:
    return (value << 2) | 2


@dataclass
class Sheet:
    """One sheet: rows of values, where None is blank; further records; merged ranges; and whether it is hidden."""

    name: str
    rows: Sequence[Sequence[object]] = ()
    formats: dict[tuple[int, int], int] = field(default_factory=dict)
    merged: Sequence[tuple[int, int, int, int]] = ()
    hidden: int = 0
    more: bytes = b""
    dimensions: tuple[int, int] | None = None


def cell(row: int, column: int, value: object, xf: int, shared: list[str]) -> bytes:
    at = struct.pack("<HHH", row, column, xf)
    if value is None:
        return record(BLANK, at)
    if isinstance(value, bool):
        return record(BOOLERR, at + bytes([value, 0]))
    if isinstance(value, str) and value.startswith("="):
        # A formula (its tokens are never read) with a stored text.
        return record(FORMULA, at + b"\0" + b"\0" * 5 + b"\xff\xff" + b"\0" * 8 + b"\0\0") + record(
            STRING, text8(value[1:])
        )
    if isinstance(value, str):
        if value not in shared:
            shared.append(value)
        return record(LABELSST, at + struct.pack("<I", shared.index(value)))
    if isinstance(value, int) and abs(value) < 2**28:
        return record(RK, at + struct.pack("<i", rk_of(value)))
    assert isinstance(value, int | float)
    return record(NUMBER, at + struct.pack("<d", value))


def shared_strings(texts: Iterable[str], total: int | None = None, piece: int = 8000) -> bytes:
    """The SST record with its CONTINUE records; a text that is cut says its width anew behind the cut."""
    strings = list(texts)
    blocks, current = [], bytearray(struct.pack("<II", total if total is not None else len(strings), len(strings)))
    for text in strings:
        raw = text8(text)
        if len(current) + 3 > piece:
            blocks.append(bytes(current))
            current = bytearray()
        step, head = (2 if raw[2] & 1 else 1), 3
        while len(current) + len(raw) > piece:
            room = piece - len(current)
            # An odd byte would tear a wide character.
            room -= (room - head) % step
            current += raw[:room]
            blocks.append(bytes(current))
            raw, current, head = raw[room:], bytearray([step - 1]), 0
        current += raw
    blocks.append(bytes(current))
    return record(SST, blocks[0]) + b"".join(record(CONTINUE, block) for block in blocks[1:])


FORMATS = ((164, "yyyy\\-mm\\-dd"), (165, "00000"), (166, "h:mm"))


def book_stream(
    sheets: Sequence[Sheet], *, from_1904: bool = False, sst: bytes | None = None, first: bytes = b""
) -> bytes:
    shared: list[str] = []
    bodies = []
    for sheet in sheets:
        body = record(BOF, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 6))
        high, wide = sheet.dimensions or (len(sheet.rows), max((len(row) for row in sheet.rows), default=0))
        body += record(DIMENSIONS, struct.pack("<IIHHH", 0, high, 0, wide, 0))
        for r, row in enumerate(sheet.rows):
            for c, value in enumerate(row):
                body += cell(r, c, value, sheet.formats.get((r, c), sheet.formats.get((-1, c), GENERAL)), shared)
        if sheet.merged:
            body += record(
                MERGED,
                struct.pack("<H", len(sheet.merged)) + b"".join(struct.pack("<HHHH", *one) for one in sheet.merged),
            )
        bodies.append(body + sheet.more + record(EOF))
    head = record(BOF, struct.pack("<HHHHII", 0x600, 5, 0, 1997, 0, 6)) + first
    head += record(CODEPAGE, struct.pack("<H", 1200)) + record(DATEMODE, struct.pack("<H", from_1904))
    head += b"".join(record(FORMAT, struct.pack("<H", number) + text8(code)) for number, code in FORMATS)
    head += b"".join(record(XF, struct.pack("<HH", 0, number) + b"\0" * 16) for number in (0, 164, 165, 166))
    tail = (shared_strings(shared) if sst is None else sst) + record(EOF)
    bound = [record(BOUNDSHEET, struct.pack("<IBB", 0, sheet.hidden, 0) + short(sheet.name)) for sheet in sheets]
    at = len(head) + sum(map(len, bound)) + len(tail)
    stream = head
    for sheet, body in zip(sheets, bodies, strict=True):
        stream += record(BOUNDSHEET, struct.pack("<IBB", at, sheet.hidden, 0) + short(sheet.name))
        at += len(body)
    return stream + tail + b"".join(bodies)


def short(text: str) -> bytes:
    big = any(ord(c) > 255 for c in text)
    return bytes([len(text), big]) + text.encode("utf-16-le" if big else "latin-1")


SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(stream: bytes, name: str = "Workbook", *, others: Sequence[str] = ()) -> bytes:
    """A compound file with one stream, filled up so that it stands in ordinary sectors."""
    stream = stream.ljust(4096, b"\0")
    body = stream + b"\0" * (-len(stream) % SECTOR)
    count = len(body) // SECTOR
    tables, more = 1, 0
    while tables * 128 < count + tables + more + 1:
        tables += 1
        more = -(-max(0, tables - 109) // 127)
    entries = entry("Root Entry", 5, END, 0, child=1) + entry(name, 2, 0, len(stream))
    entries += b"".join(entry(other, 2, END, 0) for other in others[:2])
    directory = entries.ljust(SECTOR, b"\0")
    places = list(range(count + 1, count + 1 + tables))
    first_more = count + 1 + tables
    fat = [*range(1, count), END, END, *[FAT] * tables, *[FAT - 1] * more]
    fat += [FREE] * (tables * 128 - len(fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    head += struct.pack("<IIIIIIII", tables, count, 0, 4096, END, 0, first_more if more else END, more)
    head += struct.pack("<109I", *(places + [FREE] * 109)[:109])
    further = b"".join(
        struct.pack("<128I", *(places[at : at + 127] + [FREE] * 127)[:127], first_more + n + 1 if n + 1 < more else END)
        for n, at in enumerate(range(109, tables, 127))
    )
    return head + body + directory + struct.pack(f"<{len(fat)}I", *fat) + further


def entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(raw), kind, 1, FREE, FREE, child)
        + b"\0" * 36
        + struct.pack("<III", start, size, 0)
    )


def xls(*sheets: Sheet, **words: object) -> bytes:
    """A whole file of these sheets."""
    return compound(book_stream(sheets, **words))  # type: ignore[arg-type]
