"""The work of a day: meetings from the keyboard, a note, the search, and the lock in the middle of a sentence."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QLineEdit, QListWidget, QPlainTextEdit, QTableView

from desktop.tour.guide import Step, Trip
from desktop.tour.hand import Hand, NotThere

_GRID = "Meetings of the day"
_LEAST_ROWS = 3
_NOTE = (
    "Came by after lunch. Says the new group in maths is easier than feared, and that the walk to the bus with the "
    "mentor helps on Fridays. Agreed: two more weeks like this, then look again together."
)
_LATER = "The form tutor confirmed the change of seats on Thursday."
_HALF = "Asked whether the meetings could move to the library, because"


def day(trip: Trip) -> None:
    """Enter the meetings of today; who was not due is added by name."""
    hand = trip.hand
    hand.press("Meetings")
    hand.rest(0.3)
    pairs = trip.known.get("pairs", [])
    while _rows(hand) < min(_LEAST_ROWS, len(pairs)):
        _add_pair(hand, pairs[_rows(hand)])
    if not _rows(hand):
        raise NotThere("a pair to enter a meeting for")
    table = hand.find(_GRID, QTableView)
    hand.click_row(table, 0, 2)
    hand.key(*("Space", "Space", "e")[: _rows(hand)])
    _write_details(hand, table)
    hand.find("Save * meeting*", QAbstractButton)


def saved(trip: Trip) -> None:
    """Save them in one step."""
    trip.hand.key("Ctrl+S")
    trip.hand.see("saved.", "recorded")


def undone(trip: Trip) -> None:
    """Undo: it says what it took back."""
    trip.hand.key("Ctrl+Z")
    trip.hand.see("Undone: ")


def redone(trip: Trip) -> None:
    """Redo."""
    trip.hand.key("Ctrl+Y")
    trip.hand.see("Done again: ")


def tier(trip: Trip) -> None:
    """Begin a note about a mentee; who may read it is chosen before anything is typed."""
    hand = trip.hand
    _open_person(trip)
    hand.press("New note")
    field = hand.find("About whom", QLineEdit)
    hand.wait(lambda: bool(field.text()), "the name of whom the note is about")
    if hand.all("Text of the note", QPlainTextEdit):
        raise NotThere("the choice of who may read it, before the text")
    hand.press("Who may read it: Counselling")
    hand.find("Text of the note", QPlainTextEdit)


def written(trip: Trip) -> None:
    """Write the note."""
    trip.hand.fill("Text of the note", _NOTE)
    trip.hand.see("draft kept")


def signed(trip: Trip) -> None:
    """Sign and lock it, and show it again on demand."""
    hand = trip.hand
    hand.press("Sign and lock")
    hand.see("Signed and saved.")
    table = hand.find("Notes", QTableView)
    hand.wait(lambda: table.model().rowCount() > 0, "the note in the list")
    hand.click_row(table, 0)
    hand.key("Return")
    hand.see("Came by after lunch.")


def addendum(trip: Trip) -> None:
    """Add to the signed note, with a reason."""
    hand = trip.hand
    hand.press("Add to it")
    hand.fill("Why is something added?", "Later news")
    hand.fill("What is added", _LATER)


def added(trip: Trip) -> None:
    """The addendum stands below the signed text."""
    hand = trip.hand
    hand.press("Add")
    hand.see("Added.", _LATER)


def search(trip: Trip) -> None:
    """Search for everything: a word of the note, which nothing else holds."""
    hand = trip.hand
    hand.key("Ctrl+K")
    hand.type("maths")
    found = hand.find("What was found", QListWidget)
    hand.wait(lambda: "Note about" in _lines(found), "the note among what was found")


def found(trip: Trip) -> None:
    """Search for a person and go there."""
    hand = trip.hand
    if not hand.all("What was found", QListWidget):
        hand.key("Ctrl+K")
    hand.key("Ctrl+A")
    hand.type("lukasiewicz zoe")
    lines = hand.find("What was found", QListWidget)
    hand.wait(lambda: "Zoë Łukasiewicz" in _lines(lines), "the person among what was found")
    hand.key("Return")
    hand.see("Zoë Łukasiewicz")
    hand.press("What to show: Details")
    hand.see("3 Apr 2013")


def half(trip: Trip) -> None:
    """Begin another note, and stop in the middle of a sentence."""
    hand = trip.hand
    hand.press("New note")
    hand.press("Who may read it: Counselling")
    hand.type(_HALF)
    hand.see("draft kept")


def lock(trip: Trip) -> None:
    """Lock: the process with the keys ends, another asks for the password."""
    hand = trip.hand
    before = hand.window
    hand.key("Ctrl+L")
    hand.wait(lambda: hand.window is not before, "another window")
    hand.see("Unlock HarbourView")


def risk(trip: Trip) -> None:
    """The numbers to call are one key away, also before unlocking."""
    trip.hand.find("Password", QLineEdit)
    trip.hand.key("F2")
    trip.hand.see("Call now. Write it down afterwards.", "Ines Calloway", "01632 960112")


def unlocked(trip: Trip) -> None:
    """Type the password on the unlock page."""
    hand = trip.hand
    hand.close_sheets()
    hand.fill("Password", trip.password)
    hand.key("Return")
    hand.find("Lock", QAbstractButton, seconds=60)


def back(trip: Trip) -> None:
    """See the same place, and the sentence as it was; then leave it, as a draft."""
    hand = trip.hand
    text = hand.find("Text of the note", QPlainTextEdit)
    hand.wait(lambda: text.toPlainText() == _HALF, "the half-written note, as it was")


def risk_inside(trip: Trip) -> None:
    """The same card while one works, with the way to change the numbers."""
    hand = trip.hand
    hand.press("A child may be at risk")
    hand.see("Call now. Write it down afterwards.")
    hand.find("Change the numbers", QAbstractButton)


def blanked(trip: Trip) -> None:
    """F9 blanks the screen at once."""
    trip.hand.close_sheets()
    trip.hand.key("F9")
    trip.hand.see("F9 or a click brings it back")


def _rows(hand: Hand) -> int:
    tables = hand.all(_GRID, QTableView)
    return tables[0].model().rowCount() if tables else 0


def _add_pair(hand: Hand, name: str) -> None:
    before = _rows(hand)
    hand.key("Ctrl+N")
    hand.find("Pair", QLineEdit)
    hand.type(name)
    hand.rest(0.2)
    hand.key("Return")
    hand.wait(lambda: _rows(hand) > before, f"a row for “{name}”")


def _write_details(hand: Hand, table: QTableView) -> None:
    """Type minutes, a topic and a next step into the first row, moving with Tab."""
    hand.click_row(table, 0, 3)
    hand.type("35")
    hand.key("Tab")
    hand.type("Settling in")
    hand.key("Tab")
    hand.click_row(table, 0, table.model().columnCount() - 1)
    hand.type("Bring the timetable for next term")
    hand.key("Return")


def _open_person(trip: Trip) -> None:
    hand = trip.hand
    hand.press("People")
    hand.choose("Takes part as", "Mentees")
    hand.rest(0.3)
    hand.click_row(hand.find("People", QTableView), 0)


def _lines(found: QListWidget) -> str:
    return "\n".join(found.item(at).text() for at in range(found.count()))


STEPS = (
    Step("meetings-typed", "A day's meetings, entered from the keyboard", day, needs=("matching-published",)),
    Step("meetings-saved", "Saved in one step", saved, needs=("meetings-typed",)),
    Step("meetings-undone", "Undo takes it back and says what", undone, needs=("meetings-saved",)),
    Step("meetings-redone", "Redo brings it again", redone, needs=("meetings-undone",)),
    Step("note-tier", "A note: who may read it is chosen before a word is typed", tier, needs=("participants",)),
    Step("note-written", "The frame wears the colour, word and symbol of its readers", written, needs=("note-tier",)),
    Step("note-signed", "Signed and locked; the text is shown on demand", signed, needs=("note-written",)),
    Step("note-addendum", "An addendum to a signed note, with its reason", addendum, needs=("note-signed",)),
    Step("note-added", "It stands below, with its date", added, needs=("note-addendum",)),
    Step("search-note", "One search for everything: a word in a note", search, needs=("note-signed",)),
    Step("search-person", "A person found without their accents, either name first", found, needs=("person-added",)),
    Step("note-half", "A second note, left in the middle of a sentence", half, needs=("search-person",)),
    Step("locked", "Locked: another process, and nothing of the old one's memory", lock, vital=True),
    Step("risk-locked", "A child may be at risk: whom to call, before unlocking too", risk, needs=("risk-numbers",)),
    Step("unlocked", "Unlocked with the password", unlocked, vital=True),
    Step("note-back", "The same place, and the sentence as it was", back, needs=("note-half",)),
    Step("risk-unlocked", "The same card, one key away on every page", risk_inside, needs=("risk-numbers",)),
    Step("blanked", "F9 blanks the screen at once", blanked),
)
