"""Settings of this laptop account: a small JSON file with allow-listed keys.

Nothing here names a person, a school or a path: the file lies in the clear (security.md LEAK-03). What
belongs to the school lives in the workspace. Not a Qt settings store, so that nothing else gets in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from desktop.services.files import FileRefused, data_home, private_folder, read_bounded, write_whole

FILE_NAME: Final = "settings.json"
_MOST_BYTES: Final = 256 * 1024
IDLE_MINUTES: Final = range(1, 16)
TEXT_PERCENTS: Final = (100, 110, 125, 150, 175, 200)


def _is_size(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(n, int) and 0 < n < 20_000 for n in value)


def _is_widths(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(columns, dict) and all(isinstance(n, int) and 0 < n < 5_000 for n in columns.values())
        for columns in value.values()
    )


def _is_columns(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(keys, list) and len(keys) < 100 and all(isinstance(key, str) and len(key) < 60 for key in keys)
        for keys in value.values()
    )


def _is_grouping(value: object) -> bool:
    """By what the page Matching says who waits: a key of `reports.equity.groupings`, never a word of the school."""
    return isinstance(value, str) and re.fullmatch(r"|year|language|own:[0-9a-f-]{36}", value) is not None


# Each key with its value at first and the test a stored value must pass.
KEYS: Final[dict[str, tuple[Any, Callable[[Any], bool]]]] = {
    "theme": ("system", lambda value: value in ("system", "light", "dark", "contrast")),
    "text_percent": (100, lambda value: value in TEXT_PERCENTS),
    "allow_network": (False, lambda value: isinstance(value, bool)),
    "idle_minutes": (5, lambda value: isinstance(value, int) and value in IDLE_MINUTES),
    "window": ([1366, 768], _is_size),
    "maximised": (False, lambda value: isinstance(value, bool)),
    "widths": ({}, _is_widths),
    "columns": ({}, _is_columns),
    "waits_by": ("", _is_grouping),
}


def read_settings(home: Path | None = None) -> dict[str, Any]:
    """Read the settings; what is missing, damaged or not allowed has its value of the first day."""
    said: Any = {}
    try:
        said = json.loads(read_bounded((home or data_home()) / FILE_NAME, _MOST_BYTES))
    except (FileRefused, ValueError, RecursionError):
        said = {}
    stored = said if isinstance(said, dict) else {}
    return {key: stored[key] if key in stored and test(stored[key]) else first for key, (first, test) in KEYS.items()}


def write_settings(settings: dict[str, Any], home: Path | None = None) -> None:
    """Write the allowed keys, whole. Raises a `FileRefused`."""
    folder = private_folder(home or data_home())
    allowed = {key: settings[key] for key, (_, test) in KEYS.items() if key in settings and test(settings[key])}
    write_whole(folder / FILE_NAME, json.dumps(allowed, indent=1).encode())
