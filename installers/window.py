"""What the built program runs: the same as `python -m desktop`."""

from __future__ import annotations

import runpy

runpy.run_module("desktop", run_name="__main__", alter_sys=True)
