"""Backups as the Transfer page lists them, and what a rehearsal says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from desktop.models.transfer import Progress, folder_beside, size_words
from desktop.services import backups
from desktop.services.backups import BY_HAND, Backup, Counts
from desktop.services.language import say, show_date
from desktop.services.vault import Workspace

__all__ = ["BackupRow", "Restored", "Shelf", "Tried", "size_words"]


@dataclass(frozen=True)
class BackupRow:
    """One backup in words. `good`: found whole; `bad`: found damaged; neither, where it was never looked at."""

    path: Path
    moment: str
    detail: str
    good: bool
    bad: bool


@dataclass(frozen=True)
class Shelf:
    """All backups, newest first, and how much room they take, in words; "" for none."""

    rows: tuple[BackupRow, ...]
    room: str


@dataclass(frozen=True)
class Tried:
    """What a rehearsal found: lines of what is counted, there and now."""

    moment: str
    lines: tuple[tuple[str, int, int], ...]

    @property
    def holds(self) -> str:
        """Say what the backup holds in one sentence."""
        parts = {name: there for name, there, _ in self.lines}
        return say(
            "This backup opens and holds {people} people, {pairs} pairs, {meetings} meetings and {notes} notes.",
            **dict(zip(("people", "pairs", "meetings", "notes"), parts.values(), strict=True)),
        )


@dataclass(frozen=True)
class Restored:
    """Where the new workspace lies."""

    folder: Path


def load(ws: Workspace) -> Shelf:
    """List the backups."""
    return _shelf(backups.list_backups(ws), ws.clock.today())


def back_up(ws: Workspace, progress: Progress | None = None) -> Shelf:
    """Make one, and list all. Errors: those of `backups.back_up`."""
    backups.back_up(ws, progress)
    return load(ws)


def check_all(ws: Workspace, progress: Progress | None = None) -> Shelf:
    """Read every backup back, and list all. Error: Cancelled."""
    return _shelf(backups.check_backups(ws, progress), ws.clock.today())


def rehearse(ws: Workspace, path: Path, progress: Progress | None = None) -> Tried:
    """Open one in a private place, count, remove it. Errors: those of `backups.rehearse`."""
    found = backups.rehearse(ws, path, progress)
    moment = moment_words(found.backup.made, ws.clock.today())
    pairs = zip(_counted(found.there), _counted(found.now), strict=True)
    return Tried(moment, tuple((name, there, now) for (name, there), (_, now) in pairs))


def restore(ws: Workspace, path: Path, folder: Path, progress: Progress | None = None) -> Restored:
    """Make a new workspace of one. Errors: those of `backups.restore`."""
    return Restored(backups.restore(ws, path, folder, progress))


def folder_for(path: Path, place: Path | None = None) -> Path:
    """Propose a folder that is not there yet for the workspace that a backup becomes."""
    return folder_beside(Path(f"Restored-{path.name[:10]}"), place)


def moment_words(made: str, today: date) -> str:
    """Say when a backup was made."""
    day, time = date.fromisoformat(made[:10]), made[11:16]
    if day == today:
        return say("Today, {time}", time=time)
    if day == today - timedelta(days=1):
        return say("Yesterday, {time}", time=time)
    return say("{day}, {time}", day=show_date(made), time=time)


def _counted(counts: Counts) -> tuple[tuple[str, int], ...]:
    return (
        (say("People"), counts.people),
        (say("Pairs"), counts.pairs),
        (say("Meetings"), counts.meetings),
        (say("Notes"), counts.notes),
    )


def _shelf(found: tuple[Backup, ...], today: date) -> Shelf:
    rows = tuple(_row(one, today) for one in found)
    return Shelf(rows, size_words(sum(one.size for one in found)) if found else "")


def _row(one: Backup, today: date) -> BackupRow:
    why = say("made by hand") if one.why == BY_HAND else say("made by itself")
    parts = (_state_words(one, today), size_words(one.size), why)
    return BackupRow(one.path, moment_words(one.made, today), "  \u00b7  ".join(parts), one.whole, bool(one.fault))


def _state_words(one: Backup, today: date) -> str:
    if one.fault:
        words = {
            "missing": say("damaged: a file of it is gone"),
            "length": say("damaged: a file of it was cut short"),
            "content": say("damaged: a file of it was changed"),
        }
        return words.get(one.fault, say("damaged: it does not open as it was written"))
    if not one.verified:
        return say("not verified")
    if one.verified[:10] in (one.made[:10], today.isoformat()):
        return say("verified")
    return say("verified on {day}", day=show_date(one.verified))
