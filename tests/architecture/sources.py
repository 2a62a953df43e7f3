"""The program's own source files, parsed once, and small questions about them."""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DESKTOP = ROOT / "desktop"


@dataclass(frozen=True)
class Import:
    """One imported module ("desktop.services.people.types" or "numpy") and where."""

    target: str
    node: ast.stmt


@dataclass(frozen=True)
class Source:
    """One Python file: its path from the checkout ("desktop/app.py"), dotted name, text and tree."""

    path: str
    name: str
    text: str
    tree: ast.Module

    @functools.cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree; forty rules look at them."""
        return tuple(ast.walk(self.tree))

    @functools.cached_property
    def calls(self) -> tuple[tuple[ast.Call, str], ...]:
        """Every call in the file with the written name of what is called."""
        return tuple((node, dotted(node.func)) for node in self.nodes if isinstance(node, ast.Call))

    @functools.cached_property
    def imports(self) -> tuple[Import, ...]:
        """Every import in the file, also in functions; `from package import module` counts as that module."""
        return tuple(_imports(self))

    def at(self, node: ast.AST) -> str:
        """Where a node stands, as editors open it."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


def _source(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    inside = path.relative_to(ROOT)
    parts = list(inside.with_suffix("").parts)
    if parts[-1] == "__init__":
        parts.pop()
    return Source(inside.as_posix(), ".".join(parts), text, ast.parse(text))


@functools.cache
def program() -> tuple[Source, ...]:
    """Every module of desktop/."""
    return tuple(_source(path) for path in sorted(DESKTOP.rglob("*.py")))


@functools.cache
def scripts() -> tuple[Source, ...]:
    """What stands beside the program: run.py and the installers."""
    return tuple(_source(path) for path in [ROOT / "run.py", *sorted((ROOT / "installers").rglob("*.py"))])


@functools.cache
def names() -> frozenset[str]:
    """The dotted names of all modules of desktop/."""
    return frozenset(source.name for source in program())


def over(sources: Callable[[], tuple[Source, ...]]) -> Callable[[Callable[[Source], list[str]]], Callable[[], None]]:
    """Make a test of a rule: a function that returns what it finds wrong in one file. It names all of it at once."""

    def test_of(rule: Callable[[Source], list[str]]) -> Callable[[], None]:
        def test() -> None:
            wrong = [finding for source in sources() for finding in rule(source)]
            assert not wrong, "\n".join([rule.__doc__ or "", *wrong])

        test.__name__, test.__doc__ = rule.__name__, rule.__doc__
        vars(test)["rule"] = rule  # test_rules_bite.py tries it on planted faults
        return test

    return test_of


def _imports(source: Source) -> Iterator[Import]:
    package = source.name if source.path.endswith("__init__.py") else source.name.rpartition(".")[0]
    for node in source.nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base] if base else above)
            for alias in node.names:
                longer = f"{base}.{alias.name}"
                yield Import(longer if longer in names() or base == "PySide6" else base, node)


def for_types_only(source: Source) -> set[int]:
    """The ids of the imports under `if TYPE_CHECKING:`, which never run."""
    return {
        id(inner)
        for node in source.nodes
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for inner in ast.walk(node)
    }


def dotted(node: ast.expr) -> str:
    """The written name of a called thing: "os.replace", ".write_text" where what stands before is no plain name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def docstrings(source: Source) -> set[int]:
    """The ids of the nodes that are docstrings."""
    found = set()
    for node in source.nodes:
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found
