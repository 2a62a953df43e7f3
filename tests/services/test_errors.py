"""Every known error has a sentence fit for the window; options stand apart, for the command line alone."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import desktop
from desktop.services.errors import KnownError


def kinds() -> Iterator[type[KnownError]]:
    """Every class of known error in the program."""
    for module in pkgutil.walk_packages(desktop.__path__, "desktop."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    waiting = [KnownError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("desktop."):
            yield kind


def test_no_sentence_names_an_option() -> None:
    found = list(kinds())
    assert len(found) > 90
    assert [kind.__qualname__ for kind in found if "--" in kind.sentence or "(option" in kind.sentence] == []


def test_what_an_error_calls_its_option_is_one_or_another_command() -> None:
    """Where it depends on the case, it is made from names that the tests of that error look at."""
    fixed = {kind.__qualname__: kind.option for kind in kinds() if isinstance(kind.option, str)}
    assert [name for name, option in fixed.items() if option and not option.startswith(("--", "the command "))] == []


def test_sentences_are_whole() -> None:
    assert [kind.__qualname__ for kind in kinds() if not kind.sentence.rstrip().endswith(".")] == []
