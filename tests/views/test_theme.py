"""Colours: contrast computed from the tokens, and no colour anywhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desktop.views import icons, theme
from desktop.views.tokens import PAIRS, THEMES, Theme, contrast

DESKTOP = Path(theme.__file__).parents[1]


@pytest.mark.parametrize("one", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("pair", PAIRS, ids="-on-".join)
def test_text_stands_out_from_its_ground(one: Theme, pair: tuple[str, str]) -> None:
    least = 7.0 if one.key.startswith("contrast") else 4.5
    assert contrast(*(one.colour(token) for token in pair)) >= least


def test_contrast_of_black_and_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("one", THEMES.values(), ids=THEMES)
def test_style_sheet_is_whole(one: Theme) -> None:
    assert "$" not in theme.style_sheet(one, 10.5)


def test_no_colour_is_written_outside_the_tokens() -> None:
    written = re.compile(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b(?=[\"';])|\brgba?\(|QColor\(\s*\d")
    views = [file for file in (DESKTOP / "views").rglob("*.py") if file.name != "tokens.py"]
    sheet = DESKTOP.parent / "resources" / "style" / "window.qss"
    assert [file.name for file in [*views, sheet] if written.search(file.read_text("utf-8"))] == []


def test_every_tier_has_its_icon() -> None:
    assert all((icons.FOLDER / f"{name}.svg").is_file() for name in icons.TIER_ICONS.values())
