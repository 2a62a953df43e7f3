"""What the start must not bring along. (That heavy libraries wait is tested with the pages that need them.)"""

from __future__ import annotations

import subprocess
import sys

from tests.architecture.sources import ROOT


def test_no_import_reads_source_text_for_qt() -> None:
    """PySide6's hook in front of `import` would read the source of each module that is loaded from then on."""
    code = "import builtins, desktop.app; print(builtins.__import__.__name__)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "feature" not in done.stdout
    assert "import" in done.stdout
