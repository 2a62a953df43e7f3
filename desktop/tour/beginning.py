"""The first minutes: the wizard, the roster, a person by hand, and who takes part."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QTableView, QWidget

from desktop.tour.guide import Step, Trip
from desktop.tour.hand import Hand, NotThere
from desktop.views.widgets.week_grid import WeekGrid

_PERIODS = "Mon3; TueLunch; Wed5; ThuLunch; Fri2"
_MENTORS, _MENTEES = 6, 8
# Numbers that are kept free for invented people.
CONTACTS = (
    ("Ines Calloway", "Designated safeguarding lead", "01632 960111"),
    ("Tobias Renshaw", "Deputy lead", "01632 960112"),
)


def welcome(trip: Trip) -> None:
    """Look at the first page."""
    trip.hand.see("Welcome to Peerkeep")


def names(trip: Trip) -> None:
    """Say where one works and who one is."""
    hand = trip.hand
    hand.press("Make a workspace")
    hand.fill("Name of the school", trip.school)
    hand.fill("Your name", trip.user)
    hand.choose("Country", "United Kingdom")
    hand.fill("Where it is kept", str(trip.workspace))


def password(trip: Trip) -> None:
    """Choose a password; the page judges it."""
    hand = trip.hand
    hand.press("Next")
    hand.fill("Password", trip.password)
    hand.fill("The same password again", trip.password)
    hand.see("The two are the same.")
    hand.find("Next", QAbstractButton)


def words(trip: Trip) -> None:
    """Read the recovery words off the page, as one writes them down."""
    trip.hand.press("Next")
    trip.hand.see("Row 1", "Row 4")
    shown = trip.hand.labels()
    sheet: list[str] = []
    for number in range(1, 5):
        at = shown.index(f"Row {number}")
        sheet += shown[at + 1 : at + 7]
    trip.known["words"] = sheet


def proof(trip: Trip) -> None:
    """Type back the three words that are asked for."""
    hand = trip.hand
    hand.press("I have written them down")
    hand.find("Word *", QLineEdit)
    for field in hand.all("Word *", QLineEdit):
        asked = re.match(r"Word (\d+)", field.accessibleName())
        if asked is None:
            raise NotThere("the number of a word")
        hand.fill(field.accessibleName(), trip.known["words"][int(asked.group(1)) - 1])
    hand.find("Next", QAbstractButton)


def terms(trip: Trip) -> None:
    """Look at the terms that are proposed."""
    trip.hand.press("Next")
    trip.hand.find("First day of term 1", QLineEdit)


def made(trip: Trip) -> None:
    """Make the workspace; it says what could be done first."""
    trip.hand.press("Make the workspace")
    trip.hand.see("Your workspace is ready", seconds=60)


def dry_run(trip: Trip) -> None:
    """Choose the roster and look at what importing it would do."""
    hand = trip.hand
    if trip.files.roster.is_dir():
        hand.press("Look around first")
        hand.press("People")
        hand.key("Ctrl+I")
        hand.press("Choose a folder")
    else:
        hand.press("Import a roster")
    hand.answer_file(str(trip.files.roster))
    hand.rest(0.3)
    if hand.all("Day, month, year", QAbstractButton):
        hand.press("Day, month, year")
    hand.find("Import * student*", QAbstractButton, seconds=120)
    table = hand.find("What would happen", QTableView)
    hand.click_row(table, 0)


def columns(trip: Trip) -> None:
    """Look at what the columns were taken for, and go back."""
    hand = trip.hand
    if hand.all("Columns", QAbstractButton):  # a set of files has no columns to choose
        hand.press("Columns")
        hand.see("Say what the columns are. Everything else is left out.")


def imported(trip: Trip) -> None:
    """Import it."""
    hand = trip.hand
    if hand.all("Back", QAbstractButton):
        hand.press("Back")
    hand.press("Import * student*")
    hand.see("imported.", seconds=120)
    hand.find("Undo this import", QAbstractButton)


def students(trip: Trip) -> None:
    """Close the sheet; the students are in the list."""
    hand = trip.hand
    hand.press("Close")
    table = hand.find("People", QTableView)
    hand.wait(lambda: table.model().rowCount() > 0, "students in the list")
    hand.click_row(table, 0)


def by_hand(trip: Trip) -> None:
    """Fill in the form for one more student."""
    hand = trip.hand
    hand.press("Add a person")
    hand.fill("Given name", "Zoë")
    hand.fill("Family name", "Łukasiewicz")
    hand.fill("Number", "009042")
    hand.fill("Year", "9")
    hand.fill("Tutor group", "9K")
    hand.fill("Birth date", "3.4.2013")


def added(trip: Trip) -> None:
    """Save; the list shows the new student with the details beside it."""
    trip.hand.press("Save")
    trip.hand.see("Added.", "Zoë Łukasiewicz", "3 Apr 2013")


def participants_dry_run(trip: Trip) -> None:
    """Choose the participants file; without one, enrol mentors among the oldest and mentees among the youngest."""
    hand = trip.hand
    if trip.files.participants is None:
        enrol_by_keys(hand)
        return
    hand.key("Ctrl+I")
    hand.press("Choose a file")
    hand.answer_file(str(trip.files.participants))
    hand.find("Import * participant*", QAbstractButton, seconds=60)


def participants(trip: Trip) -> None:
    """Import the participants, or enter when those enrolled are free; then look at one of them."""
    hand = trip.hand
    if trip.files.participants is None:
        free_by_hand(hand)
    else:
        hand.press("Import * participant*")
        hand.see("imported.", seconds=60)
        hand.press("Close")
    hand.choose("Takes part as", "Mentees")
    hand.rest(0.3)
    hand.click_row(hand.find("People", QTableView), 0)
    hand.press("What to show: Details")
    hand.see("Takes part as mentee")


def week(trip: Trip) -> None:
    """Look at when one of them is free."""
    trip.hand.press("What to show: Week")
    trip.hand.see("Choose the periods in which this person can meet.")


def enrol_by_keys(hand: Hand) -> None:
    """Filter by year, mark rows with Shift, and press Ctrl+M or Ctrl+E."""
    box = hand.find("Year", QComboBox)
    years = [box.itemText(at) for at in range(1, box.count())]
    if not years:
        raise NotThere("years to choose mentors and mentees by")
    for year, key, many in ((years[-1], "Ctrl+M", _MENTORS), (years[0], "Ctrl+E", _MENTEES)):
        hand.choose("Year", year)
        hand.rest(0.3)
        table = hand.find("People", QTableView)
        last = min(many, table.model().rowCount()) - 1
        hand.click_row(table, 0)
        if last:
            hand.click_row(table, last, shift=True)
        hand.key(key)
        hand.see("nrolled.")
    hand.choose("Year", "All years")


def free_by_hand(hand: Hand) -> None:
    """Name the school's periods once, then click free cells of the week for each who takes part."""
    add_periods(hand)
    for role in ("Mentors", "Mentees"):
        hand.choose("Takes part as", role)
        hand.rest(0.3)
        table = hand.find("People", QTableView)
        for row in range(table.model().rowCount()):
            hand.click_row(table, row)
            for shift in (0, 1, 2):
                hand.wait(lambda: bool(_cells(hand)), "the grid of the week")
                cell = _cells(hand)[(row + shift) % len(_cells(hand))]
                if cell.accessibleName().endswith(": not free"):
                    hand.click(cell)


def add_periods(hand: Hand) -> None:
    """Add the cells of the school's week."""
    hand.choose("Takes part as", "Mentors")
    hand.rest(0.3)
    hand.click_row(hand.find("People", QTableView), 0)
    hand.press("What to show: Week")
    hand.press("Add periods")
    hand.fill("Periods", _PERIODS)
    hand.press("Add")
    hand.wait(lambda: bool(_cells(hand)), "the grid of the week")


def _cells(hand: Hand) -> list[QAbstractButton]:
    grids = [one for one in hand.front().findChildren(WeekGrid) if one.isVisible()]
    return [cell for grid in grids[:1] for cell in hand.all("*free", QAbstractButton, _as_widget(grid))]


def _as_widget(grid: WeekGrid) -> QWidget:
    return grid


def risk_numbers(trip: Trip) -> None:
    """Enter whom to call when a child may be at risk; from then on the card shows them, locked too."""
    hand = trip.hand
    hand.key("F2")
    hand.see("has not entered its own names and numbers")
    hand.press("Enter the numbers")
    for number, contact in enumerate(CONTACTS, 1):
        for heading, text in zip(("Name", "Role", "Telephone"), contact, strict=True):
            hand.fill(f"{heading} {number}", text)
    hand.press("Save the numbers")
    hand.see("Numbers saved")


STEPS = (
    Step("welcome", "The first page, before there is anything", welcome, vital=True),
    Step("wizard-names", "School, name, country, and where it is kept", names, vital=True),
    Step("wizard-password", "A password, judged while it is typed", password, vital=True),
    Step("wizard-words", "Recovery words, to be written on paper", words, vital=True),
    Step("wizard-proof", "Three of them typed back", proof, vital=True),
    Step("wizard-terms", "Term dates as proposed for the country", terms, vital=True),
    Step("workspace-made", "The workspace is made; what to do first", made, vital=True),
    Step("roster-dry-run", "A roster chosen: what importing it would do, before it does", dry_run),
    Step(
        "roster-columns", "What each column was taken for, with values of the file", columns, needs=("roster-dry-run",)
    ),
    Step("roster-imported", "Imported in one step, with one undo", imported, needs=("roster-dry-run",)),
    Step("students", "Everybody in one list, with one person beside it", students, needs=("roster-imported",)),
    Step("person-form", "One more student, by hand", by_hand),
    Step("person-added", "The new student, with the details beside the list", added, needs=("person-form",)),
    Step(
        "participants-dry-run",
        "Who takes part: a file, looked at before it is imported",
        participants_dry_run,
        needs=("roster-imported",),
    ),
    Step(
        "participants",
        "Mentors and mentees, one of them beside the list",
        participants,
        needs=("participants-dry-run",),
    ),
    Step("participant-week", "When somebody is free, in the school's own periods", week, needs=("participants",)),
    Step("risk-numbers", "Whom to call when a child may be at risk, entered once in the settings", risk_numbers),
)
