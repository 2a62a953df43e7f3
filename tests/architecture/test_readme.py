"""README promises commands and files: they are there."""

from __future__ import annotations

import importlib.util
import re
import shlex

import pytest

from desktop.cli import _parser
from tests.architecture.sources import ROOT

README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = re.findall(r"^python3 run\.py cli (.+)$", README, re.MULTILINE)
MODULES = sorted(set(re.findall(r"python -m (tests[\w.]*)", README)))
LINKS = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]


@pytest.mark.parametrize("command", [one for one in COMMANDS if "--help" not in one])
def test_every_command_of_the_readme_is_one(command: str) -> None:
    assert _parser().parse_args(shlex.split(command)).run


def test_the_readme_shows_the_commands_about_people() -> None:
    assert {"import", "import-report", "participants", "pairs-import", "merge"} <= {one.split()[0] for one in COMMANDS}


@pytest.mark.parametrize("module", MODULES)
def test_every_module_of_the_readme_is_there(module: str) -> None:
    assert importlib.util.find_spec(module) is not None


@pytest.mark.parametrize("link", LINKS)
def test_every_file_of_the_readme_is_there(link: str) -> None:
    assert (ROOT / link).exists()
