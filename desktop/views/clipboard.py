"""The clipboard: what is copied from a confidential note stays out of histories and does not stay for long.

The marks are requests, which the histories of Windows and KDE and most clipboard programs respect. macOS has such a
mark too, but no way to set it from here; there the clearing alone protects.
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

_KEPT_MS = 20_000
# Our own mark: what carries it was copied from a note, by us.
_NOTE = "application/x-peerkeep-note"
_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
_SELECTION = QClipboard.Mode.Selection
# Platforms that never say who owns the clipboard: those of tests.
_SAYS_NOTHING = ("offscreen", "minimal")
# learn.microsoft.com, "Cloud Clipboard and Clipboard History Formats": a zero of four bytes means no.
_MARKS = {
    _NOTE: b"1",
    "x-kde-passwordManagerHint": b"secret",
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"1",
    _WINDOWS.format("CanIncludeInClipboardHistory"): bytes(4),
    _WINDOWS.format("CanUploadToCloudClipboard"): bytes(4),
}


def confidential(text: str) -> QMimeData:
    """Give `text` as it is put into the clipboard from a confidential note: plain, and marked as not to be recorded."""
    data = QMimeData()
    data.setText(text)
    for name, value in _MARKS.items():
        data.setData(name, value)
    return data


def copy_confidential(text: str, mode: QClipboard.Mode = QClipboard.Mode.Clipboard) -> None:
    """Put a text of a confidential note into the clipboard; nothing for an empty one."""
    if text:
        QGuiApplication.clipboard().setMimeData(confidential(text), mode)


class Clipboard(QObject):
    """Knows whether what lies in the clipboard was copied here, and takes only that out again.

    What comes from a confidential note goes by itself after `kept_ms`.
    """

    def __init__(self, parent: QObject, kept_ms: int = _KEPT_MS) -> None:
        super().__init__(parent)
        self._ours = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(kept_ms)
        self._timer.timeout.connect(self._on_time_up)
        clipboard = QGuiApplication.clipboard()
        clipboard.dataChanged.connect(self._on_changed)
        clipboard.selectionChanged.connect(self._on_selection_changed)
        # A process that was killed, or stuck at the lock, leaves there what it copied.
        self._on_time_up()

    def clear(self) -> None:
        """Empty the clipboard, and what is marked with the mouse on X11, if it holds something of ours."""
        clipboard = QGuiApplication.clipboard()
        if self._ours or clipboard.ownsClipboard():
            clipboard.clear()
        if clipboard.supportsSelection() and clipboard.ownsSelection():
            clipboard.clear(_SELECTION)

    def _on_changed(self) -> None:
        # Of two programs that have the keyboard in turn, one may put something there while the other has it.
        if QGuiApplication.platformName() in _SAYS_NOTHING:
            self._ours = QGuiApplication.focusWindow() is not None
        if (self._ours or QGuiApplication.clipboard().ownsClipboard()) and _from_note(QClipboard.Mode.Clipboard):
            self._timer.start()

    def _on_selection_changed(self) -> None:
        if QGuiApplication.clipboard().ownsSelection() and _from_note(_SELECTION):
            self._timer.start()

    def _on_time_up(self) -> None:
        for mode in (QClipboard.Mode.Clipboard, _SELECTION):
            if _from_note(mode):
                QGuiApplication.clipboard().clear(mode)


def _from_note(mode: QClipboard.Mode) -> bool:
    """Say whether what lies there carries our mark."""
    clipboard = QGuiApplication.clipboard()
    if mode == _SELECTION and not clipboard.supportsSelection():
        return False
    data: QMimeData | None = clipboard.mimeData(mode)
    # Windows gives a mark of our own kind a longer name.
    return data is not None and any(_NOTE in name for name in data.formats())
