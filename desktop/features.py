"""The one list of capabilities, in the order of a programme's year. To add one: a line here (see README)."""

from __future__ import annotations

from desktop.views.feature import Feature
from desktop.views.help.page import HelpPage
from desktop.views.matching import page as matching
from desktop.views.meetings.page import MeetingsPage
from desktop.views.notes import page as notes
from desktop.views.people import page as people
from desktop.views.reports import page as reports
from desktop.views.settings.page import SettingsPage
from desktop.views.start.beginning import MakeWay
from desktop.views.today.page import TodayPage
from desktop.views.transfer.opening import open_copy_way
from desktop.views.transfer.page import TransferPage

FEATURES: tuple[Feature, ...] = (
    Feature("today", "Today", "white-balance-sunny", TodayPage),
    Feature("people", "People", "account-group-outline", people.PeoplePage, find=people.find),
    Feature("matching", "Matching", "link-variant", matching.MatchingPage, find=matching.find),
    Feature("meetings", "Meetings", "calendar-blank-outline", MeetingsPage),
    Feature("notes", "Notes", "notebook-outline", notes.NotesPage, find=notes.find),
    Feature("reports", "Reports", "printer-outline", reports.ReportsPage, find=reports.find),
    Feature("transfer", "Transfer", "usb-flash-drive-outline", TransferPage),
    Feature("settings", "Settings", "cog-outline", SettingsPage, needs="", below=True),
    Feature("help", "Help", "help-circle-outline", HelpPage, needs="", below=True),
)

# Further ways to begin, on the first page, that capabilities offer (see `views/start/beginning.py`).
WAYS: tuple[MakeWay, ...] = (open_copy_way,)
