"""What leaves the room: paper, the register as CSV, the copy; then help, looks, and a look into the copy."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QAbstractButton, QTableView

from desktop.tour.guide import Step, Trip
from desktop.tour.hand import NotThere

PACK, REGISTER, TABLE, COPY = "staff-pack.pdf", "pair-register.pdf", "pair-register.csv", "tour.peerkeep-copy"
# A page on the contact sheet is as wide as this on screen; sharp enough to read every line.
_PAGE_WIDTH = 1000


def reports(trip: Trip) -> None:
    """Look at what can be printed or saved."""
    hand = trip.hand
    if hand.sees("F9 or a click brings it back"):
        hand.key("F9")
    hand.press("Reports")
    hand.find("Prepare: Staff*", QAbstractButton)


def pack(trip: Trip) -> None:
    """Prepare the staff-meeting pack and look at its first page."""
    trip.hand.press("Prepare: Staff*")
    trip.hand.see("Page 1 of", seconds=60)
    trip.hand.rest(0.8)


def pack_saved(trip: Trip) -> None:
    """Save it as PDF."""
    _save(trip, "Save as PDF", PACK)


def register(trip: Trip) -> None:
    """Prepare the pair register."""
    hand = trip.hand
    if hand.all("All reports", QAbstractButton):
        hand.press("All reports")
    hand.press("Prepare: Pair register")
    hand.see("Page 1 of", seconds=60)
    hand.rest(0.8)


def register_saved(trip: Trip) -> None:
    """Save it as PDF and as CSV; both stand in the list of what was made."""
    hand = trip.hand
    _save(trip, "Save as PDF", REGISTER)
    _save(trip, "Save as CSV", TABLE)
    hand.press("All reports")
    table = hand.find("What was printed and saved", QTableView)
    hand.wait(lambda: table.model().rowCount() >= 3, "three lines in the register of releases")


def copied(trip: Trip) -> None:
    """Copy everything into one encrypted file."""
    hand = trip.hand
    hand.press("Transfer")
    hand.press("Copy to a folder")
    hand.answer_file(str(trip.files.folder / COPY))
    hand.see("it is whole.", seconds=120)
    if not (trip.files.folder / COPY).is_file():
        raise NotThere(COPY)


def help_page(trip: Trip) -> None:
    """Read what it protects against and what not."""
    trip.hand.press("Help")
    trip.hand.see("What it cannot protect")


def help_importing(trip: Trip) -> None:
    """Read how people come in, and what joining and guardians are about."""
    trip.hand.press("Topic: Bringing people in")
    trip.hand.see("Four steps, and nothing is changed before the last")


def keys(trip: Trip) -> None:
    """See the keys of a page."""
    hand = trip.hand
    hand.press("Meetings")
    hand.key("F1")
    hand.see("On this page")


def settings(trip: Trip) -> None:
    """Look at the settings."""
    hand = trip.hand
    hand.close_sheets()
    hand.press("Settings")
    hand.see("This laptop")


def users(trip: Trip) -> None:
    """Let a colleague in: what the role opens stands there, and the first password to hand over."""
    hand = trip.hand
    hand.press("Let somebody in")
    if hand.sees("Your password once more"):
        hand.fill("Your password", trip.password)
        hand.press("Go on")
    hand.fill("Name", "A. Lind")
    hand.choose("Role", "Counsellor")
    hand.press("Let them in")
    hand.see("A. Lind may unlock now", seconds=60)


def let_in(trip: Trip) -> None:
    """See who may unlock now."""
    trip.hand.press("I have noted it")
    trip.hand.see("2 people")


def dark(trip: Trip) -> None:
    """Choose the dark colours."""
    hand = trip.hand
    hand.choose("Colours", "Dark")
    hand.rest(0.3)


def dark_people(trip: Trip) -> None:
    """See a page full of names in the dark."""
    hand = trip.hand
    hand.press("Matching")
    hand.rest(0.3)


def copy_asked(trip: Trip) -> None:
    """Lock, and open the copy: only to look, or to go on working."""
    hand = trip.hand
    hand.press("Settings")
    hand.choose("Colours", "Light")
    before = hand.window
    hand.key("Ctrl+L")
    hand.wait(lambda: hand.window is not before, "another window")
    hand.press("Another workspace")
    hand.press("Open a copy")
    hand.answer_file(str(trip.files.folder / COPY))
    hand.find("Only look", QAbstractButton, seconds=60)
    hand.fill("Password of the copy", trip.password)


def copy_opened(trip: Trip) -> None:
    """Look into the copy."""
    hand = trip.hand
    hand.press("Open")
    hand.find("Lock", QAbstractButton, seconds=60)
    hand.press("People")
    table = hand.find("People", QTableView)
    hand.wait(lambda: table.model().rowCount() > 0, "the people of the copy")
    hand.fill("Search people", "lukasiewicz")
    hand.rest(0.3)
    hand.wait(lambda: table.model().rowCount() == 1, "the person added by hand, in the copy")


def pages_of(trip: Trip) -> list[str]:
    """Draw every page of the saved documents into the album; give what is wrong."""
    wrong = []
    for name, title in ((PACK, "Staff-meeting pack"), (REGISTER, "Pair register")):
        document = QPdfDocument()
        document.load(str(trip.files.folder / name))
        if document.pageCount() < 1:
            wrong.append(f"{name} has no pages")
        for page in range(document.pageCount()):
            caption = f"{title} as saved, page {page + 1}"
            blank = trip.album.keep(_drawn(document, page), f"{Path(name).stem}-{page + 1}", caption)
            wrong += [blank] if blank else []
        document.close()
    return wrong


def _drawn(document: QPdfDocument, page: int) -> QImage:
    size = document.pagePointSize(page)
    wanted = QSize(_PAGE_WIDTH, round(_PAGE_WIDTH * size.height() / size.width()))
    image = QImage(wanted, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.drawImage(0, 0, document.render(page, wanted))
    painter.end()
    return image


def _save(trip: Trip, button: str, name: str) -> None:
    path = trip.files.folder / name
    trip.hand.press(button)
    trip.hand.answer_file(str(path))
    trip.hand.wait(lambda: path.is_file() and path.stat().st_size > 0, name, 60)
    trip.hand.see("entered in the register.")


STEPS = (
    Step("reports", "What can be printed or saved, and the register of what was", reports),
    Step("pack-preview", "The staff-meeting pack, page by page as it will be printed", pack, needs=("reports",)),
    Step("pack-saved", "Saved as PDF, and entered in the register", pack_saved, needs=("pack-preview",)),
    Step("register-preview", "The pair register, with names: it says so", register, needs=("reports",)),
    Step(
        "register-saved",
        "Saved as PDF and as CSV; the register of documents knows all three",
        register_saved,
        needs=("register-preview",),
    ),
    Step("copied", "One encrypted file with everything, read back and found whole", copied),
    Step("help", "What it protects against, and what not", help_page),
    Step("help-importing", "The help by topics: how people come in", help_importing, needs=("help",)),
    Step("keys", "F1: the keys of the page one is on", keys),
    Step("settings", "What can be set", settings),
    Step("users", "A colleague let in, with the first password to hand over", users, needs=("settings",)),
    Step("users-listed", "Who may unlock, and with which role", let_in, needs=("users",)),
    Step("dark", "Dark colours", dark),
    Step("dark-matching", "The published pairs in the dark", dark_people),
    Step("copy-asked", "The copy, opened on any laptop: only look, or go on working", copy_asked, needs=("copied",)),
    Step("copy-opened", "A look into the copy", copy_opened, needs=("copy-asked",)),
)
