"""`python -m desktop`: the window, or the tour. The command line is `python -m desktop.cli`."""

from __future__ import annotations

import sys

from desktop.app import main


def run(words: list[str]) -> int:
    """Open the window, or go on tour; gives the exit code."""
    if "--tour" in words:
        from desktop import tour_stage  # it brings Qt's test module along, which nobody else needs

        return tour_stage.main(words)
    return main(words)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
