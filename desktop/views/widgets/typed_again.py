"""Typing a text into a field once more, step by step: the only way to give a field an undo stack."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from desktop.models.text_steps import Step

TextField = QLineEdit | QPlainTextEdit


def text_of(field: TextField) -> str:
    """Give the text of a field of one line or many."""
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def type_again(field: TextField, first: str, steps: Sequence[Step]) -> None:
    """Begin with the text `first`, and do the steps after it."""
    if isinstance(field, QLineEdit):
        _type_line(field, first, steps)
    else:
        _type_lines(field, first, steps)


def _type_line(field: QLineEdit, first: str, steps: Sequence[Step]) -> None:
    if field.text() != first:
        field.setText(first)
    for at, went, came in steps:
        place = units(field.text()[:at])
        field.setCursorPosition(place)
        field.setSelection(place, units(went))
        if came:
            field.insert(came)
        else:
            field.del_()


def _type_lines(field: QPlainTextEdit, first: str, steps: Sequence[Step]) -> None:
    if field.toPlainText() != first:
        field.setPlainText(first)
    cursor, text = QTextCursor(field.document()), first
    for at, went, came in steps:
        cursor.beginEditBlock()
        cursor.setPosition(units(text[:at]))
        cursor.setPosition(units(text[:at] + went), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(came)
        cursor.endEditBlock()
        text = text[:at] + came + text[at + len(went) :]


def units(text: str) -> int:
    """Give the length of a text as Qt counts it, in units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
