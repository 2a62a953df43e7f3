"""Asking for a file or folder without an event loop of its own, and without leaving names in the system's lists."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.services.language import say

# Where Qt's dialog keeps the folders one was in: QtProject.conf, and the registry on Windows.
_NATIVE, _OF_USER, _KEPT_BY = QSettings.Format.NativeFormat, QSettings.Scope.UserScope, "QtProject"


def _forget_folders() -> None:
    """Take out what the dialog wrote while it was deleted, where its place cannot be turned away."""
    kept = QSettings(_OF_USER, _KEPT_BY)
    for key in ("FileDialog/history", "FileDialog/lastVisited"):
        kept.remove(key)


def _dialog(parent: QWidget, title: str, filters: str, chosen: Callable[[str], object]) -> QFileDialog:
    # No file can be made under this, so that Qt's own dialog keeps nothing; it has no option for it.
    QSettings.setPath(_NATIVE, _OF_USER, os.devnull)
    dialog = QFileDialog(parent, title, str(Path.home()), filters)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # Qt's own is put away by the lock and remembers nothing
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setHistory([])
    dialog.addActions(parent.window().actions())  # locking and blanking work here too
    dialog.fileSelected.connect(chosen)
    dialog.destroyed.connect(_forget_folders)
    return dialog


def ask_for_file(parent: QWidget, title: str, filters: str, chosen: Callable[[str], object]) -> QFileDialog:
    """Ask for a file that is there; `chosen(path)` is called."""
    dialog = _dialog(parent, title, filters, chosen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()
    return dialog


def ask_for_folder(parent: QWidget, title: str, chosen: Callable[[str], object]) -> QFileDialog:
    """Ask for a folder that is there."""
    dialog = _dialog(parent, title, "", chosen)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()
    return dialog


def ask_where_to_save(
    parent: QWidget, title: str, name: str, ending: str, chosen: Callable[[str], object], kind: str = ""
) -> QFileDialog:
    """Ask for a new file's place; `name` is proposed and `ending` (without dot) added where it lacks.

    `kind` says what such a file is, e.g. "Peerkeep copies"; without it the ending does.
    """
    kind = kind or say("{ending} files", ending=ending.upper())
    dialog = _dialog(parent, title, f"{kind} (*.{ending})", chosen)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(ending)
    dialog.selectFile(name)
    dialog.open()
    return dialog
