"""Damaged and spliced files: bits flipped in and ends cut off every file, and pages exchanged for older and other ones.

Whatever is done to a workspace, opening or the full check says so, or what it holds is what it held.
"""

from __future__ import annotations

import contextlib
import random
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.services import backups, files
from desktop.services.clock import SystemClock
from desktop.services.errors import KnownError
from desktop.services.vault import compartment, keyring
from tests.faults.reaching import problems, reach
from tests.services.vault import rows, tampering

PAGE = compartment.PAGE
State = dict[str, Any]


@dataclass
class Damaged:
    """Figures of one kind of damage: how often, how often it was said, how often it changed nothing."""

    kind: str
    times: int = 0
    said: int = 0
    files: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        quiet = self.times - self.said
        return (
            f"{self.kind:14} {self.times:6} times in {len(self.files)} files: {self.said} said, {quiet} without any "
            "effect, 0 taken for healthy"
        )


def state(folder: Path) -> State | None:
    """Give all that a workspace holds where opening and the full check find nothing; None where they do."""
    try:
        ws = reach(folder, SystemClock())
    except KnownError:
        return None
    try:
        if ws.notices or problems(ws):
            return None
        whole = {one.path.name for one in backups.check_backups(ws) if one.whole}
        return rows.dump(ws) | {"drafts": dict(ws.drafts.all()), "backups": whole}
    except KnownError:
        return None
    finally:
        ws.close()


def _same_or_less(found: State | None, before: State) -> bool:
    """Say whether nothing is other than it was: a draft that cannot be read is not shown, a bad backup not called whole."""
    if found is None:
        return True
    drafts, kept = found.pop("drafts"), found.pop("backups")
    rest = {name: rows for name, rows in before.items() if name not in ("drafts", "backups")}
    return found == rest and drafts.items() <= before["drafts"].items() and kept <= before["backups"]


def _seen_by_itself(path: Path, key: str, ring: keyring.Keyring) -> bool:
    """Say whether a compartment is refused by itself, or has pages that do not authenticate: quicker than opening all."""
    try:
        compartment.check_opens(path, key, workspace=ring.workspace, compartment=path.stem)
    except KnownError:
        return True
    with contextlib.closing(compartment.connect(path, key, read_only=True)) as connection:
        return bool(connection.execute("PRAGMA cipher_integrity_check").fetchall())


def harm(folder: Path, kind: str, times: int, seed: int = 1) -> Damaged:
    """Flip a bit ("flip") or cut the end ("cut") of one file of a workspace at a time, small files as often as large.

    Of damage that a compartment shows by itself, one in twenty is opened as a whole workspace too. FILE-02, FILE-03.
    """
    noise, figures = random.Random(seed), Damaged(kind)
    keys, ring, before = tampering.keys(folder), keyring.load(folder), state(folder)
    assert before
    whole_folder = folder.with_name("whole")
    shutil.copytree(folder, whole_folder)
    names = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "in-use.lock"]
    for _ in range(times):
        path = noise.choice(names)
        content = path.read_bytes()
        if not content:
            continue
        bad = bytearray(content)
        if kind == "flip":
            place = noise.randrange(len(bad) * 8)
            bad[place // 8] ^= 1 << place % 8
        else:
            del bad[noise.choice((0, noise.randrange(len(bad)), noise.randrange(len(bad)) // 512 * 512)) :]
        path.write_bytes(bad)
        figures.times += 1
        figures.files[path.name] += 1
        quick = path.parent == folder and path.stem in keys and noise.random() < 0.95
        if quick and _seen_by_itself(path, keys[path.stem], ring):
            figures.said += 1
        else:
            found = state(folder)
            figures.said += found != before
            assert _same_or_less(found, before), (path.name, kind, seed, figures.times)
            shutil.rmtree(folder)
            shutil.copytree(whole_folder, folder)
        path.write_bytes(content)
    shutil.rmtree(whole_folder)
    return figures


def generations(folder: Path, count: int = 5) -> list[dict[str, bytes]]:
    """Work in a workspace and give its compartments' contents after each bit of work, oldest first."""
    noise, found = random.Random(7), []
    for number in range(count):
        ws = reach(folder, SystemClock())
        uids = [uid for (uid,) in ws.rows("programme", "SELECT uid FROM @.person ORDER BY uid")]
        for uid in noise.sample(uids, min(8, len(uids))):
            rows.edit(ws, "person", uid, given=f"Name {number}")
        for tier in ("counselling", "private"):
            with ws.step(tier, "write_note") as step:
                rows.note(step, uids[0], f"note {number} " * 300)
        ws.close()
        found.append({path.name: path.read_bytes() for path in sorted(folder.glob("*.db"))})
    return found


def splice(folder: Path, times: int, seed: int = 1) -> Damaged:
    """Put pages of older generations, of other places and of other compartments into a file. FILE-04, FILE-05."""
    noise, figures = random.Random(seed), Damaged("splice")
    older = generations(folder)
    newest, before = older.pop(), state(folder)
    assert before
    small = {name: files.read_bounded(folder / name, 1 << 22) for name in ("heads.json", "keyring.json")}
    for _ in range(times):
        name = noise.choice(sorted(newest))
        bad = _spliced(noise, name, newest, older)
        if bad == newest[name]:
            continue
        figures.times += 1
        figures.files[name] += 1
        (folder / name).write_bytes(bad)
        found = state(folder)
        figures.said += found != before
        assert _same_or_less(found, before), (name, seed, figures.times)
        for one, content in newest.items():
            (folder / one).write_bytes(content)
        for one, content in small.items():
            (folder / one).write_bytes(content)
        for left in folder.glob("*.db-*"):
            left.unlink()
    return figures


def _spliced(noise: random.Random, name: str, newest: dict[str, bytes], older: list[dict[str, bytes]]) -> bytes:
    """Give a file's content with some pages that are not its own, or not of today."""
    content = bytearray(newest[name])
    former = noise.choice(older)[name]
    changed = [
        at for at in range(0, min(len(former), len(content)), PAGE) if former[at : at + PAGE] != content[at : at + PAGE]
    ]
    way = noise.choice(("older", "older", "older", "run", "swap", "elsewhere", "other file"))
    if way == "older":
        for at in noise.sample(changed, min(len(changed), noise.choice((1, 1, 1, 2, 3)))):
            content[at : at + PAGE] = former[at : at + PAGE]
    elif way == "run":
        start = noise.randrange(len(changed))
        for at in changed[start : start + noise.randint(2, 8)]:
            content[at : at + PAGE] = former[at : at + PAGE]
    else:
        other = newest[name] if way == "swap" else former
        if way == "other file":
            other = newest[noise.choice([one for one in newest if one != name])]
        one, two = (noise.randrange(min(len(content), len(other)) // PAGE) * PAGE for _ in range(2))
        content[one : one + PAGE] = other[two : two + PAGE]
        if way == "swap":
            content[two : two + PAGE] = other[one : one + PAGE]
    return bytes(content)
