"""What people type, read in the order of their profile."""

from __future__ import annotations

import re


def typed_date(text: str, order: str) -> str | None:
    """Give YYYY-MM-DD for a typed date, None for nothing; what cannot be read stays, for the check to refuse."""
    text = text.strip()
    if not text:
        return None
    parts = re.split(r"[./\-\s]+", text)
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return text
    if len(parts[0]) == 4:
        order = "ymd"
    named = dict(zip(order, (int(part) for part in parts), strict=True))
    return f"{named['y']:04d}-{named['m']:02d}-{named['d']:02d}"


def shown_for_typing(iso: str | None, order: str) -> str:
    """Give a date in the shape in which it is typed."""
    if not iso:
        return ""
    year, month, day = (int(part) for part in iso[:10].split("-"))
    shapes = {"dmy": f"{day}.{month}.{year}", "mdy": f"{month}/{day}/{year}"}
    return shapes.get(order, iso[:10])
