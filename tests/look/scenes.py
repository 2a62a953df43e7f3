"""What is looked at: each page as one comes to it, with something chosen, and the sheets over it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QTableView

from desktop.views.people.page import PeoplePage
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


ROSTER = (
    "Student number,Surname,Forename,Date of birth,Year,Mobile\n"
    "900101,Okafor,Ada,13/05/2012,9,07700 900101\n900102,Łukasiewicz-Ørsted,Zoë,14/06/2012,9,\n"
    "900103,אברהם,משה,15/07/2012,8,\n900104,,Mononym,16/08/2033,8,\n,Nobody,Ned,17/09/2012,7,\n"
)


def _import(view: View, text: str, act: str = "") -> None:
    view.go("people")
    path = Path(tempfile.mkdtemp()) / "list.csv"
    path.write_text(text, "utf-8")
    page = view.app.window.pages["people"]
    assert isinstance(page, PeoplePage)
    page.imports.open(str(path))
    view.hand.rest(0.4)
    if act:
        _press(view, act)


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
    Scene("import-look", lambda view: _import(view, ROSTER)),
    Scene("import-columns", lambda view: _import(view, ROSTER, "Columns")),
    Scene("import-question", lambda view: _import(view, "Name,Year\nAda Okafor,9\nBo Roth,10\n")),
    page("matching"),
    pressed("matching", "matching-board", "View of the draft: Board"),
    pressed("matching", "matching-heat", "View of the draft: Heat map"),
    pressed("matching", "matching-mentors", "View of the draft: Mentors"),
    page("meetings"),
    page("notes"),
    Scene("note-shown", _note_shown),
    Scene("note-editor", _note),
    Scene("reports", _after_pack),
    Scene("pack", _pack),
    page("transfer"),
    page("settings"),
    page("audit"),
    chosen("audit", "Who did what"),
    page("help"),
    pressed("help", "help-details", "Details for support"),
    by_key("keys", "F1"),
    by_key("risk", "F2"),
    Scene("palette", _palette),
)
