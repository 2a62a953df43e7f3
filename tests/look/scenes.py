"""What is looked at: each page as one comes to it, with something chosen, and the sheets over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QAbstractButton, QTableView

from tests.look.view import View


@dataclass(frozen=True)
class Scene:
    """`key` names the contact sheet; `play` brings the window there."""

    key: str
    play: Callable[[View], None]


def page(key: str) -> Scene:
    """Make the scene of a page as one comes to it."""
    return Scene(key, lambda view: view.go(key))


def chosen(key: str, table: str) -> Scene:
    """Make the scene of a page with the second row of a table chosen, where it has one."""

    def play(view: View) -> None:
        view.go(key)
        tables = [one for one in view.hand.all(table, QTableView) if one.model().rowCount() > 1]
        if tables:
            view.hand.click_row(tables[0], 1)
            view.hand.rest(0.2)

    return Scene(f"{key}-chosen", play)


def pressed(key: str, name: str, button: str) -> Scene:
    """Make the scene after a button of a page was pressed, where there is one."""

    def play(view: View) -> None:
        view.go(key)
        _press(view, button)

    return Scene(name, play)


def by_key(name: str, key: str, on: str = "meetings") -> Scene:
    """Make the scene after a key was pressed on a page."""

    def play(view: View) -> None:
        view.go(on)
        view.hand.key(key)
        view.hand.rest(0.2)

    return Scene(name, play)


def _note(view: View) -> None:
    view.go("notes")
    _press(view, "New note")
    _press(view, "Who may read it: Counselling")


def _note_shown(view: View) -> None:
    view.go("notes")
    tables = [one for one in view.hand.all("Notes", QTableView) if one.model().rowCount() > 1]
    if tables:
        view.hand.click_row(tables[0], 1)
        view.hand.key("Return")
        view.hand.rest(0.3)


def _pack(view: View) -> None:
    view.go("reports")
    _press(view, "Prepare: Staff*")
    view.hand.rest(0.9)


def _after_pack(view: View) -> None:
    view.go("reports")
    _press(view, "All reports")


def _palette(view: View) -> None:
    view.go("people")
    view.hand.key("Ctrl+K")
    view.hand.type("an")
    view.hand.rest(0.4)


def _press(view: View, button: str) -> None:
    found = [one for one in view.hand.all(button, QAbstractButton) if one.isEnabled()]
    if found:
        view.hand.click(found[0])
        view.hand.rest(0.2)


SCENES: tuple[Scene, ...] = (
    page("today"),
    page("people"),
    chosen("people", "People"),
    pressed("people", "person-form", "Add a person"),
    pressed("people", "imports", "Import"),
    page("matching"),
    page("meetings"),
    page("notes"),
    Scene("note-shown", _note_shown),
    Scene("note-editor", _note),
    Scene("reports", _after_pack),
    Scene("pack", _pack),
    page("transfer"),
    page("settings"),
    page("help"),
    by_key("keys", "F1"),
    by_key("risk", "F2"),
    Scene("palette", _palette),
)
