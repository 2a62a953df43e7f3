"""There is no network code, and nothing that runs at import makes a connection."""

from __future__ import annotations

import subprocess
import sys

from tests.architecture.sources import ROOT, Source, names, over, program

NETWORK = (
    "socket", "socketserver", "ssl", "http", "urllib.request", "urllib.error", "ftplib", "smtplib", "imaplib",
    "poplib", "telnetlib", "nntplib", "xmlrpc", "asyncio", "select", "selectors", "webbrowser", "requests", "httpx",
    "aiohttp", "urllib3", "websockets", "multiprocessing.connection", "multiprocessing.managers", "logging.handlers",
    "PySide6.QtNetwork", "PySide6.QtWebSockets", "PySide6.QtWebEngineCore", "PySide6.QtBluetooth", "PySide6.QtDBus",
)  # fmt: skip

# D-Bus to a Unix socket on this machine is no network; addresses that name one are not taken (ENV-11 there).
ALLOWED = {("desktop/models/session_ending.py", "PySide6.QtDBus")}

WATCH = """
import importlib, sys
def refuse(event, args):
    if event in {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
        raise SystemExit(f"{event} {args[1:]}")
    if event == "socket.__new__" and args[1] in (2, 10, 23, 30):
        raise SystemExit(f"an internet socket was made: {args[1:]}")
sys.addaudithook(refuse)
for name in sys.argv[1:]:
    importlib.import_module(name)
print("quiet")
"""


@over(program)
def test_no_module_imports_the_network(source: Source) -> list[str]:
    return [
        f"{source.at(one.node)} {one.target}"
        for one in source.imports
        if any(one.target == name or one.target.startswith(name + ".") for name in NETWORK)
        and not any(source.path == path and one.target.startswith(name) for path, name in ALLOWED)
    ]


def test_importing_everything_makes_no_connection() -> None:
    modules = sorted(name for name in names() if not name.endswith("__main__"))
    command = [sys.executable, "-c", WATCH, *modules]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.stdout == "quiet\n", said.stderr


def test_the_watch_sees_a_connection() -> None:
    code = WATCH.replace('print("quiet")', "import socket; socket.create_connection(('192.0.2.1', 9), 0.1)")
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "socket." in said.stderr
