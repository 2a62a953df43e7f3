"""Small files, small functions, honest names."""

from __future__ import annotations

import ast

from tests.architecture.sources import ROOT, Source, over, program, scripts

MOST_LINES = 500
MOST_IN_FUNCTION = 60
TIGHTER = {"desktop/views/main_window.py": 300, "desktop/models/tasks.py": 200, "run.py": 250}
# A name that fits everything says nothing.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "controller", "misc", "common"}


def everything() -> tuple[Source, ...]:
    return (*program(), *scripts())


@over(everything)
def test_files_are_small(source: Source) -> list[str]:
    lines = len(source.text.splitlines())
    return [f"{source.path}: {lines} lines"] if lines > TIGHTER.get(source.path, MOST_LINES) else []


@over(everything)
def test_functions_are_small(source: Source) -> list[str]:
    return [
        f"{source.at(node)} {node.name}: {length} lines"
        for node in source.nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > MOST_IN_FUNCTION
    ]


@over(everything)
def test_names_say_something(source: Source) -> list[str]:
    parts = EMPTY_NAMES & set(source.name.lower().replace(".", "_").split("_"))
    classes = [node for node in source.nodes if isinstance(node, ast.ClassDef)]
    vague = [node for node in classes if node.name.endswith(("Manager", "Helper", "Controller", "Utils"))]
    return [f"{source.path}: {part}" for part in parts] + [f"{source.at(node)} {node.name}" for node in vague]


def test_tests_are_small_too() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in (ROOT / "tests").rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}
