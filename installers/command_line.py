"""What the built command-line program runs: the same as `python -m desktop.cli`."""

from __future__ import annotations

import runpy

runpy.run_module("desktop.cli", run_name="__main__", alter_sys=True)
