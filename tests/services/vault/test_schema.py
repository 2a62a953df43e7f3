"""What merging asks of the schema, what the data rules ask of it, and how it grows."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from desktop.services.vault import compartment, schema, verify
from desktop.services.vault.errors import NewerWorkspace
from desktop.services.vault.schema import Table, bodies, migrations, statements, tables
from tests import vaults
from tests.fakes.clock import FakeClock
from tests.services.vault import rows

KINDS = ("programme", "counselling", "private")
BOOKS = {"meta", "counter", "journalled", "step", "journal"}
FOLDER = Path(schema.__file__).with_name("migrations")
RELEASED = Path(__file__).with_name("released.json")
# Tables of the programme that are about no person; everything else must say whom it is about.
ABOUT_NOBODY = {
    "setting", "term", "closed_day", "period", "programme", "round", "release", "own_field", "column_map",
    "import_run", "saved_filter", "receipt", "matching_settings", "meet_event",
}  # fmt: skip


@pytest.fixture(params=KINDS)
def made(request: pytest.FixtureRequest) -> Iterator[Any]:
    """An empty compartment of each kind, in memory."""
    connection = sqlite.connect(":memory:", isolation_level=None)
    schema.migrate(connection, request.param)
    yield connection
    connection.close()


def declared(connection: Any) -> dict[str, str]:  # noqa: ANN401 - a connection
    """Give the SQL of each journalled table."""
    names = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {name: sql for name, sql in names if name not in BOOKS and not name.startswith("sqlite_")}


def columns(connection: Any, table: str) -> dict[str, tuple[Any, ...]]:  # noqa: ANN401
    """Map column to (type, notnull, default, place in the key)."""
    found = connection.execute('SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)', (table,))
    return {name: tuple(rest) for name, *rest in found.fetchall()}


def references(connection: Any, table: str) -> list[tuple[str, str, str, str]]:  # noqa: ANN401
    """List (column, table referred to, column referred to, what deleting does)."""
    return list(connection.execute('SELECT "from", "table", "to", on_delete FROM pragma_foreign_key_list(?)', (table,)))


def checks(sql: str) -> list[str]:
    """Give the text of each CHECK."""
    found = []
    for start in (match.end() for match in re.finditer(r"CHECK\s*\(", sql)):
        depth, at = 1, start
        while depth:
            depth += {"(": 1, ")": -1}.get(sql[at], 0)
            at += 1
        found.append(sql[start : at - 1])
    return found


# what merging asks


def test_nothing_is_unique_but_the_primary_key(made: Any) -> None:  # noqa: ANN401
    for table in declared(made):
        unique = [
            (name, origin)
            for name, is_unique, origin in made.execute(
                'SELECT name, "unique", origin FROM pragma_index_list(?)', (table,)
            )
            if is_unique
        ]
        assert [origin for _, origin in unique] == ["pk"], table


def test_no_check_spans_columns_of_two_cells(made: Any) -> None:  # noqa: ANN401
    known = tables(made)
    for table, sql in declared(made).items():
        cells = known[table].cells if table in known else ()
        for check in checks(sql):
            named = {c for c in columns(made, table) if re.search(rf"\b{c}\b", re.sub(r"'[^']*'", "", check))}
            assert len(named) == 1 or any(named <= set(cell) for cell in cells), (table, check)


def test_references_delete_nothing_and_stay_inside(made: Any) -> None:  # noqa: ANN401
    for table in declared(made):
        for column, target, to, on_delete in references(made, table):
            assert on_delete == "NO ACTION", (table, column)
            assert target in declared(made), (table, column)
            assert to == "uid", (table, column)


def test_every_reference_is_indexed(made: Any) -> None:  # noqa: ANN401
    """Deleting a row looks for those that refer to it; so does asking whom a row is about."""
    for name, table in tables(made).items():
        first = {
            made.execute("SELECT name FROM pragma_index_info(?) WHERE seqno = 0", (index,)).fetchone()[0]
            for (index,) in made.execute("SELECT name FROM pragma_index_list(?)", (name,)).fetchall()
        }
        wanted = {column for column, *_ in references(made, name)} | ({table.person} if table.person else set())
        assert wanted <= first, name


def test_insert_only_rows_refer_to_nobody_else(made: Any) -> None:  # noqa: ANN401
    """An erasure takes what refers to the erased; an insert-only row about another person would be lost with its value.

    Allowed is what is about nobody, and what is about the same person; a new reference must be thought about.
    """
    allowed = {
        ("note_text", "note"),
        ("addendum", "note"),
        ("round_entry", "person"),
        ("round_entry", "round"),
        ("photo", "person"),
    }
    for name, table in tables(made).items():
        if table.insert_only:
            assert {(name, target) for _, target, *_ in references(made, name)} <= allowed


def test_no_source_replaces_or_cascades() -> None:
    root = Path(__file__).parents[3] / "desktop"
    never = re.compile(r"\bOR\s+(REPLACE|IGNORE)\b|\bREPLACE\s+INTO\b|\bON\s+(DELETE|UPDATE)\s+(CASCADE|SET)\b", re.I)
    for path in [*root.rglob("*.py"), *root.rglob("*.sql")]:
        assert not never.search(path.read_text(encoding="utf-8")), path


# what the data rules ask


def test_tables_are_strict_and_named_by_uid(made: Any) -> None:  # noqa: ANN401
    for table, sql in declared(made).items():
        assert sql.rstrip().endswith("STRICT"), table
        assert columns(made, table)["uid"][3] == 1, table
        assert [c for c, (*_, pk) in columns(made, table).items() if pk] == ["uid"], table
        assert {kind for kind, *_ in columns(made, table).values()} <= {"TEXT", "INTEGER"}, table


def test_every_table_is_listed_and_described_truly(made: Any) -> None:  # noqa: ANN401
    known = tables(made)
    assert {*known, *bodies(made).values()} == set(declared(made))
    for name, body in bodies(made).items():
        assert known[name].insert_only, name
        assert "hash" in known[name].columns, name
        assert list(columns(made, body)) == ["uid", "body"], body
    for name, table in known.items():
        assert table.person == "" or table.person in {"uid", *table.columns}, name
        assert set(table.strict) <= set(table.columns), name
        grouped = [column for cell in table.cells for column in cell]
        assert set(grouped) <= set(table.columns), name
        assert len(grouped) == len(set(grouped)), name
        assert all(len(cell) > 1 for cell in table.cells), name
        assert not (table.insert_only and (table.strict or table.cells)), name
        assert table.person not in grouped, name


def test_strict_values_are_those_of_the_check(made: Any) -> None:  # noqa: ANN401
    for name, table in tables(made).items():
        for column, order in table.strict.items():
            allowed = next(c for c in checks(declared(made)[name]) if re.match(rf"{column} IN", c))
            assert set(re.findall(r"'([^']*)'", allowed)) == set(order), (name, column)


def test_personal_tables_name_the_person(made: Any) -> None:  # noqa: ANN401
    for name, table in tables(made).items():
        if name == "person":
            assert table.person == "uid"
        elif name in ABOUT_NOBODY:
            assert table.person == ""
            assert "person" not in table.columns
        else:
            assert table.person == "person", name
            assert columns(made, name)["person"][1] == 1, name


def test_enumerations_and_switches_are_checked(made: Any) -> None:  # noqa: ANN401
    for table, sql in declared(made).items():
        for column in columns(made, table):
            if column in ("status", "state", "kind", "role", "model") and table != "release":
                assert any(re.match(rf"{column} IN", check) for check in checks(sql)), (table, column)


def test_each_table_has_its_triggers(made: Any) -> None:  # noqa: ANN401
    for name, table in tables(made).items():
        found = {
            t
            for (t,) in made.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", (name,))
        }
        wanted = {"inserted", "deleted", "fixed"} | ({"kept", "once"} if table.insert_only else {"updated"})
        assert found == {f"{name}_{suffix}" for suffix in wanted}


# how it grows


def dump(connection: Any) -> list[tuple[str, ...]]:  # noqa: ANN401
    return sorted(connection.execute("SELECT type, name, tbl_name, ifnull(sql, '') FROM sqlite_schema").fetchall())


def up_to(kind: str, number: int) -> Any:  # noqa: ANN401
    """Make a compartment as a former version of the program left it."""
    connection = sqlite.connect(":memory:", isolation_level=None)
    for step, text in migrations(kind)[:number]:
        for statement in statements((schema.ground() if step == 1 else "") + text):
            connection.execute(statement)
        schema._make_triggers(connection)
        connection.execute(f"PRAGMA user_version = {step}")
    return connection


@pytest.mark.parametrize("kind", KINDS)
def test_upgraded_equals_fresh(kind: str) -> None:
    fresh = sqlite.connect(":memory:", isolation_level=None)
    schema.migrate(fresh, kind)
    for number in range(1, len(migrations(kind)) + 1):
        upgraded = up_to(kind, number)
        schema.migrate(upgraded, kind)
        assert dump(upgraded) == dump(fresh)
        assert tables(upgraded) == tables(fresh)
        assert schema.departures(upgraded, "main", kind) == []
        upgraded.close()
    fresh.close()


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_have_no_gaps(kind: str) -> None:
    assert [number for number, _ in migrations(kind)] == list(range(1, len(migrations(kind)) + 1))


@pytest.fixture
def another_migration(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A program whose programme has one more migration than this one; the test sets its text."""
    text = ["ALTER TABLE person ADD COLUMN pronouns TEXT;\nALTER TABLE round_entry ADD COLUMN remark TEXT;\n"]
    known = {kind: migrations(kind) for kind in KINDS}
    schema._made.cache_clear()

    def with_one_more(kind: str) -> tuple[tuple[int, str], ...]:
        more = ((len(known[kind]) + 1, text[0]),) if kind == "programme" else ()
        return known[kind] + more

    monkeypatch.setattr(schema, "migrations", with_one_more)
    yield text  # type: ignore[misc]  # a fixture that cleans up
    schema._made.cache_clear()


def test_a_failing_migration_leaves_the_version_before_it(
    workspace_folder: Path, another_migration: list[str], clock: FakeClock
) -> None:
    another_migration[0] = "ALTER TABLE person ADD COLUMN pronouns TEXT;\nINSERT INTO no_such_table VALUES (1);\n"
    with pytest.raises(sqlite.OperationalError):
        schema.migrate(up_to("programme", len(migrations("programme"))), "programme")
    connection = up_to("programme", len(migrations("programme")))
    before = dump(connection)
    with pytest.raises(sqlite.OperationalError):
        schema.migrate(connection, "programme")
    assert dump(connection) == before
    assert schema.version(connection) == len(migrations("programme"))
    assert not connection.in_transaction
    connection.close()


def test_a_column_added_later_changes_no_digest_and_no_row(
    workspace_folder: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, another_migration: list[str]
) -> None:
    """Old entries do not know the new column; insert-only rows are covered by digests made without it."""
    with pytest.MonkeyPatch.context() as former:
        former.setattr(schema, "migrations", lambda kind: migrations(kind))
        schema._made.cache_clear()
        ws = vaults.reopen(workspace_folder, clock)
        student, programme = rows.add_person(ws, given="Ada"), rows.programme(ws)
        with ws.step("programme", "propose", about="1") as step:
            uid = step.insert(
                "round", programme=programme, label="R", state="draft", settings="{}", engine="1", inputs="", made="",
                published=None,
            )  # fmt: skip
            entry = step.insert("round_entry", person=student, round=uid, role="mentee", answers="[]")
            gone = step.insert("round_entry", person=student, round=uid, role="mentor", answers="[]")
        with ws.step("programme", "x") as step:
            step.delete("round_entry", gone)
        ws.close()
    schema._made.cache_clear()
    ws = vaults.reopen(workspace_folder, clock)
    assert "pronouns" in ws.tables_of("programme")["person"].columns
    assert verify(ws).ok
    assert list((workspace_folder / "backups").iterdir())
    rows.edit(ws, "person", student, pronouns="they")
    with ws.step("programme", "x") as step:
        step.delete("round_entry", entry)
        step.insert("round_entry", gone, person=student, round=uid, role="mentor", answers="[]")
    assert verify(ws).ok
    ws.close()


def test_columns_added_later_may_be_empty() -> None:
    """Null means "as before": journal entries of former versions say nothing of the column."""
    for path in FOLDER.rglob("*.sql"):
        for added in re.findall(r"ADD\s+COLUMN\s+([^;]*);", path.read_text(encoding="utf-8"), re.I):
            assert "NOT NULL" not in added, path
            assert "DEFAULT" not in added, path


def test_nothing_journalled_is_renamed_or_dropped() -> None:
    never = re.compile(r"\bRENAME\b|\bDROP\s+(TABLE|COLUMN)\b", re.I)
    for path in FOLDER.rglob("*.sql"):
        assert not never.search(path.read_text(encoding="utf-8")), path


def test_a_newer_version_is_refused() -> None:
    connection = up_to("programme", len(migrations("programme")))
    connection.execute("PRAGMA user_version = 1000")
    with pytest.raises(NewerWorkspace):
        schema.pending(connection, "programme")
    connection.close()


def pins() -> dict[str, str]:
    """Hash every migration file, and what the program makes of them: triggers are generated."""
    files = {
        path.relative_to(FOLDER).as_posix(): hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        for path in sorted(FOLDER.rglob("*.sql"))
    }
    for kind in KINDS:
        made = repr(sorted(schema._made(kind).items())).encode()
        files[f"schema {kind} {schema.newest(kind)}"] = hashlib.sha256(made).hexdigest()
    return files


def test_released_migrations_are_never_changed() -> None:
    """What was released is pinned. A new migration adds a file; before the first release `released.json` may be empty.

    At a release: python -m tests.services.vault.test_schema > tests/services/vault/released.json
    """
    present = pins()
    for name, pinned in json.loads(RELEASED.read_text(encoding="utf-8")).items():
        assert present[name] == pinned, f"{name} was released; write a new migration instead"


def test_files_of_former_schemas_are_told_apart(tmp_path: Path) -> None:
    key = compartment.new_key()
    compartment.create(tmp_path / "programme.db", key, workspace="w", compartment="programme")
    found = compartment.check_opens(tmp_path / "programme.db", key, workspace="w", compartment="programme")
    assert found == schema.newest("programme")


def test_split_statements() -> None:
    text = "-- a; comment\nCREATE TABLE a (x TEXT); -- more\nINSERT INTO a VALUES ('b; c');\n-- end\n"
    assert [s.splitlines()[-1] for s in statements(text)][-1] == "INSERT INTO a VALUES ('b; c');"
    assert len(statements(text)) == 2


def test_types_of_tables() -> None:
    table = Table("t", ("a", "b"), insert_only=False, person="", strict={}, cells=(("a", "b"),))
    assert any("old.a IS NOT new.a OR old.b IS NOT new.b" in s for s in schema.triggers(table))


if __name__ == "__main__":
    print(json.dumps(pins(), indent=1))
