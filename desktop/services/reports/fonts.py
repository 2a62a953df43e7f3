"""Which bundled font shows a character, and how wide it is. Reads font files and nothing else.

Every font of a page is one of ours, embedded as a subset. A font is opened when the first character
asks for it, so a page in Latin letters never reads the four megabytes of the Chinese one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal

FOLDER: Final = Path(__file__).resolve().parents[3] / "resources" / "fonts"

Weight = Literal["regular", "bold", "italic"]

_REGULAR: Final = ("NotoSansArabic-Regular", "NotoSansHebrew-Regular", "NotoSansThai-Regular")
_ALWAYS: Final = ("DroidSansFallbackFull", "NanumSquareR", "DejaVuSans")
_CHAIN: Final[dict[Weight, tuple[str, ...]]] = {
    "regular": ("NotoSans-Regular", *_REGULAR, *_ALWAYS),
    "bold": ("NotoSans-Bold", "NotoSansArabic-Bold", "NotoSansHebrew-Bold", "NotoSansThai-Bold", *_ALWAYS),
    "italic": ("NotoSans-Italic", *_REGULAR, *_ALWAYS),
}

BOX: Final = "\u25a1"
"""Stands for a character that cannot be printed."""


@dataclass(frozen=True)
class Face:
    """An opened font: its name on the page and the width of each character in thousandths of the size."""

    name: str
    widths: dict[int, float]


@dataclass(frozen=True)
class Glyph:
    """What is drawn for one character: itself or the box, in which font, how wide in thousandths of the size."""

    font: str
    char: str
    width: float


@cache
def _face(name: str) -> Face:
    """Open and register a font file of ours."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(name, str(FOLDER / f"{name}.ttf"))
    pdfmetrics.registerFont(font)
    face = font.face
    return Face(name, {code: face.charWidths.get(code, face.defaultWidth) for code in face.charToGlyph})


def base_font(weight: Weight = "regular") -> str:
    """Give the name of the family's own font, opened."""
    return _face(_CHAIN[weight][0]).name


@lru_cache(maxsize=20_000)
def glyph(char: str, weight: Weight = "regular") -> Glyph:
    """Choose what shows `char`: the first font of the chain that has it, else the box."""
    code = ord(char)
    for name in _CHAIN[weight]:
        face = _face(name)
        if code in face.widths:
            return Glyph(name, char, face.widths[code])
    return Glyph("DejaVuSans", BOX, _face("DejaVuSans").widths[ord(BOX)])
