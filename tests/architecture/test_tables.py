"""No area reads or writes another's tables: not in SQL, and not with a step. It calls verbs or reads published views."""

from __future__ import annotations

import ast
import re

from desktop.services.vault import Workspace
from tests.architecture.sources import Source, docstrings, over, program
from tests.architecture.test_layers import area, layer

_OWNED = {
    "vault": "meta counter journalled step journal",
    "programme": "setting term closed_day programme participant wish",
    "people": "person period free_period guardian photo own_field own_value column_map import_run saved_filter",
    "matching": "round round_entry proposal pair matching_settings round_override round_team team first_meeting"
    " starter_goal trial block meet_event badge tick trial_slip block_reason",
    "meetings": "meeting",
    "notes": "note note_text addendum",
    "handing": "sealed_item sealed_item_body receipt handed_in",
    "reports": "release",
}
OWNERS = {table: owner for owner, tables in _OWNED.items() for table in tables.split()}
# A view is there for other areas; its columns are a promise of the area that publishes it.
PUBLISHED = {"enrolled_role": "programme", "paired": "matching"}
IN_SQL = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+(?:@|temp)?\.?(\w+)|@\.(\w+)")
WRITES = ("insert", "update", "delete")


def named(source: Source) -> list[tuple[str, ast.AST]]:
    """The tables in SQL literals, and those that a step inserts into, updates or deletes from."""
    found: list[tuple[str, ast.AST]] = []
    prose = docstrings(source)
    for node in source.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            found += [(a or b, node) for a, b in IN_SQL.findall(node.value)]
    for call, name in source.calls:
        table = call.args[0] if call.args else None
        written = isinstance(table, ast.Constant) and isinstance(table.value, str)
        if written and name.startswith("step.") and name.removeprefix("step.") in WRITES:
            found.append((table.value, call))
    return found


@over(program)
def test_no_area_names_anothers_tables(source: Source) -> list[str]:
    """Ask the area that owns the table, or read a view that it publishes."""
    if layer(source.name) != "services":
        return []
    return [
        f"{source.at(node)} {table} belongs to {OWNERS[table]}"
        for table, node in named(source)
        if OWNERS.get(table, area(source.name)) != area(source.name)
    ]


def test_every_table_has_an_owner_and_every_view_is_published(workspace: Workspace) -> None:
    sql = "SELECT name FROM @.sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite_%'"
    tables, views = (
        {name for tier in ("programme", "counselling") for (name,) in workspace.rows(tier, sql, (kind,))}
        for kind in ("table", "view")
    )
    assert (tables, views) == (set(OWNERS), set(PUBLISHED))
