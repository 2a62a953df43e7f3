"""Windows: every module imports without the POSIX modules, and uses no call that only POSIX has."""

from __future__ import annotations

import ast
import subprocess
import sys

from tests.architecture.sources import ROOT, Source, dotted, names, over, program

ABSENT = ("fcntl", "pwd", "grp", "resource", "termios", "tty", "pty", "syslog")
# The modules behind services/files.py: each has its Windows branch.
SYSTEM = {
    f"desktop/services/{name}.py"
    for name in ("files", "reading", "instance", "processes", "drives", "media", "refusals", "system_events")
}
POSIX_ONLY = {
    f"os.{name}"
    for name in (
        "fork", "getuid", "geteuid", "getgid", "getegid", "setsid", "getsid", "chown", "lchown", "mkfifo", "killpg",
        "getpgid", "setpgid", "statvfs", "fchmod", "fchown", "nice", "uname", "posix_fadvise", "O_NOFOLLOW",
        "O_CLOEXEC", "O_NONBLOCK", "O_DIRECTORY", "O_NOCTTY", "WNOHANG", "sync", "getloadavg", "pipe2", "wait",
        "sched_getaffinity", "getrusage", "ttyname", "execv", "execve", "execvp",
    )
}  # fmt: skip
POSIX_ONLY |= {f"signal.SIG{name}" for name in ("KILL", "HUP", "USR1", "USR2", "ALRM", "CHLD", "QUIT", "STOP")}

IMPORT_ALL = """
import importlib, sys
for name in sys.argv[1].split(","):
    sys.modules[name] = None
for name in sys.argv[2:]:
    importlib.import_module(name)
print("imported")
"""


def test_every_module_imports_without_the_posix_modules() -> None:
    modules = sorted(name for name in names() if not name.endswith("__main__"))
    said = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, ",".join(ABSENT), *modules],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.stdout == "imported\n", said.stderr


@over(program)
def test_posix_calls_stand_behind_files(source: Source) -> list[str]:
    if source.path in SYSTEM:
        return []
    used = [node for node in source.nodes if isinstance(node, ast.Attribute) and dotted(node) in POSIX_ONLY]
    taken = [one for one in source.imports if one.target.split(".")[0] in (*ABSENT, "msvcrt", "winreg", "ctypes")]
    return [f"{source.at(node)} {dotted(node)}" for node in used] + [
        f"{source.at(one.node)} {one.target}" for one in taken
    ]
