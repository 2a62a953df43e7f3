"""A file on its way out: entered in the register before it has its name, so that nothing leaves unrecorded (AUD-05)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from desktop.services import files
from desktop.services.vault import Changes


def save_entered(content: bytes, path: Path, enter: Callable[[], Changes]) -> Changes:
    """Write a file whole beside its place, call `enter`, which records it, and only then give it its name.

    What cannot be entered is not made, and an earlier file of the name stands. Only if the last renaming fails does
    the register name a file that never came to be. Errors: a `FileRefused`, those of `enter`.
    """
    waiting = files.temporary_name(path)
    try:
        files.write_whole(waiting, content)
        changes = enter()
        files.replace(waiting, path)
    except BaseException:
        with contextlib.suppress(files.FileRefused):
            files.remove_file(waiting)
        raise
    return changes
