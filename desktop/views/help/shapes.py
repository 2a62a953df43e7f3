"""What the help is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A card: its title, the icon before each of its lines, and the lines."""

    title: str
    icon: str
    lines: tuple[str, ...]
