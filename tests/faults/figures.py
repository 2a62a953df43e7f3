"""What campaigns found, one line of JSON each in a log: an interruption loses only what was running, and the table."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from pathlib import Path

Key = tuple[str, str, str, int, int]
# Of the parts of one campaign the greatest counts, not the sum.
_GREATEST = ("slowest",)


@dataclass(frozen=True)
class Work:
    """One part of one campaign: its kind, what is done, in which way, the number of the part, and how often."""

    kind: str
    name: str
    way: str = ""
    part: int = 0
    times: int = 0

    @property
    def key(self) -> Key:
        """Give what tells it from others."""
        return self.kind, self.name, self.way, self.part, self.times


@dataclass(frozen=True)
class Outcome:
    """What a part came to: figures by name, the same in words, the seconds it took, and what was found, or ""."""

    work: Work
    figures: dict[str, float] = field(default_factory=dict)
    words: str = ""
    seconds: float = 0.0
    found: str = ""


def numbers(figures: object) -> dict[str, float]:
    """Give the numbers among the fields of a campaign's figures."""
    return {name: one for name, one in vars(figures).items() if isinstance(one, int | float)}


def append(log: Path | None, outcome: Outcome) -> None:
    """Add a line to a log, after one that may be cut off."""
    if log:
        ended = not log.exists() or log.read_bytes()[-1:] in (b"\n", b"")
        with log.open("a", encoding="utf-8") as lines:
            lines.write(("" if ended else "\n") + json.dumps(asdict(outcome)) + "\n")


def read(log: Path | None) -> list[Outcome]:
    """Read a log; its last line may be cut off."""
    found = []
    for line in log.read_text(encoding="utf-8").splitlines() if log and log.exists() else ():
        try:
            said = json.loads(line)
        except ValueError:
            continue
        found.append(Outcome(**said | {"work": Work(**said["work"])}))
    return found


def table(outcomes: list[Outcome]) -> str:
    """Give a table of a log's figures: a line for each kind, what was done, and way; what was run again counts once."""
    last = {one.work.key: one for one in outcomes}
    rows: dict[tuple[str, str, str], list[Outcome]] = defaultdict(list)
    for one in last.values():
        rows[one.work.kind, one.work.name, one.work.way].append(one)
    lines = ["| kind | what | figures | minutes | found |", "|---|---|---|---|---|"]
    for (kind, name, way), parts in rows.items():
        minutes = sum(one.seconds for one in parts) / 60
        found = sum(bool(one.found) for one in parts)
        words = ", ".join(f"{number:,g} {word}" for word, number in _together(parts).items())
        lines.append(f"| {kind} | {' '.join((name, way)).strip()} | {words} | {minutes:.1f} | {found or 'nothing'} |")
    return "\n".join(lines)


def _together(parts: list[Outcome]) -> dict[str, float]:
    together: dict[str, float] = {}
    for part in parts:
        for word, number in part.figures.items():
            before = together.get(word, 0)
            together[word] = round(max(before, number), 2) if word in _GREATEST else before + number
    return together
