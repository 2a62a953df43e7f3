"""`python -m desktop`: the window. The command line is `python -m desktop.cli`."""

from __future__ import annotations

import sys

from desktop.app import main

if __name__ == "__main__":
    sys.exit(main())
