"""Texts that have broken reports elsewhere, and random ones."""

from __future__ import annotations

import random

MARKUP = (
    "<b>",
    "<img src=/etc/passwd>",
    '<img src="/etc/passwd" width="9" height="9"/>',
    "<img src=http://127.0.0.1:9/x>",
    "<font color=\"[[[getattr(pow,'__globals__')]]]\">x</font>",
    "&#0;",
    "]]>",
    "<a href='javascript:app.alert(1)'>a</a>",
    "&amp;",
    "</para><para>",
    "<!--",
    "%PDF-1.4 endobj",
    ") Tj (",
    "\\) \\( \\\\",
    "{school} {0} %s",
    "${x}",
)
LONG_NAMES = (
    "Wolfeschlegelsteinhausenbergerdorff-Blaßkopf von Hohenzollern",
    "عبد الرحمن (أبو محمد) بن عبد العزيز آل سعود الفيصل القرشي",
    "דוד (דודי) בן-גוריון מזרחי-אשכנזי [כהן] לוי הלוי ירושלמי",
    "欧阳" * 30,
    "김민준" * 20,
    "山田太郎" * 15,
    "x" * 300,
    "Zoë \u202egnikcah\u202c 😀 e\u0301\u0327\u0323 \x07 \U000f0000",
    "a\u0301" * 100,
)
_RANGES = (
    (0, 0x7F),
    (0x80, 0x24F),
    (0x300, 0x36F),
    (0x590, 0x6FF),
    (0x900, 0x97F),
    (0x2000, 0x206F),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0xD800, 0xDFFF),
    (0xE000, 0xE0FF),
    (0xFB1D, 0xFDFF),
    (0xFFF0, 0xFFFF),
    (0x1F000, 0x1FAFF),
    (0xE0000, 0xE01FF),
    (0, 0x10FFFF),
)


def random_text(source: random.Random, most: int = 400) -> str:
    """Make a text of any code points, surrogates and controls among them."""
    first, last = source.choice(_RANGES)
    mixed = source.random() < 0.5
    chars = []
    for _ in range(source.randint(0, most)):
        low, high = source.choice(_RANGES) if mixed else (first, last)
        chars.append(chr(source.randint(low, high)))
    return "".join(chars)
