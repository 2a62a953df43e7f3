"""What is typed and chosen in the fields of a sheet: read at the lock, and put back after it as if typed again.

A secret is never read: a password, shown or not, and recovery words. Its field comes back empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QRadioButton,
    QSlider,
    QWidget,
)

from desktop.models.text_steps import Step, TextSteps, read_steps, texts_of
from desktop.views import theme
from desktop.views.widgets.buttons import Chips
from desktop.views.widgets.draft_text import DraftTextEdit
from desktop.views.widgets.fields import Choice, Form
from desktop.views.widgets.finder import Finder
from desktop.views.widgets.secrets import is_secret
from desktop.views.widgets.typed_again import TextField, text_of, type_again, units


class Typing(QObject):
    """The steps of one field of text, noted from the moment on at which it first has the keyboard."""

    def __init__(self, field: TextField) -> None:
        super().__init__(field)
        self._field = field
        self._steps = TextSteps(text_of(field))
        field.textChanged.connect(self._on_changed)

    def begin(self, steps: tuple[Step, ...]) -> None:
        """Go on from steps that were done again."""
        self._steps = TextSteps(text_of(self._field), steps)

    def steps(self) -> list[Step]:
        """Give the steps so far."""
        return self._steps.steps

    def _on_changed(self) -> None:
        self._steps.note(text_of(self._field))


def follow(field: object) -> None:
    """Note from now on what is typed into a field, where it is one of text and no secret."""
    if not isinstance(field, QLineEdit | QPlainTextEdit) or isinstance(field, DraftTextEdit):
        return  # a field with a draft notes its own
    if not field.isReadOnly() and not is_secret(field) and field.findChild(Typing) is None:
        Typing(field)


def named(sheet: QWidget) -> Iterator[tuple[str, QWidget]]:
    """Give each widget that takes the keyboard, by a name that is the same when the sheet is made again."""
    seen: dict[str, int] = {}
    for widget in sheet.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        name = f"{type(widget).__name__}: {widget.accessibleName() or widget.objectName()}"
        seen[name] = seen.get(name, 0) + 1
        yield f"{name} {seen[name]}", widget


def read_fields(sheet: QWidget, *, only_typed: bool = False) -> dict[str, Any]:
    """Give what stands in the fields, where the keyboard is, where the caret, and what was typed step by step.

    With `only_typed`, only of lines in which somebody has typed and of finders, on a page that reads the others anew.
    What was marked as wrong is named too: nobody but the button that was pressed may know why.
    """
    values: dict[str, Any] = {}
    wrong: list[str] = []
    steps: dict[str, list[Step]] = {}
    here, at, caret = sheet.focusWidget(), "", 0
    for name, widget in named(sheet):
        value = _value(widget)
        if only_typed and not (isinstance(widget, Finder) or (isinstance(widget, QLineEdit) and widget.isModified())):
            value = None
        if value is not None and widget.property("wrong"):
            wrong.append(name)
        if value is not None:
            values[name] = value
        typing = widget.findChild(Typing)
        if value is not None and typing is not None and typing.steps():
            steps[name] = typing.steps()
        if widget is here:
            at, caret = name, _caret(widget)
    said = {str(at): errors for at, form in enumerate(sheet.findChildren(Form)) if (errors := form.errors())}
    return {"fields": values, "at": at, "caret": caret, "steps": steps, "wrong": wrong, "said": said}


def fill_fields(sheet: QWidget, kept: dict[str, Any]) -> None:
    """Put back what `read_fields` gave. A choice may make fields anew, so it goes through them until none is left."""
    left = dict(kept["fields"])
    while True:
        there = [(name, widget) for name, widget in named(sheet) if name in left]
        if not there:
            break
        name, widget = there[0]
        _put(widget, left.pop(name), read_steps(kept["steps"].get(name)))
    said = kept.get("said", {})
    for at, form in enumerate(sheet.findChildren(Form)):
        if str(at) in said:
            form.show_errors(said[str(at)])
    for name, widget in named(sheet):
        if name in kept.get("wrong", ()):
            theme.mark(widget, "wrong", True)
        if name == kept["at"]:
            _go_to(sheet, widget, int(kept["caret"]))


def _value(widget: QWidget) -> Any:  # noqa: ANN401 - whatever the field holds
    """Give what a field holds; None where it is no field, a secret, or kept in another way."""
    if is_secret(widget) or isinstance(widget, DraftTextEdit):
        return None
    if isinstance(widget, Finder):
        return [widget.uid, widget.text()]
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        return None if widget.isReadOnly() else text_of(widget)
    if isinstance(widget, Choice):
        return widget.value()
    if isinstance(widget, QSlider):
        return widget.value()
    if isinstance(widget, QComboBox | QListWidget):
        return widget.currentIndex() if isinstance(widget, QComboBox) else widget.currentRow()
    return widget.isChecked() if isinstance(widget, QAbstractButton) and widget.isCheckable() else None


def _put(widget: QWidget, value: Any, steps: tuple[Step, ...]) -> None:  # noqa: ANN401 - as `_value` gave it
    """Put a value back where it differs, with the signals of a person's hand."""
    if is_secret(widget) or (value == _value(widget) and not steps):
        return
    if isinstance(widget, Finder):
        _type(widget, value[1], steps)
        widget.put_back(value[0])
    elif isinstance(widget, QLineEdit | QPlainTextEdit):
        _type(widget, value, steps)
        _tell(widget)
    elif isinstance(widget, Choice):
        widget.choose(value)
        widget.chosen.emit(widget.value())
    elif isinstance(widget, QSlider):
        widget.setValue(value)
    elif isinstance(widget, QComboBox):
        widget.setCurrentIndex(value)
    elif isinstance(widget, QListWidget):
        widget.setCurrentRow(value)
    elif isinstance(widget, QAbstractButton) and (value or not _one_of_several(widget)):
        widget.click()


def _one_of_several(button: QAbstractButton) -> bool:
    """Say whether a button goes out by itself when another of its row is chosen."""
    group: QButtonGroup | None = button.group()
    row = button.parent()
    return (
        isinstance(button, QRadioButton)
        or (group is not None and group.exclusive())
        or (isinstance(row, Chips) and not row.several)
    )


def _type(field: TextField, text: str, steps: tuple[Step, ...]) -> None:
    """Type a text step by step, so that each step can be taken back; nobody is told."""
    first = texts_of(text, steps)
    if first is None or not steps:
        first, steps = text_of(field), ((0, text_of(field), text),)
    told = field.blockSignals(True)
    type_again(field, first, steps)
    field.blockSignals(told)
    typing = field.findChild(Typing)
    (typing if isinstance(typing, Typing) else Typing(field)).begin(steps)


def _tell(field: TextField) -> None:
    """Tell whoever follows the field, once, what stands there now."""
    if isinstance(field, QLineEdit):
        field.textEdited.emit(field.text())
        field.textChanged.emit(field.text())
    else:
        field.textChanged.emit()


def _caret(widget: QWidget) -> int:
    if is_secret(widget):
        return 0
    if isinstance(widget, QPlainTextEdit):
        return widget.textCursor().position()
    return widget.cursorPosition() if isinstance(widget, QLineEdit) else 0


def _go_to(sheet: QWidget, widget: QWidget, caret: int) -> None:
    """Give the keyboard back; where it was in a secret, to the first, for all are empty now."""
    if is_secret(widget):
        secrets = (one for _, one in named(sheet) if is_secret(one) and one.isVisibleTo(sheet))
        widget = next(secrets, widget)
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(widget, QLineEdit):
        widget.setCursorPosition(caret)
    elif isinstance(widget, QPlainTextEdit) and not isinstance(widget, DraftTextEdit):
        cursor = widget.textCursor()
        cursor.setPosition(min(caret, units(widget.toPlainText())))
        widget.setTextCursor(cursor)
