"""The school, its calendar, its programme and who takes part: public verbs.

Writes are one step and return `Changes`; reads give the frozen values of types.py. Pure functions about school
days are in calendar.py, about terms and cells of a file in rules.py. The card of contacts on a locked laptop is
read with `contacts.read_card`, which needs no workspace.
"""

from __future__ import annotations

from desktop.services.programme.calendar import propose_terms
from desktop.services.programme.enrolment import (
    enrol,
    participants,
    set_answers,
    set_wishes,
    the_programme,
    wishes,
    withdraw,
)
from desktop.services.programme.importing import import_participants, plan_participants, read_participants
from desktop.services.programme.participants_file import participants_template
from desktop.services.programme.school_settings import (
    card_is_true,
    closed_days,
    found,
    refresh_card,
    school,
    school_calendar,
    set_closed_days,
    set_school,
    set_terms,
    terms,
)

__all__ = [
    "card_is_true",
    "closed_days",
    "enrol",
    "found",
    "import_participants",
    "participants",
    "participants_template",
    "plan_participants",
    "propose_terms",
    "read_participants",
    "refresh_card",
    "school",
    "school_calendar",
    "set_answers",
    "set_closed_days",
    "set_school",
    "set_terms",
    "set_wishes",
    "terms",
    "the_programme",
    "wishes",
    "withdraw",
]
