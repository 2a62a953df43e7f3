"""What SQLite says of the environment, as the sentences a person reads; our own mistakes pass as they are."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sqlcipher3 import dbapi2 as sqlite

from desktop.services import files
from desktop.services.errors import Cancelled, KnownError, OutOfMemory
from desktop.services.vault.errors import CompartmentDamaged


@contextlib.contextmanager
def sentences(file: str) -> Iterator[None]:
    """Turn errors of the environment while using `file` into known ones.

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
