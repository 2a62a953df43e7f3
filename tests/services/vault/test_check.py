"""The full check: whatever somebody with the key in hand changes, it names the first bad one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop.services.vault import Workspace, journal, verify
from desktop.services.vault.canonical import digest
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault.checked import device_of, named, report
from tests.services.vault.tampering import raw

Raw = Any


def test_a_workspace_as_it_should_be(filled: Path) -> None:
    found = report(filled)
    assert found.ok
    assert found.files == 3
    assert found.counts["person"] == 3
    assert found.counts["note_text"] == 2
    assert found.chains >= 8


# one row, edited, removed, added, re-ordered


def test_an_edited_row(filled: Path) -> None:
    with raw(filled) as connection:
        uid = connection.execute("SELECT uid FROM person WHERE given = 'Bea'").fetchone()[0]
        connection.execute("UPDATE person SET given = 'Bee' WHERE uid = ?", (uid,))
    assert named(filled) == f"programme: table person, row {uid}: differs from its journal"


def test_an_edited_row_with_the_journal_kept_silent(filled: Path) -> None:
    with raw(filled, awake=True) as connection:
        uid = connection.execute("SELECT uid FROM person WHERE given = 'Bea'").fetchone()[0]
        connection.execute("UPDATE counter SET silent = 1")
        connection.execute("UPDATE person SET given = 'Bee' WHERE uid = ?", (uid,))
        connection.execute("UPDATE counter SET silent = 0")
    assert named(filled) == f"programme: table person, row {uid}: differs from its journal"


def test_an_edited_row_with_the_triggers_awake(filled: Path) -> None:
    """The trigger writes an entry that no step seals."""
    with raw(filled, awake=True) as connection:
        uid = connection.execute("SELECT uid FROM person WHERE given = 'Bea'").fetchone()[0]
        connection.execute("UPDATE person SET given = 'Bee' WHERE uid = ?", (uid,))
    assert named(filled) == f"programme: table person, row {uid}: was written past the journal"


def test_a_silenced_journal(filled: Path) -> None:
    with raw(filled, awake=True) as connection:
        connection.execute("UPDATE counter SET silent = 1")
    assert named(filled) == "programme: table counter: keeps the journal silent"


@pytest.mark.parametrize("table", ["person", "setting", "term"])
def test_a_removed_row(filled: Path, table: str) -> None:
    with raw(filled) as connection:
        uid = connection.execute(f"SELECT uid FROM {table} ORDER BY uid LIMIT 1").fetchone()[0]
        connection.execute(f"DELETE FROM {table} WHERE uid = ?", (uid,))
    assert named(filled) == f"programme: table {table}, row {uid}: is missing"


def test_an_added_row(filled: Path) -> None:
    with raw(filled) as connection:
        connection.execute("INSERT INTO setting (uid, name, value) VALUES ('000', 'a', 'b')")
    assert named(filled) == "programme: table setting, row 000: is not in the journal"


def test_two_rows_with_exchanged_values(filled: Path) -> None:
    with raw(filled) as connection:
        one, other = connection.execute("SELECT uid FROM person WHERE given IN ('Bea', 'Cem') ORDER BY uid").fetchall()
        connection.execute("UPDATE person SET given = CASE given WHEN 'Bea' THEN 'Cem' ELSE 'Bea' END "
                           "WHERE given IN ('Bea', 'Cem')")  # fmt: skip
    assert named(filled) == f"programme: table person, row {min(one, other)[0]}: differs from its journal"


def test_two_rows_with_exchanged_uids(filled: Path) -> None:
    with raw(filled) as connection:
        pair = [uid for (uid,) in connection.execute("SELECT uid FROM person WHERE given IN ('Bea', 'Cem')")]
        for old, new in ((pair[0], "x"), (pair[1], pair[0]), ("x", pair[1])):
            connection.execute("UPDATE person SET uid = ? WHERE uid = ?", (new, old))
    assert named(filled) == f"programme: table person, row {min(pair)}: differs from its journal"


def test_an_edited_insert_only_row(filled: Path) -> None:
    with raw(filled, "counselling") as connection:
        uid = connection.execute("SELECT uid FROM note_text WHERE text = 'second'").fetchone()[0]
        connection.execute("UPDATE note_text SET text = 'third' WHERE uid = ?", (uid,))
    told = named(filled)
    assert told.startswith("counselling: step 1 of")
    assert told.endswith(f"entry 2 (table note_text, row {uid}): was changed")


def test_a_removed_insert_only_row(filled: Path) -> None:
    with raw(filled, "counselling") as connection:
        uid = connection.execute("SELECT uid FROM note_text WHERE text = 'second'").fetchone()[0]
        connection.execute("DELETE FROM note_text WHERE uid = ?", (uid,))
    assert uid in named(filled)


def test_a_row_about_somebody_else(filled: Path) -> None:
    """The person column decides what an erasure takes."""
    with raw(filled, "counselling") as connection:
        connection.execute("UPDATE note SET person = 'x'")
    assert "table note, row" in named(filled)


# one journal entry, edited, removed, added, re-ordered; the step's own header


def step_of(connection: Raw, number: int) -> tuple[str, int]:
    return device_of(connection), number


@pytest.mark.parametrize(
    "column_and_value",
    [("change", "x"), ("tbl", "term"), ("row", "other"), ("person", "other"), ("op", "D"), ("salt", "00"),
     ("digest", "00"), ("change", None), ("salt", None)],
)  # fmt: skip
def test_an_edited_entry(filled: Path, column_and_value: tuple[str, str | None]) -> None:
    column, value = column_and_value
    with raw(filled) as connection:
        device, number = step_of(connection, 4)
        if value == "x":
            old = connection.execute("SELECT change FROM journal WHERE device = ? AND step = 4", (device,)).fetchone()
            value = old[0].replace("Ada", "Eve")
        connection.execute(f"UPDATE journal SET {column} = ? WHERE device = ? AND step = 4", (value, device))
    assert named(filled).startswith(f"programme: step {number} of {device}")


def test_an_edited_entry_with_its_digest_made_anew(filled: Path) -> None:
    """He computes the entry's digest; the step's digest covers it."""
    with raw(filled) as connection:
        device, number = step_of(connection, 4)
        salt, table, row, person, op, change = connection.execute(
            "SELECT salt, tbl, row, person, op, change FROM journal WHERE device = ? AND step = 4", (device,)
        ).fetchone()
        change = change.replace("Ada", "Eve")
        connection.execute(
            "UPDATE journal SET change = ?, digest = ? WHERE device = ? AND step = 4",
            (change, digest(salt, table, row, person, op, change), device),
        )
        connection.execute("UPDATE person SET given = 'Eve' WHERE uid = ?", (row,))
    assert named(filled) == f"programme: step {number} of {device}: was changed"


def test_an_edited_step_sealed_anew_breaks_the_next_one(filled: Path) -> None:
    """He computes the step's digest as well; the step after it names the old one."""
    with raw(filled) as connection:
        device = device_of(connection)
        header = "device, clock, at, user, verb, about, person, knows, undoes"
        previous, *values = connection.execute(
            f"SELECT previous, {header} FROM step WHERE device = ? AND step = 3", (device,)
        ).fetchone()
        digests = [d for (d,) in connection.execute(
            "SELECT digest FROM journal WHERE device = ? AND step = 3 ORDER BY n", (device,))]  # fmt: skip
        values[4] = "something_else"
        connection.execute(
            "UPDATE step SET verb = 'something_else', digest = ? WHERE device = ? AND step = 3",
            (journal.step_digest(previous, 3, journal.Header(*values), digests), device),
        )
    assert named(filled) == f"programme: step 4 of {device}: does not follow the step before it"


def test_a_removed_entry(filled: Path) -> None:
    with raw(filled) as connection:
        device, number = step_of(connection, 5)
        connection.execute("DELETE FROM journal WHERE device = ? AND step = 5 AND n = 0", (device,))
    assert named(filled).startswith(f"programme: step {number} of {device}: entry 0")


def test_the_last_entry_of_a_step_removed(filled: Path) -> None:
    with raw(filled) as connection:
        device, number = step_of(connection, 5)
        connection.execute("DELETE FROM journal WHERE device = ? AND step = 5 AND n = 1", (device,))
    assert named(filled) == f"programme: step {number} of {device}: was changed"


def test_an_added_entry(filled: Path) -> None:
    with raw(filled) as connection:
        device, number = step_of(connection, 4)
        connection.execute(
            "INSERT INTO journal (device, step, n, tbl, row, person, op, change, salt, digest) "
            "SELECT device, step, n + 1, tbl, row, person, op, change, salt, digest FROM journal "
            "WHERE device = ? AND step = 4",
            (device,),
        )
    assert named(filled) == f"programme: step {number} of {device}: was changed"


def test_re_ordered_entries(filled: Path) -> None:
    with raw(filled) as connection:
        device, number = step_of(connection, 5)
        for old, new in ((0, 9), (1, 0), (9, 1)):
            connection.execute("UPDATE journal SET n = ? WHERE device = ? AND step = 5 AND n = ?", (new, device, old))
    assert named(filled) == f"programme: step {number} of {device}: was changed"


def test_re_ordered_steps(filled: Path) -> None:
    with raw(filled) as connection:
        device = device_of(connection)
        for old, new in ((2, 99), (3, 2), (99, 3)):
            for table in ("step", "journal"):
                connection.execute(f"UPDATE {table} SET step = ? WHERE device = ? AND step = ?", (new, device, old))
    assert named(filled) == f"programme: step 2 of {device}: does not follow the step before it"


def test_a_duplicated_step(filled: Path) -> None:
    with raw(filled) as connection:
        device = device_of(connection)
        columns = "clock + 1, at, user, verb, about, person, knows, undoes, digest, digest"
        connection.execute(
            f"INSERT INTO step SELECT device, 6, {columns} FROM step WHERE device = ? AND step = 5", (device,)
        )
    assert named(filled) == f"programme: step 6 of {device}: was changed"


def test_a_step_removed_from_the_middle(filled: Path) -> None:
    with raw(filled) as connection:
        device = device_of(connection)
        for table in ("step", "journal"):
            connection.execute(f"DELETE FROM {table} WHERE device = ? AND step = 3", (device,))
    assert named(filled) == f"programme: step 4 of {device}: does not follow the step before it"


def test_a_step_without_its_header(filled: Path) -> None:
    with raw(filled) as connection:
        device = device_of(connection)
        connection.execute("DELETE FROM step WHERE device = ? AND step = 1", (device,))
        connection.execute("UPDATE journal SET step = 77 WHERE device = ? AND step = 1", (device,))
    told = [(p.where, p.what) for p in report(filled).problems]
    assert (f"step 2 of {device}", "does not follow the step before it") in told


@pytest.mark.parametrize(
    ("column", "value"),
    [("clock", 1), ("at", "2020-01-01T00:00:00+00:00"), ("user", "somebody"), ("verb", "export"), ("about", "999"),
     ("person", "somebody"), ("knows", "{}"), ("undoes", '["x",1]'), ("previous", "00"), ("digest", "00")],
)  # fmt: skip
def test_an_edited_header(filled: Path, column: str, value: object) -> None:
    with raw(filled) as connection:
        device = device_of(connection)
        connection.execute(f"UPDATE step SET {column} = ? WHERE device = ? AND step = 4", (value, device))
    assert named(filled).startswith(f"programme: step 4 of {device}: ")


def test_only_the_first_bad_step_of_a_device_is_named(filled: Path) -> None:
    with raw(filled) as connection:
        device = device_of(connection)
        connection.execute("UPDATE step SET about = 'x' WHERE device = ? AND step IN (2, 4, 5)", (device,))
    told = [p.where for p in report(filled).problems if p.where.startswith("step")]
    assert told == [f"step 2 of {device}"]


# blanking and erasure


def test_blanking_needs_an_erasure(filled: Path) -> None:
    with raw(filled) as connection:
        device = device_of(connection)
        connection.execute("UPDATE journal SET change = NULL, salt = NULL WHERE device = ? AND step = 4", (device,))
    assert "was blanked without an erasure" in named(filled)


def erase(ws: Workspace, tier: str, person: str) -> None:
    """Erase as formats.md says; the capability itself comes later."""
    with ws.step(tier, "erase", person=person, event=True) as step:
        step.run("PRAGMA defer_foreign_keys = ON")
        step.run("UPDATE @.counter SET silent = 1")
        for name, table in ws.tables_of(tier).items():
            if table.person:
                step.run(f"DELETE FROM @.{name} WHERE {table.person} = ?", (person,))
        step.run("UPDATE @.counter SET silent = 0")
        step.run("UPDATE @.journal SET change = NULL, salt = NULL WHERE person = ?", (person,))


def test_an_erasure_verifies_and_leaves_nothing(filled: Path, clock: FakeClock) -> None:
    ws = vaults.reopen(filled, clock)
    student = ws.value("programme", "SELECT uid FROM @.person WHERE given = 'Ada'")
    for tier in ("programme", "counselling"):
        erase(ws, tier, student)
        assert ws.value(tier, "SELECT count(*) FROM @.journal WHERE person = ? AND change IS NOT NULL", (student,)) == 0
    assert verify(ws).ok
    ws.close()
    assert report(filled).ok


def test_an_erased_entry_filled_in_again(filled: Path, clock: FakeClock) -> None:
    ws = vaults.reopen(filled, clock)
    student = ws.value("programme", "SELECT uid FROM @.person WHERE given = 'Ada'")
    erase(ws, "programme", student)
    ws.close()
    with raw(filled) as connection:
        connection.execute("UPDATE journal SET change = '{}' WHERE person = ?", (student,))
    assert "was blanked without an erasure" in named(filled)
