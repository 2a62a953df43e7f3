"""People of a school: who they are, when they are free, and how a school's files become them."""

from __future__ import annotations

from desktop.services.people.aliases import Kept
from desktop.services.people.bulk import edit_people
from desktop.services.people.duplicates import likely_same, look_alikes_of
from desktop.services.people.filters import filters, remove_filter, save_filter
from desktop.services.people.guardians import (
    guardian_links,
    guardians,
    guardians_of_leavers,
    left_without,
    set_guardians,
    students_of,
)
from desktop.services.people.import_runs import import_report, import_runs
from desktop.services.people.importing import import_roster, plan_import
from desktop.services.people.listing import labels_of, partners_of, some_people
from desktop.services.people.mappings import (
    examples,
    mapping_for,
    remember_mapping,
    saved_mapping,
    saved_mappings,
)
from desktop.services.people.names import display_name, labels, sort_name
from desktop.services.people.own_fields import own_answers, own_fields, own_values, set_own_fields, set_own_values
from desktop.services.people.photos import photo, set_photo
from desktop.services.people.reading import first_rows, open_roster, read_roster
from desktop.services.people.recognition import recognise
from desktop.services.people.records import (
    compare,
    history,
    joining_of,
    known_as,
    merge_people,
    why_not_merge,
)
from desktop.services.people.register import (
    add_period,
    add_person,
    archive_people,
    bring_back,
    edit_person,
    kept,
    list_people,
    mark_left,
    periods,
    person,
    person_by_number,
    set_availability,
)
from desktop.services.people.roster_types import ColumnExample, Problem, Roster, SavedMapping
from desktop.services.people.rules import check_draft, year_rank
from desktop.services.people.types import (
    Alike,
    Compared,
    Decisions,
    GuardianLink,
    ImportPlan,
    ImportReport,
    ImportRun,
    Likeness,
    OwnField,
    Period,
    Person,
    PersonDraft,
    Photo,
    Relative,
    SavedFilter,
)

__all__ = [
    "Alike",
    "ColumnExample",
    "Compared",
    "Decisions",
    "GuardianLink",
    "ImportPlan",
    "ImportReport",
    "ImportRun",
    "Kept",
    "Likeness",
    "OwnField",
    "Period",
    "Person",
    "PersonDraft",
    "Photo",
    "Problem",
    "Relative",
    "Roster",
    "SavedFilter",
    "SavedMapping",
    "add_period",
    "add_person",
    "archive_people",
    "bring_back",
    "check_draft",
    "compare",
    "display_name",
    "edit_people",
    "edit_person",
    "examples",
    "filters",
    "first_rows",
    "guardian_links",
    "guardians",
    "guardians_of_leavers",
    "history",
    "import_report",
    "import_roster",
    "import_runs",
    "joining_of",
    "kept",
    "known_as",
    "labels",
    "labels_of",
    "left_without",
    "likely_same",
    "list_people",
    "look_alikes_of",
    "mapping_for",
    "mark_left",
    "merge_people",
    "open_roster",
    "own_answers",
    "own_fields",
    "own_values",
    "partners_of",
    "periods",
    "person",
    "person_by_number",
    "photo",
    "plan_import",
    "read_roster",
    "recognise",
    "remember_mapping",
    "remove_filter",
    "save_filter",
    "saved_mapping",
    "saved_mappings",
    "set_availability",
    "set_guardians",
    "set_own_fields",
    "set_own_values",
    "set_photo",
    "some_people",
    "sort_name",
    "students_of",
    "why_not_merge",
    "year_rank",
]
