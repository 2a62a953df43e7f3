"""A field that finds one of many by any part of a name; what does not fit is never taken for somebody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from desktop.models.findable import Findable, findable
from desktop.services.language import fold
from desktop.views import theme

# As many as one can read at a glance.
_MOST = 12


@dataclass(frozen=True)
class Known:
    """One that can be found: what is shown, its uid, and further words it is found by."""

    words: str
    uid: str
    more: str = ""


class Finder(QLineEdit):
    """Type any parts of a name, in any order, accents or not; Enter takes the first.

    Signals: `found(uid)` when one is chosen or typed in full, and with "" when the text fits nobody any more;
    `taken(uid)` when a person chose one with Enter or the mouse.
    """

    found = Signal(str)
    taken = Signal(str)

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.uid = ""
        self._known = Findable()
        self._list = QStringListModel(self)
        completer = QCompleter(self._list, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(_MOST)
        completer.activated.connect(self._on_activated)
        self.setCompleter(completer)
        self.textEdited.connect(self._on_edited)
        self.textChanged.connect(self._on_changed)

    def set_known(self, known: Iterable[Known]) -> None:
        """Say who can be found; who was chosen stays."""
        self.set_findable(findable((one.words, one.uid, one.more) for one in known))

    def set_findable(self, known: Findable) -> None:
        """Say who can be found, prepared elsewhere because they are many."""
        self._known = known
        if self.uid and not self.text():
            self.choose(self.uid)
        else:
            self._on_changed(self.text())

    def choose(self, uid: str) -> None:
        """Show one; "" empties the field."""
        self.uid = uid
        at = self._known.places.get(uid)
        words = "" if at is None else self._known.words[at]
        self.blockSignals(True)  # nobody typed this
        self.setText(words)
        self.blockSignals(False)
        self.setCursorPosition(0)
        theme.mark(self, "wrong", False)

    def put_back(self, uid: str) -> None:
        """Stand for somebody whose name was put back, also where it is read later who can be found."""
        self.uid = uid
        if uid:
            self.found.emit(uid)

    def matches(self, text: str) -> Sequence[Known]:
        """Give who fits what is typed; those whose name begins with it first."""
        known = self._known
        return tuple(Known(known.words[at], known.uids[at]) for at in known.fitting(text, _MOST))

    def _uid_of(self, words: str) -> str:
        at = self._known.by_words.get(fold(words))
        return "" if at is None else self._known.uids[at]

    def _on_edited(self, text: str) -> None:
        theme.mark(self, "wrong", False)
        self._list.setStringList([one.words for one in self.matches(text)])
        completer = self.completer()
        if self._list.rowCount():
            completer.complete()
        else:
            self._hide_list()

    def _on_changed(self, text: str) -> None:
        uid = self._uid_of(text.strip())
        if self._known.uids and uid != self.uid:
            self.uid = uid
            self.found.emit(uid)

    def _on_activated(self, words: str) -> None:
        uid = self._uid_of(words)
        self._hide_list()
        if uid:
            changed = uid != self.uid
            self.choose(uid)
            if changed:
                self.found.emit(uid)
            self.taken.emit(uid)

    def _hide_list(self) -> None:
        popup = self.completer().popup()
        if popup is not None:
            popup.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the first that fits with Enter; what fits nobody is marked."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        fitting = self.matches(self.text())
        if fitting:
            exact = next((one for one in fitting if one.uid == self.uid), fitting[0])
            self._on_activated(exact.words)
        elif self.text().strip():
            theme.mark(self, "wrong", True)
        event.accept()
