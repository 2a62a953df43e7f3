"""What the transfer area hands out. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CopyMade:
    """A copy that was written and verified: where, its size in bytes, when (ISO with offset), on which drive.

    drive: the label of the removable drive it is on, "" for another folder. Everything is on the medium; that the
    stick may be pulled once the system says so is the system's to say.
    """

    path: Path
    size: int
    made: str
    drive: str


@dataclass(frozen=True, slots=True)
class CopySeen:
    """What a copy says before it is unlocked: who may unlock it, whether by recovery words too, its size in bytes.

    Of a backup also when it was made (ISO), and how many newer ones are damaged.
    """

    path: Path
    users: tuple[str, ...]
    words: bool
    size: int
    made: str = ""
    damaged: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A folder for a copy: the label of its removable drive or "", free bytes, bytes that a copy needs at most."""

    drive: str
    free: int
    needed: int

    @property
    def enough(self) -> bool:
        """Whether a copy fits."""
        return self.free >= self.needed
