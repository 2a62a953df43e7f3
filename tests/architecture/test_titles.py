"""LEAK-04, LEAK-05: what the system shows or remembers of a window or a job names nobody, and no dialog of its own is asked.

Titles stand in taskbars, window switchers and screenshots of them; names of print jobs in queues; files that a dialog
of the system opened in its lists of recent ones.
"""

from __future__ import annotations

import ast

from tests.architecture.sources import Source, over, program

# The only file with a dialog for files: Qt's own, which tells the system nothing.
DIALOGS = "desktop/views/widgets/file_choice.py"
SHOWN = ("setWindowTitle", "setDocName", "setApplicationName", "setApplicationDisplayName", "setDesktopFileName")
TOLD = ("QSystemTrayIcon", "QDesktopServices", "notify2", "QWinJumpList", "setWindowFilePath", "setIconText")


def is_generic(value: ast.expr) -> bool:
    """Whether a title is a plain text or a constant of the module: nothing that is put together."""
    if isinstance(value, ast.Constant):
        return isinstance(value.value, str) and value.value.lower() == "peerkeep"
    return isinstance(value, ast.Name) and value.id.isupper()


@over(program)
def test_titles_and_jobs_are_constants(source: Source) -> list[str]:
    return [
        f"{source.at(call)} {name}"
        for call, name in source.calls
        if name.rpartition(".")[2] in SHOWN and not (len(call.args) == 1 and is_generic(call.args[0]))
    ]


@over(program)
def test_nothing_is_told_to_trays_jump_lists_and_openers(source: Source) -> list[str]:
    return [f"{source.at(call)} {name}" for call, name in source.calls if any(one in name for one in TOLD)]


@over(program)
def test_files_are_asked_for_in_one_place(source: Source) -> list[str]:
    if source.path == DIALOGS:
        return []
    return [
        f"{source.at(call)} {name}" for call, name in source.calls if name.rpartition(".")[2].startswith("QFileDialog")
    ]


def test_that_place_asks_no_dialog_of_the_system() -> None:
    (source,) = (one for one in program() if one.path == DIALOGS)
    options = [ast.unparse(call) for call, name in source.calls if name.endswith("setOption")]
    assert any("DontUseNativeDialog" in option for option in options)
