"""Room at the end of a compartment's file, so that its length tells who cannot open it as little as possible.

A file that grew with each note would show by its pages how much was written on which day. So a confidential file has
a whole number of 64 KiB: what is missing is added as free pages, which the next notes use up.
"""

from __future__ import annotations

from typing import Final

from desktop.services.vault.schema import Connection

PAGES: Final = 16
_TABLE: Final = "cushion"
# What SQLCipher leaves of a page for SQLite: 4,096 bytes without the IV and the HMAC (80); 4 point to the next one.
_USABLE: Final = 4096 - 80 - 4


def fill_up(connection: Connection, schema: str) -> None:
    """Add free pages up to the next whole number, inside the running transaction.

    A row that is written and dropped again leaves them: one page of its table, and one for each further part of it
    (https://www.sqlite.org/fileformat2.html, section 1.6).
    """
    missing = -int(connection.execute(f"PRAGMA {schema}.page_count").fetchone()[0]) % PAGES
    if not missing:
        return
    connection.execute(f"CREATE TABLE {schema}.{_TABLE} (filling BLOB)")
    if missing > 1:
        length = (missing - 1) * _USABLE + _USABLE // 2
        connection.execute(f"INSERT INTO {schema}.{_TABLE} VALUES (zeroblob(?))", (length,))
    connection.execute(f"DROP TABLE {schema}.{_TABLE}")
