"""What the backups area hands out. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

# Why a backup was made: asked for, or by itself on a day on which something had changed.
BY_HAND: Final = "hand"
BY_ITSELF: Final = "day"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: its folder, when it was made (ISO with offset), why, its size in bytes, and what is known of it.

    verified: when it was last found whole, ISO, "" for never. fault: what a check found, "" for nothing: "missing",
    "length", "content" (a file is gone, cut, changed), "closed", "pages", "heads" (see `vault.backups.fault_inside`).
    clock: how far the programme's journal went, in milliseconds since 1970.
    """

    path: Path
    made: str
    why: str
    size: int
    verified: str
    fault: str
    clock: int

    @property
    def whole(self) -> bool:
        """Whether the newest check found nothing wrong."""
        return bool(self.verified) and not self.fault


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a workspace holds, of what the keys at hand open."""

    people: int
    pairs: int
    meetings: int
    notes: int


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a backup holds beside what the workspace holds now."""

    backup: Backup
    there: Counts
    now: Counts


@dataclass(frozen=True, slots=True)
class Found:
    """The newest backup that is whole, who may unlock it, and the newer ones that are not."""

    backup: Backup
    users: tuple[str, ...]
    words: bool
    damaged: tuple[Backup, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """One record that could not be read. compartment: programme, counselling, ...; id: its uid.

    A step of the journal has table "step" and the id device:number; a whole file has table "file" and its name.
    about: the number of the student it was about, "" where that is not known.
    """

    compartment: str
    table: str
    id: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What a salvage brought into the new workspace at `out`.

    counts: rows by table. lost: what could not be read. unsure: (compartment, table) of which more may be lost than is
    named, as whatever lists their records cannot be read either. rebuilt: rows that came from the journal, their own
    pages being gone. stood_in: records made up because others refer to them. pages, bad: of the held files. problems:
    what the full check finds in the new workspace; none, unless something is amiss with the salvage itself. drafts:
    unsaved texts. unread: files of others that came along as they are.
    """

    out: Path
    counts: dict[str, int]
    lost: tuple[Lost, ...]
    unsure: tuple[tuple[str, str], ...]
    rebuilt: int
    stood_in: int
    pages: int
    bad: int
    drafts: int
    problems: int
    unread: int
