"""Workspaces that are open for reading only, as the window knows them: one word for the reason."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from desktop.services import places, vault
from desktop.services.vault import Workspace
from desktop.services.vault.reading_errors import OnNetworkDrive, OpenElsewhere

COPY, MEDIUM, ELSEWHERE, NETWORK = "copy", "medium", "elsewhere", "network"


def why(ws: Workspace) -> str:
    """Say why nothing can be saved: copy, medium, elsewhere or network; "" where it can."""
    if ws.looking:
        return COPY
    if isinstance(ws.refusal, OpenElsewhere):
        return ELSEWHERE
    if isinstance(ws.refusal, OnNetworkDrive):
        return NETWORK
    return MEDIUM if ws.read_only else ""


def host(ws: Workspace) -> str:
    """Name the computer on which the workspace is open; "" where that is not the reason."""
    return str(ws.refusal.values["host"]) if isinstance(ws.refusal, OpenElsewhere) else ""


PLACES = places.MEANING
ON_NETWORK = places.NETWORK


def place_in(notices: Iterable[str]) -> tuple[str, str]:
    """Find what the notices of an opening say of the place: a key of PLACES, or "", and who keeps it in step."""
    codes = [notice.partition(":")[2] for notice in notices if notice.startswith("place:")]
    place = places.Place.read(codes[0] if codes else "")
    return place.kind, place.service


def left_on(notices: Iterable[str]) -> str:
    """Name another computer on which the workspace was open and not closed; "" for none."""
    return next((notice.partition(":")[2] for notice in notices if notice.startswith("left:")), "")


def clock_behind(notices: Iterable[str]) -> str:
    """Give the day (ISO) of the newest record where this laptop's clock is behind it; "" where it is not."""
    return next((notice.partition(":")[2] for notice in notices if notice.startswith("clock:")), "")


def strays_in(notices: Iterable[str]) -> tuple[str, ...]:
    """Name the second versions of files that lie beside the workspace's own."""
    return tuple(notice.partition(":")[2] for notice in notices if notice.startswith("stray:"))


def place_words(folder: Path) -> str:
    """Say what is wrong with a place for a workspace; "" for nothing. Not on the window's thread: it looks there."""
    return places.describe(places.look(folder))


def open_rest(ws: Workspace) -> None:
    """Open what stays closed until the password was given once more."""
    vault.open_rest(ws)
