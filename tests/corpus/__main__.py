"""Write the corpus to a folder, or its table into README.md."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.corpus import entries, table

README = Path(__file__).parent / "README.md"
MARK = "\n<!-- the table: python -m tests.corpus --readme -->\n"


def with_table(text: str) -> str:
    """README.md with the table as it is now."""
    return text.partition(MARK)[0] + MARK + table() + "\n"


if __name__ == "__main__":
    if sys.argv[1] == "--readme":
        README.write_text(with_table(README.read_text("utf-8")), "utf-8")
    else:
        for entry in entries():
            place = Path(sys.argv[1]) / entry.key
            place.mkdir(parents=True, exist_ok=True)
            print(entry.write(place), len(entry.students))
