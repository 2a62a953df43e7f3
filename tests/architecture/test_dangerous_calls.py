"""Calls that can lose data, leak it, or stop the window stand in one place each."""

from __future__ import annotations

import ast
import functools
import re
from fnmatch import fnmatchcase, translate

from tests.architecture.sources import Source, over, program

# The modules behind services/files.py. Everything else calls them.
SYSTEM = {f"desktop/services/{name}.py" for name in ("files", "reading", "instance", "processes", "drives", "refusals")}

# Touching the disk or other programs: services/files.py does it, whole, privately and with a sentence for refusals.
DISK = (
    "os.replace", "os.rename", "os.renames", "os.remove", "os.unlink", "os.rmdir", "os.removedirs", "os.mkdir",
    "os.makedirs", "os.chmod", "os.open", "os.link", "os.symlink", "os.truncate", "os.utime", "os.umask",
    "os.system", "os.popen", "os.exec*", "os.spawn*", "os.posix_spawn*", "os.fork", "os.kill", "os._exit",
    "os.startfile", "os.abort", "shutil.rmtree", "shutil.move", "shutil.copy*", "shutil.unpack_archive",
    "shutil.make_archive", "shutil.chown", "shutil.disk_usage", "subprocess.*", "tempfile.*",
    "*.write_text", "*.write_bytes", "*.touch", "*.unlink", "*.rmdir", "*.mkdir", "*.chmod", "*.symlink_to",
    "*.hardlink_to", "QFile", "QSaveFile", "QTemporaryFile", "QTemporaryDir", "QProcess", "QProcess.*", "QLockFile",
)  # fmt: skip
# Unpacking by names a stranger chose; running what a stranger wrote; settings in places we do not see.
NEVER = (
    "*.extract", "*.extractall", "pickle.*", "marshal.*", "shelve.*", "eval", "exec", "compile", "__import__",
    "QSettings", "QDesktopServices.*", "logging.basicConfig",
)  # fmt: skip
# Nested event loops: hiding such a dialog at the lock would make its caller go on. open() and signals instead.
LOOPS = (
    "*.exec", "*.exec_", "*.processEvents", "QEventLoop", "QtCore.QEventLoop", "QMessageBox.question",
    "QMessageBox.information", "QMessageBox.warning", "QMessageBox.critical", "QMessageBox.about",
    "QFileDialog.get*", "QInputDialog.get*", "QColorDialog.getColor", "QFontDialog.getFont", "time.sleep",
    "*.waitForDone",
)  # fmt: skip

# (file, call): why this one may.
ALLOWED = {
    ("desktop/app.py", "*.exec"): "the application's one event loop",
    ("desktop/models/locking.py", "threading.Thread"): "the watchdog must act when the window's own thread is stuck",
    (
        "desktop/services/processes.py",
        "threading.Thread",
    ): "the next process may not read; this one must end all the same",
    ("desktop/__main__.py", "*.exec"): "the application's one event loop",
    (
        "desktop/views/widgets/file_choice.py",
        "QSettings",
    ): "takes out what Qt's own file dialog keeps of visited folders",
    ("desktop/tour/hand.py", "QEventLoop"): "the tour lets the window work, as a person who waits",
    ("desktop/tour/hand.py", "*.exec"): "the same",
}


@functools.cache
def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all: hardly a call fits any of them."""
    return re.compile("|".join(map(translate, patterns)))


def found(source: Source, patterns: tuple[str, ...]) -> list[str]:
    """Where the file calls one of the patterns without being allowed to."""
    return [
        f"{source.at(call)} {name}"
        for call, name in source.calls
        if any_of(patterns).match(name)
        for pattern in patterns
        if fnmatchcase(name, pattern)
        and not (name.startswith("re.") and pattern == "compile")
        and not any(source.path == path and fnmatchcase(name, allowed) for path, allowed in ALLOWED)
    ]


def writes(call: ast.Call, name: str) -> bool:
    """Whether this is an open() for writing, or a path's rename or replace (texts and dates have a replace too)."""
    words = {key.arg: key.value for key in call.keywords}
    if name == "open" or name.endswith(".open"):
        place = 1 if name == "open" else 0
        mode = call.args[place] if len(call.args) > place else words.get("mode")
        return isinstance(mode, ast.Constant) and isinstance(mode.value, str) and bool(set(mode.value) & set("wax+"))
    if name.endswith(".replace"):
        return len(call.args) == 1 and not call.keywords and name != "files.replace"
    return name.endswith(".rename") and len(call.args) == 1 and not name.startswith(("frame.", "table.", "df."))


@over(program)
def test_the_disk_is_touched_in_files_only(source: Source) -> list[str]:
    if source.path in SYSTEM:
        return []
    return found(source, DISK) + [f"{source.at(call)} {name}" for call, name in source.calls if writes(call, name)]


@over(program)
def test_nothing_runs_what_strangers_wrote(source: Source) -> list[str]:
    return found(source, NEVER)


@over(program)
def test_no_nested_event_loops_and_no_sleep(source: Source) -> list[str]:
    return [] if source.path in SYSTEM else found(source, LOOPS)


@over(program)
def test_threads_live_in_tasks(source: Source) -> list[str]:
    if source.path == "desktop/models/tasks.py":
        return []
    bases = [
        f"{source.at(node)} {node.name}"
        for node in source.nodes
        if isinstance(node, ast.ClassDef)
        for base in node.bases
        if ast.unparse(base).rpartition(".")[2] in {"QThread", "QRunnable", "Thread"}
    ]
    threads = ("QThread", "QThreadPool", "QThreadPool.*", "threading.Thread", "ThreadPoolExecutor", "Process")
    return bases + found(source, threads)


@over(program)
def test_no_printing_but_by_the_command_line(source: Source) -> list[str]:
    """Standard output belongs to the command; what else is printed ends in logs with what it holds."""
    if source.path.startswith(("desktop/cli", "desktop/tour", "desktop/__main__", "desktop/app")):
        return []
    return found(source, ("print", "sys.stdout.write", "pprint.*", "breakpoint"))


def test_every_exception_is_used() -> None:
    """An exception nobody needs any more is one somebody will misuse."""
    by_path = {source.path: source for source in program()}
    unused = [
        (path, pattern)
        for path, pattern in ALLOWED
        if path in by_path and "exec" not in pattern
        and not any(fnmatchcase(name, pattern) for _, name in by_path[path].calls)
    ]  # fmt: skip
    assert unused == []
