"""The stream of an XLS workbook, with nothing left in it but what xlrd needs to give values.

xlrd believes a file: one link over all cells would make it note four thousand million of them, one format too many
takes kilobytes. So records of no value are made such as it passes over, and the others are counted. Source: [MS-XLS].
"""

from __future__ import annotations

import io
import struct
from typing import Final

from xlrd.compdoc import SIGNATURE, CompDoc, DirNode

from desktop.services.sheets.damage import as_damage
from desktop.services.sheets.errors import NotATable, Spreadsheet, TooMuchText, WorkbookDamaged, WorkbookLocked
from desktop.services.sheets.grid import MOST_MERGES

_BOF, _EOF, _CONTINUE, _FILEPASS, _CODEPAGE, _DATEMODE = 0x809, 0x0A, 0x3C, 0x2F, 0x42, 0x22
_FORMAT, _XF, _BOUNDSHEET, _SST, _MERGED = 0x41E, 0xE0, 0x85, 0xFC, 0xE5
_LABELSST, _LABEL, _RSTRING, _NUMBER, _RK, _MULRK, _BOOLERR = 0xFD, 0x204, 0xD6, 0x203, 0x27E, 0xBD, 0x205
_FORMULA, _STRING, _ARRAY, _SHARED, _TABLE = 0x06, 0x207, 0x221, 0x4BC, 0x236
_KEPT: Final = frozenset({
    _BOF, _EOF, _CONTINUE, _FILEPASS, _CODEPAGE, _DATEMODE, _FORMAT, _XF, _BOUNDSHEET, _SST, _MERGED,
    _LABELSST, _LABEL, _RSTRING, _NUMBER, _RK, _MULRK, _BOOLERR, _FORMULA, _STRING, _ARRAY, _SHARED, _TABLE,
})  # fmt: skip
_PASSED_OVER: Final = struct.pack("<H", 0x99)
_MOST_TEXTS: Final = 2_000_000
_MOST: Final = {_FORMAT: 10_000, _XF: 10_000, _BOUNDSHEET: 1000, _MERGED: MOST_MERGES}
_OTHERS: Final = frozenset({"WordDocument", "PowerPoint Document", "__properties_version1.0", "VisioDocument"})
_MACROS: Final = frozenset({"_VBA_PROJECT_CUR", "VBA"})


class Silence(io.TextIOBase):
    """What xlrd says about a file, which nobody reads."""

    def write(self, text: str) -> int:
        """Let it pass."""
        return len(text)


def stream_of(data: bytes) -> tuple[bytes, bool]:
    """Give the stream of a workbook, and whether there are macros beside it.

    Raises WorkbookLocked, WorkbookDamaged, Spreadsheet, NotATable, TooMuchText.
    """
    if not data.startswith(SIGNATURE):  # the stream alone, as some systems write it
        return _of_values(data), False
    with as_damage():
        found = CompDoc(data, logfile=Silence())
        names = {node.name for node in found.dirlist}
        if "EncryptedPackage" in names:
            raise WorkbookLocked
        for node in found.dirlist:
            if node.etype == 2 and node.name.lower() in ("workbook", "book"):
                _check_chain(found, node)
                return _of_values(found.get_named_stream(node.name) or b""), bool(names & _MACROS)
    raise NotATable if names & _OTHERS else WorkbookDamaged


def _check_chain(found: CompDoc, node: DirNode) -> None:
    """Refuse a small stream whose sectors go round in a circle, which xlrd would follow for ever."""
    place, steps = node.first_SID, 0
    small = node.tot_size < found.min_size_std_stream  # type: ignore[attr-defined]  # the stubs lack it
    while small and 0 <= place < len(found.SSAT):
        place, steps = found.SSAT[place], steps + 1
        if steps > len(found.SSAT):
            raise WorkbookDamaged


def _of_values(stream: bytes) -> bytes:
    """Give the stream with the records of no value renamed. Raises as `stream_of`."""
    changed = bytearray(stream)
    head = struct.Struct("<HH")
    count = dict.fromkeys(_MOST, 0)
    begins: set[int] = set()
    sheets: list[int] = []
    at = 0
    while at + 4 <= len(stream):
        kind, size = head.unpack_from(stream, at)
        if at + 4 + size > len(stream):
            break
        if at == 0 and kind in (0x09, 0x209, 0x409):
            raise Spreadsheet
        if kind not in _KEPT:
            changed[at : at + 2] = _PASSED_OVER
        elif kind == _BOF:
            begins.add(at)
        elif kind in count:
            count[kind] += size // 8 if kind == _MERGED else 1
            if count[kind] > _MOST[kind]:
                _check_few(kind)
                changed[at : at + 2] = _PASSED_OVER
            elif kind == _BOUNDSHEET:
                sheets += struct.unpack_from("<I", stream, at + 4)
        elif kind == _SST and size >= 8 and struct.unpack_from("<I", stream, at + 8)[0] > _MOST_TEXTS:
            raise TooMuchText(row=1)
        at += 4 + size
    # Elsewhere might stand what was not looked at.
    if not begins.issuperset(sheets):
        raise WorkbookDamaged
    return bytes(changed)


def _check_few(kind: int) -> None:
    if kind in (_FORMAT, _XF):
        raise WorkbookDamaged
