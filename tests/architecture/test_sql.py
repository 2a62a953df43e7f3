"""SQL stands in store.py (store_*.py where one is too long), in the vault and in .sql files; bound, single-quoted, and without what merging forbids."""

from __future__ import annotations

import ast
import re

from tests.architecture.sources import DESKTOP, ROOT, Source, docstrings, over, program

STATEMENT = re.compile(
    r"""\b(SELECT\s[\s\S]*\bFROM\b|SELECT\s+(count|max|min|sum|exists)\s*\(|INSERT\s+(OR\s+\w+\s+)?INTO\b
    |UPDATE\s+[\w@."]+\s+SET\b|DELETE\s+FROM\b|CREATE\s+(TEMP\s+|VIRTUAL\s+|UNIQUE\s+)*(TABLE|INDEX|VIEW|TRIGGER)\b
    |DROP\s+(TABLE|INDEX|VIEW|TRIGGER)\b|ALTER\s+TABLE\b|PRAGMA\s+\w+|ATTACH\s+(DATABASE\b|\?)|VACUUM\s+INTO\b
    |BEGIN\s+IMMEDIATE|insert\s+into\s+\w|delete\s+from\s+\w+\s+where|select\s+.+\s+from\s+\w+\s+where)""",
    re.VERBOSE,
)
# Merging between laptops rests on their absence (formats.md): REPLACE deletes unseen, CASCADE deletes unjournalled.
NEVER = re.compile(r"\bINSERT\s+OR\s+REPLACE\b|\bREPLACE\s+INTO\b|\bON\s+DELETE\s+CASCADE\b", re.IGNORECASE)
# This SQLite takes "text" for a string where no column has the name: a typing error would pass in silence.
# Only the code that quotes identifiers it has read from the schema needs double quotes.
QUOTES_IDENTIFIERS = ("desktop/services/vault/",)


def double_quoted(sql: str) -> bool:
    """Whether double quotes stand outside single-quoted text and comments."""
    return '"' in re.sub(r"--[^\n]*|'(?:[^']|'')*'", "", sql)


def statements(source: Source) -> list[ast.Constant]:
    """The string constants that are SQL, also the pieces of f-strings."""
    prose = docstrings(source)
    return [
        node
        for node in source.nodes
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in prose
        and STATEMENT.search(node.value)
    ]


@over(program)
def test_sql_stands_where_it_belongs(source: Source) -> list[str]:
    stored = re.search(r"/store(_\w+)?\.py$", source.path)
    if stored or source.path.startswith("desktop/services/vault/"):
        return []
    return [source.at(node) for node in statements(source)]


@over(program)
def test_sql_is_single_quoted_and_merges(source: Source) -> list[str]:
    found = statements(source)
    wrong = [node for node in found if NEVER.search(str(node.value))]
    if not source.path.startswith(QUOTES_IDENTIFIERS):
        wrong += [node for node in found if double_quoted(str(node.value))]
    return [source.at(node) for node in wrong]


@over(program)
def test_executescript_is_not_used(source: Source) -> list[str]:
    """It commits what is open before it begins."""
    used = [n for n in source.nodes if isinstance(n, ast.Attribute) and n.attr == "executescript"]
    return [source.at(node) for node in used]


def test_sql_files_are_single_quoted_and_merge() -> None:
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in DESKTOP.rglob("*.sql")}
    assert [path for path, text in texts.items() if double_quoted(text) or NEVER.search(text)] == []
