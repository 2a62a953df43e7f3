"""The ends of the sliders of the style inventory, which both the programme's answers and the matcher know."""

from __future__ import annotations

from typing import Final

STYLES: Final[tuple[tuple[str, str], ...]] = (
    ("Talk things over", "Do something together"),
    ("Plan ahead", "Go with the flow"),
    ("Quiet", "Lively"),
    ("One thing at a time", "Many things at once"),
    ("Think first", "Try it out"),
    ("Be listened to", "Be given advice"),
)
"""The two ends of each slider, 1 and 5, untranslated. Our own words; what is done, not who one is."""

STYLE_FIELDS: Final = tuple(f"style{n}" for n in range(1, len(STYLES) + 1))
"""What each slider is called as a field of a file."""
