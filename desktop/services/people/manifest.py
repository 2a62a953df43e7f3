"""What a OneRoster set says of itself, against what it is. The data decide; this only finds what to warn of. Pure.

Source: 1EdTech OneRoster CSV binding, manifest.csv and the order and case of column headings.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desktop.services.language import fold, say
from desktop.services.sheets.errors import SheetRefused
from desktop.services.sheets.text import clean, read_table

_READ: Final = ("users", "roles", "demographics")
_IN_ORDER: Final = (
    "sourcedId status dateLastModified enabledUser orgSourcedIds role username userIds givenName familyName middleName "
    "identifier email sms phone agentSourcedIds grades password userMasterIdentifier resourceSourcedIds "
    "preferredGivenName preferredMiddleName preferredFamilyName primaryOrgSourcedId pronouns"
).split()


def manifest_warnings(files: dict[str, bytes]) -> list[str]:
    """Say that the manifest is missing, that it speaks of changes only, or that it names other files than there are.

    `files`: manifest.csv and the files that are read of a set, by name.
    """
    if "manifest.csv" not in files:
        return [say("This set has no file manifest.csv; it was read all the same.")]
    stated = _stated(files["manifest.csv"])
    warnings = []
    if any(stated.get(f"file.{name}") == "delta" for name in _READ):
        warnings.append(
            say(
                "The manifest says that this set holds only changes; whoever is not named in it counts as missing here."
            )
        )
    if any((stated.get(f"file.{name}", "absent") != "absent") != (f"{name}.csv" in files) for name in _READ):
        warnings.append(say("The manifest names other files than this set holds; the files were read."))
    return warnings


def heading_warnings(headings: Sequence[str]) -> list[str]:
    """Say that the columns of users.csv stand in another case or order than OneRoster wants."""
    folded = {fold(name): name for name in _IN_ORDER}
    known = [(clean(cell), folded[fold(clean(cell))]) for cell in headings if fold(clean(cell)) in folded]
    places = [_IN_ORDER.index(name) for _, name in known]
    if places == sorted(places) and all(written == name for written, name in known):
        return []
    return [say("The columns of users.csv are not spelled or ordered as OneRoster wants; they were read by name.")]


def _stated(manifest: bytes) -> dict[str, str]:
    """Read the properties, names and values folded to small letters; none where the manifest is no table."""
    try:
        rows = [row.cells for row in read_table(manifest, len).rows]
    except SheetRefused:
        return {}
    return {fold(clean(row[0])): fold(clean(row[1])) for row in rows if len(row) > 1}
