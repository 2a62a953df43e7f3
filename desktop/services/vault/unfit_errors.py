"""Files that do not fit, where it cannot be told more closely: special cases of the situations in errors.py."""

from __future__ import annotations

from typing import ClassVar

from desktop.services.vault.errors import CompartmentDamaged, OlderThanSeen


class CompartmentUnknown(CompartmentDamaged):
    """Nothing of the content authenticates: noise, or of another workspace; the two look alike without the key."""

    sentence: ClassVar[str] = (
        "The file {file} cannot be read with the keys of this workspace: it is damaged, or it is the file of another "
        "workspace. Nothing was changed. "
        "Put the right file back, restore the newest backup or a copy, or salvage what can be read."
    )


class PartsOlder(OlderThanSeen):
    """Some pages of a file are of an earlier state than the rest: an older workspace hangs together. Values: file."""

    sentence: ClassVar[str] = (
        "Parts of the file {file} are as they were earlier and do not fit the rest of this workspace. "
        "Nothing was changed. Restore the newest backup or a copy, or salvage what can be read. "
        "If you go on with it instead, Check everything (the command health) names the records that do not fit."
    )
