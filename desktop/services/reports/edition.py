"""Who one printing is for, and its numbered copies: what stands at the foot of every document. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PaperSize = Literal["a4", "letter"]


@dataclass(frozen=True)
class Edition:
    """Who one printing is for, and its numbered copies.

    Copies are numbered from `first_copy`, so that a second printing goes on where the first ended.
    Dates are ISO 8601; `shred_by` may be empty. `lang` is a BCP 47 tag.
    """

    audience: str
    prepared_by: str
    as_of: str
    copies: int = 1
    first_copy: int = 1
    shred_by: str = ""
    paper: PaperSize = "a4"
    lang: str = "en-GB"

    @property
    def numbers(self) -> range:
        """Give the numbers of the copies of this printing."""
        return range(self.first_copy, self.first_copy + self.copies)
