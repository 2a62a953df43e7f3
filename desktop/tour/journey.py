"""The whole journey in one call."""

from __future__ import annotations

from collections.abc import Callable

from desktop.tour import beginning, coming_back, leaving, pairing, records
from desktop.tour.album import Album, contact_sheet
from desktop.tour.guide import Files, Stage, Trip, run
from desktop.tour.hand import Hand

STEPS = (*beginning.STEPS, *pairing.STEPS, *records.STEPS, *coming_back.STEPS, *leaving.STEPS)
SHEET = "contact-sheet.png"


def travel(stage: Stage, files: Files, tell: Callable[[str], object]) -> list[str]:
    """Go through everything; pictures, documents and the copy land in `files.folder`. Gives a line per failure."""
    trip = Trip(Hand(stage.window, stage.busy), Album(files.folder), files)
    failures = run(trip, stage, STEPS, tell)
    wrong = leaving.pages_of(trip)
    tell(f"{'pages':<24}          {'; '.join(wrong) or 'ok'}")
    sheet = contact_sheet(trip.album.shots, "Peerkeep: the whole journey", files.folder / SHEET)
    tell(f"{'contact-sheet':<24}          {sheet or 'ok'}")
    return [*failures, *wrong, *filter(None, [sheet])]
