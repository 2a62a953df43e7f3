"""Import this first: it takes a hook out of the way that would slow down every import after PySide6.

PySide6 puts a function in front of `import` that reads the source text of each module and looks for
`from __feature__ import ...`, which nobody here uses. That took 50 ms of the start, and 180 ms of loading scipy.
"""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401 - it puts the hook in place

# What the hook calls in the end; where PySide6 names it otherwise, everything stays as it is.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
