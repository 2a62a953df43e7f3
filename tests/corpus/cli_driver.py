"""Imports files on the command line, each into a workspace of its own, and prints what it answered: a process of its own."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from desktop.cli import main


def said(*words: str) -> Any:
    """Run a command, and give its JSON."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([*words, "--json", "--accept-older", "--password-file", sys.argv[2]])
    return json.loads(out.getvalue()) if code == 0 else {"code": code, "refused": err.getvalue()}


if __name__ == "__main__":
    template, copy = Path(sys.argv[1]), Path(sys.argv[1]).parent / "copy.peerkeep"
    for line in Path(sys.argv[3]).read_text("utf-8").splitlines():
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(template, copy)
        answer = said("import", str(copy), line)
        listed = said("people", str(copy)) if "refused" not in answer else {"people": []}
        print(json.dumps({"import": answer, "people": listed["people"]}))
