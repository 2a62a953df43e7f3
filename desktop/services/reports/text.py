"""From any text a person typed to characters that can be set: cleaned, joined and in visual order. Pure.

Text never passes ReportLab's markup parser, which opens files and addresses that a text names
(security.md, finding 11). It becomes runs of characters (layout.py), and those are drawn.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from desktop.services.reports.fonts import BOX

if TYPE_CHECKING:
    from arabic_reshaper import ArabicReshaper

Direction = Literal["L", "R"]

_ISOLATE, _RELEASE = "\u2068", "\u2069"
_KEPT: Final = frozenset("\n" + _ISOLATE + _RELEASE)
_DIRECTED: Final[dict[Direction, str]] = {"L": "\u2066", "R": "\u2067"}
_STRONG: Final[dict[Direction, str]] = {"L": "\u200e", "R": "\u200f"}
_CONTROLS: Final = dict.fromkeys([0x200E, 0x200F, *range(0x2066, 0x206A)])
_MARK: Final = "\u200b"
# Invisible by intent: marks and embeddings of direction (ours are the only isolates), joiners, soft hyphen, BOM,
# variation selectors. Overrides are not here: they exist to deceive, so they show as a box.
_DROPPED: Final = dict.fromkeys(
    [
        0xAD,
        0x61C,
        0xFEFF,
        *range(0x200B, 0x2010),
        0x202A,
        0x202B,
        0x202C,
        *range(0x2060, 0x206A),
        *range(0xFE00, 0xFE10),
        *range(0xE0100, 0xE01F0),
        *range(0x1F3FB, 0x1F400),
    ]
)
_JOINERS: Final = "\u200c\u200d"
_LOOSE_JOINERS: Final = re.compile(f"(?<![^\\s{_JOINERS}])[{_JOINERS}]+|[{_JOINERS}]+(?![^\\s{_JOINERS}])")
_NEWLINES: Final = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_SPACES: Final = re.compile(r"[\t\u2000-\u200a\u202f\u205f\u3000\u1680]")
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_UNPRINTABLE: Final = {"Cc", "Cf", "Cs", "Co", "Cn"}
_PAIRS: Final = "()[]{}<>«»‹›≤≥「」『』【】〈〉《》（）［］"
_MIRROR: Final = {char: _PAIRS[at ^ 1] for at, char in enumerate(_PAIRS)}


def clean(value: str, *, keep_isolates: bool = False, keep_joiners: bool = False) -> str:
    """Give `value` composed, every line end a newline, without invisible characters, unprintable ones as a box.

    `keep_joiners`: joiners inside a word stay, as Sinhala and Persian names and families of emoji need them.
    """
    found = _SPACES.sub(" ", _NEWLINES.sub("\n", value))
    if not found.isascii():
        found = unicodedata.normalize("NFC", found)
    dropped: dict[int, None] = dict(_DROPPED)
    if keep_isolates:
        del dropped[ord(_ISOLATE)], dropped[ord(_RELEASE)]
    if keep_joiners:
        found = _LOOSE_JOINERS.sub("", found)
        for joiner in _JOINERS:
            del dropped[ord(joiner)]
    kept = found.translate(dropped)
    if kept.isascii() and kept.isprintable():
        return kept
    return "".join(
        c if c in _KEPT or c in _JOINERS or unicodedata.category(c) not in _UNPRINTABLE else BOX for c in kept
    )


def one_line(value: str, most: int = 300) -> str:
    """Give `value` cleaned on one line, spaces collapsed, cut with an ellipsis after `most` characters."""
    line = " ".join(clean(value[: most * 4]).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def isolate(value: str, most: int = 300) -> str:
    """Give `value` on one line, to stand inside a sentence without turning round what is beside it."""
    return f"{_ISOLATE}{one_line(value, most)}{_RELEASE}"


def needs_ordering(line: str) -> bool:
    """Tell whether `line` holds a character written from right to left."""
    return _RIGHT_TO_LEFT.search(line) is not None


def direction(paragraph: str) -> Direction:
    """Give the direction of a paragraph by its first strong character (UAX #9, P2 and P3)."""
    depth = 0
    for char in paragraph:
        depth += (char == _ISOLATE) - (char == _RELEASE)
        if depth <= 0:
            kind = unicodedata.bidirectional(char)
            if kind in ("L", "R", "AL"):
                return "L" if kind == "L" else "R"
    return "L"


@lru_cache(maxsize=1)
def _reshaper() -> ArabicReshaper:
    from arabic_reshaper import ArabicReshaper

    return ArabicReshaper({"delete_harakat": True, "support_ligatures": True})


def joined(paragraph: str) -> str:
    """Give Arabic letters in the forms they take beside each other, still in the order of reading.

    Vowel marks are left out: without glyph positioning they would lie across the letters.
    """
    return str(_reshaper().reshape(paragraph))


def visual(line: str, base: Direction) -> str:
    """Put one line of joined text into the order of the page, brackets turned where they need it.

    python-bidi orders and does not turn brackets. A mark of no width is therefore set after each of
    them: where it stands before the bracket afterwards, the bracket was read from right to left.
    """
    from bidi import get_display

    marked = "".join(c + _MARK if c in _MIRROR else c for c in line)
    # A letterless mark of the base direction ends the line: what has no direction of its own at a line's end,
    # the marks among it, would otherwise be moved to its edge (UAX #9, L1).
    ordered = str(get_display(marked + _STRONG[base], base_dir=base))
    return _turned(ordered).translate(_CONTROLS)


def rejoined(pieces: Sequence[str]) -> list[str]:
    """Close at each line's end the isolate that goes on in the next line, and open it there in its direction."""
    found: list[str] = []
    opened = ""
    for at, piece in enumerate(pieces):
        begun = opened
        for where, char in enumerate(piece):
            if char == _ISOLATE:
                rest = "".join((piece[where + 1 :], *pieces[at + 1 : at + 20])).partition(_RELEASE)[0]
                opened = _DIRECTED[direction(rest)]
            elif char == _RELEASE:
                opened = ""
        found.append(begun + piece + (_RELEASE if opened else ""))
    return found


def _turned(ordered: str) -> str:
    """Read the marks beside brackets and remove them."""
    out: list[str] = []
    waiting = ""
    for char in ordered:
        if char == _MARK:
            waiting = "" if waiting == "bracket" else "mark"
            continue
        out.append(_MIRROR.get(char, char) if waiting == "mark" else char)
        waiting = "bracket" if char in _MIRROR and waiting != "mark" else ""
    return _marks_after_letters("".join(out))


def _marks_after_letters(line: str) -> str:
    """Put a combining mark that the turning brought before its letter behind it again (UAX #9, L3)."""
    return re.sub("([\u0591-\u05c7]+)([\u05d0-\u05ea])", r"\2\1", line)
