"""Asking for a file or folder without an event loop of its own, and without leaving names in the system's lists."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QWidget

from desktop.services.language import say
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.sheet import Sheet

# Where Qt's dialog keeps the folders one was in: QtProject.conf, and the registry on Windows.
_NATIVE, _OF_USER, _KEPT_BY = QSettings.Format.NativeFormat, QSettings.Scope.UserScope, "QtProject"
_MODE = QFileDialog.FileMode


def _forget_folders() -> None:
    """Take out what the dialog wrote while it was deleted, where its place cannot be turned away."""
    kept = QSettings(_OF_USER, _KEPT_BY)
    for key in ("FileDialog/history", "FileDialog/lastVisited"):
        kept.remove(key)


class FileDialog(QFileDialog):
    """Qt's own dialog, which asks by sheets. Its boxes run an event loop of their own, over which no key locks."""

    def __init__(self, parent: QWidget, title: str, filters: str) -> None:
        super().__init__(parent, title, str(Path.home()), filters)
        self.setOption(QFileDialog.Option.DontUseNativeDialog)  # Qt's own is put away by the lock, remembers nothing
        self.setOption(QFileDialog.Option.DontConfirmOverwrite)  # asked in accept()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setHistory([])
        self.addActions(parent.window().actions())  # locking and blanking work here too
        for view in self.findChildren(QAbstractItemView):
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # to delete and rename is not its work
        self._agreed = ""

    def accept(self) -> None:
        """Take what is chosen; ask before a file is replaced, and say what is not there."""
        chosen = Path(next(iter(self.selectedFiles()), ""))
        saving = self.acceptMode() == QFileDialog.AcceptMode.AcceptSave
        if chosen.is_dir():
            super().accept()  # a folder that is wanted, or one to go into
        elif not saving and not chosen.exists():
            missing = (
                say("There is no such folder.") if self.fileMode() == _MODE.Directory else say("There is no such file.")
            )
            self._tell(missing)
        elif saving and not chosen.parent.is_dir():
            self._tell(say("There is no such folder. Nothing was saved."))
        elif saving and chosen.exists() and self._agreed != str(chosen):
            self._ask_to_replace(chosen)
        else:
            super().accept()

    def _tell(self, words: str) -> None:
        sheet = Sheet(self, words, say("Choose another, or go back."), width=380)
        sheet.add_button(Button(say("Close"), sheet.accept, kind="filled"))
        sheet.open()

    def _ask_to_replace(self, chosen: Path) -> None:
        what = say("Replace “{name}”?", name=chosen.name)
        sheet = Sheet(self, what, say("A file of this name is there already. What is in it now is lost."), width=420)
        sheet.add_cancel(say("Keep it"))

        def replace() -> None:
            self._agreed = str(chosen)
            sheet.accept()
            self.accept()

        sheet.add_button(Button(say("Replace it"), replace, kind="danger"))
        sheet.open()


def _dialog(parent: QWidget, title: str, filters: str, chosen: Callable[[str], object]) -> FileDialog:
    # No file can be made under this, so that Qt's own dialog keeps nothing; it has no option for it.
    QSettings.setPath(_NATIVE, _OF_USER, os.devnull)
    dialog = FileDialog(parent, title, filters)
    dialog.fileSelected.connect(chosen)
    dialog.destroyed.connect(_forget_folders)
    return dialog


def ask_for_file(parent: QWidget, title: str, filters: str, chosen: Callable[[str], object]) -> QFileDialog:
    """Ask for a file that is there; `chosen(path)` is called."""
    dialog = _dialog(parent, title, filters, chosen)
    dialog.setFileMode(_MODE.ExistingFile)
    dialog.open()
    return dialog


def ask_for_folder(parent: QWidget, title: str, chosen: Callable[[str], object]) -> QFileDialog:
    """Ask for a folder that is there."""
    dialog = _dialog(parent, title, "", chosen)
    dialog.setFileMode(_MODE.Directory)
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
    dialog.setFileMode(_MODE.AnyFile)
    dialog.setDefaultSuffix(ending)
    dialog.selectFile(name)
    dialog.open()
    return dialog
