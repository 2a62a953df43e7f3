"""Runs the steps of a journey one after the other, takes a picture after each, says a line, and remembers failures."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.tour.album import Album
from desktop.tour.hand import Hand, NotThere
from desktop.views.messages import Banner

# A page is drawn when nothing has worked for so long: searches and previews begin a moment after the last key.
_SETTLED = 0.4


@dataclass(frozen=True)
class Stage:
    """What the composition root hands in: the window there is now, whether it works, and what went wrong unseen.

    `troubles()` gives what escaped from slots or was logged as an error since it was last asked.
    """

    window: Callable[[], QWidget]
    busy: Callable[[], bool]
    troubles: Callable[[], list[str]]


@dataclass(frozen=True)
class Files:
    """What the journey reads, and where it may write. With a roster of somebody's own there is only that."""

    folder: Path
    home: Path
    roster: Path
    participants: Path | None = None
    later: Path | None = None
    pairs: Path | None = None


@dataclass
class Trip:
    """What every step gets."""

    hand: Hand
    album: Album
    files: Files
    school: str = "Harbour View School"
    user: str = "R. Osei"
    password: str = "seven purple lanterns"  # noqa: S105 - opens a workspace that is gone when the tour ends
    # What one step saw and a later one needs, such as the words of the sheet.
    known: dict[str, list[str]] = field(default_factory=dict)

    @property
    def workspace(self) -> Path:
        """Where the workspace is made."""
        return self.files.home / "HarbourView.peerkeep"


@dataclass(frozen=True)
class Step:
    """`name` becomes the picture's, `caption` stands under it.

    Without the steps it `needs` it is left out; without a `vital` one everything after it is.
    """

    name: str
    caption: str
    act: Callable[[Trip], None]
    needs: tuple[str, ...] = ()
    vital: bool = False


def run(trip: Trip, stage: Stage, steps: Sequence[Step], tell: Callable[[str], object]) -> list[str]:
    """Do all steps; give a line for each failure. `tell` gets a line for each step."""
    failures: list[str] = []
    failed: list[str] = []
    stopped = ""
    for step in steps:
        began = time.monotonic()
        lacking = stopped or next((one for one in step.needs if one in failed), "")
        wrong = [f"left out, for want of {lacking}"] if lacking else _do(trip, stage, step)
        state = "; ".join(wrong) if wrong else "ok"
        tell(f"{step.name:<24} {time.monotonic() - began:5.1f} s  {state}")
        failures += [f"{step.name}: {one}" for one in wrong]
        if wrong:
            failed.append(step.name)
            stopped = stopped or (step.name if step.vital else "")
    return failures


def _do(trip: Trip, stage: Stage, step: Step) -> list[str]:
    """Do one step and take its picture; give what is wrong."""
    wrong: list[str] = []
    try:
        step.act(trip)
    except NotThere as missing:
        wrong.append(str(missing))
    except Exception as error:  # a fault of the tour itself must not keep the other pictures from being taken
        wrong.append(f"{type(error).__name__}: {error}")
    try:
        trip.hand.rest(_SETTLED)
    except NotThere as missing:
        wrong.append(str(missing))
    blank = trip.album.take(stage.window(), step.name, step.caption)
    wrong += [blank] if blank else []
    news = bad_news(stage.window())
    wrong += [f"the window says: {words}" for words in news if words not in trip.known.get("news", [])]
    trip.known["news"] = news
    wrong += stage.troubles()
    if wrong:
        trip.hand.close_sheets()
    return wrong


def bad_news(window: QWidget) -> list[str]:
    """Read the banners that tell of something gone wrong."""
    banners = [one for one in window.findChildren(Banner) if one.isVisible()]
    return [one.words for one in banners if one.property("tone") == "danger"]
