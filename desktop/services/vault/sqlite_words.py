"""What SQLite says of the environment, as the sentences a person reads; our own mistakes pass as they are."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2 as sqlite

from desktop.services import files
from desktop.services.errors import Cancelled, KnownError, OutOfMemory
from desktop.services.vault.errors import CompartmentDamaged

# SQLite's own file beside a compartment begins with a page and its number.
_PROBE: Final = 8 << 10


@contextlib.contextmanager
def sentences(file: str, folder: Path | None = None) -> Iterator[None]:
    """Turn errors of the environment while using `file` into known ones.

    folder: where it lies, for what is written. SQLite says only that it could not open a file beside it, or that the
    system refused; whether that is for want of room, another file there shows.
    Errors: files.FileRefused, CompartmentDamaged, OutOfMemory, Cancelled.
    """
    try:
        yield
    except sqlite.OperationalError as error:
        text = str(error)
        if "interrupted" in text:
            raise Cancelled from None
        known = _operational(text)
        if known is None:
            raise
        if folder is not None and isinstance(known, files.ReadOnlyMedium | files.MediumGone) and _is_full(folder):
            known = files.DiskFull()
        raise known from error
    except sqlite.InterfaceError as error:
        # Only texts, numbers and nothing are ever bound; what is left is that there was no room for a copy of a text.
        if "binding parameter" not in str(error):
            raise
        raise OutOfMemory from error
    except MemoryError as error:
        raise OutOfMemory from error
    except sqlite.IntegrityError:
        raise
    except sqlite.ProgrammingError as error:
        # The drive let the files be closed for new keys, and would not let them be opened again.
        if "closed database" not in str(error):
            raise
        raise files.MediumGone from error
    except sqlite.DatabaseError as error:
        if "malformed" in str(error) or "not a database" in str(error):
            raise CompartmentDamaged(file=file) from error
        raise


def _operational(text: str) -> KnownError | None:
    if "disk is full" in text:
        return files.DiskFull()
    if "disk I/O error" in text:
        return files.MediumGone()
    if "readonly" in text or "unable to open" in text:
        return files.ReadOnlyMedium()
    if "is locked" in text:
        return files.HeldElsewhere()
    return None


def _is_full(folder: Path) -> bool:
    """Say whether a small file finds no room; free bytes would not tell of a quota, or of the number of files."""
    probe = files.temporary_name(folder / "room")
    try:
        with files.sentences(), files.create_file(probe) as handle:
            handle.write(bytes(_PROBE))
            files.flush_file(handle)
    except files.DiskFull:
        return True
    except files.FileRefused:
        return False
    finally:
        with contextlib.suppress(files.FileRefused):
            files.remove_file(probe)
    return False
