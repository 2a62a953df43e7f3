"""What can be done when a workspace does not open any more: its backups, salvage, the keyring's second copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.models.start import ENDING
from desktop.models.transfer import Secret, folder_beside, moment_words
from desktop.services import backups, vault
from desktop.services.backups import Salvaged
from desktop.services.errors import KnownError
from desktop.services.language import joined, say, say_many
from desktop.services.vault import Workspace
from desktop.services.vault.errors import DAMAGED, KeyringDamaged, KeyringEmpty, KeyringMissing

Progress = Callable[[int, int], bool]
_KEYRING = (KeyringDamaged, KeyringEmpty, KeyringMissing)
# What people call the records of a table: one, and several. A table that is not here is "other records".
KINDS: dict[str, tuple[str, str]] = {
    "person": ("1 person", "{n} people"),
    "guardian": ("1 guardian's place", "{n} guardians' places"),
    "photo": ("1 photo", "{n} photos"),
    "free_period": ("1 free period", "{n} free periods"),
    "participant": ("1 enrolment", "{n} enrolments"),
    "wish": ("1 wish", "{n} wishes"),
    "round": ("1 round of matching", "{n} rounds of matching"),
    "round_entry": ("1 answer as the matcher saw it", "{n} answers as the matcher saw them"),
    "proposal": ("1 proposed pair", "{n} proposed pairs"),
    "pair": ("1 pair", "{n} pairs"),
    "meeting": ("1 meeting", "{n} meetings"),
    "note": ("the heading of 1 note", "the headings of {n} notes"),
    "note_text": ("1 wording of a note", "{n} wordings of notes"),
    "addendum": ("1 addendum", "{n} addenda"),
    "release": ("1 entry of the register of paper", "{n} entries of the register of paper"),
    "own_value": ("1 thing that a person says of themselves", "{n} things that people say of themselves"),
    "handed_in": ("1 thing that was handed in", "{n} things that were handed in"),
    "sealed_item": ("1 sealed thing that was handed in", "{n} sealed things that were handed in"),
    "step": ("1 step of who did what", "{n} steps of who did what"),
    "file": ("1 whole file", "{n} whole files"),
}
_OTHER = ("1 other record", "{n} other records")
_MOST_NUMBERS = 12


@dataclass(frozen=True)
class Offer:
    """Who may salvage a workspace, and whether the recovery words can."""

    users: tuple[str, ...]
    words: bool


@dataclass(frozen=True)
class Backup:
    """The newest good backup, in words; "" where there is none. newer: how many newer ones are damaged."""

    moment: str = ""
    newer: int = 0


@dataclass(frozen=True)
class Told:
    """What a salvage did, in words: what was brought over, what came from the journal, what is lost, line by line.

    whole: nothing had to be made up either.
    """

    folder: Path
    brought: str
    remarks: tuple[str, ...]
    lost: tuple[str, ...]
    whole: bool


def is_damage(error: Exception) -> bool:
    """Say whether files of the workspace are damaged, so that a backup or a salvage would help."""
    return isinstance(error, DAMAGED)


def second_keyring_helps(folder: Path, error: Exception) -> bool:
    """Say whether the keyring could be put back from its second copy."""
    return isinstance(error, _KEYRING) and vault.second_keyring_is_good(folder)


def put_back_keyring(folder: Path) -> None:
    """Put the second copy of the keyring in its place; the damaged one is kept beside it."""
    vault.put_back_keyring(folder)


def newest_backup(folder: Path, progress: Progress | None = None) -> Backup:
    """Look for the newest good backup. Error: Cancelled."""
    try:
        found = backups.find_backup(folder, progress)
    except KnownError:
        return Backup()
    return Backup(moment_words(found.backup.made), len(found.damaged))


def offer(folder: Path) -> Offer:
    """Read who may salvage, from the keyring or its second copy. Errors: those of the keyring."""
    users, words = backups.who_may_salvage(folder)
    return Offer(users, words)


def folder_for(folder: Path, place: Path | None = None) -> Path:
    """Propose a folder that is not there yet."""
    return folder_beside(Path(say("{name}-salvaged", name=folder.name.removesuffix(ENDING))), place or folder.parent)


def salvage(folder: Path, out: Path, secret: Secret, progress: Progress | None = None) -> Told:
    """Salvage a closed workspace. Errors: those of `backups.salvage`."""
    return _told(backups.salvage(folder, out, secret, progress))


def salvage_open(ws: Workspace, out: Path, progress: Progress | None = None) -> Told:
    """Salvage the open one. Errors: those of `backups.salvage`."""
    return _told(backups.salvage(ws.folder, out, ws.opened, progress, ws.clock))


def kind_words(table: str, n: int) -> str:
    """Say how many records of a table."""
    return say_many(*KINDS.get(table, _OTHER), n)


def _told(done: Salvaged) -> Told:
    people, pairs, meetings = (done.counts.get(table, 0) for table in ("person", "pair", "meeting"))
    brought = say(
        "{people} people, {pairs} pairs, {meetings} meetings and {notes} notes are in a new workspace.",
        people=people,
        pairs=pairs,
        meetings=meetings,
        notes=done.counts.get("note", 0),
    )
    remarks = [
        (done.rebuilt, "1 record was made anew from the journal.", "{n} records were made anew from the journal."),
        (
            done.stood_in,
            "1 record was made up, because others need it.",
            "{n} records were made up, as others need them.",
        ),
        (
            done.unread,
            "1 file that your password does not open came along as it is.",
            "{n} files that your password does not open came along as they are.",
        ),
        (done.drafts, "1 text that was not saved yet came along.", "{n} texts that were not saved yet came along."),
    ]
    said = tuple(say_many(one, many, n) for n, one, many in remarks if n)
    return Told(done.out, brought, said, tuple(_lost_words(done)), whole=not done.stood_in)


def _lost_words(done: Salvaged) -> list[str]:
    """List what was lost: by part of the workspace and kind, with the numbers of the students it was about."""
    lines = []
    counted = Counter((one.compartment, one.table) for one in done.lost)
    for (compartment, table), count in sorted(counted.items()):
        numbers = sorted(
            {one.about for one in done.lost if (one.compartment, one.table) == (compartment, table)} - {""},
            key=_by_number,
        )
        words = say("{part}: {what}", part=part_words(compartment), what=kind_words(table, count))
        if numbers:
            more = "" if len(numbers) <= _MOST_NUMBERS else " \u2026"
            words = say("{words}, about {numbers}", words=words, numbers=joined(numbers[:_MOST_NUMBERS]) + more)
        lines.append(words)
    for compartment in dict.fromkeys(compartment for compartment, _ in done.unsure):
        more = say("perhaps more than is named here, as what lists the records is damaged too")
        lines.append(say("{part}: {what}", part=part_words(compartment), what=more))
    return lines


def _by_number(number: str) -> tuple[int, str]:
    return (int(number) if number.isdecimal() else 0, number)


def part_words(compartment: str) -> str:
    """Name a part of the workspace."""
    words = {
        "programme": say("{Programme}"),
        "counselling": say("{Counselling}"),
        "safeguarding": say("Safeguarding"),
        "private": say("Private notes"),
    }
    return words.get(compartment, say("Another part"))
