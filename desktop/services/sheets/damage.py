"""What libraries raise over a damaged workbook: anything at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from desktop.services.errors import KnownError
from desktop.services.sheets.errors import WorkbookDamaged


@contextmanager
def as_damage() -> Iterator[None]:
    """Turn whatever a library raises into WorkbookDamaged; what is known already passes."""
    try:
        yield
    except (KnownError, MemoryError):
        raise
    except Exception as error:
        raise WorkbookDamaged from error
