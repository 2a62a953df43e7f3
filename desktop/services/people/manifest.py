"""What a OneRoster set says of itself, against what it is. The data decide; this only finds what to warn of. Pure.

Source: 1EdTech OneRoster CSV binding, manifest.csv.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from desktop.services.language import fold, say
from desktop.services.sheets.errors import SheetRefused
from desktop.services.sheets.text import clean
from desktop.services.sheets.types import Table

_READ: Final = ("users", "roles", "demographics")


def stated(table: Table | None) -> dict[str, str]:
    """Read the properties of a manifest, folded to small letters; none where it is missing or no table."""
    if table is None:
        return {}
    try:
        rows = [row.cells for row in table.rows]
    except SheetRefused:
        return {}
    return {fold(clean(row[0])): fold(clean(row[1])) for row in rows if len(row) > 1}


def says_delta(properties: Mapping[str, str]) -> bool | None:
    """Say whether the manifest calls the users or roles of the set changes only; None where it says nothing."""
    words = {properties.get(f"file.{name}", "") for name in ("users", "roles")}
    return True if "delta" in words else False if "bulk" in words else None


def manifest_warnings(properties: Mapping[str, str], files: Collection[str], *, delta: bool) -> list[str]:
    """Say that the manifest is missing, that it names other files than there are, or another mode than the rows show.

    `files`: what the set holds of users, roles, demographics and manifest. `delta`: as the rows show.
    """
    if "manifest" not in files:
        return [say("This set has no file manifest.csv; it was read all the same.")]
    warnings = []
    said = says_delta(properties)
    if said is not None and said != delta:
        warnings.append(
            say("The manifest calls this set complete, but its rows are changes only; the rows were believed.")
            if delta
            else say("The manifest calls this set changes only, but its rows are not; it was read as the whole truth.")
        )
    if any((properties.get(f"file.{name}", "absent") != "absent") != (name in files) for name in _READ):
        warnings.append(say("The manifest names other files than this set holds; the files were read."))
    return warnings
