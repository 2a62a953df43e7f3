"""What every test needs before anything of Peerkeep is imported: no display, and a home of its own."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Each run (and each xdist worker) has its own: nothing a test does reaches the real account.
os.environ["PEERKEEP_HOME"] = tempfile.mkdtemp(prefix="peerkeep-tests-")
