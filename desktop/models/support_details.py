"""The text for somebody who helps from outside: versions and rough sizes, seen whole before it goes anywhere."""

from __future__ import annotations

import platform
import sys

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from desktop import VERSION
from desktop.services.vault import Workspace
from desktop.services.vault.describing import describe


def support_details(ws: Workspace) -> str:
    """Give lines `what: how`; on the worker. No names, no paths, no exact counts, no days."""
    lines = [
        ("Peerkeep", VERSION),
        ("Python", platform.python_version()),
        ("Qt", qVersion()),
        ("screen", QGuiApplication.platformName()),
        ("system", f"{platform.system()} {platform.release()} {platform.machine()}"),
        ("built", "yes" if getattr(sys, "frozen", False) else "no"),
        *describe(ws),
    ]
    return "\n".join(f"{what}: {how}" for what, how in lines)
