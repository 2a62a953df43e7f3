"""The palette: every colour of the program, for light, dark and high contrast.

No colour is written anywhere else. `PAIRS` lists which token is read on which ground; a test
computes their contrast.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Theme:
    """One set of colours, as #RRGGBB."""

    key: str
    dark: bool
    background: str
    sidebar: str
    card: str
    line: str
    text: str
    muted: str
    accent: str
    accent_soft: str
    on_accent: str
    selection: str
    warning: str
    warning_soft: str
    danger: str
    danger_soft: str
    tier1: str
    tier2: str
    tier3: str
    tier4: str

    def colour(self, token: str) -> str:
        """Give the colour of a token by name; "strong" and "" are the colour of text."""
        return str(getattr(self, {"strong": "text", "": "text"}.get(token, token)))


LIGHT: Final = Theme(
    key="light",
    dark=False,
    background="#FAF9F6",
    sidebar="#F0EEE8",
    card="#FFFFFF",
    line="#E2DED5",
    text="#1D282B",
    muted="#5F6B6E",
    accent="#1E6A66",
    accent_soft="#DCEBE8",
    on_accent="#FFFFFF",
    selection="#E6F0EE",
    warning="#8A5200",
    warning_soft="#FBEBD3",
    danger="#9A2F22",
    danger_soft="#F8E0DB",
    tier1="#2F6690",
    tier2="#3C7A4B",
    tier3="#A6481B",
    tier4="#6A4C9C",
)
DARK: Final = Theme(
    key="dark",
    dark=True,
    background="#14181A",
    sidebar="#101416",
    card="#1C2225",
    line="#2C3438",
    text="#E6EBEA",
    muted="#9AA7A8",
    accent="#6FC2B7",
    accent_soft="#21403D",
    on_accent="#0E1A19",
    selection="#22302F",
    warning="#F0BF7A",
    warning_soft="#3A2D17",
    danger="#F0998B",
    danger_soft="#3C211D",
    tier1="#7FB2DA",
    tier2="#86C795",
    tier3="#E89A6E",
    tier4="#B69BE3",
)
CONTRAST_LIGHT: Final = Theme(
    key="contrast-light",
    dark=False,
    background="#FFFFFF",
    sidebar="#FFFFFF",
    card="#FFFFFF",
    line="#000000",
    text="#000000",
    muted="#1F1F1F",
    accent="#00403C",
    accent_soft="#CFF3EE",
    on_accent="#FFFFFF",
    selection="#C9EFEA",
    warning="#5A3200",
    warning_soft="#FFF3D6",
    danger="#7A0C00",
    danger_soft="#FFE6E1",
    tier1="#003A66",
    tier2="#0B4A1B",
    tier3="#6E2400",
    tier4="#3F1B7A",
)
CONTRAST_DARK: Final = Theme(
    key="contrast-dark",
    dark=True,
    background="#000000",
    sidebar="#000000",
    card="#000000",
    line="#FFFFFF",
    text="#FFFFFF",
    muted="#E6E6E6",
    accent="#8FF0E2",
    accent_soft="#00352F",
    on_accent="#000000",
    selection="#003B34",
    warning="#FFD58A",
    warning_soft="#2E2000",
    danger="#FFB4A8",
    danger_soft="#3A0900",
    tier1="#A6D4FF",
    tier2="#A9F0B8",
    tier3="#FFBF9B",
    tier4="#D9C4FF",
)
THEMES: Final = {theme.key: theme for theme in (LIGHT, DARK, CONTRAST_LIGHT, CONTRAST_DARK)}

_ON_EVERYTHING = ("background", "sidebar", "card", "selection")
PAIRS: Final[tuple[tuple[str, str], ...]] = (
    *(("text", ground) for ground in (*_ON_EVERYTHING, "accent_soft", "warning_soft", "danger_soft")),
    *(("muted", ground) for ground in _ON_EVERYTHING),
    *((token, ground) for token in ("accent", "warning", "danger") for ground in ("background", "card", "selection")),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("card", "danger"),
    ("warning", "warning_soft"),
    ("danger", "danger_soft"),
    *((f"tier{tier}", ground) for tier in (1, 2, 3, 4) for ground in ("background", "card")),
)


def contrast(first: str, second: str) -> float:
    """Give the contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    bright, dim = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
