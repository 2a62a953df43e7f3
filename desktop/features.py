"""The one list of capabilities, in the order of a programme's year. To add one: a line here (see README)."""

from __future__ import annotations

from desktop.views.feature import Feature
from desktop.views.help.page import HelpPage
from desktop.views.meetings.page import MeetingsPage
from desktop.views.notes import page as notes
from desktop.views.people import page as people
from desktop.views.settings.page import SettingsPage
from desktop.views.start.beginning import MakeWay

FEATURES: tuple[Feature, ...] = (
    Feature("people", "People", "account-group-outline", people.PeoplePage, find=people.find),
    Feature("meetings", "Meetings", "calendar-blank-outline", MeetingsPage),
    Feature("notes", "Notes", "notebook-outline", notes.NotesPage, find=notes.find),
    Feature("settings", "Settings", "cog-outline", SettingsPage, needs="", below=True),
    Feature("help", "Help", "help-circle-outline", HelpPage, needs="", below=True),
)

# Further ways to begin, on the first page, that capabilities offer (see `views/start/beginning.py`).
WAYS: tuple[MakeWay, ...] = ()
