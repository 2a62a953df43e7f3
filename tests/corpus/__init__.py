"""Files as schools hand them over, made from public descriptions of the programs that write them. See README.md.

Everybody in them is invented. `python -m tests.corpus FOLDER` writes them all, to be tried by hand.
"""

from __future__ import annotations

from tests.corpus import files_forms, files_sets, files_uk, files_us, files_world
from tests.corpus.making import Entry


def entries() -> list[Entry]:
    """Every file of the corpus."""
    return [entry for part in (files_us, files_sets, files_uk, files_world, files_forms) for entry in part.entries()]


def table() -> str:
    """The corpus as a table for people."""
    lines = [
        "| File | Country | From | Described in | Columns | Encoding | Students | Three of them |",
        "| --- | --- | --- | --- | --- | --- | ---: | --- |",
    ]
    for entry in entries():
        three = "; ".join(f"{s.number} {s.given} {s.family}" for s in entry.checked)
        lines.append(
            f"| {entry.key} | {entry.country} | {entry.program} | {entry.described} | {entry.columns} | {entry.encoding} | {len(entry.students)} | {three} |"
        )
    return "\n".join(lines)
