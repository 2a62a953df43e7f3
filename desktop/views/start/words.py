"""Recovery words: shown in rows, and proven by typing three of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import SystemRandom

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.services.language import fold, say
from desktop.views import theme
from desktop.views.widgets import Button, Card, label, selectable
from desktop.views.widgets.secrets import keep_secret

_HOW_MANY = 3


class WordsShown(QWidget):
    """The sheet to write down: four rows of six words, each with its check letter; `print_it` puts it on paper."""

    def __init__(self, rows: Sequence[str], print_it: Callable[[], object]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        for number, row in enumerate(rows, 1):
            grid.addWidget(label(say("Row {n}", n=number), "small", wrap=False), number, 0)
            for place, word in enumerate(row.split(), 1):
                grid.addWidget(
                    label(word, "strong" if not word.startswith("[") else "muted", wrap=False), number, place
                )
        card.body.addLayout(grid)
        column.addWidget(card)
        column.addWidget(
            selectable(
                say("The letter in brackets at the end of a row finds slips of the pen. Write it down too."), "small"
            )
        )
        beside = QHBoxLayout()
        beside.addWidget(Button(say("Print the sheet"), print_it, icon="printer-outline"))
        hint = say("On a printer that stands beside you. Else write the words by hand.")
        beside.addWidget(label(hint, "small"), 1)
        column.addLayout(beside)


class WordsProof(QWidget):
    """Asks for three words by their place. Signal `changed()` when `proven` may have changed."""

    changed = Signal()

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        keep_secret(self)
        self._words = tuple(words)
        self._asked = sorted(SystemRandom().sample(range(len(words)), _HOW_MANY))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._fields: list[QLineEdit] = []
        self._wrong: list[QLabel] = []
        for place in self._asked:
            words_of_field = say(
                "Word {n} (row {row}, place {place})", n=place + 1, row=place // 6 + 1, place=place % 6 + 1
            )
            field = QLineEdit()
            field.setAccessibleName(words_of_field)
            above = label(words_of_field, "strong")
            above.setBuddy(field)
            field.textChanged.connect(self._on_changed)
            column.addWidget(above)
            column.addWidget(field)
            wrong = label("", "error")
            wrong.hide()
            column.addWidget(wrong)
            column.addSpacing(6)
            self._fields.append(field)
            self._wrong.append(wrong)
        self.setFocusProxy(self._fields[0])

    @property
    def proven(self) -> bool:
        """Whether all three are right; case and spaces are forgiven."""
        return all(self._right(field, place) for field, place in zip(self._fields, self._asked, strict=True))

    def _right(self, field: QLineEdit, place: int) -> bool:
        return fold(field.text()).strip() == self._words[place]

    def _on_changed(self) -> None:
        for field, line, place in zip(self._fields, self._wrong, self._asked, strict=True):
            typed = fold(field.text()).strip()
            wrong = bool(typed) and not self._words[place].startswith(typed)
            theme.mark(field, "wrong", wrong)
            words = say(
                "This is not the word there. Look at row {row}, place {n}.", row=place // 6 + 1, n=place % 6 + 1
            )
            line.setText(words if wrong else "")
            line.setVisible(wrong)
            field.setAccessibleDescription(line.text())
        self.changed.emit()
