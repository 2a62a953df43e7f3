"""People of a school: who they are, when they are free, and how a school's files become them."""

from __future__ import annotations

from desktop.services.people.importing import import_roster, plan_import
from desktop.services.people.names import display_name, labels, sort_name
from desktop.services.people.reading import first_rows, read_roster
from desktop.services.people.register import (
    add_period,
    add_person,
    archive_people,
    bring_back,
    edit_person,
    list_people,
    mark_left,
    periods,
    person,
    person_by_number,
    set_availability,
)
from desktop.services.people.rules import check_draft, year_rank
from desktop.services.people.types import ImportPlan, Period, Person, PersonDraft, Problem, Roster

__all__ = [
    "ImportPlan",
    "Period",
    "Person",
    "PersonDraft",
    "Problem",
    "Roster",
    "add_period",
    "add_person",
    "archive_people",
    "bring_back",
    "check_draft",
    "display_name",
    "edit_person",
    "first_rows",
    "import_roster",
    "labels",
    "list_people",
    "mark_left",
    "periods",
    "person",
    "person_by_number",
    "plan_import",
    "read_roster",
    "set_availability",
    "sort_name",
    "year_rank",
]
