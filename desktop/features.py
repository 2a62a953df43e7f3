"""The one list of capabilities, in the order of a programme's year. To add one: a line here (see README).

A page's module is loaded when the page is first shown, or ahead of that (ahead.py) while the password is being typed:
the window must be there before everything it can do is.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from desktop.models.session import Session
from desktop.views.feature import Feature, Found
from desktop.views.page import Page
from desktop.views.shell import Shell
from desktop.views.start.beginning import Beginning, MakeWay
from desktop.views.start.frame import StartFrame
from desktop.views.start.welcome import Way


def _load(place: str) -> Any:  # noqa: ANN401 - a page, a finder or a way
    """Give what stands at `folder.module:name` under `desktop.views`."""
    module, _, name = place.partition(":")
    return getattr(import_module(f"desktop.views.{module}"), name)


def _page(place: str) -> Callable[[Shell], Page]:
    def make(shell: Shell) -> Page:
        made: Page = _load(place)(shell)
        return made

    return make


def _finder(place: str) -> Callable[[Shell, str, Found], None]:
    def find(shell: Shell, text: str, found: Found) -> None:
        _load(place)(shell, text, found)

    return find


_PAGES = {
    "today": "today.page:TodayPage",
    "people": "people.page:PeoplePage",
    "matching": "matching.page:MatchingPage",
    "meetings": "meetings.page:MeetingsPage",
    "notes": "notes.page:NotesPage",
    "handing": "handing.page:HandingPage",
    "reports": "reports.page:ReportsPage",
    "transfer": "transfer.page:TransferPage",
    "settings": "settings.page:SettingsPage",
    "audit": "audit.page:AuditPage",
    "help": "help.page:HelpPage",
}


def _feature(
    key: str, title: str, icon: str, *, finds: bool = False, below: bool = False, under: str = "", words: str = ""
) -> Feature:
    place = _PAGES[key]
    find = _finder(place.partition(":")[0] + ":find") if finds else None
    return Feature(
        key,
        title,
        icon,
        _page(place),
        needs="" if below else "programme",
        find=find,
        below=below,
        under=under,
        words=words,
    )


FEATURES: tuple[Feature, ...] = (
    _feature("today", "Today", "white-balance-sunny"),
    _feature("people", "People", "account-group-outline", finds=True),
    _feature("matching", "Matching", "link-variant", finds=True),
    _feature("meetings", "Meetings", "calendar-blank-outline"),
    _feature("notes", "Notes", "notebook-outline", finds=True),
    _feature("handing", "Handed in", "inbox-arrow-down-outline", finds=True),
    _feature("reports", "Reports", "printer-outline", finds=True),
    _feature("transfer", "Transfer", "usb-flash-drive-outline"),
    _feature("settings", "Settings", "cog-outline", below=True, words="preferences options users password"),
    _feature("audit", "Who did what", "history", below=True, under="settings", words="audit log trail history events"),
    _feature("help", "Help", "help-circle-outline", finds=True, below=True),
)


def _open_copy(frame: StartFrame, session: Session, opened: Callable[[Path], object]) -> Way:
    """Offer to open a copy."""
    way: Way = _load("transfer.opening:open_copy_way")(frame, session, opened)
    return way


def _restore(frame: StartFrame, session: Session, opened: Callable[[Path], object]) -> Way:
    """Offer to restore a backup."""
    way: Way = _load("transfer.opening:restore_way")(frame, session, opened)
    return way


def _salvage(frame: StartFrame, session: Session, opened: Callable[[Path], object]) -> Way:
    """Offer to salvage a workspace."""
    way: Way = _load("transfer.salvaging:salvage_way")(frame, session, opened)
    return way


# Further ways to begin, on the first page, that capabilities offer (see `views/start/beginning.py`).
WAYS: tuple[MakeWay, ...] = (_open_copy, _restore, _salvage)


def ways_out(beginning: Beginning, folder: Path, error: Exception, who: str, password: str) -> None:
    """Offer what can be done where a workspace is damaged."""
    _load("transfer.damaged:show_ways")(beginning, folder, error, who, password)


# The folders of the pages, which ahead.py loads.
PAGES: tuple[str, ...] = tuple(place.partition(".")[0] for place in _PAGES.values())
