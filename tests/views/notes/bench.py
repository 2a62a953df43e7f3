"""How tests of notes begin one, write one elsewhere, and look at what is stored."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.services import notes, people
from desktop.services.vault import Workspace
from desktop.views.notes.page import NotesPage
from tests.views.school import Desk

Key = Qt.Key
TODAY = "2026-11-18"


def the_page(desk: Desk, **place: str) -> NotesPage:
    page = desk.go("notes", **place)
    assert isinstance(page, NotesPage)
    return page


def all_notes(desk: Desk) -> tuple[notes.NoteHead, ...]:
    return desk.read(notes.all_notes)  # type: ignore[no-any-return]


def text_of(desk: Desk, head: notes.NoteHead) -> str:
    return str(desk.read(notes.read, head.tier, head.uid).text)


def write(desk: Desk, number: str = "1001", text: str = "Tea and talk.", tier: int = 2, *, sign: bool = False) -> str:
    """Write a note as another page would."""

    def verb(ws: Workspace) -> object:
        done = notes.write(ws, tier, people.person_by_number(ws, number).uid, text)
        return (done, notes.sign(ws, tier, done.uid)) if sign else done

    found = desk.write(verb)
    return str(found[0].uid if isinstance(found, tuple) else found.uid)


def begin(desk: Desk, who: str, tier: str = "Counselling") -> None:
    """Start a note from the keyboard: N, the name, the tier."""
    desk.key(Key.Key_N)
    desk.settle()
    desk.type(who)
    desk.key(Key.Key_Return)
    desk.settle()
    page = desk.window.pages["notes"]
    assert isinstance(page, NotesPage)
    desk.click(f"Who may read it: {tier}", page.editor)
