"""The campaigns, each with its figures: for the tests in short, for `python -m tests.faults` at any length."""

from __future__ import annotations

import errno
import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop.services.clock import SystemClock
from tests import vaults
from tests.faults import calls
from tests.faults.box import EVERY, HOME, WORKSPACE, Box
from tests.faults.operations import older, school

# So many images at most are made of one run of an operation.
EACH = 2000


@dataclass
class Failed:
    """Figures of one operation whose every call failed in turn."""

    operation: str
    way: str
    calls: int = 0
    refused: int = 0
    there: int = 0
    said: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        went_on = self.calls - self.refused
        return (
            f"{self.operation:12} {self.way:16} {self.calls:5} calls failed: {self.refused:5} refused with a sentence "
            f"({self.there} of them were done all the same), {went_on:4} cost nothing; done again each time"
        )


# (words, error, for ever, a part of the write first, which calls)
WAYS: dict[str, tuple[int, bool, bool, int]] = {
    "EIO once": (errno.EIO, False, False, calls.CHANGES),
    "EIO for ever": (errno.EIO, True, False, calls.CHANGES),
    "disk full": (errno.ENOSPC, True, False, calls.GROWS),
    "disk full half": (errno.ENOSPC, True, True, calls.GROWS),
}
PULLED = "stick pulled out"


def templates(place: Path) -> dict[str, Path]:
    """Make the two laptops that the campaigns start from: one of today, one of an older program."""
    made = {"today": place / "today", "older": place / "older"}
    for name, folder in made.items():
        folder.mkdir(parents=True)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PEERKEEP_HOME", str(folder / HOME))
            if name == "older":
                older(folder / WORKSPACE)
            else:
                vaults.make(folder / WORKSPACE, SystemClock()).close()
                school(folder / WORKSPACE)
    return made


def template_for(operation: str, made: dict[str, Path]) -> Path:
    """Give the template that an operation starts from."""
    return made["today" if EVERY[operation].write else "older"]


def fail_every_call(
    box: Box, made: dict[str, Path], operation: str, way: str, numbers: Iterator[int] | None = None
) -> Failed:
    """Let each call of an operation fail in turn, or those of `numbers`, until it is through before it comes to one.

    CRASH-12, CRASH-13, CRASH-14; with PULLED, where all calls on the stick fail from then on, CRASH-16 and CRASH-17.
    """
    error, for_ever, half, kinds = WAYS.get(way, (errno.EIO, True, False, calls.CHANGES | calls.READ))
    figures = Failed(operation, way)
    for nth in numbers or iter(range(1, 100_000)):
        answer = box.ask(
            task="fail", template=str(template_for(operation, made)), operation=operation, kinds=kinds, nth=nth,
            error=error, for_ever=for_ever, half=half, medium=way == PULLED,
        )  # fmt: skip
        if not answer["failed"]:
            break
        figures.calls += 1
        figures.refused += bool(answer["said"])
        figures.there += bool(answer["said"] and answer["there"])
        figures.said[answer["said"]] += 1
    return figures


@dataclass
class Cut:
    """Figures of the images that power cuts may leave."""

    operation: str
    images: int = 0
    different: int = 0
    small: int = 0

    def __str__(self) -> str:
        return (
            f"{self.operation:12} {self.images:6} images, {self.different:6} of them different: 0 unreadable, 0 "
            f"acknowledged writes lost; heads.json or the like made anew in {self.small}"
        )


def cut_the_power(box: Box, made: dict[str, Path], operation: str, images: int, *, first: int = 1) -> Cut:
    """CRASH-11: open the images that a power cut may leave while an operation writes; `first`: of the seeds."""
    figures = Cut(operation)
    for seed in itertools.count(first):
        if figures.images >= images:
            break
        answer = box.ask(
            task="cut", template=str(template_for(operation, made)), operation=operation, writes=1 + seed % 4,
            images=min(EACH, images - figures.images) + 1, seed=seed,
        )  # fmt: skip
        figures.images += answer["images"]
        figures.different += answer["different"]
        figures.small += answer["small files"]
    return figures
